package shingle

import "strings"

// maxQuote bounds a quotation in bytes. A mark that is not closed within it,
// or before an empty line, opens none: news has stray marks.
const maxQuote = 1500

// pairs gives for each opening mark the marks that may close it: “English”,
// „deutsch“, «français», »deutsch«, ”svenska”, ‹…›, 「…」, ‘nested’, "plain".
var pairs = []struct {
	open  rune
	close string
	both  bool // opens only before a word and behind none: it may close as well
}{
	{'“', "”\"", false},
	{'‟', "”\"", false},
	{'„', "“”\"", false},
	{'«', "»", false},
	{'‹', "›", false},
	{'「', "」", false},
	{'『', "』", false},
	{'»', "«", true},
	{'”', "”", true},
	{'"', "\"”", true},
	{'‘', "’‘", true},
	{'‚', "’‘", true},
}

// quoteLead marks the first bytes of quotation marks.
var quoteLead = [256]bool{'"': true, 0xC2: true, 0xE2: true, 0xE3: true}

// quotations returns the spans between quotation marks, the marks included, in
// order; of nested ones the outermost. Where a paragraph leaves a quotation
// open and the next begins with the same mark, it reaches to the end of the
// paragraph. A search that fails is not begun again below where it ended, so
// that time is linear whatever the marks.
func quotations(text string) (out []Span) {
	var barren [16]int // for each pair, no closing mark before here
	for pos := 0; pos < len(text); {
		if !quoteLead[text[pos]] {
			pos++
			continue
		}
		r, n := decodeRune(text, pos)
		k := opening(text, pos, r, n)
		if k < 0 {
			pos += n
			continue
		}
		end, found := closing(text, max(pos+n, barren[k]), min(len(text), pos+maxQuote), k)
		if !found {
			barren[k] = end
			pos += n
			continue
		}
		out = append(out, Span{pos, end})
		pos = end
	}
	return out
}

// opening returns which of pairs the character r at pos opens, or -1. Marks
// that could be apostrophes, inches or the end of a quotation open one only
// after something that is no word and before something that is no space.
func opening(text string, pos int, r rune, n int) int {
	for k := range pairs {
		if pairs[k].open != r {
			continue
		}
		if pairs[k].both && (wordBefore(text, pos) || !openable(text, pos+n)) {
			return -1
		}
		return k
	}
	return -1
}

// openable reports whether what stands at pos may begin a quotation.
func openable(text string, pos int) bool {
	if pos >= len(text) {
		return false
	}
	r, _ := decodeRune(text, pos)
	return isWord(r) || fold(r).class == solo || strings.ContainsRune("([¿¡@#$€£…'’‘“\"«.-–—", r)
}

// closing looks from pos on, but not beyond limit, for a mark that closes the
// quotation of pairs[k], and returns its end, or where it gave up.
func closing(text string, pos, limit, k int) (end int, found bool) {
	p := &pairs[k]
	for pos < limit {
		b := text[pos]
		if b == '\n' {
			blank, next := lineAfter(text, pos)
			again := strings.HasPrefix(text[next:], string(p.open)) && openable(text, next+len(string(p.open)))
			if blank || again {
				return pos, again && p.open != '‘' && p.open != '‚'
			}
		}
		if !quoteLead[b] {
			pos++
			continue
		}
		r, n := decodeRune(text, pos)
		if strings.ContainsRune(p.close, r) && closes(text, pos, n, p.both) {
			return pos + n, true
		}
		pos += n
	}
	return pos, false
}

// closes reports whether the mark text[pos:pos+n] can end a quotation whose
// marks are the same on both sides: no word begins behind it, unless the mark
// stands right behind one.
func closes(text string, pos, n int, both bool) bool {
	if !both || !wordAt(text, pos+n) {
		return true
	}
	return text[pos] == '"' && !strings.ContainsRune(" \n\t(", rune(text[pos-1]))
}

// lineAfter reports whether the line behind the newline at pos is blank, and
// where the next text begins. It looks at no more than a few bytes.
func lineAfter(text string, pos int) (blank bool, next int) {
	next = pos + 1
	for next < len(text) && next < pos+16 && (text[next] == '\n' || text[next] == '\r' || text[next] == ' ' || text[next] == '\t') {
		blank = blank || text[next] == '\n'
		next++
	}
	return blank, next
}
