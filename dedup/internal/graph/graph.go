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
package graph

import (
	"cmp"
	"context"
	"maps"
	"math"
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
	Detail      any  // the caller's
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

	// Each calls f for 0 to n-1, on as many goroutines as there are workers, each
	// with an Asker of its own.
	Each(ctx context.Context, n int, f func(a *candidate.Asker, i int)) error
}

// Numbers of the search. What moving each finds and costs stands in
// examples/benchmark/testdata/ablation.md, table Finding.
const (
	collapseAt = 0.6 // resemblance from which texts stand for each other in the search for rewrites
	firstAsked = 4   // texts that one asks for before it has a relative
	maxKin     = 8   // links of a text that are closed to triangles
	maxFamily  = 16  // copies that are compared one by one
)

// A Graph is described above. One goroutine may change it; Match may run in any
// number besides.
type Graph struct {
	o       Options
	caller  Caller
	mu      sync.RWMutex // held to change what Match reads: texts, families, buckets, rare
	texts   []vertex
	free    []int32
	buckets candidate.Buckets
	rare    candidate.Rare
	links   map[Pair]*link
	across  map[*link][]*link // what a link between two that stand for copies proposes

	added, removed []int32

	// What is on its way from step to step of Settle.
	touched []*link // links whose reasons changed
	fresh   []*link // those of them without a verdict
	asks    set     // who must ask again
	newly   set     // who can be asked for since now
	resized set     // heads whose families changed
}

// A vertex is a text in the graph.
type vertex struct {
	Text
	live    bool
	links   []*link
	family  *family // itself and its copies
	own     []candidate.Scored
	related int     // links of the first kind, by those who asked, to a relative
	more    bool    // that is more than none: it asks for all of own
	closed  []*link // what it proposes of what its relatives have in common
}

// A family is a group of copies.
type family struct {
	members []int32 // in the order of Compare
	head    int32   // stands for all: the longest
}

// A link is a pair with reasons to be compared.
type link struct {
	Pair
	Verdict
	judged  bool
	touched bool
	bands   uint8 // in how many they meet
	asked   uint8 // who asks for whom
	across  bool
	memo    bool   // the groups wanted to know
	closes  uint16 // triangles
	was     uint8  // what the steps have seen of it
}

// Bits of link.asked: those of B are one further.
const (
	askedFirst uint8 = 1 << 0 // among the first of its list
	askedMore  uint8 = 1 << 2 // further down
	anyFirst         = askedFirst | askedFirst<<1
)

// Bits of link.was.
const (
	wasCopy    uint8 = 1 << iota // the two are of one family
	wasRelated                   // a first one, to a relative
	wasBase                      // one asked for by either, to a relative
	wasKin                       // derived, by what comes before triangles
	wasEdge
)

func (l *link) other(v int32) int32 { return l.A + l.B - v }

// side returns 0 for A and 1 for B.
func (l *link) side(v int32) int {
	if v == l.A {
		return 0
	}
	return 1
}

// before reports whether something before the triangles proposes the pair.
func (l *link) before() bool { return l.bands > 0 || l.asked != 0 || l.across }

// alive reports whether anything proposes the pair.
func (l *link) alive() bool { return l.before() || l.closes > 0 }

// New returns an empty graph.
func New(o Options, c Caller) *Graph {
	g := &Graph{o: o, caller: c, links: map[Pair]*link{}, across: map[*link][]*link{}}
	g.buckets.Compare, g.buckets.Meet = g.Compare, g.meet
	if o.Window > 0 {
		g.buckets.Compare = g.compareTime
	}
	g.rare.Compare = g.Compare
	return g
}

// Compare orders texts by their keys.
func (g *Graph) Compare(v, w int32) int {
	return compare(&g.texts[v].Text, &g.texts[w].Text)
}

func compare(p, q *Text) int {
	if p.Key != q.Key {
		return cmp.Compare(p.Key, q.Key)
	}
	return cmp.Compare(p.Time, q.Time)
}

func (g *Graph) compareTime(v, w int32) int { return compareTime(&g.texts[v].Text, &g.texts[w].Text) }

func compareTime(p, q *Text) int {
	return cmp.Or(cmp.Compare(p.Time, q.Time), cmp.Compare(p.Key, q.Key))
}

// Len returns the number of texts.
func (g *Graph) Len() int { return len(g.texts) - len(g.free) }

// Has reports whether a number is that of a text that is there.
func (g *Graph) Has(v int32) bool { return int(v) < len(g.texts) && g.texts[v].live }

// Text returns a text that is there.
func (g *Graph) Text(v int32) *Text { return &g.texts[v].Text }

// near reports whether the window lets two texts be linked.
func (g *Graph) near(v, w int32) bool { return near(&g.texts[v].Text, &g.texts[w].Text, g.o.Window) }

func near(p, q *Text, window time.Duration) bool {
	if window <= 0 || p.Time == 0 || q.Time == 0 {
		return true
	}
	d := uint64(max(p.Time, q.Time)) - uint64(min(p.Time, q.Time)) // no overflow: it is positive
	return d <= uint64(window)
}

// meetHeads is near for two who stand for their copies: those may have come
// over days.
func (g *Graph) meetHeads(v, w int32) bool {
	return len(g.texts[v].family.members) > 1 || len(g.texts[w].family.members) > 1 || g.near(v, w)
}

// alike reports whether two sketches may be those of sets with a resemblance of
// collapseAt. Their lowest bytes agree by chance once in 256; three and a half
// standard deviations of the estimate are allowed.
func alike(p, q *Text) bool {
	n := min(len(p.Low), len(q.Low))
	equal := 0
	for i, b := range p.Low[:n] {
		if b == q.Low[i] {
			equal++
		}
	}
	slack := 3.5 * math.Sqrt(collapseAt*(1-collapseAt)/float64(n))
	return float64(equal) >= (collapseAt-slack)*float64(n)
}

// pair returns two texts as a pair.
func (g *Graph) pair(v, w int32) Pair {
	if g.Compare(v, w) > 0 {
		v, w = w, v
	}
	return Pair{A: v, B: w}
}

// get returns the link of two texts, made if there is none.
func (g *Graph) get(v, w int32) *link {
	p := g.pair(v, w)
	l := g.links[p]
	if l == nil {
		l = &link{Pair: p}
		g.links[p] = l
		g.texts[v].links = append(g.texts[v].links, l)
		g.texts[w].links = append(g.texts[w].links, l)
	}
	return l
}

// touch notes that the reasons of a link changed.
func (g *Graph) touch(l *link) {
	if !l.touched {
		l.touched = true
		g.touched = append(g.touched, l)
	}
	if !l.judged && l.alive() {
		g.fresh = append(g.fresh, l)
	}
}

// meet is told by the buckets who meets whom.
func (g *Graph) meet(v, w int32, by int) {
	p := g.pair(v, w)
	l := g.links[p]
	if l == nil {
		if by < 0 || !g.near(v, w) || !alike(&g.texts[v].Text, &g.texts[w].Text) {
			return
		}
		l = g.get(v, w)
	} else if l.bands == 0 && (!g.near(v, w) || !alike(&g.texts[v].Text, &g.texts[w].Text)) {
		return
	}
	l.bands += uint8(by) // at most as many as there are bands
	g.touch(l)
}

// A set of texts.
type set map[int32]bool

func (s *set) add(v int32) {
	if *s == nil {
		*s = set{}
	}
	(*s)[v] = true
}

// take empties the set, and returns what was in it in the order of keys.
func (g *Graph) take(s *set) []int32 {
	list := slices.SortedFunc(maps.Keys(*s), g.Compare)
	*s = nil
	return list
}
