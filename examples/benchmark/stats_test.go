package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite testdata/stats.txt")

const statsPath = "../../testdata/stats.txt"

// TestStats holds testdata/stats.txt: what the library makes of the newsroom. A change of quality is a change of that
// file, to be read in review. It is rewritten by
//
//	go test ./examples/benchmark -run TestStats -update
func TestStats(t *testing.T) {
	got := stats(t)
	require.Equal(t, got, stats(t), "the figures differ from run to run")
	if *update {
		require.NoError(t, os.WriteFile(statsPath, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(statsPath)
	require.NoError(t, err)
	if changes := changedLines(string(want), got); changes != "" {
		t.Errorf("the figures of testdata/newsroom changed; if for the better, or for a reason,\n"+
			"\tgo test ./examples/benchmark -run TestStats -update\n\n%s", changes)
	}
}

// stats measures the newsroom and writes out all figures that are the same on every machine.
func stats(t *testing.T) string {
	t.Helper()
	c, err := loadCorpus(newsroom)
	require.NoError(t, err)
	o, err := predict(t.Context(), c, true)
	require.NoError(t, err)
	f, err := newFigures("newsroom", c, o)
	require.NoError(t, err)

	var b strings.Builder
	line := func(name, format string, args ...any) { fmt.Fprintf(&b, "%-28s"+format+"\n", append([]any{name}, args...)...) }
	b.WriteString("# What the library makes of testdata/newsroom. Written by:\n# go test ./examples/benchmark -run TestStats -update\n\n")
	line("articles", "%d", f.Articles)
	line("candidates per article", "%.2f", f.CandidatesPerArticle)
	line("candidate recall", "%.4f", *f.CandidateRecall)
	pairLines(line, "pairs", f.Scores.Pairs)
	pairLines(line, "hard pairs", f.Scores.HardPairs)
	s := f.Scores.Clusters
	b.WriteByte('\n')
	line("clusters", "%d of %d", s.Clusters, s.GoldClusters)
	line("clusters largest", "%d", s.Largest)
	line("clusters ARI", "%.4f", s.ARI)
	line("clusters precision", "%.4f", s.Precision)
	line("clusters recall", "%.4f", s.Recall)
	line("clusters F1", "%.4f", s.F1)
	line("clusters B3 precision", "%.4f", s.B3Precision)
	line("clusters B3 recall", "%.4f", s.B3Recall)
	line("clusters B3 F1", "%.4f", s.B3F1)
	line("origins right", "%s", f.Origins)
	spanLines(line, f.Scores.Spans)
	return b.String()
}

func pairLines(line func(name, format string, args ...any), name string, p *pairScores) {
	line("", "")
	line(name+" precision", "%.4f", p.Precision)
	line(name+" recall", "%.4f", p.Recall)
	line(name+" F1", "%.4f", p.F1)
	line(name+" average precision", "%.4f", p.AveragePrecision)
	line(name+" called derived", "%s", counts(p.CalledDerived))
}

func spanLines(line func(name, format string, args ...any), s *spanScores) {
	line("", "")
	line("spans precision", "%.4f", s.Precision)
	line("spans recall", "%.4f", s.Recall)
	line("spans F1", "%.4f", s.F1)
	line("spans kind accuracy", "%.4f", s.KindAccuracy)
	line("spans found", "%d/%d", s.Found, s.Gold)
	line("spans predicted", "%d", s.Predicted)
	line("spans recall by kind", "%s", counts(s.RecallByKind))
}

// changedLines sets the lines of two texts beside each other where they differ. Each line begins with a name of its own.
func changedLines(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for i := range max(len(w), len(g)) {
		old, now := "", ""
		if i < len(w) {
			old = w[i]
		}
		if i < len(g) {
			now = g[i]
		}
		if old != now {
			fmt.Fprintf(&b, "- %s\n+ %s\n", old, now)
		}
	}
	return b.String()
}
