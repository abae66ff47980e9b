package graph

import (
	"slices"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
)

// Match returns the texts with which one that is not in the graph would be
// compared: those that it meets in a band, and those for which it would ask, each of these
// with its copies behind it, the best first. Of a family it returns maxFamily
// at most. Any number of goroutines may call it, each with an Asker of its own.
func (g *Graph) Match(a *candidate.Asker, t *Text) (met []int32, asked [][]int32) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	order, x := compare, hold(t)
	if g.o.Window > 0 {
		order = compareTime
	}
	seen := map[int32]bool{}
	g.buckets.Each(t.Bands, func(w int32) int { return order(&g.texts[w], &x) }, func(w int32) {
		if u := &g.texts[w]; !seen[w] && u.live && near(u, &x, g.o.Window) && alike(u, &x) {
			seen[w] = true
			met = append(met, w)
		}
	})
	ok := func(w int32) bool {
		return g.texts[w].live && (g.families[w] != nil || near(&g.texts[w], &x, g.o.Window))
	}
	list := g.rare.Ask(a, -1, t.Features, ok, nil)
	for _, s := range list.Best() {
		own := []int32{s.Text}
		for _, w := range first(g.family(s.Text)) {
			if w != s.Text && g.texts[w].live {
				own = append(own, w)
			}
		}
		asked = append(asked, slices.DeleteFunc(own, func(w int32) bool { return !near(&g.texts[w], &x, g.o.Window) }))
	}
	return met, asked
}
