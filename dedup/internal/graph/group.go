package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/cluster"
)

// group forms the groups anew of all that is connected with an edge that came or
// went, or with a block.
func (g *Graph) group(ctx context.Context) ([][]int32, error) {
	changed := g.became(wasEdge, func(l *link) bool { return l.alive() && l.is&derived != 0 && g.near(l.A, l.B) })
	for _, n := range changed { // what is no edge any more is none of another kind
		g.link(n).because(None)
	}
	g.ends(changed)
	g.ends(g.became(wasBeside, (*link).beside))
	for _, v := range slices.Concat(g.added, g.again) {
		g.some.add(v)
	}
	g.again = nil
	stories := g.connected(g.take(&g.some))
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

// Again has the groups of a text formed anew with the next Settle: its source or its dates changed.
func (g *Graph) Again(v int32) { g.again = append(g.again, v) }

// connected returns what is connected with these texts by edges, each part in the
// order of keys.
func (g *Graph) connected(start []int32) (parts [][]int32) {
	seen := &g.some
	for _, v := range start {
		if !g.texts[v].live || !seen.add(v) {
			continue
		}
		part := []int32{v}
		for i := 0; i < len(part); i++ {
			for _, e := range g.texts[part[i]].edges {
				if g.link(e.link).was&wasEdge != 0 && seen.add(e.to) {
					part = append(part, e.to)
				}
			}
		}
		g.sort(part)
		parts = append(parts, part)
	}
	seen.clear()
	return parts
}

// divide divides connected texts into groups, and returns the verdicts that it
// wanted to know.
func (g *Graph) divide(ctx context.Context, story []int32) (groups [][]int32, memo map[Pair]Verdict) {
	if len(story) == 1 {
		return [][]int32{story}, nil
	}
	why := g.reasons(story)
	var edges []cluster.Edge
	for i, v := range story {
		for _, e := range g.texts[v].edges {
			l := g.link(e.link)
			if l.A != v || l.was&wasEdge == 0 {
				continue
			}
			j := why.place[l.B]
			l.because(why.of(i, j, g.verdict(e.link)))
			if l.why() == None {
				edges = append(edges, cluster.Edge{I: i, J: j, Score: l.score})
			}
		}
	}
	memo = map[Pair]Verdict{}
	for _, own := range cluster.Groups(len(story), edges, func(i, j int) float64 {
		if why.module(i, j) {
			return against
		}
		p := g.pair(story[i], story[j])
		v, ok := memo[p]
		if !ok {
			if n := g.find(p.A, p.B); n != none && g.link(n).is&judged != 0 {
				v = g.verdict(n)
			} else if ctx.Err() == nil {
				v = g.caller.Judge1(p)
			}
			memo[p] = v
		}
		if why.of(i, j, v) != None {
			return against
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
func (g *Graph) remember(story []int32, memos map[Pair]Verdict) {
	for _, v := range story {
		for _, e := range g.texts[v].edges {
			if l := g.link(e.link); l.is&memo != 0 {
				l.is &^= memo
				g.touch(e.link)
			}
		}
	}
	for p, v := range memos {
		n := g.get(p.A, p.B)
		g.decide(n, v)
		g.link(n).is |= memo
	}
}

// Pairs calls f with the verdict of each pair that was compared, once.
func (g *Graph) Pairs(f func(p Pair, v Verdict)) {
	for n := range g.made {
		if p := g.link(n).Pair; p.A != p.B { // it was not dropped
			f(p, g.verdict(n))
		}
	}
}

func (g *Graph) comparePairs(p, q Pair) int {
	return cmp.Or(g.Compare(p.A, q.A), g.Compare(p.B, q.B))
}

// Beside calls f with the texts with which one was compared, in no order that counts, and what that said.
func (g *Graph) Beside(v int32, f func(w int32, verdict Verdict)) {
	for _, e := range g.texts[v].edges {
		f(e.to, g.verdict(e.link))
	}
}

// Verdict returns the verdict on two texts, if they were compared.
func (g *Graph) Verdict(v, w int32) (Verdict, bool) {
	n := g.find(v, w)
	if n == none {
		return Verdict{}, false
	}
	return g.verdict(n), true
}

// Apart returns why what two texts share was no reason to group them.
func (g *Graph) Apart(v, w int32) Reason {
	n := g.find(v, w)
	if n == none {
		return None
	}
	return g.link(n).why()
}

// Freeze drops what is needed for texts to come and go, and for Match.
func (g *Graph) Freeze() {
	g.buckets, g.rare, g.families, g.across, g.kin = candidate.Buckets{}, candidate.Rare{}, nil, nil, nil
	for v := range g.texts {
		g.texts[v].data, g.texts[v].asks = nil, candidate.List{}
	}
}
