// Package candidate finds the pairs of articles that are worth a close look:
// copies by banding their sketches, abridged and reworded copies by counting
// the rare features they share.
package candidate

import (
	"cmp"
	"iter"
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
// arbitrary. No pair comes twice; they are ordered by A, then B. Which pairs of
// a large bucket come depends on the content, not on the numbers, of articles
// that differ. Time is that of sorting the keys, and of maxBucket pairs a key.
func Copies(keys [][]uint64, content []uint64) []Pair {
	entries := invert(keys)
	slices.SortFunc(entries, func(p, q entry) int {
		return cmp.Or(cmp.Compare(p.key, q.key), cmp.Compare(content[p.doc], content[q.doc]), cmp.Compare(p.doc, q.doc))
	})
	entries = slices.Compact(entries) // an article may have a key twice
	var out []Pair
	for bucket := range runs(entries) {
		for p := range bucket {
			for q := p + 1; q < len(bucket); q++ {
				if len(bucket) > maxBucket && q != p+1 && p != 0 {
					break
				}
				a, b := bucket[p].doc, bucket[q].doc
				out = append(out, Pair{A: min(a, b), B: max(a, b)})
			}
		}
	}
	return unique(out)
}

// An entry says that an article has a key.
type entry struct {
	key uint64
	doc int32
}

// invert lists the keys of all articles.
func invert(keys [][]uint64) []entry {
	n := 0
	for _, ks := range keys {
		n += len(ks)
	}
	entries := make([]entry, 0, n)
	for i, ks := range keys {
		for _, k := range ks {
			entries = append(entries, entry{k, int32(i)})
		}
	}
	return entries
}

// runs yields the entries of each key, of entries sorted by key.
func runs(entries []entry) iter.Seq[[]entry] {
	return func(yield func([]entry) bool) {
		for i := 0; i < len(entries); {
			j := i + 1
			for j < len(entries) && entries[j].key == entries[i].key {
				j++
			}
			if !yield(entries[i:j]) {
				return
			}
			i = j
		}
	}
}

// unique orders pairs by number and drops repeats.
func unique(pairs []Pair) []Pair {
	slices.SortFunc(pairs, byNumber)
	return slices.CompactFunc(pairs, func(p, q Pair) bool { return p.A == q.A && p.B == q.B })
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
// ordered by A, then B, each once; the numbers of articles decide nothing but
// which of equally good ones an article asks for. Time is that of sorting the
// features and linear in the pairs of articles within one, at most maxDF for
// each article and feature.
func Rare(s Source) []Pair {
	x := newRareIndex(s)
	var out []Pair
	for d := range x.has {
		out = append(out, x.ask(int32(d))...)
	}
	return unique(out)
}

// rareIndex is the inverted index of the features that stand in two articles
// or more and in maxDF at most.
type rareIndex struct {
	Source
	has   [][]int32 // kept features of each article, in the order of their hashes
	docs  [][]int32 // articles of each kept feature
	score []float64 // scratch of ask: of each article, zero between calls
	hits  []int32   // the same: features shared
}

func newRareIndex(s Source) *rareIndex {
	n := len(s.Features)
	x := &rareIndex{Source: s, has: make([][]int32, n), score: make([]float64, n), hits: make([]int32, n)}
	entries := invert(s.Features)
	slices.SortFunc(entries, func(p, q entry) int { return cmp.Or(cmp.Compare(p.key, q.key), cmp.Compare(p.doc, q.doc)) })
	postings := make([]int32, 0, len(entries))
	for run := range runs(entries) {
		if len(run) < 2 || len(run) > maxDF {
			continue
		}
		from := len(postings)
		for _, e := range run {
			x.has[e.doc] = append(x.has[e.doc], int32(len(x.docs)))
			postings = append(postings, e.doc)
		}
		x.docs = append(x.docs, postings[from:])
	}
	return x
}

// ask returns the best pairs of article d, at most perDoc. A pair has the same
// score for both of its articles, to the last digit.
func (x *rareIndex) ask(d int32) []Pair {
	n := float64(len(x.has))
	var touched []int32
	for _, k := range x.has[d] {
		docs := x.docs[k]
		w := math.Log(1 + n/float64(len(docs)))
		for _, e := range docs {
			if e == d || !x.near(d, e) {
				continue
			}
			if x.hits[e] == 0 {
				touched = append(touched, e)
			}
			x.hits[e]++
			x.score[e] += w * w
		}
	}
	var own []Pair
	for _, e := range touched {
		if x.hits[e] >= minHits {
			own = append(own, Pair{A: min(d, e), B: max(d, e), Score: x.score[e]})
		}
		x.score[e], x.hits[e] = 0, 0
	}
	slices.SortFunc(own, func(p, q Pair) int { return cmp.Or(cmp.Compare(q.Score, p.Score), byNumber(p, q)) })
	return own[:min(len(own), perDoc)]
}

func (s Source) near(a, b int32) bool {
	if s.Window <= 0 || s.Time[a] == 0 || s.Time[b] == 0 {
		return true
	}
	d := s.Time[a] - s.Time[b]
	return d <= s.Window && -d <= s.Window
}
