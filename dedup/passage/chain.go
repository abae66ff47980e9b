package passage

import "slices"

// A pairing is a word of A and a word of B that agree, and what they earn.
type pairing struct {
	i, j int32
	gain float64
}

// chainer is the scratch space of the word aligner.
type chainer struct {
	ready             bool      // for the two texts at hand
	stemAt, kinAt     []int32   // of each stem and kin of A: the first word of B's unit that has it, or -1
	stemNext, kinNxt  []int32   // of each word of B's unit: the next of the same stem, of the same kin
	stemHung, kinHung []int32   // those that do
	points            []point   // of two units
	moved             []int32   // where thin put them
	pairs             []pairing // of two units, aligned
	kept              []pairing // of all matches
	trimmer
}

// arm makes ready what the word aligner needs and unlike texts do without.
func (s *seeds) arm() {
	if s.ready {
		return
	}
	s.ready = true
	s.a.accumulate()
	s.b.accumulate()
	s.a.used, s.b.used = zeros(s.a.used, len(s.a.id)), zeros(s.b.used, len(s.b.id))
}

// agree returns how well token i of A and token j of B agree, in [0,1], which have one stem, or
// else one kin.
func (s *seeds) agree(i, j int, stem bool) float64 {
	switch {
	case s.a.hash[i] == s.b.hash[j]:
		return 1
	case stem:
		return stemSim
	case (s.a.marks[i]|s.b.marks[j])&(number|stop|solo) != 0:
		return 0
	}
	return nearSim
}

// sim is agree for any two tokens.
func (s *seeds) sim(i, j int) float64 {
	if s.a.id[i] < 0 || s.b.id[j] < 0 {
		return 0
	}
	stem := s.a.id[i] == s.to[s.b.id[j]]
	kin := s.a.kin[i] >= 0 && s.b.kin[j] >= 0 && s.a.kin[i] == s.kinTo[s.b.kin[j]]
	if !stem && !kin && s.a.hash[i] != s.b.hash[j] {
		return 0
	}
	return s.agree(i, j, stem)
}

// gain is what a pair of words earns.
func (s *seeds) gain(i, j int) float64 {
	return s.sim(i, j) * (s.a.w(i) + s.b.w(j)) / 2
}

// A point is a pair of words that agree.
type point struct {
	i, j   int32   // tokens of A and B
	prev   int32   // the point before it in the best chain that ends here, or -1
	known  bool    // score and prev hold
	gain   float64 // what the pair earns
	score  float64 // of that chain
	a1, b1 float64 // mass of the words of A up to i, and of B up to j
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
	s.arm()
	u, v := &s.a.units[l.a], &s.b.units[l.b]
	s.pairs = s.pairs[:0]
	if s.equal(u.first, u.last, v.first, v.last) {
		for k := range u.last - u.first {
			s.pairs = append(s.pairs, pairing{int32(u.first + k), int32(v.first + k), s.gain(u.first+k, v.first+k)})
		}
		return s.measure(s.pairs), true
	}
	s.collect(u, v)
	for range maxSegments {
		if s.chain() < minSegment {
			break
		}
	}
	if len(s.pairs) == 0 {
		return match{}, false
	}
	for _, p := range s.pairs {
		s.a.used[p.i], s.b.used[p.j] = false, false
	}
	return s.measure(s.window(s.pairs)), true
}

// collect lists the pairs of words of two units that agree, by i, then j.
func (s *seeds) collect(u, v *unit) {
	s.steps -= (u.last - u.first) * (v.last - v.first)
	s.hang(v)
	s.points = s.points[:0]
	for i := u.first; i < u.last; i++ {
		id := s.a.id[i]
		if id < 0 {
			continue
		}
		p, q := s.stemAt[id], int32(-1)
		if kin := s.a.kin[i]; kin >= 0 {
			q = s.kinAt[kin]
		}
		a1 := s.a.sum[i+1]
		w := a1 - s.a.sum[i]
		for p >= 0 || q >= 0 {
			j := p
			if p < 0 || q >= 0 && q < p {
				j = q
			}
			sim := s.agree(i, int(j), j == p)
			b1 := s.b.sum[j+1]
			if g := sim * (w + (b1 - s.b.sum[j])) / 2; g > 0 {
				s.points = append(s.points, point{i: int32(i), j: j, prev: -1, gain: g, a1: a1, b1: b1})
			}
			if j == p {
				p = s.stemNext[p-int32(v.first)]
			}
			if j == q {
				q = s.kinNxt[q-int32(v.first)]
			}
		}
	}
	s.unhang()
}

