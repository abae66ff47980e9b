package graph

import "slices"

// A link is a pair with reasons to be compared, and what the comparison said. A corpus has some for each
// text, most of them unrelated: they are kept by value and small, and are known by numbers.
type link struct {
	Pair
	score, resemblance float64

	closes uint16 // triangles
	block  uint16 // as the verdict has it
	bands  uint8  // in how many they meet
	asked  uint8  // who asks for the other: 1 is A, 2 is B
	was    uint8  // what the steps have seen of it
	is     uint8
}

// Bits of link.was.
const (
	wasCopy uint8 = 1 << iota // the two are of one family
	wasBase                   // one asked for by either, to a relative
	wasKin                    // derived, by what comes before triangles
	wasEdge
	wasBeside // of one that modules look at

	whyShift = iota // above it why an edge is none for the groups, a Reason
)

// Bits of link.is.
const (
	judged uint8 = 1 << iota
	derived
	touched
	across
	memo // the groups wanted to know
	form
	much
	most
)

// A Reason says why what two texts share is no reason to group them.
type Reason uint8

const (
	None       Reason = iota // it is one
	Module                   // it is a module of their source's
	Form                     // it is a form, filled in twice
	Background               // it is the background of several events
	Later                    // it is little, and the one is days older
)

func (l *link) why() Reason { return Reason(l.was >> whyShift) }

func (l *link) because(r Reason) { l.was = l.was&(1<<whyShift-1) | uint8(r)<<whyShift }

func (l *link) other(v int32) int32 { return l.A + l.B - v }

// side returns 0 for A and 1 for B.
func (l *link) side(v int32) int {
	if v == l.A {
		return 0
	}
	return 1
}

// before reports whether something before the triangles proposes the pair.
func (l *link) before() bool { return l.bands > 0 || l.asked != 0 || l.is&across != 0 }

// alive reports whether anything proposes the pair.
func (l *link) alive() bool { return l.before() || l.closes > 0 }

// beside reports whether modules look at the pair.
func (l *link) beside() bool { return l.alive() && (l.block > 0 || l.is&derived != 0) }

// An edge is a link as one of its texts has it.
type edge struct{ to, link int32 }

// Links is where the links are. A link stays where it is until it is dropped.
type links struct {
	pages   []*[linkPage]link
	details []*[linkPage]any // apart, as links have no pointers
	made    int32
	unused  []int32 // numbers of those that were dropped
}

const linkPage = 1 << 10

func (s *links) link(n int32) *link  { return &s.pages[n/linkPage][n%linkPage] }
func (s *links) detail(n int32) *any { return &s.details[n/linkPage][n%linkPage] }

// make makes a new link and returns its number.
func (s *links) make() int32 {
	if s.made%linkPage == 0 {
		s.pages, s.details = append(s.pages, new([linkPage]link)), append(s.details, new([linkPage]any))
	}
	s.made++
	return s.made - 1
}

// Compared returns how many pairs it has verdicts on.
func (s *links) Compared() int { return int(s.made) - len(s.unused) }

// verdict returns what a comparison said.
func (s *links) verdict(n int32) Verdict {
	l := s.link(n)
	return Verdict{
		Score: l.score, Resemblance: l.resemblance, Derived: l.is&derived != 0, Block: l.block,
		Form: l.is&form != 0, Much: l.is&much != 0, Most: l.is&most != 0, Detail: *s.detail(n),
	}
}

// decide notes what a comparison said.
func (s *links) decide(n int32, v Verdict) {
	l := s.link(n)
	l.score, l.resemblance, l.block = v.Score, v.Resemblance, v.Block
	if l.is |= judged; v.Derived {
		l.is |= derived
	}
	if v.Form {
		l.is |= form
	}
	if v.Much {
		l.is |= much
	}
	if v.Most {
		l.is |= most
	}
	if v.Detail != nil {
		*s.detail(n) = v.Detail
	}
}

// pair returns two texts as a pair.
func (g *Graph) pair(v, w int32) Pair {
	if g.Compare(v, w) > 0 {
		v, w = w, v
	}
	return Pair{A: v, B: w}
}

// find returns the link of two texts, none if there is none. Time is linear in the links of the
// one that has fewer.
func (g *Graph) find(v, w int32) int32 {
	if len(g.texts[w].edges) < len(g.texts[v].edges) {
		v, w = w, v
	}
	for _, e := range g.texts[v].edges {
		if e.to == w {
			return e.link
		}
	}
	return none
}

// get returns the link of two texts, made if there is none.
func (g *Graph) get(v, w int32) int32 {
	n := g.find(v, w)
	if n != none {
		return n
	}
	if k := len(g.unused); k > 0 {
		n = g.unused[k-1]
		g.unused = g.unused[:k-1]
	} else {
		n = g.make()
	}
	*g.link(n) = link{Pair: g.pair(v, w)}
	g.join(v, w, n)
	g.join(w, v, n)
	return n
}

// join gives a text an edge.
func (g *Graph) join(v, w, n int32) {
	t := &g.texts[v]
	if k := len(t.edges); k == cap(t.edges) {
		t.edges = append(make([]edge, 0, k+k/4+2), t.edges...)
	}
	t.edges = append(t.edges, edge{w, n})
}

// drop forgets a link.
func (g *Graph) drop(n int32) {
	l := g.link(n)
	for _, v := range []int32{l.A, l.B} {
		t := &g.texts[v]
		i := slices.Index(t.edges, edge{l.other(v), n})
		t.edges[i] = t.edges[len(t.edges)-1]
		t.edges = t.edges[:len(t.edges)-1]
	}
	*l = link{}
	*g.detail(n) = nil
	g.unused = append(g.unused, n)
}

// touch notes that the reasons of a link changed.
func (g *Graph) touch(n int32) {
	l := g.link(n)
	if l.is&touched == 0 {
		l.is |= touched
		g.touched = append(g.touched, n)
	}
	if l.is&judged == 0 && l.alive() {
		g.fresh = append(g.fresh, n)
	}
}
