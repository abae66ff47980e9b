package ladder

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Stage is a table to be: its columns, and the changes that concern it.
type Stage struct {
	Name    string
	About   string   // for the head of the table
	Args    []string // for the program, beside -corpus and -json
	Uses    []string // folders of the source that its figures depend on, and those below; nil for all
	Columns []Column
	Rows    []Row
}

// A Column is a figure of one corpus: the value at Path in what the program prints, keys joined by dots. Instead of a
// path it may be "time", the processor time of the program beside that of the base.
type Column struct {
	Corpus string
	Path   string
	Format string // of fmt, for a float64; %s for a count "x/n"
	Title  string
}

// A Row is one change, or a number with several values.
type Row struct {
	Line  int // in the list
	Name  string
	Why   string
	Edits []edit

	number string   // name of a constant
	values []string // of it; nil for a third down and a third up
	file   string   // it stands in
}

// An edit puts one text for another in a file.
type edit struct {
	file     string
	old, put []string // lines
}

// Read reads a list. Each line begins with a word that says what it is; # begins a remark, and blank lines may stand
// anywhere between rows.
//
//	stage  NAME                       begins a table
//	about  TEXT                       above the table; several lines are joined
//	args   WORD...                    for the program
//	uses   FOLDER...                  of the source, with those below: nothing else has a part in the figures of this
//	                                  stage, and what changes there costs it no run. Without it everything has
//	column CORPUS PATH FORMAT TITLE   see [Column]
//
//	number NAME in FILE               a constant, moved a third down and a third up
//	try    VALUE...                   or to these values
//	why    TEXT                       what it is for; several lines are joined
//
//	row    NAME                       a change in words
//	why    TEXT
//	in     FILE                       from the module's root, with slashes
//	-      TEXT                       what stands there, exactly once, of one line or several; white space as it likes
//	+      TEXT                       what to put there instead, of none, one or several lines
//
// A row may have several pairs of - and +, and several files. An error begins with the line.
func Read(r io.Reader) ([]Stage, error) {
	var l listReader
	s := bufio.NewScanner(r)
	n := 0
	for s.Scan() {
		n++
		if err := l.line(n, strings.TrimSpace(s.Text())); err != nil {
			return nil, fmt.Errorf("%d: %w", n, err)
		}
	}
	if err := errors.Join(s.Err(), l.whole()); err != nil {
		return nil, fmt.Errorf("%d: %w", n+1, err)
	}
	return l.stages, nil
}

type listReader struct {
	stages []Stage
	row    *Row // the last of the last stage
	file   string
	last   string // word of the line before
}

func (l *listReader) line(n int, line string) error {
	if line == "" || line[0] == '#' {
		l.last = ""
		return nil
	}
	word, text, _ := strings.Cut(line, " ")
	text = strings.TrimSpace(text)
	before := l.last
	l.last = word
	switch {
	case word == "stage" && text != "":
		err := l.whole()
		l.stages, l.row = append(l.stages, Stage{Name: text}), nil
		return err
	case len(l.stages) == 0:
		return errors.New("a list begins with a stage")
	case word == "row" || word == "number":
		return l.begin(n, word, text)
	case l.row == nil:
		return l.stages[len(l.stages)-1].take(word, text)
	}
	return l.take(word, text, before)
}

// take takes a line that belongs to a stage.
func (s *Stage) take(word, text string) error {
	switch word {
	case "about":
		s.About = strings.TrimSpace(s.About + " " + text)
	case "args":
		s.Args = append(s.Args, strings.Fields(text)...)
	case "uses":
		s.Uses = append(s.Uses, strings.Fields(text)...)
	case "column":
		f := strings.Fields(text)
		if len(f) < 4 || !strings.Contains(f[2], "%") {
			return fmt.Errorf("a column is CORPUS PATH FORMAT TITLE, not %q", text)
		}
		s.Columns = append(s.Columns, Column{f[0], f[1], f[2], strings.Join(f[3:], " ")})
	default:
		return fmt.Errorf("%q says nothing of a stage", word)
	}
	return nil
}

// begin begins a row, when the one before is whole.
func (l *listReader) begin(n int, word, text string) error {
	if err := l.whole(); err != nil {
		return err
	}
	s := &l.stages[len(l.stages)-1]
	r := Row{Line: n, Name: text}
	if word == "number" {
		var ok bool
		if r.number, r.file, ok = strings.Cut(text, " in "); !ok {
			return fmt.Errorf("a number is NAME in FILE, not %q", text)
		}
		r.Name = r.number
	}
	if r.Name == "" {
		return errors.New("a row without a name")
	}
	s.Rows = append(s.Rows, r)
	l.row, l.file = &s.Rows[len(s.Rows)-1], ""
	return nil
}

// take takes a line that belongs to a row.
func (l *listReader) take(word, text, before string) error {
	r := l.row
	switch {
	case word == "why":
		r.Why = strings.TrimSpace(r.Why + " " + text)
	case word == "try" && r.number != "":
		r.values = append(r.values, strings.Fields(text)...)
	case word == "in" && r.number == "":
		l.file = text
	case word == "-" && l.file != "":
		if before != "-" {
			r.Edits = append(r.Edits, edit{file: l.file})
		}
		e := &r.Edits[len(r.Edits)-1]
		e.old = append(e.old, text)
	case word == "+" && (before == "-" || before == "+"):
		e := &r.Edits[len(r.Edits)-1]
		e.put = append(e.put, text)
	default:
		return fmt.Errorf("%q does not belong here", word)
	}
	return nil
}

// whole reports what the last row lacks, or the last stage if it has none.
func (l *listReader) whole() error {
	if len(l.stages) == 0 {
		return nil
	}
	s := l.stages[len(l.stages)-1]
	switch {
	case len(s.Columns) == 0:
		return fmt.Errorf("stage %s has no column", s.Name)
	case l.row == nil:
		return nil
	case l.row.Why == "":
		return fmt.Errorf("row %s has no why", l.row.Name)
	case l.row.number == "" && len(l.row.Edits) == 0:
		return fmt.Errorf("row %s changes nothing", l.row.Name)
	}
	for _, e := range l.row.Edits {
		if len(e.put) == 0 {
			return fmt.Errorf("row %s: nothing to put for %q; a + alone takes it out", l.row.Name, strings.Join(e.old, " "))
		}
	}
	return nil
}
