package invent

import (
	"math/bits"
	"math/rand/v2"
)

// Dice are thrown with whole numbers only. The functions of math/rand/v2 beyond the source, and
// floating point, may give other values on another processor; PCG and a multiplication do not.
type dice struct{ rand.PCG }

// throw returns the dice of the n-th thing of a kind: every event has its own, so that it is the
// same whatever was drawn before it.
func throw(seed, kind uint64, n int) *dice {
	d := new(dice)
	d.Seed(seed^kind, uint64(n))
	return d
}

// below returns 0..n-1.
func (d *dice) below(n int) int {
	hi, _ := bits.Mul64(d.Uint64(), uint64(n))
	return int(hi)
}

// chance is true in p of 100 cases.
func (d *dice) chance(p int) bool { return d.below(100) < p }

// one returns one of a list.
func one[T any](d *dice, of []T) T { return of[d.below(len(of))] }

// A table draws 0..n-1 with given weights in two reads of memory (Walker, An Efficient Method for
// Generating Discrete Random Variables with General Distributions, 1977; in whole numbers).
type table struct {
	keep  []uint64 // of 1<<weightBits: draw i itself; else
	other []int32  // its alias
}

const weightBits = 32

func newTable(weights []uint64) table {
	n := uint64(len(weights))
	total := uint64(0)
	for _, w := range weights {
		total += w
	}
	t := table{make([]uint64, n), make([]int32, n)}
	share := make([]uint64, n) // of i, in parts of an even one
	var small, large []int32
	for i, w := range weights {
		hi, lo := bits.Mul64(w*n, 1<<weightBits)
		share[i], _ = bits.Div64(hi, lo, total)
		if share[i] < 1<<weightBits {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		t.keep[s], t.other[s] = share[s], l
		share[l] -= 1<<weightBits - share[s]
		if share[l] < 1<<weightBits {
			small, large = append(small, l), large[:len(large)-1]
		}
	}
	for _, i := range append(small, large...) {
		t.keep[i], t.other[i] = 1<<weightBits, i
	}
	return t
}

func (t table) draw(d *dice) int {
	x := d.Uint64()
	hi, _ := bits.Mul64(x, uint64(len(t.keep)))
	if x*uint64(len(t.keep))>>(64-weightBits) < t.keep[hi] {
		return int(hi)
	}
	return int(t.other[hi])
}
