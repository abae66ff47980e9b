package passage

import (
	"math"
	"slices"

	"github.com/wirecopy/wirecopy/shingle"
)

// A side is one of the two texts of a comparison, with what its words weigh
// there.
type side struct {
	*Prepared
	weight []float64 // of each stem: inverse sentence frequency over both texts
	table  []float64 // of each code of a word: what is being summed
	mass   []float64 // of each stem: what a content word of it counts in an alignment
	sum    []float64 // sum[i]: mass of the words before word i
	norm   []float64 // of each unit: Euclidean length of its bag, weighted
	rows   []answer  // of each unit: whether minVerbatim words in a row may be in the other text
	faint  []float64 // of each stem: its weight, if it is light and both texts have it
	light  []float64 // of each unit: the part of its norm that light stems have which both texts have
	kinned []float64 // of each unit: mass of the words that may agree with another stem

	best  []float64 // of each unit: the best score of its matches
	live  []bool    // of each unit: a match of it may be accepted
	fates []fate    // of each word
	taken taken     // of each word
	used  []bool    // of each word: in a chain of the pair of units being aligned
}

// seeds holds what a comparison knows before it looks at the order of words,
// and the scratch space of the steps that follow. It is used again and again:
// what is in it is of the last comparison.
type seeds struct {
	a, b    side
	to      []int32     // stem of B -> the same stem of A, -1 for none
	from    []int32     // stem of A -> the same stem of B
	kinTo   []int32     // kin of B -> the same kin of A, -1 for none
	kinFrom []int32     // kin of A -> the same kin of B
	mean    float64     // of the weights of the content words of both texts
	isf     []float64   // isf[n]: weight of a stem that n units have, 0 where unknown
	links   []link      // by a, then b
	steps   int         // that the word aligner may still take
	fetched uint64      // means nothing
	rooms   [2]Prepared // for texts that are split

	linker
	chainer
	aligner
	chooser
}

// begin takes up two texts and links their units.
func (s *seeds) begin(a, b *Prepared) {
	s.steps = stepBudget * (len(a.id) + len(b.id) + 1000)
	if a.language != b.language {
		a, b = renumber(a, b)
	}
	a = a.split(b, &s.rooms[0])
	b = b.split(a, &s.rooms[1])
	s.a.Prepared, s.b.Prepared = a, b
	s.fetch(a)
	s.fetch(b)
	s.ready = false
	s.stemAt = minusOnes(s.stemAt, len(a.stems.keys))
	s.kinAt = minusOnes(s.kinAt, len(a.kins.keys))
	s.meet()
	s.weigh()
	s.kinships()
	s.link()
	s.a.rows, s.b.rows = zeros(s.a.rows, len(a.units)), zeros(s.b.rows, len(b.units))
}

// fetch reads a word of every line of memory that a text takes. Most texts have left the processor's
// caches since they were last compared, and lines that are asked for at once come at once: of the
// time of a pair it takes 6 in a hundred off.
func (s *seeds) fetch(p *Prepared) {
	for _, x := range [...][]int32{p.stems.slots, p.kins.slots, p.begins, p.id, p.in, p.kin, p.next, p.first} {
		for i := 0; i < len(x); i += 16 {
			s.fetched += uint64(x[i])
		}
	}
	for _, x := range [...][]uint64{p.stems.keys, p.kins.keys, p.hash, p.sieve} {
		for i := 0; i < len(x); i += 8 {
			s.fetched += x[i]
		}
	}
	for _, x := range [...][]term{p.posts, p.bags} {
		for i := 0; i < len(x); i += 8 {
			s.fetched += uint64(x[i].tf)
		}
	}
}

// drop lets go of the texts, and of scratch space that only long texts need.
func (s *seeds) drop() {
	if len(s.a.id)+len(s.b.id) > longTexts {
		*s = seeds{}
	}
	s.a.Prepared, s.b.Prepared = nil, nil
	for i := range s.rooms {
		s.rooms[i].empty()
	}
}

// resize returns s with n elements, whose values are left over.
func resize[T any](s []T, n int) []T { return slices.Grow(s[:0], n)[:n] }

// zeros returns s with n zero elements.
func zeros[T any](s []T, n int) []T {
	s = resize(s, n)
	clear(s)
	return s
}