// hang chains the words of a unit of B by their stems and their kins.
func (s *seeds) hang(v *unit) {
	n := v.last - v.first
	s.stemNext, s.kinNxt = resize(s.stemNext, n), resize(s.kinNxt, n)
	s.stemHung, s.kinHung = s.stemHung[:0], s.kinHung[:0]
	ids, kins := s.b.id[v.first:v.last], s.b.kin[v.first:v.last]
	for k := n - 1; k >= 0; k-- {
		id := ids[k]
		if id < 0 {
			continue
		}
		if key := s.to[id]; key >= 0 {
			s.stemNext[k], s.stemAt[key] = s.stemAt[key], int32(v.first+k)
			s.stemHung = append(s.stemHung, key)
		}
		if kin := kins[k]; kin >= 0 {
			if key := s.kinTo[kin]; key >= 0 {
				s.kinNxt[k], s.kinAt[key] = s.kinAt[key], int32(v.first+k)
				s.kinHung = append(s.kinHung, key)
			}
		}
	}
}

// unhang undoes hang.
func (s *seeds) unhang() {
	for _, key := range s.stemHung {
		s.stemAt[key] = -1
	}
	for _, key := range s.kinHung {
		s.kinAt[key] = -1
	}
}

// chain finds the best local alignment among the points, appends it to s.pairs,
// drops the points whose words it takes and returns the score, 0 for
// none. It is Smith and Waterman's alignment (J. Mol. Biol. 147, 1981) with
// linear gaps, computed on the pairs that agree alone: a pair earns its weight,
// a word skipped on either side costs gapCost of its own, so that an alignment
// goes on over a stretch as long as about a third of its weight agrees. Against
// the dense matrix the sparse form is 6 times faster and finds the same.
func (s *seeds) chain() (top float64) {
	end := -1
	for k := range s.points {
		if !s.points[k].known {
			s.extend(k, top)
		}
		if p := &s.points[k]; p.score > top {
			top, end = p.score, k
		}
	}
	if end < 0 {
		return 0
	}
	from := len(s.pairs)
	for k := int32(end); k >= 0; k = s.points[k].prev {
		p := &s.points[k]
		s.pairs = append(s.pairs, pairing{p.i, p.j, p.gain})
		s.a.used[p.i], s.b.used[p.j] = true, true
	}
	slices.Reverse(s.pairs[from:])
	s.thin()
	return top
}

// thin drops the points whose words are in a chain, and the chains of points
// that went through them. The other chains stay the best: there are only fewer
// to choose from.
func (s *seeds) thin() {
	s.moved = resize(s.moved, len(s.points))
	out := s.points[:0]
	for k, p := range s.points {
		s.moved[k] = -1
		if s.a.used[p.i] || s.b.used[p.j] {
			continue
		}
		if p.known = p.prev < 0; p.prev >= 0 && s.moved[p.prev] >= 0 {
			p.prev = s.moved[p.prev]
			p.known = out[p.prev].known
		}
		s.moved[k] = int32(len(out))
		out = append(out, p)
	}
	s.points = out
}

// extend finds the best chain that ends in point k, when the best chain so far
// scores top.
func (s *seeds) extend(k int, top float64) {
	points := s.points[:k+1]
	p := points[k]
	a0, b0 := s.a.sum[p.i], s.b.sum[p.j]
	p.score, p.prev, p.known = p.gain, -1, true
	h := k - 1
	for ; h >= 0; h-- {
		q := &points[h]
		if q.j >= p.j || q.i >= p.i {
			continue
		}
		gap := float64(gapCost*(a0-q.a1)) + float64(gapStep*float64(p.i-q.i-1))
		if gap >= top-(p.score-p.gain) {
			break // no chain can pay for it and do better, nor for the longer gaps before it
		}
		gap += float64(gapCost*(b0-q.b1)) + float64(gapStep*float64(p.j-q.j-1))
		if c := q.score - gap + p.gain; c > p.score {
			p.score, p.prev = c, int32(h)
		}
	}
	points[k] = p
	s.steps -= k - h
}
