package passage

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
)

// chooser is the scratch space of choose.
type chooser struct {
	chosen, again []match
	bridged       []match
	inB           []match  // the chosen in the order of B
	replaced      replaced // facts that stand against others
	where         []uint8  // of each stem: 1 outside a row, 2 inside, 3 both
}

// choose chooses among matches that compete for the same words, the best
// first, and writes down what becomes of every word.
func (s *seeds) choose() {
	a, b := &s.a, &s.b
	a.fates, b.fates = newFates(a.fates, len(a.id)), newFates(b.fates, len(b.id))
	a.taken, b.taken = zeros(a.taken, len(a.id)), zeros(b.taken, len(b.id))
	s.chosen, s.again, s.replaced = s.chosen[:0], s.again[:0], replaced{}
	s.follow()
	slices.SortFunc(s.found, func(p, q match) int {
		return cmp.Or(cmp.Compare(q.rank, p.rank), cmp.Compare(p.a0, q.a0), cmp.Compare(p.b0, q.b0))
	})
	for _, m := range s.found {
		if a.taken.any(m.a0, m.a1) || b.taken.any(m.b0, m.b1) {
			s.again = append(s.again, m)
			continue
		}
		a.taken.take(m.a0, m.a1)
		b.taken.take(m.b0, m.b1)
		s.stretch(&m, true)
		s.chosen = append(s.chosen, m)
	}
	for k := range s.chosen {
		s.stretch(&s.chosen[k], false)
	}
	s.bridge()
	for k := range s.chosen {
		s.settle(&s.chosen[k])
	}
	s.replaced = s.replacements()
	s.again = slices.DeleteFunc(s.again, s.known)
	for k := range s.again {
		s.settle(&s.again[k])
	}
	s.inserts()
}

// follow sets by what matches compete: their scores, of verbatim ones that follow each other on both
// sides the sum of all, so that a sentence that stands in a text twice goes with its neighbours.
func (s *seeds) follow() {
	ms := s.found
	slices.SortFunc(ms, func(p, q match) int { return cmp.Or(cmp.Compare(p.a0-p.b0, q.a0-q.b0), cmp.Compare(p.a0, q.a0)) })
	for i := 0; i < len(ms); {
		j, sum := i+1, ms[i].score()
		for ; j < len(ms) && ms[j-1].equal && ms[j].equal && ms[j-1].a1 == ms[j].a0 && ms[j-1].b1 == ms[j].b0; j++ {
			sum += float64(ms[j].score())
		}
		for ; i < j; i++ {
			ms[i].rank = sum
		}
	}
}

// replaced counts facts that stand against others.
type replaced struct{ names, numbers int }

// replacements counts the facts that stand against others: in each match, with
// the short stretches before it that have no counterpart, as many numbers and as
// many names as both sides have without one. The chosen matches are in the order
// of A.
func (s *seeds) replacements() (r replaced) {
	s.inB = append(s.inB[:0], s.chosen...)
	slices.SortFunc(s.inB, func(p, q match) int { return cmp.Compare(p.b0, q.b0) })
	endA := 0
	for k := range s.chosen {
		m := &s.chosen[k]
		endB := 0
		if i, _ := slices.BinarySearchFunc(s.inB, m.b0, func(p match, b0 int) int { return cmp.Compare(p.b0, b0) }); i > 0 {
			endB = s.inB[i-1].b1
		}
		numberA, nameA := s.a.lost(near(endA, m.a0), m.a1)
		numberB, nameB := s.b.lost(near(endB, m.b0), m.b1)
		r.numbers += min(numberA, numberB)
		r.names += min(nameA, nameB)
		endA = m.a1
	}
	return r
}

// near returns where a match at word i begins with what stands before it: at end,
// where the last one ends, if that is near.
func near(end, i int) int {
	if i-end <= shortGap {
		return end
	}
	return i
}

