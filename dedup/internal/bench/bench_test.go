package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/shingle"
)

// TestMain lets the test binary be the child of its own tests, as the command is of itself.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == childFlag {
		exitOn(child())
		return
	}
	os.Exit(m.Run())
}

func someArticles(t *testing.T, n int) []dedup.Article {
	articles, err := ordinary(n, 1)
	require.NoError(t, err)
	return articles
}

// bruteForce compares all pairs.
func bruteForce(articles []dedup.Article) (out []pair) {
	sets := make([][]uint64, len(articles))
	for i, a := range articles {
		sets[i] = shingleSet(a.Text)
		for j := range i {
			n := shingle.Set(sets[i]).Shared(sets[j])
			if n > 0 && float64(n)/float64(len(sets[i])+len(sets[j])-n) >= near {
				out = append(out, pairOf(int32(i), int32(j)))
			}
		}
	}
	slices.SortFunc(out, pair.compare)
	return out
}

func TestTruth(t *testing.T) {
	articles := someArticles(t, 600)
	got := truth(articles)
	require.Equal(t, bruteForce(articles), got)
	require.Greater(t, len(got), 50)

	// Short texts, where a resemblance is often exactly .5.
	r := rand.New(rand.NewPCG(1, 2))
	articles = nil
	for range 400 {
		var words []string
		for range r.IntN(7) {
			words = append(words, []string{"a", "b", "c"}[r.IntN(3)])
		}
		articles = append(articles, dedup.Article{Text: strings.Join(words, " ")})
	}
	require.Equal(t, bruteForce(articles), truth(articles))
	require.Empty(t, truth(nil))
}

func TestJudge(t *testing.T) {
	truth := []pair{{0, 1}, {0, 2}, {1, 2}, {5, 6}}
	for _, c := range []struct {
		answer []pair
		want   score
		reason string
	}{
		{truth, score{1, 1, 1}, "all of it"},
		{nil, score{0, 0, 1}, "nothing is no error"},
		{[]pair{{0, 1}, {1, 2}}, score{.5, .75, 1}, "a chain links its ends"},
		{[]pair{{0, 1}, {3, 4}}, score{.25, .25, .5}, "half of it wrong"},
	} {
		require.Equal(t, c.want, judge(7, c.answer, truth), c.reason)
	}
	require.Equal(t, score{1, 1, 1}, judge(3, nil, nil))
}

// TestRivals has every rival of Go look for the same near-duplicates. Each must find nearly all that
// brute force does; what a bug in this module would look like is a rival that finds none.
func TestRivals(t *testing.T) {
	articles := someArticles(t, 400)
	want := truth(articles)
	for _, r := range rivals() {
		if r.find == nil {
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			pairs, err := r.find(articles)
			require.NoError(t, err)
			slices.SortFunc(pairs, pair.compare)
			for _, p := range pairs {
				require.Less(t, p[0], p[1])
			}
			s := judge(len(articles), slices.Compact(pairs), want)
			require.Greater(t, s.Linked, .9)
			require.Greater(t, s.Precision, .4)
		})
	}
	exact, err := invertedIndex(articles)
	require.NoError(t, err)
	require.Equal(t, score{1, 1, 1}, judge(len(articles), exact, want), "counting is exact")
}

func TestRivalsOfNothing(t *testing.T) {
	for _, r := range rivals() {
		if r.find == nil {
			continue
		}
		pairs, err := r.find([]dedup.Article{{ID: "a"}, {ID: "b"}, {ID: "c", Text: "one two"}})
		require.NoError(t, err, r.name)
		require.Empty(t, pairs, r.name)
	}
}

// TestChildren runs one job of each part in a process of its own.
func TestChildren(t *testing.T) {
	dir := t.TempDir()
	corpus, pairs := filepath.Join(dir, "articles.jsonl"), filepath.Join(dir, "pairs")
	articles := someArticles(t, 200)
	require.NoError(t, deposit(corpus, articles))
	back, err := restore(corpus)
	require.NoError(t, err)
	require.Equal(t, articles, back)

	for _, j := range []job{
		{Part: "rival", Name: "go-minhash", Corpus: corpus, Pairs: pairs},
		{Part: "growth", Name: "copies", Size: 200, Seed: 1},
		{Part: "growth", Name: "Group", Size: 50, Seed: 1, Profile: filepath.Join(dir, "p.prof")},
	} {
		out, err := run(j)
		require.NoError(t, err)
		require.Positive(t, out.Articles)
		require.Positive(t, out.Bytes)
		require.Positive(t, out.Seconds)
		require.Greater(t, out.Peak, 1.)
	}
	require.FileExists(t, filepath.Join(dir, "p.prof"))
	found, err := readPairs(pairs)
	require.NoError(t, err)
	require.Greater(t, judge(len(articles), found, truth(articles)).Recall, .9)

	_, err = run(job{Part: "worst", Name: "copies", Size: 400, Seed: 1, Memory: 10})
	require.ErrorIs(t, err, errLimit, "a job of more than 10 MB")
	for _, j := range []job{{Part: "rival", Name: "nobody"}, {Part: "worst", Name: "nothing"}, {Part: "none"}, {Part: "rival", Name: "go-minhash", Corpus: dir + "/none"}} {
		_, err = run(j)
		require.Error(t, err)
		require.NotErrorIs(t, err, errLimit)
	}
}

