package candidate

import "slices"

// Bands and Rows cut a sketch of 128 slots: two sets of resemblance .3 meet in
// a band with probability .68, of .5 with .996, of .1 with .04.
const (
	Bands = 42
	Rows  = 3
)

// In a bucket of maxBucket texts or fewer all meet; in a larger one each meets
// the reach neighbours on either side.
const (
	maxBucket = 16
	reach     = 2
)

// Buckets is an LSH table: a bucket for every key of every band. It tells, as
// texts come and go, which of them meet. Which those are depends on the texts in
// it, not on how it came to have them.
type Buckets struct {
	// Compare orders texts, no two of which are equal. An order at random gives
	// a text other neighbours in every bucket of a large family.
	Compare func(v, w int32) int

	// Meet is told that two texts meet in one bucket more (+1) or fewer (-1).
	Meet func(v, w int32, by int)

	bands [Bands]multimap
}

// Add puts a text into its buckets, one key a band. Time is constant for a
// bucket, but for a binary search and a move of memory in a large one.
func (b *Buckets) Add(v int32, keys []uint32) {
	var room [1]int32
	for band, k := range keys {
		m := &b.bands[band]
		old := m.get(k, &room)
		at, _ := slices.BinarySearchFunc(old, v, b.Compare)
		switch n := len(old); {
		case n < maxBucket:
			b.meetAll(v, old, +1)
			m.insert(k, at, v)
		case n == maxBucket:
			b.meet(old, n, -1)
			b.meet(m.insert(k, at, v), reach, +1)
		default:
			from, to := max(0, at-reach), min(n, at+reach)
			b.meet(old[from:to], reach, -1)
			b.meet(m.insert(k, at, v)[from:to+1], reach, +1)
		}
	}
}

// Remove takes a text out of the buckets into which it was put with these keys.
func (b *Buckets) Remove(v int32, keys []uint32) {
	var room [1]int32
	for band, k := range keys {
		m := &b.bands[band]
		old := m.get(k, &room)
		at, _ := slices.BinarySearchFunc(old, v, b.Compare)
		switch n := len(old); {
		case n <= maxBucket:
			b.meetAll(v, m.remove(k, at), -1)
		case n == maxBucket+1:
			b.meet(old, reach, -1)
			b.meet(m.remove(k, at), n, +1)
		default:
			from, to := max(0, at-reach), min(n, at+reach+1)
			b.meet(old[from:to], reach, -1)
			b.meet(m.remove(k, at)[from:to-1], reach, +1)
		}
	}
}

func (b *Buckets) meetAll(v int32, others []int32, by int) {
	for _, w := range others {
		b.Meet(v, w, by)
	}
}

// meet tells of the pairs that are at most reach places apart.
func (b *Buckets) meet(own []int32, reach, by int) {
	for p, v := range own {
		b.meetAll(v, own[p+1:min(len(own), p+1+reach)], by)
	}
}

// Each calls f for the texts that one which is not in the table would meet if it had
// these keys, for some more than once. Compare says how a text of the table stands
// to it in the order.
func (b *Buckets) Each(keys []uint32, compare func(w int32) int, f func(w int32)) {
	var room [1]int32
	for band, k := range keys {
		own := b.bands[band].get(k, &room)
		if n := len(own); n >= maxBucket {
			at, _ := slices.BinarySearchFunc(own, 0, func(w, _ int32) int { return compare(w) })
			own = own[max(0, at-reach):min(n, at+reach)]
		}
		for _, w := range own {
			f(w)
		}
	}
}
