package passage

import (
	"iter"
	"math/bits"
)

// rowsIn yields the hashes of the rows of minVerbatim words, none of them ignored,
// among words first to last-1. The hash is that of Cohen ("Recursive hashing functions
// for n-grams", ACM TOIS 15, 1997): a word that comes and one that goes cost a turn each.
func (p *Prepared) rowsIn(first, last int) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		h, n := uint64(0), 0
		for i := first; i < last; i++ {
			if p.marks[i]&ignored != 0 {
				h, n = 0, 0
				continue
			}
			h = bits.RotateLeft64(h, 1) ^ p.hash[i]
			if n++; n > minVerbatim {
				h ^= bits.RotateLeft64(p.hash[i-minVerbatim], minVerbatim)
			}
			if n >= minVerbatim && !yield(h) {
				return
			}
		}
	}
}

// sift makes the sieve: for every row of minVerbatim words two bits of one of the
// words of it, which has four or fewer rows. Few units pass that have no row of the other text.
func (p *Prepared) sift() {
	p.sieve = zeros(p.sieve, 1<<bits.Len(uint(len(p.hash)/4)))
	for h := range p.rowsIn(0, len(p.hash)) {
		at, two := p.place(h)
		p.sieve[at] |= two
	}
}

// sieved reports whether the text may have a row.
func (p *Prepared) sieved(h uint64) bool {
	at, two := p.place(h)
	return p.sieve[at]&two == two
}

func (p *Prepared) place(h uint64) (at int, two uint64) {
	return int(h>>12) & (len(p.sieve) - 1), 1<<(h%64) | 1<<(h>>6%64)
}
