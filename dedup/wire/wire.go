package wire

import (
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
)

// A Kind says what a marked stretch of text is.
type Kind uint8

const (
	// Credit names who the text, or a part of it, comes from.
	Credit Kind = iota + 1
	// Dateline is the place, date and agency a dispatch opens with.
	Dateline
	// Desk is the initials of the editors who handled a dispatch.
	Desk
	// Byline names the people who wrote or reported the text.
	Byline
	// Furniture is what the page says, not the article: links, captions,
	// share bars, forms, notices.
	Furniture
)

var kindNames = [...]string{"unknown", "credit", "dateline", "desk", "byline", "furniture"}

// String returns the name of k in lower case.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[0]
}

// A Mark is one stretch of a text that is not the article's own prose.
type Mark struct {
	shingle.Span
	Kind Kind

	// Agencies are the canonical names ("AFP", "AP", "Reuters", "dpa") of the
	// agencies that the mark credits with text, each once, in the order in
	// which they stand. A photographer's agency is not among them.
	Agencies []string

	// Partly says that the agencies are credited with a part of the text
	// only: "avec AFP", "The Associated Press contributed to this report".
	Partly bool

	// Place is the place of a dateline as written, without its date.
	Place string
}

// The lengths, in bytes, that bound every look around a position, so that
// Find is linear in the text whatever the text is.
const (
	maxLine    = 420 // a line taken whole as furniture, credit or byline
	maxCaption = 700 // a line taken whole as the caption of a photograph
	maxGroup   = 420 // between "(" and ")"
	maxHead    = 200 // a dateline
	maxPlace   = 90  // the place in it
	maxTail    = 420 // a sign-off at the end of a line
)

// Find returns the marks of text in order of Start. They do not overlap and
// lie on character boundaries. Language is a tag such as "fr" or "fr-BE";
// with "", or a language that the package does not know, the phrases of every
// language count. Find takes time linear in len(text), for any bytes.
func Find(text, language string) []Mark {
	f := finder{text: text, phrases: phrasesFor(language), french: hasFold(language, "fr")}
	f.survey()
	for line := range lines(text) {
		f.line(line)
	}
	return f.marks
}

// A finder walks the lines of one text and appends marks in order.
type finder struct {
	text    string
	phrases *phrases
	marks   []Mark
	buf     []byte // the folded line or sentence under test
	french  bool   // the language is known to be French
	last    int    // end of the last line that is not blank
	wrapped bool   // lines are broken at a width, not where paragraphs end

	// A credit of a photograph often stands on a line of its own, its
	// caption on the line before or after.
	before       shingle.Span // the line before, if nothing of it is marked
	afterPicture bool         // the line before credits a photograph
	dated        bool         // a dateline without an agency was seen
}

// survey finds the last line and whether the text is wrapped: three lines of 50
// to 90 bytes, and none longer.
func (f *finder) survey() {
	full := 0
	f.wrapped = true
	for line := range lines(f.text) {
		f.last = line.End
		f.wrapped = f.wrapped && line.Len() <= 90
		if line.Len() >= 50 {
			full++
		}
	}
	f.wrapped = f.wrapped && full >= 3
}

func (f *finder) line(line shingle.Span) {
	picture := f.afterPicture
	f.afterPicture = false
	n := len(f.marks)
	switch {
	case f.whole(line):
	case picture && captionLike(line.Of(f.text)) && !f.opens(line):
		f.add(Mark{Span: line, Kind: Furniture})
	default:
		f.within(line)
	}
	f.before = shingle.Span{}
	if len(f.marks) == n {
		f.before = line
	}
}

// opens reports whether a line begins with the dateline of an agency, and so is
// no caption, whatever date it has.
func (f *finder) opens(line shingle.Span) bool {
	_, ok := agencyDateline(head(line.Of(f.text), maxHead))
	return ok
}

// whole marks the line if all of it is one mark.
func (f *finder) whole(line shingle.Span) bool {
	s := line.Of(f.text)
	if len(s) > maxCaption || f.wrapped && f.continues() {
		return false
	}
	if m, ok := f.wholeLine(s, line.End == f.last); ok {
		m.Span = line
		if m.Kind == Furniture && pictureCredit(s, false) {
			f.picture()
		}
		f.add(m)
		return true
	}
	return false
}

// continues reports whether a line may go on with the sentence of the line before:
// in wrapped text "share." may be the end of one.
func (f *finder) continues() bool {
	return f.before.Len() >= 40 && !ended(f.before.Of(f.text))
}

func (f *finder) wholeLine(s string, last bool) (Mark, bool) {
	if len(s) <= maxLine {
		if deskMarks(s, last) {
			return Mark{Kind: Desk}, true
		}
		prose := prose(s)
		if m, ok := creditLine(s, prose); ok {
			m.Partly = m.Partly || agencies[s] != "" && !last
			return m, true
		}
		if !prose {
			if m, ok := byline(s); ok {
				return m, true
			}
		}
		if pictureCredit(s, prose) || furnitureShape(s, prose) {
			return Mark{Kind: Furniture}, true
		}
		if f.phrases.mayBe(s) {
			f.buf = fold(f.buf[:0], s)
			if f.phrases.line(f.buf, s) {
				return Mark{Kind: Furniture}, true
			}
		}
	}
	return Mark{Kind: Furniture}, caption(s)
}

// picture marks the caption before the credit of a photograph, and has the
// line after it looked at.
func (f *finder) picture() {
	f.afterPicture = true
	if f.before.Len() > 0 && captionLike(f.before.Of(f.text)) {
		f.add(Mark{Span: f.before, Kind: Furniture})
	}
}

// within marks what stands at the head, at the tail and inside of a line.
func (f *finder) within(line shingle.Span) {
	if m, ok := f.dateline(line); ok {
		f.add(m)
		line.Start = m.End
		if line = trim(f.text, line); line.Len() == 0 {
			return
		}
	}
	tail, ok := f.tail(line)
	if ok {
		line.End = tail.Start
	}
	f.sentences(line)
	if ok {
		f.add(tail)
	}
}

// add appends m, cut at character boundaries, unless it would overlap the mark
// before it.
func (f *finder) add(m Mark) {
	m.Span = trim(f.text, m.Span)
	if m.Len() == 0 {
		return
	}
	if n := len(f.marks); n > 0 && f.marks[n-1].End > m.Start {
		return
	}
	f.marks = append(f.marks, m)
}

// head returns the first n bytes of s, and what belongs to the last character of them.
func head(s string, n int) string { return s[:boundary(s, min(len(s), n))] }

// boundary moves i forward to the next start of a character of s.
func boundary(s string, i int) int {
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}
