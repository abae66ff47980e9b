package report

import (
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// aligned writes two texts passage by passage: in two columns, or one under the
// other where the lines are too short for that or the script is written from
// right to left.
func (p *printer) aligned(a, b *dedup.Article, ps []passage.Passage) {
	s := &sheet{printer: p, a: a.Text, b: b.Text}
	if p.Width >= sideWidth && !rightToLeft(a.Text) && !rightToLeft(b.Text) {
		s.column = min(maxColumn, (p.Width-len(margin)-len("=  ")-len(rule))/2)
	}
	s.names(a, b)
	for _, r := range rows(ps, a.Text, b.Text) {
		s.row(r)
	}
}

const (
	maxColumn = 72 // longer lines are hard to read

	margin = "   "
	rule   = " | "
)

// A sheet is a page of aligned passages.
type sheet struct {
	*printer
	a, b   string
	column int // columns of one side; 0 for one under the other
}

// names writes whose text is where.
func (s *sheet) names(a, b *dedup.Article) {
	var left, right flow
	left.add(a.ID, faint)
	right.add(b.ID, faint)
	if s.column > 0 {
		s.beside(plain, " ", &left, &right)
		return
	}
	s.paragraph(faint, margin+"  < ", &left)
	s.paragraph(faint, margin+"  > ", &right)
}

// row writes a passage.
func (s *sheet) row(r row) {
	var left, right flow
	switch r.kind {
	case passage.Verbatim:
		s.whole(&left, r.a.Of(s.a), plain, sameLimit)
		s.same(&right, r)
	case passage.OnlyA:
		s.whole(&left, r.a.Of(s.a), only, onlyLimit)
	case passage.OnlyB:
		s.whole(&right, r.b.Of(s.b), only, onlyLimit)
	default:
		s.changed(&left, &right, r)
	}
	k := signs[r.kind]
	switch {
	case s.column > 0:
		s.beside(k.style, k.sign, &left, &right)
	case r.kind == passage.Verbatim:
		if r.move != stayed {
			left.add(" ("+moved[r.move]+")", faint)
		}
		s.paragraph(k.style, margin+k.sign+"   ", &left)
	case r.kind.Shared():
		s.paragraph(k.style, margin+k.sign+" < ", &left)
		s.paragraph(plain, margin+"  > ", &right)
	case r.kind == passage.OnlyA:
		s.paragraph(k.style, margin+k.sign+" < ", &left)
	default:
		s.paragraph(k.style, margin+k.sign+" > ", &right)
	}
}

// same stands for the second text where it is the first word for word.
func (s *sheet) same(f *flow, r row) {
	toks := tokens(r.a.Of(s.a), 0)
	_, one, many := unit(toks)
	note := "(the same " + count(len(toks), one, many)
	if r.move != stayed {
		note += ", " + moved[r.move]
	}
	f.add(note+")", faint)
}

var moved = [...]string{up: "moved up", down: "moved down"}

// changed adds both sides of a passage with the words that the other side has
// not marked: [so] in the first text, {so} in the second.
func (s *sheet) changed(left, right *flow, r row) {
	a, b := r.a.Of(s.a), r.b.Of(s.b)
	x, y := tokens(a, 0), tokens(b, 0)
	inX, inY := s.diff.stayed(x, y)
	if r.move != stayed {
		right.add("("+moved[r.move]+") ", faint)
	}
	s.marked(left, a, x, inX, went, "[]")
	s.marked(right, b, y, inY, came, "{}")
}

// marked adds a text whose words outside in are put in a style and, without
// colour, in brackets.
func (s *sheet) marked(f *flow, text string, toks []shingle.Token, in []bool, st style, brackets string) {
	at := 0
	for i := 0; i < len(toks); {
		j := i + 1
		for j < len(toks) && in[j] == in[i] {
			j++
		}
		f.add(shortenTo(text[at:toks[i].Start], longWord), plain)
		if in[i] {
			s.stretch(f, text, toks[i:j], plain, sameLimit)
		} else {
			s.bracket(f, brackets[:1])
			s.stretch(f, text, toks[i:j], st, changedLimit)
			s.bracket(f, brackets[1:])
		}
		i, at = j, toks[j-1].End
	}
	f.add(shortenTo(text[at:], longWord), plain)
}

func (s *sheet) bracket(f *flow, b string) {
	if !s.Color {
		f.add(b, plain)
	}
}

// beside writes two flows in two columns.
func (s *sheet) beside(st style, sign string, left, right *flow) {
	l, r := left.lines(s.column), right.lines(s.column)
	for i := range max(len(l), len(r)) {
		if i > 0 {
			sign = " "
		}
		s.say(plain, margin)
		s.say(st, sign)
		s.say(plain, "  ")
		used := 0
		if i < len(l) {
			s.put(l[i])
			used = lineCells(l[i])
		}
		s.say(plain, strings.Repeat(" ", s.column-used))
		if i < len(r) {
			s.say(faint, rule)
			s.put(r[i])
		} else {
			s.say(faint, strings.TrimRight(rule, " "))
		}
		s.newline()
	}
}
