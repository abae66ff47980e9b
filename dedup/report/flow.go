package report

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A flow is text on its way to the terminal: clean, in styles, not yet in lines.
// The zero value is empty and ready.
type flow struct {
	atoms []atom
	space bool // white space came since the last atom
	last  rune // the last character
	wide  bool // and it takes two columns
}

// An atom is text of one style that stays together, unless it is wider than a
// whole line.
type atom struct {
	text  string
	style style
	width int
	gap   bool // a space comes before it, and a line may end there
	loose bool // a line may end before it, without a space
}

// add appends any text in a style. Time is linear in the text.
func (f *flow) add(text string, st style) {
	text = clean(text)
	at := 0
	flush := func(to int) {
		if at < to {
			f.atoms[len(f.atoms)-1].text += text[at:to]
			at = to
		}
	}
	for g, i := range indexed(text) {
		if g == " " {
			flush(i)
			at = i + 1
			f.space = true
			continue
		}
		w := clusterCells(g)
		if loose := f.loose(g, w); len(f.atoms) == 0 || f.space || loose || f.atoms[len(f.atoms)-1].style != st {
			flush(i)
			f.atoms = append(f.atoms, atom{style: st, gap: f.space, loose: loose})
		}
		f.atoms[len(f.atoms)-1].width += w
		f.space, f.wide = false, w == 2
		f.last, _ = utf8.DecodeLastRuneInString(g)
	}
	flush(len(text))
}

// indexed yields the grapheme clusters of clean text with where they begin.
func indexed(text string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		i := 0
		for g := range clusters(text) {
			if !yield(g, i) {
				return
			}
			i += len(g)
		}
	}
}

// loose reports whether a line may end between the last character and g: next
// to a wide one, but not before what closes or behind what opens.
func (f *flow) loose(g string, cells int) bool {
	if f.last == 0 || !f.wide && cells < 2 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(g)
	return !unicode.In(r, unicode.Po, unicode.Pe, unicode.Pf) && !unicode.In(f.last, unicode.Ps, unicode.Pi)
}

// lines breaks the flow into lines of at most width columns, two at least: at
// spaces, next to wide characters, and inside a word only where it alone is
// wider.
func (f *flow) lines(width int) [][]atom {
	w := wrapper{width: max(2, width)}
	for i := 0; i < len(f.atoms); {
		j := i + 1
		for j < len(f.atoms) && !f.atoms[j].gap && !f.atoms[j].loose {
			j++
		}
		w.place(f.atoms[i:j])
		i = j
	}
	if len(w.line) > 0 {
		w.lines = append(w.lines, w.line)
	}
	return w.lines
}

type wrapper struct {
	width int
	lines [][]atom
	line  []atom
	used  int
}

// place adds atoms that belong together.
func (w *wrapper) place(word []atom) {
	n := 0
	for _, a := range word {
		n += a.width
	}
	if len(w.line) > 0 && w.used+gap(word[0])+n > w.width {
		w.end()
	}
	for _, a := range word {
		if n > w.width {
			w.divide(a)
			continue
		}
		w.push(a)
	}
}

func (w *wrapper) push(a atom) {
	if len(w.line) > 0 { // be it a mark alone, which takes no column
		w.used += gap(a)
	}
	w.used += a.width
	w.line = append(w.line, a)
}

func (w *wrapper) end() {
	w.lines = append(w.lines, w.line)
	w.line, w.used = nil, 0
}

// divide adds an atom cluster by cluster.
func (w *wrapper) divide(a atom) {
	part := atom{style: a.style, gap: a.gap}
	at := 0
	for g, i := range indexed(a.text) {
		n := clusterCells(g)
		if room := w.width - w.used; part.width+gap(part)+n > room && (len(w.line) > 0 || i > at) {
			if part.text = a.text[at:i]; part.text != "" {
				w.push(part)
			}
			w.end()
			part, at = atom{style: a.style}, i
		}
		part.width += n
	}
	part.text = a.text[at:]
	w.push(part)
}

func gap(a atom) int {
	if a.gap {
		return 1
	}
	return 0
}

// lineCells returns the columns that a line takes.
func lineCells(line []atom) int {
	n := 0
	for i, a := range line {
		n += a.width
		if i > 0 {
			n += gap(a)
		}
	}
	return n
}

// put writes a line.
func (p *printer) put(line []atom) {
	var b strings.Builder
	for i, a := range line {
		if i > 0 && a.style != line[i-1].style {
			p.say(line[i-1].style, b.String())
			b.Reset()
		}
		if i > 0 && a.gap {
			b.WriteByte(' ')
		}
		b.WriteString(a.text)
	}
	if len(line) > 0 {
		p.say(line[len(line)-1].style, b.String())
	}
}
