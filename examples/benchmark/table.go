package main

import (
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// A table is printed as Markdown with its columns aligned, so that it can be read as it is too.
type table struct {
	title   string
	about   string // beneath it, "" for nothing
	columns []string
	rows    [][]string
}

// add adds a row. Floats are scores, given with as many places as score.py gives them.
func (t *table) add(cells ...any) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		if x, ok := cell.(float64); ok {
			cell = figure(x)
		}
		row[i] = fmt.Sprint(cell)
	}
	t.rows = append(t.rows, row)
}

// write prints the table, or nothing if it has no rows.
func (t *table) write(w io.Writer) error {
	if len(t.rows) == 0 {
		return nil
	}
	widths := make([]int, len(t.columns))
	rule := make([]string, len(t.columns))
	for i := range t.columns {
		for _, row := range append(t.rows, t.columns) {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
		rule[i] = strings.Repeat("-", widths[i])
	}
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", t.title)
	if t.about != "" {
		fmt.Fprintf(&b, "%s\n\n", t.about)
	}
	for _, row := range append([][]string{t.columns, rule}, t.rows...) {
		for i, cell := range row {
			fmt.Fprintf(&b, "| %-*s ", widths[i], cell)
		}
		b.WriteString("|\n")
	}
	b.WriteByte('\n')
	_, err := io.WriteString(w, b.String())
	return err
}

// writeTables prints the figures of all corpora, each table with the corpora that have something for it.
func writeTables(w io.Writer, all []*figures) error {
	if _, err := fmt.Fprintf(w, "%s, %s/%s, %d processors\n\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0)); err != nil {
		return err
	}
	for _, tabulate := range []func([]*figures) *table{costs, noiseTable, pairTable, clusterTable, spanTable, regionTable, reliabilityTable} {
		if err := tabulate(all).write(w); err != nil {
			return err
		}
	}
	return nil
}

func figure(x float64) string { return fmt.Sprintf("%.4f", x) }

// costs says how fast, in how much memory, and what the search found.
func costs(all []*figures) *table {
	t := &table{
		title:   "Time, memory, candidates",
		columns: []string{"corpus", "articles", "s", "articles/s", "MB/s", "peak MB", "candidates/article", "candidate recall", "clusters", "largest", "origins right", "passages s"},
	}
	for _, f := range all {
		row := []any{f.Corpus, f.Articles}
		if g := f.grouped; g != nil {
			row = append(row, fmt.Sprintf("%.2f", g.Seconds), fmt.Sprintf("%.0f", g.ArticlesPerSecond), fmt.Sprintf("%.2f", g.MBPerSecond))
		} else {
			row = append(row, "", "", "")
		}
		row = append(append(row, fmt.Sprintf("%.0f", f.PeakMB)), f.search()...)
		if f.Scores.Regions != nil || f.Scores.Spans != nil {
			row = append(row, fmt.Sprintf("%.2f", f.PassageSeconds))
		} else {
			row = append(row, "")
		}
		t.add(row...)
	}
	return t
}

// search gives the cells from the candidates to the origins.
func (f *figures) search() []any {
	g := f.grouped
	if g == nil {
		return []any{"", "", "", "", ""}
	}
	recall, origins := "", ""
	if g.CandidateRecall != nil {
		recall = figure(*g.CandidateRecall)
	}
	if g.Origins != nil {
		origins = g.Origins.String()
	}
	return []any{fmt.Sprintf("%.1f", g.CandidatesPerArticle), recall, g.Clusters, g.Largest, origins}
}

func noiseTable(all []*figures) *table {
	t := &table{title: "Among other articles", columns: []string{"corpus", "articles", "others", "candidates/article of its own", "candidate recall"}}
	for _, f := range all {
		if n := f.Noise; n != nil {
			t.add(f.Corpus, f.Articles-n.Articles, n.Articles, fmt.Sprintf("%.1f", n.CandidatesPerArticle), f.search()[1])
		}
	}
	return t
}

func pairTable(all []*figures) *table {
	t := &table{title: "Pairs: is one text derived from the other, or both from a third?", columns: []string{"corpus", "precision", "recall", "F1", "average precision", "called derived"}}
	add := func(name string, p *pairScores) {
		if p != nil {
			t.add(name, p.Precision, p.Recall, p.F1, p.AveragePrecision, counts(p.CalledDerived))
		}
	}
	for _, f := range all {
		add(f.Corpus, f.Scores.Pairs)
		add(f.Corpus+", hard", f.Scores.HardPairs)
	}
	return t
}

// counts lists named counts in one line.
func counts(m map[string]string) string {
	var s []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		s = append(s, name+" "+m[name])
	}
	return strings.Join(s, ", ")
}