// TestPython runs the rivals in Python where their environment has been made already.
func TestPython(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("no python3")
	}
	dir, err := pythonDir()
	require.NoError(t, err)
	if _, err := os.Stat(filepath.Join(dir, "ready")); err != nil {
		t.Skip("the rivals in Python are not installed: bench rivals does that")
	}
	p, err := newPython()
	require.NoError(t, err)
	r := rivalry{bench: &bench{seed: 1}, dir: t.TempDir(), python: p, articles: 200}
	r.corpus = filepath.Join(r.dir, "articles.jsonl")
	articles := someArticles(t, r.articles)
	articles[7].Text, articles[8].Text = "", "one two"
	r.truth = truth(articles)
	require.NoError(t, deposit(r.corpus, articles))
	for _, v := range rivals() {
		if v.find != nil {
			continue
		}
		pairs := filepath.Join(r.dir, "pairs")
		out, err := r.once(v, pairs)
		require.NoError(t, err, v.name)
		require.Equal(t, r.articles, out.Articles)
		require.Equal(t, size(articles), out.Bytes)
		require.NotEmpty(t, out.Version)
		s, err := r.score(v, pairs)
		require.NoError(t, err)
		require.Greater(t, max(s.Recall, s.Linked), .9, v.name) // datatrove reports chains
		require.Greater(t, s.Precision, .1, v.name)
	}
}

// TestWorst makes every corpus that hurts, small, and groups it: the answer is right, but for what is known
// to be wrong, and the time per article within the bound.
func TestWorst(t *testing.T) {
	known := map[string]string{
		"paragraph": "sixty words in common are taken for derivation",
		"template":  "a short form is a copy in every eye but a reader's",
	}
	const n = 80
	for _, w := range worsts() {
		if w.mb {
			continue
		}
		t.Run(w.name, func(t *testing.T) {
			articles, err := w.make(n, 1)
			require.NoError(t, err)
			require.Len(t, articles, n)
			out, err := group(job{}, articles, w.wrong)
			require.NoError(t, err)
			if known[w.name] == "" {
				require.Empty(t, out.Note)
			}
			require.LessOrEqual(t, out.Candidates, n*50)
		})
	}
}

// TestWorstIsWhatItSays looks at the corpora themselves.
func TestWorstIsWhatItSays(t *testing.T) {
	var s shingle.Shingler
	e, err := edited(3, 1)
	require.NoError(t, err)
	require.InDelta(t, .8, s.Set(e[0].Text).Resemblance(s.Set(e[1].Text)), .1)
	p, err := paragraph(3, 1)
	require.NoError(t, err)
	for _, a := range p {
		require.Contains(t, a.Text, "\n\n"+shared+"\n\n")
		require.InDelta(t, .13, s.Set(shared).Resemblance(s.Set(a.Text)), .1)
	}
	for _, corpus := range []func(int, uint64) ([]dedup.Article, error){long, twoLong, repeated} {
		a, err := corpus(1, 1)
		require.NoError(t, err)
		require.InDelta(t, 1e6, len(a[0].Text), 2e4)
	}
}

// TestCollide: the articles of the attack share buckets with hundreds of others and nearly no
// shingles; under a seed that the attacker does not know they share no buckets.
func TestCollide(t *testing.T) {
	const n = 160
	articles, err := colliding(n, 1)
	require.NoError(t, err)
	require.Greater(t, bucketMates(articles), 400., "of %d that were aimed at", attackBands*(groupSize-1))
	var s shingle.Shingler
	most := 0.
	for i := range articles {
		for j := range i {
			most = max(most, s.Set(articles[i].Text).Resemblance(s.Set(articles[j].Text)))
		}
	}
	require.Less(t, most, .1)

	keys := map[uint64]int{}
	secret := minhash.Scheme{Seed: 0x1f83d9abfb41bd6b}
	for _, a := range articles {
		for _, k := range secret.Sketch(s.Append(nil, a.Text)).AppendBands(nil, attackBands, attackRows) {
			keys[k]++
		}
	}
	met := 0
	for _, c := range keys {
		met += c * (c - 1)
	}
	require.Less(t, float64(met)/n, 5.)

	_, err = colliding(4*groupSize-1, 1)
	require.Error(t, err, "articles of few groups would have half their shingles in common")
}

// TestFirstThrow holds the attacker's copy of the hash to the sketch: of one shingle, the only slot that
// the first round fills, which the round in its upper 16 bits tells.
func TestFirstThrow(t *testing.T) {
	for x := range uint64(1000) {
		x *= 0x9e3779b97f4a7c15
		slot, value := firstThrow(x)
		got := minhash.Scheme{}.Sketch([]uint64{x}).Slots()
		at := slices.IndexFunc(got, func(v uint64) bool { return v>>48 == 0 })
		require.Equal(t, at, slot)
		require.InDelta(t, value, math.Ldexp(float64(got[at]), -48), 1e-12)
	}
}

