package passage

import (
	"slices"
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
	"github.com/zeebo/xxh3"
)

// A joint is a place where a name is written in two words that another text
// may write as one.
type joint struct {
	at  int    // the first of the two
	key uint64 // what the one word would have in common with its variants
}

// relate finds for every word what its variants have in common. Names in other
// transliterations share their consonants (Kyiv, Kiev; Zelensky, Zelenskyy;
// Poutine, Putin); words derived from one another share their first letters
// (indicted, indictment).
func (p *Prepared) relate(tokens []shingle.Token) {
	p.setKin(func(i int) uint64 { return kinOf(&tokens[i]) })
	for i := 1; i < len(tokens); i++ {
		if key := join(&tokens[i-1], &tokens[i]); key != 0 && key != p.kinKey(i-1) { // "European Union" has what "European" has
			p.joined = append(p.joined, joint{i - 1, key})
		}
	}
}

// kinOf returns a hash that the variants of a word have too, 0 for none.
func kinOf(t *shingle.Token) uint64 {
	var buf [32]byte
	if t.Class&(shingle.Number|shingle.Stop|shingle.Solo|shingle.Ignored) != 0 || len(t.Word) > len(buf) {
		return 0
	}
	if t.Class&(shingle.Upper|shingle.First) == shingle.Upper {
		if s := skeleton(buf[:0], t.Word); len(s) >= 2 && len(t.Word) >= 4 {
			return xxh3.Hash(s)
		}
		return 0
	}
	if p := prefix(t.Word, 5); len(t.Word) >= 6 && p > 0 {
		return xxh3.HashString(t.Word[:p]) | 1
	}
	return 0
}

// setKin numbers the keys of the words, 0 for none, and chains the words of each.
func (p *Prepared) setKin(key func(i int) uint64) {
	words := len(p.marks)
	p.kin, p.kins = make([]int32, words), newDict(3*words/8+4)
	for i := range p.kin {
		p.kin[i] = -1
		if k := key(i); k != 0 {
			p.kin[i] = p.kins.add(k)
		}
	}
	p.chain()
}

// chain chains the words of each kin.
func (p *Prepared) chain() {
	n := len(p.kins.keys)
	p.next, p.first, p.stem, p.lone = make([]int32, len(p.kin)), make([]int32, n), make([]int32, n), make([]bool, n)
	for k := range p.first {
		p.first[k] = -1
	}
	for i := len(p.kin) - 1; i >= 0; i-- {
		k := p.kin[i]
		if k < 0 {
			continue
		}
		if p.next[i] = p.first[k]; p.next[i] < 0 {
			p.stem[k] = p.id[i]
		} else if p.stem[k] != p.id[i] {
			p.stem[k] = -1
		}
		p.first[k] = int32(i)
		if !p.lone[k] && p.has(i, long) {
			p.lone[k] = true
			p.lones[p.kins.keys[k]/64%uint64(len(p.lones))] |= 1 << (p.kins.keys[k] % 64)
		}
	}
}

// prefix returns the length in bytes of the first n characters of w, 0 if it
// has fewer.
func prefix(w string, n int) int {
	for i := 0; ; i++ { // mostly the letters are bytes
		switch {
		case i == n:
			return n
		case i == len(w):
			return 0
		case w[i] >= utf8.RuneSelf:
			return prefixOf(w, n)
		}
	}
}

func prefixOf(w string, n int) int {
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
// transliterations confuse made one. To what there is of a word already it
// appends the consonants. It is nil where w has letters that are not Latin.
func skeleton(dst []byte, w string) []byte {
	for i := range len(w) {
		c := w[i]
		if c >= utf8.RuneSelf {
			return nil
		}
		switch c {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'h', '\'':
			if len(dst) > 0 {
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

// join returns what two words, written as one, would have in common with their
// variants; 0 if they are no name in two parts: "Amir-Abdollahian" or "Abdel
// Fattah" for "Amirabdollahian", "Abdelfattah".
func join(p, q *shingle.Token) uint64 {
	if p.Class&shingle.Upper == 0 || q.Class&(shingle.Upper|shingle.Glued) == 0 {
		return 0
	}
	var buf [64]byte
	if n := len(p.Word) + len(q.Word); n < minJoined || n > len(buf) {
		return 0
	}
	s := skeleton(buf[:0], p.Word)
	if s == nil {
		return 0
	}
	if s = skeleton(s, q.Word); len(s) >= 3 {
		return xxh3.Hash(s)
	}
	return 0
}

// minJoined is the length in bytes of a name that may be written in two parts.
const minJoined = 8

// split finds names that the other text writes as one word. The first part
// gets what the one word has: where there are such names, in a copy of p.
func (p *Prepared) split(other *Prepared) *Prepared {
	q := p
	for _, j := range p.joined {
		if other.lones[j.key/64%uint64(len(other.lones))]>>(j.key%64)&1 == 0 {
			continue // as most
		}
		if k := other.kins.find(j.key); k < 0 || !other.lone[k] {
			continue
		}
		if q == p {
			c := *p
			q = &c
			q.kin, q.kins = slices.Clone(p.kin), p.kins.clone()
		}
		q.kin[j.at] = q.kins.add(j.key)
	}
	if q != p {
		q.chain()
	}
	return q
}

// kinKey returns the key that setKin was given for word i.
func (p *Prepared) kinKey(i int) uint64 {
	if k := p.kin[i]; k >= 0 {
		return p.kins.keys[k]
	}
	return 0
}
