package passage

import "slices"

// window drops pairs at the ends of either side as long as that gains: the
// words given up must weigh less than windowCost of the stretch given up.
func (s *seeds) window(pairs [][2]int) [][2]int {
	for len(pairs) > 1 {
		best, gain := 0, 1e-9
		for end := range 4 {
			if g := s.trimGain(pairs, end); g > gain {
				best, gain = end+1, g
			}
		}
		if best == 0 {
			break
		}
		pairs = s.trim(pairs, best-1)
	}
	return pairs
}

// edge returns the outermost and the next inner word at one of the four ends:
// the start and end of A, the start and end of B.
func edge(pairs [][2]int, end int) (out, in int) {
	side, last := end/2, end%2 == 1
	out, in = -1, -1
	for _, p := range pairs {
		w := p[side]
		switch {
		case out < 0 || (w > out) == last && w != out:
			out, in = w, out
		case in < 0 || (w > in) == last:
			in = w
		}
	}
	return out, in
}

func (s *seeds) trimGain(pairs [][2]int, end int) float64 {
	out, in := edge(pairs, end)
	sum := s.a.sum
	if end >= 2 {
		sum = s.b.sum
	}
	var saved float64
	if end%2 == 1 {
		saved = sum[out+1] - sum[in+1]
	} else {
		saved = sum[in] - sum[out]
	}
	var lost, other float64
	for _, p := range pairs {
		if p[end/2] == out {
			lost = s.gain(p)
			// giving up the pair may free words at an end of the other side too
			other = s.freed(pairs, p, 1-end/2)
		}
	}
	return windowCost*(saved+other)/2 - lost
}

// freed returns the weight that the other side's window loses with pair p.
func (s *seeds) freed(pairs [][2]int, p [2]int, side int) float64 {
	sum := s.a.sum
	if side == 1 {
		sum = s.b.sum
	}
	if out, in := edge(pairs, 2*side); out == p[side] {
		return sum[in] - sum[out]
	}
	if out, in := edge(pairs, 2*side+1); out == p[side] {
		return sum[out+1] - sum[in+1]
	}
	return 0
}

func (s *seeds) trim(pairs [][2]int, end int) [][2]int {
	out, _ := edge(pairs, end)
	return slices.DeleteFunc(pairs, func(p [2]int) bool { return p[end/2] == out })
}
