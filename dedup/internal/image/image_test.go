package image

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What was written is read again, page by page; of less the reader knows that it is.
func TestImage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := rapid.SliceOfN(rapid.SliceOfN(rapid.Uint32(), 0, 5), 1, 5).Draw(t, "lists")
		long := make([]int32, rapid.SampledFrom([]int{0, 1, pageSize / 4, pageSize}).Draw(t, "long"))
		for i := range long {
			long[i] = int32(-i)
		}
		var pages [][]byte
		w := Writer{Put: func(page []byte) error {
			pages = append(pages, slices.Clone(page))
			return nil
		}}
		for i, list := range lists {
			w.Words(list)
			w.Numbers(long)
			w.Word(uint32(i))
			w.Long(uint64(i) << 40)
		}
		require.NoError(t, w.Close())
		left := pages
		r := Reader{Next: func() (page []byte, ok bool) {
			if len(left) == 0 {
				return nil, false
			}
			page, left = left[0], left[1:]
			return page, true
		}}
		for i, list := range lists {
			require.True(t, slices.Equal(list, r.Words()))
			require.True(t, slices.Equal(long, r.Numbers()))
			require.Equal(t, uint32(i), r.Below(uint32(i+1)))
			require.Equal(t, uint64(i)<<40, r.Long())
		}
		require.False(t, r.Short)
		require.Zero(t, r.Long())
		require.True(t, r.Short)
		cut := pages[0][:rapid.IntRange(0, len(pages[0])-1).Draw(t, "cut")]
		left = [][]byte{cut}
		r = Reader{Next: r.Next}
		for range lists {
			r.Words()
			r.Numbers()
			r.Word()
			r.Long()
		}
		require.True(t, r.Short)
	})
}

func TestBelow(t *testing.T) {
	r := Reader{Next: func() ([]byte, bool) { return []byte{5, 0, 0, 0}, true }}
	require.Zero(t, r.Below(5))
	require.True(t, r.Short)
}
