package wire

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
)

// lines yields the lines of text that are not blank, without the white space
// around them.
func lines(text string) iter.Seq[shingle.Span] {
	return func(yield func(shingle.Span) bool) {
		for start := 0; start < len(text); {
			end := start + strings.IndexByte(text[start:], '\n')
			if end < start {
				end = len(text)
			}
			for at := start; at < end; {
				stop := at + strings.IndexByte(text[at:end], '\r')
				if stop < at {
					stop = end
				}
				s := trim(text, shingle.Span{Start: at, End: stop})
				if s.Len() > 0 && !yield(s) {
					return
				}
				at = stop + 1
			}
			start = end + 1
		}
	}
}

// trim drops white space and invisible characters from both ends of s.
func trim(text string, s shingle.Span) shingle.Span {
	if s.Start < s.End && dense(text[s.Start]) && dense(text[s.End-1]) {
		return s // as most
	}
	for s.Start < s.End {
		r, n := utf8.DecodeRuneInString(text[s.Start:s.End])
		if !blank(r) {
			break
		}
		s.Start += n
	}
	for s.Start < s.End {
		r, n := utf8.DecodeLastRuneInString(text[s.Start:s.End])
		if !blank(r) {
			break
		}
		s.End -= n
	}
	return s
}

// dense reports whether c is a character that is not blank.
func dense(c byte) bool { return ' ' < c && c < utf8.RuneSelf }

func blank(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' '
	}
	switch r {
	case '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff', '\u00ad':
		return true
	}
	return unicode.IsSpace(r)
}

// fold appends s to buf in the form in which phrases are written and lines are
// counted: lower case, a run of white space as one space, a run of digits as
// one 0, one form of apostrophe and of dash. It keeps punctuation.
func fold(buf []byte, s string) []byte {
	last := byte(' ') // of buf; at its head a space is none
	if n := len(buf); n > 0 {
		last = buf[n-1]
	}
	for i := 0; i < len(s); {
		buf = slices.Grow(buf, len(s)-i)
		out, k := buf[len(buf):len(buf)+len(s)-i], 0
		for ; i < len(s) && s[i] < utf8.RuneSelf; i++ { // ASCII, as most is, without a jump
			f := folded[s[i]]
			out[k] = f
			if f != last || f != ' ' && f != '0' {
				k++
			}
			last = f
		}
		if buf = buf[:len(buf)+k]; i == len(s) {
			break
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		buf = foldRune(buf, r)
		if n := len(buf); n > 0 {
			last = buf[n-1]
		}
	}
	return buf
}

func foldRune(buf []byte, r rune) []byte {
	switch {
	case r == '’' || r == '‘' || r == 'ʼ':
		return append(buf, '\'')
	case r == '–' || r == '—' || r == '‑' || r == '―':
		return append(buf, '-')
	case r == '…':
		return append(buf, "..."...)
	case blank(r):
		if n := len(buf); n == 0 || buf[n-1] == ' ' {
			return buf
		}
		return append(buf, ' ')
	}
	return utf8.AppendRune(buf, unicode.ToLower(r))
}

// folded has the folded form of ASCII: a space or digit of a run is one.
var folded = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch b := byte(c); {
		case 'A' <= b && b <= 'Z':
			t[c] = b + 'a' - 'A'
		case b <= ' ':
			t[c] = ' '
		case '0' <= b && b <= '9':
			t[c] = '0'
		default:
			t[c] = b
		}
	}
	return t
}()

// sentenceEnd returns the offset after the sentence that begins at the start of
// s, closing quotes and brackets included, or len(s). It is crude: "Mr." ends
// one too. Nothing but the place to start a comparison depends on it.
func sentenceEnd(s string) int {
	for i := 0; i < len(s); i++ {
		if !stops[s[i]] {
			continue
		}
		j := i + 1 + closers(s[i+1:])
		if j >= len(s) {
			return len(s)
		}
		if r, _ := utf8.DecodeRuneInString(s[j:]); blank(r) {
			return j
		}
		i = j - 1 // the stops up to there have the same marks behind them
	}
	return len(s)
}

var stops = [256]bool{'.': true, '!': true, '?': true}

// closers returns the length of the run of closing marks that s begins with.
func closers(s string) int {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch r {
		case '.', '!', '?', '"', '\'', ')', ']', '”', '’', '»', '“':
		case ' ', '\u202f': // French: « … ! »
			q, _ := utf8.DecodeRuneInString(s[i+n:])
			if q != '»' {
				return i
			}
		default:
			return i
		}
		i += n
	}
	return len(s)
}

// ended reports whether s ends as a sentence does, or is empty.
func ended(s string) bool {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		switch r {
		case '.', '!', '?', '…', '»', '”', '"':
			return true
		case ')', ']', '\'', '’', '“', '*':
		default:
			if !blank(r) {
				return false
			}
		}
		s = s[:len(s)-n]
	}
	return true
}

// stopped reports cheaply whether s ends with a full stop or a double quote.
func stopped(s string) bool {
	switch s[len(s)-1] {
	case '.', '"', '!', '?', 0x9d: // the last byte of ”
		return true
	}
	return false
}

// initialUpper reports whether w begins with an upper-case letter.
func initialUpper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// allUpper reports whether w has two or more letters, all upper case.
func allUpper(w string) bool {
	n := 0
	for _, r := range w {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 2
}
