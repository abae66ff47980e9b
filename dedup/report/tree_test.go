package report

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup"
)

// TestTree holds the tree to the best of all choices, tried one by one.
func TestTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "members")
		c := &dedup.Cluster{}
		for i := range n {
			c.Members = append(c.Members, dedup.Member{ID: string(rune('a' + i))})
		}
		var pairs []dedup.Pair
		for i := range n {
			for j := range i {
				if rapid.IntRange(0, 3).Draw(t, "linked") > 0 {
					share := rapid.IntRange(0, 10)
					pairs = append(pairs, linked(c.Members[j].ID, c.Members[i].ID, .5, 10*share.Draw(t, "of a"), 10*share.Draw(t, "of b")))
				}
			}
		}
		x := &story{Cluster: c}
		base := c.Members[rapid.IntRange(0, n-1).Draw(t, "base")].ID
		if rapid.Bool().Draw(t, "origin") {
			c.Origin = base
		}
		by := x.hang(pairs, base)
		from := map[string]string{}
		sum := 0
		for _, m := range c.Members {
			p := by[m.ID]
			if m.ID == base {
				require.Nil(t, p)
				continue
			}
			from[m.ID] = base
			if p != nil {
				from[m.ID] = other(p, m.ID)
			}
			sum += value(p, m.ID, base, c.Origin)
		}
		require.True(t, leads(from, base), "%v", from)
		require.Equal(t, bestOf(c.Members, pairs, base, c.Origin, map[string]string{}), sum, "%v", from)
	})
}

// value is what a choice is worth: a pair more than none, the origin more than others.
func value(p *dedup.Pair, id, base, origin string) int {
	switch {
	case p == nil:
		return -10_000
	case other(p, id) == base && base == origin:
		return 1000
	}
	c := p.Evidence.A
	if p.B == id {
		c = p.Evidence.B
	}
	return c.Verbatim
}

// bestOf tries all that the first member may stand beside, and so on.
func bestOf(ms []dedup.Member, pairs []dedup.Pair, base, origin string, from map[string]string) int {
	const none = -1 << 30
	if len(ms) == 0 {
		if !leads(from, base) {
			return none
		}
		return 0
	}
	id, best := ms[0].ID, none
	if id == base {
		return bestOf(ms[1:], pairs, base, origin, from)
	}
	try := func(to string, p *dedup.Pair) {
		from[id] = to
		best = max(best, value(p, id, base, origin)+bestOf(ms[1:], pairs, base, origin, from))
	}
	try(base, nil)
	for i := range pairs {
		if p := &pairs[i]; p.A == id || p.B == id {
			try(other(p, id), p)
		}
	}
	return best
}

// leads reports whether the way from every member ends at the base.
func leads(from map[string]string, base string) bool {
	for id := range from {
		for range len(from) {
			if id != base {
				id = from[id]
			}
		}
		if id != base {
			return false
		}
	}
	return true
}
