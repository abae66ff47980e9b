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
// is ignored in both. And what stands between two shared passages, or between one and
// an end, is verbatim if both texts have the same there: so are two equal texts
// that share anything one passage. The rest stays as it is. Time is n log n in the
// passages and linear in the texts.
func Shown(passages []Passage, a, b *Prepared) []Passage {
	shared := func(p Passage) bool { return p.Kind.Shared() }
	if !a.ignores() && !b.ignores() || !slices.ContainsFunc(passages, shared) {
		return passages
	}
	var s seeds
	s.a.Prepared, s.b.Prepared = a, b
	s.a.taken, s.b.taken = make(taken, len(a.id)), make(taken, len(b.id))
	for _, p := range passages {
		if shared(p) {
			s.show(match{
				a0: a.word(p.A.Start), a1: a.word(p.A.End), b0: b.word(p.B.Start), b1: b.word(p.B.End),
				alike: p.Alike, equal: p.Kind == Verbatim,
			})
		}
	}
	for k := range s.chosen {
		s.widen(k)
	}
	s.between(s.appendAlike)
	s.merge()
	return s.tile()
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
	i, j := m.a1, m.b1
	for i < len(s.a.id) && j < len(s.b.id) && s.idle(i, j) {
		i, j = i+1, j+1
	}
	s.beside(k, match{a0: m.a1, a1: i, b0: m.b1, b1: j}, s.a.amid(i) && s.b.amid(j))
	i, j = m.a0, m.b0
	for i > 0 && j > 0 && s.idle(i-1, j-1) {
		i, j = i-1, j-1
	}
	s.beside(k, match{a0: i, a1: m.a0, b0: j, b1: m.b0}, s.a.amid(i) && s.b.amid(j))
}

// idle reports whether two words are the same, in no match, and no evidence.
func (s *seeds) idle(i, j int) bool {
	return !s.a.taken[i] && !s.b.taken[j] && s.a.hash[i] == s.b.hash[j] && (s.a.marks[i]|s.b.marks[j])&ignored != 0
}

// amid reports whether the words on both sides of where word i begins are ignored.
func (p *Prepared) amid(i int) bool {
	return 0 < i && i < len(p.marks) && p.marks[i-1]&p.marks[i]&ignored != 0
}

// beside adds equal words beside the match k, to it if it is verbatim. If they end amid what is ignored in both texts,
// they are not worth a passage of their own.
func (s *seeds) beside(k int, m match, amid bool) {
	switch chosen := &s.chosen[k]; {
	case m.a0 == m.a1:
	case chosen.equal:
		chosen.a0, chosen.a1, chosen.b0, chosen.b1 = min(chosen.a0, m.a0), max(chosen.a1, m.a1), min(chosen.b0, m.b0), max(chosen.b1, m.b1)
		s.a.taken.take(m.a0, m.a1)
		s.b.taken.take(m.b0, m.b1)
	case !amid:
		m.alike, m.equal = 1, true
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
