package passage

import (
	"cmp"
	"slices"
)

// link finds the pairs of units with a cosine of at least minCosine, by way of
// an inverted index of the second text. Where the texts are so repetitive that
// the postings of all stems would cost more than linkBudget steps a word, the
// commonest stems count only near the diagonal: between units that stand at
// about the same place in their texts.
func (s *seeds) link() {
	postings := make([][]term, len(s.weight))
	for j, u := range s.b.units {
		for _, t := range u.bag {
			postings[t.id] = append(postings[t.id], term{int32(j), t.tf})
		}
	}
	common := s.tooCommon(postings)
	near := func(i int, id int32) []term {
		if !common[id] || len(postings[id]) <= nearLinks {
			return postings[id]
		}
		return s.nearest(i, postings[id])
	}
	s.count(near)
}

// nearest returns the nearLinks postings around the place in the second text
// that unit i has in the first. Postings ascend.
func (s *seeds) nearest(i int, postings []term) []term {
	place := int32(i * len(s.b.units) / len(s.a.units))
	at, _ := slices.BinarySearchFunc(postings, place, func(t term, j int32) int { return cmp.Compare(t.id, j) })
	from := min(max(0, at-nearLinks/2), len(postings)-nearLinks)
	return postings[from : from+nearLinks]
}

// count adds up what each unit of A has in common with the units of B, and
// keeps the pairs that are like enough.
func (s *seeds) count(near func(i int, id int32) []term) {
	dot := make([]float64, len(s.b.units))
	common := make([]int32, len(s.b.units))
	var touched []int32
	for i, u := range s.a.units {
		touched = touched[:0]
		first := len(s.links)
		for _, t := range u.bag {
			w := s.weight[t.id]
			for _, p := range near(i, t.id) {
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
	slices.SortFunc(own, s.rank)
	own = own[:maxLinks]
	slices.SortFunc(own, func(p, q link) int { return cmp.Compare(p.b, q.b) })
	s.links = s.links[:first+maxLinks]
}

// tooCommon marks the stems with the most postings to look at, until the rest
// is within the budget.
func (s *seeds) tooCommon(postings [][]term) []bool {
	marked := make([]bool, len(postings))
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
		return marked
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
			break
		}
		total -= cost[id]
		marked[id] = true
	}
	return marked
}

// best keeps for every unit of either text the topLinks links with the highest
// cosine. The order of the links stays.
func (s *seeds) best() []link {
	keep := make([]bool, len(s.links))
	s.keepTop(keep, len(s.a.units), func(l link) int32 { return l.a })
	s.keepTop(keep, len(s.b.units), func(l link) int32 { return l.b })
	var out []link
	for i, l := range s.links {
		if keep[i] {
			out = append(out, l)
		}
	}
	return out
}

// keepTop marks the best links of each unit; key says which unit of n a link
// has.
func (s *seeds) keepTop(keep []bool, n int, key func(link) int32) {
	end := make([]int, n+1) // where the links of a unit end in by
	for _, l := range s.links {
		end[key(l)+1]++
	}
	for k := range n {
		end[k+1] += end[k]
	}
	by := make([]int, len(s.links))
	for i, l := range s.links {
		by[end[key(l)]] = i
		end[key(l)]++
	}
	first := 0
	for _, last := range end[:n] {
		own := by[first:last]
		slices.SortFunc(own, func(p, q int) int { return s.rank(s.links[p], s.links[q]) })
		for _, i := range own[:min(len(own), topLinks)] {
			keep[i] = true
		}
		first = last
	}
}

// rank orders links, the best first. Of equally good ones, as in a text that
// repeats itself, it prefers the one nearer the diagonal: order is mostly kept.
func (s *seeds) rank(p, q link) int {
	return cmp.Or(cmp.Compare(q.cos, p.cos), cmp.Compare(s.astray(p), s.astray(q)),
		cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
}

// astray measures how far from the diagonal a link is: zero where its units
// stand at the same place in their texts.
func (s *seeds) astray(l link) int {
	d := int(l.a)*len(s.b.units) - int(l.b)*len(s.a.units)
	return max(d, -d)
}
