package ladder

import (
	"errors"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// variants returns the sources that a row asks for: one, or one for each value of a number.
func (r *Row) variants(src *source) ([]variant, error) {
	if r.number != "" {
		return r.moved(src)
	}
	v := variant{name: r.Name, why: r.Why, files: map[string][]byte{}}
	for _, e := range r.Edits {
		text, err := src.text(v.files, e.file)
		if err != nil {
			return nil, err
		}
		from, to, err := find(text, e.old)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.file, err)
		}
		v.files[e.file] = splice(text, from, to, strings.Join(e.put, "\n"))
	}
	return []variant{v}, nil
}

// moved returns a variant for each value of a constant.
func (r *Row) moved(src *source) ([]variant, error) {
	text, err := src.text(nil, r.file)
	if err != nil {
		return nil, err
	}
	from, to, err := constantIn(text, r.number)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.file, err)
	}
	now := string(text[from:to])
	values := r.values
	if values == nil {
		if values, err = thirds(now); err != nil {
			return nil, err
		}
	}
	var vs []variant
	for _, value := range values {
		if value == now {
			return nil, fmt.Errorf("it is %s already", now)
		}
		vs = append(vs, variant{
			name:  fmt.Sprintf("%s %s → %s", r.number, now, value),
			why:   r.Why,
			files: map[string][]byte{r.file: splice(text, from, to, value)},
		})
	}
	return vs, nil
}

func splice(text []byte, from, to int, put string) []byte {
	return slices.Concat(text[:from], []byte(put), text[to:])
}

// find returns where lines stand in text, if that is at one place. White space of any kind and length stands for white
// space. A word at either end is a whole one, and a number too: "x = 1" does not stand in "max = 1" or "x = 1.5".
func find(text []byte, lines []string) (from, to int, err error) {
	fields := strings.Fields(strings.Join(lines, " "))
	if len(fields) == 0 {
		return 0, 0, errors.New("an empty - stands everywhere")
	}
	for i, f := range fields {
		fields[i] = regexp.QuoteMeta(f)
	}
	n := 0
	for _, at := range regexp.MustCompile(strings.Join(fields, `\s+`)).FindAllIndex(text, -1) {
		if whole(text, at[0], at[1]) {
			from, to = at[0], at[1]
			n++
		}
	}
	if n != 1 {
		return 0, 0, fmt.Errorf("%q stands there %d times, and not once", strings.Join(lines, " "), n)
	}
	return from, to, nil
}

// whole reports whether text[from:to] cuts no word and no number at its ends.
func whole(text []byte, from, to int) bool {
	before, _ := utf8.DecodeLastRune(text[:from])
	first, _ := utf8.DecodeRune(text[from:to])
	last, _ := utf8.DecodeLastRune(text[from:to])
	after, _ := utf8.DecodeRune(text[to:])
	if word(before) && word(first) || word(last) && word(after) {
		return false
	}
	return !unicode.IsDigit(last) || after != '.'
}

func word(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// constantIn returns where the value of a constant, or of a variable, stands in a Go file.
func constantIn(text []byte, name string) (from, to int, err error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "", text, parser.SkipObjectResolution)
	if err != nil {
		return 0, 0, err
	}
	n := 0
	ast.Inspect(f, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, id := range spec.Names {
			if id.Name == name && i < len(spec.Values) {
				from, to = set.Position(spec.Values[i].Pos()).Offset, set.Position(spec.Values[i].End()).Offset
				n++
			}
		}
		return true
	})
	if n != 1 {
		return 0, 0, fmt.Errorf("a constant %s stands there %d times, and not once", name, n)
	}
	return from, to, nil
}

// thirds returns a constant a third down and a third up: whole numbers rounded, and moved by one at least.
func thirds(expr string) ([]string, error) {
	v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, expr)
	if err != nil {
		return nil, fmt.Errorf("its value is not known here, and has to be tried by name: %w", err)
	}
	if v.Value == nil || v.Value.Kind() != constant.Int && v.Value.Kind() != constant.Float {
		return nil, fmt.Errorf("%s is no number", expr)
	}
	x, _ := constant.Float64Val(v.Value)
	if x == 0 {
		return nil, errors.New("nothing has no third: it has to be tried by name")
	}
	if v.Value.Kind() == constant.Int && types.Identical(v.Type, types.Typ[types.UntypedInt]) {
		step := math.Copysign(max(1, math.Round(math.Abs(x)/3)), x)
		return []string{strconv.FormatFloat(x-step, 'f', 0, 64), strconv.FormatFloat(x+step, 'f', 0, 64)}, nil
	}
	return []string{decimal(x * 2 / 3), decimal(x * 4 / 3)}, nil
}

// decimal gives a number three digits that count, and a point, lest it become a whole number in Go.
func decimal(x float64) string {
	s := strconv.FormatFloat(x, 'g', 3, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}
