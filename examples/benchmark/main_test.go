package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
)

// benchmark runs the command with arguments.
func benchmark(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, problems bytes.Buffer
	status = run(t.Context(), args, &out, &problems)
	return status, out.String(), problems.String()
}

func TestUsage(t *testing.T) {
	full := t.TempDir()
	writeText(t, full, "articles.jsonl", `{"id":"a","text":"x"}`)
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "which corpus?"},
		{[]string{"-corpus", "a", "-all", "b"}, "not both"},
		{[]string{newsroom}, "is named by -corpus DIR"},
		{[]string{"-corpus"}, "flag needs an argument"},
		{[]string{"-speed"}, "flag provided but not defined: -speed"},
		{[]string{"-all", filepath.Join(full, "none")}, "no such file"},
		{[]string{"-all", full}, "for a single corpus there is -corpus"},
		{[]string{"-corpus", full, "-predictions", full}, "would overwrite its gold"},
	} {
		status, stdout, stderr := benchmark(t, test.args...)
		require.Equal(t, misuse, status, test.want)
		require.Empty(t, stdout)
		require.Contains(t, stderr, test.want)
		require.Contains(t, stderr, "benchmark -h")
	}
	status, stdout, stderr := benchmark(t, "-h")
	require.Equal(t, done, status)
	require.Equal(t, help, stdout)
	require.Empty(t, stderr)
}

// The keys that programs read.
func TestJSON(t *testing.T) {
	status, stdout, _ := benchmark(t, "-corpus", newsroom, "-json", "-predictions", t.TempDir())
	require.Equal(t, done, status)
	var got map[string]any
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	for _, key := range []string{"articles", "articles_per_second", "mb_per_second", "peak_mb", "candidates_per_article", "candidate_recall"} {
		require.Greater(t, got[key], 0., key)
	}
	scores := got["scores"].(map[string]any)
	for _, key := range []string{"clusters", "pairs", "hard_pairs", "spans"} {
		require.Contains(t, scores, key)
	}
}

// The files say what was scored.
func TestPredictions(t *testing.T) {
	out := t.TempDir()
	status, stdout, _ := benchmark(t, "-corpus", newsroom, "-json", "-predictions", out)
	require.Equal(t, done, status)
	var got struct{ Scores any }
	require.NoError(t, json.Unmarshal([]byte(stdout), &got))
	c, err := loadCorpus(newsroom)
	require.NoError(t, err)
	p, err := readPredictions(out)
	require.NoError(t, err)
	s, err := score(c, p)
	require.NoError(t, err)
	requireSame(t, "", plain(t, s), got.Scores)
}

func TestAll(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	for _, name := range []string{"first", "second", "broken", "no corpus"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, name), 0o755))
	}
	const text = "The ferry to Orm sank at noon on Monday in a calm sea, its owners said. All the 214 passengers were taken off by fishing boats from Sund."
	for _, name := range []string{"first", "second"} {
		writeText(t, filepath.Join(dir, name), "articles.jsonl", `{"id":"a","text":"`+text+`"}`+"\n"+`{"id":"b","text":"`+text+`"}`+"\n")
		writeText(t, filepath.Join(dir, name), "clusters.csv", "id,cluster\na,1\nb,1\n")
		writeText(t, filepath.Join(dir, name), "pairs.csv", "a,b,label\na,b,copy\n")
	}
	writeText(t, filepath.Join(dir, "broken"), "articles.jsonl", "{\n")

	status, stdout, stderr := benchmark(t, "-all", dir, "-predictions", out)
	require.Equal(t, failed, status, "for the broken one")
	require.Contains(t, stderr, filepath.Join(dir, "broken", "articles.jsonl")+":1: unexpected end of JSON input")
	require.Equal(t, "a,b,identical,1\n", strings.TrimPrefix(readText(t, filepath.Join(out, "second"), "pairs.csv"), "a,b,relation,score\n"))
	for _, want := range []string{"| first, hard  | 1.0000 ", "baseline: MinHash-LSH", "| 0.9 to 1.0 | 1/1   | 1/1    | 2/2   | 1.00  |", "| error      | 0.000 | 0.000  | 0.000 |       |"} {
		require.Contains(t, stdout, want)
	}
	requireTables(t, stdout)

	status, stdout, _ = benchmark(t, "-all", dir, "-json")
	require.Equal(t, failed, status)
	var list []map[string]any
	require.NoError(t, json.Unmarshal([]byte(stdout), &list))
	require.Len(t, list, 2)
	require.Equal(t, "second", list[1]["corpus"])
}

