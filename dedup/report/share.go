package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// A share counts the words of the second text by the kind of the passage they
// are in; those of passages that it alone has are under OnlyB.
type share [passage.OnlyB + 1]int

// shareOf counts, in time linear in the text. All words count, those of page
// furniture too: what a reader sees of the text is what is divided.
func shareOf(ps []passage.Passage, text string) share {
	var s share
	for _, p := range ps {
		if p.Kind != passage.OnlyA {
			for range shingle.Tokens(p.B.Of(text)) {
				s[p.Kind]++
			}
		}
	}
	return s
}

// of divides n parts by the counts so that they add up to n: the largest
// remainders are rounded up, of equal ones the first.
func (s share) of(n int) share {
	var out, rest share
	total := 0
	for _, c := range s {
		total += c
	}
	if total == 0 {
		return out
	}
	left := n
	for k, c := range s {
		out[k], rest[k] = n*c/total, n*c%total
		left -= out[k]
	}
	for ; left > 0; left-- {
		k := slices.Index(rest[:], slices.Max(rest[:]))
		out[k]++
		rest[k] = -1
	}
	return out
}

// bar draws the share, n columns wide.
func (p *printer) bar(s share, n int) {
	p.say(plain, "[")
	for k, c := range s.of(n) {
		p.say(signs[k].style, strings.Repeat(signs[k].sign, c))
	}
	p.say(plain, "]")
}

// percents puts the share in words: "70 % verbatim, 30 % only here".
func (s share) percents() string {
	var out []string
	for k, c := range s.of(100) {
		switch {
		case c > 0:
			out = append(out, fmt.Sprintf("%d\u00a0%% %s", c, signs[k].name))
		case s[k] > 0:
			out = append(out, "<1\u00a0% "+signs[k].name)
		}
	}
	if len(out) == 0 {
		return "no words"
	}
	return strings.Join(out, ", ")
}
