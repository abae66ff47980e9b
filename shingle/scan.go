package shingle

import (
	"iter"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// A Class says what kind of word a token is: a sum of the bits below.
type Class uint8

const (
	Number  Class = 1 << iota // has a digit
	Upper                     // begins with a capital letter
	Solo                      // one character of a script without spaces
	Glued                     // joined to the word before it by a hyphen
	Stop                      // a function word of the text's language, or what is taken for one where that has no list
	Quoted                    // inside a quotation
	First                     // first word of its sentence
	Ignored                   // set by [Text.Ignore]: no evidence of reuse
)

// A Token is a word of a text.
type Token struct {
	Span
	Word  string // folded
	Hash  uint64 // of Word
	Stem  uint64 // hash of the folded stem; in scripts without spaces, of this character and the next
	Class Class
}

// Has reports whether t has all the bits of c.
func (t Token) Has(c Class) bool { return t.Class&c == c }

// Tokens yields the words of text in order. Word, span and the classes Number,
// Upper, Solo and Glued are set; for the rest see [Parse]. It takes time linear
// in the text and allocates once for each word that is not its own folding.
func Tokens(text string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		s := scanner{text: text}
		var buf []byte
		for {
			if span, class, ok := s.plain(); ok {
				w := span.Of(text)
				if !yield(Token{Span: span, Word: w, Hash: hashString(w), Class: class}) {
					return
				}
				continue
			}
			w, span, class, ok := s.next(buf[:0])
			if !ok {
				return
			}
			buf = w
			if !yield(Token{Span: span, Word: string(w), Hash: hashBytes(w), Class: class}) {
				return
			}
		}
	}
}

// scanner cuts a text into words.
type scanner struct {
	text string
	pos  int
	end  int // where the last word ended
}

// A kind is what plain asks of a byte.
type kind uint8

const (
	other kind = iota // whatever takes more than a look
	gaps              // ASCII that ends a word and is in none
	small             // a to z
)

// kinds has the kind of every byte.
var kinds = func() (t [256]kind) {
	for b := range byte(utf8.RuneSelf) {
		switch {
		case 'a' <= b && b <= 'z':
			t[b] = small
		case ascii[b] == 0 && !isApostrophe(rune(b)):
			t[b] = gaps
		}
	}
	return t
}()

// plain scans the next word if it has small ASCII letters only and the end of
// the text or an ASCII separator stands behind it, as four in five words of
// English are: such a word is its own folding. If not, it skips separators at
// most, and next must be asked.
func (s *scanner) plain() (span Span, class Class, ok bool) {
	text, pos := s.text, s.pos
	for pos < len(text) && kinds[text[pos]] == gaps {
		pos++
	}
	start := pos
	pos = smallEnd(text, pos)
	if pos == start || pos < len(text) && kinds[text[pos]] != gaps {
		s.pos = start
		return Span{}, 0, false
	}
	if s.glued(start) {
		class = Glued
	}
	s.pos, s.end = pos, pos
	return Span{start, pos}, class, true
}

// smallEnd returns where the run of small letters at pos ends. It looks at eight
// bytes at once: a loop over them mispredicts its end in every word.
func smallEnd(text string, pos int) int {
	for pos+8 <= len(text) {
		const ones, tops = 0x0101010101010101, 0x8080808080808080
		x := eightBytes(text, pos)
		low := x &^ tops
		letters := (low + (0x80-'a')*ones) &^ (low + (0x7F-'z')*ones) &^ x & tops // the top bit of each
		if letters != tops {
			return pos + bits.TrailingZeros64(letters^tops)/8
		}
		pos += 8
	}
	for pos < len(text) && kinds[text[pos]] == small {
		pos++
	}
	return pos
}

// next appends the next word, folded, to dst. A word is a run of letters,
// digits and marks; ok is false at the end of the text.
func (s *scanner) next(dst []byte) (out []byte, span Span, class Class, ok bool) {
	for s.pos < len(s.text) {
		b := s.text[s.pos]
		c := ascii[b]
		switch {
		case c > '9':
			dst, span, class = s.word(dst, b != c)
		case c != 0:
			dst, span = s.number(dst)
			class = Number
		case b < utf8.RuneSelf:
			s.pos++
			continue
		default:
			r, size := decodeRune(s.text, s.pos)
			f := fold(r)
			switch f.class {
			case letter:
				dst, span, class = s.word(dst, f.upper)
			case digit:
				dst, span = s.number(dst)
				class = Number
			case solo:
				dst, span, class = s.solo(dst, f, size)
			default:
				s.pos += size
				continue
			}
		}
		if s.glued(span.Start) {
			class |= Glued
		}
		s.end = span.End
		return dst, span, class, true
	}
	return dst, Span{}, 0, false
}

