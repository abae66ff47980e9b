package candidate

import (
	"slices"

	"github.com/wirecopy/wirecopy/dedup/internal/image"
)

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

	table multimap
}

// all makes the keys of all bands those of one table, and warms that for them. Two bands
// have one in common by chance, as two texts have: once in 2^32.
func (b *Buckets) all(keys []uint32) []uint32 {
	all := appendKeys(make([]uint32, 0, Bands), keys)
	b.table.warm(all)
	return all
}

func appendKeys(dst, keys []uint32) []uint32 {
	for band, k := range keys {
		dst = append(dst, k+uint32(band)*0x9E3779B1)
	}
	return dst
}

// Fill puts texts into an empty table.
func (b *Buckets) Fill(texts []int32, keys func(v int32) []uint32) {
	entries := 0
	for _, v := range texts {
		entries += len(keys(v))
	}
	b.table.fill(texts, entries, func(dst []uint32, v int32) []uint32 { return appendKeys(dst, keys(v)) })
	b.table.runs(func(r run) {
		slices.SortFunc(r.own, func(p, q uint32) int { return b.Compare(int32(p&r.mask), int32(q&r.mask)) })
		if r.len() <= maxBucket {
			b.meet(r, r.len(), +1)
		} else {
			b.meet(r, reach, +1)
		}
	})
}

// Empty reports whether no text is in the table.
func (b *Buckets) Empty() bool { return b.table.entries == 0 }

// Add puts a text into its buckets, one key a band. Time is constant for a
// bucket, but for a binary search and a move of memory in a large one.
func (b *Buckets) Add(v int32, keys []uint32) {
	for _, k := range b.all(keys) {
		b.table.fit(v)
		old := b.table.find(k)
		at := old.search(func(w int32) int { return b.Compare(w, v) })
		switch n := old.len(); {
		case n < maxBucket:
			b.meetAll(v, old, +1)
			b.table.insert(old, at, v)
		case n == maxBucket:
			b.meet(old, n, -1)
			b.meet(b.table.insert(old, at, v), reach, +1)
		default:
			from, to := max(0, at-reach), min(n, at+reach)
			b.meet(old.cut(from, to), reach, -1)
			b.meet(b.table.insert(old, at, v).cut(from, to+1), reach, +1)
		}
	}
}

// Remove takes a text out of the buckets into which it was put with these keys; should they be
// others, as where a store gives back other than it was given, out of all.
func (b *Buckets) Remove(v int32, keys []uint32) {
	for _, k := range b.all(keys) {
		r := b.table.find(k)
		if at := r.search(func(w int32) int { return b.Compare(w, v) }); at == r.len() || r.at(at) != v {
			b.Purge(func(w int32) bool { return w == v })
			return
		}
		b.leave(v, r)
	}
}

// Purge takes texts out of all buckets. Time is linear in the table.
func (b *Buckets) Purge(gone func(v int32) bool) {
	for i := range b.table.buckets {
		for {
			r, v, ok := b.table.search(i, gone)
			if !ok {
				break
			}
			b.leave(v, r)
		}
	}
}

// leave takes a text out of a bucket.
func (b *Buckets) leave(v int32, old run) {
	at := old.search(func(w int32) int { return b.Compare(w, v) })
	switch n := old.len(); {
	case n <= maxBucket:
		b.meetAll(v, b.table.remove(old, at), -1)
	case n == maxBucket+1:
		b.meet(old, reach, -1)
		b.meet(b.table.remove(old, at), n, +1)
	default:
		from, to := max(0, at-reach), min(n, at+reach+1)
		b.meet(old.cut(from, to), reach, -1)
		b.meet(b.table.remove(old, at).cut(from, to-1), reach, +1)
	}
}

func (b *Buckets) meetAll(v int32, others run, by int) {
	for i := range others.len() {
		if w := others.at(i); w != v { // two of its own bands may have a key in common
			b.Meet(v, w, by)
		}
	}
}

// meet tells of the pairs that are at most reach places apart.
func (b *Buckets) meet(own run, reach, by int) {
	for p := range own.len() {
		b.meetAll(own.at(p), own.cut(p+1, min(own.len(), p+1+reach)), by)
	}
}

// Each calls f for the texts that one which is not in the table would meet if it had
// these keys, for some more than once. Compare says how a text of the table stands
// to it in the order.
func (b *Buckets) Each(keys []uint32, compare func(w int32) int, f func(w int32)) {
	for _, k := range b.all(keys) {
		own := b.table.find(k)
		if n := own.len(); n >= maxBucket {
			at := own.search(compare)
			own = own.cut(max(0, at-reach), min(n, at+reach))
		}
		for i := range own.len() {
			f(own.at(i))
		}
	}
}

// Save writes the table.
func (b *Buckets) Save(w *image.Writer) { b.table.save(w) }

// Load reads it into an empty one. Nobody is told who meets.
func (b *Buckets) Load(r *image.Reader) { b.table.load(r) }
