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
	heavy   float64   // stems that weigh less are light
	own     []mutual  // the stems of the unit at hand that B has
	acc     []float64 // of each unit of B: its product with the unit at hand, but for light stems
	touched []int32   // units of B that may be linked with it
	tf      []int32   // of each stem of B: how often a unit of B has it
	common  []bool    // of each stem of A: has too many postings
	anyMany bool
	keep    []bool
	by, end []int32
}

// A mutual is a stem of a unit of A that B has, too.
type mutual struct {
	id, other, tf int32 // in A; in B
	square, mass  float64
}

// link finds the pairs of units with a cosine of at least minCosine, by way of
// the postings of the second text. Where the texts are so repetitive that
// the postings of all stems would cost more than linkBudget steps a word, the
// commonest stems count only near the diagonal: between units that stand at
// about the same place in their texts.
//
// Three pairs of a hundred are that alike, and most of the postings are of the
// few stems that stand in every other unit and weigh next to nothing. So the
// postings of light stems are left alone: what these can add to a product is at
// most the product of the lengths that they give both bags (Cauchy and Schwarz),
// and pairs that could get there are multiplied out (the idea is that of Bayardo,
// Ma, Srikant, "Scaling Up All Pairs Similarity Search", WWW 2007). The links are
// the same to the last digit; on us-homepages-2016 they take a third of the time.
func (s *seeds) link() {
	s.links = s.links[:0]
	s.share = resize(s.share, len(s.from))
	for k, l := range s.from {
		if l >= 0 {
			s.share[k] = (s.a.most(int32(k)) + s.b.most(l)) / 2
		}
	}
	s.acc, s.tf = zeros(s.acc, len(s.b.units)), zeros(s.tf, len(s.to))
	for i := range s.a.units {
		s.multiply(i)
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

// isNear reports whether near returns the posting of unit j, which has the stem.
func (s *seeds) isNear(i int, k, j int32) bool {
	if !s.anyMany || !s.common[k] {
		return true
	}
	ps := s.near(i, k)
	return ps[0].id <= j && j <= ps[len(ps)-1].id
}

// multiply adds up the products of unit i of A with the units of B, but for light
// stems, and lists those that may be linked.
func (s *seeds) multiply(i int) {
	s.touched, s.own = s.touched[:0], s.own[:0]
	for _, t := range s.a.bagOf(s.a.units[i]) {
		l := s.from[t.id]
		if l < 0 {
			continue
		}
		w := s.a.weight[t.id]
		square := w * w * float64(t.tf)
		s.own = append(s.own, mutual{t.id, l, t.tf, square, s.share[t.id]})
		if w < s.heavy {
			continue
		}
		ps := s.near(i, t.id)
		if s.heavy == 0 {
			for _, p := range ps {
				if s.acc[p.id] == 0 {
					s.touched = append(s.touched, p.id)
				}
			}
		}
		for _, p := range ps {
			s.acc[p.id] += float64(square * float64(p.tf))
		}
	}
	least := minCosine * s.a.norm[i] * (1 - slack)
	if s.heavy == 0 {
		slices.Sort(s.touched)
		s.touched = slices.DeleteFunc(s.touched, func(j int32) bool {
			dot := s.acc[j]
			s.acc[j] = 0
			return dot < least*s.b.norm[j]
		})
		return
	}
	light := s.a.light[i]
	for j, dot := range s.acc {
		if dot+float64(light*s.b.light[j]) >= least*s.b.norm[j] {
			s.touched = append(s.touched, int32(j))
		}
	}
	clear(s.acc)
}

// linkOf returns the link of units i and j, without what kins add to its bound,
// and whether they are like enough.
func (s *seeds) linkOf(i int, j int32) (l link, ok bool) {
	u, v := s.a.units[i], s.b.units[j]
	bag := s.b.bagOf(v)
	for _, t := range bag {
		s.tf[t.id] = t.tf
	}
	l = link{a: int32(i), b: j}
	terms, dot := 0, 0.0
	for k := range s.own {
		m := &s.own[k]
		n := s.tf[m.other]
		if n == 0 || !s.isNear(i, m.id, j) {
			continue
		}
		dot += float64(m.square * float64(n))
		terms++
		n = min(n, m.tf)
		l.words += n
		l.bound += float64(m.mass * float64(n))
	}
	for _, t := range bag {
		s.tf[t.id] = 0
	}
	if n := s.a.norm[i] * s.b.norm[j]; n > 0 {
		l.cos = dot / n
	}
	l.dice = 2 * float64(terms) / float64(u.to-u.from+v.to-v.from)
	return l, l.cos >= minCosine
}

// collectLinks keeps the pairs of unit i that are like enough, and at most the
// maxLinks with the highest cosine.
func (s *seeds) collectLinks(i int) {
	first := len(s.links)
	for _, j := range s.touched {
		l, ok := s.linkOf(i, j)
		if !ok {
			continue
		}
		if p, q := s.a.kinned[i], s.b.kinned[j]; p > 0 && q > 0 {
			l.bound += float64((p + q) / 2)
		}
		s.links = append(s.links, l)
	}
	own := s.links[first:]
	if len(own) <= maxLinks {
		return
	}
	slices.SortFunc(own, s.rank)
	slices.SortFunc(own[:maxLinks], func(p, q link) int { return cmp.Compare(p.b, q.b) })
	s.links = s.links[:first+maxLinks]
}

// lighten decides whether there are light stems.
func (s *seeds) lighten() {
	s.mark()
	s.heavy = 0
	if !s.anyMany && len(s.a.units)*len(s.b.units) <= linkBudget*(len(s.a.id)+len(s.b.id)+1000) {
		s.heavy = lightWeight
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
