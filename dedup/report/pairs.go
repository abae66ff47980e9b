package report

import (
	"cmp"
	"slices"

	"github.com/wirecopy/wirecopy/dedup"
)

// divide sorts the pairs of a result by where they are shown: inside[i] are the
// derived pairs whose articles are both in Clusters[i]; across are all others,
// the related ones and those that link what did not make one cluster. All are
// ordered by A, then B.
func divide(r *dedup.Result) (inside [][]dedup.Pair, across []dedup.Pair) {
	of := map[string]int{}
	for i, c := range r.Clusters {
		for _, m := range c.Members {
			of[m.ID] = i + 1
		}
	}
	inside = make([][]dedup.Pair, len(r.Clusters))
	for _, p := range r.Pairs {
		if c := of[p.A]; c > 0 && c == of[p.B] {
			inside[c-1] = append(inside[c-1], p)
			continue
		}
		across = append(across, p)
	}
	across = append(across, r.Related...)
	for _, ps := range append(inside, across) {
		slices.SortStableFunc(ps, byIDs)
	}
	return inside, across
}

func byIDs(p, q dedup.Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) }