// requireTables requires the rows of each Markdown table to be of one width.
func requireTables(t *testing.T, text string) {
	t.Helper()
	width := 0
	for line := range strings.Lines(text) {
		n := len([]rune(line))
		if line[0] != '|' {
			width = 0
		} else if width == 0 {
			width = n
		}
		if width > 0 {
			require.Equal(t, width, n, line)
		}
	}
}

func TestNoGroup(t *testing.T) {
	out := t.TempDir()
	status, stdout, stderr := benchmark(t, "-corpus", newsroom, "-nogroup", "-wrong", "-reliability", "-predictions", out)
	require.Equal(t, done, status, stderr)
	require.Contains(t, stdout, "Passages, by sentence-sized spans")
	require.NotContains(t, stdout, "Pairs:")
	require.NoFileExists(t, filepath.Join(out, "pairs.csv"))
	requireTables(t, stdout)
}

func TestWrong(t *testing.T) {
	o := &outcome{result: groupOf(t, "a", "b")}
	o.Pairs = map[[2]string]verdict{{"a", "b"}: {"identical", 1}}
	var b strings.Builder
	require.NoError(t, writeWrong(&b, []goldPair{{"a", "b", "copy", 100}, {"b", "a", "topic", 5}, {"a", "c", "derived", 40}, {"a", "c", "same", 0}}, o))
	require.Equal(t, "wrong\ttopic 5 %\tidentical 1.00\tb\ta\nwrong\tderived 40 %\tnot compared\ta\tc\n", b.String())
}

func TestCandidateRecall(t *testing.T) {
	gold := []goldPair{{"a", "b", "copy", 100}, {"a", "c", "derived", 50}, {"a", "c", "derived", 20}, {"a", "c", "same", 0}}
	require.Equal(t, tally{1, 2}, candidateRecall(gold, groupOf(t, "a", "b")))
}

// groupOf is the result for articles with the same text.
func groupOf(t *testing.T, ids ...string) *dedup.Result {
	t.Helper()
	var articles []dedup.Article
	for _, id := range ids {
		articles = append(articles, dedup.Article{ID: id, Text: "The ferry to Orm sank at noon on Monday in a calm sea, its owners said."})
	}
	r, err := dedup.Group(t.Context(), articles, nil)
	require.NoError(t, err)
	return r
}

func TestOrigins(t *testing.T) {
	c := &corpus{
		Clusters: map[string]string{"a": "1", "b": "1", "c": "1", "d": "2", "e": "2", "f": "3", "g": "3"},
		Origins:  map[string]string{"1": "a", "2": "", "3": ""},
	}
	cluster := func(origin string, ids ...string) dedup.Cluster {
		cl := dedup.Cluster{ID: ids[0], Origin: origin}
		for _, id := range ids {
			cl.Members = append(cl.Members, dedup.Member{ID: id})
		}
		return cl
	}
	for _, test := range []struct {
		found []dedup.Cluster
		want  tally
		why   string
	}{
		{nil, tally{0, 3}, "an unseen origin is not found by finding nothing"},
		{[]dedup.Cluster{cluster("a", "a", "b"), cluster("", "d", "e"), cluster("f", "f", "g")}, tally{2, 3}, "one named, one unseen, one wrong"},
		{[]dedup.Cluster{cluster("b", "b", "c", "x"), cluster("a", "a", "y")}, tally{0, 3}, "the one with most of its articles"},
		{[]dedup.Cluster{cluster("b", "b", "x"), cluster("a", "a", "y")}, tally{1, 3}, "of equals the first"},
	} {
		require.Equal(t, test.want, originsRight(c, test.found), test.why)
	}
}