func clusterTable(all []*figures) *table {
	t := &table{title: "Clusters", columns: []string{"corpus", "by", "ARI", "precision", "recall", "F1", "B³ precision", "B³ recall", "B³ F1", "gold", "clusters", "largest"}}
	add := func(name, by string, s *clusterScores) {
		t.add(name, by, s.ARI, s.Precision, s.Recall, s.F1, s.B3Precision, s.B3Recall, s.B3F1,
			s.GoldClusters, s.Clusters, s.Largest)
	}
	for _, f := range all {
		if f.Scores.Clusters != nil {
			add(f.Corpus, "wirecopy", f.Scores.Clusters)
		}
		if b := f.Baseline; b != nil {
			add(f.Corpus, fmt.Sprintf("baseline: MinHash-LSH %dx%d, components from %.2f", b.Bands, b.Rows, b.Threshold), &b.clusterScores)
		}
	}
	return t
}

func spanTable(all []*figures) *table {
	t := &table{title: "Passages, by sentence-sized spans", columns: []string{"corpus", "precision", "recall", "F1", "kind accuracy", "gold", "found", "predicted", "recall by kind"}}
	for _, f := range all {
		if s := f.Scores.Spans; s != nil {
			t.add(f.Corpus, s.Precision, s.Recall, s.F1, s.KindAccuracy, s.Gold, s.Found, s.Predicted, counts(s.RecallByKind))
		}
	}
	return t
}

func regionTable(all []*figures) *table {
	t := &table{title: "Passages, by whole regions", columns: []string{"corpus", "category", "precision", "recall", "granularity", "plagdet", "cases", "detections", "false alarms"}}
	for _, f := range all {
		r := f.Scores.Regions
		if r == nil {
			continue
		}
		for _, c := range slices.Sorted(maps.Keys(r.ByCategory)) {
			s := r.ByCategory[c]
			t.add(f.Corpus, c, s.Precision, s.Recall, s.Granularity, s.Plagdet, s.Cases, s.Detections, "")
		}
		if c := r.Clean; c != nil {
			t.add(f.Corpus, "none", "", "", "", "", "", "", fmt.Sprintf("%s of %d pairs", figure(c.FalseAlarms), c.Pairs))
		}
	}
	return t
}

// reliabilityTable has a column for each corpus and one for all.
func reliabilityTable(all []*figures) *table {
	t := &table{title: "Reliability: of the pairs with such a score, so many are derived", columns: []string{"score"}}
	var by []*reliability
	sum := new(reliability)
	for _, f := range all {
		if f.Reliability == nil {
			continue
		}
		t.columns = append(t.columns, f.Corpus)
		by = append(by, f.Reliability)
		for i, bin := range f.Reliability {
			sum[i].so += bin.so
			sum[i].of += bin.of
		}
	}
	if len(by) == 0 {
		return t
	}
	t.columns = append(t.columns, "all", "share")
	for i := range sum {
		row := []any{fmt.Sprintf("%.1f to %.1f", float64(i)/10, float64(i+1)/10)}
		for _, r := range append(by, sum) {
			row = append(row, r[i].String())
		}
		share := ""
		if sum[i].of > 0 {
			share = fmt.Sprintf("%.2f", ratio(sum[i].so, sum[i].of, 0))
		}
		t.add(append(row, share)...)
	}
	row := []any{"error"}
	for _, r := range append(by, sum) {
		row = append(row, fmt.Sprintf("%.3f", r.off()))
	}
	t.add(append(row, "")...)
	return t
}
