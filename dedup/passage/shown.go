package passage

import (
	"slices"
	"sort"
)

// Shown returns the passages of a report on two texts as a reader expects them.
// Words that are ignored, such as datelines and credits, are in no shared passage,
// since they are no evidence; but where both texts have the same beside one, it is
// not true that each alone has them. They go with the passage if it is verbatim; if
// not, they are a verbatim passage beside it, unless it would begin or end amid what
// is ignored in both; and so are those with which both texts begin, or end. What stands between two shared passages, or between one and
// an end, is verbatim if both texts have the same there: so are two equal texts
// that share anything one passage. The rest stays as it is. Time is n log n in the
// passages and linear in the texts.
func Shown(passages []Passage, a, b *Prepared) []Passage {
	var l Aligner
	return l.Shown(passages, a, b)
}

// Shown is like the function of that name, in memory of the aligner.
func (l *Aligner) Shown(passages []Passage, a, b *Prepared) []Passage {
	s := &l.s
	shared := func(p Passage) bool { return p.Kind.Shared() }
	if !a.ignores() && !b.ignores() || !slices.ContainsFunc(passages, shared) {
		return passages
	}
	defer s.drop()
	s.a.Prepared, s.b.Prepared = a, b
	s.a.taken, s.b.taken = zeros(s.a.taken, len(a.id)), zeros(s.b.taken, len(b.id))
	s.chosen = s.chosen[:0]
	for _, p := range passages {
		if shared(p) {
			s.show(match{
				a0: a.word(p.A.Start), a1: a.word(p.A.End), b0: b.word(p.B.Start), b1: b.word(p.B.End),
				alike: p.Alike, equal: p.Kind == Verbatim,
			})
		}
	}
	before := s.covered()
	for k := range s.chosen {
		s.widen(k)
	}
	s.edges()
	s.between(s.appendAlike)
	if s.covered() == before {
		return passages // as most are
	}
	s.merge()
	return s.tile()
}

// covered returns the number of words of A in the chosen matches.
func (s *seeds) covered() (n int) {
	for _, m := range s.chosen {
		n += m.a1 - m.a0
	}
	return n
}

// ignores reports whether any word is ignored.
func (p *Prepared) ignores() bool { return p.words < len(p.id) }

// word returns the first word that begins at a byte or later.
func (p *Prepared) word(at int) int {
	return sort.Search(len(p.spans), func(i int) bool { return int(p.spans[i].start) >= at })
}

// show adds a match to the chosen.
func (s *seeds) show(m match) {
	s.a.taken.take(m.a0, m.a1)
	s.b.taken.take(m.b0, m.b1)
	s.chosen = append(s.chosen, m)
}

// widen adds the ignored words that both texts have beside a match.
func (s *seeds) widen(k int) {
	m := s.chosen[k]
	s.beside(k, s.behind(m.a1, m.b1))
	s.beside(k, s.before(m.a0, m.b0))
}

// edges adds the ignored words with which both texts begin, and end.
func (s *seeds) edges() {
	s.alone(s.behind(0, 0))
	s.alone(s.before(len(s.a.id), len(s.b.id)))
}

// behind returns a match of the ignored words that both texts have from two words on.
func (s *seeds) behind(i, j int) match {
	m := match{a0: i, b0: j, alike: 1, equal: true}
	for i < len(s.a.id) && j < len(s.b.id) && s.idle(i, j) {
		i, j = i+1, j+1
	}
	m.a1, m.b1 = i, j
	return m
}

// before returns a match of those that both have up to two words.
func (s *seeds) before(i, j int) match {
	m := match{a1: i, b1: j, alike: 1, equal: true}
	for i > 0 && j > 0 && s.idle(i-1, j-1) {
		i, j = i-1, j-1
	}
	m.a0, m.b0 = i, j
	return m
}

// idle reports whether two words are the same, in no match, and no evidence.
func (s *seeds) idle(i, j int) bool {
	return !s.a.taken[i] && !s.b.taken[j] && s.a.hash[i] == s.b.hash[j] && (s.a.marks[i]|s.b.marks[j])&ignored != 0
}

// amid reports whether the words on both sides of where word i begins are ignored.
func (p *Prepared) amid(i int) bool {
	return 0 < i && i < len(p.marks) && p.marks[i-1]&p.marks[i]&ignored != 0
}

// beside adds ignored words beside match k: to it, if it is verbatim.
func (s *seeds) beside(k int, m match) {
	chosen := &s.chosen[k]
	if !chosen.equal {
		s.alone(m)
		return
	}
	chosen.a0, chosen.a1, chosen.b0, chosen.b1 = min(chosen.a0, m.a0), max(chosen.a1, m.a1), min(chosen.b0, m.b0), max(chosen.b1, m.b1)
	s.a.taken.take(m.a0, m.a1)
	s.b.taken.take(m.b0, m.b1)
}

// alone adds ignored words as a match, unless there is none or it would begin or end amid what is ignored in both.
func (s *seeds) alone(m match) {
	cut := s.a.amid(m.a0) && s.b.amid(m.b0) || s.a.amid(m.a1) && s.b.amid(m.b1)
	if m.a0 < m.a1 && !cut {
		s.show(m)
	}
}

// appendAlike appends a match of what stands between others if it is the same, be it ignored or not.
func (s *seeds) appendAlike(out []match, a0, a1, b0, b1 int) []match {
	if a0 == a1 || !slices.Equal(s.a.hash[a0:a1], s.b.hash[b0:b1]) {
		return out
	}
	return append(out, match{a0: a0, a1: a1, b0: b0, b1: b1, alike: 1, equal: true})
}