// word scans the word that begins at s.pos with a letter.
func (s *scanner) word(dst []byte, upper bool) ([]byte, Span, Class) {
	span, base := Span{s.pos, s.pos}, len(dst)
	var class Class
	if upper {
		class = Upper
	}
	pos := s.pos
scan:
	for pos < len(s.text) {
		if ascii[s.text[pos]] != 0 {
			var digits bool
			dst, pos, digits = s.ascii(dst, pos)
			if digits {
				class |= Number
			}
			span.End = pos
			continue
		}
		r, n := decodeRune(s.text, pos)
		f := fold(r)
		switch f.class {
		case letter, mark:
			dst = append(dst, f.text...)
		case digit:
			dst = append(dst, f.text...)
			class |= Number
		case ignorable:
			pos += n
			continue
		case apostrophe:
			if !s.letterAt(pos + n) {
				break scan
			}
			dst = append(dst, '\'')
			if elides(dst[base : len(dst)-1]) {
				span.End = pos + n
				break scan
			}
		default:
			break scan
		}
		pos += n
		span.End = pos
	}
	s.pos = span.End
	return dst, span, class
}

// ascii appends the run of ASCII letters and digits at pos, folded, or its first
// 64, and returns where it ends and whether it has a digit. Storing into an
// array spares the bounds checks: 2 times as fast as append.
func (s *scanner) ascii(dst []byte, pos int) ([]byte, int, bool) {
	n := len(dst)
	dst = slices.Grow(dst, 64)
	out := (*[64]byte)(dst[n : n+64])
	text := s.text[pos:min(len(s.text), pos+64)]
	least, k := byte(0xFF), 0
	for k < len(text) && k < len(out) {
		c := ascii[text[k]]
		if c == 0 {
			break
		}
		out[k] = c
		least = min(least, c)
		k++
	}
	return dst[:n+k], pos + k, least <= '9'
}

// elides reports whether an apostrophe after the folded word w ends a word of
// its own, as in French and Italian.
func elides(w []byte) bool {
	switch string(w) {
	case "l", "d", "j", "n", "s", "c", "m", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu", "entr",
		"dell", "nell", "all", "dall", "sull", "un", "quest", "quell", "gl":
		return true
	}
	return false
}

// number scans a number: digits, decimal points and digit groups. A separator
// before exactly three digits groups them and is dropped, unless the group
// before it is longer than three; any other point or comma is a decimal point.
// Letters that follow at once belong to it ("20th", "3D").
func (s *scanner) number(dst []byte) ([]byte, Span) {
	span, run := Span{s.pos, s.pos}, 0
	for pos := s.pos; pos < len(s.text); {
		r, n := decodeRune(s.text, pos)
		f := fold(r)
		switch f.class {
		case digit:
			dst = append(dst, f.text...)
			run++
			pos += n
			span.End = pos
			continue
		case letter, mark:
			dst, span.End = s.tail(dst, pos)
			s.pos = span.End
			return dst, span
		case ignorable:
			pos += n
			continue
		}
		k := s.digits(pos + n)
		if groups(r) && k == 3 && run <= 3 {
			run = 0
		} else if (r == '.' || r == ',') && k > 0 {
			dst = append(dst, '.')
			run = 4 // what follows a decimal point forms no groups
		} else {
			break
		}
		pos += n
	}
	s.pos = span.End
	return dst, span
}

// groups reports whether r separates groups of three digits somewhere.
func groups(r rune) bool {
	switch r {
	case ',', '.', ' ', 0xA0, 0x202F, 0x2009, '’', '\'':
		return true
	}
	return false
}

// digits counts the digits at pos, up to four.
func (s *scanner) digits(pos int) (n int) {
	for n < 4 && pos < len(s.text) {
		r, size := decodeRune(s.text, pos)
		if fold(r).class != digit {
			break
		}
		pos += size
		n++
	}
	return n
}

// tail appends the letters and digits at pos and returns where they end.
func (s *scanner) tail(dst []byte, pos int) ([]byte, int) {
	end := pos
	for pos < len(s.text) {
		r, n := decodeRune(s.text, pos)
		f := fold(r)
		switch f.class {
		case letter, mark, digit:
			dst = append(dst, f.text...)
			end = pos + n
		case ignorable:
		default:
			return dst, end
		}
		pos += n
	}
	return dst, end
}

// solo scans one character of a script without spaces and its marks.
func (s *scanner) solo(dst []byte, f *folded, size int) ([]byte, Span, Class) {
	span := Span{s.pos, s.pos + size}
	dst = append(dst, f.text...)
	for span.End < len(s.text) {
		r, n := decodeRune(s.text, span.End)
		f := fold(r)
		if f.class != mark && f.class != ignorable {
			break
		}
		dst = append(dst, f.text...)
		span.End += n
	}
	s.pos = span.End
	return dst, span, Solo
}

func (s *scanner) letterAt(pos int) bool {
	if pos >= len(s.text) {
		return false
	}
	r, _ := decodeRune(s.text, pos)
	return fold(r).class == letter
}

// glued reports whether a hyphen alone stands between the last word and start.
func (s *scanner) glued(start int) bool {
	switch start - s.end {
	case 1:
		return s.text[s.end] == '-' && s.end > 0
	case 3:
		gap := s.text[s.end:start]
		return (gap == "‐" || gap == "‑") && s.end > 0
	}
	return false
}
