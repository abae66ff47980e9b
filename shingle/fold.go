package shingle

import (
	"sync/atomic"
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

// ascii holds the folding of ASCII letters and digits, and 0 for every other
// byte. The scanner goes by it alone as long as a word is ASCII.
var ascii = func() (t [256]byte) {
	for b := range byte(utf8.RuneSelf) {
		switch {
		case '0' <= b && b <= '9', 'a' <= b && b <= 'z':
			t[b] = b
		case 'A' <= b && b <= 'Z':
			t[b] = b | 0x20
		}
	}
	return t
}()

// pages hold the foldings of planes 0 and 1, 256 characters each, made when a
// character of the page is first met: 50 µs and 6 kB a page, 3 MB were all of
// them met. Folding from scratch takes 200 to 400 ns, looking it up 2.
var pages [0x200]atomic.Pointer[[256]folded]

// fold returns the folding of r, which must not be changed.
func fold(r rune) *folded {
	if uint32(r)>>8 >= uint32(len(pages)) {
		f := foldRune(r)
		return &f
	}
	p := pages[r>>8].Load()
	if p == nil {
		p = new([256]folded)
		for i := range p {
			p[i] = foldRune(r&^0xFF | rune(i))
		}
		pages[r>>8].Store(p) // two goroutines make equal pages
	}
	return &p[r&0xFF]
}

// ligatures are letters whose customary ASCII spelling is no Unicode
// decomposition, and the one letter with a form for the end of a word.
var ligatures = map[rune]string{
	'æ': "ae", 'œ': "oe", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ı': "i", 'þ': "th", 'ħ': "h", 'ς': "σ",
}

func foldRune(r rune) folded {
	switch {
	case isApostrophe(r):
		return folded{class: apostrophe, text: "'"}
	case isIgnorable(r):
		return folded{class: ignorable}
	case unicode.Is(unicode.M, r) || r == '\uFF9E' || r == '\uFF9F': // the last two: half-width kana voicing
		return folded{class: mark, text: decompose(r)}
	case unicode.IsLetter(r) || unicode.IsNumber(r) && !unicode.IsDigit(r): // numbers: ½, ², Ⅳ, 〇
		f := folded{class: letter, upper: unicode.IsUpper(r), text: decompose(r)}
		switch {
		case isSolo(r):
			f.class = solo
		case f.text == "": // a spacing accent
			f.class = mark
		}
		return f
	case unicode.IsDigit(r):
		return folded{class: digit, text: decompose(r)}
	}
	return folded{class: space}
}

// decompose returns the letters, digits and vowel signs of r in lower case and
// compatibility decomposition, without diacritics. Hangul comes out as jamo, so
// that both its forms agree. A vulgar fraction stays one character: "3½" must
// not become 312.
func decompose(r rune) string {
	if s, ok := ligatures[unicode.ToLower(r)]; ok {
		return s
	}
	out := make([]byte, 0, 8)
	for _, c := range norm.NFKD.String(string(r)) { // Properties.Decomposition knows no Hangul
		c = unicode.ToLower(c)
		s, ligature := ligatures[c]
		switch {
		case c == '⁄':
			return string(r)
		case isDiacritic(c) || isApostrophe(c) || !unicode.In(c, unicode.L, unicode.N, unicode.M):
		case ligature:
			out = append(out, s...)
		default:
			out = utf8.AppendRune(out, c)
		}
	}
	return string(out)
}

// isApostrophe reports whether r is one of the characters that stand for an
// apostrophe in print, in transliteration (ʻ ʼ ʾ ʿ) or on a keyboard (´ `).
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', '‘', '‛', '＇', 'ʹ', 'ʻ', 'ʼ', 'ʽ', 'ʾ', 'ʿ', '´', '`', '′':
		return true
	}
	return false
}

// isDiacritic reports whether r is an accent that matching disregards. Marks
// of other scripts are vowels and stay, but for Thai and Lao nikhahit, which
// comes and goes with the normal form.
func isDiacritic(r rune) bool { return 0x300 <= r && r <= 0x36F || r == 0xE4D || r == 0xECD }

// isIgnorable reports whether r changes how its neighbours look and nothing
// else. Zero-width space (U+200B) is left out: it separates words.
func isIgnorable(r rune) bool {
	return r == 0xAD || r == 0x34F || r == 0x61C || r == 0x200C || r == 0x200D || r == 0x2060 || r == 0xFEFF ||
		0x200E <= r && r <= 0x200F || 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069 ||
		0xFE00 <= r && r <= 0xFE0F || 0xE0100 <= r && r <= 0xE01EF
}

// isSolo reports whether r belongs to a script that is written without spaces.
func isSolo(r rune) bool {
	if r < 0xE00 {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		r == 'ー' || r == 'ｰ' || r == '々'
}

// foldString folds a word that has no separators in it.
func foldString(w string) string {
	var buf [64]byte
	return string(appendFolded(buf[:0], w))
}

func appendFolded(dst []byte, w string) []byte {
	for _, r := range w {
		dst = append(dst, fold(r).text...)
	}
	return dst
}

// decodeRune decodes the character at pos; an invalid byte is one of its own
// and reads as a separator.
func decodeRune(text string, pos int) (rune, int) {
	if b := text[pos]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(text[pos:])
}

// isWord reports whether r is a letter or digit of a script with spaces.
func isWord(r rune) bool {
	c := fold(r).class
	return c == letter || c == digit
}

// wordAt reports whether a letter or digit stands at pos.
func wordAt(text string, pos int) bool {
	if pos >= len(text) {
		return false
	}
	r, _ := decodeRune(text, pos)
	return isWord(r)
}

// wordBefore reports whether a letter or digit ends at pos.
func wordBefore(text string, pos int) bool {
	r, n := utf8.DecodeLastRuneInString(text[:pos])
	return n > 0 && isWord(r)
}
