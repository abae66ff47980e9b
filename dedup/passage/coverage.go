package passage

// A Coverage counts what became of the words of one text. Words that are
// ignored (credits, page furniture) are not counted at all. A word is kept if
// its counterpart in the other text agrees with it. Own words stand outside
// quotations in both texts: quotations are public, and independent reports
// share them. A run is a row of kept words, minRun at least, that stands in
// both texts word for word.
type Coverage struct {
	Words     int // all, but for the inserted
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
	// the other side, or just before it. A template filled anew replaces more than it keeps.
	FactsKept, Replaced int

	// Of these the numbers. Those of a template are all others, while the
	// institutions that it is about keep their names.
	NumbersKept, NumbersReplaced int

	// Inserted counts the words in stretches of both texts that have nothing to do
	// with the rest of either, such as a teaser. They are in no other count.
	Inserted int

	// Cuts counts the places where both texts leave something out of the same
	// passage with an ellipsis. Independent reporters cut elsewhere.
	Cuts int
}

// minRun is the number of words of a run: fewer agree by chance. Two find more on
// provenance and less on gilets-jaunes, and call three times as many independent
// pairs of basil-triplets derived (examples/benchmark/testdata/ablation.md).
const minRun = 3

// Shared returns the number of words in shared passages.
func (c Coverage) Shared() int { return c.Verbatim + c.Edited + c.Rewritten }

// Coverage counts, for both texts, the words in the passages, echoes included.
func (r *Report) Coverage() (a, b Coverage) { return r.a, r.b }

func coverage(x, y *Prepared, fateA, fateB []fate, r replaced) (a, b Coverage) {
	a, b = cover(x, y, fateA), cover(y, x, fateB)
	for _, c := range []*Coverage{&a, &b} {
		c.Replaced, c.NumbersReplaced = r.names+r.numbers, r.numbers
	}
	return a, b
}

func cover(x, other *Prepared, fates []fate) (c Coverage) {
	run, own := 0, 0 // words of the run that ends here, of its own words
	for i, f := range fates {
		m := x.marks[i]
		if f.insert {
			c.Inserted++
		}
		if m&ignored != 0 || f.insert {
			run, own = 0, 0
			continue
		}
		its := mark(0) // of the counterpart
		if f.to >= 0 {
			its = other.marks[f.to]
		}
		isQuoted := (m|its)&quoted != 0
		c.count(m, f, !isQuoted)
		same := f.to >= 0 && x.hash[i] == other.hash[f.to]
		next := same && i > 0 && f.to > 0 && fates[i-1].to == f.to-1
		if !next {
			run, own = 0, 0
		}
		if !same {
			continue
		}
		if next && m&its&elided != 0 {
			c.Cuts++
		}
		c.Runs += extend(&run)
		if isQuoted {
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

func (c *Coverage) count(m mark, f fate, own bool) {
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
	if f.to >= 0 && m&(number|name) != 0 {
		c.FactsKept++
		if m&number != 0 {
			c.NumbersKept++
		}
	}
	if own && f.kind.Shared() {
		c.OwnShared++
		if f.to >= 0 && m&stop == 0 {
			c.OwnContent++
		}
	}
}

// Beyond compares two reports on the same first text: of the words that r finds
// shared outside quotations it returns the number, and the number of those that
// other does not.
func (r *Report) Beyond(other *Report) (shared, more int) {
	a, _ := r.texts.Texts()
	for i, f := range r.fateA {
		if !f.kind.Shared() || a.marks[i]&(ignored|quoted) != 0 {
			continue
		}
		shared++
		if !other.fateA[i].kind.Shared() {
			more++
		}
	}
	return shared, more
}
