// Package candidate finds the texts that are worth a close look: copies by
// banding their sketches, abridged and reworded copies by counting the rare
// features they share. Both tables take in and give back texts at any time, and
// what they answer depends on what is in them alone.
package candidate

import (
	"cmp"
	"fmt"
	"slices"
)

// A Pair is two numbers of texts.
type Pair struct{ A, B int32 }

// Version says by which numbers candidates are found.
func Version() string {
	return fmt.Sprintln(Bands, Rows, maxBucket, reach, maxDF, minHits, perDoc, leastShare, corpus, reserve, maxKept)
}

// Copies returns the pairs that meet in a bucket when all texts are there, each with
// its lower number first and once. It is for measurements: who keeps
// Buckets has no need of it.
func Copies(keys [][]uint32) []Pair {
	order := func(v int32) uint32 { return uint32(v+1) * 0x9E3779B1 } // one to one
	met := map[Pair]int{}
	b := Buckets{
		Compare: func(v, w int32) int { return cmp.Compare(order(v), order(w)) },
		Meet: func(v, w int32, by int) {
			p := Pair{min(v, w), max(v, w)}
			if met[p] += by; met[p] == 0 {
				delete(met, p)
			}
		},
	}
	for v, ks := range keys {
		b.Add(int32(v), ks)
	}
	out := make([]Pair, 0, len(met))
	for p := range met {
		out = append(out, p)
	}
	slices.SortFunc(out, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) })
	return out
}
