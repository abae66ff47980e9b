package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBars holds what the project promised first of real text, with one set of defaults. The corpora are other
// people's and no part of the project; without them, and with -short, there is nothing to hold.
func TestBars(t *testing.T) {
	if testing.Short() {
		t.Skip("a minute of work")
	}
	for _, test := range []struct {
		corpus string
		group  bool
		check  func(t *testing.T, f *figures, o *outcome)
	}{
		{"seeds", true, seedsApart},
		{"provenance", true, func(t *testing.T, f *figures, _ *outcome) {
			atLeast(t, .75, f.Scores.Pairs.F1, "F1 of derived")
		}},
		{"gilets-jaunes", true, func(t *testing.T, f *figures, _ *outcome) {
			atLeast(t, .88, f.Scores.Pairs.F1, "F1 of derived")
		}},
		{"basil-triplets", true, func(t *testing.T, _ *figures, o *outcome) {
			require.LessOrEqual(t, calledDerived(t, "basil-triplets", o), 5, "independent reports called derived")
		}},
		{"wikipedia-versions", true, func(t *testing.T, f *figures, _ *outcome) {
			atLeast(t, .95, f.Scores.Clusters.Precision, "pairwise precision")
		}},
		{"pan13", false, func(t *testing.T, f *figures, _ *outcome) {
			atLeast(t, .70, f.Scores.Regions.ByCategory["all"].Plagdet, "plagdet")
		}},
	} {
		t.Run(test.corpus, func(t *testing.T) {
			c := sharedCorpus(t, test.corpus)
			o, err := predict(t.Context(), c, test.group)
			require.NoError(t, err)
			f, err := newFigures(test.corpus, c, o)
			require.NoError(t, err)
			test.check(t, f, o)
		})
	}
}

// sharedCorpus loads a corpus that may not be there, and skips the test if it is not.
func sharedCorpus(t *testing.T, name string) *corpus {
	t.Helper()
	dir := filepath.Join(shared, "corpora", name)
	if !isCorpus(dir) {
		t.Skip("no corpus ", dir)
	}
	c, err := loadCorpus(dir)
	require.NoError(t, err)
	return c
}

func atLeast(t *testing.T, bar, got float64, what string) {
	t.Helper()
	require.GreaterOrEqual(t, got, bar, what)
	t.Logf("%s %.4f, bar %.2f", what, got, bar)
}

// seedsApart wants the first two seeds, one dispatch in two translations, derived and together, and nothing else.
func seedsApart(t *testing.T, _ *figures, o *outcome) {
	const first, second = "000", "001"
	require.Len(t, o.result.Pairs, 1)
	p := o.result.Pairs[0]
	require.Equal(t, [3]string{first, second, "derived"}, [3]string{p.A[:3], p.B[:3], p.Relation.String()})
	require.Len(t, o.result.Clusters, 1)
	require.Len(t, o.result.Clusters[0].Members, 2)
	require.Equal(t, o.Clusters[p.A], o.Clusters[p.B])
}

// calledDerived counts the labelled pairs with such a verdict.
func calledDerived(t *testing.T, name string, o *outcome) (n int) {
	for _, g := range sharedCorpus(t, name).Pairs {
		if derivedLabels[o.verdict(g.A, g.B).Relation] {
			n++
		}
	}
	return n
}
