package dedup

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestHopeless holds the look before an alignment to its promise: what it drops
// has no better score than its bound, a text too that is a quotation but for a
// few words.
func TestHopeless(t *testing.T) {
	const told = "The harbour master of Skarn read a statement on the quay and went home."
	speech := strings.Fields("we have lost a ship and nobody was lost with her which is what I want to be remembered when people " +
		"ask what this town is like and I thank the crews of the fishing boats who did not wait to be called")
	rng := rand.New(rand.NewPCG(7, 8))
	shuffled := func() string {
		s := append([]string(nil), speech...)
		rng.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		return strings.Join(s, " ")
	}
	o := (*Options)(nil).orDefault()
	var s stage
	seen := map[bool]int{}
	for k := range 40 {
		words := strings.Fields(told)[:2+k%12]
		p, _ := s.prepare(Article{ID: "p", Language: "en", Text: strings.Join(words, " ") + ".\n\n“" + shuffled() + ".”"}, &o, nil, docOnly)
		q, _ := s.prepare(Article{ID: "q", Language: "en", Text: told + "\n\n“" + shuffled() + ".”\n\nBarley is late this year, and the mill at Osterby stands still."}, &o, nil, docOnly)
		a, b := s.read(p, p.Text, nil), s.read(q, q.Text, nil)
		var e Evidence
		e.A, e.B = s.aligner.Coverage(a.text, b.text)
		drop := hopeless(p, q, a.gist, b.gist, o.Threshold)
		if drop {
			require.Less(t, e.score(), relatedAt, "%q", p.Text)
		}
		seen[drop]++
	}
	require.NotZero(t, seen[false])
}
