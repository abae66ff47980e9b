package shingle

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestLongestListed: longer words are not looked up.
func TestLongestListed(t *testing.T) {
	longest := 0
	for _, list := range abbreviations() {
		for w := range list {
			longest = max(longest, len(w))
		}
	}
	require.Equal(t, longestListed, longest)
}
