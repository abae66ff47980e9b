package report

import (
	"cmp"
	"slices"

	"github.com/wirecopy/wirecopy/dedup"
)

// divide sorts the pairs of a result by where they are shown: inside[i] are those
// whose articles are both in Clusters[i], the ones among them too that are
// related and no more; across are all others. All are ordered by A, then B.
func divide(r *dedup.Result) (inside [][]dedup.Pair, across []dedup.Pair) {
	of := map[string]int{}
	for i, c := range r.Clusters {
		for _, m := range c.Members {
			of[m.ID] = i + 1
		}
	}
	inside = make([][]dedup.Pair, len(r.Clusters))
	for _, pairs := range [][]dedup.Pair{r.Pairs, r.Related} {
		for _, p := range pairs {
			if c := of[p.A]; c > 0 && c == of[p.B] {
				inside[c-1] = append(inside[c-1], p)
				continue
			}
			across = append(across, p)
		}
	}
	for _, ps := range append(inside, across) {
		slices.SortStableFunc(ps, byIDs)
	}
	return inside, across
}

// derived returns the pairs that are derived or closer, by which a story is told:
// a third article may hold together two that are related and no more.
func derived(pairs []dedup.Pair) (out []dedup.Pair) {
	for _, p := range pairs {
		if p.Relation >= dedup.Derived {
			out = append(out, p)
		}
	}
	return out
}

func byIDs(p, q dedup.Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) }
