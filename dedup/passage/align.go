package passage

import "math"

// A match is a local alignment of words of one unit with words of another.
type match struct {
	a0, a1, b0, b1 int      // tokens [a0,a1) and [b0,b1)
	mass           float64  // weight of the matched words, mean of both sides
	alike          float64  // matched weight over the weight of both hulls
	equal          bool     // the words are the same, one by one
	pairs          [][2]int // the words that agree, as tokens of A and B
}

// score ranks matches that compete for the same words.
func (m match) score() float64 { return m.mass * m.alike }

// align returns the accepted matches of all linked units.
func (s *seeds) align() []match {
	if n := len(s.a.id); n > 0 && s.equal(0, n, 0, len(s.b.id)) {
		return []match{verbatim(0, n, 0, n)}
	}
	out := s.ends()
	var all []found
	bestA, bestB := make([]float64, len(s.a.units)), make([]float64, len(s.b.units))
	for _, l := range s.best() {
		if m, ok := s.local(l); ok {
			all = append(all, found{match: m, link: l})
			bestA[l.a] = max(bestA[l.a], m.score())
			bestB[l.b] = max(bestB[l.b], m.score())
		}
	}
	crowd := math.Log(float64(len(s.a.units)) * float64(len(s.b.units)))
	sure := map[[2]int32]bool{}
	for k := range all {
		f := &all[k]
		f.odds = f.match.odds(bestA[f.a], bestB[f.b], crowd)
		if f.odds >= sureOdds {
			sure[[2]int32{f.a, f.b}] = true
		}
	}
	for _, f := range all {
		if supported(sure, f.link) {
			f.odds += neighbour
		}
		if f.odds >= acceptOdds || f.equal && f.a1-f.a0 >= minVerbatim {
			out = append(out, f.match)
		}
	}
	return out
}

// ends matches what two very long texts have in common at their beginnings and
// ends, by whole units: long repetitive texts use up their steps in the middle.
func (s *seeds) ends() (out []match) {
	n, m := len(s.a.id), len(s.b.id)
	if n+m < longTexts {
		return nil
	}
	head := 0
	for k := range min(len(s.a.units), len(s.b.units)) {
		u, v := &s.a.units[k], &s.b.units[k]
		if u.last != v.last || !s.equal(u.first, u.last, v.first, v.last) {
			break
		}
		head = u.last
	}
	tail := 0
	for k := range min(len(s.a.units), len(s.b.units)) {
		u, v := &s.a.units[len(s.a.units)-1-k], &s.b.units[len(s.b.units)-1-k]
		if n-u.first != m-v.first || u.first < head || v.first < head || !s.equal(u.first, u.last, v.first, v.last) {
			break
		}
		tail = n - u.first
	}
	if head > 0 {
		out = append(out, verbatim(0, head, 0, head))
	}
	if tail > 0 {
		out = append(out, verbatim(n-tail, n, m-tail, m))
	}
	return out
}

// found is a match on its way to being accepted.
type found struct {
	match
	link
	odds float64
}

// odds weighs a match: how much agrees, how well, whether either unit has a
// better counterpart elsewhere, and how large the crowd is among which it was
// found: of many pairs the best agree by chance.
func (m match) odds(bestA, bestB, crowd float64) float64 {
	rank := m.score() * m.score() / (bestA * bestB)
	return oddsBias + oddsMass*math.Log(0.3+m.mass) + oddsAlike*math.Log(0.05+m.alike) + oddsRank*rank - oddsCrowd*crowd
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

// measure describes the match of the given pairs of words.
func (s *seeds) measure(pairs [][2]int) match {
	m := match{a0: math.MaxInt, b0: math.MaxInt, pairs: pairs}
	for _, p := range pairs {
		m.a0, m.a1 = min(m.a0, p[0]), max(m.a1, p[0]+1)
		m.b0, m.b1 = min(m.b0, p[1]), max(m.b1, p[1]+1)
		m.mass += s.gain(p)
	}
	if hulls := s.a.sum[m.a1] - s.a.sum[m.a0] + s.b.sum[m.b1] - s.b.sum[m.b0]; hulls > 0 {
		m.alike = min(1, 2*m.mass/hulls)
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
