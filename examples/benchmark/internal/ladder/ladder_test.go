package ladder

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// A workshop is the module of testdata/tiny.txtar in a folder of its own, with a list.
type workshop struct {
	Options
	list string
	log  strings.Builder
}

func newWorkshop(t *testing.T, list string) *workshop {
	t.Helper()
	w := &workshop{list: filepath.Join(t.TempDir(), "list")}
	archive, err := txtar.ParseFile("testdata/tiny.txtar")
	require.NoError(t, err)
	root := t.TempDir()
	for _, f := range archive.Files {
		write(t, filepath.Join(root, f.Name), string(f.Data))
	}
	write(t, w.list, list)
	w.Options = Options{Root: root, Package: ".", Corpora: filepath.Join(root, "corpora"), Cache: t.TempDir(), Log: &w.log}
	return w
}

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
}

// measure returns the tables, each as lines of cells.
func (w *workshop) measure(t *testing.T) (tables []string, err error) {
	t.Helper()
	w.log.Reset()
	err = Measure(t.Context(), w.list, w.Options, func(t *Table) error {
		lines := []string{t.Title + ". " + t.About, strings.Join(t.Columns, " | ")}
		for _, row := range t.Rows {
			lines = append(lines, strings.Join(row, " | "))
		}
		tables = append(tables, strings.Join(lines, "\n")+"\n")
		return nil
	})
	return tables, err
}

// runs is how often the program ran.
func (w *workshop) runs() int { return strings.Count(w.log.String(), " s\n") }

const tinyList = `
# Remarks, and blank lines, say nothing.
stage  Lines
about  What is long?
about  Words decide.
column ferry      found              %.0f  ferry
column ferry      scores.share       %.3f  share
column ferry      scores.called.long %s    called
column ferry      time               ×%.0f time
column own/       found              %.0f  own

number limit in lib/lib.go
why    a line of fewer words
why    is none
number limit in lib/lib.go
try    1
why    every line
row    remarks count
why    a remark is no line
in     lib/lib.go
-      limit &&
-      !strings.HasPrefix(line, "#")
+      limit
row    twice
why    two places, two files
in     lib/lib.go
-      n++
+      n += 2
in     main.go
-      / 7
+
-      float64(found)
+      float64(found*0)

stage  Upper
args   -upper
column ferry   found %.0f ferry
column nowhere found %.0f nowhere
row    nothing is long
why    nothing is
in     lib/lib.go
-      n++
+      _ = n

stage  Elsewhere
column nowhere found %.0f nowhere
number limit in lib/lib.go
why    unseen
`

func TestMeasure(t *testing.T) {
	w := newWorkshop(t, tinyList)
	tables, err := w.measure(t)
	require.NoError(t, err)
	require.Equal(t, []string{
		`Lines. What is long? Words decide.
change | ferry | share | called | time | own | why it is there
as it is | 2 | 0.286 | 2/4 | ×1 | 1 | 
limit 3 → 2 | +1 | +0.143 | +1 |  |  | a line of fewer words is none
limit 3 → 4 | −1 | −0.143 | −1 |  | −1 | a line of fewer words is none
limit 3 → 1 | +1 | +0.143 | +1 |  | +1 | every line
remarks count | +1 | +0.143 | +1 |  |  | a remark is no line
twice | +2 | −0.286 | +2 |  | +1 | two places, two files
`,
		`Upper. 
change | ferry | why it is there
as it is | -2 | 
nothing is long | +2 | nothing is
`,
	}, withoutTimes(tables))
	require.Equal(t, 14, w.runs())
	require.Contains(t, w.log.String(), "no corpus "+filepath.Join(w.Corpora, "nowhere")+": its columns are left out")
	entries, err := os.ReadDir(w.Cache)
	require.NoError(t, err)
	require.Len(t, entries, 14, "answers stay, binaries do not")

	again, err := w.measure(t)
	require.NoError(t, err)
	require.Zero(t, w.runs(), "all is known")
	require.Equal(t, tables, again)

	w.Only = regexp.MustCompile(`^Lines: limit 3 → [14]`)
	some, err := w.measure(t)
	require.NoError(t, err)
	require.Len(t, some, 1)
	require.Equal(t, 2+3, strings.Count(some[0], "\n"), "the base and the rows asked for")
}

// withoutTimes empties the fifth cell of the first table's rows where a machine was busy with something else.
func withoutTimes(tables []string) []string {
	return []string{regexp.MustCompile(`\| ×[02-9]\d* \|`).ReplaceAllString(tables[0], "|  |"), tables[1]}
}

// What is kept holds as long as all that it depends on, and no longer.
func TestCache(t *testing.T) {
	w := newWorkshop(t, `
stage  Lines
column ferry found %.0f ferry
column harbour found %.0f harbour
number limit in lib/lib.go
try    2
why    short lines
`)
	count := func(want int, why string) {
		t.Helper()
		_, err := w.measure(t)
		require.NoError(t, err)
		require.Equal(t, want, w.runs(), why)
	}
	replaceIn := func(name, old, put string) {
		t.Helper()
		path := filepath.Join(w.Root, name)
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Contains(t, string(text), old)
		write(t, path, strings.Replace(string(text), old, put, 1))
	}
	count(4, "two programs, two corpora")
	replaceIn("lib/lib.go", "// words of a long line", "// measured: the table in testdata")
	replaceIn("lib/lib.go", "limit  =   3", "limit = 3")
	count(0, "comments and layout are no part of a program")
	entries, err := filepath.Glob(filepath.Join(w.Cache, "*.json"))
	require.NoError(t, err)
	write(t, entries[0], `{"figures": `)
	count(1, "a broken answer is asked for again")
	replaceIn("corpora/harbour/lines", "the pier", "the long pier")
	count(2, "another corpus")
	replaceIn("lib/lib.go", "0.5", "0.6")
	count(4, "another program")
	replaceIn("lib/lib.go", "0.6", "0.5")
	count(0, "and the old one again")

	list, err := os.ReadFile(w.list)
	require.NoError(t, err)
	write(t, w.list, strings.Replace(string(list), "stage  Lines", "stage  Lines\nuses   other", 1))
	count(2, "what a stage uses is said: the base has another hash, the row names its file by itself")
	replaceIn("lib/lib.go", "0.5", "0.7")
	count(2, "and the rest may change, but for what a row changes")
	replaceIn("go.mod", "go 1.26", "go 1.26.0")
	count(4, "nor what the whole program depends on")
}

