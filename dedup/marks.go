package dedup

import (
	"fmt"

	"github.com/wirecopy/wirecopy/dedup/internal/graph"
	"github.com/wirecopy/wirecopy/dedup/wire"
)

// Marks returns the stretches of an article that no verdict rests on, in order
// and without overlaps: credits, datelines, desk marks, bylines, page furniture,
// and, as furniture, what its source prints under other articles too. It is nil
// for an article that is not of the result. Time is linear in the marks.
func (r *Result) Marks(id string) []wire.Mark {
	d := r.find(id)
	if d == nil {
		return nil
	}
	var recurring []wire.Mark
	for _, s := range d.ignored() {
		recurring = append(recurring, wire.Mark{Span: s, Kind: wire.Furniture})
	}
	return wire.Merge(d.marks(), recurring)
}

// Reasons returns what Explain says of a pair that the result has, without
// comparing the texts once more: it takes a few microseconds. It is nil for a
// pair of other articles.
func (r *Result) Reasons(p *Pair) []string {
	a, b := r.find(p.A), r.find(p.B)
	if a == nil || b == nil {
		return nil
	}
	e := &Explanation{Pair: *p}
	return append(e.reasons(a, b, &r.corpus.options), r.corpus.beyond(p, a, b, r.together(a, b))...)
}

// together reports whether two docs are in one cluster.
func (r *Result) together(p, q *doc) bool { return r.groups[p.text] == r.groups[q.text] }

// beyond says what kept the search from linking two docs, whose pair it is, or from grouping them, if anything did.
func (c *corpus) beyond(pair *Pair, p, q *doc, together bool) []string {
	switch {
	case !c.near(p, q):
		return []string{fmt.Sprintf("They were published more than %v apart: too far to be linked.", c.options.Window)}
	case !c.compared(p, q):
		return []string{"The search did not propose this pair: it shares too few rare word sequences."}
	case pair.Relation < Derived || together:
		return nil
	}
	switch c.graph.Apart(p.text, q.text) {
	case graph.Module:
		return []string{fmt.Sprintf("They are in no cluster together: other articles of %s have what they share, and nothing besides, so that it is the page's.", p.Source)}
	case graph.Form:
		return []string{fmt.Sprintf("They are in no cluster together: %s fills in the same words with other facts again and again.", p.Source)}
	case graph.Background:
		return []string{fmt.Sprintf("They are in no cluster together: as three articles of %s tell, of which each shares so little with each, it is the background of several events.", p.Source)}
	case graph.Later:
		return []string{"They are in no cluster together: they were published days apart, and share so little that it is the background of two events."}
	}
	return []string{"They are in no cluster together: of the pairs that it would have too few are derived."}
}
