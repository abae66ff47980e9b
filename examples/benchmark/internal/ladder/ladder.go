// Package ladder measures what each part of a program buys: it builds the program with one thing changed, a constant
// or a line, runs it on the same corpora, and sets the figures beside those of the program as it is.
//
// The program has no knobs for this and gets none: the go command's -overlay gives it another text for a file. What is
// changed stands in a list that a person can read (see [Read] for its form):
//
//	stage  Finding
//	column provenance candidate_recall %.4f recall
//
//	number maxDF in dedup/internal/candidate/candidate.go
//	why    what stands in more articles says nothing of two of them
//
//	row    no windows of four words
//	why    they find what was copied with gaps
//	in     dedup/internal/candidate/features.go
//	-      run >= 4
//	+      false
//
// What a row looks for must stand in the file exactly once: a list that the source has left behind is refused before
// anything runs. The program is run as "PROGRAM -corpus DIR -json", and prints one JSON object. Its answers are kept in
// a folder under a hash of all that they depend on, so that a ladder that was stopped goes on where it was; comments and
// layout of Go files are no part of the hash.
//
// Terms: a stage is a table, with columns of its own; a row is one change; the base is the program as it is.
//
// Reading order: ladder.go, list.go (the list), change.go (from a row to another source), source.go (what the program is
// made of), program.go (build, run, remember), figure.go (cells).
package ladder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Options say what is measured, and where things lie. All but Only are needed.
type Options struct {
	Root    string         // folder of the module's go.mod
	Package string         // of the program, as the go command takes it: "./examples/benchmark"
	Corpora string         // folder of the corpora; one with a slash in its name lies below Root
	Cache   string         // folder for binaries and answers; made if need be
	Only    *regexp.Regexp // rows to run, by "STAGE: NAME"; nil for all
	Log     io.Writer      // a line for each run
}

// A Table is what a stage came to. The first row is the base; below it a cell is the difference to it, empty for none.
type Table struct {
	Title   string
	About   string
	Columns []string
	Rows    [][]string
}

// Measure runs a list stage by stage, and hands over the table of each when it is complete. Corpora that are not there
// are left out, with a line in the log; a stage that has no other, or no row that is asked for, gives no table.
//
// A list that does not fit the source is an error before anything runs.
func Measure(ctx context.Context, list string, o Options, each func(*Table) error) error {
	stages, err := readFile(list)
	if err != nil {
		return err
	}
	for _, dir := range []*string{&o.Root, &o.Corpora, &o.Cache} { // the program runs in Root
		if *dir, err = filepath.Abs(*dir); err != nil {
			return err
		}
	}
	src, err := readSource(ctx, o.Root, o.Package)
	if err != nil {
		return err
	}
	l := &ladder{Options: o, list: list, source: src, corpora: map[string]string{}}
	plans, err := l.plan(stages)
	if err != nil {
		return err
	}
	for _, p := range plans {
		t, err := l.table(ctx, p)
		if err != nil {
			return err
		}
		if t == nil {
			continue
		}
		if err := each(t); err != nil {
			return err
		}
	}
	return nil
}

// Check reports, row by row, what of a list does not fit the source of the module in root.
func Check(ctx context.Context, list, root, pkg string) error {
	stages, err := readFile(list)
	if err != nil {
		return err
	}
	src, err := readSource(ctx, root, pkg)
	if err != nil {
		return err
	}
	_, err = (&ladder{list: list, source: src}).plan(stages)
	return err
}

func readFile(name string) ([]Stage, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	stages, err := Read(f)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	return stages, nil
}

type ladder struct {
	Options
	list    string
	source  *source
	corpora map[string]string // name → hash of its files, "" if it is not there
}

// A plan is a stage whose rows have become sources.
type plan struct {
	Stage
	variants []variant
}

// A variant is the source with one row's changes; the base has none.
type variant struct {
	name, why string
	files     map[string][]byte // what takes the place of files, by their path from the root
}

// plan applies all rows, the chosen and the others, and collects what does not fit.
func (l *ladder) plan(stages []Stage) ([]plan, error) {
	var plans []plan
	var problems []error
	for _, s := range stages {
		p := plan{Stage: s, variants: []variant{{name: "as it is"}}}
		for _, r := range s.Rows {
			vs, err := r.variants(l.source)
			if err != nil {
				problems = append(problems, fmt.Errorf("%s:%d: %s: %w", l.list, r.Line, r.Name, err))
			}
			for _, v := range vs {
				if l.Only == nil || l.Only.MatchString(s.Name+": "+v.name) {
					p.variants = append(p.variants, v)
				}
			}
		}
		if len(p.variants) > 1 {
			plans = append(plans, p)
		}
	}
	return plans, errors.Join(problems...)
}

// table runs a stage. It is nil if none of its corpora is there.
func (l *ladder) table(ctx context.Context, p plan) (*Table, error) {
	columns, err := l.there(p.Columns)
	if len(columns) == 0 || err != nil {
		return nil, err
	}
	t := &Table{Title: p.Name, About: p.About, Columns: []string{"change"}}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Title)
	}
	t.Columns = append(t.Columns, "why it is there")
	var base []figure
	for _, v := range p.variants {
		figures, err := l.measure(ctx, p.Stage, columns, v)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", p.Name, v.name, err)
		}
		if base == nil {
			base = figures
		}
		row := []string{v.name}
		for i, c := range columns {
			row = append(row, c.cell(figures[i], base[i], v.files == nil))
		}
		t.Rows = append(t.Rows, append(row, v.why))
	}
	return t, nil
}

// there returns the columns whose corpus there is.
func (l *ladder) there(columns []Column) (found []Column, err error) {
	for _, c := range columns {
		sum, known := l.corpora[c.Corpus]
		if !known {
			if sum, err = hashDir(l.dir(c.Corpus)); err != nil && !errors.Is(err, os.ErrNotExist) {
				return nil, err
			}
			if l.corpora[c.Corpus] = sum; sum == "" {
				l.log("no corpus %s: its columns are left out", l.dir(c.Corpus))
			}
		}
		if sum != "" {
			found = append(found, c)
		}
	}
	return found, nil
}

// dir is where a corpus lies.
func (l *ladder) dir(corpus string) string {
	if strings.Contains(corpus, "/") {
		return filepath.Join(l.Root, filepath.FromSlash(corpus))
	}
	return filepath.Join(l.Corpora, corpus)
}

func (l *ladder) log(format string, args ...any) {
	_, _ = fmt.Fprintf(l.Log, "ablation: "+format+"\n", args...)
}
