package report

import (
	"strings"

	"github.com/wirecopy/wirecopy/dedup/passage"
)

// A table lists the members of a story, each in two or three lines:
//
//	  ID      source          date, or the time after the first
//	* agency  Northern Press  2024-03-04 07:12 UTC
//	  portal  Worldlink       +46 min
//	          Velmar: Port workers walk out
//	          [=================+++]  84 % verbatim, 16 % only here; credits NPA
//
// A star marks the origin. What is wider than its column is cut.
type table struct {
	*printer
	*story
	id, source, bar int // columns
}

const tableIndent = 5

func (p *printer) table(s *story, shown []member) *table {
	t := &table{printer: p, story: s, bar: 20}
	for _, m := range shown {
		t.id = max(t.id, cells(clean(m.ID)))
		t.source = max(t.source, cells(clean(m.Source)))
	}
	const date = len("2006-01-02 15:04 UTC")
	room := p.Width - tableIndent - 2 - 2 - date
	t.id = min(t.id, max(8, room*3/5))
	t.source = max(0, min(t.source, room-t.id))
	if p.Width < 60 {
		t.bar = 10
	}
	return t
}

// row writes a member and returns, in ps, its passages with what it is set
// beside.
func (t *table) row(m *member, ps *[]passage.Passage, in articles) error {
	t.line(m)
	indent := strings.Repeat(" ", tableIndent+t.hang())
	if m.Title != "" && m.Title != t.title {
		t.say(faint, indent+cut(clean(m.Title), t.Width-len(indent)))
		t.newline()
	}
	if m.from == "" {
		t.notes(indent, credit(m))
		return nil
	}
	var err error
	if *ps, err = m.passages(in); err != nil {
		return err
	}
	a, _ := in.Article(m.ID)
	s := shareOf(*ps, a.Text)
	t.say(plain, indent)
	t.printer.bar(s, t.bar)
	notes := []string{s.percents(), credit(m)}
	if m.from != t.Origin {
		notes = append(notes, "beside "+m.from)
	}
	t.notesAfter(indent, notes...)
	return nil
}

// hang is how far a member's further lines are indented: to the second column,
// unless the first is wide.
func (t *table) hang() int {
	if t.id > 12 {
		return 4
	}
	return t.id + 2
}

// line writes ID, source and date.
func (t *table) line(m *member) {
	mark, st := "   ", plain
	if m.ID == t.Origin {
		mark, st = " * ", heading
	}
	t.say(st, "  "+mark+pad(cutFront(clean(m.ID), t.id), t.id))
	rest := "  "
	if t.source > 1 {
		rest += pad(cut(clean(m.Source), t.source), t.source) + "  "
	}
	switch {
	case m.Published.IsZero():
	case m.Published.Equal(t.began):
		rest += m.Published.UTC().Format("2006-01-02 15:04 UTC")
	default:
		rest += lag(m.Published.Sub(t.began))
	}
	t.say(plain, strings.TrimRight(rest, " "))
	t.newline()
}

func credit(m *member) string {
	if m.Credit == "" {
		return ""
	}
	return "credits " + m.Credit
}

// notes writes what there is to say, if anything.
func (t *table) notes(indent string, notes ...string) {
	if text := joined(notes); text != "" {
		t.sayf(plain, indent, "%s", text)
	}
}

// notesAfter does so behind a bar.
func (t *table) notesAfter(indent string, notes ...string) {
	column := len(indent) + t.bar + 4
	var f flow
	f.add(joined(notes), plain)
	for i, line := range f.lines(t.Width - column) {
		if i > 0 {
			t.say(plain, strings.Repeat(" ", column))
		} else {
			t.say(plain, "  ")
		}
		t.put(line)
		t.newline()
	}
}

func joined(notes []string) string {
	var out []string
	for _, s := range notes {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, "; ")
}
