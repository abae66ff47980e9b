package passage

import (
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/shingle"
)

// A Prepared is a text made ready to be compared with others: what [Align]
// needs of it and can know before it sees the other. It keeps nothing of the
// [shingle.Text] but the source. Words that are marked later, by
// [shingle.Text.Ignore] or [shingle.Text.Quote], count as they did before.
//
// Any number of goroutines may use one at the same time.
type Prepared struct {
	source, language string
	spans            []span   // of the words
	hash             []uint64 // of the words
	marks            []mark   // of the words
	sieve            []uint64 // a bit for every row that it may have
	words, own       int      // words that are not ignored; of these, outside quotations

	id      []int32 // stem of each word, -1 if it is ignored
	content int     // words that are neither ignored nor stop words
	stems   dict
	plain   []bool // stems of function words alone
	units   []unit
	bags    []term  // of the units, one behind the other, by stem
	posts   []term  // the same by stem: units in their order, which ascend
	begins  []int32 // of each stem, and one more
	in      []int32 // the unit of each word, or -1

	kin    []int32 // what the word's variants have in common, -1 for nothing
	kins   dict
	first  []int32  // first word of each kin, and
	next   []int32  // the word's next of kin, -1 for none
	stem   []int32  // the stem of all words of a kin, -1 if they have several
	lone   []bool   // of each kin: a word long enough to be two in the other text
	lones  keySieve // of their keys
	joined []joint
}

// A span is a shingle.Span of half the size: a text has less than 4 GB.
type span struct{ start, end uint32 }

// A unit is a sentence, or a few where they are short, as the aligner sees it:
// a range of tokens and a bag of stems.
type unit struct {
	first, last int   // tokens
	from, to    int32 // its bag in the bags of the text
}

// A term is a stem in a bag, or a unit in the postings of a stem, and how
// often the one is in the other.
type term struct{ id, tf int32 }

// A mark says what kind of word a token is: a sum of the bits below.
type mark uint8

const (
	ignored mark = 1 << iota
	stop
	quoted
	number
	name   // as capitals tell
	solo   // a character of a script without spaces
	elided // an ellipsis stands before it
	long   // may be two words in another text
)

// Prepare makes a text ready. It takes time linear in the text, for two
// texts about as long as their comparison, and about 80 bytes a word.
func Prepare(t *shingle.Text) *Prepared {
	var x Preparer
	return x.Prepare(t).Clone()
}

// A Preparer makes texts ready, one after the other, in memory that it uses again:
// what it returned before is not to be used any more, only clones of it. The zero value is
// ready. It serves one goroutine.
type Preparer struct {
	p     Prepared
	stems []uint64 // of each word, as shingle has it
	kins  []uint64 // of each word: what its variants have in common, 0 for nothing
	seen  []int32  // of each stem: the number, plus one, of the last unit that had it
}

// Prepare is like the function of that name.
func (x *Preparer) Prepare(t *shingle.Text) *Prepared {
	p, n := &x.p, len(t.Tokens)
	p.source, p.language, p.words, p.own = t.Source, t.Language, 0, 0
	p.spans, p.hash, p.marks, p.joined = resize(p.spans, n), resize(p.hash, n), resize(p.marks, n), p.joined[:0]
	x.stems, x.kins = resize(x.stems, n), resize(x.kins, n)
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		p.spans[i], p.hash[i] = span{uint32(tok.Start), uint32(tok.End)}, tok.Hash
		x.stems[i], x.kins[i] = tok.Stem, kinOf(tok)
		m := markOf(tok)
		if i > 0 {
			before := &t.Tokens[i-1]
			if cut(t.Source[before.End:tok.Start]) {
				m |= elided
			}
			if key := join(before, tok); key != 0 && key != x.kins[i-1] { // "European Union" has what "European" has
				p.joined = append(p.joined, joint{i - 1, key})
			}
		}
		if p.marks[i] = m; m&ignored == 0 {
			p.words++
			if m&quoted == 0 {
				p.own++
			}
		}
	}
	p.sift()
	p.divide(t.Sentences)
	x.number()
	p.relate(x.kins)
	return p
}

// Clone returns a copy in memory of its own, which has just what it needs. Its
// slices are cut from few: it is made, and read, in a few long strides.
func (p *Prepared) Clone() *Prepared {
	c := *p
	moveTogether(&c.stems.slots, &c.kins.slots, &c.begins, &c.id, &c.in, &c.kin, &c.next, &c.first, &c.stem)
	moveTogether(&c.stems.keys, &c.kins.keys, &c.hash, &c.sieve)
	moveTogether(&c.posts, &c.bags)
	moveTogether(&c.plain, &c.lone)
	c.spans, c.marks, c.units, c.joined = slices.Clone(p.spans), slices.Clone(p.marks), slices.Clone(p.units), slices.Clone(p.joined)
	return &c
}

// moveTogether moves what is in some slices into one array that has just room for it.
func moveTogether[T any](slices ...*[]T) {
	n := 0
	for _, s := range slices {
		n += len(*s)
	}
	all := make([]T, 0, n)
	for _, s := range slices {
		from := len(all)
		all = append(all, *s...)
		*s = all[from:len(all):len(all)]
	}
}

