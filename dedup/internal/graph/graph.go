// Package graph keeps which texts are worth a comparison, what the comparisons
// said, and which groups that makes, while texts come and go.
//
// What it holds is a function of the texts that are there, whatever the order in
// which they came and whatever left in between. A pair is compared if one of these
// proposes it, each built on what the comparisons before it said:
//
//	band      the two share a band of their sketches and look alike
//	ask       one of them asks for the other: both stand for their copies, and share rare features
//	across    those who stand for their copies are related
//	triangle  a third text is derived from, or the source of, both
//
// A change is followed from step to step: a step looks at what has changed in the
// one before it and at nothing else, so that a text costs the same in an index of a
// thousand and of a million.
//
// # Reading the source
//
// graph.go (texts and what a caller gives), link.go (pairs), settle.go (the steps), group.go (groups of
// stories), reason.go (why what two share is no reason to group them) with module.go, form.go and affair.go,
// match.go (one that is not in it), image.go and pack.go (as it is stored).
package graph

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"sync"
	"time"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
)

// A Text is what the graph needs of a text. No two in a graph have the same Key
// and Time.
type Text struct {
	Key      uint64 // tells texts apart; random, as ties go by it
	Time     int64  // nanoseconds, 0 if unknown; used only with a window
	Words    int
	Bands    []uint32
	Low      []byte   // the lowest byte of each slot of the sketch
	Features []uint32 // ascending, without repeats
}

// A Pair is two numbers of texts, of which A is the first in the order of [Graph.Compare].
type Pair = candidate.Pair

// A Verdict is what a comparison says. It must depend on the two texts alone.
type Verdict struct {
	Score       float64 // 0 to 1
	Resemblance float64
	Derived     bool // an edge between them

	// Block is the number of words that the two have in common word for word, if they have nothing else
	// in common and both have much of their own; else 0.
	Block  uint16
	Form   bool // it is derived, and the two are the same words with other facts between them
	Much   bool // two fifths of the shorter text stand in the other word for word
	Most   bool // three fifths do
	Detail any  // the caller's
}

// Options are what a graph is given.
type Options struct {
	Window  time.Duration // longest time between linked texts; 0 for any
	Related float64       // score of a pair whose relatives are looked at, too

	// Scale is what scores are multiplied with for the groups, to which .5 is the
	// score of an edge.
	Scale float64
}

// A Caller is who keeps the texts and has the goroutines.
type Caller interface {
	// Judge compares pairs; the verdicts are in their order.
	Judge(ctx context.Context, pairs []Pair) ([]Verdict, error)

	// Judge1 compares one pair. Many goroutines may call it, those of Each.
	Judge1(p Pair) Verdict

	// Source names the source of a text; 0 if it is unknown, or one of several. Many goroutines may call it.
	Source(v int32) uint64

	// Dates returns when a text was published first and last, in nanoseconds; 0 if that is unknown. Many goroutines
	// may call it.
	Dates(v int32) (first, last int64)

	// Each calls f for 0 to n-1, on as many goroutines as there are workers, each
	// with an Asker of its own.
	Each(ctx context.Context, n int, f func(a *candidate.Asker, i int)) error
}

// Numbers of the search. What moving each finds and costs stands in
// examples/benchmark/testdata/ablation.md, table Finding.
const (
	collapseAt = 0.6 // resemblance from which texts stand for each other in the search for rewrites
	maxKin     = 8   // links of a text that are closed to triangles
	maxFamily  = 16  // copies that are compared one by one
)

// A Graph is described above. One goroutine may change it; Match may run in any
// number besides.
type Graph struct {
	o        Options
	caller   Caller
	mu       sync.RWMutex // held to change what Match reads: texts, families, buckets, rare
	texts    []vertex
	free     []int32
	families map[int32][]int32 // of two and more, by who stands for them
	buckets  candidate.Buckets
	rare     candidate.Rare

	links
	across map[int32][]int32 // what a link between two that stand for copies proposes
	kin    map[int32][]int32 // those of a text's relatives of which it proposes each two

	added, removed []int32
	again          []int32            // whose groups may have changed for another reason
	bands          map[int32][]uint32 // of those

	// What is on its way from step to step of Settle.
	touched []int32 // links whose reasons changed
	fresh   []int32 // those of them without a verdict
	asks    set     // whose lists changed, or must be made
	newly   set     // who can be asked for since now
	resized set     // heads whose families changed
	some    set     // of one step
}

// A vertex is a text in the graph, with what the search needs of it in one piece.
type vertex struct {
	key   uint64
	time  int64
	data  []uint32 // the low bytes, four in one; the features, packed
	edges []edge
	asks  candidate.List
	head  [1]int32 // who stands for its family, none between two of them; alone it is its family
	words int32
	slots int32 // of the sketch
	rare  int32 // features
	live  bool
}

const none = -1

// New returns an empty graph.
func New(o Options, c Caller) *Graph {
	g := &Graph{o: o, caller: c, families: map[int32][]int32{}, across: map[int32][]int32{}, kin: map[int32][]int32{}}
	g.bands = map[int32][]uint32{}
	g.buckets.Compare, g.buckets.Meet = g.Compare, g.meet
	if o.Window > 0 {
		g.buckets.Compare = g.compareTime
	}
	g.rare.Compare = g.Compare
	g.rare.List = func(v int32) *candidate.List { return &g.texts[v].asks }
	return g
}

// Compare orders texts by their keys.
func (g *Graph) Compare(v, w int32) int { return compare(&g.texts[v], &g.texts[w]) }

func compare(p, q *vertex) int {
	if p.key != q.key {
		return cmp.Compare(p.key, q.key)
	}
	return cmp.Compare(p.time, q.time)
}

