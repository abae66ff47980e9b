package dedup

import (
	"math"

	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// The verdict is a logistic model of four things that a person can check, all
// of them of the shorter text and outside page furniture:
//
//   - the share of its own words (outside quotations) that stand in runs of
//     three or more kept words,
//   - the same share of all its words, quotations included,
//   - the number of its own content words that were kept,
//   - the number of places where both cut a passage short with an ellipsis.
const (
	bias       = -0.72
	ownRuns    = 1.91 // of the logarithm of the first share
	allRuns    = 0.97 // of the logarithm of the second
	ownContent = 1.39 // of log(1 + words)
	cuts       = 2.46 // of log(1 + places)
	least      = 0.02 // added to shares before the logarithm
	nearDup    = 0.70 // resemblance of near-duplicates
	relatedAt  = 0.05 // score of related pairs
)

// judge compares two prepared articles, whose texts are a and b.
func judge(p, q *doc, a, b *shingle.Text, o *Options) (Pair, *passage.Report) {
	out := Pair{A: p.ID, B: q.ID}
	n := p.set.Shared(q.set)
	if n > 0 {
		out.Resemblance = float64(n) / float64(len(p.set)+len(q.set)-n)
		out.AInB = float64(n) / float64(len(p.set))
		out.BInA = float64(n) / float64(len(q.set))
	}
	if p.words == 0 || q.words == 0 {
		return out, nil
	}
	r := passage.Align(a, b)
	out.Evidence = weigh(r)
	out.Score = out.Evidence.score()
	switch {
	case p.content == q.content && out.Resemblance == 1:
		out.Relation, out.Score = Identical, 1
	case out.Resemblance >= nearDup:
		out.Relation, out.Score = NearDuplicate, max(out.Score, 0.9)
	case out.Score >= o.Threshold:
		out.Relation = Derived
	case out.Score >= relatedAt:
		out.Relation = Related
	}
	return out, r
}

// weigh measures a comparison on the text that has fewer words.
func weigh(r *passage.Report) Evidence {
	a, b := r.Coverage()
	if b.Words < a.Words {
		return Evidence{Coverage: b}
	}
	return Evidence{Coverage: a, OfA: true}
}

func (e Evidence) score() float64 {
	z := bias +
		ownRuns*math.Log(least+share(e.OwnRuns, e.Own)) +
		allRuns*math.Log(least+share(e.Runs, e.Words)) +
		ownContent*math.Log1p(float64(e.OwnContent)) +
		cuts*math.Log1p(float64(e.Cuts))
	return 1 / (1 + math.Exp(-z))
}

func share(n, of int) float64 { return float64(n) / float64(max(1, of)) }
