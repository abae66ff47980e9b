package report

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup"
)

// TestTree holds that every way leads to the base, that who has a pair with the origin stands beside it, and that nobody has
// fewer of its words in what it stands beside than in the base, or in any that did not come to stand behind it.
func TestTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "members")
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
		base := c.Members[rapid.IntRange(0, n-1).Draw(t, "base")].ID
		if rapid.Bool().Draw(t, "origin") {
			c.Origin = base
		}
		by := (&story{Cluster: c}).hang(pairs, base)
		from := map[string]string{}
		for id, p := range by {
			if from[id] = base; p != nil {
				from[id] = other(p, id)
			}
		}
		require.Len(t, from, n-1)
		require.True(t, leads(from, base), "%v", from)
		behind := func(id, of string) bool { // of leads to id
			for ; of != base; of = from[of] {
				if of == id {
					return true
				}
			}
			return false
		}
		for i := range pairs {
			p := &pairs[i]
			for _, id := range []string{p.A, p.B} {
				switch to := other(p, id); {
				case id == base:
				case to == base && base == c.Origin:
					require.Equal(t, p, by[id])
				case base == c.Origin && by[id] != nil && from[id] == base:
				case !behind(id, to):
					require.NotNil(t, by[id], "%s stands beside nothing, and might beside %s", id, to)
				}
				if to := other(p, id); id != base && to == base {
					require.GreaterOrEqual(t, keptOf(by[id], id), keptOf(p, id))
				}
			}
		}
	})
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
