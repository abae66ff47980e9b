package passage

import (
	"strings"

	"github.com/wirecopy/wirecopy/shingle"
)

// A Coverage counts what became of the words of one text. Words that are
// ignored (credits, page furniture) are not counted at all. A word is kept if
// its counterpart in the other text agrees with it. Own words stand outside
// quotations in both texts: quotations are public, and independent reports
// share them. A run is a row of kept words, minRun at least, that stands in
// both texts word for word.
type Coverage struct {
	Words     int // all
	Verbatim  int // in verbatim passages
	Edited    int // in edited passages
	Rewritten int // in rewritten passages
	Runs      int // in runs

	Own        int // own words
	OwnShared  int // of these, in shared passages
	OwnRuns    int // of these, in runs
	OwnLong    int // of these, behind the third word of their run
	OwnContent int // of these, kept and no stop words
	OwnLongest int // words of the longest run of own words, however short

	// FactsKept counts the names and numbers in shared passages that the
	// counterpart has too, Replaced those that have another in their place on
	// the other side. A template filled anew replaces more than it keeps.
	FactsKept, Replaced int

	// Cuts counts the places where both texts leave something out of the same
	// passage with an ellipsis. Independent reporters cut elsewhere.
	Cuts int
}

// minRun is the number of words of a run: fewer agree by chance.
const minRun = 3

// Shared returns the number of words in shared passages.
func (c Coverage) Shared() int { return c.Verbatim + c.Edited + c.Rewritten }

// Coverage counts, for both texts, the words in the passages, echoes included.
// Time is linear in the texts.
func (r *Report) Coverage() (a, b Coverage) {
	a = cover(r.a, r.b, r.fateA)
	b = cover(r.b, r.a, r.fateB)
	a.Replaced, b.Replaced = r.replaced, r.replaced
	return a, b
}

func cover(t, other *shingle.Text, fates []fate) (c Coverage) {
	run, own := 0, 0 // words of the run that ends here, of its own words
	for i, f := range fates {
		tok := t.Tokens[i]
		if tok.Has(shingle.Ignored) {
			run, own = 0, 0
			continue
		}
		quoted := tok.Has(shingle.Quoted) || f.to >= 0 && other.Tokens[f.to].Has(shingle.Quoted)
		c.count(tok, f, !quoted)
		same := f.to >= 0 && tok.Hash == other.Tokens[f.to].Hash
		next := same && i > 0 && f.to > 0 && fates[i-1].to == f.to-1
		if !next {
			run, own = 0, 0
		}
		if !same {
			continue
		}
		if next && elided(t, i) && elided(other, int(f.to)) {
			c.Cuts++
		}
		c.Runs += extend(&run)
		if quoted {
			own = 0
			continue
		}
		c.OwnRuns += extend(&own)
		if own > minRun {
			c.OwnLong++
		}
		c.OwnLongest = max(c.OwnLongest, own)
	}
	return c
}

// extend adds a word to a run and returns how many words that puts in runs.
func extend(run *int) int {
	*run++
	switch {
	case *run == minRun:
		return minRun
	case *run > minRun:
		return 1
	}
	return 0
}

func (c *Coverage) count(t shingle.Token, f fate, own bool) {
	c.Words++
	if own {
		c.Own++
	}
	switch f.kind {
	case Verbatim:
		c.Verbatim++
	case Edited:
		c.Edited++
	case Rewritten:
		c.Rewritten++
	}
	if f.to >= 0 && fact(t) {
		c.FactsKept++
	}
	if own && f.kind.Shared() {
		c.OwnShared++
		if f.to >= 0 && !t.Has(shingle.Stop) {
			c.OwnContent++
		}
	}
}

// fact reports whether t is a number, or a name as capitals tell.
func fact(t shingle.Token) bool {
	return t.Has(shingle.Number) || t.Has(shingle.Upper) && t.Class&(shingle.First|shingle.Stop) == 0
}

// elided reports whether an ellipsis stands before word i.
func elided(t *shingle.Text, i int) bool {
	gap := t.Source[t.Tokens[i-1].End:t.Tokens[i].Start]
	return strings.Contains(gap, "...") || strings.Contains(gap, "…")
}

// Beyond compares two reports on the same first text: of the words that r finds
// shared outside quotations it returns the number, and the number of those that
// other does not.
func (r *Report) Beyond(other *Report) (shared, more int) {
	for i, f := range r.fateA {
		if !f.kind.Shared() || r.a.Tokens[i].Class&(shingle.Ignored|shingle.Quoted) != 0 {
			continue
		}
		shared++
		if !other.fateA[i].kind.Shared() {
			more++
		}
	}
	return shared, more
}
