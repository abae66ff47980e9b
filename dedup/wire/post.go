package wire

import (
	"strings"
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
)

const (
	maxPost   = 300 // bytes of an embedded post before its signature
	maxSigner = 90  // bytes of "— Name " before "(@handle)"
)

// Posts returns the posts of a social network that are embedded in text, in
// order and disjoint: the paragraph before a signature such as
// "— Ada Byron (@ada)", at most 300 bytes of it. Any page may embed one, so
// that two articles which show the same post need not have read each other:
// posts are public, as quotations are. Time is linear in the text.
func Posts(text string) []shingle.Span {
	var out []shingle.Span
	for pos := 0; ; {
		i := strings.Index(text[pos:], "(@")
		if i < 0 {
			return out
		}
		at := pos + i
		pos = at + 2
		before := text[max(0, at-maxSigner):at]
		dash := strings.LastIndex(before, "—")
		if dash < 0 || strings.Contains(before[dash:], "\n") {
			continue
		}
		end := at - len(before) + dash
		floor := 0
		if n := len(out); n > 0 {
			floor = out[n-1].End
		}
		if s := postStart(text, floor, end); s < end {
			out = append(out, shingle.Span{Start: s, End: end})
		}
	}
}

// postStart returns where the paragraph that ends at end begins: behind the
// line break before its last text, not before floor.
func postStart(text string, floor, end int) int {
	body := strings.TrimRight(text[floor:end], " \t\r\n\u00a0")
	start := floor
	if i := strings.LastIndexByte(body, '\n'); i >= 0 {
		start = floor + i + 1
	}
	start = max(start, end-maxPost)
	for start < end && !utf8.RuneStart(text[start]) {
		start++
	}
	return start
}
