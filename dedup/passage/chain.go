package passage

import (
	"slices"

	"github.com/wirecopy/wirecopy/shingle"
)

// sim returns how well token i of A and token j of B agree, in [0,1].
func (s *seeds) sim(i, j int) float64 {
	if s.a.id[i] < 0 || s.b.id[j] < 0 {
		return 0
	}
	p, q := &s.a.text.Tokens[i], &s.b.text.Tokens[j]
	switch {
	case p.Hash == q.Hash:
		return 1
	case s.a.id[i] == s.b.id[j]:
		return stemSim
	case (p.Class|q.Class)&(shingle.Number|shingle.Stop|shingle.Solo) != 0:
		return 0
	case s.a.near[i] != 0 && s.a.near[i] == s.b.near[j]:
		return nearSim
	}
	return 0
}

// gain is what a pair of words earns.
func (s *seeds) gain(p [2]int) float64 {
	return s.sim(p[0], p[1]) * (s.a.w(p[0]) + s.b.w(p[1])) / 2
}

// A point is a pair of words that agree.
type point struct {
	i, j  int32   // tokens of A and B
	gain  float64 // what the pair earns
	score float64 // of the best chain that ends here
	prev  int32   // the point before it in that chain, or -1
	used  bool    // in a chain that was taken
}

// local aligns the words of two units: chains of words that agree, the best
// first and down to single words, for a rewriter moves them; then the window on
// either side in which the agreement is dense. Equal units, whose best chain is
// the whole, are not searched. It gives up, with ok false, where nothing agrees
// or the comparison has used up its steps.
func (s *seeds) local(l link) (m match, ok bool) {
	if s.steps <= 0 {
		return match{}, false
	}
	u, v := &s.a.units[l.a], &s.b.units[l.b]
	if s.equal(u.first, u.last, v.first, v.last) {
		return s.measure(verbatim(u.first, u.last, v.first, v.last).pairs), true
	}
	s.collect(u, v)
	s.pairs = s.pairs[:0]
	for range maxSegments {
		if s.chain() < minSegment {
			break
		}
	}
	if len(s.pairs) == 0 {
		return match{}, false
	}
	return s.measure(s.window(slices.Clone(s.pairs))), true
}

// collect lists the pairs of words of two units that agree, by i, then j.
func (s *seeds) collect(u, v *unit) {
	pts := s.points[:0]
	for i := u.first; i < u.last; i++ {
		for j := v.first; j < v.last; j++ {
			if s.a.id[i] != s.b.id[j] && (s.a.near[i] == 0 || s.a.near[i] != s.b.near[j]) {
				continue
			}
			if g := s.gain([2]int{i, j}); g > 0 {
				pts = append(pts, point{i: int32(i), j: int32(j), gain: g})
			}
		}
	}
	s.points = pts
	s.steps -= (u.last - u.first) * (v.last - v.first)
}

// w returns the weight of token i.
func (x *side) w(i int) float64 { return x.sum[i+1] - x.sum[i] }

// chain finds the best local alignment among the points whose words are not
// taken yet, takes them, appends them to s.pairs and returns the score, 0 for
// none. It is Smith and Waterman's alignment (J. Mol. Biol. 147, 1981) with
// linear gaps, computed on the pairs that agree alone: a pair earns its weight,
// a word skipped on either side costs gapCost of its own, so that an alignment
// goes on over a stretch as long as about a third of its weight agrees. Against
// the dense matrix the sparse form is 6 times faster and finds the same.
func (s *seeds) chain() (top float64) {
	end := -1
	for k := range s.points {
		p := &s.points[k]
		if p.used {
			continue
		}
		s.extend(k, top)
		if p.score > top {
			top, end = p.score, k
		}
	}
	if end < 0 {
		return 0
	}
	from := len(s.pairs)
	for k := int32(end); k >= 0; k = s.points[k].prev {
		s.pairs = append(s.pairs, [2]int{int(s.points[k].i), int(s.points[k].j)})
	}
	slices.Reverse(s.pairs[from:])
	s.take(s.pairs[from:])
	return top
}

// extend finds the best chain that ends in point k, when the best chain so far
// scores top.
func (s *seeds) extend(k int, top float64) {
	p := &s.points[k]
	p.score, p.prev = p.gain, -1
	for h := k - 1; h >= 0; h-- {
		q := &s.points[h]
		s.steps--
		gap := gapCost*(s.a.sum[p.i]-s.a.sum[q.i+1]) + gapStep*float64(p.i-q.i-1)
		if gap >= top {
			return // no chain can pay for it, nor for the longer gaps before it
		}
		if q.used || q.i >= p.i || q.j >= p.j {
			continue
		}
		gap += gapCost*(s.b.sum[p.j]-s.b.sum[q.j+1]) + gapStep*float64(p.j-q.j-1)
		if c := q.score - gap + p.gain; c > p.score {
			p.score, p.prev = c, int32(h)
		}
	}
}

// take marks all points that share a word with the pairs, which ascend on both
// sides.
func (s *seeds) take(pairs [][2]int) {
	for k := range s.points {
		p := &s.points[k]
		_, onA := slices.BinarySearchFunc(pairs, int(p.i), func(q [2]int, i int) int { return q[0] - i })
		_, onB := slices.BinarySearchFunc(pairs, int(p.j), func(q [2]int, j int) int { return q[1] - j })
		p.used = p.used || onA || onB
	}
}
