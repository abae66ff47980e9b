// Package cluster groups numbered things by scored pairs: cohesive groups, not
// connected components, which one wrong pair can chain into one.
package cluster

import (
	"cmp"
	"fmt"
	"slices"
)

// An Edge is a scored pair. I and J are numbers from 0, in either order.
type Edge struct {
	I, J  int
	Score float64
}

// Numbers of the cohesion rule: average link, softer for one article or two.
// Measured with the scores of one judge: B³ F1 and precision on
// wikipedia-versions, the two largest groups of provenance (two dispatches of
// two days about one summit), and how the largest of gilets-jaunes read.
//
//	mean, of one or two    wikipedia      provenance
//	.4    .4               .945  .999     34  30
//	.3    .3               .953  .997     55  35   the two days in one
//	.4    .2               .956  .997     35  31
//	.4    .2 up to three   .957  .997     35  31
//	.4    one relative     .959  .999     39  32   reports on another day's march join
//	.4    hubs and a third
//	      of pairs alike   .951  .997     44  34, and 64 by another sample
//
// Two dispatches that repeat one background stay in one group where a member has little else, but for what
// dedup/internal/graph/affair.go tells. That two groups of two or more
// become one only if they are a fourth as alike as each is within, by the words of the shorter text kept in runs (the
// relative closeness of Chameleon, Karypis and others 1999), undoes one of eleven such among the twenty largest of
// gilets-jaunes, and parts two stories and two pages of wikipedia-versions; from .35 on it parts four and six,
// by resemblance from .15 on eleven pages.
//
// What moving each does on all corpora, and connected components in their place,
// stands in examples/benchmark/testdata/ablation.md, table Grouping.
const (
	meanScore  = 0.4 // the mean score across two groups that become one
	smallMean  = 0.2 // the same where one of them has smallGroup members at most:
	smallGroup = 2   // an abridgement is like its source and hardly like other abridgements

	// maxSide bounds the pairs that are looked at across two groups: for a
	// larger one speaks a sample of its members.
	maxSide = 8
)

// Version says by which numbers things are grouped.
func Version() string { return fmt.Sprintln(meanScore, smallMean, smallGroup, maxSide) }

// Groups divides 0..n-1 into groups, average link with a bound: edges are taken
// by falling score, and the groups of their ends become one if they cohere.
// Score gives the score of any pair, also of those that are no edge, negative if the pair speaks against one group; it is
// called for at most maxSide² pairs for each edge, and must not depend on the
// order of its arguments. Groups are sorted by their least member, members
// ascending. The answer depends only on the numbering, not on the order of the
// edges or of the ends of one. Numbers should be given at random: ties go by them, and
// of a large group those with the lowest speak. What is not connected by edges does not
// touch each other. Time is O(e log e + n log n) for fixed maxSide.
func Groups(n int, edges []Edge, score func(i, j int) float64) [][]int {
	edges = slices.Clone(edges)
	for k, e := range edges {
		if e.I > e.J {
			edges[k].I, edges[k].J = e.J, e.I
		}
	}
	slices.SortFunc(edges, func(p, q Edge) int {
		switch { // most of the time of a story of thousands
		case p.Score != q.Score:
			return cmp.Compare(q.Score, p.Score)
		case p.I != q.I:
			return p.I - q.I
		}
		return p.J - q.J
	})
	g := &groups{of: make([]int, n), members: make([][]int, n), speakers: make([][]int, n), score: score}
	for i := range n {
		g.of[i], g.members[i], g.speakers[i] = i, []int{i}, []int{i}
	}
	for _, e := range edges {
		if a, b := g.of[e.I], g.of[e.J]; a != b && g.cohere(a, b) {
			g.merge(a, b)
		}
	}
	return g.list()
}

type groups struct {
	of       []int   // group of each thing
	members  [][]int // of each group
	speakers [][]int // a sample of the members of each, maxSide at most
	score    func(i, j int) float64
}

// cohere reports whether two groups may become one.
func (g *groups) cohere(a, b int) bool {
	as, bs := g.speakers[a], g.speakers[b]
	sum := 0.0
	for _, i := range as {
		for _, j := range bs {
			sum += g.score(i, j)
		}
	}
	mean := sum / float64(len(as)*len(bs))
	return mean >= meanScore || mean >= smallMean && min(len(g.members[a]), len(g.members[b])) <= smallGroup
}

// merge makes two groups one. The members of the smaller move, each at most
// log n times in all; the members of a large group are never sorted again.
func (g *groups) merge(a, b int) {
	if len(g.members[a]) < len(g.members[b]) {
		a, b = b, a
	}
	for _, i := range g.members[b] {
		g.of[i] = a
	}
	g.members[a] = append(g.members[a], g.members[b]...)
	g.speakers[a] = elect(append(g.speakers[a], g.speakers[b]...))
	g.members[b], g.speakers[b] = nil, nil
}

// elect returns a sample of the members of a group: those that come first in their
// order at random, as any way to put the group together finds them. The best connected
// would speak for whatever bridges two groups: a page with two stories on it is
// like all members of both.
func elect(all []int) []int {
	slices.Sort(all)
	return all[:min(maxSide, len(all))]
}

func (g *groups) list() (out [][]int) {
	for _, m := range g.members {
		if len(m) > 0 {
			slices.Sort(m)
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(p, q []int) int { return cmp.Compare(p[0], q[0]) })
	return out
}
