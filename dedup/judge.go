package dedup

import (
	"math"

	"github.com/wirecopy/wirecopy/dedup/passage"
)

// The verdict is a logistic model of six things that a person can check, all of
// them of the shorter text and outside page furniture:
//
//   - the share of its own words (outside quotations) that stand in runs of
//     three or more words kept as they are,
//   - the number of own words behind the third of their run: three words agree
//     by chance, and each further one says more,
//   - the share of all its words in runs, quotations included,
//   - the number of its own content words that were kept,
//   - the number of places where both cut a passage short with an ellipsis,
//   - whether the names and numbers of the passages agree: a template filled
//     anew keeps the words and changes these, the numbers above all.
//
// The first five weights were fitted, with a penalty on their squares, on
// provenance, gilets-jaunes, basil-triplets and, at a quarter of the weight, on
// clough-stevenson and testdata/newsroom. The sixth is a bar: of 160 derived
// pairs there none keeps less than .71 of its facts, of the templates of the
// newsroom none more than .48. Of the numbers alone .6 takes an eighth of reuters-21578's
// articles out of its groups of six and more, money markets and bonds of one day
// after the other, and changes no verdict that readers gave. What each of the five is worth, in fits on four of
// these tested on the one left out (average precision, and that of the hard pairs;
// of basil's 300 independent pairs those called derived, 2 where the fit saw them):
//
//	                    provenance   gilets-jaunes  newsroom  basil
//	all                 .982  .854   .966  .775     .921      6
//	without own runs    .977  .858   .972  .782     .916      9
//	without long runs   .977  .839   .963  .749     .934      8
//	without all runs    .978  .852   .966  .775     .926      3
//	without content     .978  .829   .967  .781     .902      5
//	without cuts        .982  .865   .955  .654     .919      9
//	with aligned words  .982  .842   .960  .718     .929      8
//
// Tried beside them and left, because it did not hold from one corpus to the
// other: the share of own words that align at all (the last row), 4-gram
// containment, the longest run, the order of the passages, quotations with the
// same borders, the rarity of the runs in the corpus, the share of them that stands
// in many articles, the length of the texts. Four for the five, own words in runs of four and plain words in
// own runs, no names or numbers, for the first, second and fourth: in such fits .988 .899, .965 .747, basil 5, and clough's F1
// .935 for .914; but of reuters-21578, whose forms change their names and keep the rest, 5,778 pairs for 5,077 are then derived,
// and of the 70 pairs more of gilets-jaunes most of those read have background in common. Trees, boosted on 140 such
// counts, are worse on the corpus left out (.971 .807, .939 .537, basil 12), and little better where they saw nine
// tenths of it (.987 .874, .966 .825): what is left is pairs with a fifth to a third in common, which readers call
// one thing or the other. The model as it is with one part missing, and each number moved:
// examples/benchmark/testdata/ablation.md, table Deciding.
const (
	bias        = -1.28
	ownRuns     = 1.30 // of the logarithm of the first share
	ownLong     = 0.47 // of log(1 + words)
	allRuns     = 0.46 // of the logarithm of the third
	ownContent  = 0.60 // of log(1 + words)
	cuts        = 2.33 // of log(1 + places)
	template    = 15.0 // of what the share of facts kept lacks to factsKept
	factsKept   = 0.7
	numbersKept = 0.6  // the same of numbers alone; .65 loses a copy
	least       = 0.02 // added to shares before the logarithm

	nearDup   = 0.70 // resemblance of near-duplicates
	relatedAt = 0.05 // score of related pairs
	quoted    = 0.25 // or the share of the shorter text that stands in the other word for word, quotations included
)

// hopeless reports whether two articles share so few rows of three words and so
// few stems that no alignment could make them related: a look of some
// microseconds, which spares half of the alignments and of the texts that are read. Such a pair
// has a resemblance of 0 in the search, whatever it is: far less than those that stand for
// each other have.
//
// Sharper bounds that were tried: runs whose rows follow each other in the other text, too, and
// of these only runs in units whose match may be accepted, and content words in such units
// alone. Of the alignments on us-homepages-2016 they spare 2, 29 and 35 in a hundred more at the
// score of a related pair, and the last two take as long as what they spare.
func hopeless(p, q *doc, a, b *gist, threshold float64) bool {
	switch {
	case p.words == 0 || q.words == 0:
		return true
	case identical(p, q):
		return false
	case q.words < p.words || q.words == p.words && q.twin < p.twin:
		a, b = b, a
	}
	words := min(p.words, q.words)
	all, own, of, long := a.inRuns(b)
	z := bias +
		float64(ownRuns*math.Log(least+share(own, of))) +
		float64(ownLong*math.Log1p(float64(long))) +
		float64(allRuns*math.Log(least+share(all, words)))
	if p.cuts && q.cuts {
		z += float64(cuts * math.Log(2))
	}
	bar := min(hopelessAt, math.Log(threshold/(1-threshold)))
	content := func(stems int) float64 { return float64(ownContent * math.Log1p(recur*float64(stems))) }
	switch {
	case z >= bar || share(all, words) >= quoted:
		return false
	case z+content(min(len(a.stems), len(b.stems))) < bar:
		return true
	}
	return z+content(a.sharedStems(b)) < bar
}

const (
	recur = 1.5 // how often a shared stem stands in a text, in the mean

	// hopelessAt is the bound under which no alignment is made. Unlike articles
	// keep a tenth of what the bound allows: of 3,726 candidates of
	// us-homepages-2016 whose bound is above that of a related pair (-2.94), 119
	// are derived, none of them with a bound below 0; of the 750 below -2.5 none
	// scores .06. Above -2 would spare half of the alignments, and a hundredth of
	// provenance's average precision.
	hopelessAt = -2.5
)

