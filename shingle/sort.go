package shingle

import (
	"math/bits"
	"slices"
)

// A comparison sort of 500 hashes mispredicts half of its 4,500 comparisons. But
// hashes are spread evenly over their range, so their highest bits nearly are
// their place: one pass counts them, one puts every hash into its bucket, and a
// sort by insertion then moves one in four, by little. Where somebody has made
// hashes meet in a bucket, slices.Sort sorts it: time is O(n log n) whatever
// they are.
const (
	fewHashes  = 48   // so many are not worth it
	onStack    = 1024 // so many need no memory
	maxBuckets = 2048 // one hash or less in a bucket, up to so many
	fullBucket = 24   // a bucket with more is left to slices.Sort
)

// sortHashes sorts h.
func sortHashes(h []uint64) {
	switch {
	case len(h) <= fewHashes, len(h) > maxBuckets*fullBucket/2:
		slices.Sort(h)
	default:
		var stack [onStack]uint64
		from := stack[:]
		if len(h) > onStack {
			from = make([]uint64, len(h))
		}
		from = from[:len(h)]
		copy(from, h)
		sortInto(h, from)
	}
}

// sortInto sorts the hashes from into h, which is as long.
func sortInto(h, from []uint64) {
	var next [maxBuckets]uint32
	shift := 64 - min(bits.Len(uint(len(h))), bits.Len(maxBuckets)-1)
	for _, x := range from {
		next[x>>shift&(maxBuckets-1)]++
	}
	sum, full := uint32(0), false
	for b, count := range next[:1<<(64-shift)] {
		next[b] = sum
		sum += count
		full = full || count > fullBucket
	}
	for _, x := range from {
		b := x >> shift & (maxBuckets - 1)
		h[next[b]] = x
		next[b]++
	}
	if full {
		start := uint32(0)
		for _, end := range next[:1<<(64-shift)] {
			if end-start > fullBucket {
				slices.Sort(h[start:end])
			}
			start = end
		}
	}
	insertionSort(h)
}

func insertionSort(h []uint64) {
	for i := 1; i < len(h); i++ {
		x, j := h[i], i
		for ; j > 0 && h[j-1] > x; j-- {
			h[j] = h[j-1]
		}
		h[j] = x
	}
}
