package wire

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestProse holds that nothing is lost where a line is called prose: what would be asked of it says no.
func TestProse(t *testing.T) {
	for _, s := range []string{"The ferry sank within minutes.", "le bac chavire lundi"} {
		require.True(t, prose(s), s)
	}
	for _, s := range []string{"By Jane Doe", "with material from AFP", "Jane Doe via Getty", "janvier", "Doe reported from Moscow.", "the, ferry; within/minutes", "a", ""} {
		require.False(t, prose(s), s)
	}
	words := []string{"x", "Jane", "Doe", "of", "and", "et", "-", "–", "©", "10:09", "2019", "15th", "@jane", "reported", "from", "Moscow.", "dpa", "imago", "afp", "é", "straße"}
	words = slices.AppendSeq(words, maps.Keys(calendar))
	words = slices.AppendSeq(words, maps.Keys(agencies))
	words = slices.AppendSeq(words, maps.Keys(services))
	for _, lead := range leads {
		words = append(words, lead.words)
	}
	words = append(append(words, bys...), houses...)
	slices.Sort(words)
	called := 0
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(words), rapid.SampledFrom([]string{"ferry", "within"})), 1, 7).Draw(t, "words")
		s := strings.Trim(strings.Join(some, rapid.SampledFrom([]string{" ", "/", ", ", ". "}).Draw(t, "between")), " ")
		if !prose(s) {
			return
		}
		called++
		_, credit := parseCredit(s)
		_, by := byline(s)
		require.False(t, credit || by || namesOnly(s) || dateLine(s) || namesOnly(strings.TrimPrefix(s, "Credit")), s)
	})
	require.Positive(t, called)
}
