package report

import (
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
)

// A limit says when a stretch is too long to be shown whole, and how many words
// of its two ends are then shown. In scripts without spaces it is twice as many
// characters.
type limit struct{ whole, head, tail int }

var (
	sameLimit    = limit{32, 12, 8}  // the same in both texts
	onlyLimit    = limit{24, 10, 6}  // in one text only
	changedLimit = limit{64, 24, 12} // a run of words inside an edited or rewritten passage
)

// longWord is the number of bytes a shown word may have on average, so that a
// text without a space does not fill the screen.
const longWord = 48

// stretch adds the words toks of text to f, with what stands between them;
// long ones, unless all is to be shown, with their middle replaced by a count.
func (p *printer) stretch(f *flow, text string, toks []shingle.Token, st style, l limit) {
	n, one, many := unit(toks)
	whole := text[toks[0].Start:toks[len(toks)-1].End]
	if p.Full || len(toks) <= l.whole*n && len(whole) <= l.whole*n*longWord {
		f.add(whole, st)
		return
	}
	head, tail := min(l.head*n, len(toks)), min(l.tail*n, max(0, len(toks)-l.head*n))
	f.add(shortenTo(text[toks[0].Start:toks[head-1].End], head*longWord), st)
	if rest := len(toks) - head - tail; rest > 0 {
		f.add(" … "+count(rest, one, many)+" … ", faint)
	} else {
		f.add(" … ", faint)
	}
	if tail > 0 {
		f.add(shortenTo(text[toks[len(toks)-tail].Start:toks[len(toks)-1].End], tail*longWord), st)
	}
}

// shortenTo cuts text to at most n bytes, at a character.
func shortenTo(text string, n int) string {
	if short := front(text, n); short != text {
		return short + "…"
	}
	return text
}

// front returns at most n bytes of text, to a character.
func front(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// whole adds a text of any words with the punctuation around them.
func (p *printer) whole(f *flow, text string, st style, l limit) {
	toks := tokens(text, 0)
	if len(toks) == 0 {
		f.add(shortenTo(text, longWord), st)
		return
	}
	f.add(shortenTo(text[:toks[0].Start], longWord), st)
	p.stretch(f, text, toks, st, l)
	f.add(shortenTo(text[toks[len(toks)-1].End:], longWord), st)
}
