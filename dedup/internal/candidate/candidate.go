// Package candidate finds the pairs of articles that are worth a close look:
// copies by banding their sketches, abridged and reworded copies by counting
// the rare features they share.
package candidate

import (
	"cmp"
	"math/bits"
	"slices"
)

// A Pair is two numbers of articles, A below B.
type Pair struct{ A, B int32 }

func byNumber(p, q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) }

// Unique sorts pairs by A, then B, and drops repeats.
func Unique(pairs []Pair) []Pair {
	slices.SortFunc(pairs, byNumber)
	return slices.Compact(pairs)
}

// Bands and Rows cut a sketch of 128 slots: two sets of resemblance .3 meet in
// a band with probability .68, of .5 with .996, of .1 with .04.
const (
	Bands = 42
	Rows  = 3
)

// maxBucket bounds the pairs of a bucket: of a larger one each article meets
// its neighbours in the order of content and the first.
const maxBucket = 16

// Copies returns the pairs that have the same key in a band. Keys holds for
// each article a key for every band, or none; content a number that is equal for
// equal articles and else arbitrary. No pair comes twice; they are ordered by A,
// then B. Which pairs of a large bucket come depends on the content, not on the
// numbers, of articles that differ. Time and memory are linear in the keys, and
// in maxBucket pairs a key.
func Copies(keys [][]uint32, content []uint64) []Pair {
	var x inverter
	var out []Pair
	for band := range Bands {
		x.entries = x.entries[:0]
		for i, ks := range keys {
			if band < len(ks) {
				x.add(ks[band], int32(i))
			}
		}
		for bucket := range x.runs() {
			out = pairsOf(out, bucket, content)
		}
		if len(out) > 4*len(keys) { // the bands mostly repeat each other
			out = Unique(out)
		}
	}
	return Unique(out)
}

// pairsOf appends the pairs of a bucket.
func pairsOf(out []Pair, bucket []entry, content []uint64) []Pair {
	slices.SortFunc(bucket, func(p, q entry) int {
		return cmp.Or(cmp.Compare(content[p.doc()], content[q.doc()]), cmp.Compare(p.doc(), q.doc()))
	})
	for p := range bucket {
		for q := p + 1; q < len(bucket); q++ {
			if len(bucket) > maxBucket && q != p+1 && p != 0 {
				break
			}
			a, b := bucket[p].doc(), bucket[q].doc()
			out = append(out, Pair{A: min(a, b), B: max(a, b)})
		}
	}
	return out
}

// An entry says that an article has a key: the key in its upper half, the
// article in its lower.
type entry uint64

func (e entry) key() uint32 { return uint32(e >> 32) }
func (e entry) doc() int32  { return int32(uint32(e)) }

// An inverter collects entries, in the order of the articles, and yields those
// of each key.
type inverter struct {
	entries, spare []entry
}

func (x *inverter) add(key uint32, doc int32) {
	x.entries = append(x.entries, entry(key)<<32|entry(uint32(doc)))
}

// digit is the number of bits that one pass of the sort looks at.
const digit = 11

// runs sorts the entries by key, those of one key staying in their order, and
// yields them key by key, of keys that two entries have. Three passes of a radix
// sort are seven times as fast as slices.Sort on four million entries.
func (x *inverter) runs() func(yield func([]entry) bool) {
	low, high := ^uint32(0), uint32(0) // bits that all keys have, and that some have
	for _, e := range x.entries {
		low &= e.key()
		high |= e.key()
	}
	varying := low ^ high
	x.spare = slices.Grow(x.spare[:0], len(x.entries))[:len(x.entries)]
	for shift := bits.TrailingZeros32(varying); shift < bits.Len32(varying); shift += digit {
		x.pass(32 + shift)
	}
	return func(yield func([]entry) bool) {
		for i := 0; i < len(x.entries); {
			j := i + 1
			for j < len(x.entries) && x.entries[j].key() == x.entries[i].key() {
				j++
			}
			if j-i > 1 && !yield(x.entries[i:j]) {
				return
			}
			i = j
		}
	}
}

// pass sorts the entries by one digit of their keys, which begins at bit shift.
func (x *inverter) pass(shift int) {
	var next [1 << digit]int
	const mask = 1<<digit - 1
	for _, e := range x.entries {
		next[e>>shift&mask]++
	}
	sum := 0
	for k, n := range &next {
		next[k] = sum
		sum += n
	}
	for _, e := range x.entries {
		k := e >> shift & mask
		x.spare[next[k]] = e
		next[k]++
	}
	x.entries, x.spare = x.spare, x.entries
}
