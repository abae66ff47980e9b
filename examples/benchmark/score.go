package main

import "fmt"

// Scores are the measures of predictions against a corpus' gold, under score.py's names; a part is nil where the gold
// or the predictions lack it. They equal score.py's within rounding: TestScorePy holds that.
//
//	clusters   clusters.go   adjusted Rand index; pairwise and B-cubed precision, recall, F1
//	pairs      pairs.go      precision, recall, F1, average precision of "derived"
//	hardPairs  words.go      the same for the pairs that share few word 4-grams
//	regions    regions.go    PAN's plagdet by category; false alarms where there is nothing to find
//	spans      spans.go      alignment by character, both ways; recall and accuracy by kind
type scores struct {
	Clusters  *clusterScores `json:"clusters,omitempty"`
	Pairs     *pairScores    `json:"pairs,omitempty"`
	HardPairs *pairScores    `json:"hard_pairs,omitempty"`
	Regions   *regionScores  `json:"regions,omitempty"`
	Spans     *spanScores    `json:"spans,omitempty"`
}

// score measures p against the gold of c. It fails where a passage names an article that c does not have, or an offset
// that is not on a character boundary of its text.
func score(c *corpus, p *predictions) (*scores, error) {
	s := new(scores)
	if len(c.Clusters) > 0 && len(p.Clusters) > 0 {
		s.Clusters = scoreClusters(c.Clusters, p.Clusters)
	}
	if len(c.Pairs) > 0 && p.Pairs != nil {
		gold := decided(c.Pairs)
		s.Pairs = scorePairs(gold, p)
		s.HardPairs = scorePairs(hard(gold, c.texts), p)
	}
	if p.Passages == nil {
		return s, nil
	}
	r := newRulers(c.texts)
	var err error
	if s.Regions, err = scoreRegions(c.Passages, p.Passages, r); err != nil {
		return nil, fmt.Errorf("regions: %w", err)
	}
	if s.Spans, err = scoreSpans(c.Passages, p.Passages, r); err != nil {
		return nil, fmt.Errorf("spans: %w", err)
	}
	return s, nil
}

// f1 is the harmonic mean of precision and recall.
func f1(precision, recall float64) float64 {
	if precision+recall == 0 {
		return 0
	}
	return 2 * precision * recall / (precision + recall)
}

// ratio is x/n, or otherwise where n is 0.
func ratio(x, n int, otherwise float64) float64 {
	if n == 0 {
		return otherwise
	}
	return float64(x) / float64(n)
}

// A tally counts how many of a number of things were so.
type tally struct{ so, of int }

func (t *tally) add(so bool) {
	t.of++
	if so {
		t.so++
	}
}

func (t *tally) String() string { return fmt.Sprintf("%d/%d", t.so, t.of) }

// tallies are counts under a name: a pair's label, a span's kind.
type tallies map[string]*tally

func (t tallies) add(name string, so bool) {
	if t[name] == nil {
		t[name] = new(tally)
	}
	t[name].add(so)
}

// strings gives each count as "x/n".
func (t tallies) strings() map[string]string {
	s := make(map[string]string, len(t))
	for name, x := range t {
		s[name] = x.String()
	}
	return s
}
