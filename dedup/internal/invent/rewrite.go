package invent

import "slices"

// copies, edits, abridgements and rewrites of a story: what desks do to agency copy. The shares are
// those of one word, sentence or place; invent_test.go holds what comes out to ranges.

// edit changes one content word in twenty-five and may drop a sentence.
func (w *writer) edit(story []sentence) []sentence {
	out := make([]sentence, 0, len(story))
	dropped := w.dice.below(2 * len(story))
	for i, s := range story {
		if i != dropped || len(story) < 5 {
			out = append(out, w.reword(s, 4))
		}
	}
	return out
}

// abridge keeps the first sentences, a quarter to a half.
func (w *writer) abridge(story []sentence) []sentence {
	n := max(2, len(story)*(25+w.dice.below(25))/100)
	out := make([]sentence, 0, n)
	for _, s := range story[:min(n, len(story))] {
		out = append(out, w.reword(s, 2))
	}
	return out
}

// rewrite tells the story anew: four sentences in five, every second content word another, clauses
// turned round, sentences merged and moved, some of its own between them. Quotations
// stay, for the most part.
func (w *writer) rewrite(e *event, story []sentence) []sentence {
	d := w.dice
	var out []sentence
	for i, s := range story {
		switch {
		case i > 0 && d.chance(20):
			continue
		case s.quote && d.chance(70):
			s = w.reword(s, 0)
		default:
			s = w.reword(s, 55)
			s.leadFirst = s.leadFirst != d.chance(50)
		}
		s.byFirst = s.byFirst != d.chance(50)
		if last := len(out) - 1; last >= 0 && mergeable(out[last]) && mergeable(s) && d.chance(15) {
			out[last].also = slices.Concat(in(nil, one(d, []string{"and", "while", "but"})), s.main)
			continue
		}
		out = append(out, s)
		if d.chance(12) {
			out = append(out, w.clauses(e))
		}
	}
	for i := 2; i < len(out); i++ {
		if d.chance(15) {
			out[i-1], out[i] = out[i], out[i-1]
		}
	}
	return out
}

func mergeable(s sentence) bool {
	return !s.quote && len(s.by) == 0 && len(s.lead) == 0 && len(s.also) == 0
}

// reword puts the synonym for p of 100 content words, and for as many of the function words that
// have one.
func (w *writer) reword(s sentence, p int) sentence {
	s.lead, s.main, s.by = w.replace(s.lead, p), w.replace(s.main, p), w.replace(s.by, p)
	return s
}

func (w *writer) replace(words []word, p int) []word {
	if p == 0 {
		return words
	}
	words = slices.Clone(words)
	for i, x := range words {
		if !w.dice.chance(p) {
			continue
		}
		switch x.class {
		case noun, verb, adjective:
			words[i].n ^= 1
		case function:
			words[i].text = synonym(x.text)
		}
	}
	return words
}

// synonym returns another function word of the same meaning, or the same.
func synonym(w string) string {
	switch w {
	case "said":
		return "declared"
	case "told reporters":
		return "said at a press conference"
	case "added":
		return "went on"
	case "because":
		return "since"
	case "although":
		return "even though"
	case "while":
		return "as"
	case "but":
		return "yet"
	case "against":
		return "in spite of"
	case "had":
		return "has"
	case "a":
		return "one"
	case "this":
		return "that"
	case "so that":
		return "with the effect that"
	case "the company":
		return "the firm"
	case "a spokesman":
		return "an official"
	}
	return w
}
