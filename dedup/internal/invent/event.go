package invent

import (
	"strconv"
	"time"
)

// An event is what reports are about: who, where, how many, and what was said in public.
type event struct {
	topic   int
	people  []string // the first two are the event's own, the others are in the news anyway
	bodies  []string // companies and authorities
	places  []string
	numbers []string
	said    []sentence // quotations that every report may have
	at      time.Time
	stories int // reports written independently
}

// gap is the time from one event to the next: some 9,000 a day.
const gap = 10 * time.Second

func (w *writer) newEvent(n int) *event {
	d := w.dice
	e := &event{topic: d.below(topics), at: epoch.Add(time.Duration(n) * gap), stories: 1}
	switch r := d.below(100); {
	case r < 3:
		e.stories = 3
	case r < 10:
		e.stories = 2
	}
	for range 2 {
		e.people = append(e.people, title(syllables(d.below(4900), 2))+" "+title(syllables(d.below(343_000), 3)))
	}
	for range 2 {
		e.people = append(e.people, w.figures[w.figure.draw(d)])
	}
	place := w.places[w.place.draw(d)]
	e.places = []string{place, w.places[w.place.draw(d)], w.places[w.place.draw(d)]}
	e.bodies = []string{
		"the " + place + " " + one(d, []string{"Council", "Harbour Board", "Police", "Chamber of Commerce", "Court of Appeal"}),
		title(syllables(d.below(343_000), 3)) + " " + one(d, []string{"Group", "Holdings", "Industries", "Bank", "Lines"}),
		"the " + one(d, []string{"Interior", "Finance", "Health", "Labour", "Transport"}) + " Ministry",
	}
	for range 8 {
		e.numbers = append(e.numbers, d.number())
	}
	for range 2 {
		s := w.clauses(e)
		s.quote, s.by = true, w.speaker(e)
		e.said = append(e.said, s)
	}
	return e
}

// number returns a number as news has them, most of them round.
func (d *dice) number() string {
	switch d.below(5) {
	case 0:
		return strconv.Itoa(2 + d.below(98))
	case 1:
		return strconv.Itoa(1+d.below(99)) + "." + strconv.Itoa(d.below(10))
	case 2:
		return strconv.Itoa(1+d.below(99)) + "," + strconv.Itoa(100 + d.below(900))[:1] + "00"
	case 3:
		return strconv.Itoa(100 + d.below(900))
	default:
		return strconv.Itoa(1980 + d.below(60))
	}
}

// versions returns how many articles a story has. Five in six stand alone; of the others (2/n)² have
// n or more, at most 500. What dedup.Group finds in real corpora, of stories with two or more:
//
//	                   of all stories  two    five or more  largest  mean
//	here                         .17   .56             .16      500   3.6
//	a day of agency copy         .26   .51             .19       47   4.4
//	a week of front pages        .10   .71             .04       27   2.6
//	French, one affair           .22   .68             .10       11   2.7
//	Reuters, 1987                .12   .72             .08      113   2.9
//
// The long tail is that of larger corpora, in which a story may be printed everywhere.
func (d *dice) versions() int {
	if d.below(6) > 0 {
		return 1
	}
	const parts = 1 << 20
	return min(500, 2*parts/(1+max(d.below(parts), d.below(parts))))
}