// judge compares two docs, whose texts are a and b, by aligning them. It makes
// passages where they are asked for.
func (s *stage) judge(p, q *doc, a, b *ready, o *Options) Pair {
	var e Evidence
	e.A, e.B = s.aligner.Coverage(a.text, b.text)
	out := decide(p, q, a, b, e, o)
	if o.Passages && out.Relation >= Derived {
		out.Passages = s.aligner.Shown(s.aligner.Align(a.text, b.text).Passages, a.text, b.text)
	}
	return out
}

// decide gives the verdict on the evidence.
func decide(p, q *doc, a, b *ready, e Evidence, o *Options) Pair {
	out := exact(p, q, a, b)
	out.Evidence, out.Score = e, e.score()
	switch {
	case identical(p, q):
		out.Relation, out.Score = Identical, 1
	case out.Resemblance >= nearDup && out.Score >= o.Threshold:
		out.Relation, out.Score = NearDuplicate, max(out.Score, 0.9)
	case out.Score >= o.Threshold:
		out.Relation = Derived
	case out.Score >= relatedAt, e.quoting():
		out.Relation = Related
	}
	return out
}

// identical reports whether two articles have the same words, those aside that
// are no evidence.
func identical(p, q *doc) bool { return p.content == q.content && p.words == q.words }

// exact returns the pair with its exact figures and no verdict.
func exact(p, q *doc, a, b *ready) Pair {
	out := Pair{A: p.ID, B: q.ID}
	if n := a.set.Shared(b.set); n > 0 {
		out.Resemblance = float64(n) / float64(len(a.set)+len(b.set)-n)
		out.AInB = float64(n) / float64(len(a.set))
		out.BInA = float64(n) / float64(len(b.set))
	}
	return out
}

// Shorter returns the coverage of the text with fewer words, which the verdict
// goes by, and whether that is A.
func (e Evidence) Shorter() (c passage.Coverage, isA bool) {
	if e.B.Words < e.A.Words {
		return e.B, false
	}
	return e.A, true
}

// quoting reports whether much of the shorter text stands in the other, whoever
// said it.
func (e Evidence) quoting() bool {
	c, _ := e.Shorter()
	return share(c.Runs, c.Words) >= quoted
}

// block returns how many words the texts have in common, if these are all they share: an insert, or runs
// beside which a quarter of the shorter is its own, for versions of a story share
// words between their runs, too. Who has more than that of a story has the story: more than insertLong
// of package passage and than half of the text. Else it returns 0.
func (p *Pair) block() uint16 {
	const ownWords, chance, long = 20, 8, 200
	c, _ := p.Evidence.Shorter()
	n, own := c.Runs, c.Words-c.Runs
	switch {
	case c.Inserted > 0 && p.Relation < Derived && c.Shared() <= max(chance, own/10):
		n = c.Inserted
	case p.Relation < Derived, c.Inserted > 0, own < max(ownWords, c.Words/4), c.Shared()-n > max(chance, own/10), n > max(long, own):
		return 0
	}
	return uint16(min(n, math.MaxUint16))
}

// form reports whether the texts are one form filled in twice: the same words, with another name or number in every
// formWords of those that they have in common word for word. Of the derived pairs of one source in the forty largest
// clusters of reuters-21578, which are forms, that is so of 68 in a hundred; of those of orangesum-fr, some of which
// are, of 21; of us-homepages-2016 8, of provenance 6, of bbc-news 5, of gilets-jaunes and wikipedia-versions 2. With 20 words 413
// articles of reuters are left in groups of six and more (dedup/internal/graph/form.go), with 30 367, with 40 292, with
// 60 271; but 40 take an article out of a page of wikipedia-versions, and 60 five, and two out of gilets-jaunes. The share
// of facts that are others, which counts above, is no measure of it: long revisions of a page have as many.
func (p *Pair) form() bool {
	const formWords = 30
	c, _ := p.Evidence.Shorter()
	return p.Relation >= Derived && c.Replaced > 0 && c.Runs <= formWords*c.Replaced
}

// Shares of the shorter text that stand in the other word for word, by which graph tells reports of one affair
// (dedup/internal/graph/affair.go), and the share that has a counterpart where another told it in words of their own: a
// rewrite may come late, and background hardly has as much. That share keeps together one pair of two events of the 277 that
// are parted without it; .65 three, .6 forty.
const (
	muchKept = 0.4
	mostKept = 0.6
	retold   = 0.7
)

// keeps reports whether such a share does.
func (p *Pair) keeps(least float64) bool {
	c, _ := p.Evidence.Shorter()
	return p.Relation >= NearDuplicate || share(c.Runs, c.Words) >= least || share(c.Shared(), c.Words) >= retold
}

func (e Evidence) score() float64 {
	c, _ := e.Shorter()
	lack := max(0, factsKept-kept(c.FactsKept, c.Replaced), numbersKept-kept(c.NumbersKept, c.NumbersReplaced))
	z := bias + // converted, so that no machine fuses them: policy's TestFused
		float64(ownRuns*math.Log(least+share(c.OwnRuns, c.Own))) +
		float64(ownLong*math.Log1p(float64(c.OwnLong))) +
		float64(allRuns*math.Log(least+share(c.Runs, c.Words))) +
		float64(ownContent*math.Log1p(float64(c.OwnContent))) +
		float64(cuts*math.Log1p(float64(c.Cuts))) -
		float64(template*lack)
	const digits = 1e9 // beyond, machines have their own logarithms
	return math.Round(digits/(1+math.Exp(-z))) / digits
}

// kept is the share of facts that were kept, less sure where there are few.
func kept(kept, replaced int) float64 { return float64(kept+2) / float64(kept+replaced+3) }

func share(n, of int) float64 { return float64(n) / float64(max(1, of)) }
