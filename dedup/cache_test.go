package dedup

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup/internal/graph"
)

// TestCacheForgets holds that what is spent goes first, then the oldest, and that one text
// may have more words than the rest is allowed.
func TestCacheForgets(t *testing.T) {
	c := newCache[int](30)
	var bodies [6]body
	kept := func() (out []int) {
		for i := range bodies {
			if v := c.get(&bodies[i]); v != nil {
				out = append(out, *v)
			}
		}
		return out
	}
	put := func(i, words int) { c.put(&bodies[i], &i, words) }
	put(0, 10)
	put(1, 10)
	put(2, 10)
	c.spend(&bodies[1])
	c.spend(&bodies[5]) // which is not there
	put(3, 10)
	require.Equal(t, []int{0, 2, 3}, kept())
	put(3, 10)
	put(4, 10)
	require.Equal(t, []int{2, 3, 4}, kept())
	put(5, 100)
	require.Equal(t, []int{5}, kept())

	// Of what is spent that goes first which was spent first, and last if it was spent again.
	c = newCache[int](30)
	put(0, 10)
	put(1, 10)
	put(2, 10)
	c.spendAll()
	c.spend(&bodies[0])
	put(3, 10)
	require.Equal(t, []int{0, 2, 3}, kept())
	put(4, 10)
	require.Equal(t, []int{0, 3, 4}, kept())
	c.spendAll()
	put(5, 20)
	require.Equal(t, []int{4, 5}, kept())
}

// TestLocal holds that every pair comes once, those of texts that are kept first, and that a text
// is said to be used last where it is.
func TestLocal(t *testing.T) {
	pairs := []graph.Pair{{A: 1, B: 9}, {A: 2, B: 3}, {A: 3, B: 9}, {A: 4, B: 5}, {A: 1, B: 2}}
	order, last := local(pairs, func(v int32) bool { return v == 4 || v == 5 })
	require.ElementsMatch(t, []int32{0, 1, 2, 3, 4}, order)
	require.Equal(t, int32(3), order[0])
	for v, k := range last {
		for at, i := range order {
			if p := pairs[i]; p.A == v || p.B == v {
				require.GreaterOrEqual(t, int(k), at)
			}
		}
		p := pairs[order[k]]
		require.True(t, p.A == v || p.B == v)
	}
}
