package passage

import (
	"cmp"
	"slices"
)

// A link is a pair of units that have enough in common to be looked at.
type link struct {
	a, b      int32
	cos, dice float64
	bound     float64 // the mass of their match is at most that
	words     int32   // words of one stem
}

// linker is the scratch space of link and best.
type linker struct {
	share   []float64 // of each stem of A: the mass that a pair of words earns at most
	acc     []overlap
	touched []int32
	common  []bool // of each stem of A: has too many postings
	anyMany bool
	keep    []bool
	by, end []int32
}

// An overlap is what a unit of A has in common with one of B, so far.
type overlap struct {
	dot, mass    float64
	terms, words int32
}

// link finds the pairs of units with a cosine of at least minCosine, by way of
// the postings of the second text. Where the texts are so repetitive that
// the postings of all stems would cost more than linkBudget steps a word, the
// commonest stems count only near the diagonal: between units that stand at
// about the same place in their texts.
func (s *seeds) link() {
	s.links = s.links[:0]
	s.mark()
	s.share = resize(s.share, len(s.from))
	for k, l := range s.from {
		if l >= 0 {
			s.share[k] = (s.a.most(int32(k)) + s.b.most(l)) / 2
		}
	}
	s.acc = zeros(s.acc, len(s.b.units))
	for i := range s.a.units {
		s.count(i)
		s.collectLinks(i)
	}
}

// near returns the postings in B of a stem of A that unit i has.
func (s *seeds) near(i int, k int32) []term {
	all := s.b.postings(s.from[k])
	if !s.anyMany || !s.common[k] || len(all) <= nearLinks {
		return all
	}
	// nearLinks of them around the place that unit i has in its text. They ascend.
	place := int32(i * len(s.b.units) / len(s.a.units))
	at, _ := slices.BinarySearchFunc(all, place, func(t term, j int32) int { return cmp.Compare(t.id, j) })
	from := min(max(0, at-nearLinks/2), len(all)-nearLinks)
	return all[from : from+nearLinks]
}

// count adds up what unit i of A has in common with the units of B.
func (s *seeds) count(i int) {
	s.touched = s.touched[:0]
	for _, t := range s.a.bagOf(s.a.units[i]) {
		l := s.from[t.id]
		if l < 0 {
			continue
		}
		w, mass := s.a.weight[t.id], s.share[t.id]
		square := w * w * float64(t.tf)
		for _, p := range s.near(i, t.id) {
			o := &s.acc[p.id]
			if o.terms == 0 {
				s.touched = append(s.touched, p.id)
			}
			n := min(t.tf, p.tf)
			o.terms++
			o.words += n
			o.dot += square * float64(p.tf)
			o.mass += mass * float64(n)
		}
	}
}

// collectLinks keeps the pairs of unit i that are like enough, and at most the
// maxLinks with the highest cosine.
func (s *seeds) collectLinks(i int) {
	s.sortTouched()
	first, u := len(s.links), s.a.units[i]
	for _, j := range s.touched {
		o, v := &s.acc[j], s.b.units[j]
		l := link{a: int32(i), b: j, bound: o.mass, words: o.words}
		if n := s.a.norm[i] * s.b.norm[j]; n > 0 {
			l.cos = o.dot / n
		}
		if l.cos >= minCosine {
			l.dice = 2 * float64(o.terms) / float64(u.to-u.from+v.to-v.from)
			if p, q := s.a.kinned[i], s.b.kinned[j]; p > 0 && q > 0 {
				l.bound += (p + q) / 2
			}
			s.links = append(s.links, l)
		}
		*o = overlap{}
	}
	own := s.links[first:]
	if len(own) <= maxLinks {
		return
	}
	slices.SortFunc(own, s.rank)
	slices.SortFunc(own[:maxLinks], func(p, q link) int { return cmp.Compare(p.b, q.b) })
	s.links = s.links[:first+maxLinks]
}

// sortTouched sorts the units of B that have something in common with the unit
// at hand. In short texts most have.
func (s *seeds) sortTouched() {
	if 8*len(s.touched) < len(s.acc) {
		slices.Sort(s.touched)
		return
	}
	s.touched = s.touched[:0]
	for j := range s.acc {
		if s.acc[j].terms > 0 {
			s.touched = append(s.touched, int32(j))
		}
	}
}

// mark finds the stems with the most postings to look at, until the rest is
// within the budget.
func (s *seeds) mark() {
	total := 0
	for k := range s.from {
		total += s.postingsOf(k)
	}
	budget := linkBudget * (len(s.a.id) + len(s.b.id) + 1000)
	if s.anyMany = total > budget; !s.anyMany {
		return
	}
	s.common = zeros(s.common, len(s.from))
	order := make([]int, len(s.from))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(p, q int) int {
		return cmp.Or(cmp.Compare(s.postingsOf(q), s.postingsOf(p)), cmp.Compare(p, q))
	})
	for _, k := range order {
		if total <= budget {
			break
		}
		total -= s.postingsOf(k)
		s.common[k] = true
	}
}

// postingsOf returns how many postings of B stem k of A makes count look at.
func (s *seeds) postingsOf(k int) int {
	if s.from[k] < 0 {
		return 0
	}
	return int(s.a.df(int32(k))) * int(s.b.df(s.from[k]))
}

// best marks for every unit of either text the topLinks links with the highest
// cosine.
func (s *seeds) best() []bool {
	s.keep = zeros(s.keep, len(s.links))
	s.by = resize(s.by, len(s.links))
	first := 0
	for i := range s.by {
		s.by[i] = int32(i)
	}
	for i := range s.links { // they are ordered by a
		if i+1 == len(s.links) || s.links[i+1].a != s.links[i].a {
			s.keepTop(s.by[first : i+1])
			first = i + 1
		}
	}
	s.bestOfB()
	return s.keep
}

func (s *seeds) bestOfB() {
	n := len(s.b.units)
	s.end = zeros(s.end, n+1) // where the links of a unit end in by
	for i := range s.links {
		s.end[s.links[i].b+1]++
	}
	for k := range n {
		s.end[k+1] += s.end[k]
	}
	for i := range s.links {
		at := &s.end[s.links[i].b]
		s.by[*at] = int32(i)
		*at++
	}
	first := int32(0)
	for _, last := range s.end[:n] {
		s.keepTop(s.by[first:last])
		first = last
	}
}

// keepTop marks the best of the links of a unit.
func (s *seeds) keepTop(own []int32) {
	if len(own) > topLinks {
		for i := 1; i < len(own); i++ { // the first topLinks of own are the best of own[:i], in order
			at := min(i, topLinks)
			for at > 0 && s.rank(s.links[own[i]], s.links[own[at-1]]) < 0 {
				at--
			}
			if at < topLinks {
				l := own[i]
				copy(own[at+1:min(i, topLinks-1)+1], own[at:])
				own[at] = l
			}
		}
		own = own[:topLinks]
	}
	for _, i := range own {
		s.keep[i] = true
	}
}

// rank orders links, the best first. Of equally good ones, as in a text that
// repeats itself, it prefers the one nearer the diagonal: order is mostly kept.
func (s *seeds) rank(p, q link) int {
	if c := cmp.Compare(q.cos, p.cos); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(s.astray(p), s.astray(q)), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
}

// astray measures how far from the diagonal a link is: zero where its units
// stand at the same place in their texts.
func (s *seeds) astray(l link) int {
	d := int(l.a)*len(s.b.units) - int(l.b)*len(s.a.units)
	return max(d, -d)
}
