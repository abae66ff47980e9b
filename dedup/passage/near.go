package passage

import (
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
	"github.com/zeebo/xxh3"
)

// vary finds for every word what its variants have in common. Names in other
// transliterations share their consonants (Kyiv, Kiev; Zelensky, Zelenskyy;
// Poutine, Putin); words derived from one another share their first letters
// (indicted, indictment).
func (x *side) vary() {
	x.near = make([]uint64, len(x.text.Tokens))
	var buf [32]byte
	for i, t := range x.text.Tokens {
		if t.Class&(shingle.Number|shingle.Stop|shingle.Solo|shingle.Ignored) != 0 || len(t.Word) > len(buf) {
			continue
		}
		if t.Class&(shingle.Upper|shingle.First) == shingle.Upper {
			if s := skeleton(buf[:0], t.Word); len(s) >= 2 && len(t.Word) >= 4 {
				x.near[i] = xxh3.Hash(s)
			}
			continue
		}
		if p := prefix(t.Word, 5); len(t.Word) >= 6 && p > 0 {
			x.near[i] = xxh3.HashString(t.Word[:p]) | 1
		}
	}
}

// prefix returns the length in bytes of the first n characters of w, 0 if it
// has fewer.
func prefix(w string, n int) int {
	for i := range w {
		if n == 0 {
			return i
		}
		n--
	}
	if n == 0 {
		return len(w)
	}
	return 0
}

// skeleton appends the first letter and the consonants of w, the ones that
// transliterations confuse made one.
func skeleton(dst []byte, w string) []byte {
	for i := range len(w) {
		c := w[i]
		if c >= utf8.RuneSelf {
			return nil
		}
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'h', '\'':
			if i > 0 {
				continue
			}
		case 'w':
			c = 'v'
		case 'c', 'q':
			c = 'k'
		case 'z':
			c = 's'
		}
		if n := len(dst); n > 0 && dst[n-1] == c {
			continue
		}
		dst = append(dst, c)
	}
	return dst
}

// split finds names that the other text writes as one word: "Amir-Abdollahian"
// or "Abdel Fattah" where it has "Amirabdollahian", "Abdelfattah". The first
// part gets what the one word has.
func (x *side) split(other *side) {
	ones := map[uint64]bool{}
	for j, k := range other.near {
		if k != 0 && len(other.text.Tokens[j].Word) >= minJoined {
			ones[k] = true
		}
	}
	var buf [64]byte
	for i := 1; i < len(x.text.Tokens); i++ {
		p, q := &x.text.Tokens[i-1], &x.text.Tokens[i]
		if !p.Has(shingle.Upper) || !q.Has(shingle.Upper) && !q.Has(shingle.Glued) || len(p.Word)+len(q.Word) < minJoined || len(p.Word)+len(q.Word) > len(buf) {
			continue
		}
		joined := append(append(buf[:0], p.Word...), q.Word...)
		if s := skeleton(nil, string(joined)); len(s) >= 3 && ones[xxh3.Hash(s)] {
			x.near[i-1] = xxh3.Hash(s)
		}
	}
}

// minJoined is the length in bytes of a name that may be written in two parts.
const minJoined = 8
