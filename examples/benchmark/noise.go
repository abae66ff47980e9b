package main

import (
	"fmt"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
)

// Noise is what an archive is full of: articles that have nothing to do with the gold. What is found without them has
// to be found among them, at the same price.

// addNoise throws the articles of other corpora in with those of c, count of them if that is not 0 and there are so
// many, taken evenly from all. Their ids get the name of their corpus before them; the gold stays as it is.
func (c *corpus) addNoise(dirs []string, count int) error {
	if len(dirs) == 0 {
		return nil
	}
	var all []article
	for _, dir := range dirs {
		other, err := loadCorpus(dir)
		if err != nil {
			return fmt.Errorf("noise: %w", err)
		}
		for _, a := range other.Articles {
			a.ID = "noise/" + corpusName(dir) + "/" + a.ID
			all = append(all, a)
		}
	}
	if count == 0 || count > len(all) {
		count = len(all)
	}
	c.gold = len(c.Articles)
	for i := range count {
		a := all[i*len(all)/count]
		if _, twice := c.texts[a.ID]; twice {
			return fmt.Errorf("second article with the id %q; is a corpus named twice in -noise %s?", a.ID, strings.Join(dirs, ","))
		}
		c.Articles = append(c.Articles, a)
		c.texts[a.ID] = a.Text
	}
	return nil
}

// NoiseFigures are of a corpus among others.
type noiseFigures struct {
	Articles             int     `json:"articles"`               // thrown in
	CandidatesPerArticle float64 `json:"candidates_per_article"` // of the corpus' own, those thrown in among them
}

// newNoiseFigures is nil without noise. It asks for all pairs of a sample of the corpus' own articles. A pair belongs
// half to each of its articles, as where candidates are divided by articles.
func newNoiseFigures(c *corpus, r *dedup.Result) *noiseFigures {
	const sample = 200
	if c.gold == 0 || r == nil {
		return nil
	}
	n, compared := min(sample, c.gold), 0
	for i := range n {
		a := c.Articles[i*c.gold/n]
		for _, b := range c.Articles {
			if a.ID != b.ID && r.Compared(a.ID, b.ID) {
				compared++
			}
		}
	}
	return &noiseFigures{len(c.Articles) - c.gold, float64(compared) / 2 / float64(n)}
}
