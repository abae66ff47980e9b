package candidate

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Numbers of the index of rare features. What a third up or down finds
// and costs stands in examples/benchmark/testdata/ablation.md, table Finding.
const (
	maxDF   = 100 // texts that a feature may stand in
	minHits = 2
	perDoc  = 16 // pairs that a text may ask for

	// corpus is the number of texts of which rarity is reckoned, whatever the
	// number that are there: weights must not change with every text that comes.
	corpus = 300
)

// Rare is the inverted index of the features that stand in two texts or more and
// in maxDF at most. Many goroutines may ask it at once, each with an [Asker] of
// its own, while none changes it.
type Rare struct {
	// Compare orders texts, no two of which are equal: ties go by it.
	Compare func(v, w int32) int

	texts multimap // by number
	size  int32    // numbers are below it
}

// A Scored is a text that another one asks for.
type Scored struct {
	Text  int32
	Score uint32
}

// weights has, by level, what a shared feature counts: the square of its logarithmic
// inverse document frequency, in 1/64. Frequencies of one level count alike, so
// that a text that comes seldom changes what others have in common.
var weights = func() (w [8]uint64) {
	for l := 1; l < len(w); l++ {
		idf := math.Log1p(corpus / (0.75 * float64(int(1)<<l)))
		w[l] = uint64(64 * idf * idf)
	}
	return w
}()

// level returns the level of a document frequency: 1 for 2, 2 for 3 and 4, 3 for
// 5 to 8, and 0 where the feature does not count.
func level(df int) int {
	if df < 2 || df > maxDF {
		return 0
	}
	return bits.Len(uint(df - 1))
}

// Add takes in a text with its features, ascending and without repeats. It tells
// which texts must ask again because a feature of theirs now counts otherwise;
// those to whom the new text itself means something Ask tells. Time is linear in the
// features and in those texts.
func (x *Rare) Add(v int32, features []uint32, changed func(w int32)) {
	var room [1]int32
	x.size = max(x.size, v+1)
	for _, k := range features {
		at, _ := slices.BinarySearch(x.texts.get(k, &room), v)
		own := x.texts.insert(k, at, v)
		if n := len(own); n > 2 && level(n) != level(n-1) {
			each(own, changed)
		}
	}
}

// Remove takes out a text that was added with these features. It tells which texts
// must ask again, besides those that had asked for it.
func (x *Rare) Remove(v int32, features []uint32, changed func(w int32)) {
	var room [1]int32
	for _, k := range features {
		at, _ := slices.BinarySearch(x.texts.get(k, &room), v)
		own := x.texts.remove(k, at)
		if n := len(own); n > 1 && level(n) != level(n+1) {
			each(own, changed)
		}
	}
}

func each(texts []int32, f func(v int32)) {
	for _, v := range texts {
		f(v)
	}
}

// An Asker is the scratch space of one goroutine. The zero value is ready.
type Asker struct {
	score   []uint64 // of each text, zero between calls
	hits    []uint32 // the same: features shared
	touched []int32
	own     []Scored
}

// Ask appends the perDoc texts with which v shares most, rare features weighing
// more, and at least minHits of them, the best first. Near tells which may be asked for. Offer, unless nil, is told of
// all of them, for whom v may be among the best in turn: two texts have the same
// score for both. If v is not in the index, it is asked as if it were. Time is linear in the pairs of texts
// within one feature, at most maxDF for each feature.
func (x *Rare) Ask(dst []Scored, a *Asker, v int32, features []uint32, near func(w int32) bool, offer func(s Scored)) []Scored {
	var room [1]int32
	a.touched, a.own = a.touched[:0], a.own[:0]
	if n := int(x.size); len(a.score) < n {
		a.score = append(a.score, make([]uint64, n-len(a.score))...)
		a.hits = append(a.hits, make([]uint32, n-len(a.hits))...)
	}
	for _, k := range features {
		own := x.texts.get(k, &room)
		df := len(own)
		if _, in := slices.BinarySearch(own, v); !in {
			df++
		}
		w := weights[level(df)]
		if w == 0 {
			continue
		}
		for _, e := range own {
			if a.hits[e] == 0 {
				a.touched = append(a.touched, e)
			}
			a.hits[e]++
			a.score[e] += w
		}
	}
	for _, e := range a.touched {
		if a.hits[e] >= minHits && e != v && near(e) {
			a.own = append(a.own, Scored{e, uint32(min(a.score[e], math.MaxUint32))})
		}
		a.score[e], a.hits[e] = 0, 0
	}
	if offer != nil {
		for _, s := range a.own {
			offer(s)
		}
	}
	slices.SortFunc(a.own, x.compare)
	return append(dst, a.own[:min(len(a.own), perDoc)]...)
}

// compare orders what a text asks for, the best first.
func (x *Rare) compare(p, q Scored) int {
	if p.Score != q.Score {
		return cmp.Compare(q.Score, p.Score)
	}
	return x.Compare(p.Text, q.Text)
}

// Wants reports whether a text that asks for these would ask for another one.
func (x *Rare) Wants(own []Scored, s Scored) bool {
	return len(own) < perDoc || x.compare(s, own[len(own)-1]) < 0
}
