package shingle

import (
	"iter"
	"unicode/utf8"
)

// A Class says what kind of word a token is: a sum of the bits below.
type Class uint8

const (
	Number  Class = 1 << iota // has a digit
	Upper                     // begins with a capital letter
	Solo                      // one character of a script without spaces
	Glued                     // joined to the word before it by a hyphen
	Stop                      // a function word of the text's language
	Quoted                    // inside a quotation
	First                     // first word of its sentence
	Ignored                   // set by [Text.Ignore]: no evidence of reuse
)

// scanner cuts a text into words.
type scanner struct {
	text string
	pos  int
	end  int // where the last word ended
}

// next appends the next word, folded, to dst. A word is a run of letters,
// digits and marks; ok is false at the end of the text.
func (s *scanner) next(dst []byte) (out []byte, span Span, class Class, ok bool) {
	for s.pos < len(s.text) {
		r, size := s.rune(s.pos)
		f := fold(r)
		switch f.class {
		case letter:
			dst, span, class = s.word(dst, f, size)
		case digit:
			dst, span, class = s.number(dst)
		case solo:
			dst, span, class = s.solo(dst, f, size)
		default:
			s.pos += size
			continue
		}
		if s.glued(span.Start) {
			class |= Glued
		}
		s.end = span.End
		return dst, span, class, true
	}
	return dst, Span{}, 0, false
}

// rune decodes the character at pos; an invalid byte reads as a separator.
func (s *scanner) rune(pos int) (rune, int) {
	if b := s.text[pos]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(s.text[pos:])
}

// word scans a word whose first letter, at s.pos, is known.
func (s *scanner) word(dst []byte, f folded, size int) ([]byte, Span, Class) {
	span, base := Span{s.pos, s.pos + size}, len(dst)
	var class Class
	if f.upper {
		class = Upper
	}
	dst = append(dst, f.text...)
	for pos := span.End; pos < len(s.text); {
		r, n := s.rune(pos)
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
				s.pos = span.End
				return dst, span, class
			}
			dst = append(dst, '\'')
			if elides(dst[base : len(dst)-1]) {
				span.End = pos + n
				s.pos = span.End
				return dst, span, class
			}
		default:
			s.pos = span.End
			return dst, span, class
		}
		pos += n
		span.End = pos
	}
	s.pos = span.End
	return dst, span, class
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
func (s *scanner) number(dst []byte) ([]byte, Span, Class) {
	start, run := s.pos, 0
	pos := s.pos
	for pos < len(s.text) {
		r, n := s.rune(pos)
		f := fold(r)
		if f.class == digit {
			dst = append(dst, f.text...)
			pos += n
			run++
			continue
		}
		if f.class == letter || f.class == mark {
			w, span, _ := s.tail(dst, pos)
			s.pos = span
			return w, Span{start, span}, Number
		}
		k := s.digits(pos + n)
		if k == 0 {
			break
		}
		if groups(r) && k == 3 && run <= 3 {
			run = 0
		} else if r == '.' || r == ',' {
			dst = append(dst, '.')
			run = 4 // what follows a decimal point forms no groups
		} else {
			break
		}
		pos += n
	}
	s.pos = pos
	return dst, Span{start, pos}, Number
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
		r, size := s.rune(pos)
		if fold(r).class != digit {
			break
		}
		pos += size
		n++
	}
	return n
}

// tail appends the letters and digits at pos and returns where they end.
func (s *scanner) tail(dst []byte, pos int) ([]byte, int, Class) {
	for pos < len(s.text) {
		r, n := s.rune(pos)
		f := fold(r)
		if f.class != letter && f.class != mark && f.class != digit {
			break
		}
		dst = append(dst, f.text...)
		pos += n
	}
	return dst, pos, Number
}

// solo scans one character of a script without spaces and its marks.
func (s *scanner) solo(dst []byte, f folded, size int) ([]byte, Span, Class) {
	span := Span{s.pos, s.pos + size}
	dst = append(dst, f.text...)
	for span.End < len(s.text) {
		r, n := s.rune(span.End)
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
	r, _ := s.rune(pos)
	c := fold(r).class
	return c == letter
}

// glued reports whether a hyphen alone stands between the last word and start.
func (s *scanner) glued(start int) bool {
	switch s.text[s.end:start] {
	case "-", "‐", "‑":
		return s.end > 0
	}
	return false
}

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
// in the text and allocates once for each word.
func Tokens(text string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		s := scanner{text: text}
		var buf []byte
		for {
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
