package dedup

import (
	"math"

	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// The verdict is a logistic model of three shares that a person can check: how
// much of the shorter text's own words (outside quotations and furniture) has
// a counterpart in the other text, how much of all its words, and how long the
// longest run is that was kept word for word.
const (
	bias      = 1.49
	ownSlope  = 1.41 // of the logarithm of the share of own words
	allSlope  = 1.52 // of the logarithm of the share of all words
	runSlope  = 0.82 // of log(1 + words of the longest own run)
	least     = 0.02 // added to shares before the logarithm
	nearDup   = 0.70 // resemblance of near-duplicates
	relatedAt = 0.10 // score of related pairs
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
	x, y := r.Coverage()
	e := Evidence{InA: true}
	if y.Words < x.Words {
		x, e.InA = y, false
	}
	share := func(n, of int) float64 { return float64(n) / float64(max(1, of)) }
	e.Shared, e.Own = share(x.Shared(), x.Words), share(x.OwnShared, x.Own)
	e.Verbatim, e.Edited, e.Rewrote = share(x.Verbatim, x.Words), share(x.Edited, x.Words), share(x.Rewritten, x.Words)
	e.OwnWords = x.OwnShared
	_, e.Run = r.LongestRun()
	return e
}

func (e Evidence) score() float64 {
	z := bias + ownSlope*math.Log(least+e.Own) + allSlope*math.Log(least+e.Shared) + runSlope*math.Log1p(float64(e.Run))
	return 1 / (1 + math.Exp(-z))
}