func TestExponent(t *testing.T) {
	var points []point
	for _, n := range []int{10, 100, 1000} {
		p := point{path: "Group", n: n}
		p.Seconds = 3 * math.Pow(float64(n), 1.25)
		points = append(points, p)
	}
	got, ok := exponent(points, "Group", func(p point) float64 { return p.Seconds })
	require.True(t, ok)
	require.InDelta(t, 1.25, got, 1e-9)
	_, ok = exponent(points, "copies", point.beside)
	require.False(t, ok)
	_, ok = exponent(points[:1], "Group", point.beside)
	require.False(t, ok)
}

// TestPlot: the picture is XML, and all that is drawn lies on it.
func TestPlot(t *testing.T) {
	var points []point
	for i, name := range []string{"copies", "Group", "Group", "copies"} {
		p := point{path: name, n: []int{1000, 1000, 30_000, 1_000_000}[i]}
		p.Seconds, p.Peak = []float64{.004, 2, 100, 70}[i], float64(p.n)
		points = append(points, p)
	}
	d := xml.NewDecoder(strings.NewReader(plot(points)))
	circles := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Local != "circle" {
			continue
		}
		circles++
		at := map[string]float64{}
		for _, a := range e.Attr {
			var x float64
			if _, err := fmt.Sscan(a.Value, &x); err == nil {
				at[a.Name.Local] = x
			}
		}
		require.True(t, 0 < at["cx"] && at["cx"] < 820 && panelTop <= at["cy"] && at["cy"] <= panelTop+panelHeight, "%v", at)
	}
	require.Equal(t, 2*len(points), circles)
	require.Equal(t, []string{"0.001", "1", "100", "1k", "10k", "1M", "10M"},
		[]string{power(-3), power(0), power(2), power(3), power(4), power(6), power(7)})
}

func TestResults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "r.md")
	const text = "# A\n\n<!-- bench worst -->\nold\n<!-- end -->\n\n<!-- bench limit -->\nkept\n<!-- end -->\nafter\n"
	require.NoError(t, os.WriteFile(file, []byte(text), 0o666))
	require.NoError(t, rewrite([]string{file}, "worst", "\nnew\n\n"))
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, strings.Replace(text, "old", "new", 1), string(got))
	require.ErrorIs(t, rewrite([]string{file}, "growth", "x"), errNoSection)
	require.NoError(t, rewrite(nil, "growth", "x"))
	require.ErrorIs(t, rewrite([]string{file + "none"}, "worst", "x"), os.ErrNotExist)

	own, err := os.ReadFile("results.md")
	require.NoError(t, err)
	for _, p := range parts() {
		_, ok := replaceSection(string(own), p.name, "")
		require.True(t, ok, "results.md has no section %s", p.name)
	}
}

func TestNumbers(t *testing.T) {
	require.Equal(t, []string{"0", "7", "999", "1,000", "12,345,678"}, []string{count(0), count(7), count(999), count(1000), count(12345678)})
	require.Equal(t, []string{"0", "0.0123", "1.23", "12.3", "123"}, []string{figures(0), figures(.01234), figures(1.234), figures(12.34), figures(123.4)})
	require.Equal(t, []string{"1", ".999", ".500", "0"}, []string{share(1), share(.9999), share(.5), strings.TrimRight(share(0), ".0") + "0"})
	got, err := numbers("1, 20,300")
	require.NoError(t, err)
	require.Equal(t, []int{1, 20, 300}, got)
	for _, bad := range []string{"", "0", "x", "1,,2"} {
		_, err := numbers(bad)
		require.Error(t, err, bad)
	}
}

func TestFlags(t *testing.T) {
	var b bench
	names, err := b.parse([]string{"worst", "-articles", "10,20", "limit", "-o", ""})
	require.NoError(t, err)
	require.Equal(t, []string{"worst", "limit"}, names)
	require.Equal(t, []int{10, 20}, b.worst)
	require.Empty(t, b.files)
	_, err = b.parse([]string{"everything"})
	require.ErrorContains(t, err, `no part "everything"`)
	for line := range strings.Lines(help) {
		if name, ok := strings.CutPrefix(line, "    -"); ok {
			_, err := new(bench).parse([]string{"-" + strings.Fields(name)[0]})
			require.ErrorContains(t, err, "flag needs an argument")
		}
	}
}

// TestOutcome: what rivals.py writes is an outcome.
func TestOutcome(t *testing.T) {
	var o outcome
	require.NoError(t, json.Unmarshal([]byte(`{"articles": 3, "bytes": 9, "seconds": 0.5, "peak": 7.5, "before": 6, "candidates": 2, "version": "1"}`), &o))
	require.Equal(t, outcome{figure: figure{Articles: 3, Bytes: 9, Seconds: .5, Peak: 7.5, Before: 6}, Candidates: 2, Version: "1"}, o)
}
