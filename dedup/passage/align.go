package passage

import (
	"cmp"
	"math"
	"slices"
)

// A match is a local alignment of words of one unit with words of another.
type match struct {
	a0, a1, b0, b1 int     // tokens [a0,a1) and [b0,b1)
	mass           float64 // weight of the matched words, mean of both sides
	alike          float64 // matched weight over the weight of both hulls
	equal          bool    // the words are the same, one by one
	from, to       int     // the words that agree are seeds.kept[from:to]

	rank           float64 // by which matches compete for the same words
	before, behind int     // where the chosen match before it ends in B, and the next one begins
}

// score says how much agrees, and how well.
func (m *match) score() float64 { return m.mass * m.alike }

// A try is a link on its way to being accepted.
type try struct {
	link
	match
	state state
	run   bool    // the units share a run, if that was asked
	base  float64 // odds, but for the rank
	odds  float64
}

// A state says what became of a try.
type state uint8

const (
	open    state = iota // not aligned, for no match of it could be accepted so far
	aligned              // there is a match
	empty                // nothing agrees
)

// aligner is the scratch space of align.
type aligner struct {
	tries []try      // the best links, by a, then b
	queue []int32    // tries, the most promising first
	sure  [][2]int32 // units of the matches that are sure, in order
	found []match    // accepted
	crowd float64    // logarithm of the number of pairs of units
}

// match takes up two texts and leaves the accepted matches of their words in s.found.
func (s *seeds) match(a, b *Prepared) {
	if !s.copies(a, b) {
		s.begin(a, b)
		s.align()
	}
}

// copies is match for two texts that have the same words, those aside that are ignored: every stretch between ignored words matches
// the one that has the same words. Else it returns false.
func (s *seeds) copies(a, b *Prepared) bool {
	if a.words != b.words || a.words == 0 {
		return false
	}
	s.a.Prepared, s.b.Prepared = a, b
	s.found, s.kept = s.found[:0], s.kept[:0]
	i, j := 0, 0
	for {
		i, j = a.passOver(i), b.passOver(j)
		if i == len(a.id) && j == len(b.id) {
			return true
		}
		i0, j0 := i, j
		for i < len(a.id) && j < len(b.id) && s.same(i, j) {
			i, j = i+1, j+1
		}
		if i == i0 {
			return false
		}
		s.found = append(s.found, s.verbatim(i0, i, j0, j))
	}
}

// passOver returns the first word from i on that is not ignored.
func (p *Prepared) passOver(i int) int {
	for i < len(p.id) && p.has(i, ignored) {
		i++
	}
	return i
}

// align leaves the accepted matches of all linked units in s.found.
//
// Few links end in a match that is accepted, and what becomes of the others
// matters only where a unit's best score is theirs. So links are aligned word
// by word in the order of what they promise, and only as long as they may be
// accepted or may take something from one that is: the outcome is the same as
// if all were. Of unlike articles no link is aligned, of copies and rewrites
// hardly more than those that are accepted.
func (s *seeds) align() {
	s.found, s.tries, s.kept = s.found[:0], s.tries[:0], s.kept[:0]
	s.ends()
	s.crowd = math.Log(float64(len(s.a.units)) * float64(len(s.b.units)))
	s.a.best, s.b.best = zeros(s.a.best, len(s.a.units)), zeros(s.b.best, len(s.b.units))
	s.promising()
	for s.doubts() {
	}
	s.accept()
}

// promising lists the best links and aligns, the most promising first, those
// that may be accepted by themselves.
func (s *seeds) promising() {
	s.queue = s.queue[:0]
	least := s.leastMass(0)
	for i, keep := range s.best() {
		if !keep {
			continue
		}
		l := s.links[i]
		if u, v := s.a.units[l.a], s.b.units[l.b]; s.equal(u.first, u.last, v.first, v.last) {
			l.bound = math.Inf(1) // a word may be the same and its stem another
		}
		run := l.bound < least && s.shareRun(&l)
		if l.bound >= least || run {
			s.queue = append(s.queue, int32(len(s.tries)))
		}
		s.tries = append(s.tries, try{link: l, run: run})
	}
	slices.SortFunc(s.queue, func(p, q int32) int {
		return cmp.Or(cmp.Compare(s.tries[q].bound, s.tries[p].bound), cmp.Compare(p, q))
	})
	for _, k := range s.queue {
		if t := &s.tries[k]; t.run || s.hopeful(t, 0) || s.shareRun(&t.link) {
			s.try(t)
		}
	}
}

