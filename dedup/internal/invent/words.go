package invent

import "strings"

// Sizes of the vocabulary. English news has about as many lemmas; the names that only one event
// has come on top, so that the vocabulary grows with the corpus without end, as Heaps found.
const (
	nouns      = 40_000
	verbs      = 8_000
	adjectives = 12_000
	figures    = 4_000 // people in the news, again and again
	places     = 6_000
	topics     = 60
)

// A class is what a word is to a sentence.
type class uint8

const (
	function class = iota // text says it
	noun
	verb
	adjective
	fact // a name or a number: text says it, and no rewriting changes it
)

// A word is one token of a sentence, before spelling.
type word struct {
	class class
	n     int32 // of nouns, verbs and adjectives: which. n and n^1 are synonyms
	form  form
	text  string // of function words and facts
}

type form uint8

const (
	plain form = iota
	plural
	past
)

// A lexicon has all words and how often they are used: the r-th of a class in proportion to
// 1/(r+q), the law of Zipf and Mandelbrot.
type lexicon struct {
	spelling [adjective + 1][]string
	rank     [adjective + 1]table
	figures  []string
	places   []string
	figure   table
	place    table
}

func newLexicon() *lexicon {
	x := new(lexicon)
	for c, n := range map[class]int{noun: nouns, verb: verbs, adjective: adjectives} {
		x.spelling[c] = make([]string, n)
		for i := range n {
			x.spelling[c][i] = spell(c, i)
		}
		x.rank[c] = zipf(n, 20)
	}
	x.figures, x.figure = make([]string, figures), zipf(figures, 30)
	for i := range x.figures {
		x.figures[i] = title(syllables(i*31+7, 2)) + " " + title(syllables(i*977+5, 3)) + "s"
	}
	x.places, x.place = make([]string, places), zipf(places, 10)
	for i := range x.places {
		x.places[i] = title(syllables(i*613+11, 2)) + one(throw(uint64(i), 0, 0), []string{"burg", "mouth", "field", "haven", "ton", "stead"})
	}
	return x
}

func zipf(n, q int) table {
	weights := make([]uint64, n)
	for r := range weights {
		weights[r] = 1 << 24 / uint64(r+q)
	}
	return newTable(weights)
}

// topical draws a word of a class: every topic has favourites of its own, another order of the
// ranks; half of the words come in the common order.
func (x *lexicon) topical(d *dice, c class, topic int) int32 {
	r := x.rank[c].draw(d)
	if d.chance(50) {
		n := len(x.spelling[c])
		r = (r*7919 + (topic+1)*52_361) % n // 7919 is prime and divides no n
	}
	return int32(r)
}

const (
	onsets = "bdfglmnprstvkh"
	vowels = "aeiou"
)

// syllables spells n in letters: other numbers below 70^count give other words.
func syllables(n, count int) string {
	var b strings.Builder
	for range count {
		b.WriteByte(onsets[n%len(onsets)])
		n /= len(onsets)
		b.WriteByte(vowels[n%len(vowels)])
		n /= len(vowels)
	}
	return b.String()
}

// spell spells the n-th word of a class, the frequent ones short. The last letters tell the class,
// so that no word is in two.
func spell(c class, n int) string {
	count, k := 3, n*7907%(70*70*70) // neighbours look unlike
	if n < 1500 {
		count, k = 2, n*37%(70*70)
	}
	s := syllables(k, count)
	switch c {
	case noun:
		return s + string("nrltmd"[n%6])
	case verb:
		return s + string("kpc"[n%3]) + "h"
	default:
		return s + string("vxz"[n%3]) + "y"
	}
}

func title(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// append spells a word.
func (x *lexicon) append(dst []byte, w word) []byte {
	if w.class == function || w.class == fact {
		return append(dst, w.text...)
	}
	dst = append(dst, x.spelling[w.class][w.n]...)
	switch w.form {
	case plural:
		return append(dst, 's')
	case past:
		return append(dst, "ed"...)
	}
	return dst
}
