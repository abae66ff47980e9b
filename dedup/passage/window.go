package passage

// trimmer is the scratch space of window: the pairs in the order of either side,
// and where in it the first and last that are left stand.
type trimmer struct {
	order       [2][]int32
	first, last [2]int
	gone        []bool
	place       []int32
}

// window drops pairs at the ends of either side as long as that gains: the
// words given up must weigh less than windowCost of the stretch given up. The
// order of the pairs stays.
func (s *seeds) window(pairs []pairing) []pairing {
	s.lineUp(pairs)
	left := len(pairs)
	for ; left > 1; left-- {
		best, gain := -1, 1e-9
		for end := range 4 {
			if g := s.trimGain(pairs, end); g > gain {
				best, gain = end, g
			}
		}
		if best < 0 {
			break
		}
		s.trim(best)
	}
	if left == len(pairs) {
		return pairs
	}
	out := pairs[:0]
	for k, p := range pairs {
		if !s.gone[k] {
			out = append(out, p)
		}
	}
	return out
}

// lineUp orders the pairs by A and by B.
func (s *seeds) lineUp(pairs []pairing) {
	s.gone = zeros(s.gone, len(pairs))
	s.sortBy(0, pairs, func(p pairing) int32 { return p.i })
	s.sortBy(1, pairs, func(p pairing) int32 { return p.j })
	for side := range 2 {
		s.first[side], s.last[side] = 0, len(pairs)-1
	}
}

// sortBy orders the pairs by the words of a side, each of which is in one pair at most
// and all in a unit or two: they are put in their places and those without one left out.
func (s *seeds) sortBy(side int, pairs []pairing, word func(p pairing) int32) {
	least, most := word(pairs[0]), word(pairs[0])
	for _, p := range pairs[1:] {
		least, most = min(least, word(p)), max(most, word(p))
	}
	s.place = zeros(s.place, int(most-least)+1)
	for k, p := range pairs {
		s.place[word(p)-least] = int32(k + 1)
	}
	order, n := resize(s.order[side], len(pairs)+1), 0
	for _, k := range s.place {
		order[n] = k - 1
		n += int(min(k, 1))
	}
	s.order[side] = order[:n]
}

// edge returns the outermost and the next inner pair at one of the four ends:
// the start and end of A, the start and end of B.
func (s *seeds) edge(end int) (out, in int32) {
	order, first, last := s.order[end/2], s.first[end/2], s.last[end/2]
	if end%2 == 0 {
		return order[first], order[s.nextLeft(order, first, 1)]
	}
	return order[last], order[s.nextLeft(order, last, -1)]
}

// nextLeft returns the place, from at on, of the next pair that is left.
func (s *seeds) nextLeft(order []int32, at, step int) int {
	at += step
	for s.gone[order[at]] {
		at += step
	}
	return at
}

// saved returns the mass of the stretch that one side's window loses with the
// outermost pair at an end.
func (s *seeds) saved(pairs []pairing, end int, out, in int32) float64 {
	switch end {
	case 0:
		return s.a.sum[pairs[in].i] - s.a.sum[pairs[out].i]
	case 1:
		return s.a.sum[pairs[out].i+1] - s.a.sum[pairs[in].i+1]
	case 2:
		return s.b.sum[pairs[in].j] - s.b.sum[pairs[out].j]
	}
	return s.b.sum[pairs[out].j+1] - s.b.sum[pairs[in].j+1]
}

func (s *seeds) trimGain(pairs []pairing, end int) float64 {
	out, in := s.edge(end)
	gained := s.saved(pairs, end, out, in)
	// giving up the pair may free words at an end of the other side too
	for other := 2 - end/2*2; other < 4-end/2*2; other++ {
		if o, i := s.edge(other); o == out {
			gained += s.saved(pairs, other, o, i)
			break
		}
	}
	return float64(windowCost*gained/2) - pairs[out].gain
}

// trim drops the outermost pair at an end.
func (s *seeds) trim(end int) {
	out, _ := s.edge(end)
	for side, order := range s.order {
		if order[s.first[side]] == out {
			s.first[side] = s.nextLeft(order, s.first[side], 1)
		} else if order[s.last[side]] == out {
			s.last[side] = s.nextLeft(order, s.last[side], -1)
		}
	}
	s.gone[out] = true
}
