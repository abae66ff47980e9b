package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// A row is a passage as it is shown: without white space at its ends, with the
// fragments beside it, joined with neighbours of its kind, and with where it
// went.
type row struct {
	kind passage.Kind
	a, b shingle.Span
	move move
}

// A move says where the second text has a passage, seen from the first.
type move int8

const (
	stayed move = iota
	up
	down
)

// rows returns the passages in the order of the first text; those that only the
// second has stand behind what precedes them there. Passages without a word
// are left out. Time is n log n in the passages and linear in the texts.
func rows(ps []passage.Passage, a, b string) []row {
	var all []row
	for _, p := range inOrder(ps) {
		r := row{kind: p.Kind, a: trim(a, p.A), b: trim(b, p.B)}
		if p.Kind.Shared() || wordy(r.a.Of(a)) || wordy(r.b.Of(b)) {
			all = append(all, r)
		}
	}
	out := join(absorb(all, a, b), a, b)
	markMoves(out)
	return out
}

// join joins rows that go on where the one before ends.
func join(rs []row, a, b string) []row {
	out := rs[:0]
	for _, r := range rs {
		if n := len(out); n > 0 && out[n-1].joins(r, a, b) {
			out[n-1].a.End = max(out[n-1].a.End, r.a.End)
			out[n-1].b.End = max(out[n-1].b.End, r.b.End)
			continue
		}
		out = append(out, r)
	}
	return out
}

// inOrder sorts passages: see rows. What comes from passage.Compare and is not
// turned is in this order already.
func inOrder(ps []passage.Passage) []passage.Passage {
	var first, second []int // those with an A, those with a B
	for i, p := range ps {
		if p.Kind != passage.OnlyB {
			first = append(first, i)
		}
		if p.Kind != passage.OnlyA {
			second = append(second, i)
		}
	}
	slices.SortStableFunc(first, func(i, j int) int { return cmp.Compare(ps[i].A.Start, ps[j].A.Start) })
	slices.SortStableFunc(second, func(i, j int) int { return cmp.Compare(ps[i].B.Start, ps[j].B.Start) })
	behind := map[int][]int{} // a passage with an A, or -1 -> those only B has that follow it
	at := -1
	for _, i := range second {
		if ps[i].Kind == passage.OnlyB {
			behind[at] = append(behind[at], i)
			continue
		}
		at = i
	}
	out := make([]passage.Passage, 0, len(ps))
	for _, i := range append([]int{-1}, first...) {
		if i >= 0 {
			out = append(out, ps[i])
		}
		for _, j := range behind[i] {
			out = append(out, ps[j])
		}
	}
	return out
}

// joins reports whether s goes on where r ends, on every side that they have.
func (r row) joins(s row, a, b string) bool {
	if r.kind != s.kind || r.kind == passage.Edited || r.kind == passage.Rewritten {
		return false
	}
	touch := func(text string, x, y shingle.Span) bool {
		return x.End <= y.Start && strings.TrimSpace(text[x.End:y.Start]) == ""
	}
	return (r.kind == passage.OnlyB || touch(a, r.a, s.a)) && (r.kind == passage.OnlyA || touch(b, r.b, s.b))
}

// trim cuts white space off a span, and a dash that divides it from what
// precedes.
func trim(text string, s shingle.Span) shingle.Span {
	part := s.Of(text)
	rest := strings.TrimLeftFunc(part, isSpace)
	for _, dash := range [...]string{"- ", "– ", "— "} {
		rest = strings.TrimLeftFunc(strings.TrimPrefix(rest, dash), isSpace)
	}
	s.Start += len(part) - len(rest)
	part = rest
	s.End -= len(part) - len(strings.TrimRightFunc(part, isSpace))
	return s
}

// markMoves finds the passages that moved: those outside the heaviest sequence
// that has the same order in both texts.
func markMoves(rs []row) {
	var shared []int
	for i, r := range rs {
		if r.kind.Shared() {
			shared = append(shared, i)
		}
	}
	kept := heaviest(rs, shared)
	at := 0 // where the last kept passage begins in the second text
	for k, i := range shared {
		switch {
		case kept[k]:
			at = rs[i].b.Start
		case rs[i].b.Start < at:
			rs[i].move = up
		default:
			rs[i].move = down
		}
	}
}

// heaviest returns which of the shared rows are in the increasing sequence of
// b.Start with the most bytes: dynamic programming over a Fenwick tree of
// prefix maxima.
func heaviest(rs []row, shared []int) []bool {
	rank := slices.Clone(shared)
	slices.SortStableFunc(rank, func(i, j int) int { return cmp.Compare(rs[i].b.Start, rs[j].b.Start) })
	rankOf := make(map[int]int, len(rank))
	for k, i := range rank {
		rankOf[i] = k + 1
	}
	tree := make([]int, len(rank)+1) // index+1 of the best sequence end among the ranks it covers
	sum, prev := make([]int, len(shared)), make([]int, len(shared))
	better := func(p, q int) int {
		if q == 0 || p > 0 && sum[p-1] >= sum[q-1] {
			return p
		}
		return q
	}
	best := 0
	for k, i := range shared {
		for x := rankOf[i] - 1; x > 0; x &= x - 1 {
			prev[k] = better(prev[k], tree[x])
		}
		if sum[k] = rs[i].b.Len(); prev[k] > 0 {
			sum[k] += sum[prev[k]-1]
		}
		for x := rankOf[i]; x < len(tree); x += x & -x {
			tree[x] = better(tree[x], k+1)
		}
		best = better(best, k+1)
	}
	kept := make([]bool, len(shared))
	for ; best > 0; best = prev[best-1] {
		kept[best-1] = true
	}
	return kept
}
