package dedup

import (
	"math/bits"
	"slices"

	"github.com/wirecopy/wirecopy/shingle"
)

// A gist is what a look at two texts needs to tell whether a comparison is
// hopeless: 12 bytes a word where a ready text has 100. Hashes are cut to 31 and 32
// bits: two that meet make a look more hopeful, never less.
type gist struct {
	rows  []uint32 // of each word: the row of minRun words that begins at it, 0 for none, and a bit for a word of its own
	runs  []uint32 // the rows of the text, ascending, without repeats
	sieve []uint64 // a bit for every row that the text may have
	stems []uint32 // of content words, ascending, without repeats
}

// minRun is the number of words of a run, as in package passage.
const minRun = 3

// own is the bit of a word that is neither ignored nor quoted.
const own = 1

// gist returns the gist of a parsed text with these shingles.
func (s *stage) gist(t *shingle.Text, set shingle.Set) *gist {
	g := &gist{rows: make([]uint32, len(t.Tokens))}
	kept, solo := 0, false // words since the last ignored one; one of all is a character of a script without spaces
	stems := s.stems[:0]
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if tok.Class&(shingle.Ignored|shingle.Quoted) == 0 {
			g.rows[i] |= own
		}
		solo = solo || tok.Class&shingle.Solo != 0
		if tok.Class&shingle.Ignored != 0 {
			kept = 0
			continue
		}
		if kept++; kept >= minRun {
			g.rows[i+1-minRun] |= row(t.Window(i+1-minRun, i+1)) << 1
		}
		if tok.Class&shingle.Stop == 0 {
			stems = append(stems, tok.Stem)
		}
	}
	s.stems = stems[:0]
	g.stems = upper(shingle.NewSet(stems), 32)
	if solo { // shingles may be longer there
		g.runs = g.distinct()
	} else {
		g.runs = upper(set, 33)
	}
	g.sieve = make([]uint64, 1<<bits.Len(uint(len(g.runs)/4))) // 16 bits or more for each
	for _, h := range g.runs {
		*g.bits(h) |= 1 << (h % 64)
	}
	return g
}

// words is what it costs to keep.
func (g *gist) words() int { return len(g.rows) + 10 }

// row cuts the hash of a row.
func row(h uint64) uint32 { return uint32(h >> 33) }

// upper returns the hashes of a set without their lowest bits, which leaves them ascending.
func upper(set shingle.Set, bits int) []uint32 {
	out := make([]uint32, len(set))
	for i, h := range set {
		out[i] = uint32(h >> bits)
	}
	return slices.Compact(out)
}

func (g *gist) distinct() []uint32 {
	var out []uint32
	for _, h := range g.rows {
		if h > own {
			out = append(out, h>>1)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (g *gist) bits(h uint32) *uint64 { return &g.sieve[int(h>>6)&(len(g.sieve)-1)] }

// has reports whether the text has this row. Hashes are spread evenly, so that a row
// stands near the place that its hash says: half the time of a binary search.
func (g *gist) has(h uint32) bool {
	if *g.bits(h)>>(h%64)&1 == 0 {
		return false
	}
	at := int(uint64(h) * uint64(len(g.runs)) >> 31)
	first, last := max(0, at-nearby), min(len(g.runs), at+nearby)
	if g.runs[first] > h || g.runs[last-1] < h { // or somebody has made them meet
		first, last = 0, len(g.runs)
	}
	_, ok := slices.BinarySearch(g.runs[first:last], h)
	return ok
}

// nearby is how far from its place by hash a row is looked for first.
const nearby = 16

// inRuns counts the words of g that can be in runs which both texts have, those
// of them outside quotations, of how many there, and the ones behind the third of
// their run: no alignment has more.
func (g *gist) inRuns(other *gist) (all, owns, of, long int) {
	end, run := 0, 0 // where the row that was found last ends; own words in a row
	for i, h := range g.rows {
		of += int(h & own)
		if h > own && other.has(h>>1) {
			end = i + minRun
		}
		if i >= end {
			run = 0
			continue
		}
		all++
		if h&own == 0 {
			run = 0
			continue
		}
		switch run++; {
		case run == minRun:
			owns += minRun
		case run > minRun:
			owns++
			long++
		}
	}
	return all, owns, of, long
}

// sharedStems returns the number of stems that both texts have.
func (g *gist) sharedStems(other *gist) (n int) {
	a, b := g.stems, other.stems
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		if x == y {
			n++
		}
		if x <= y { // two steps without a jump: which of them is taken is a toss
			i++
		}
		if y <= x {
			j++
		}
	}
	return n
}