// lost counts the numbers and names among words that have no counterpart.
func (x *side) lost(first, last int) (numbers, names int) {
	for i := first; i < last; i++ {
		switch {
		case x.fates[i].to >= 0 || !x.fact(i) || x.has(i, ignored):
		case x.has(i, number):
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
	kind   Kind  // OnlyA on either side where it is not shared
	insert bool  // it is in a stretch that belongs to neither text
	to     int32 // the word of the other text that it agrees with, or -1
}

// newFates returns n fates of words that are not shared, in s if it is large
// enough.
func newFates(s []fate, n int) []fate {
	s = resize(s, n)
	for k := range s {
		s[k] = fate{kind: OnlyA, to: -1}
	}
	return s
}

// settle writes the fates of the words of m that have none yet.
func (s *seeds) settle(m *match) {
	k := m.kind()
	s.a.become(m.a0, m.a1, k)
	s.b.become(m.b0, m.b1, k)
	for _, p := range s.kept[m.from:m.to] {
		if f := &s.a.fates[p.i]; f.to < 0 {
			f.to = p.j
		}
		if f := &s.b.fates[p.j]; f.to < 0 {
			f.to = p.i
		}
	}
}

// known reports whether the chosen matches have all pairs of words of m.
func (s *seeds) known(m match) bool {
	return !slices.ContainsFunc(s.kept[m.from:m.to], func(p pairing) bool { return s.a.fates[p.i].to != p.j })
}

func (x *side) become(first, last int, k Kind) {
	for i := first; i < last; i++ {
		if x.fates[i].kind == OnlyA {
			x.fates[i].kind = k
		}
	}
}

// stretch lengthens a verbatim match by the equal words next to it that nothing
// else has: runs do not end where sentences do. Before all is chosen it does so by whole units of
// either side alone: what follows a long run goes with it, though the other text may have the same sentence elsewhere, too.
func (s *seeds) stretch(m *match, whole bool) {
	if !m.equal || m.a1-m.a0 < minVerbatim {
		return
	}
	a0, a1, b0, b1 := m.a0, m.a1, m.b0, m.b1
	for i, j := a1, b1; i < len(s.a.id) && j < len(s.b.id) && s.free(i, j); {
		if i, j = i+1, j+1; !whole || s.a.ends(i) || s.b.ends(j) {
			m.a1, m.b1 = i, j
		}
	}
	for i, j := a0, b0; i > 0 && j > 0 && s.free(i-1, j-1); {
		if i, j = i-1, j-1; !whole || s.a.ends(i) || s.b.ends(j) {
			m.a0, m.b0 = i, j
		}
	}
	if m.a0 == a0 && m.a1 == a1 {
		return
	}
	s.a.taken.take(m.a0, m.a1)
	s.b.taken.take(m.b0, m.b1)
	from := len(s.kept)
	s.kept = append(s.kept, s.kept[m.from:m.to]...)
	s.keepEqual(a1, m.a1, b1)
	s.keepEqual(m.a0, a0, m.b0)
	m.from, m.to = from, len(s.kept)
}

// ends reports whether a unit ends before word i, or another one begins there.
func (p *Prepared) ends(i int) bool {
	return i == 0 || i == len(p.in) || p.in[i-1] != p.in[i]
}

// free reports whether two words are the same and in no match.
func (s *seeds) free(i, j int) bool { return !s.a.taken[i] && !s.b.taken[j] && s.same(i, j) }

// keepEqual appends the pairs of equal words of A from a0 to a1-1 and of B from
// b0 on.
func (s *seeds) keepEqual(a0, a1, b0 int) {
	for k := range a1 - a0 {
		s.kept = append(s.kept, pairing{i: int32(a0 + k), j: int32(b0 + k)})
	}
}

// bridge makes matches of equal words between neighbouring matches: short
// sentences that say too little alone.
func (s *seeds) bridge() { s.between(s.appendEqual) }

// between adds what add makes of the words between neighbouring matches, and before
// the first and behind the last. It leaves the chosen matches in the order of A.
func (s *seeds) between(add func(out []match, a0, a1, b0, b1 int) []match) {
	slices.SortFunc(s.chosen, func(p, q match) int { return cmp.Compare(p.b0, q.b0) })
	end := 0
	for k := range s.chosen {
		m := &s.chosen[k]
		m.before, end = end, m.b1
	}
	slices.SortFunc(s.chosen, func(p, q match) int { return cmp.Compare(p.a0, q.a0) })
	out, last := s.bridged[:0], match{}
	for _, m := range s.chosen {
		if last.b1 == m.before {
			out = add(out, last.a1, m.a0, last.b1, m.b0)
		}
		out = append(out, m)
		last = m
	}
	if last.b1 == end {
		out = add(out, last.a1, len(s.a.id), last.b1, len(s.b.id))
	}
	s.chosen, s.bridged = out, s.chosen
}

func (s *seeds) appendEqual(out []match, a0, a1, b0, b1 int) []match {
	if a0 == a1 || !s.equal(a0, a1, b0, b1) {
		return out
	}
	return append(out, s.verbatim(a0, a1, b0, b1))
}

func (m *match) kind() Kind {
	switch {
	case m.equal:
		return Verbatim
	case m.alike >= editedAlike:
		return Edited
	}
	return Rewritten
}

// report makes a report of what was chosen. Nothing of s is in it.
func (s *seeds) report() *Report {
	r := &Report{fateA: slices.Clone(s.a.fates), fateB: slices.Clone(s.b.fates)}
	for k := range s.again {
		m := &s.again[k]
		r.Echoes = append(r.Echoes, Passage{Kind: m.kind(), Alike: m.alike, A: s.a.tight(m.a0, m.a1), B: s.b.tight(m.b0, m.b1)})
	}
	s.merge()
	r.Passages = s.tile()
	return r
}

// merge joins verbatim matches that follow each other on both sides.
func (s *seeds) merge() {
	out := s.chosen[:0]
	for _, m := range s.chosen {
		if n := len(out); n > 0 && m.equal && out[n-1].equal && out[n-1].a1 == m.a0 && out[n-1].b1 == m.b0 {
			out[n-1].a1, out[n-1].b1 = m.a1, m.b1
			continue
		}
		out = append(out, m)
	}
	s.chosen = out
}

// tile turns the matches, ordered by A, into passages that cover both texts.
// What only B has stands behind the match that precedes it in B.
func (s *seeds) tile() []Passage {
	ms, n := s.chosen, len(s.a.id)
	head := s.beginnings()
	var out []Passage
	if n+len(s.b.id) > 0 {
		out = make([]Passage, 0, 3*len(ms)+2)
	}
	out = s.b.appendOnly(out, OnlyB, 0, head)
	at := 0
	for k := range ms {
		m := &ms[k]
		out = s.a.appendOnly(out, OnlyA, at, m.a0)
		out = append(out, Passage{Kind: m.kind(), Alike: m.alike, A: s.a.span(m.a0, m.a1), B: s.b.span(m.b0, m.b1)})
		out = s.b.appendOnly(out, OnlyB, m.b1, m.behind)
		at = m.a1
	}
	return s.a.appendOnly(out, OnlyA, at, n)
}

// beginnings notes for every match where the next one in B begins, and returns
// where the first does.
func (s *seeds) beginnings() (head int) {
	s.by = resize(s.by, len(s.chosen))
	for k := range s.by {
		s.by[k] = int32(k)
	}
	slices.SortFunc(s.by, func(p, q int32) int { return cmp.Compare(s.chosen[q].b0, s.chosen[p].b0) })
	head = len(s.b.id)
	for _, k := range s.by {
		m := &s.chosen[k]
		m.behind, head = head, m.b0
	}
	return head
}

// appendOnly appends the passage of the words from to to-1 that only x has. A
// text without words is one passage.
func (p *Prepared) appendOnly(out []Passage, k Kind, from, to int) []Passage {
	if from == to && len(p.id) > 0 {
		return out
	}
	span := p.span(from, to)
	switch {
	case span.Len() == 0:
		return out
	case k == OnlyA:
		return append(out, Passage{Kind: k, A: span})
	}
	return append(out, Passage{Kind: k, B: span})
}

// span returns the bytes of the words [first,last) with what stands between
// them and their neighbours: closing marks and space belong to the word before,
// opening marks to the word behind. The spans of ranges that partition the
// words partition the text; without words there is one range, the text.
func (p *Prepared) span(first, last int) shingle.Span {
	if len(p.id) == 0 {
		return shingle.Span{End: len(p.source)}
	}
	return shingle.Span{Start: p.cut(first), End: p.cut(last)}
}

// cut returns where the bytes of word i begin.
func (p *Prepared) cut(i int) int {
	switch i {
	case 0:
		return 0
	case len(p.spans):
		return len(p.source)
	}
	pos, limit := int(p.spans[i-1].end), int(p.spans[i].start)
	spaced := false
	for pos < limit {
		r, n := utf8.DecodeRuneInString(p.source[pos:])
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
