package wire

import (
	"strings"
	"unicode/utf8"
)

// prose reports cheaply of most lines of prose that they have a word that no credit, byline,
// list of names or date has: in small letters, five at least, between spaces. A line of which it does
// not say so may be anything.
func prose(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' || i > 0 && s[i-1] != ' ' {
			continue
		}
		start := i
		for i < len(s) && 'a' <= s[i] && s[i] <= 'z' {
			i++
		}
		if i-start >= minProse && (i == len(s) || s[i] == ' ') && !apparatus[s[start:i]] {
			return true
		}
	}
	return false
}

const minProse = 5

// apparatus has the words of minProse small letters that credits, bylines, lists of names and dates may have.
var apparatus = func() map[string]bool {
	m := map[string]bool{"reported": true}
	add := func(s string) {
		for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return r < 'a' || r > 'z' || r >= utf8.RuneSelf }) {
			if len(w) >= minProse {
				m[w] = true
			}
		}
	}
	for w := range calendar {
		add(w)
	}
	for w := range creditWords {
		add(w)
	}
	for w := range agencies {
		add(w)
	}
	for w := range services {
		add(w)
	}
	for _, lead := range leads {
		add(lead.words)
	}
	for _, by := range bys {
		add(by)
	}
	return m
}()
