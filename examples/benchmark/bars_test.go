package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBars holds what the project promises of real text, with one set of defaults. The corpora are other
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
			pairsAtLeast(t, f, .85, .92, .70)
			spansAtLeast(t, f)
		}},
		{"gilets-jaunes", true, func(t *testing.T, f *figures, _ *outcome) {
			pairsAtLeast(t, f, .92, .96, .75)
			spansAtLeast(t, f)
		}},
		{"basil-triplets", true, func(t *testing.T, _ *figures, o *outcome) {
			require.LessOrEqual(t, calledDerived(t, "basil-triplets", o), 2, "independent reports called derived")
		}},
		{"wikipedia-versions", true, func(t *testing.T, f *figures, _ *outcome) {
			atLeast(t, .955, f.Scores.Clusters.B3F1, "B-cubed F1")
			atLeast(t, .98, f.Scores.Clusters.B3Precision, "B-cubed precision")
		}},
		{"pan13", false, func(t *testing.T, f *figures, _ *outcome) {
			r := f.Scores.Regions
			for category, bar := range map[string]float64{"all": .91, "verbatim": .99, "random": .90, "translation": .89, "summary": .62} {
				atLeast(t, bar, r.ByCategory[category].Plagdet, "plagdet "+category)
			}
			require.LessOrEqual(t, r.Clean.FalseAlarms, .01, "false alarms")
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

// pairsAtLeast holds the verdicts to F1, average precision and that of the hard pairs, and the search to what it may miss.
func pairsAtLeast(t *testing.T, f *figures, f1, ap, hard float64) {
	atLeast(t, f1, f.Scores.Pairs.F1, "F1 of derived")
	atLeast(t, ap, f.Scores.Pairs.AveragePrecision, "average precision")
	atLeast(t, hard, f.Scores.HardPairs.AveragePrecision, "average precision of the hard pairs")
	atLeast(t, .95, *f.grouped.CandidateRecall, "candidate recall")
	require.LessOrEqual(t, f.grouped.CandidatesPerArticle, 20., "candidates an article")
}

func spansAtLeast(t *testing.T, f *figures) {
	atLeast(t, .80, f.Scores.Spans.F1, "F1 of spans")
	atLeast(t, .80, f.Scores.Spans.KindAccuracy, "kinds right")
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
