package dedup

import (
	"fmt"

	"github.com/wirecopy/wirecopy/dedup/wire"
)

// Marks returns the stretches of an article that no verdict rests on, in order
// and without overlaps: credits, datelines, desk marks, bylines, page furniture,
// and, as furniture, what its source prints under other articles too. It is nil
// for an article that is not of the result. Time is linear in the marks.
func (r *Result) Marks(id string) []wire.Mark {
	i, ok := r.run.find(id)
	if !ok {
		return nil
	}
	d := r.run.docs[i]
	var recurring []wire.Mark
	for _, s := range d.ignored {
		recurring = append(recurring, wire.Mark{Span: s, Kind: wire.Furniture})
	}
	return wire.Merge(d.marks, recurring)
}

// Reasons returns what Explain says of a pair that the result has, without
// comparing the texts once more: it takes a few microseconds. It is nil for a
// pair of other articles.
func (r *Result) Reasons(p *Pair) []string {
	i, ok := r.run.find(p.A)
	j, also := r.run.find(p.B)
	if !ok || !also {
		return nil
	}
	e := &Explanation{Pair: *p}
	return append(e.reasons(r.run.docs[i], r.run.docs[j], &r.run.options), r.run.beyond(i, j)...)
}

// beyond says what kept the search from linking two docs, if anything did.
func (r *run) beyond(i, j int) []string {
	switch {
	case !r.near(int32(i), int32(j)):
		return []string{fmt.Sprintf("They were published more than %v apart: too far to be linked.", r.options.Window)}
	case i != j && r.docs[i].twin == r.docs[j].twin && r.docs[i].words > 0 && !r.compared(i, j):
		return []string{"They are the same to the last byte. Of a large family of such articles not every pair is listed, only enough to hold it together."}
	case i != j && !r.compared(i, j):
		return []string{"The search did not propose this pair: it shares too few rare word sequences."}
	}
	return nil
}
