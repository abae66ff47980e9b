package shingle

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineWidth returns the width to which the lines of text are broken, as in old
// mail and wire archives, or 0 if they are paragraphs. In broken text most
// lines leave no room for the first word of the next, and many begin with a
// small letter; no list of headlines does both.
func lineWidth(text string) int {
	const longest = 140
	var widths [longest + 1]int
	lines, long := 0, 0 // long: more than longest characters
	most := strings.Count(text, "\n") + 1
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if long*20 > most {
			return 0
		}
		if len(line) > longest*utf8.UTFMax {
			long++
			continue
		}
		switch n := utf8.RuneCountInString(line); {
		case n > longest:
			long++
		case n > 0:
			widths[n]++
			lines++
		}
	}
	if lines < 2 || long*20 > lines {
		return 0
	}
	width, seen := longest, 0
	for seen += widths[width]; seen*20 <= lines; seen += widths[width] {
		width--
	}
	if width < 40 {
		return 0
	}
	full, lower, follow := 0, 0, 0
	before, begun := 0, false
	for line := range strings.SplitSeq(text, "\n") {
		n := utf8.RuneCountInString(strings.TrimRightFunc(line, unicode.IsSpace))
		first := runeAt(line, 0)
		if before > 0 && n > 0 && !unicode.IsSpace(first) {
			word, _, _ := strings.Cut(line[:min(len(line), longest)], " ")
			if begun || lines < 5 { // the first line may have lost its dateline
				follow++
				if before+1+utf8.RuneCountInString(word) >= width-1 || !begun {
					full++
				}
				if unicode.IsLower(first) {
					lower++
				}
			}
			begun = true
		}
		before = n
	}
	if follow == 0 || full*3 < follow*2 || lower*4 < follow || lower == 0 {
		return 0
	}
	return width
}

// endsLine reports whether a line that has no stop is a sentence: a headline,
// a caption, an item of a list. Links and emphasis torn out of a page leave
// lines that are none.
func (c *splitter) endsLine(g gap) bool {
	next, _ := decodeRune(c.text, g.next)
	if !unicode.IsLower(next) {
		return true
	}
	before := c.text[c.start:g.end]
	last, _ := utf8.DecodeLastRuneInString(before)
	word := firstField(c.text, g.next)
	return !strings.ContainsRune(",«“„(", last) && !c.isFunction(lastWord(before)) && (word == "by" || !c.isFunction(word))
}

// endsShortLine reports whether a line of a hard-wrapped text that has no stop
// ends a sentence: it has room for the next word, and reads like an end.
func (c *splitter) endsShortLine(g gap) bool {
	next, _ := decodeRune(c.text, g.next)
	last, _ := utf8.DecodeLastRuneInString(c.text[:g.end])
	if unicode.IsLower(next) || last == ',' || g.end-c.line > 2*c.width {
		return false
	}
	line := c.text[min(c.line, g.end):g.end]
	word, _, _ := strings.Cut(c.text[g.next:min(len(c.text), g.next+64)], " ")
	room := c.width - utf8.RuneCountInString(line) - utf8.RuneCountInString(word)
	return room > c.width/3 && !c.isFunction(lastWord(line))
}

// indent returns the number of blanks before pos, up to the line's beginning.
func indent(text string, pos int) (n int) {
	for pos > 0 && n < 40 && (text[pos-1] == ' ' || text[pos-1] == '\t') {
		pos, n = pos-1, n+1
	}
	return n
}

func isLineEnd(r rune) bool {
	return r == '\n' || r == '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}
