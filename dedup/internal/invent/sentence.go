package invent

// A sentence is kept in parts, so that a rewriter can turn it round.
type sentence struct {
	lead      []word // "after the board had met"; may be missing
	main      []word // the clause
	by        []word // "Ida Marsh said on Monday"; may be missing
	quote     bool   // main is in quotation marks
	leadFirst bool
	byFirst   bool
	also      []word // a second clause that was merged into this sentence
}

// A writer writes with one set of words and, at a time, one event's dice.
type writer struct {
	*lexicon
	dice  *dice
	stock [][]word // phrases that everybody uses
	often table
}

func newWriter(seed uint64) *writer {
	w := &writer{lexicon: newLexicon(), dice: throw(seed, stockDice, 0), often: zipf(400, 5)}
	e := &event{topic: 0, people: []string{"the spokesman"}, bodies: []string{"the authorities"}, places: []string{"the region"}, numbers: []string{"two"}}
	for range 400 {
		w.stock = append(w.stock, w.phrase(in(nil, one(w.dice, openings)), e))
	}
	return w
}

func the(text string) word { return word{class: function, text: text} }

// in appends function words.
func in(dst []word, texts ...string) []word {
	for _, t := range texts {
		dst = append(dst, the(t))
	}
	return dst
}

// report writes a report of n sentences, with both public quotations in it if it has four or more.
func (w *writer) report(e *event, n int) []sentence {
	d := w.dice
	out := make([]sentence, 0, n)
	for i := range n {
		s := w.clauses(e)
		switch {
		case i == n/4:
			s = e.said[0]
		case i == n/2:
			s = e.said[1]
		case d.chance(15):
			s.quote, s.by = true, w.speaker(e)
		case d.chance(25):
			s.by = w.speaker(e)
		}
		out = append(out, s)
	}
	return out
}

// clauses returns a sentence without an attribution.
func (w *writer) clauses(e *event) sentence {
	d := w.dice
	s := sentence{leadFirst: d.chance(50), byFirst: d.chance(40)}
	s.main = w.clause(make([]word, 0, 24), e)
	switch r := d.below(100); {
	case r < 12:
		s.lead = w.stock[w.often.draw(d)]
	case r < 45:
		s.lead = w.clause(in(make([]word, 0, 24), one(d, leads)), e)
	case r < 65:
		s.main = w.clause(in(s.main, one(d, joints)), e)
	}
	return s
}

var (
	leads    = []string{"after", "before", "while", "because", "although", "as"}
	openings = []string{"according to", "in spite of", "at the end of", "on the eve of", "with the help of"}
	joints   = []string{"and", "but", "which meant that", "so that", "where"}
	links    = []string{"in", "of", "for", "with", "against", "under", "from", "over"}
	days     = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	sayings  = []string{"said", "told reporters", "added", "insisted", "wrote"}
)

func (w *writer) clause(dst []word, e *event) []word {
	d := w.dice
	dst = w.subject(dst, e)
	if d.chance(75) {
		dst = in(dst, one(d, []string{"has", "had", "would have"}))
	}
	dst = append(dst, word{class: verb, n: w.topical(d, verb, e.topic), form: past})
	dst = w.phrase(dst, e)
	switch d.below(7) {
	case 0:
		dst = append(in(dst, "on"), the(one(d, days)))
	case 1:
		dst = append(in(dst, "in"), word{class: fact, text: one(d, e.places)})
	case 2, 3:
		dst = w.phrase(in(dst, one(d, links)), e)
	}
	return dst
}

func (w *writer) subject(dst []word, e *event) []word {
	d := w.dice
	switch r := d.below(100); {
	case r < 15:
		return append(dst, word{class: fact, text: one(d, e.people)})
	case r < 25:
		return append(dst, word{class: fact, text: one(d, e.bodies)})
	case r < 35:
		return in(dst, one(d, []string{"he", "she", "they", "it"}))
	default:
		return w.phrase(dst, e)
	}
}

// phrase appends a noun and what goes with it.
func (w *writer) phrase(dst []word, e *event) []word {
	d := w.dice
	n := word{class: noun, n: w.topical(d, noun, e.topic)}
	switch r := d.below(100); {
	case r < 12:
		n.form = plural
		return append(dst, word{class: fact, text: one(d, e.numbers)}, n)
	case r < 30:
		n.form = plural
	case r < 70:
		dst = in(dst, "the")
	default:
		dst = in(dst, one(d, []string{"a", "its", "this", "his", "their", "no", "another"}))
	}
	if d.chance(35) {
		dst = append(dst, word{class: adjective, n: w.topical(d, adjective, e.topic)})
	}
	dst = append(dst, n)
	if d.chance(25) {
		dst = append(in(dst, "of", "the"), word{class: noun, n: w.topical(d, noun, e.topic)})
	}
	return dst
}

func (w *writer) speaker(e *event) []word {
	d := w.dice
	var dst []word
	if d.chance(70) {
		dst = append(dst, word{class: fact, text: one(d, e.people)})
	} else {
		dst = in(dst, one(d, []string{"the company", "a spokesman", "the minister", "police"}))
	}
	dst = in(dst, one(d, sayings))
	if d.chance(40) {
		dst = in(dst, "on", one(d, days))
	}
	return dst
}
