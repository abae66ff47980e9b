package candidate

import (
	"cmp"
	"math"
	"slices"
)

// A Source gives what the index of rare features needs of each article.
type Source struct {
	Features [][]uint32 // of each article, ascending, no repeats; nil to leave it out
	Time     []int64    // seconds; used only with a window
	Window   int64      // seconds; 0 for none. Articles without a time (0) are in every window
}

// Numbers of the index of rare features. What a third up or down finds
// and costs stands in examples/benchmark/testdata/ablation.md, table Finding.
const (
	maxDF   = 100 // articles that a feature may stand in
	minHits = 2
	perDoc  = 16 // pairs that an article may ask for
)

// A Rare is the inverted index of the features that stand in two articles or
// more and in maxDF at most. Any number of goroutines may ask it, each with an
// [Asker] of its own.
type Rare struct {
	Source
	has    [][]int32 // kept features of each article, in the order of their hashes
	docs   []int32   // articles of all kept features, one behind the other
	ends   []int32   // where those of each end
	weight []float64 // by document frequency: the square of its logarithmic inverse
}

// atOnce bounds the entries that are sorted at once, so that memory is that of
// what is kept.
const atOnce = 1 << 22

// NewRare inverts the features of s. Time is linear in them. Of the features of
// news nine in ten stand in one article only and are not kept.
func NewRare(s Source) *Rare {
	x := &Rare{Source: s, has: make([][]int32, len(s.Features)), weight: make([]float64, maxDF+1)}
	n, total := 0, 0
	for _, fs := range s.Features {
		if fs != nil {
			n++
		}
		total += len(fs)
	}
	for df := 1; df <= maxDF; df++ {
		w := math.Log(1 + float64(n)/float64(df))
		x.weight[df] = w * w
	}
	parts := total/atOnce + 1
	next := make([]int, len(s.Features)) // the features below it are done
	var v inverter
	for part := range parts {
		end := uint64(part+1) << 32 / uint64(parts)
		v.entries = v.entries[:0]
		for d, fs := range s.Features {
			k := next[d]
			for ; k < len(fs) && uint64(fs[k]) < end; k++ {
				v.add(fs[k], int32(d))
			}
			next[d] = k
		}
		for run := range v.runs() {
			x.keep(run)
		}
	}
	return x
}

// keep takes in the articles of a feature.
func (x *Rare) keep(run []entry) {
	if len(run) > maxDF {
		return
	}
	for _, e := range run {
		d := e.doc()
		x.has[d] = append(x.has[d], int32(len(x.ends)))
		x.docs = append(x.docs, d)
	}
	x.ends = append(x.ends, int32(len(x.docs)))
}

// postings returns the articles that have feature k.
func (x *Rare) postings(k int32) []int32 {
	if k == 0 {
		return x.docs[:x.ends[0]]
	}
	return x.docs[x.ends[k-1]:x.ends[k]]
}

// An Asker is the scratch space of one goroutine. The zero value is ready.
type Asker struct {
	score   []float64 // of each article, zero between calls
	hits    []int32   // the same: features shared
	touched []int32
	own     []scored
}

type scored struct {
	Pair
	score float64
}

// Ask appends the pairs of article d that share rare features: the perDoc others
// with which it shares most, every feature counting the square of its inverse
// document frequency, and at least minHits features. The best come first; the
// numbers of articles decide nothing but which of equally good ones an article
// asks for. A pair has the same score for both of its articles, to the last
// digit. Time is linear in the pairs of articles within one feature, at most
// maxDF for each feature.
func (x *Rare) Ask(dst []Pair, a *Asker, d int32) []Pair {
	if a.score == nil {
		a.score, a.hits = make([]float64, len(x.has)), make([]int32, len(x.has))
	}
	a.touched, a.own = a.touched[:0], a.own[:0]
	for _, k := range x.has[d] {
		docs := x.postings(k)
		w := x.weight[len(docs)]
		for _, e := range docs {
			if a.hits[e] == 0 {
				a.touched = append(a.touched, e)
			}
			a.hits[e]++
			a.score[e] += w
		}
	}
	for _, e := range a.touched {
		if a.hits[e] >= minHits && e != d && x.near(d, e) {
			a.own = append(a.own, scored{Pair{A: min(d, e), B: max(d, e)}, a.score[e]})
		}
		a.score[e], a.hits[e] = 0, 0
	}
	slices.SortFunc(a.own, func(p, q scored) int { return cmp.Or(cmp.Compare(q.score, p.score), byNumber(p.Pair, q.Pair)) })
	for _, p := range a.own[:min(len(a.own), perDoc)] {
		dst = append(dst, p.Pair)
	}
	return dst
}

func (s Source) near(a, b int32) bool {
	if s.Window <= 0 || s.Time[a] == 0 || s.Time[b] == 0 {
		return true
	}
	d := s.Time[a] - s.Time[b]
	return d <= s.Window && -d <= s.Window
}
