package candidate

import (
	"math"
	"slices"

	"github.com/wirecopy/wirecopy/dedup/internal/image"
)

// A List is for whom a text asks, and some for whom it would ask if others went or its own features
// were worth less. A text that comes changes what a feature counts for all who have it, when their
// number passes the border of a level. Their lists follow by the difference, and need not
// be made anew as long as they are sure of the best. Of invented articles that come in batches of 256
// each changes 14 lists of others when there are 20,000 and 25 when there are 80,000; .2 and .36 of those are
// made anew, where formerly all were: two fifths of the time of an Add.
//
// The zero List is that of a text for whom nobody counts.
type List struct {
	own   []Scored // the best first, when it was put in order
	worth uint32   // of its own features
	floor uint32   // who is not in own, but shares minHits, scores less
}

const (
	// unknown is the floor of a list that says nothing.
	unknown = math.MaxUint32

	// A list has those who score reserve of the least for whom it would ask, and maxKept at most.
	reserve = 0.6
	maxKept = 24
)

// least returns the score of the least for whom a text asks.
func (l *List) least() uint32 { return uint32(leastShare * float64(l.worth)) }

// Best returns for whom the text asks, the best first. The list must be in order.
func (l *List) Best() []Scored {
	least, n := l.least(), 0
	for n < min(len(l.own), perDoc) && l.own[n].Score >= least {
		n++
	}
	return l.own[:n]
}

// sure reports whether nobody is missing in Best.
func (l *List) sure() bool {
	return l.floor <= l.least() || len(l.own) >= perDoc && l.own[perDoc-1].Score >= l.floor
}

// Has reports whether a list has a text.
func (l *List) Has(v int32) bool {
	return slices.ContainsFunc(l.own, func(s Scored) bool { return s.Text == v })
}

// Wants reports whether a list, when it is put in order, must have been told of a text that comes.
func (l *List) Wants(s Scored) bool { return s.Score >= l.floor || l.floor == unknown }

// Take takes a text in. The list is to be put in order then.
func (l *List) Take(s Scored) { l.own = append(l.own, s) }

// Drop takes one out. The list is to be put in order then.
func (l *List) Drop(v int32) {
	l.own = slices.DeleteFunc(l.own, func(s Scored) bool { return s.Text == v })
}

// Order puts a list in order after changes, and reports whether it is sure of the best. If not, the text must ask.
func (x *Rare) Order(l *List) bool {
	slices.SortFunc(l.own, x.compare)
	if l.cut(); cap(l.own) > len(l.own)+2 {
		l.own = slices.Clone(l.own)
	}
	return l.sure()
}

// cut leaves out the last of too many.
func (l *List) cut() {
	if len(l.own) > maxKept {
		l.floor = max(l.floor, l.own[maxKept].Score+1)
		l.own = l.own[:maxKept]
	}
}

// shift has the lists of the texts of a run follow when what its feature counts changes.
func (x *Rare) shift(own run, from, to uint32, changed func(w int32)) {
	for len(x.marks) <= int(x.size)/64 {
		x.marks = append(x.marks, 0)
	}
	for i := range own.len() {
		w := own.at(i)
		x.marks[w/64] |= 1 << (w % 64)
	}
	for i := range own.len() {
		w := own.at(i)
		x.List(w).shift(from, to, func(v int32) bool { return x.marks[v/64]>>(v%64)&1 != 0 })
		changed(w)
	}
	for i := range own.len() {
		x.marks[own.at(i)/64] = 0
	}
}

// shift follows the change of a feature that the text has, and others who has tells of.
func (l *List) shift(from, to uint32, has func(v int32) bool) {
	switch {
	case l.floor == unknown:
		return
	case from == 0: // it counts again: any may have a hit more
		l.floor = unknown
		return
	case to > from:
		l.floor += to - from
	}
	l.worth += to - from
	for i := range l.own {
		if s := &l.own[i]; has(s.Text) {
			if to == 0 { // a hit less
				l.floor = unknown
				return
			}
			s.Score += to - from
		}
	}
}

// Save writes a list.
func (l *List) Save(w *image.Writer) {
	w.Word(l.worth)
	w.Word(l.floor)
	w.Word(uint32(len(l.own)))
	for _, s := range l.own {
		w.Word(uint32(s.Text))
		w.Word(s.Score)
	}
}

// Load reads it.
func (l *List) Load(r *image.Reader) {
	l.worth, l.floor = r.Word(), r.Word()
	l.own = make([]Scored, r.Below(maxKept+1))
	for i := range l.own {
		l.own[i] = Scored{int32(r.Word()), r.Word()}
	}
}
