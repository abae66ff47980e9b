package passage

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/shingle"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the reports in testdata")

// TestGoldens reads testdata/*.txtar: a reason, two texts, what of them is to
// be ignored (one phrase a line), and the report.
func TestGoldens(t *testing.T) {
	for name, g := range goldens(t) {
		t.Run(name, func(t *testing.T) {
			require.NotEmpty(t, strings.TrimSpace(string(g.archive.Comment)), "a golden begins with its reason")
			r := Align(g.a, g.b)
			checkLaws(t, r)
			got := describe(r)
			if *update {
				g.file("report").Data = []byte(got)
				require.NoError(t, os.WriteFile(g.path, txtar.Format(g.archive), 0o666))
				return
			}
			require.Equal(t, string(g.file("report").Data), got)
		})
	}
}

// golden is one file of testdata.
type golden struct {
	path    string
	archive *txtar.Archive
	a, b    *shingle.Text
}

func goldens(t testing.TB) map[string]*golden {
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	all := map[string]*golden{}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		g := &golden{path: path, archive: archive}
		g.a, g.b = g.parse("a"), g.parse("b")
		all[strings.TrimSuffix(filepath.Base(path), ".txtar")] = g
	}
	return all
}

// file returns the file of that name, a new empty one if there is none.
func (g *golden) file(name string) *txtar.File {
	for i := range g.archive.Files {
		if g.archive.Files[i].Name == name {
			return &g.archive.Files[i]
		}
	}
	g.archive.Files = append(g.archive.Files, txtar.File{Name: name})
	return &g.archive.Files[len(g.archive.Files)-1]
}

func (g *golden) parse(name string) *shingle.Text {
	t := shingle.Parse(strings.TrimSuffix(string(g.file(name).Data), "\n"), "")
	for phrase := range strings.Lines(string(g.file("ignore").Data)) {
		phrase = strings.TrimSpace(phrase)
		if at := strings.Index(t.Source, phrase); at >= 0 {
			t.Ignore(shingle.Span{Start: at, End: at + len(phrase)})
		}
	}
	return t
}

// describe prints a report: passages, echoes, regions, and what Coverage counts.
func describe(r *Report) string {
	var w strings.Builder
	for _, p := range r.Passages {
		describePassage(&w, r, p, "")
	}
	for _, p := range r.Echoes {
		describePassage(&w, r, p, "echo, ")
	}
	x, y := r.texts.Texts()
	for _, g := range r.Regions() {
		fmt.Fprintf(&w, "region\n  a %s\n  b %s\n", ellipt(g.A.Of(x.source)), ellipt(g.B.Of(y.source)))
	}
	a, b := r.Coverage()
	describeCoverage(&w, "a", a)
	describeCoverage(&w, "b", b)
	return w.String()
}

func describePassage(w *strings.Builder, r *Report, p Passage, prefix string) {
	x, y := r.texts.Texts()
	a, b := oneLine(p.A.Of(x.source)), oneLine(p.B.Of(y.source))
	switch {
	case p.Kind == OnlyA:
		fmt.Fprintf(w, "- only a\n  a %s\n", a)
	case p.Kind == OnlyB:
		fmt.Fprintf(w, "+ only b\n  b %s\n", b)
	case a == b:
		fmt.Fprintf(w, "%s %s%s\n    %s\n", sign[p.Kind], prefix, p.Kind, a)
	default:
		fmt.Fprintf(w, "%s %s%s, alike %.1f\n  a %s\n  b %s\n", sign[p.Kind], prefix, p.Kind, p.Alike, a, b)
	}
}

var sign = map[Kind]string{Verbatim: "=", Edited: "~", Rewritten: ":"}

func describeCoverage(w *strings.Builder, name string, c Coverage) {
	fmt.Fprintf(w, "%s: %d words, %d verbatim, %d edited, %d rewritten; own %d, shared %d, in runs %d, longest %d; facts kept %d, replaced %d; cuts %d; inserted %d\n",
		name, c.Words, c.Verbatim, c.Edited, c.Rewritten, c.Own, c.OwnShared, c.OwnRuns, c.OwnLongest, c.FactsKept, c.Replaced, c.Cuts, c.Inserted)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// ellipt shortens s to its first and last words.
func ellipt(s string) string {
	if f := strings.Fields(s); len(f) > 8 {
		return strings.Join(f[:4], " ") + " [...] " + strings.Join(f[len(f)-4:], " ")
	}
	return oneLine(s)
}
