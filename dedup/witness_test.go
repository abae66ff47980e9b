package dedup

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWitnessIsRemembered: while the first members of a cluster are the same, nobody reads them again.
func TestWitnessIsRemembered(t *testing.T) {
	o := (&Options{}).orDefault()
	reads := 0
	c := newCorpus(o, func(d *doc) (string, error) { reads++; return d.Text, nil })
	var s stage
	var docs []*doc
	for _, text := range []string{"One two three four.", "One two three five.", "One two three six.", "One two three seven."} {
		d, _ := s.prepare(Article{ID: text, Text: text}, &o, nil, docOnly)
		c.add(d)
		docs = append(docs, d)
	}
	var seen witness
	ask := func(docs ...*doc) int {
		c.texts, reads = newCache[ready](maxWords), 0
		a, b := c.unseen(&s, docs[0], docs, &seen)
		c.texts = newCache[ready](maxWords)
		x, y := c.unseen(&s, docs[0], docs, nil)
		require.Equal(t, []*doc{x, y}, []*doc{a, b})
		return reads
	}
	require.Equal(t, 6, ask(docs[:3]...))
	require.Equal(t, 3, ask(docs[:3]...))
	require.Equal(t, 8, ask(docs...))
	require.Equal(t, 8, ask(docs[3], docs[0], docs[1], docs[2]))
}
