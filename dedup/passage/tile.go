package passage

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
)

// report chooses among matches that compete for the same words, the best
// first, and tiles both texts with what was chosen and what is left.
func (s *seeds) report(found []match) *Report {
	r := &Report{a: s.a.text, b: s.b.text, seeds: s}
	r.fateA, r.fateB = newFates(len(s.a.id)), newFates(len(s.b.id))
	slices.SortFunc(found, func(p, q match) int {
		return cmp.Or(cmp.Compare(q.score(), p.score()), cmp.Compare(p.a0, q.a0), cmp.Compare(p.b0, q.b0))
	})
	var chosen, again []match
	freeA, freeB := make(taken, len(s.a.id)), make(taken, len(s.b.id))
	for _, m := range found {
		if freeA.any(m.a0, m.a1) || freeB.any(m.b0, m.b1) {
			again = append(again, m)
			continue
		}
		freeA.take(m.a0, m.a1)
		freeB.take(m.b0, m.b1)
		chosen = append(chosen, m)
	}
	for k := range chosen {
		s.stretch(&chosen[k], freeA, freeB)
	}
	chosen = s.bridge(chosen)
	for _, m := range chosen {
		r.settle(m)
	}
	for _, m := range chosen {
		r.replaced += r.replacedIn(m)
	}
	for _, m := range again {
		r.settle(m)
		r.Echoes = append(r.Echoes, s.echo(m))
	}
	r.Passages = s.tile(s.merge(chosen))
	return r
}

// replacedIn counts the facts of a match that stand against others: as many
// numbers and as many names as both of its sides have without a counterpart.
func (r *Report) replacedIn(m match) int {
	if m.equal {
		return 0
	}
	numberA, nameA := lost(r.a, r.fateA, m.a0, m.a1)
	numberB, nameB := lost(r.b, r.fateB, m.b0, m.b1)
	return min(numberA, numberB) + min(nameA, nameB)
}

// lost counts the numbers and names among words that have no counterpart.
func lost(t *shingle.Text, fates []fate, first, last int) (numbers, names int) {
	for i := first; i < last; i++ {
		switch tok := t.Tokens[i]; {
		case fates[i].to >= 0 || !fact(tok) || tok.Has(shingle.Ignored):
		case tok.Has(shingle.Number):
			numbers++
		default:
			names++
		}
	}
	return numbers, names
}

// taken remembers which words are in a chosen match.
type taken []bool

func (f taken) any(i, j int) bool { return slices.Contains(f[i:j], true) }

func (f taken) take(i, j int) {
	for k := i; k < j; k++ {
		f[k] = true
	}
}

// A fate is what became of a word.
type fate struct {
	kind Kind  // OnlyA on either side where it is not shared
	to   int32 // the word of the other text that it agrees with, or -1
}

func newFates(n int) []fate { return slices.Repeat([]fate{{kind: OnlyA, to: -1}}, n) }

// settle writes the fates of the words of m that have none yet.
func (r *Report) settle(m match) {
	k := m.kind()
	for i := m.a0; i < m.a1; i++ {
		if r.fateA[i].kind == OnlyA {
			r.fateA[i].kind = k
		}
	}
	for j := m.b0; j < m.b1; j++ {
		if r.fateB[j].kind == OnlyA {
			r.fateB[j].kind = k
		}
	}
	for _, p := range m.pairs {
		if r.fateA[p[0]].to < 0 {
			r.fateA[p[0]].to = int32(p[1])
		}
		if r.fateB[p[1]].to < 0 {
			r.fateB[p[1]].to = int32(p[0])
		}
	}
}

// stretch lengthens a verbatim match by the equal words next to it that nothing
// else has: runs do not end where sentences do.
func (s *seeds) stretch(m *match, freeA, freeB taken) {
	if !m.equal || m.a1-m.a0 < minVerbatim {
		return
	}
	for m.a1 < len(freeA) && m.b1 < len(freeB) && !freeA[m.a1] && !freeB[m.b1] && s.equal(m.a1, m.a1+1, m.b1, m.b1+1) {
		m.pairs = append(m.pairs, [2]int{m.a1, m.b1})
		freeA[m.a1], freeB[m.b1] = true, true
		m.a1, m.b1 = m.a1+1, m.b1+1
	}
	for m.a0 > 0 && m.b0 > 0 && !freeA[m.a0-1] && !freeB[m.b0-1] && s.equal(m.a0-1, m.a0, m.b0-1, m.b0) {
		m.a0, m.b0 = m.a0-1, m.b0-1
		m.pairs = append(m.pairs, [2]int{m.a0, m.b0})
		freeA[m.a0], freeB[m.b0] = true, true
	}
}

