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
	var own []Passage           // those with a span of the new A
	behind := map[int]Passage{} // what only the new B has, by where the new B of the passage before it begins
	var head []Passage          // or at the beginning
	at, behindOne := 0, false
	for _, p := range passages {
		p.A, p.B = p.B, p.A
		switch {
		case p.Kind.Shared():
			at, behindOne = p.B.Start, true
			own = append(own, p)
		case p.Kind == OnlyB:
			p.Kind = OnlyA
			own = append(own, p)
		case behindOne:
			p.Kind = OnlyB
			behind[at] = p
		default:
			p.Kind = OnlyB
			head = append(head, p)
		}
	}
	slices.SortStableFunc(own, byA)
	out := slices.Grow(head, len(passages))
	for _, p := range own {
		out = append(out, p)
		if q, ok := behind[p.B.Start]; ok && p.Kind.Shared() {
			out = append(out, q)
		}
	}
	return out
}

func byA(p, q Passage) int { return cmp.Compare(p.A.Start, q.A.Start) }

// Swapped returns the report on the same two texts in the other order. It shares
// what it can with r.
func (r *Report) Swapped() *Report {
	out := &Report{Passages: Swap(r.Passages), a: r.b, b: r.a, fateA: r.fateB, fateB: r.fateA, replaced: r.replaced}
	for _, p := range r.Echoes {
		p.A, p.B = p.B, p.A
		out.Echoes = append(out.Echoes, p)
	}
	slices.SortStableFunc(out.Echoes, byA)
	return out
}
