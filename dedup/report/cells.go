package report

import (
	"iter"
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/width"
)

// clusterCells returns the columns that a grapheme cluster takes: two for
// East Asian wide characters, flags and emoji, none for a mark alone, else one.
// Where terminals disagree (joined emoji) it is the larger number that would be
// too cautious: a cluster is as wide as its widest character.
func clusterCells(g string) int {
	if len(g) == 1 {
		return 1
	}
	n, flags := 0, 0
	for _, r := range g {
		switch {
		case r == '\uFE0F': // asks for the picture
			n = 2
		case unicode.In(r, unicode.M, unicode.Cf):
		case r >= 0x1F1E6 && r <= 0x1F1FF: // half a flag
			flags++
			n = max(n, min(2, flags))
		default:
			n = max(n, runeCells(r))
		}
	}
	return n
}

func runeCells(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cells returns the columns that clean text takes.
func cells(text string) int {
	n := 0
	for g := range clusters(text) {
		n += clusterCells(g)
	}
	return n
}

// clusters yields the grapheme clusters of clean text.
func clusters(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for it := graphemes.FromString(text); it.Next(); {
			if !yield(it.Value()) {
				return
			}
		}
	}
}

// cut returns clean text shortened to at most n columns, an ellipsis included.
func cut(text string, n int) string {
	if cells(text) <= n {
		return text
	}
	at, used := 0, 0
	for g := range clusters(text) {
		if used += clusterCells(g); used > n-1 {
			break
		}
		at += len(g)
	}
	return strings.TrimRight(text[:at], " ") + "…"
}

// cutFront is cut from the other end: paths tell more there.
func cutFront(text string, n int) string {
	over := cells(text) - n
	if over <= 0 {
		return text
	}
	at, gone := 0, 0
	for g := range clusters(text) {
		if gone > over {
			break
		}
		gone += clusterCells(g)
		at += len(g)
	}
	return "…" + text[at:]
}

// pad returns clean text filled with spaces to n columns.
func pad(text string, n int) string {
	return text + strings.Repeat(" ", max(0, n-cells(text)))
}
