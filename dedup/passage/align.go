package passage

import (
	"cmp"
	"math"
	"slices"

	"github.com/wirecopy/wirecopy/shingle"
)

// A match is a local alignment of words of one unit with words of another.
type match struct {
	a0, a1, b0, b1 int      // tokens [a0,a1) and [b0,b1)
	mass           float64  // weight of the matched words, mean of both sides
	alike          float64  // matched weight over the weight of both hulls
	cover          float64  // matched weight over that of the lighter unit
	equal          bool     // the words are the same, one by one
	pairs          [][2]int // the words that agree, as tokens of A and B
}

// score ranks matches that compete for the same words.
func (m match) score() float64 { return m.mass * m.alike }

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

// align returns the accepted matches of all linked units.
func (s *seeds) align() []match {
	if n := len(s.a.id); n > 0 && s.equal(0, n, 0, len(s.b.id)) {
		return []match{verbatim(0, n, 0, n)}
	}
	type found struct {
		match
		link
	}
	var out []match
	var open []found
	sure := map[[2]int32]bool{}
	for _, l := range s.best() {
		m, ok := s.local(l)
		switch {
		case !ok:
		case s.accept(m):
			out = append(out, m)
			sure[[2]int32{l.a, l.b}] = true
		case m.plausible():
			open = append(open, found{m, l})
		}
	}
	for _, f := range open {
		if supported(sure, f.link) {
			out = append(out, f.match)
		}
	}
	return out
}

// supported reports whether a neighbour of a pair of units, at most reach units
// away on both sides, is sure: rewriters keep the order of what they rewrite.
func supported(sure map[[2]int32]bool, l link) bool {
	for i := -reach; i <= reach; i++ {
		for j := -reach; j <= reach; j++ {
			if (i != 0 || j != 0) && sure[[2]int32{l.a + int32(i), l.b + int32(j)}] {
				return true
			}
		}
	}
	return false
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
// either side in which the agreement is dense.
func (s *seeds) local(l link) (match, bool) {
	u, v := &s.a.units[l.a], &s.b.units[l.b]
	pts := s.points(u, v)
	pairs := s.pairs[:0]
	for range maxSegments {
		seg, score := s.chain(pts)
		if score < minSegment {
			break
		}
		pairs = append(pairs, seg...)
	}
	s.pairs = pairs
	if len(pairs) == 0 {
		return match{}, false
	}
	pairs = s.window(slices.Clone(pairs))
	return s.measure(pairs, min(u.weight, v.weight)), true
}

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

// gain is what a pair of words earns.
func (s *seeds) gain(p [2]int) float64 {
	return s.sim(p[0], p[1]) * (s.a.w(p[0]) + s.b.w(p[1])) / 2
}

// points lists the pairs of words of two units that agree, by i, then j.
func (s *seeds) points(u, v *unit) []point {
	pts := s.buf[:0]
	for i := u.first; i < u.last; i++ {
		for j := v.first; j < v.last; j++ {
			if s.a.id[i] != s.b.id[j] && (s.a.near[i] == 0 || s.a.near[i] != s.b.near[j]) {
				continue
			}
			if sim := s.sim(i, j); sim > 0 {
				pts = append(pts, point{i: int32(i), j: int32(j), gain: sim * (s.a.w(i) + s.b.w(j)) / 2})
			}
		}
	}
	s.buf = pts
	return pts
}

// w returns the weight of token i.
func (x *side) w(i int) float64 { return x.sum[i+1] - x.sum[i] }

// chain finds the best local alignment among the points whose words are not
// taken yet, and takes them. It is Smith and Waterman's alignment with linear
// gaps, computed on the pairs that agree alone: a pair earns its weight, a
// word that is skipped on either side costs gapCost of its own, so that an
// alignment goes on over a stretch as long as about a third of its weight
// agrees.
func (s *seeds) chain(pts []point) (pairs [][2]int, score float64) {
	end := -1
	top := 0.0
	for k := range pts {
		p := &pts[k]
		if p.used {
			continue
		}
		p.score, p.prev = p.gain, -1
		for h := k - 1; h >= 0; h-- {
			q := &pts[h]
			gapA := gapCost*(s.a.sum[p.i]-s.a.sum[q.i+1]) + gapStep*float64(p.i-q.i-1)
			if gapA >= top {
				break // no chain can pay for it
			}
			if q.used || q.i >= p.i || q.j >= p.j {
				continue
			}
			gap := gapA + gapCost*(s.b.sum[p.j]-s.b.sum[q.j+1]) + gapStep*float64(p.j-q.j-1)
			if c := q.score - gap + p.gain; c > p.score {
				p.score, p.prev = c, int32(h)
			}
		}
		if p.score > top {
			top, end = p.score, k
		}
	}
	if end < 0 {
		return nil, 0
	}
	for k := int32(end); k >= 0; k = pts[k].prev {
		pairs = append(pairs, [2]int{int(pts[k].i), int(pts[k].j)})
	}
	slices.Reverse(pairs)
	s.take(pts, pairs)
	return pairs, top
}

// take marks all points that share a word with the pairs.
func (s *seeds) take(pts []point, pairs [][2]int) {
	for k := range pts {
		p := &pts[k]
		for _, q := range pairs {
			if int(p.i) == q[0] || int(p.j) == q[1] {
				p.used = true
				break
			}
		}
	}
}

// measure describes the match of the given pairs of words.
func (s *seeds) measure(pairs [][2]int, lighter float64) match {
	m := match{a0: math.MaxInt, b0: math.MaxInt, pairs: pairs}
	for _, p := range pairs {
		m.a0, m.a1 = min(m.a0, p[0]), max(m.a1, p[0]+1)
		m.b0, m.b1 = min(m.b0, p[1]), max(m.b1, p[1]+1)
		m.mass += s.gain(p)
	}
	if hulls := s.a.sum[m.a1] - s.a.sum[m.a0] + s.b.sum[m.b1] - s.b.sum[m.b0]; hulls > 0 {
		m.alike = min(1, 2*m.mass/hulls)
	}
	if lighter > 0 {
		m.cover = min(1, m.mass/lighter)
	}
	if m.equal = s.equal(m.a0, m.a1, m.b0, m.b1); m.equal {
		m.alike = 1
	}
	return m
}

// equal reports whether two ranges have the same words.
func (s *seeds) equal(a0, a1, b0, b1 int) bool {
	if a1-a0 != b1-b0 {
		return false
	}
	for i := range a1 - a0 {
		if s.a.text.Tokens[a0+i].Hash != s.b.text.Tokens[b0+i].Hash || s.a.id[a0+i] < 0 || s.b.id[b0+i] < 0 {
			return false
		}
	}
	return true
}

// accept decides whether a match is a correspondence by itself.
func (s *seeds) accept(m match) bool {
	if m.equal && m.a1-m.a0 >= minVerbatim {
		return true
	}
	return m.mass >= minMass && m.alike >= minAlike && m.cover >= minCover
}

// plausible reports whether a match is one where its neighbourhood says so.
func (m match) plausible() bool {
	return m.mass >= nearMass && m.alike >= nearAlike && m.cover >= nearCover
}
