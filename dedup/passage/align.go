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

// tokenWeight is what a token counts in an alignment.
func (s *seeds) tokenWeight(x *side, i int) float64 {
	if x.id[i] < 0 {
		return 0
	}
	w := s.weight[x.id[i]] / s.mean
	if x.text.Tokens[i].Class&shingle.Stop != 0 {
		return min(w, stopWeight)
	}
	return min(w, maxWeight)
}

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
	var out []match
	for _, l := range s.best() {
		for _, m := range s.local(l) {
			if s.accept(m, l) {
				out = append(out, m)
			}
		}
	}
	return out
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

// local aligns the words of two units: the best local alignment, and, where
// words were moved, further ones among the words that are left.
func (s *seeds) local(l link) (out []match) {
	u, v := &s.a.units[l.a], &s.b.units[l.b]
	n, m := u.last-u.first, v.last-v.first
	usedA, usedB := make([]bool, n), make([]bool, m)
	wa, wb := make([]float64, n), make([]float64, m)
	var sumA, sumB float64
	for i := range wa {
		wa[i] = s.tokenWeight(&s.a, u.first+i)
		sumA += wa[i]
	}
	for j := range wb {
		wb[j] = s.tokenWeight(&s.b, v.first+j)
		sumB += wb[j]
	}
	h := make([]float64, (n+1)*(m+1))
	from := make([]uint8, (n+1)*(m+1))
	var segs []segment
	for range maxSegments {
		seg := s.smithWaterman(u.first, v.first, wa, wb, usedA, usedB, h, from)
		if seg.score < minSegment {
			break
		}
		segs = append(segs, seg)
		for _, p := range seg.pairs {
			usedA[p[0]], usedB[p[1]] = true, true
		}
	}
	if len(segs) == 0 {
		return nil
	}
	one := s.join(u, v, wa, wb, segs, min(sumA, sumB))
	return append(out, one)
}

// segment is one local alignment: pairs of offsets in the units.
type segment struct {
	pairs [][2]int
	score float64
}

// join makes one match of the segments of two units. A later segment widens
// the hull only where the whole stays as dense as half of what it was.
func (s *seeds) join(u, v *unit, wa, wb []float64, segs []segment, lighter float64) match {
	var pairs [][2]int
	best := match{}
	for k, seg := range segs {
		try := append(slices.Clone(pairs), seg.pairs...)
		m := s.measure(u, v, wa, wb, try, lighter)
		if k > 0 && m.alike < joinAlike*best.alike {
			continue
		}
		pairs, best = try, m
	}
	return best
}

func (s *seeds) measure(u, v *unit, wa, wb []float64, pairs [][2]int, lighter float64) match {
	a0, a1, b0, b1 := math.MaxInt, 0, math.MaxInt, 0
	var mass float64
	for _, p := range pairs {
		a0, a1 = min(a0, p[0]), max(a1, p[0]+1)
		b0, b1 = min(b0, p[1]), max(b1, p[1]+1)
		mass += s.sim(u.first+p[0], v.first+p[1]) * (wa[p[0]] + wb[p[1]]) / 2
	}
	m := match{a0: u.first + a0, a1: u.first + a1, b0: v.first + b0, b1: v.first + b1, mass: mass}
	for _, p := range pairs {
		m.pairs = append(m.pairs, [2]int{u.first + p[0], v.first + p[1]})
	}
	var hullA, hullB float64
	for _, w := range wa[a0:a1] {
		hullA += w
	}
	for _, w := range wb[b0:b1] {
		hullB += w
	}
	if hullA+hullB > 0 {
		m.alike = min(1, 2*mass/(hullA+hullB))
	}
	if lighter > 0 {
		m.cover = min(1, mass/lighter)
	}
	m.equal = s.equal(m.a0, m.a1, m.b0, m.b1)
	if m.equal {
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

const (
	stop uint8 = iota
	diagonal
	up
	left
)

// smithWaterman finds the best local alignment of the unused words. A matched
// pair earns its mean weight, a skipped word costs gapCost of its own, so that
// an alignment goes on over a stretch as long as about a third of its weight
// is matched.
func (s *seeds) smithWaterman(a0, b0 int, wa, wb []float64, usedA, usedB []bool, h []float64, from []uint8) segment {
	n, m := len(wa), len(wb)
	w := m + 1
	clear(h)
	clear(from)
	bi, bj := 0, 0
	for i := 1; i <= n; i++ {
		for j := 1; j <= m; j++ {
			var best float64
			dir := stop
			if !usedA[i-1] && !usedB[j-1] {
				if sim := s.sim(a0+i-1, b0+j-1); sim > 0 {
					v := h[(i-1)*w+j-1] + sim*(wa[i-1]+wb[j-1])/2
					if v > best {
						best, dir = v, diagonal
					}
				}
			}
			if v := h[(i-1)*w+j] - gapCost*wa[i-1] - gapStep; v > best {
				best, dir = v, up
			}
			if v := h[i*w+j-1] - gapCost*wb[j-1] - gapStep; v > best {
				best, dir = v, left
			}
			h[i*w+j], from[i*w+j] = best, dir
			if best > h[bi*w+bj] {
				bi, bj = i, j
			}
		}
	}
	seg := segment{score: h[bi*w+bj]}
	for i, j := bi, bj; from[i*w+j] != stop; {
		switch from[i*w+j] {
		case diagonal:
			i, j = i-1, j-1
			seg.pairs = append(seg.pairs, [2]int{i, j})
		case up:
			i--
		case left:
			j--
		}
	}
	slices.Reverse(seg.pairs)
	return seg
}

// accept decides whether a match is a correspondence.
func (s *seeds) accept(m match, l link) bool {
	if m.equal && m.a1-m.a0 >= minVerbatim {
		return true
	}
	return m.mass >= minMass && m.alike >= minAlike && m.cover >= minCover
}
