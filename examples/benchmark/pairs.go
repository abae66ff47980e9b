package main

import (
	"cmp"
	"slices"
)

// derivedLabels are the gold labels and the predicted relations that mean: one text derives from the other, or both
// from a third.
var derivedLabels = map[string]bool{
	"copy": true, "derived": true, "identical": true, "near-duplicate": true, "light": true, "cut": true, "heavy": true,
}

// PairScores measure the verdict "derived" over the labelled pairs. CalledDerived says for each label how many of its
// pairs got that verdict, as "x/n".
type pairScores struct {
	Precision        float64           `json:"precision"`
	Recall           float64           `json:"recall"`
	F1               float64           `json:"f1"`
	AveragePrecision float64           `json:"average_precision"`
	CalledDerived    map[string]string `json:"called_derived"`
}

// decided leaves out the pairs with a share of 15 to 24 per cent: there readers differ.
func decided(gold []goldPair) []goldPair {
	var d []goldPair
	for _, p := range gold {
		if p.Share < 15 || p.Share >= 25 {
			d = append(d, p)
		}
	}
	return d
}

// hardBelow is the containment of word 4-grams under which a pair is hard: n-grams alone will not find it.
const hardBelow = .2

// hard keeps the pairs whose texts share few word 4-grams. Linear in the pairs' texts.
func hard(gold []goldPair, texts map[string]string) []goldPair {
	var h []goldPair
	for _, p := range gold {
		if containment(texts[p.A], texts[p.B]) < hardBelow {
			h = append(h, p)
		}
	}
	return h
}

// A scored pair is one in a ranking.
type scored struct {
	score   float64
	derived bool // in truth
}

// scorePairs measures p over the gold pairs; other predicted pairs do not count.
func scorePairs(gold []goldPair, p *predictions) *pairScores {
	var called, found tally // of those called derived the derived, and the other way round
	labels := tallies{}
	ranking := make([]scored, 0, len(gold))
	for _, g := range gold {
		v := p.verdict(g.A, g.B)
		want, got := derivedLabels[g.Label], derivedLabels[v.Relation]
		if got {
			called.add(want)
		}
		if want {
			found.add(got)
		}
		labels.add(g.Label, got)
		ranking = append(ranking, scored{v.Score, want})
	}
	s := &pairScores{
		Precision:        ratio(called.so, called.of, 1),
		Recall:           ratio(found.so, found.of, 1),
		AveragePrecision: averagePrecision(ranking),
		CalledDerived:    labels.strings(),
	}
	s.F1 = f1(s.Precision, s.Recall)
	return s
}

// averagePrecision is the mean, over the derived pairs, of the precision down to their place in the ranking, 1 where
// there are none. Pairs of one score share the precision at the last of them, so that no order among them helps.
// It sorts ranking.
func averagePrecision(ranking []scored) float64 {
	slices.SortFunc(ranking, func(x, y scored) int { return cmp.Compare(y.score, x.score) })
	sum, hits := 0.0, 0
	for i := 0; i < len(ranking); {
		j, before := i, hits
		for ; j < len(ranking) && cmp.Compare(ranking[j].score, ranking[i].score) == 0; j++ {
			if ranking[j].derived {
				hits++
			}
		}
		sum += float64((hits-before)*hits) / float64(j)
		i = j
	}
	if hits == 0 {
		return 1
	}
	return sum / float64(hits)
}
