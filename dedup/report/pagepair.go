package report

import (
	"fmt"
	"iter"
	"strconv"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/wirecopy/wirecopy/shingle"
)

type (
	// A pageText is a text and what of it is no evidence.
	pageText struct {
		Text  string   `json:"text"`
		Marks [][3]int `json:"marks"` // wire.Kind, start, end
	}
	// A pagePair is a pair seen from the article that came first.
	pagePair struct {
		A           int        `json:"a"`
		B           int        `json:"b"`
		Relation    string     `json:"relation"`
		Score       float64    `json:"score"`
		Resemblance float64    `json:"resemblance"`
		ShareA      []int      `json:"shareA"` // as pageMember.Share
		ShareB      []int      `json:"shareB"`
		Reasons     []string   `json:"reasons"`
		Rows        []pagePart `json:"rows"` // null if the texts were not compared
	}
	// A pagePart is a passage that both texts have:
	//
	//	[kind, move, start, end in a, start, end in b, [words that went], [words that came]]
	//
	// with the words as starts and ends in turn, in Edited and Rewritten ones.
	pagePart struct {
		row
		went, came []int
	}
)

func newPageText(text string, marks []wire.Mark) pageText {
	u := newUnits(text)
	t := pageText{Text: text, Marks: [][3]int{}}
	for _, m := range marks {
		t.Marks = append(t.Marks, [3]int{int(m.Kind), u.at(m.Start), u.at(m.End)})
	}
	return t
}

// MarshalJSON writes the form above.
func (p pagePart) MarshalJSON() ([]byte, error) {
	b := fmt.Appendf(nil, "[%d,%d,%d,%d,%d,%d", p.kind, p.move, p.a.Start, p.a.End, p.b.Start, p.b.End)
	if p.kind != passage.Verbatim {
		b = appendInts(appendInts(b, p.went), p.came)
	}
	return append(b, ']'), nil
}

func appendInts(b []byte, list []int) []byte {
	b = append(b, ",["...)
	for i, x := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(x), 10)
	}
	return append(b, ']')
}

// pairs yields the pairs of every story by its number, and those of none by -1.
// After an error, which p keeps, it ends.
func (p *page) pairs() iter.Seq2[int, []pagePair] {
	return func(yield func(int, []pagePair) bool) {
		for i, s := range p.stories {
			if !yield(i, p.family(s, p.inside[i])) {
				return
			}
		}
		across := []pagePair{}
		for i := range p.across {
			x := &p.across[i]
			if x.Passages == nil {
				x = p.compare(x)
			}
			if p.err != nil {
				return
			}
			across = append(across, p.pair(x, p.before(x.A, x.B)))
		}
		yield(-1, across)
	}
}

// family makes the pairs of a story. One by which the story is told is seen from
// what the member is set beside.
func (p *page) family(s *story, pairs []dedup.Pair) []pagePair {
	from := map[[2]string]string{}
	for _, m := range s.members {
		if m.pair != nil {
			from[[2]string{m.pair.A, m.pair.B}] = m.from
		}
	}
	out := []pagePair{}
	for i := range pairs {
		x := &pairs[i]
		first, ok := from[[2]string{x.A, x.B}]
		if !ok {
			first = p.before(x.A, x.B)
		}
		out = append(out, p.pair(x, first))
	}
	return out
}

// compare returns the pair with its passages.
func (p *page) compare(x *dedup.Pair) *dedup.Pair {
	e, err := p.in.Explain(x.A, x.B)
	if err != nil {
		p.err = err
		return x
	}
	full := *x
	full.Passages = passagesOf(e)
	return &full
}

// before returns which of two articles comes first: by date, else by ID.
func (p *page) before(a, b string) string {
	x, y := p.articles[p.number[a]], p.articles[p.number[b]]
	if byDate(dedup.Member{ID: a, Published: x.Published}, dedup.Member{ID: b, Published: y.Published}) <= 0 {
		return a
	}
	return b
}

// pair makes a pair with first on the left.
func (p *page) pair(x *dedup.Pair, first string) pagePair {
	second := other(x, first)
	out := pagePair{
		A: p.number[first], B: p.number[second],
		Relation: x.Relation.String(), Score: round(x.Score), Resemblance: round(x.Resemblance),
		ShareA: []int{}, ShareB: []int{}, Reasons: []string{},
	}
	for _, reason := range p.in.Reasons(x) {
		out.Reasons = append(out.Reasons, clean(reason))
	}
	if x.Passages == nil {
		return out
	}
	ps, back := x.Passages, turn(x.Passages)
	if first != x.A {
		ps, back = back, ps
	}
	a, b := p.articles[out.A].Text, p.articles[out.B].Text
	out.ShareA, out.ShareB = parts(shareOf(back, a)), parts(shareOf(ps, b))
	out.Rows = p.rows(ps, a, b)
	return out
}

// rows makes the passages that both texts have, with the words that changed.
func (p *page) rows(ps []passage.Passage, a, b string) []pagePart {
	u, v := newUnits(a), newUnits(b)
	out := []pagePart{}
	for _, r := range rows(ps, a, b) {
		if !r.kind.Shared() {
			continue
		}
		part := pagePart{row: r}
		if r.kind != passage.Verbatim {
			x, y := tokens(r.a.Of(a), 0), tokens(r.b.Of(b), 0)
			inX, inY := p.diff.stayed(x, y)
			part.went = changed(x, inX, r.a.Start, u)
			part.came = changed(y, inY, r.b.Start, v)
		}
		part.a, part.b = u.span(r.a), v.span(r.b)
		out = append(out, part)
	}
	return out
}

// changed returns starts and ends of the stretches of words that did not stay.
func changed(toks []shingle.Token, in []bool, at int, u *units) []int {
	var out []int
	for i := 0; i < len(toks); i++ {
		if in[i] {
			continue
		}
		j := i
		for j+1 < len(toks) && !in[j+1] {
			j++
		}
		out = append(out, u.at(at+toks[i].Start), u.at(at+toks[j].End))
		i = j
	}
	return out
}