func TestReliability(t *testing.T) {
	p := &predictions{Pairs: map[[2]string]verdict{{"a", "b"}: {"identical", 1}, {"a", "c"}: {"related", .3}, {"a", "d"}: {"related", .31}}}
	r := newReliability([]goldPair{{"a", "b", "copy", 90}, {"a", "c", "derived", 50}, {"a", "d", "same", 0}, {"a", "e", "topic", 0}, {"b", "e", "derived", 20}}, p)
	require.Equal(t, reliability{0: {0, 1}, 3: {1, 2}, 9: {1, 1}}, *r)
	require.InDelta(t, .1*2/4, r.off(), 1e-9, "half of those scored .3 to .4 are derived, .1 more than it may be")
	require.Zero(t, new(reliability).off())
	require.Zero(t, (&reliability{3: {3, 10}, 4: {5, 10}}).off(), "the edges belong to a tenth")
	require.InDelta(t, (.9*3+.2*1)/4, (&reliability{0: {3, 3}, 3: {0, 0}, 2: {0, 1}}).off(), 1e-9)
}

// TestScorePyOnOurs holds the printed scores to those of score.py for the files that the same run wrote.
func TestScorePyOnOurs(t *testing.T) {
	script := scorePy(t)
	for _, name := range []string{"seeds", "provenance", "wikipedia-versions"} {
		dir := filepath.Join(shared, "corpora", name)
		if !isCorpus(dir) {
			t.Skip("no corpus ", dir)
		}
		out := t.TempDir()
		status, stdout, stderr := benchmark(t, "-corpus", dir, "-json", "-predictions", out)
		require.Equal(t, done, status, stderr)
		var got struct{ Scores any }
		require.NoError(t, json.Unmarshal([]byte(stdout), &got))
		b, err := exec.Command("python3", script, dir, out, "-json").Output()
		require.NoError(t, err)
		var want any
		require.NoError(t, json.Unmarshal(b, &want))
		requireSame(t, name, want, got.Scores)
	}
}

func TestDate(t *testing.T) {
	require.Equal(t, "2024-03-04T07:12:00Z", date("2024-03-04T07:12:00Z").Format("2006-01-02T15:04:05Z07:00"))
	require.Equal(t, 4, date("2024-03-04").Day())
	require.True(t, date("last Tuesday").IsZero())
}

// Every flag is explained.
func TestHelp(t *testing.T) {
	for _, name := range []string{"corpus", "all", "predictions", "json", "nogroup", "baseline", "reliability", "wrong", "largest", "cpuprofile", "noise", "noisearticles", "ablate", "only", "cache"} {
		require.Contains(t, help, "\n    -"+name+" ")
	}
	for line := range strings.Lines(help) {
		require.LessOrEqual(t, len([]rune(line)), 81, line)
	}
}

func TestProfile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cpu")
	status, _, stderr := benchmark(t, "-corpus", newsroom, "-cpuprofile", path)
	require.Equal(t, done, status, stderr)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.NotZero(t, info.Size())
}

func TestPeak(t *testing.T) {
	require.Greater(t, peakMB(), 1.)
	resetPeak()
	require.Greater(t, peakMB(), 1.)
}

// TestLargest: a cluster is listed with what each member shares with the nearest.
func TestLargest(t *testing.T) {
	status, _, stderr := benchmark(t, "-corpus", newsroom, "-largest", "2")
	require.Equal(t, done, status, stderr)
	require.Equal(t, 2, strings.Count(stderr, "\ncluster "))
	require.Regexp(t, `(?m)^cluster 1\t4 articles\tmean score [.\d]+$`, stderr)
	require.Regexp(t, `(?m)^\t\d{4}-\d\d-\d\d\t[^\t]+\t\S+\t".*"\t[01]\.\d\d with \S+: \d+ of \d+ words in \d+ passages: ".+"$`, stderr)
}
