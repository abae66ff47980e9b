package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// maxFragment is the number of words of a fragment, see absorb.
const maxFragment = 8

// absorb gives fragments, the few words of a sentence that only one text has, to
// the edited or rewritten passage that has the rest of the sentence: a reader
// thinks in sentences, and finds them there among the words that went or came.
func absorb(rs []row, a, b string) []row {
	gone := make([]bool, len(rs))
	for _, s := range [2]side{{a, passage.OnlyA, passage.OnlyB, func(r *row) *shingle.Span { return &r.a }}, {b, passage.OnlyB, passage.OnlyA, func(r *row) *shingle.Span { return &r.b }}} {
		s.absorb(rs, gone)
	}
	out := rs[:0]
	for i, r := range rs {
		if !gone[i] {
			out = append(out, r)
		}
	}
	return out
}

// A side is one of the two texts.
type side struct {
	text        string
	mine, other passage.Kind // what this text alone has, and the other
	span        func(*row) *shingle.Span
}

func (s *side) absorb(rs []row, gone []bool) {
	var order []int
	for i := range rs {
		if rs[i].kind != s.other {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(s.span(&rs[i]).Start, s.span(&rs[j]).Start) })
	for k, i := range order {
		span := *s.span(&rs[i])
		if rs[i].kind != s.mine || !fragment(span.Of(s.text)) {
			continue
		}
		switch {
		case k > 0 && s.oneSentence(&rs[order[k-1]], &rs[i], &rs[order[k-1]]):
			s.span(&rs[order[k-1]]).End = span.End
		case k+1 < len(order) && s.oneSentence(&rs[i], &rs[order[k+1]], &rs[order[k+1]]):
			s.span(&rs[order[k+1]]).Start = span.Start
		default:
			continue
		}
		gone[i] = true
	}
}

// oneSentence reports whether the sentence of r goes on in next, and host, one
// of the two, can take in the other.
func (s *side) oneSentence(r, next, host *row) bool {
	if host.kind != passage.Edited && host.kind != passage.Rewritten {
		return false
	}
	x, y := *s.span(r), *s.span(next)
	return x.End <= y.Start && !strings.Contains(s.text[x.End:y.Start], "\n") && !endsSentence(x.Of(s.text))
}

func fragment(text string) bool {
	toks := tokens(text, 2*maxFragment+1)
	n, _, _ := unit(toks)
	return len(toks) <= maxFragment*n && !strings.Contains(text, "\n")
}

// endsSentence reports whether text ends with a stop, quotes and brackets aside.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, "\"'”’»)]")
	for _, stop := range [...]string{".", "!", "?", "…", "。", "！", "？"} {
		if strings.HasSuffix(text, stop) {
			return true
		}
	}
	return false
}
