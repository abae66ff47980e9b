package passage

import (
	"cmp"
	"slices"
)

// Swap returns the passages of a report as they are when the two texts change
// places, in the order that [Report] has. Time is n log n.
func Swap(passages []Passage) []Passage {
	if passages == nil {
		return nil
	}
	type place struct{ own, behind int } // of a passage with a span of the new A, and of what only the new B has behind it, or -1
	var places []place
	var out []Passage
	shared := -1 // the place of the last passage that both have
	for i, p := range passages {
		switch {
		case p.Kind.Shared():
			shared = len(places)
			places = append(places, place{i, -1})
		case p.Kind == OnlyB:
			places = append(places, place{i, -1})
		case shared >= 0:
			places[shared].behind = i
		default:
			out = append(out, swap(p))
		}
	}
	slices.SortStableFunc(places, func(p, q place) int { return cmp.Compare(passages[p.own].B.Start, passages[q.own].B.Start) })
	out = slices.Grow(out, len(passages))
	for _, p := range places {
		if out = append(out, swap(passages[p.own])); p.behind >= 0 {
			out = append(out, swap(passages[p.behind]))
		}
	}
	return out
}

func swap(p Passage) Passage {
	p.A, p.B = p.B, p.A
	switch p.Kind {
	case OnlyA:
		p.Kind = OnlyB
	case OnlyB:
		p.Kind = OnlyA
	}
	return p
}

func byA(p, q Passage) int { return cmp.Compare(p.A.Start, q.A.Start) }

// Swapped returns the report on the same two texts in the other order. It shares
// what it can with r.
func (r *Report) Swapped() *Report {
	out := &Report{Passages: Swap(r.Passages), a: r.b, b: r.a, fateA: r.fateB, fateB: r.fateA, texts: swapped{r.texts}}
	for _, p := range r.Echoes {
		p.A, p.B = p.B, p.A
		out.Echoes = append(out.Echoes, p)
	}
	slices.SortStableFunc(out.Echoes, byA)
	return out
}