func markOf(t *shingle.Token) (m mark) {
	const classes = shingle.Ignored | shingle.Stop | shingle.Quoted | shingle.Number | shingle.Solo
	if c := t.Class; c&classes != 0 {
		m = bit(c, shingle.Ignored, ignored) | bit(c, shingle.Stop, stop) | bit(c, shingle.Quoted, quoted) |
			bit(c, shingle.Number, number) | bit(c, shingle.Solo, solo)
	}
	if t.Class&(shingle.Number|shingle.Upper|shingle.First|shingle.Stop) == shingle.Upper {
		m |= name
	}
	if len(t.Word) >= minJoined {
		m |= long
	}
	return m
}

// bit returns m if c has a class.
func bit(c, class shingle.Class, m mark) mark {
	if c&class == 0 {
		return 0
	}
	return m
}

// cut reports whether there is an ellipsis in what stands between two words.
func cut(gap string) bool {
	return len(gap) >= 3 && (strings.Contains(gap, "...") || strings.Contains(gap, "…"))
}

// divide makes the units. A sentence of fewer than minUnit words joins the one
// after it.
func (p *Prepared) divide(sentences []shingle.Sentence) {
	p.units = slices.Grow(p.units[:0], len(sentences))
	p.in = minusOnes(p.in, len(p.marks))
	first, size := -1, 0
	for k, sen := range sentences {
		if first < 0 {
			first, size = sen.First, 0
		}
		for _, m := range p.marks[sen.First:sen.Last] {
			if m&ignored == 0 {
				size++
			}
		}
		switch {
		case size == 0:
			first = -1 // nothing but furniture
		case size < minUnit && k+1 < len(sentences):
		default:
			for i := first; i < sen.Last; i++ {
				p.in[i] = int32(len(p.units))
			}
			p.units = append(p.units, unit{first: first, last: sen.Last})
			first = -1
		}
	}
}

// number gives the stems dense numbers, in the order in which they first occur,
// and makes bags and postings of them.
func (x *Preparer) number() {
	p := &x.p
	n := len(p.marks)
	p.id, p.content = resize(p.id, n), 0
	p.stems.reset(5*n/8 + 4) // in 400 words are 220
	p.plain = p.plain[:0]
	for i, m := range p.marks {
		if m&ignored != 0 {
			p.id[i] = -1
			continue
		}
		id := p.stems.add(x.stems[i])
		if p.id[i] = id; int(id) == len(p.plain) {
			p.plain = append(p.plain, true)
		}
		if m&stop == 0 {
			p.plain[id] = false
			p.content++
		}
	}
	x.post()
	p.bag()
}

// post lists for each stem the units that have it.
func (x *Preparer) post() {
	p := &x.p
	n := len(p.stems.keys)
	x.seen = zeros(x.seen, n)
	at, seen := zeros(p.begins, n+2), x.seen
	for k := range p.units {
		u := &p.units[k]
		u.to = 0
		for _, id := range p.id[u.first:u.last] {
			if id >= 0 && seen[id] != int32(k+1) {
				seen[id] = int32(k + 1)
				at[id+2]++
				u.to++
			}
		}
	}
	for id := range n {
		at[id+2] += at[id+1]
	}
	p.posts = resize(p.posts, int(at[n+1]))
	clear(seen)
	for k, u := range p.units {
		for _, id := range p.id[u.first:u.last] {
			switch {
			case id < 0:
			case seen[id] == int32(k+1):
				p.posts[at[id+1]-1].tf++
			default:
				seen[id] = int32(k + 1)
				p.posts[at[id+1]] = term{int32(k), 1}
				at[id+1]++
			}
		}
	}
	p.begins = at[:n+1]
}

// bag turns the postings into bags, whose sizes post left in the units.
func (p *Prepared) bag() {
	p.bags = resize(p.bags, len(p.posts))
	at := int32(0)
	for k := range p.units {
		u := &p.units[k]
		size := u.to
		u.from, u.to = at, at
		at += size
	}
	for id := range p.stems.keys {
		for _, t := range p.postings(int32(id)) {
			u := &p.units[t.id]
			p.bags[u.to] = term{int32(id), t.tf}
			u.to++
		}
	}
}

// postings returns the units that have a stem.
func (p *Prepared) postings(id int32) []term { return p.posts[p.begins[id]:p.begins[id+1]] }

// df returns the number of units that have a stem.
func (p *Prepared) df(id int32) int32 { return p.begins[id+1] - p.begins[id] }

// bagOf returns the bag of a unit, by stem.
func (p *Prepared) bagOf(u unit) []term { return p.bags[u.from:u.to] }

// code returns twice the number of the stem of word i, which is id, two more, and one for a
// stop word; 0 or 1 if it is ignored.
func (p *Prepared) code(i int, id int32) int32 { return 2*id + 2 + int32(p.marks[i]&stop/stop) }

// has reports whether all bits of m are set for word i.
func (p *Prepared) has(i int, m mark) bool { return p.marks[i]&m == m }

// fact reports whether word i is a number, or a name as capitals tell.
func (p *Prepared) fact(i int) bool { return p.marks[i]&(number|name) != 0 }