// leastMass returns the mass below which no match is accepted that has more
// odds for other reasons.
func (s *seeds) leastMass(more float64) float64 {
	return math.Exp((acceptOdds-more-oddsBias-float64(oddsAlike*math.Log(1.05))-oddsRank+float64(oddsCrowd*s.crowd))/oddsMass) - 0.3 - slack
}

// slack is more than the rounding errors of a mass.
const slack = 1e-6

// hopeful reports whether the match of a link may be accepted, as far as is
// known, if it gains more odds for other reasons. No rank is better than that
// of a match whose score is its bound.
func (s *seeds) hopeful(t *try, more float64) bool {
	if math.IsInf(t.bound, 1) {
		return true
	}
	most := t.bound + slack
	rank := min(1, most/s.a.best[t.a]) * min(1, most/s.b.best[t.b])
	odds := oddsBias + float64(oddsMass*math.Log(0.3+most)) + float64(oddsAlike*math.Log(1.05)) + float64(oddsRank*rank) - float64(oddsCrowd*s.crowd)
	return odds+more >= acceptOdds-slack
}

// try aligns a link.
func (s *seeds) try(t *try) {
	m, ok := s.local(t.link)
	if t.state = empty; !ok {
		return
	}
	t.match, t.state = m, aligned
	t.base = oddsBias + float64(oddsMass*math.Log(0.3+m.mass)) + float64(oddsAlike*math.Log(0.05+m.alike))
	s.a.best[t.a] = max(s.a.best[t.a], m.score())
	s.b.best[t.b] = max(s.b.best[t.b], m.score())
}

// doubts aligns further links: those that may be accepted for the sake of a
// neighbour, and those of a unit with a match that may be accepted whose score
// may be better. It reports whether there were any. As scores of units only
// rise and odds only fall, what it leaves out is without effect.
func (s *seeds) doubts() (tried bool) {
	s.rate()
	s.a.live, s.b.live = zeros(s.a.live, len(s.a.units)), zeros(s.b.live, len(s.b.units))
	for k := range s.tries {
		if t := &s.tries[k]; t.state == aligned && s.accepted(t) {
			s.a.live[t.a], s.b.live[t.b] = true, true
		}
	}
	for k := range s.tries {
		t := &s.tries[k]
		if t.state != open {
			continue
		}
		most := t.bound + slack
		if s.a.live[t.a] && most > s.a.best[t.a] || s.b.live[t.b] && most > s.b.best[t.b] ||
			s.supported(t) && s.hopeful(t, neighbour) {
			s.try(t)
			tried = true
		}
	}
	return tried
}

// rate weighs the matches found so far: how much agrees, how well, whether
// either unit has a better counterpart elsewhere, and how large the crowd is
// among which it was found: of many pairs the best agree by chance. It lists
// those that are sure.
func (s *seeds) rate() {
	s.sure = s.sure[:0]
	for k := range s.tries {
		t := &s.tries[k]
		if t.state != aligned {
			continue
		}
		rank := t.score() * t.score() / (s.a.best[t.a] * s.b.best[t.b])
		t.odds = t.base + float64(oddsRank*rank) - float64(oddsCrowd*s.crowd)
		if t.odds >= sureOdds {
			s.sure = append(s.sure, [2]int32{t.a, t.b})
		}
	}
}

// accepted reports whether a match, as rated, is.
func (s *seeds) accepted(t *try) bool {
	return t.odds >= acceptOdds || t.odds+neighbour >= acceptOdds && s.supported(t) || t.equal && t.a1-t.a0 >= minVerbatim
}

func (s *seeds) accept() {
	for k := range s.tries {
		if t := &s.tries[k]; t.state == aligned && s.accepted(t) {
			s.found = append(s.found, t.match)
		}
	}
}

