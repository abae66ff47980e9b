package main

import (
	"math"
	"strconv"

	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/shingle"
)

// The baseline is what most deduplication does (datasketch, text-dedup, datatrove, NeMo): a MinHash sketch of 128 slots
// for the 3-word shingles of each article, LSH bands chosen for a threshold, pairs that share a band and whose
// estimated resemblance reaches the threshold, and of these the connected components. It is given what nobody has in
// earnest: the threshold that is best for this gold.
//
// Sketches and shingles are the library's own, so that the rest is what differs.
type baseline struct {
	Threshold float64 `json:"threshold"`
	Bands     int     `json:"bands"`
	Rows      int     `json:"rows"`
	clusterScores
}

// thresholds are those tried. On graded revisions low ones win: a slot of 128 is .008, and .02 is as low as makes sense.
var thresholds = []float64{.02, .05, .1, .2, .3, .4, .5, .6, .7, .8, .9}

// bestBaseline returns the baseline with the threshold that gives the best B-cubed F1, of equals the lowest.
func bestBaseline(c *corpus) *baseline {
	sketches := make([]minhash.Sketch, len(c.Articles))
	for i, a := range c.Articles {
		sketches[i] = minhash.Scheme{}.Sketch(shingle.Shingler{Words: 3}.Set(a.Text))
	}
	var best *baseline
	for _, t := range thresholds {
		b := &baseline{Threshold: t}
		b.Bands, b.Rows = bands(b.Threshold, minhash.DefaultSize)
		b.clusterScores = *scoreClusters(c.Clusters, b.clusters(c.Articles, sketches))
		if best == nil || b.B3F1 > best.B3F1 {
			best = b
		}
	}
	return best
}

// clusters gives each article the number of its component. Linear but for large buckets, in which all pairs are met.
func (b *baseline) clusters(articles []article, sketches []minhash.Sketch) map[string]string {
	parts := newParts(len(sketches))
	buckets := make(map[uint64][]int)
	for i, s := range sketches {
		for _, key := range s.AppendBands(nil, b.Bands, b.Rows) {
			buckets[key] = append(buckets[key], i)
		}
	}
	for _, bucket := range buckets {
		b.join(parts, bucket, sketches)
	}
	clusters := make(map[string]string, len(articles))
	for i, a := range articles {
		clusters[a.ID] = strconv.Itoa(parts.root(i))
	}
	return clusters
}

// join verifies the pairs of a bucket that are not yet in one component.
func (b *baseline) join(parts parts, bucket []int, sketches []minhash.Sketch) {
	for n, i := range bucket {
		for _, j := range bucket[n+1:] {
			if parts.root(i) == parts.root(j) {
				continue
			}
			if s, err := sketches[i].Similarity(sketches[j]); err == nil && s >= b.Threshold {
				parts.union(i, j)
			}
		}
	}
}

// bands chooses how to cut k slots, as datasketch does: the fewest chances of a pair under the threshold to share a
// band plus chances of one above it to share none, over all resemblances.
func bands(threshold float64, k int) (bands, rows int) {
	least := math.Inf(1)
	for b := 1; b <= k; b++ {
		for r := 1; b*r <= k; r++ {
			if e := misses(threshold, b, r); e < least {
				least, bands, rows = e, b, r
			}
		}
	}
	return bands, rows
}

// misses integrates the wrong chances.
func misses(threshold float64, b, r int) (sum float64) {
	const steps = 500
	for step := range steps {
		j := (float64(step) + .5) / steps
		none := math.Pow(1-math.Pow(j, float64(r)), float64(b))
		if j < threshold {
			sum += 1 - none
		} else {
			sum += none
		}
	}
	return sum / steps
}

// Parts are disjoint sets of the numbers 0..n-1; each number holds its parent, a root itself.
type parts []int

func newParts(n int) parts {
	p := make(parts, n)
	for i := range p {
		p[i] = i
	}
	return p
}

// root is the least number of i's set. It halves the path that it goes.
func (p parts) root(i int) int {
	for p[i] != i {
		p[i] = p[p[i]]
		i = p[i]
	}
	return i
}

func (p parts) union(i, j int) {
	i, j = p.root(i), p.root(j)
	p[max(i, j)] = min(i, j)
}