// bridge makes matches of equal words between neighbouring matches, and before
// the first and behind the last: short sentences that say too little alone.
func (s *seeds) bridge(ms []match) []match {
	slices.SortFunc(ms, func(p, q match) int { return cmp.Compare(p.b0, q.b0) })
	prevEnd := map[int]int{} // a match's b0 -> where the one before it ends in B
	end := 0
	for _, m := range ms {
		prevEnd[m.b0] = end
		end = m.b1
	}
	slices.SortFunc(ms, func(p, q match) int { return cmp.Compare(p.a0, q.a0) })
	var out []match
	last := match{}
	for _, m := range ms {
		if last.b1 == prevEnd[m.b0] {
			out = s.appendEqual(out, last.a1, m.a0, last.b1, m.b0)
		}
		out = append(out, m)
		last = m
	}
	if last.b1 == end {
		out = s.appendEqual(out, last.a1, len(s.a.id), last.b1, len(s.b.id))
	}
	return out
}

func (s *seeds) appendEqual(out []match, a0, a1, b0, b1 int) []match {
	if a0 == a1 || !s.equal(a0, a1, b0, b1) {
		return out
	}
	return append(out, verbatim(a0, a1, b0, b1))
}

// verbatim is the match of two ranges of equal words.
func verbatim(a0, a1, b0, b1 int) match {
	m := match{a0: a0, a1: a1, b0: b0, b1: b1, mass: float64(a1 - a0), alike: 1, equal: true}
	for i := range a1 - a0 {
		m.pairs = append(m.pairs, [2]int{a0 + i, b0 + i})
	}
	return m
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

// echo gives a match the spans of its words alone.
func (s *seeds) echo(m match) Passage {
	a, b := s.a.text.Tokens, s.b.text.Tokens
	return Passage{
		Kind: m.kind(), Alike: m.alike,
		A: shingle.Span{Start: a[m.a0].Start, End: a[m.a1-1].End},
		B: shingle.Span{Start: b[m.b0].Start, End: b[m.b1-1].End},
	}
}

// tile turns matches, ordered by A, into passages that cover both texts.
func (s *seeds) tile(ms []match) []Passage {
	var out []Passage
	behind := s.onlyB(ms)
	out = append(out, behind[0]...)
	at := 0
	for i, m := range ms {
		out = s.appendOnlyA(out, at, m.a0)
		out = append(out, Passage{Kind: m.kind(), Alike: m.alike, A: s.a.span(m.a0, m.a1), B: s.b.span(m.b0, m.b1)})
		out = append(out, behind[i+1]...)
		at = m.a1
	}
	return s.appendOnlyA(out, at, len(s.a.id))
}

func (s *seeds) appendOnlyA(out []Passage, from, to int) []Passage {
	if span := s.a.span(from, to); span.Len() > 0 && (to > from || len(s.a.id) == 0) {
		out = append(out, Passage{Kind: OnlyA, A: span})
	}
	return out
}

// onlyB returns the passages that only B has, each at the place of the match
// it stands behind: the first match is 1, the head of the text 0.
func (s *seeds) onlyB(ms []match) [][]Passage {
	out := make([][]Passage, len(ms)+1)
	order := make([]int, len(ms))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(p, q int) int { return cmp.Compare(ms[p].b0, ms[q].b0) })
	at, place := 0, 0
	add := func(to int) {
		if span := s.b.span(at, to); span.Len() > 0 && (to > at || len(s.b.id) == 0) {
			out[place] = append(out[place], Passage{Kind: OnlyB, B: span})
		}
	}
	for _, i := range order {
		add(ms[i].b0)
		at, place = ms[i].b1, i+1
	}
	add(len(s.b.id))
	return out
}

// span returns the bytes of the words [first,last) with what stands between
// them and their neighbours: closing marks and space belong to the word before,
// opening marks to the word behind. The spans of ranges that partition the
// words partition the text; without words there is one range, the text.
func (x *side) span(first, last int) shingle.Span {
	if len(x.id) == 0 {
		return shingle.Span{End: len(x.text.Source)}
	}
	return shingle.Span{Start: x.cut(first), End: x.cut(last)}
}

// cut returns where the bytes of word i begin.
func (x *side) cut(i int) int {
	tokens, text := x.text.Tokens, x.text.Source
	switch i {
	case 0:
		return 0
	case len(tokens):
		return len(text)
	}
	pos, limit := tokens[i-1].End, tokens[i].Start
	spaced := false
	for pos < limit {
		r, n := utf8.DecodeRuneInString(text[pos:])
		switch {
		case unicode.IsSpace(r):
			spaced = true
		case strings.ContainsRune("»”’.,;:!?)]}…%", r):
		case spaced || strings.ContainsRune("«“‘„([{", r):
			return pos
		}
		pos += n
	}
	return limit
}
