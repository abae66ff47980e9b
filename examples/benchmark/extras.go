package main

import (
	"fmt"
	"io"

	"github.com/wirecopy/wirecopy/dedup"
)

// Measures that score.py does not have.

// candidateRecall counts the derived pairs of the gold, and those of them that the search proposed for comparison.
func candidateRecall(gold []goldPair, r *dedup.Result) (t tally) {
	for _, g := range decided(gold) {
		if derivedLabels[g.Label] {
			t.add(r.Compared(g.A, g.B))
		}
	}
	return t
}

// originsRight counts the gold clusters whose origin is known, and those of them where the library names it, or names
// none where the gold says that it is unseen. The library's cluster for one of the gold is that with most of its
// articles, of equals the one with the first ID; where all of them stand alone the origin is not found.
func originsRight(c *corpus, found []dedup.Cluster) (t tally) {
	for group, origin := range c.Origins {
		best, most := -1, 0
		for i, cl := range found {
			n := 0
			for _, m := range cl.Members {
				if c.Clusters[m.ID] == group {
					n++
				}
			}
			if n > most || n == most && n > 0 && cl.ID < found[best].ID {
				best, most = i, n
			}
		}
		t.add(best >= 0 && found[best].Origin == origin)
	}
	return t
}

// A reliability counts the gold pairs whose score lies in [i/10, (i+1)/10), and the derived ones among them. Scores are
// probabilities if about (i+½)/10 of them are derived.
type reliability [10]tally

func newReliability(gold []goldPair, p *predictions) *reliability {
	r := new(reliability)
	for _, g := range decided(gold) {
		r[min(9, int(10*p.verdict(g.A, g.B).Score))].add(derivedLabels[g.Label])
	}
	return r
}

// off is the calibration error: how far the share of derived pairs in each tenth lies from its middle, in the mean over
// the pairs. What lies within the tenth is not off: a score of .01 that is right is none of .05 that is wrong.
func (r *reliability) off() float64 {
	sum, pairs := 0.0, 0
	for i, bin := range r {
		low, share := float64(i)/10, ratio(bin.so, bin.of, 0)
		sum += float64(bin.of) * max(0, low-share, share-low-.1)
		pairs += bin.of
	}
	return sum / float64(max(1, pairs))
}

// writeWrong lists the gold pairs with a wrong verdict, and the derived ones that were never compared.
func writeWrong(w io.Writer, gold []goldPair, o *outcome) error {
	for _, g := range decided(gold) {
		v, want := o.verdict(g.A, g.B), derivedLabels[g.Label]
		compared := o.result.Compared(g.A, g.B)
		if want == derivedLabels[v.Relation] && (compared || !want) {
			continue
		}
		said := fmt.Sprintf("%s %.2f", v.Relation, v.Score)
		if !compared {
			said = "not compared"
		}
		if _, err := fmt.Fprintf(w, "wrong\t%s %.0f %%\t%s\t%s\t%s\n", g.Label, g.Share, said, g.A, g.B); err != nil {
			return err
		}
	}
	return nil
}
