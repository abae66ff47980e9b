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

	var s sheet
	s.WriteString("# What the library makes of testdata/newsroom. Written by:\n# go test ./examples/benchmark -run TestStats -update\n\n")
	s.line("articles", f.Articles)
	s.line("candidates per article", f.CandidatesPerArticle)
	s.line("candidate recall", *f.CandidateRecall)
	s.pairs("pairs", f.Scores.Pairs)
	s.pairs("hard pairs", f.Scores.HardPairs)
	s.clusters(f.Scores.Clusters)
	s.line("origins right", f.Origins)
	s.spans(f.Scores.Spans)
	return s.String()
}

// A sheet has a figure on each line, behind its name.
type sheet struct{ strings.Builder }

func (s *sheet) line(name string, value any) {
	if x, ok := value.(float64); ok {
		value = figure(x)
	}
	_, _ = fmt.Fprintf(s, "%-30s%v\n", name, value)
}

func (s *sheet) pairs(name string, p *pairScores) {
	s.WriteByte('\n')
	s.line(name+" precision", p.Precision)
	s.line(name+" recall", p.Recall)
	s.line(name+" F1", p.F1)
	s.line(name+" average precision", p.AveragePrecision)
	s.line(name+" called derived", counts(p.CalledDerived))
}

func (s *sheet) clusters(c *clusterScores) {
	s.WriteByte('\n')
	s.line("clusters, gold", c.GoldClusters)
	s.line("clusters", c.Clusters)
	s.line("clusters largest", c.Largest)
	s.line("clusters ARI", c.ARI)
	s.line("clusters precision", c.Precision)
	s.line("clusters recall", c.Recall)
	s.line("clusters F1", c.F1)
	s.line("clusters B³ precision", c.B3Precision)
	s.line("clusters B³ recall", c.B3Recall)
	s.line("clusters B³ F1", c.B3F1)
}

func (s *sheet) spans(p *spanScores) {
	s.WriteByte('\n')
	s.line("spans, gold", p.Gold)
	s.line("spans found", p.Found)
	s.line("spans predicted", p.Predicted)
	s.line("spans precision", p.Precision)
	s.line("spans recall", p.Recall)
	s.line("spans F1", p.F1)
	s.line("spans kind accuracy", p.KindAccuracy)
	s.line("spans recall by kind", counts(p.RecallByKind))
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
