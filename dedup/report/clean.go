package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean returns text as it may be sent to a terminal. Articles come from
// anywhere, and a terminal obeys what it is sent: an escape sequence can retitle
// the window, recolour what follows or move the cursor over what was printed, an
// override of direction can make "gpj.exe" read "exe.jpg".
//
//	white space of any kind       one space; alone, one that does not break
//	                              stays so
//	control characters            their Go escape, \x1b
//	overrides of direction        their Go escape, \u202e
//	other invisible characters    nothing, but for the joiners that Persian,
//	                              Indic scripts and emoji are spelled with
//	bytes that are not UTF-8,     U+FFFD
//	private use, unassigned
//	more than maxMarks combining  the first maxMarks
//	marks in a row
//
// Time is linear; text that is clean is returned as it is.
func clean(text string) string {
	if isClean(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	space, marks := false, 0
	for _, r := range text {
		if unicode.IsSpace(r) {
			if !space {
				b.WriteString(blank(r))
			}
			space, marks = true, 0
			continue
		}
		if unicode.Is(unicode.M, r) {
			if marks++; marks > maxMarks {
				continue
			}
		} else if r != zwj && r != zwnj {
			marks = 0
		}
		n := b.Len()
		b.WriteString(visible(r))
		space = space && b.Len() == n
	}
	return b.String()
}

const (
	maxMarks = 8 // Hebrew with points and accents takes 4
	nbsp     = "\u00a0"
	zwnj     = '\u200c'
	zwj      = '\u200d'
	lro      = '\u202d'
	rlo      = '\u202e'
)

// isClean reports whether text is printable ASCII with single spaces.
func isClean(text string) bool {
	for i := range len(text) {
		c := text[i]
		if c < ' ' || c > '~' || c == ' ' && i > 0 && text[i-1] == ' ' {
			return false
		}
	}
	return true
}

// blank returns the space that stands for white space beginning with r.
func blank(r rune) string {
	switch r {
	case '\u00a0', '\u2007', '\u202f':
		return nbsp
	}
	return " "
}

// visible returns what stands for r, which is not white space.
func visible(r rune) string {
	switch {
	case unicode.Is(unicode.Cc, r), r == lro, r == rlo:
		if r < utf8.RuneSelf {
			return fmt.Sprintf(`\x%02x`, r)
		}
		return fmt.Sprintf(`\u%04x`, r)
	case r == zwj, r == zwnj, unicode.Is(unicode.Prepended_Concatenation_Mark, r), unicode.IsGraphic(r):
		return string(r)
	case unicode.Is(unicode.Cf, r):
		return ""
	}
	return string(utf8.RuneError)
}

// rightToLeft reports whether text has letters of a script that is written from
// right to left. A terminal that knows how turns a line of them round whole,
// and with it whatever else stands on the line.
func rightToLeft(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r >= 0x590 && (r < 0x900 || r >= 0xFB1D) &&
			unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam)
	})
}
