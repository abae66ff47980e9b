package passage

import (
	"math/bits"
	"math/rand/v2"
	"slices"
)

// A dict numbers keys in the order in which they are added. It is a table of
// open addressing, half full at most. Keys are hashes already, which anybody
// can compute, so the place of a key is its product with a number that nobody
// can know: who would make all words of a text meet in one place has to guess
// it (Dietzfelbinger, Hagerup, Katajainen, Penttonen, "A reliable randomized
// algorithm for the closest-pair problem", J. Algorithms 25, 1997). Against a
// map it takes a third of the time and memory.
type dict struct {
	keys  []uint64 // by number
	slots []int32  // number plus one, 0 where free
	odd   uint64
	shift int
}

// reset makes an empty dict with room for n keys.
func (d *dict) reset(n int) {
	width := max(3, bits.Len(uint(2*n-1)))
	d.keys, d.slots = slices.Grow(d.keys[:0], n), zeros(d.slots, 1<<width)
	d.odd, d.shift = rand.Uint64()|1, 64-width
}

// home returns where k is first looked for.
func (d *dict) home(k uint64) int { return int(k * d.odd >> d.shift) }

// slot returns where k is, or where it would be.
func (d *dict) slot(k uint64) int {
	at := d.home(k)
	for n := d.slots[at]; n != 0 && d.keys[n-1] != k; n = d.slots[at] {
		at = (at + 1) & (len(d.slots) - 1)
	}
	return at
}

// find returns the number of k, -1 if it has none.
func (d *dict) find(k uint64) int32 { return d.slots[d.slot(k)] - 1 }

// add returns the number of k, which is a new one if it had none.
func (d *dict) add(k uint64) int32 {
	at := d.slot(k)
	if d.slots[at] == 0 {
		if 2*len(d.keys) >= len(d.slots) {
			d.grow()
			at = d.slot(k)
		}
		d.keys = append(d.keys, k)
		d.slots[at] = int32(len(d.keys))
	}
	return d.slots[at] - 1
}

func (d *dict) grow() {
	d.slots = make([]int32, 2*len(d.slots))
	d.shift--
	for n, k := range d.keys {
		d.slots[d.slot(k)] = int32(n + 1)
	}
}