// supported reports whether a neighbour of a pair of units, at most reach units
// away on both sides, is sure: rewriters keep the order of what they rewrite.
func (s *seeds) supported(t *try) bool {
	if len(s.sure) == 0 {
		return false
	}
	at, _ := slices.BinarySearchFunc(s.sure, t.a-reach, func(p [2]int32, a int32) int { return cmp.Compare(p[0], a) })
	for _, p := range s.sure[at:] {
		if p[0] > t.a+reach {
			break
		}
		if p[1] >= t.b-reach && p[1] <= t.b+reach && (p[0] != t.a || p[1] != t.b) {
			return true
		}
	}
	return false
}

// ends matches what two very long texts have in common at their beginnings and
// ends, by whole units: long repetitive texts use up their steps in the middle.
func (s *seeds) ends() {
	n, m := len(s.a.id), len(s.b.id)
	if n+m < longTexts {
		return
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
		s.found = append(s.found, s.verbatim(0, head, 0, head))
	}
	if tail > 0 {
		s.found = append(s.found, s.verbatim(n-tail, n, m-tail, m))
	}
}

// measure describes the match of the given pairs of words.
func (s *seeds) measure(pairs []pairing) match {
	m := match{a0: math.MaxInt, b0: math.MaxInt, from: len(s.kept)}
	for _, p := range pairs {
		m.a0, m.a1 = min(m.a0, int(p.i)), max(m.a1, int(p.i)+1)
		m.b0, m.b1 = min(m.b0, int(p.j)), max(m.b1, int(p.j)+1)
		m.mass += p.gain
	}
	s.kept = append(s.kept, pairs...)
	m.to = len(s.kept)
	if hulls := s.a.sum[m.a1] - s.a.sum[m.a0] + s.b.sum[m.b1] - s.b.sum[m.b0]; hulls > 0 {
		m.alike = min(1, 2*m.mass/hulls)
	}
	if m.equal = s.equal(m.a0, m.a1, m.b0, m.b1); m.equal {
		m.alike = 1
	}
	return m
}

// verbatim is the match of two ranges of equal words.
func (s *seeds) verbatim(a0, a1, b0, b1 int) match {
	m := match{a0: a0, a1: a1, b0: b0, b1: b1, mass: float64(a1 - a0), alike: 1, equal: true, from: len(s.kept)}
	for k := range a1 - a0 {
		s.kept = append(s.kept, pairing{i: int32(a0 + k), j: int32(b0 + k)})
	}
	m.to = len(s.kept)
	return m
}

// equal reports whether two ranges have the same words, none of them ignored.
func (s *seeds) equal(a0, a1, b0, b1 int) bool {
	if a1-a0 != b1-b0 {
		return false
	}
	for k := range a1 - a0 {
		if !s.same(a0+k, b0+k) {
			return false
		}
	}
	return true
}

// same reports whether two words are the same, and not ignored.
func (s *seeds) same(i, j int) bool {
	return s.a.hash[i] == s.b.hash[j] && (s.a.marks[i]|s.b.marks[j])&ignored == 0
}

// shareRun reports whether two units have minVerbatim words in a row in common,
// which are accepted whatever they weigh. The same words have the same stem.
func (s *seeds) shareRun(l *link) bool {
	if l.words < minVerbatim-2 || !s.a.mayRun(l.a, s.b.Prepared) || !s.b.mayRun(l.b, s.a.Prepared) {
		return false
	}
	u, v := &s.a.units[l.a], &s.b.units[l.b]
	s.hang(v)
	defer s.unhang()
	for i := u.first; i < u.last; i++ {
		if s.a.id[i] < 0 {
			continue
		}
		for j := s.stemAt[s.a.id[i]]; j >= 0; j = s.stemNext[int(j)-v.first] {
			if s.runAt(u, v, i, int(j)) {
				return true
			}
		}
	}
	return false
}

// runAt reports whether words i and j stand in a run of minVerbatim equal words.
func (s *seeds) runAt(u, v *unit, i, j int) bool {
	n := 0
	for k := 0; i+k < u.last && j+k < v.last && n < minVerbatim && s.same(i+k, j+k); k++ {
		n++
	}
	for k := 1; n > 0 && i-k >= u.first && j-k >= v.first && n < minVerbatim && s.same(i-k, j-k); k++ {
		n++
	}
	return n >= minVerbatim
}
