package passage

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestDictAgainstMap adds keys of which many repeat, and some differ in few bits.
func TestDictAgainstMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(0, 40),
			rapid.Map(rapid.Uint64Range(0, 40), func(k uint64) uint64 { return k << 58 }))).Draw(t, "keys")
		var d dict
		d.reset(rapid.IntRange(4, 100).Draw(t, "room"))
		want := map[uint64]int32{}
		for _, k := range keys {
			n, ok := want[k]
			if !ok {
				n = int32(len(want))
				require.Equal(t, int32(-1), d.find(k))
			}
			want[k] = n
			require.Equal(t, n, d.add(k))
			require.Equal(t, n, d.find(k))
		}
		require.Len(t, d.keys, len(want))
		for k, n := range want {
			require.Equal(t, n, d.find(k))
			require.Equal(t, k, d.keys[n])
		}
	})
}

// TestDictSpreads adds keys that agree in their low or their high bits, as
// somebody may choose them who knows the hash: no search may be long.
func TestDictSpreads(t *testing.T) {
	for _, shift := range []int{0, 16, 32, 44} {
		var d dict
		d.reset(4)
		for k := range uint64(1 << 14) {
			d.add(k << shift)
		}
		longest, run := 0, 0
		for _, n := range d.slots {
			if run++; n == 0 {
				run = 0
			}
			longest = max(longest, run)
		}
		require.Less(t, longest, 1<<10, "shift %d", shift)
	}
}
