package invent

import (
	"strconv"
	"strings"
	"time"
)

// A house is a publisher: an agency, or a paper whose pages have furniture.
type house struct {
	name   string
	short  string   // of an agency: what stands in datelines and credits
	before []string // lines above and below every article
	after  []string
}

const (
	agencies = 8
	houses   = 200
)

func newHouses() []house {
	out := make([]house, houses)
	for i := range out {
		place := title(syllables(i*53+17, 2))
		h := &out[i]
		if i < agencies {
			h.name = place + " Press Agency"
			h.short = strings.ToUpper(place[:1]) + "PA"
			continue
		}
		h.name = place + " " + []string{"Courier", "Herald", "Gazette", "Echo", "Observer"}[i%5]
		if i%2 == 0 {
			h.after = append(h.after, "Sign up for the daily newsletter of the "+h.name, "Follow the "+h.name+" on Twitter")
		}
		if i%3 == 0 {
			h.before = append(h.before, strconv.Itoa(2+i%6)+" min read")
		}
	}
	return out
}

// page prints an article: the sentences that came from the agency or paper from, on a page of h.
func (w *writer) page(dst []byte, e *event, h, from *house, at time.Time, story []sentence) []byte {
	d := w.dice
	for _, line := range h.before {
		dst = append(append(dst, line...), "\n\n"...)
	}
	if from.short != "" && d.chance(60) {
		dst = append(dst, strings.ToUpper(e.places[0])...)
		dst = append(dst, ", "...)
		dst = at.AppendFormat(dst, "Jan. 2")
		dst = append(dst, " ("+from.short+") - "...)
	}
	for i, s := range story {
		if i > 0 {
			dst = append(dst, one(d, []string{" ", " ", "\n\n"})...)
		}
		dst = w.appendSentence(dst, s)
	}
	if from.short != "" && d.chance(50) {
		dst = append(dst, "\n\n("+from.short+")"...)
	}
	for _, line := range h.after {
		dst = append(append(dst, "\n\n"...), line...)
	}
	return dst
}

// headline is the first clause.
func (w *writer) headline(story []sentence) string {
	main := story[0].main
	return string(capital(w.appendWords(nil, main[:min(8, len(main))]), 0))
}

func (w *writer) appendSentence(dst []byte, s sentence) []byte {
	start := len(dst)
	if len(s.by) > 0 && s.byFirst {
		dst = w.appendWords(dst, s.by)
		if s.quote {
			dst = append(dst, ": "...)
		} else {
			dst = append(dst, " that "...)
		}
	}
	if s.quote {
		dst = append(dst, "“"...)
	}
	clause := len(dst)
	if len(s.lead) > 0 && s.leadFirst {
		dst = append(w.appendWords(dst, s.lead), ", "...)
	}
	dst = w.appendWords(dst, s.main)
	if len(s.lead) > 0 && !s.leadFirst {
		dst = w.appendWords(append(dst, " "...), s.lead)
	}
	if len(s.also) > 0 {
		dst = w.appendWords(append(dst, ", "...), s.also)
	}
	said := len(s.by) > 0 && !s.byFirst
	if s.quote {
		dst = capital(dst, clause)
		if said {
			dst = append(dst, ",”"...)
		} else {
			dst = append(dst, ".”"...)
		}
	}
	if said {
		if !s.quote {
			dst = append(dst, ',')
		}
		dst = w.appendWords(append(dst, ' '), s.by)
	}
	if !s.quote || said {
		dst = append(dst, '.')
	}
	return capital(dst, start)
}

func (w *writer) appendWords(dst []byte, words []word) []byte {
	for i, x := range words {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = w.append(dst, x)
	}
	return dst
}

// capital begins what stands from a place on with a capital letter.
func capital(dst []byte, from int) []byte {
	if from < len(dst) && 'a' <= dst[from] && dst[from] <= 'z' {
		dst[from] -= 'a' - 'A'
	}
	return dst
}