// minusOnes returns s with n elements -1.
func minusOnes(s []int32, n int) []int32 {
	s = resize(s, n)
	for k := range s {
		s[k] = -1
	}
	return s
}

// meet finds the stems and the kins that both texts have.
func (s *seeds) meet() {
	a, b := s.a.Prepared, s.b.Prepared
	s.from, s.to = minusOnes(s.from, len(a.stems.keys)), minusOnes(s.to, len(b.stems.keys))
	matchKeys(&a.stems, &b.stems, s.from, s.to)
	s.kinTo, s.kinFrom = minusOnes(s.kinTo, len(b.kins.keys)), minusOnes(s.kinFrom, len(a.kins.keys))
	matchKeys(&a.kins, &b.kins, s.kinFrom, s.kinTo)
}

// matchKeys finds the keys of the smaller of two dicts in the other, and notes of each
// where it is there.
func matchKeys(a, b *dict, from, to []int32) {
	if len(b.keys) < len(a.keys) {
		a, b, from, to = b, a, to, from
	}
	for k, key := range a.keys { // without a jump, so that the processor does not wait for one after the other
		from[k] = b.slots[b.home(key)] - 1
	}
	for k, key := range a.keys {
		l := from[k]
		if l >= 0 && b.keys[l] != key {
			l = b.find(key)
			from[k] = l
		}
		if l >= 0 {
			to[l] = int32(k)
		}
	}
}

// renumber returns copies of two texts in different languages, with other
// stems. The two are stemmed in two ways: there a word of the second that the
// first has too, as names are, takes the number it has there. A character of a
// script without spaces, whose stem is itself and the next, does not.
func renumber(a, b *Prepared) (p, q *Prepared) {
	n := (len(a.id) + len(b.id)) / 2
	stems, words := make(map[uint64]uint64, n), make(map[uint64]uint64, n)
	number := func(x *Prepared, first bool) *Prepared {
		keys := make([]uint64, len(x.id))
		for i, id := range x.id {
			if id < 0 {
				continue
			}
			key, ok := words[x.hash[i]]
			if !ok {
				key, ok = stems[x.stems.keys[id]]
			}
			if !ok {
				key = uint64(len(stems))
				stems[x.stems.keys[id]] = key
			}
			if first && !x.has(i, solo) {
				words[x.hash[i]] = key
			}
			keys[i] = key
		}
		y := Preparer{stems: keys, p: Prepared{
			source: x.source, language: x.language, spans: x.spans, hash: x.hash, marks: x.marks, sieve: x.sieve, words: x.words, own: x.own,
			units: slices.Clone(x.units), in: x.in, joined: x.joined,
		}}
		y.number()
		for i := range keys {
			keys[i] = x.kinKey(i)
		}
		y.p.relate(keys)
		return &y.p
	}
	return number(a, true), number(b, false)
}

// weigh sets the weight of every stem to its inverse sentence frequency.
func (s *seeds) weigh() {
	a, b := &s.a, &s.b
	s.isf = zeros(s.isf, len(a.units)+len(b.units)+2)
	a.weight = resize(a.weight, len(s.from))
	for k, l := range s.from {
		n := a.df(int32(k))
		if l >= 0 {
			n += b.df(l)
		}
		a.weight[k] = s.inverse(n)
	}
	b.weight = resize(b.weight, len(s.to))
	for l, k := range s.to {
		if k >= 0 {
			b.weight[l] = a.weight[k]
		} else {
			b.weight[l] = s.inverse(b.df(int32(l)))
		}
	}
	s.mean = s.meanWeight()
	s.lighten()
	a.gauge(s.mean, s.heavy, s.from)
	b.gauge(s.mean, s.heavy, s.to)
}

// inverse returns the inverse frequency of a stem that n units have, rounded: logarithms
// differ in their last digit from machine to machine.
func (s *seeds) inverse(n int32) float64 {
	if s.isf[n] == 0 {
		s.isf[n] = round(math.Log(float64(len(s.isf)-1) / float64(max(1, n))))
	}
	return s.isf[n]
}

// round makes a multiple of a small power of two of a weight. Sums and differences
// of such are exact, so that what ought to be equal is, wherever in a text it stands.
func round(w float64) float64 {
	const grid = 1 << 20
	return math.RoundToEven(w*grid) / grid
}

