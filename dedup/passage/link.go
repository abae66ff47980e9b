package passage

import (
	"cmp"
	"slices"
)

// link finds the pairs of units with a cosine of at least minCosine, by way of
// an inverted index of the second text. Where the texts are so repetitive that
// the postings of all stems would cost more than linkBudget steps a word, the
// commonest stems are left out until they do not.
func (s *seeds) link() {
	postings := make([][]term, len(s.weight))
	for j, u := range s.b.units {
		for _, t := range u.bag {
			postings[t.id] = append(postings[t.id], term{int32(j), t.tf})
		}
	}
	s.prune(postings)
	dot := make([]float64, len(s.b.units))
	common := make([]int32, len(s.b.units))
	var touched []int32
	for i, u := range s.a.units {
		touched = touched[:0]
		first := len(s.links)
		for _, t := range u.bag {
			w := s.weight[t.id]
			for _, p := range postings[t.id] {
				if common[p.id] == 0 {
					touched = append(touched, p.id)
				}
				common[p.id]++
				dot[p.id] += w * w * float64(t.tf) * float64(p.tf)
			}
		}
		slices.Sort(touched)
		for _, j := range touched {
			v := &s.b.units[j]
			l := link{a: int32(i), b: j}
			if n := u.norm * v.norm; n > 0 {
				l.cos = dot[j] / n
			}
			l.dice = 2 * float64(common[j]) / float64(len(u.bag)+len(v.bag))
			if l.cos >= minCosine {
				s.links = append(s.links, l)
			}
			dot[j], common[j] = 0, 0
		}
		s.keepBest(first)
	}
}

// keepBest bounds the links of one unit, those from first on, to the maxLinks
// with the highest cosine.
func (s *seeds) keepBest(first int) {
	own := s.links[first:]
	if len(own) <= maxLinks {
		return
	}
	slices.SortFunc(own, func(p, q link) int { return cmp.Or(cmp.Compare(q.cos, p.cos), cmp.Compare(p.b, q.b)) })
	own = own[:maxLinks]
	slices.SortFunc(own, func(p, q link) int { return cmp.Compare(p.b, q.b) })
	s.links = s.links[:first+maxLinks]
}

// prune empties the longest posting lists that would exceed the budget.
func (s *seeds) prune(postings [][]term) {
	cost := make([]int, len(postings))
	total := 0
	for _, u := range s.a.units {
		for _, t := range u.bag {
			cost[t.id] += len(postings[t.id])
			total += len(postings[t.id])
		}
	}
	budget := linkBudget * (len(s.a.id) + len(s.b.id) + 1000)
	if total <= budget {
		return
	}
	order := make([]int, len(cost))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(p, q int) int {
		return cmp.Or(cmp.Compare(cost[q], cost[p]), cmp.Compare(p, q))
	})
	for _, id := range order {
		if total <= budget {
			return
		}
		total -= cost[id]
		postings[id] = nil
	}
}

// best keeps for every unit the links with the highest cosine.
func (s *seeds) best() []link {
	keep := make([]bool, len(s.links))
	top := func(key func(link) int32) {
		by := make([]int, len(s.links))
		for i := range by {
			by[i] = i
		}
		slices.SortFunc(by, func(p, q int) int {
			x, y := s.links[p], s.links[q]
			return cmp.Or(cmp.Compare(key(x), key(y)), cmp.Compare(y.cos, x.cos), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
		})
		n := 0
		for k, i := range by {
			if k > 0 && key(s.links[i]) != key(s.links[by[k-1]]) {
				n = 0
			}
			if n < topLinks {
				keep[i] = true
			}
			n++
		}
	}
	top(func(l link) int32 { return l.a })
	top(func(l link) int32 { return l.b })
	var out []link
	for i, l := range s.links {
		if keep[i] {
			out = append(out, l)
		}
	}
	return out
}
