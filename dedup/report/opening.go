package report

import (
	"strings"

	"github.com/wirecopy/wirecopy/dedup/wire"
)

// opening returns what stands for the headline of a text that has none: its first
// line, of what is marked neither as furniture nor as dateline, byline or credit and is
// no trail to the page. A line of a word or two, as rubrics are, goes on with the next. It is clean and takes
// at most maxOpening columns; it is empty where all is marked. Time is linear in the
// text up to there.
func opening(text string, marks []wire.Mark) string {
	out, at := "", 0
	for line := range strings.Lines(text) {
		part := unmarked(line, at, &marks)
		at += len(line)
		if part = strings.Trim(clean(part), " "+bullets); !wordy(part) || trail(part) {
			continue
		}
		if out != "" {
			out += " "
		}
		out += part
		if toks := tokens(out, 2*leastWords); len(toks) >= leastWords*perWord(toks) {
			break
		}
	}
	return cutWords(out, maxOpening)
}

const (
	maxOpening = 60 // columns: a line of a headline
	leastWords = 3  // of it
	bullets    = "-–—−:|•·*>»,;_"
)

// trail reports whether a line says where in a site the page is: Home > World > Trade.
func trail(line string) bool { return strings.Contains(line, " > ") || strings.Count(line, " | ") > 1 }

// unmarked returns the first part of a line, which begins at a byte of the text, that
// has a word and is not marked. It drops the marks that end before it.
func unmarked(line string, at int, marks *[]wire.Mark) string {
	end := at + len(line)
	for from := at; from < end; {
		for len(*marks) > 0 && (*marks)[0].End <= from {
			*marks = (*marks)[1:]
		}
		to, next := end, end
		if len(*marks) > 0 && (*marks)[0].Start < end {
			to, next = max(from, (*marks)[0].Start), (*marks)[0].End
		}
		if part := front(line[from-at:to-at], 16*maxOpening); wordy(part) {
			return part
		}
		from = next
	}
	return ""
}

// cutWords is cut behind a word, if one ends in the second half.
func cutWords(text string, n int) string {
	short := cut(text, n)
	if short == text {
		return text
	}
	if i := strings.LastIndexByte(short, ' '); i >= 0 && cells(short[:i]) >= n/2 {
		return strings.TrimRight(short[:i], " "+bullets) + " …"
	}
	return short
}
