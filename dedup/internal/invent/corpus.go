package invent

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"
)

// An Article is an invented article and what is known about it.
type Article struct {
	ID        string // the place in the corpus, eight digits
	Title     string
	Text      string
	Source    string
	Language  string
	Published time.Time

	Event int // what it tells of: articles of one event share names, numbers and quotations
	Story int // the text it comes from: articles of one story derive from one text
	Kind  Kind
}

// Kind says how an article came out of its story.
type Kind uint8

const (
	Original    Kind = iota // the first text about an event
	Independent             // the first text of another story about an event told already
	Copy                    // of the first text of its story, with another page around it
	Edited                  // one content word in twenty-five changed, perhaps a sentence dropped
	Abridged                // the first quarter to half, hardly changed
	Rewritten               // reworded, turned round, merged, moved
)

// String returns the name of the constant in lower case.
func (k Kind) String() string {
	return []string{"original", "independent", "copy", "edited", "abridged", "rewritten"}[k]
}

// Shares of the kinds among the articles that are not the first of their story, in per cent.
const (
	Copies      = 50
	Edits       = 15
	Abridgments = 20
	Rewrites    = 15
)

// A Corpus is described by its seed and its size. One with more articles and the same seed begins
// with those of the smaller.
type Corpus struct {
	Seed     uint64
	Articles int
}

const (
	eventDice = 0x6576656e74 // streams of one seed
	stockDice = 0x73746f636b

	batch = 100 // events that are in memory at once, about 140 articles
)

var epoch = time.Date(2031, time.March, 3, 6, 0, 0, 0, time.UTC)

// All yields the articles, roughly in the order of publication: sorted within the reports of 100
// successive events. Memory is that of their articles, about 140, and of the vocabulary, 10 MB; time is about
// 70 µs an article on one core of an EPYC.
func (c Corpus) All() iter.Seq[Article] {
	return func(yield func(Article) bool) {
		p := press{writer: newWriter(c.Seed), houses: newHouses(), seed: c.Seed}
		for n, first := 0, 0; n < c.Articles; first += batch {
			for _, a := range p.batch(first) {
				a.ID = fmt.Sprintf("%08d", n)
				if n++; n > c.Articles || !yield(a) {
					return
				}
			}
		}
	}
}

// A press prints the articles of one event after the other.
type press struct {
	*writer
	houses []house
	seed   uint64
	buf    []byte
}

func (p *press) batch(first int) (out []Article) {
	for n := range batch {
		out = p.event(out, first+n)
	}
	slices.SortStableFunc(out, func(a, b Article) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.Story, b.Story))
	})
	return out
}

// perEvent is the most stories of an event.
const perEvent = 3

func (p *press) event(out []Article, n int) []Article {
	p.dice = throw(p.seed, eventDice, n)
	e := p.newEvent(n)
	for s := range e.stories {
		first := Article{Event: n, Story: n*perEvent + s, Kind: Original}
		if s > 0 {
			first.Kind = Independent
		}
		out = p.story(out, e, first)
	}
	return out
}

// story prints the first text of a story and the others made of it.
func (p *press) story(out []Article, e *event, a Article) []Article {
	d := p.dice
	text := p.report(e, d.sentences())
	versions := d.versions()
	from := &p.houses[agencies+d.below(houses-agencies)]
	if versions > 1 && d.chance(70) {
		from = &p.houses[d.below(agencies)]
	}
	at := e.at.Add(time.Duration(d.below(90)) * time.Minute)
	out = append(out, p.print(a, e, from, from, at, text))
	for range versions - 1 {
		h := &p.houses[agencies+d.below(houses-agencies)]
		at := at.Add(time.Duration(1+d.below(60)*d.below(60)) * time.Minute)
		a.Kind = d.kind()
		out = append(out, p.print(a, e, h, from, at, p.version(e, text, a.Kind)))
	}
	return out
}

// sentences returns the length of a report: 3 KB in the mean, a tenth of them longer than 5.
func (d *dice) sentences() int {
	n := 4 + d.below(20) + d.below(20)
	if d.chance(12) {
		n += d.below(60)
	}
	return n
}

func (d *dice) kind() Kind {
	r := d.below(100)
	switch {
	case r < Copies:
		return Copy
	case r < Copies+Edits:
		return Edited
	case r < Copies+Edits+Abridgments:
		return Abridged
	}
	return Rewritten
}

func (p *press) version(e *event, text []sentence, k Kind) []sentence {
	switch k {
	case Edited:
		return p.edit(text)
	case Abridged:
		return p.abridge(text)
	case Rewritten:
		return p.rewrite(e, text)
	}
	return text
}

func (p *press) print(a Article, e *event, h, from *house, at time.Time, text []sentence) Article {
	p.buf = p.page(p.buf[:0], e, h, from, at, text)
	a.Title, a.Text = p.headline(text), string(p.buf)
	a.Source, a.Language, a.Published = h.name, "en", at
	return a
}
