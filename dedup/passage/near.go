package passage

import (
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

// kinOf returns a number that the variants of a word have too, 0 for none.
func kinOf(t *shingle.Token) uint64 {
	const none = shingle.Number | shingle.Stop | shingle.Solo | shingle.Ignored
	w := t.Word
	if t.Class&none != 0 || len(w) > 32 {
		return 0
	}
	if t.Class&(shingle.Upper|shingle.First) == shingle.Upper {
		var buf [32]byte
		if s := skeleton(buf[:0], w); len(s) >= 2 && len(w) >= 4 {
			return keyOf(s)
		}
		return 0
	}
	if len(w) < 6 {
		return 0
	}
	switch n := prefix(w, 5); n {
	case 0:
		return 0
	case 5: // ASCII, as in most words: no skeleton begins with this
		return spread(0xFF<<40 | uint64(w[0])<<32 | uint64(w[1])<<24 | uint64(w[2])<<16 | uint64(w[3])<<8 | uint64(w[4]))
	default: // not ASCII, as every skeleton is
		return xxh3.HashString(w[:n])
	}
}

// keyOf returns a number for the letters of a skeleton: no other of eight at most has it.
func keyOf(s []byte) uint64 {
	if len(s) > 8 {
		return xxh3.Hash(s)
	}
	k := uint64(0)
	for _, c := range s {
		k = k<<8 | uint64(c)
	}
	return spread(k)
}

// spread has a number decide over the high bits, each number otherwise.
func spread(k uint64) uint64 { return k * 0x9E3779B97F4A7C15 }

// A keySieve has a bit for every key that was put into it.
type keySieve [16]uint64

// place returns where the bit of a key is: by its high bits, which depend on all letters.
func (s *keySieve) place(key uint64) (word *uint64, bit uint64) {
	return &s[key>>60], 1 << (key >> 54 % 64)
}

// relate numbers what the words have in common with their variants, 0 for nothing,
// and chains the words of each. Names in other transliterations share their
// consonants (Kyiv, Kiev; Zelensky, Zelenskyy; Poutine, Putin); words derived from
// one another share their first letters (indicted, indictment).
func (p *Prepared) relate(kins []uint64) {
	words := len(p.marks)
	p.kin = resize(p.kin, words)
	p.kins.reset(3*words/8 + 4)
	for i, k := range kins {
		p.kin[i] = -1
		if k != 0 {
			p.kin[i] = p.kins.add(k)
		}
	}
	p.chain()
}

// chain chains the words of each kin.
func (p *Prepared) chain() {
	n := len(p.kins.keys)
	p.next, p.first, p.stem, p.lone, p.lones = resize(p.next, len(p.kin)), minusOnes(p.first, n), resize(p.stem, n), zeros(p.lone, n), keySieve{}
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
			word, bit := p.lones.place(p.kins.keys[k])
			*word |= bit
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
// transliterations confuse made one. To what there is of a word already it
// appends the consonants. It is nil where w has letters that are not Latin.
func skeleton(dst []byte, w string) []byte {
	for i := range len(w) {
		c := w[i]
		if c >= utf8.RuneSelf {
			return nil
		}
		if s := sounds[c]; s != 0 {
			c = s
		} else if len(dst) > 0 {
			continue
		}
		if n := len(dst); n > 0 && dst[n-1] == c {
			continue
		}
		dst = append(dst, c)
	}
	return dst
}

// sounds has of each ASCII character what stands for it in a skeleton, 0 for one that
// counts at the beginning alone.
var sounds = func() (s [utf8.RuneSelf]byte) {
	for c := range s {
		s[c] = byte(c)
	}
	for _, c := range "aeiouyh'" {
		s[c] = 0
	}
	s['w'], s['c'], s['q'], s['z'] = 'v', 'k', 'k', 's'
	return s
}()

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
		return keyOf(s)
	}
	return 0
}

// minJoined is the length in bytes of a name that may be written in two parts.
const minJoined = 8

// split finds names that the other text writes as one word. The first part
// gets what the one word has: where there are such names, in a copy of p, for which room is given.
func (p *Prepared) split(other, room *Prepared) *Prepared {
	q := p
	for _, j := range p.joined {
		if word, bit := other.lones.place(j.key); *word&bit == 0 {
			continue // as most
		}
		if k := other.kins.find(j.key); k < 0 || !other.lone[k] {
			continue
		}
		if q == p {
			q = room
			own := *q
			*q = *p
			q.kin = append(own.kin[:0], p.kin...)
			q.kins.keys, q.kins.slots = append(own.kins.keys[:0], p.kins.keys...), append(own.kins.slots[:0], p.kins.slots...)
			q.next, q.first, q.stem, q.lone = own.next, own.first, own.stem, own.lone
		}
		q.kin[j.at] = q.kins.add(j.key)
	}
	if q != p {
		q.chain()
	}
	return q
}

// empty leaves of what split made of room its own memory.
func (p *Prepared) empty() {
	*p = Prepared{kin: p.kin, kins: dict{keys: p.kins.keys, slots: p.kins.slots}, next: p.next, first: p.first, stem: p.stem, lone: p.lone}
}

// kinKey returns the key that relate was given for word i.
func (p *Prepared) kinKey(i int) uint64 {
	if k := p.kin[i]; k >= 0 {
		return p.kins.keys[k]
	}
	return 0
}
