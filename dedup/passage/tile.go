package passage

import (
	"cmp"
	"slices"

	"github.com/wirecopy/wirecopy/shingle"
)

// tile chooses among matches that compete for the same words, the best first,
// and fills what is left with OnlyA and OnlyB.
func tile(s *seeds, found []match) (passages, echoes []Passage) {
	slices.SortFunc(found, func(p, q match) int {
		return cmp.Or(cmp.Compare(q.score(), p.score()), cmp.Compare(p.a0, q.a0), cmp.Compare(p.b0, q.b0))
	})
	freeA, freeB := newFree(len(s.a.id)), newFree(len(s.b.id))
	var chosen []match
	for _, m := range found {
		if freeA.is(m.a0, m.a1) && freeB.is(m.b0, m.b1) {
			freeA.take(m.a0, m.a1)
			freeB.take(m.b0, m.b1)
			chosen = append(chosen, m)
			continue
		}
		echoes = append(echoes, s.passage(m))
	}
	slices.SortFunc(chosen, func(p, q match) int { return cmp.Compare(p.a0, q.a0) })
	chosen = s.merge(chosen)
	return s.fill(chosen), echoes
}

// free remembers which tokens are taken.
type free []bool

func newFree(n int) free { return make(free, n) }

func (f free) is(i, j int) bool { return !slices.Contains(f[i:j], true) }

func (f free) take(i, j int) {
	for k := i; k < j; k++ {
		f[k] = true
	}
}

// merge joins verbatim matches that follow each other on both sides.
func (s *seeds) merge(ms []match) []match {
	out := ms[:0]
	for _, m := range ms {
		if n := len(out); n > 0 && m.equal && out[n-1].equal && out[n-1].a1 == m.a0 && out[n-1].b1 == m.b0 {
			out[n-1].a1, out[n-1].b1 = m.a1, m.b1
			continue
		}
		out = append(out, m)
	}
	return out
}

func (m match) kind() Kind {
	switch {
	case m.equal:
		return Verbatim
	case m.alike >= editedAlike:
		return Edited
	}
	return Rewritten
}

// passage gives a match its tight spans.
func (s *seeds) passage(m match) Passage {
	return Passage{Kind: m.kind(), Alike: m.alike, A: spanOf(s.a.text, m.a0, m.a1), B: spanOf(s.b.text, m.b0, m.b1)}
}

func spanOf(t *shingle.Text, first, last int) shingle.Span {
	return shingle.Span{Start: t.Tokens[first].Start, End: t.Tokens[last-1].End}
}

// fill makes the tiling.
func (s *seeds) fill(chosen []match) []Passage {
	var out []Passage
	for _, m := range chosen {
		out = append(out, s.passage(m))
	}
	return out
}