func (g *Graph) compareTime(v, w int32) int { return compareTime(&g.texts[v], &g.texts[w]) }

func compareTime(p, q *vertex) int {
	return cmp.Or(cmp.Compare(p.time, q.time), cmp.Compare(p.key, q.key))
}

// Numbers returns the number below which those of texts are.
func (g *Graph) Numbers() int { return len(g.texts) }

// Has reports whether a number is that of a text that is there.
func (g *Graph) Has(v int32) bool { return int(v) < len(g.texts) && g.texts[v].live }

// Key returns the key of a text.
func (g *Graph) Key(v int32) uint64 { return g.texts[v].key }

// Time returns the time of a text.
func (g *Graph) Time(v int32) int64 { return g.texts[v].time }

// hold returns a text as the graph holds it.
func hold(t *Text) vertex {
	low := (len(t.Low) + 3) / 4
	var packed packer
	packed.write(t.Features)
	u := vertex{
		key: t.Key, time: t.Time, words: int32(min(t.Words, math.MaxInt32)), slots: int32(len(t.Low)),
		head: [1]int32{none}, live: true,
		rare: int32(len(t.Features)), data: make([]uint32, low+len(packed.words)),
	}
	for i, b := range t.Low {
		u.data[i/4] |= uint32(b) << (i % 4 * 8)
	}
	copy(u.data[low:], packed.words)
	return u
}

func (u *vertex) low() []uint32 { return u.data[:(u.slots+3)/4] }

// features appends the features.
func (u *vertex) features(dst []uint32) []uint32 {
	p := packer{words: u.data[(u.slots+3)/4:]}
	return p.read(dst, int(u.rare))
}

// near reports whether the window lets two texts be linked.
func (g *Graph) near(v, w int32) bool {
	return g.o.Window <= 0 || near(&g.texts[v], &g.texts[w], g.o.Window)
}

func near(p, q *vertex, window time.Duration) bool {
	if window <= 0 || p.time == 0 || q.time == 0 {
		return true
	}
	d := uint64(max(p.time, q.time)) - uint64(min(p.time, q.time)) // no overflow: it is positive
	return d <= uint64(window)
}

// meetHeads is near for two who stand for their copies: those may have come
// over days.
func (g *Graph) meetHeads(v, w int32) bool {
	return g.near(v, w) || g.families[v] != nil || g.families[w] != nil
}

// alike reports whether two sketches may be those of sets with a resemblance of
// collapseAt. Their lowest bytes agree by chance once in 256; three and a half
// standard deviations of the estimate are allowed.
func alike(p, q *vertex) bool {
	n := int(min(p.slots, q.slots))
	a, b := p.low(), q.low()
	equal := 0
	for i := 0; i < n; i += 4 {
		differ := a[i/4] ^ b[i/4]
		if n-i < 4 {
			differ |= ^uint32(0) << (8 * (n - i))
		}
		const low7 = 0x7F7F7F7F // the highest bit of a byte is left of those that are 0
		equal += bits.OnesCount32(^(differ&low7 + low7 | differ | low7))
	}
	slack := float64(3.5 * math.Sqrt(collapseAt*(1-collapseAt)/float64(n)))
	return float64(equal) >= (collapseAt-slack)*float64(n)
}

// meet is told by the buckets who meets whom.
func (g *Graph) meet(v, w int32, by int) {
	n := g.find(v, w)
	if n == none || g.link(n).bands == 0 {
		if n == none && by < 0 || !g.near(v, w) || !alike(&g.texts[v], &g.texts[w]) {
			return
		}
		n = g.get(v, w)
	}
	g.link(n).bands += uint8(by) // at most a few more than there are bands
	g.touch(n)
}

// family returns the members of the family of a text, in the order of Compare; none if it left one
// and is in no other yet.
func (g *Graph) family(v int32) []int32 {
	switch h := g.texts[v].head[0]; {
	case h == none:
		return nil
	case g.families[h] != nil:
		return g.families[h]
	default:
		return g.texts[v].head[:]
	}
}

// heads reports whether a text is there and stands for its family.
func (g *Graph) heads(v int32) bool { return g.texts[v].head[0] == v }

// sort sorts texts by Compare.
func (g *Graph) sort(list []int32) {
	if len(list) < 2 {
		return
	}
	type keyed struct {
		key uint64
		v   int32
	}
	all := make([]keyed, len(list))
	for i, v := range list {
		all[i] = keyed{g.texts[v].key, v}
	}
	slices.SortFunc(all, func(p, q keyed) int {
		if p.key != q.key {
			return cmp.Compare(p.key, q.key)
		}
		return cmp.Compare(g.texts[p.v].time, g.texts[q.v].time)
	})
	for i, k := range all {
		list[i] = k.v
	}
}

// A set of texts.
type set struct {
	in   []uint64 // a bit for each
	list []int32
}

func (s *set) has(v int32) bool { return int(v/64) < len(s.in) && s.in[v/64]>>(v%64)&1 != 0 }

// add reports whether the text was not in the set.
func (s *set) add(v int32) bool {
	if s.has(v) {
		return false
	}
	for int(v/64) >= len(s.in) {
		s.in = append(s.in, 0)
	}
	s.in[v/64] |= 1 << (v % 64)
	s.list = append(s.list, v)
	return true
}

// clear empties the set, and returns what was in it.
func (s *set) clear() []int32 {
	list := s.list
	for _, v := range list {
		s.in[v/64] = 0
	}
	s.list = nil
	return list
}

// take empties the set, and returns what was in it in the order of keys.
func (g *Graph) take(s *set) []int32 {
	list := s.clear()
	g.sort(list)
	return list
}