// A ladder that is stopped keeps what it has.
func TestStopped(t *testing.T) {
	w := newWorkshop(t, tinyListOf("column ferry found %.0f a\n", "number limit in lib/lib.go\nwhy x\ntry 2\n"))
	ctx, stop := context.WithCancel(t.Context())
	w.Log = stopper{stop}
	err := Measure(ctx, w.list, w.Options, func(*Table) error { return nil })
	require.ErrorIs(t, err, context.Canceled)
	w.Log = &w.log
	_, err = w.measure(t)
	require.NoError(t, err)
	require.Equal(t, 1, w.runs(), "the base was kept")
}

// A source that changes while it is measured is noticed.
func TestChangedMeanwhile(t *testing.T) {
	w := newWorkshop(t, tinyListOf("column ferry found %.0f a\n", "number limit in lib/lib.go\nwhy x\ntry 2\n"))
	w.Log = stopper{func() { write(t, filepath.Join(w.Root, "main.go"), "package main\n\nfunc main() {}\n") }}
	require.ErrorContains(t, Measure(t.Context(), w.list, w.Options, func(*Table) error { return nil }), "main.go changed while it was measured")
}

// A stopper ends the ladder at its first line of log.
type stopper struct{ stop func() }

func (s stopper) Write(p []byte) (int, error) { s.stop(); return len(p), nil }

func tinyListOf(columns, rows string) string { return "stage S\n" + columns + rows }

// The list has to fit the source, and says which row does not.
func TestStale(t *testing.T) {
	for _, test := range []struct{ row, want string }{
		{"row gone\nwhy x\nin lib/lib.go\n- n--\n+ n++\n", `:3: gone: lib/lib.go: "n--" stands there 0 times`},
		{"row twice\nwhy x\nin lib/lib.go\n- line\n+ y\n", `:3: twice: lib/lib.go: "line" stands there 4 times`},
		{"row word\nwhy x\nin lib/lib.go\n- imit = 3\n+ imit = 4\n", `:3: word: lib/lib.go: "imit = 3" stands there 0 times`},
		{"row number\nwhy x\nin lib/lib.go\n- weight = 0\n+ weight = 1\n", `:3: number: lib/lib.go: "weight = 0" stands there 0 times`},
		{"row file\nwhy x\nin lib/other.go\n- x\n+ y\n", `:3: file: the program has no file lib/other.go`},
		{"row all\nwhy x\nin lib/lib.go\n-\n+ y\n", `:3: all: lib/lib.go: an empty - stands everywhere`},
		{"number limits in lib/lib.go\nwhy x\n", `:3: limits: lib/lib.go: a constant limits stands there 0 times`},
		{"number limit in lib/lib.go\nwhy x\ntry 3\n", `:3: limit: it is 3 already`},
	} {
		w := newWorkshop(t, tinyListOf("column ferry found %.0f a\n", test.row))
		for _, err := range []error{
			Check(t.Context(), w.list, w.Root, "."),
			func() error { _, err := w.measure(t); return err }(),
		} {
			require.ErrorContains(t, err, w.list+test.want, test.row)
		}
		require.Zero(t, w.runs(), "nothing runs")
	}
	w := newWorkshop(t, tinyListOf("column ferry found %.0f a\n", "number a in lib/lib.go\nwhy x\nnumber b in lib/lib.go\nwhy x\n"))
	err := Check(t.Context(), w.list, w.Root, ".")
	require.ErrorContains(t, err, ":3: a: ")
	require.ErrorContains(t, err, ":5: b: ", "all of them")
}

// What goes wrong names the row.
func TestFailures(t *testing.T) {
	for _, test := range []struct{ columns, row, want string }{
		{"column ferry found %.0f a\n", "row broken\nwhy x\nin lib/lib.go\n- n++\n+ n+++\n", "S: broken: go build: "},
		{"column ferry lost %.0f a\n", "number limit in lib/lib.go\nwhy x\n", "S: as it is: ferry: the program prints no lost"},
		{"column ferry scores.called %.0f a\n", "number limit in lib/lib.go\nwhy x\n", "S: as it is: ferry: scores.called is no figure"},
		{"column ferry found.x %.0f a\n", "number limit in lib/lib.go\nwhy x\n", "the program prints no found.x"},
		{"column . found %.0f a\n", "number limit in lib/lib.go\nwhy x\n", "S: as it is: .: exit status 1"},
	} {
		w := newWorkshop(t, tinyListOf(test.columns, test.row))
		_, err := w.measure(t)
		require.ErrorContains(t, err, test.want)
	}
	w := newWorkshop(t, tinyListOf("column ferry found %.0f a\n", "number limit in lib/lib.go\nwhy x\n"))
	full := errors.New("disk full")
	require.ErrorIs(t, Measure(t.Context(), w.list, w.Options, func(*Table) error { return full }), full)
	require.ErrorContains(t, Measure(t.Context(), w.list+"x", w.Options, nil), "no such file")
	w.Package = "./none"
	_, err := w.measure(t)
	require.ErrorContains(t, err, "go list: ")
}
