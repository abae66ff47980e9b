package wire

import (
	"strings"

	"github.com/wirecopy/wirecopy/shingle"
)

// sentences marks what stands inside a line: short sentences that the page
// says, and groups in brackets. Articles that have lost their line breaks are
// one line, so this is all that is left to go by there.
func (f *finder) sentences(line shingle.Span) {
	s := f.text[:line.End]
	for at := line.Start; at < line.End; {
		end := at + sentenceEnd(s[at:])
		if f.sentence(shingle.Span{Start: at, End: end}) {
			at = end
			continue
		}
		at = max(end, f.groups(line.Start, at, end, line.End))
	}
}

// sentence marks one sentence if the page says it.
func (f *finder) sentence(sp shingle.Span) bool {
	sp = trim(f.text, sp)
	if sp.Len() < 8 || sp.Len() > 300 {
		return false
	}
	s := sp.Of(f.text)
	if m, ok := contributed(s); ok {
		m.Span = sp
		f.add(m)
		return true
	}
	if c := s[0]; c == 'C' || c == '(' || c == 0xc2 {
		if m, ok := notice(s); ok && sp.Len() < 120 {
			m.Span = sp
			m.Partly = m.Partly || m.Kind == Credit && f.early(sp.End)
			f.add(m)
			return true
		}
	}
	if !f.phrases.maySay(s) {
		return false
	}
	f.buf = fold(f.buf[:0], s)
	if !f.phrases.sentence(f.buf) {
		return false
	}
	f.add(Mark{Span: sp, Kind: Furniture})
	return true
}

// groups marks the groups in brackets that open in text[at:end] and returns the
// end of the last one. A group may run past the sentence, to the end of the line.
func (f *finder) groups(start, at, end, lineEnd int) int {
	for at < end {
		i := strings.IndexByte(f.text[at:end], '(')
		if i < 0 {
			break
		}
		open := at + i
		at = open + 1
		shut := strings.IndexByte(f.text[open:min(lineEnd, open+maxGroup)], ')')
		if shut < 0 {
			continue
		}
		shut += open
		if m, ok := f.bracket(start, open, shut, lineEnd); ok {
			f.add(m)
			at = m.End
		}
	}
	return at
}

// bracket reads the group text[open:shut+1] of the line text[start:lineEnd].
func (f *finder) bracket(start, open, shut, lineEnd int) (Mark, bool) {
	line := f.text[start:lineEnd]
	m, ok := parseCredit(f.text[open+1 : shut])
	if ok && open > start {
		if d, isDateline := innerDateline(m, line, open-start, shut-start); isDateline {
			d.Start += start
			d.End += start
			return d, true
		}
	}
	m, ok = group(line, open-start, shut-start)
	m.Span = shingle.Span{Start: open, End: shut + 1}
	m.Partly = m.Partly || m.Kind == Credit && f.early(shut)
	return m, ok
}

// early reports whether more than half of the text follows. A credit there closes
// a brief or a caption, so it covers a part of the text at most.
func (f *finder) early(end int) bool { return len(f.text)-end > len(f.text)/2 }
