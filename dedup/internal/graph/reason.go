package graph

import "slices"

// reasons is what the texts of a story tell of each two of them. Texts go by their places in the story.
type reasons struct {
	place   map[int32]int
	source  []uint64
	first   []int64 // when each was published first, and
	last    []int64 // last
	sizes   []int32 // of their modules
	shared  map[[2]int]int32
	forms   []bool // which are of a form
	affairs []bool // which are of an affair
}

// against is what a pair counts for in the mean of two groups if what the two share is no reason to group them: as much
// against them as a copy counts for them. A pair that shares nothing counts for nothing, unless an affair or days part it:
// then it speaks against them, too. As an abridgement is like its source
// alone, groups become one in spite of many pairs that count for nothing (affair.go has what that does). Of the forms of reuters-21578 342
// articles were in groups of six and more with 0, are 266.
const against = -1.0

func (g *Graph) reasons(story []int32) *reasons {
	n := len(story)
	r := &reasons{place: make(map[int32]int, n), source: make([]uint64, n), first: make([]int64, n), last: make([]int64, n)}
	for i, v := range story {
		r.place[v], r.source[i] = i, g.caller.Source(v)
		r.first[i], r.last[i] = g.caller.Dates(v)
	}
	r.sizes, r.shared = g.modules(story, r.place, r.source)
	r.forms = g.among(story, r, formTexts, func(l *link) bool { return l.is&form != 0 && l.alive() })
	r.affairs = g.among(story, r, affairTexts, func(l *link) bool { return l.is&much == 0 && l.was&wasEdge != 0 })
	return r
}

// of returns why what two texts share is no reason to group them, given the verdict on them; None if it is one.
func (r *reasons) of(i, j int, v Verdict) Reason {
	same := r.source[i] == r.source[j]
	switch {
	case r.module(i, j):
		return Module
	case v.Form && same && (r.forms[i] || r.forms[j]):
		return Form
	case !v.Most && (r.before(i, j) || r.before(j, i)):
		return Later
	case !v.Much && same && (r.affairs[i] || r.affairs[j]):
		return Background
	}
	return None
}

func (r *reasons) module(i, j int) bool {
	return sameModule(r.sizes[i], r.sizes[j], r.shared[[2]int{i, j}])
}

// before reports whether the first text was published days before the second, wherever.
func (r *reasons) before(i, j int) bool {
	last, first := r.last[i], r.first[j]
	return last != 0 && first != 0 && last < first && uint64(first)-uint64(last) >= uint64(laterBy)
}

// among tells which of the texts have n-1 others of their source, with all of which, two and two, they have such a link.
func (g *Graph) among(story []int32, r *reasons, n int, such func(l *link) bool) []bool {
	beside := make([][]int, len(story))
	for i, v := range story {
		for _, e := range g.texts[v].edges {
			j, ok := r.place[e.to]
			if ok && r.source[i] != 0 && r.source[i] == r.source[j] && such(g.link(e.link)) {
				beside[i] = append(beside[i], j)
			}
		}
	}
	for _, own := range beside {
		slices.Sort(own)
	}
	of := make([]bool, len(story))
	for i, own := range beside {
		of[i] = clique(beside, own[:min(len(own), maxSharers)], n-1)
	}
	return of
}

// clique reports whether n of these, which ascend, are each beside each.
func clique(beside [][]int, these []int, n int) bool {
	if n <= 0 {
		return true
	}
	for k, j := range these {
		var rest []int
		for _, m := range these[k+1:] {
			if _, ok := slices.BinarySearch(beside[j], m); ok {
				rest = append(rest, m)
			}
		}
		if len(rest) >= n-1 && clique(beside, rest, n-1) {
			return true
		}
	}
	return false
}
