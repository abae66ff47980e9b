package main

import "encoding/json"

// Figures are what one corpus gave. As JSON they are one object; what was not measured is left out.
type figures struct {
	Corpus   string `json:"corpus"`
	Articles int    `json:"articles"`
	*grouped
	Noise          *noiseFigures `json:"noise,omitempty"`
	PassageSeconds float64       `json:"passage_seconds"`
	PeakMB         float64       `json:"peak_mb"`
	Scores         *scores       `json:"scores"`
	Baseline       *baseline     `json:"baseline,omitempty"`
	Reliability    *reliability  `json:"reliability,omitempty"` // by tenth of the score, "derived/pairs"
	Off            *float64      `json:"calibration_error,omitempty"`
}

// Grouped are the figures of [dedup.Group].
type grouped struct {
	Seconds              float64  `json:"seconds"`
	ArticlesPerSecond    float64  `json:"articles_per_second"`
	MBPerSecond          float64  `json:"mb_per_second"`
	CandidatesPerArticle float64  `json:"candidates_per_article"`
	CandidateRecall      *float64 `json:"candidate_recall,omitempty"` // nil without derived pairs in the gold
	Clusters             int      `json:"clusters"`                   // of two or more articles
	Largest              int      `json:"largest_cluster"`
	Origins              *tally   `json:"origins,omitempty"` // "right/known"
}

// newFigures scores an outcome.
func newFigures(name string, c *corpus, o *outcome) (f *figures, err error) {
	f = &figures{Corpus: name, Articles: len(c.Articles), PassageSeconds: o.passageSeconds}
	if o.result != nil {
		f.grouped = newGrouped(c, o)
		f.Noise = newNoiseFigures(c, o.result)
	}
	f.Scores, err = score(c, &o.predictions)
	return f, err
}

func newGrouped(c *corpus, o *outcome) *grouped {
	bytes, n := 0, float64(max(1, len(c.Articles)))
	for _, a := range c.Articles {
		bytes += len(a.Text)
	}
	g := &grouped{
		Seconds:              o.seconds,
		ArticlesPerSecond:    float64(len(c.Articles)) / o.seconds,
		MBPerSecond:          float64(bytes) / 1e6 / o.seconds,
		CandidatesPerArticle: float64(o.result.Candidates) / n,
		Clusters:             len(o.result.Clusters),
	}
	if len(o.result.Clusters) > 0 {
		g.Largest = len(o.result.Clusters[0].Members)
	}
	if t := candidateRecall(c.Pairs, o.result); t.of > 0 {
		g.CandidateRecall = new(ratio(t.so, t.of, 1))
	}
	if t := originsRight(c, o.result.Clusters); t.of > 0 {
		g.Origins = &t
	}
	return g
}

// MarshalJSON gives a tally as "x/n", like the counts of score.py.
func (t *tally) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }
