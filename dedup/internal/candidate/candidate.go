// Package candidate finds the pairs of articles that are worth a close look:
// copies by banding their sketches, abridged and reworded copies by counting
// the rare features they share.
package candidate

import (
	"cmp"
	"math"
	"slices"
)

// A Pair is two numbers of articles, A below B, and what speaks for them.
type Pair struct {
	A, B  int32
	Score float64
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

// Copies returns the pairs that share a band. Keys holds for each article its
// band keys, content a number that is equal for equal articles and else
// arbitrary. No pair comes twice; they are ordered by A, then B.
func Copies(keys [][]uint64, content []uint64) []Pair {
	type entry struct {
		key uint64
		doc int32
	}
	n := 0
	for _, k := range keys {
		n += len(k)
	}
	entries := make([]entry, 0, n)
	for i, ks := range keys {
		for _, k := range ks {
			entries = append(entries, entry{k, int32(i)})
		}
	}
	slices.SortFunc(entries, func(p, q entry) int {
		return cmp.Or(cmp.Compare(p.key, q.key), cmp.Compare(content[p.doc], content[q.doc]), cmp.Compare(p.doc, q.doc))
	})
	var out []Pair
	for i := 0; i < len(entries); {
		j := i + 1
		for j < len(entries) && entries[j].key == entries[i].key {
			j++
		}
		bucket := entries[i:j]
		for p := range bucket {
			for q := p + 1; q < len(bucket); q++ {
				if len(bucket) > maxBucket && q != p+1 && p != 0 {
					break
				}
				a, b := bucket[p].doc, bucket[q].doc
				out = append(out, Pair{A: min(a, b), B: max(a, b)})
			}
		}
		i = j
	}
	slices.SortFunc(out, byNumber)
	return slices.CompactFunc(out, func(p, q Pair) bool { return p.A == q.A && p.B == q.B })
}

func byNumber(p, q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) }

// A Source gives what the rare-feature index needs of each article.
type Source struct {
	Features [][]uint64 // of each article, no repeats; nil to leave it out
	Time     []int64    // seconds; used only with a window
	Window   int64      // seconds; 0 for none. Articles without a time (0) are in every window
}

// Numbers of the rare-feature index.
const (
	maxDF   = 100 // articles that a feature may stand in
	minHits = 3   // features that a pair must share
	perDoc  = 16  // pairs that an article may ask for
)

// Rare returns the pairs that share rare features: each article asks for the
// perDoc others with which it shares most, every feature counting the square
// of its inverse document frequency, and at least minHits features. Pairs come
// ordered by A, then B, each once. Time is linear in the features and in the
// pairs of articles within one feature, at most maxDF for each.
func Rare(s Source) []Pair {
	type entry struct {
		key uint64
		doc int32
	}
	var entries []entry
	for i, fs := range s.Features {
		for _, f := range fs {
			entries = append(entries, entry{f, int32(i)})
		}
	}
	slices.SortFunc(entries, func(p, q entry) int { return cmp.Or(cmp.Compare(p.key, q.key), cmp.Compare(p.doc, q.doc)) })
	// postings[first[k]:first[k+1]] are the articles of the k-th kept feature.
	var postings []int32
	first := []int32{0}
	for i := 0; i < len(entries); {
		j := i + 1
		for j < len(entries) && entries[j].key == entries[i].key {
			j++
		}
		if n := j - i; n >= 2 && n <= maxDF {
			for _, e := range entries[i:j] {
				postings = append(postings, e.doc)
			}
			first = append(first, int32(len(postings)))
		}
		i = j
	}
	entries = nil
	has := make([][]int32, len(s.Features)) // kept features of each article
	for k := range len(first) - 1 {
		for _, d := range postings[first[k]:first[k+1]] {
			has[d] = append(has[d], int32(k))
		}
	}
	n := float64(len(s.Features))
	score := make([]float64, len(s.Features))
	hits := make([]int32, len(s.Features))
	var touched []int32
	var out []Pair
	for d := range has {
		touched = touched[:0]
		for _, k := range has[d] {
			docs := postings[first[k]:first[k+1]]
			w := math.Log(1 + n/float64(len(docs)))
			for _, e := range docs {
				if int(e) == d || !s.near(d, int(e)) {
					continue
				}
				if hits[e] == 0 {
					touched = append(touched, e)
				}
				hits[e]++
				score[e] += w * w
			}
		}
		out = s.ask(out, int32(d), touched, score, hits)
		for _, e := range touched {
			score[e], hits[e] = 0, 0
		}
	}
	slices.SortFunc(out, byNumber)
	return slices.CompactFunc(out, func(p, q Pair) bool { return p.A == q.A && p.B == q.B })
}

func (s Source) ask(out []Pair, d int32, touched []int32, score []float64, hits []int32) []Pair {
	var own []Pair
	for _, e := range touched {
		if hits[e] >= minHits {
			own = append(own, Pair{A: min(d, e), B: max(d, e), Score: score[e]})
		}
	}
	slices.SortFunc(own, func(p, q Pair) int { return cmp.Or(cmp.Compare(q.Score, p.Score), byNumber(p, q)) })
	return append(out, own[:min(len(own), perDoc)]...)
}

func (s Source) near(a, b int) bool {
	if s.Window <= 0 || s.Time[a] == 0 || s.Time[b] == 0 {
		return true
	}
	d := s.Time[a] - s.Time[b]
	return d <= s.Window && -d <= s.Window
}
