package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/cluster"
)

// group forms the groups anew of all that is connected with an edge that came or
// went.
func (g *Graph) group(ctx context.Context) ([][]int32, error) {
	var start set
	for _, l := range g.became(wasEdge, func(l *link) bool { return l.alive() && l.Derived && g.near(l.A, l.B) }) {
		start.add(l.A)
		start.add(l.B)
	}
	for _, v := range g.added {
		start.add(v)
	}
	stories := g.connected(g.take(&start))
	groups := make([][][]int32, len(stories))
	memos := make([]map[Pair]Verdict, len(stories))
	err := g.caller.Each(ctx, len(stories), func(_ *candidate.Asker, i int) {
		groups[i], memos[i] = g.divide(ctx, stories[i])
	})
	if err != nil {
		return nil, err
	}
	for i, story := range stories {
		g.remember(story, memos[i])
	}
	return slices.Concat(groups...), nil
}

// connected returns what is connected with these texts by edges, each part in the
// order of keys.
func (g *Graph) connected(start []int32) (parts [][]int32) {
	seen := map[int32]bool{}
	for _, v := range start {
		if seen[v] || !g.texts[v].live {
			continue
		}
		seen[v] = true
		part := []int32{v}
		for i := 0; i < len(part); i++ {
			for _, l := range g.texts[part[i]].links {
				if w := l.other(part[i]); l.was&wasEdge != 0 && !seen[w] {
					seen[w] = true
					part = append(part, w)
				}
			}
		}
		slices.SortFunc(part, g.Compare)
		parts = append(parts, part)
	}
	return parts
}

// divide divides connected texts into groups, and returns the verdicts that it
// wanted to know.
func (g *Graph) divide(ctx context.Context, story []int32) (groups [][]int32, memo map[Pair]Verdict) {
	if len(story) == 1 {
		return [][]int32{story}, nil
	}
	place := make(map[int32]int, len(story))
	for i, v := range story {
		place[v] = i
	}
	var edges []cluster.Edge
	for i, v := range story {
		for _, l := range g.texts[v].links {
			if l.A == v && l.was&wasEdge != 0 {
				edges = append(edges, cluster.Edge{I: i, J: place[l.B], Score: l.Score})
			}
		}
	}
	memo = map[Pair]Verdict{}
	for _, own := range cluster.Groups(len(story), edges, func(i, j int) float64 {
		p := g.pair(story[i], story[j])
		v, ok := memo[p]
		if !ok {
			if l := g.links[p]; l != nil && l.judged {
				v = l.Verdict
			} else if ctx.Err() == nil {
				v = g.caller.Judge1(p)
			}
			memo[p] = v
		}
		return min(1, v.Score*g.o.Scale)
	}) {
		group := make([]int32, len(own))
		for k, i := range own {
			group[k] = story[i]
		}
		groups = append(groups, group)
	}
	return groups, memo
}

// remember keeps the verdicts that the groups of a story wanted to know, and
// those no longer that they wanted before.
func (g *Graph) remember(story []int32, memo map[Pair]Verdict) {
	for _, v := range story {
		for _, l := range g.texts[v].links {
			if l.memo {
				l.memo = false
				g.touch(l)
			}
		}
	}
	for p, v := range memo {
		l := g.get(p.A, p.B)
		l.Verdict, l.judged, l.memo = v, true, true
	}
}

// Pairs calls f with the verdict of each pair that was compared, once.
func (g *Graph) Pairs(f func(p Pair, v Verdict)) {
	for p, l := range g.links {
		f(p, l.Verdict)
	}
}

// Compared returns how many pairs it has verdicts on.
func (g *Graph) Compared() int { return len(g.links) }

// Links returns the pairs of a text that were compared, in the order of keys.
func (g *Graph) Links(v int32) []Pair {
	pairs := make([]Pair, 0, len(g.texts[v].links))
	for _, l := range g.texts[v].links {
		pairs = append(pairs, l.Pair)
	}
	slices.SortFunc(pairs, g.comparePairs)
	return pairs
}

func (g *Graph) comparePairs(p, q Pair) int {
	return cmp.Or(g.Compare(p.A, q.A), g.Compare(p.B, q.B))
}

// Verdict returns the verdict on two texts, if they were compared.
func (g *Graph) Verdict(v, w int32) (Verdict, bool) {
	l := g.links[g.pair(v, w)]
	if l == nil {
		return Verdict{}, false
	}
	return l.Verdict, true
}

// Freeze drops what is needed for texts to come and go, and for Match.
func (g *Graph) Freeze() {
	g.buckets, g.rare, g.across = candidate.Buckets{}, candidate.Rare{}, nil
	for v := range g.texts {
		t := &g.texts[v]
		t.Bands, t.Low, t.Features, t.family, t.own, t.closed = nil, nil, nil, nil, nil, nil
	}
}
