package dedup

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Progress counts every article once, and then every pair that is looked at, up to
// the number it names.
func TestProgress(t *testing.T) {
	articles := []Article{
		{ID: "a", Text: "The ferry to Skarn sank at dawn off the northern pier. Nobody was hurt, the harbour office said."},
		{ID: "b", Text: "The ferry to Skarn sank at dawn off the northern pier. Nobody was hurt, the harbour master said."},
		{ID: "c", Text: "The orchestra plays nine symphonies in nine villages this summer."},
	}
	var mu sync.Mutex
	calls, full := map[string]int{}, map[string]bool{}
	_, err := Group(t.Context(), articles, &Options{Progress: func(what string, done, all int) {
		mu.Lock()
		defer mu.Unlock()
		require.Positive(t, done)
		require.LessOrEqual(t, done, all)
		calls[what]++
		full[what] = full[what] || done == all
	}})
	require.NoError(t, err)
	require.Equal(t, map[string]bool{"articles": true, "pairs": true, "searches": true}, full)
	require.Equal(t, 3, calls["articles"])
}