// stopMass is the most that a stop word counts in an alignment.
var stopMass = round(stopWeight)

// meanWeight is the weight of an average content word: the unit of mass.
func (s *seeds) meanWeight() float64 {
	sum := 0.0
	for _, x := range [...]*side{&s.a, &s.b} {
		x.table = zeros(x.table, 2*len(x.weight)+2)
		for k, w := range x.weight {
			x.table[2*k+2] = w
		}
		for i, id := range x.id {
			sum += x.table[x.code(i, id)]
		}
	}
	if sum == 0 {
		return 1
	}
	return sum / float64(s.a.content+s.b.content)
}

// An answer to a question that few units are asked.
type answer uint8

const (
	unasked answer = iota
	no
	yes
)

// mayRun reports whether a unit has minVerbatim words in a row that the other text may
// have, too.
func (x *side) mayRun(unit int32, other *Prepared) bool {
	if x.rows[unit] == unasked {
		x.rows[unit] = no
		u := x.units[unit]
		for h := range x.rowsIn(u.first, u.last) {
			if other.sieved(h) {
				x.rows[unit] = yes
				break
			}
		}
	}
	return x.rows[unit] == yes
}

// gauge sets the masses of the stems, in units of the mean weight and at most
// maxWeight, and the norms of the units, of which those stems make the light part
// that weigh less than heavy and that the other text has.
func (x *side) gauge(mean, heavy float64, other []int32) {
	x.mass, x.faint = resize(x.mass, len(x.weight)), zeros(x.faint, len(x.weight))
	for k, w := range x.weight {
		x.mass[k] = round(min(w/mean, maxWeight))
		if w < heavy && other[k] >= 0 {
			x.faint[k] = w
		}
	}
	x.norm, x.light = resize(x.norm, len(x.units)), resize(x.light, len(x.units))
	for k, u := range x.units {
		sum, light := 0.0, 0.0
		for _, t := range x.bagOf(u) {
			tf := float64(t.tf)
			w, v := x.weight[t.id]*tf, x.faint[t.id]*tf
			sum += float64(w * w)
			light += float64(v * v)
		}
		x.norm[k], x.light[k] = math.Sqrt(sum), math.Sqrt(light)
	}
}

// accumulate sums the masses of the words: a stop word has stopWeight at most.
func (x *side) accumulate() {
	for k, w := range x.mass {
		x.table[2*k+2], x.table[2*k+3] = w, min(w, stopMass)
	}
	x.sum = resize(x.sum, len(x.id)+1)
	sum := 0.0
	x.sum[0] = 0
	out := x.sum[1:]
	for i, id := range x.id {
		sum += x.table[x.code(i, id)]
		out[i] = sum
	}
}

// w returns the mass of word i.
func (x *side) w(i int) float64 { return x.sum[i+1] - x.sum[i] }

// most returns the mass that a word of a stem has at most.
func (x *side) most(id int32) float64 {
	if x.plain[id] {
		return min(x.mass[id], stopMass)
	}
	return x.mass[id]
}

// kinships adds up, for each unit, the mass of the words that may agree with a
// word of another stem in the other text.
func (s *seeds) kinships() {
	a, b := &s.a, &s.b
	a.kinned, b.kinned = zeros(a.kinned, len(a.units)), zeros(b.kinned, len(b.units))
	for l, k := range s.kinTo {
		if k < 0 || a.first[k] < 0 || b.first[l] < 0 || a.stem[k] >= 0 && b.stem[l] >= 0 && s.to[b.stem[l]] == a.stem[k] {
			continue // no words are left, or all words of the kin in either text have one stem
		}
		a.addKin(k)
		b.addKin(int32(l))
	}
}

func (x *side) addKin(k int32) {
	for i := x.first[k]; i >= 0; i = x.next[i] {
		if u := x.in[i]; u >= 0 && x.id[i] >= 0 {
			x.kinned[u] += x.mass[x.id[i]]
		}
	}
}

// tight returns the bytes of words first to last-1, without what stands around
// them.
func (p *Prepared) tight(first, last int) shingle.Span {
	return shingle.Span{Start: int(p.spans[first].start), End: int(p.spans[last-1].end)}
}
