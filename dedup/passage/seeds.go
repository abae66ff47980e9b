package passage

import (
	"cmp"
	"math"
	"slices"

	"github.com/wirecopy/wirecopy/shingle"
)

// A unit is a sentence, or a few where they are short, as the aligner sees it:
// a range of tokens and a bag of stems.
type unit struct {
	first, last int // tokens
	bag         []term
	norm        float64 // Euclidean length of the bag, weighted
}

// A term is a stem in a bag.
type term struct {
	id int32
	tf float32
}

// A side is one of the two texts.
type side struct {
	text  *shingle.Text
	id    []int32   // stem of each token, numbered over both texts; -1 if ignored
	near  []uint64  // equal where two words are likely variants of one; 0 for none
	sum   []float64 // sum[i]: weight of the words before word i
	units []unit
}

// A link is a pair of sentences that have enough in common to be looked at.
type link struct {
	a, b      int32
	cos, dice float64
}

// seeds holds what a comparison knows before it looks at the order of words.
type seeds struct {
	a, b   side
	weight []float64 // of each stem: inverse sentence frequency over both texts
	mean   float64   // of the weights of the content words of both texts
	links  []link    // by a, then b

	// Scratch of the word aligner, and the steps it may still take.
	points []point
	pairs  [][2]int
	steps  int
}

func newSeeds(a, b *shingle.Text) *seeds {
	s := &seeds{a: side{text: a}, b: side{text: b}}
	s.steps = stepBudget * (len(a.Tokens) + len(b.Tokens) + 1000)
	s.number()
	s.a.vary()
	s.b.vary()
	s.a.split(&s.b)
	s.b.split(&s.a)
	s.a.divide()
	s.b.divide()
	s.weigh()
	s.link()
	return s
}

// number gives the stems of both texts dense numbers. Texts in two languages
// are stemmed in two ways: there a word of the second that the first has too,
// as names are, takes the number it has there. A character of a script without
// spaces, whose stem is itself and the next, does not.
func (s *seeds) number() {
	n := (len(s.a.text.Tokens) + len(s.b.text.Tokens)) / 2
	stems, words := make(map[uint64]int32, n), map[uint64]int32{}
	twoTongues := s.a.text.Language != s.b.text.Language
	for _, x := range []*side{&s.a, &s.b} {
		x.id = make([]int32, len(x.text.Tokens))
		for i, t := range x.text.Tokens {
			if t.Class&shingle.Ignored != 0 {
				x.id[i] = -1
				continue
			}
			id, ok := words[t.Hash]
			if !ok {
				id, ok = stems[t.Stem]
			}
			if !ok {
				id = int32(len(stems))
				stems[t.Stem] = id
			}
			if twoTongues && x == &s.a && t.Class&shingle.Solo == 0 {
				words[t.Hash] = id
			}
			x.id[i] = id
		}
	}
	s.weight = make([]float64, len(stems))
}

// divide makes the units of a side. A sentence of fewer than minUnit words
// joins the one after it.
func (x *side) divide() {
	first := -1
	for k, sen := range x.text.Sentences {
		if first < 0 {
			first = sen.First
		}
		bag := x.bagOf(first, sen.Last)
		switch {
		case len(bag) == 0:
			first = -1 // nothing but furniture
		case size(bag) < minUnit && k+1 < len(x.text.Sentences):
		default:
			x.units = append(x.units, unit{first: first, last: sen.Last, bag: bag})
			first = -1
		}
	}
}

func (x *side) bagOf(first, last int) []term {
	bag := make([]term, 0, last-first)
	for _, id := range x.id[first:last] {
		if id >= 0 {
			bag = append(bag, term{id, 1})
		}
	}
	return bagged(bag)
}

// size returns the number of words in a bag.
func size(bag []term) (n int) {
	for _, t := range bag {
		n += int(t.tf)
	}
	return n
}

// bagged sorts terms by stem and makes those of one stem one, in place.
func bagged(terms []term) []term {
	slices.SortFunc(terms, func(p, q term) int { return cmp.Compare(p.id, q.id) })
	out := terms[:0]
	for _, t := range terms {
		if n := len(out); n > 0 && out[n-1].id == t.id {
			out[n-1].tf += t.tf
		} else {
			out = append(out, t)
		}
	}
	return out
}

// weigh sets the weight of every stem to its inverse sentence frequency.
func (s *seeds) weigh() {
	df := make([]float64, len(s.weight))
	for _, x := range []*side{&s.a, &s.b} {
		for _, u := range x.units {
			for _, t := range u.bag {
				df[t.id]++
			}
		}
	}
	n := float64(len(s.a.units) + len(s.b.units))
	for id := range df {
		s.weight[id] = math.Log((n + 1) / max(1, df[id]))
	}
	s.mean = s.meanWeight()
	for _, x := range []*side{&s.a, &s.b} {
		s.accumulate(x)
		for i := range x.units {
			u := &x.units[i]
			for _, t := range u.bag {
				w := s.weight[t.id] * float64(t.tf)
				u.norm += w * w
			}
			u.norm = math.Sqrt(u.norm)
		}
	}
}

// accumulate sums what the words of a side count in an alignment: the weight
// of the stem in units of the mean, at most maxWeight, at most stopWeight for
// a stop word.
func (s *seeds) accumulate(x *side) {
	x.sum = make([]float64, len(x.id)+1)
	for i, id := range x.id {
		w := 0.0
		if id >= 0 {
			w = min(s.weight[id]/s.mean, maxWeight)
			if x.text.Tokens[i].Class&shingle.Stop != 0 {
				w = min(w, stopWeight)
			}
		}
		x.sum[i+1] = x.sum[i] + w
	}
}

// meanWeight is the weight of an average content word: the unit of mass.
func (s *seeds) meanWeight() float64 {
	sum, n := 0.0, 0
	for _, x := range []*side{&s.a, &s.b} {
		for i, id := range x.id {
			if id >= 0 && x.text.Tokens[i].Class&shingle.Stop == 0 {
				sum += s.weight[id]
				n++
			}
		}
	}
	if n == 0 || sum == 0 {
		return 1
	}
	return sum / float64(n)
}
