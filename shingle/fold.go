package shingle

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A class tells the scanner what a character does in a word.
type class uint8

const (
	space      class = iota // separates words: spaces, punctuation, symbols
	letter                  // part of a word
	digit                   // part of a word or number
	mark                    // part of the word before it
	apostrophe              // inside a word only
	solo                    // a character of a script without spaces: a word by itself
	ignorable               // soft hyphen, joiners, variation selectors: not there
)

// folded is what a rune becomes.
type folded struct {
	class class
	upper bool
	text  string // lower case, without diacritics; empty for space and ignorable
}

// latin holds the characters up to U+017F, which all but a few of the words of
// European news are made of. A table makes folding a load instead of a search:
// 5 ns a word less.
var latin = func() (t [0x180]folded) {
	for r := range t {
		t[r] = foldRune(rune(r))
	}
	return t
}()

// fold returns the folding of r.
func fold(r rune) folded {
	if uint32(r) < uint32(len(latin)) {
		return latin[r]
	}
	return foldRune(r)
}

// ligatures are letters whose customary ASCII spelling is no Unicode
// decomposition.
var ligatures = map[rune]string{
	'æ': "ae", 'œ': "oe", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ı': "i", 'þ': "th", 'ħ': "h",
}

func foldRune(r rune) folded {
	switch {
	case r == '\'' || r == '’' || r == 'ʼ' || r == '＇' || r == '‛':
		return folded{class: apostrophe, text: "'"}
	case isIgnorable(r):
		return folded{class: ignorable}
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) || unicode.Is(unicode.Me, r):
		f := folded{class: mark}
		if !isDiacritic(r) {
			f.text = string(r)
		}
		return f
	case unicode.IsLetter(r):
		f := folded{class: letter, upper: unicode.IsUpper(r), text: decompose(r)}
		if isSolo(r) {
			f.class = solo
		}
		return f
	case unicode.IsDigit(r):
		return folded{class: digit, text: decompose(r)}
	case unicode.IsNumber(r): // ½, ², Ⅳ
		return folded{class: letter, text: decompose(r)}
	}
	return folded{class: space}
}

// decompose returns r in lower case and compatibility decomposition without
// diacritics. Hangul comes out as jamo, so that both its forms agree.
func decompose(r rune) string {
	if s, ok := ligatures[unicode.ToLower(r)]; ok {
		return s
	}
	var buf [utf8.UTFMax]byte
	src := buf[:utf8.EncodeRune(buf[:], r)]
	if d := norm.NFKD.Properties(src).Decomposition(); d != nil {
		src = d
	}
	out := make([]byte, 0, 8)
	for _, c := range string(src) {
		if c = unicode.ToLower(c); isDiacritic(c) || c == '⁄' || unicode.IsSpace(c) {
			continue
		}
		if s, ok := ligatures[c]; ok {
			out = append(out, s...)
			continue
		}
		out = utf8.AppendRune(out, c)
	}
	return string(out)
}

// isDiacritic reports whether r is an accent that matching disregards. Marks
// of other scripts are vowels and stay.
func isDiacritic(r rune) bool { return 0x300 <= r && r <= 0x36F }

// isIgnorable reports whether r changes how its neighbours look and nothing
// else. Zero-width space (U+200B) is left out: it separates words.
func isIgnorable(r rune) bool {
	return r == 0xAD || r == 0x200C || r == 0x200D || r == 0x2060 || r == 0xFEFF ||
		0x200E <= r && r <= 0x200F || 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069 ||
		0xFE00 <= r && r <= 0xFE0F
}

// isSolo reports whether r belongs to a script that is written without spaces.
func isSolo(r rune) bool {
	if r < 0xE00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		r == 'ー' || r == '々'
}
