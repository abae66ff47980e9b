package policy

import (
	"bytes"
	"flag"
	"go/ast"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite testdata/exported.txt")

// TestExported compares what users may call with the list in testdata, one line
// a name, so that a change of it is seen when it is reviewed.
func TestExported(t *testing.T) {
	var lines []string
	for _, f := range goFiles(t) {
		if f.Test || f.Name.Name == "main" || slices.Contains(strings.Split(f.Dir, "/"), "internal") {
			continue
		}
		l := lister{t: t, file: f}
		for _, d := range f.Decls {
			l.decl(d)
		}
		lines = append(lines, l.lines...)
	}
	slices.Sort(lines)
	golden := filepath.Join("testdata", "exported.txt")
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(strings.Join(lines, "\n")+"\n"), 0o644))
	}
	text, err := os.ReadFile(golden)
	require.NoError(t, err)
	want := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for _, line := range want {
		if !slices.Contains(lines, line) {
			t.Errorf("- %s", line)
		}
	}
	for _, line := range lines {
		if !slices.Contains(want, line) {
			t.Errorf("+ %s", line)
		}
	}
	if t.Failed() {
		t.Log("if this change of the exported names is meant: go test ./dedup/internal/policy -update")
	}
}

// A lister lists the exported names of a file: "dedup: method (*Index) Len() int".
type lister struct {
	t     *testing.T
	file  goFile
	lines []string
}

func (l *lister) add(words ...string) {
	l.lines = append(l.lines, l.file.Dir+": "+strings.Join(words, " "))
}

func (l *lister) decl(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		signature := strings.TrimPrefix(l.print(d.Type), "func")
		switch {
		case !d.Name.IsExported():
		case d.Recv == nil:
			l.add("func", d.Name.Name+signature)
		case ast.IsExported(base(d.Recv.List[0].Type)):
			l.add("method", "("+l.print(d.Recv.List[0].Type)+")", d.Name.Name+signature)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				l.typeSpec(s)
			case *ast.ValueSpec:
				l.values(d, s)
			}
		}
	}
}

// values lists constants and variables, whose comments no linter asks for: one
// at the end of the line will do, and so will one above the block.
func (l *lister) values(d *ast.GenDecl, s *ast.ValueSpec) {
	for _, name := range s.Names {
		if !name.IsExported() {
			continue
		}
		words := []string{d.Tok.String(), name.Name}
		if s.Type != nil {
			words = append(words, l.print(s.Type))
		}
		l.add(words...)
		if d.Doc == nil && s.Doc == nil && s.Comment == nil {
			l.t.Errorf("%s: %s %s has no comment", l.file.Path, d.Tok, name.Name)
		}
	}
}

func (l *lister) typeSpec(s *ast.TypeSpec) {
	if !s.Name.IsExported() {
		return
	}
	name := s.Name.Name
	if s.TypeParams != nil {
		l.add("type parameters of", name, l.fields(s.TypeParams))
	}
	equals := ""
	if s.Assign != token.NoPos {
		equals = "= "
	}
	switch typ := s.Type.(type) {
	case *ast.StructType:
		l.add("type", name, equals+"struct")
		for _, f := range typ.Fields.List {
			l.members("field", name, f)
		}
	case *ast.InterfaceType:
		l.add("type", name, equals+"interface")
		for _, f := range typ.Methods.List {
			l.members("element", name, f)
		}
	default:
		l.add("type", name, equals+l.print(typ))
	}
}

// members lists fields, methods of an interface and what is embedded.
func (l *lister) members(kind, of string, f *ast.Field) {
	tag := ""
	if f.Tag != nil {
		tag = " " + f.Tag.Value
	}
	if len(f.Names) == 0 && ast.IsExported(base(f.Type)) {
		l.add(kind, of, "embeds", l.print(f.Type)+tag)
	}
	for _, n := range f.Names {
		if n.IsExported() {
			l.add(kind, of+"."+n.Name, l.print(f.Type)+tag)
		}
	}
}

func (l *lister) fields(list *ast.FieldList) string {
	var all []string
	for _, f := range list.List {
		var names []string
		for _, n := range f.Names {
			names = append(names, n.Name)
		}
		all = append(all, strings.Join(names, ", ")+" "+l.print(f.Type))
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// print returns a node as code on one line.
func (l *lister) print(n ast.Node) string {
	var b bytes.Buffer
	require.NoError(l.t, printer.Fprint(&b, token.NewFileSet(), n))
	return strings.Join(strings.Fields(b.String()), " ")
}

// base returns the name below pointers, type arguments and a package: Index of
// *Index[T], Reader of io.Reader; "" if there is none.
func base(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return base(e.X)
	case *ast.IndexExpr:
		return base(e.X)
	case *ast.IndexListExpr:
		return base(e.X)
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
