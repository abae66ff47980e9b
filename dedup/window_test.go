package dedup_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
)

// TestWindowOfTwins prints one text every ten days, far more often than a rare
// feature may occur, and an edited copy on the day of the last: the two are linked.
func TestWindowOfTwins(t *testing.T) {
	const day = 24 * time.Hour
	first := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	var articles []dedup.Article
	for i := range 120 {
		articles = append(articles, dedup.Article{ID: fmt.Sprintf("twin-%03d", i), Text: wireStory, Published: first.Add(time.Duration(i) * 10 * day)})
	}
	edited := strings.Replace(wireStory, "a dog named Bosun", "the cook's dog", 1)
	articles = append(articles, dedup.Article{ID: "edited", Text: edited, Published: articles[119].Published})
	r, err := dedup.Group(t.Context(), articles, &dedup.Options{Window: 3 * day})
	require.NoError(t, err)
	require.Len(t, r.Pairs, 1)
	require.Equal(t, "edited twin-119", r.Pairs[0].A+" "+r.Pairs[0].B)
}

// TestLowThreshold holds Group to what Explain says under a threshold below the
// score from which pairs count as related.
func TestLowThreshold(t *testing.T) {
	articles := loadNewsroom(t).articles[:30]
	r, err := dedup.Group(t.Context(), articles, &dedup.Options{Threshold: 0.001})
	require.NoError(t, err)
	listed := map[string]bool{}
	for _, p := range r.Pairs {
		listed[p.A+" "+p.B] = true
	}
	for i, a := range articles {
		for _, b := range articles[i+1:] {
			if r.Compared(a.ID, b.ID) {
				e, err := r.Explain(a.ID, b.ID)
				require.NoError(t, err)
				require.Equal(t, e.Relation >= dedup.Derived, listed[e.A+" "+e.B], "%s %s: %.4f", e.A, e.B, e.Score)
			}
		}
	}
}
