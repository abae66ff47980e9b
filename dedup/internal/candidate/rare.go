package candidate

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"sort"

	"github.com/wirecopy/wirecopy/dedup/internal/image"
)

// Numbers of the index of rare features. What a third up or down finds
// and costs stands in examples/benchmark/testdata/ablation.md, table Finding.
const (
	maxDF   = 100 // texts that a feature may stand in
	minHits = 2
	perDoc  = 16 // pairs that a text may ask for

	// leastShare is the share of what is rare in a text that another must have too to be asked
	// for. In us-homepages-2016 and reuters-21578 it leaves 149,000 candidates of 242,000, and of the 6,600 pairs that are
	// derived all but two; .06 leaves 108,000, and loses 8, and among 30,000 others one of the 32 French pairs.
	leastShare = 0.04

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

	// List returns the list of a text that is there. Of one that comes, Ask makes it.
	List func(v int32) *List

	texts multimap // by number
	size  int32    // numbers are below it
	marks []uint64 // a bit for each text, zero between calls
}

// A Scored is a text that another one asks for.
type Scored struct {
	Text  int32
	Score uint32
}

// weights has, by level, what a shared feature counts: its logarithmic inverse document frequency, in
// 1/256. Frequencies of one level count alike, so
// that a text that comes seldom changes what others have in common. Its square puts as good candidates first, but what
// a hundred articles of one story share is then worth a fourteenth of what each has alone, for a quarter, and
// leastShare would part them; and at the same number of candidates fewer of them are derived.
var weights = func() (w [33]uint32) {
	for l := 1; l < len(w); l++ {
		idf := math.Log1p(corpus / (0.75 * float64(int(1)<<l)))
		w[l] = uint32(256 * idf)
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

// worth is what a feature counts in a text that has it, whoever has it too: one that
// has no other yet counts as the rarest, so that the share which two texts have in common hardly
// sinks as the corpus grows.
func worth(df int) uint32 { return weights[level(max(df, 2))] }

// Add takes in a text with its features, ascending and without repeats. It tells whose
// lists changed because a feature of theirs now counts otherwise; to whom the
// new text itself means something, and for whom it asks, Ask tells. Time is linear in the features and in those texts.
func (x *Rare) Add(v int32, features []uint32, changed func(w int32)) {
	x.size = max(x.size, v+1)
	*x.List(v) = List{floor: unknown}
	x.texts.warm(features)
	for _, k := range features {
		x.texts.fit(v)
		own := x.texts.find(k)
		own = x.texts.insert(own, own.place(v), v)
		if n := own.len(); n > 2 && level(n) != level(n-1) {
			x.shift(own, weights[level(n-1)], weights[level(n)], changed)
		}
	}
}

// Fill adds texts to an empty index, which have so many features in all. All of them must ask.
func (x *Rare) Fill(texts []int32, entries int, features func(dst []uint32, v int32) []uint32) {
	x.texts.fill(texts, entries, features)
	x.size = slices.Max(texts) + 1
}

// Empty reports whether there has been no text.
func (x *Rare) Empty() bool { return x.size == 0 }

// Remove takes out a text that was added with these features, when nobody has it in a list any more. It tells whose
// lists changed.
func (x *Rare) Remove(v int32, features []uint32, changed func(w int32)) {
	*x.List(v) = List{}
	for _, k := range features {
		own := x.texts.find(k)
		own = x.texts.remove(own, own.place(v))
		if n := own.len(); n > 1 && level(n) != level(n+1) {
			x.shift(own, weights[level(n+1)], weights[level(n)], changed)
		}
	}
}

// place returns the place of a text in a run by number, or where it belongs.
func (r run) place(v int32) int {
	if n := len(r.own); n == 0 || r.own[n-1] < r.key|uint32(v) { // it is new
		return n
	}
	return sort.Search(len(r.own), func(i int) bool { return r.own[i] >= r.key|uint32(v) })
}

// An Asker is the scratch space of one goroutine. The zero value is ready.
type Asker struct {
	Features []uint32 // the caller's

	tally   []tally // of each text, zero between calls
	touched []int32
	own     []Scored
}

// A tally is what a text shares with the one that asks.
type tally struct {
	score uint64
	hits  uint32
}

// Ask makes the list of a text: of its best are the perDoc with which v shares most, rare features weighing
// more, and at least minHits of them and leastShare of what its own are worth. Near tells which may be asked for. Offer,
// unless nil, is told of all who share minHits, for whom v may be among the best in turn: two texts have the same
// score for both. One that is not in the index asks as -1, as if it were, and whatever the share is: what is much of
// another may be little of it, and nobody asks for it. Time is linear in the pairs of texts
// within one feature, at most maxDF for each feature.
func (x *Rare) Ask(a *Asker, v int32, features []uint32, near func(w int32) bool, offer func(s Scored)) List {
	a.touched, a.own = a.touched[:0], a.own[:0]
	if n := int(x.size); len(a.tally) < n {
		a.tally = append(a.tally, make([]tally, n-len(a.tally))...)
	}
	total := uint64(0)
	x.texts.warm(features)
	for _, k := range features {
		own := x.texts.find(k)
		df := own.len()
		if v < 0 {
			df++
		}
		if v >= 0 {
			total += uint64(worth(df))
		}
		w := weights[level(df)]
		if w == 0 {
			continue
		}
		for i := range own.len() {
			e := own.at(i)
			t := &a.tally[e]
			if t.hits == 0 {
				a.touched = append(a.touched, e)
			}
			t.hits++
			t.score += uint64(w)
		}
	}
	for _, e := range a.touched {
		if t := a.tally[e]; t.hits >= minHits && e != v && near(e) {
			a.own = append(a.own, Scored{e, uint32(min(t.score, math.MaxUint32))})
		}
		a.tally[e] = tally{}
	}
	if offer != nil {
		for _, s := range a.own {
			offer(s)
		}
	}
	l := List{worth: uint32(min(total, math.MaxUint32))}
	l.floor = uint32(reserve * float64(l.least()))
	a.own = slices.DeleteFunc(a.own, func(s Scored) bool { return s.Score < l.floor })
	slices.SortFunc(a.own, x.compare)
	l.own = a.own
	if l.cut(); total > maxWorth || !l.sure() { // of equals some were cut
		l.floor = unknown
	}
	l.own = slices.Clone(l.own)
	return l
}

// maxWorth bounds what the features of a text are worth if its list is to follow changes: that of a longer text is made anew.
const maxWorth = 1 << 30

// compare orders what a text asks for, the best first.
func (x *Rare) compare(p, q Scored) int {
	if p.Score != q.Score {
		return cmp.Compare(q.Score, p.Score)
	}
	return x.Compare(p.Text, q.Text)
}

// Save writes the index without the lists.
func (x *Rare) Save(w *image.Writer) {
	w.Word(uint32(x.size))
	x.texts.save(w)
}

// Load reads it into an empty one.
func (x *Rare) Load(r *image.Reader) {
	x.size = int32(r.Word())
	x.texts.load(r)
}
