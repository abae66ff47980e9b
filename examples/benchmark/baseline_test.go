package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBands(t *testing.T) {
	for _, test := range []struct {
		threshold   float64
		bands, rows int
	}{
		{.5, 25, 5}, // as datasketch.MinHashLSH(threshold=.5, num_perm=128)
		{.9, 5, 25},
	} {
		b, r := bands(test.threshold, 128)
		require.Equal(t, [2]int{test.bands, test.rows}, [2]int{b, r}, "threshold %v", test.threshold)
	}
	require.InDelta(t, 0, misses(0, 128, 1), .01, "one row in each band misses little")
}

// Copies with a few words changed are found at some threshold, and what has nothing in common is left alone.
func TestBaseline(t *testing.T) {
	c := &corpus{Clusters: map[string]string{}}
	for story := range 5 {
		var words []string
		for i := range 200 {
			words = append(words, fmt.Sprintf("s%dw%d", story, i))
		}
		for version := range 3 {
			words[50*version] = "changed"
			a := article{ID: fmt.Sprint(story, version), Text: strings.Join(words, " ")}
			c.Articles = append(c.Articles, a)
			c.Clusters[a.ID] = "story " + a.ID[:1]
		}
	}
	b := bestBaseline(c)
	require.Equal(t, 1., b.B3F1)
	require.Equal(t, 5, b.Clusters)
	require.Equal(t, thresholds[0], b.Threshold, "of equals the lowest")
}

func TestParts(t *testing.T) {
	p := newParts(6)
	p.union(5, 4)
	p.union(1, 2)
	p.union(4, 2)
	for i, want := range []int{0, 1, 1, 3, 1, 1} {
		require.Equal(t, want, p.root(i))
	}
}
