package report

import (
	"io"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/wire"
)

// ExplainHTML writes the page of one pair: both texts side by side, the verdict
// and its reasons. It is that of [HTML] without stories, and keeps its promises.
func ExplainHTML(w io.Writer, e *dedup.Explanation, o *Options) error {
	p := newPage(pairSource{e}, o.orDefault())
	p.explanation(e)
	if p.err != nil {
		return p.err
	}
	return p.write(w)
}

// explanation gathers one pair.
func (p *page) explanation(e *dedup.Explanation) {
	p.index.Articles, p.index.Pair = 2, true
	x := e.Pair
	x.Passages = passagesOf(e)
	p.related([]dedup.Pair{x})
}

// A pairSource is the source of a page that has two articles.
type pairSource struct{ *dedup.Explanation }

// Article returns one of the two.
func (s pairSource) Article(id string) (dedup.Article, bool) {
	switch id {
	case s.First.ID:
		return s.First, true
	case s.Second.ID:
		return s.Second, true
	}
	return dedup.Article{}, false
}

// Marks returns what the text itself shows: others of its source are not known.
func (s pairSource) Marks(id string) []wire.Mark {
	a, _ := s.Article(id)
	return wire.Find(a.Text, a.Language)
}

// Reasons returns those of the explanation.
func (s pairSource) Reasons(*dedup.Pair) []string { return s.Explanation.Reasons }

// Explain returns the explanation.
func (s pairSource) Explain(_, _ string) (*dedup.Explanation, error) { return s.Explanation, nil }
