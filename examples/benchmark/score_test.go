package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestClusters(t *testing.T) {
	gold := map[string]string{"a": "1", "b": "1", "c": "1", "d": "2", "e": "2", "f": "3"}
	for _, test := range []struct {
		name string
		pred map[string]string
		want clusterScores
	}{
		{
			"the gold under other names",
			map[string]string{"a": "x", "b": "x", "c": "x", "d": "y", "e": "y"},
			clusterScores{ARI: 1, Precision: 1, Recall: 1, F1: 1, B3Precision: 1, B3Recall: 1, B3F1: 1, GoldClusters: 3, Clusters: 3, Largest: 3},
		},
		{
			// Gold pairs ab ac bc de; predicted ab cd; common ab. 15 pairs in all: chance is 4·2/15.
			// B³ precision: a b 1, c d 1/2, e f 1; recall: a b 2/3, c 1/3, d e 1/2, f 1.
			"split, wrongly joined, missing, unknown",
			map[string]string{"a": "x", "b": "x", "c": "y", "d": "y", "zz": "y"},
			clusterScores{
				ARI: (1 - 8./15) / (3 - 8./15), Precision: .5, Recall: .25, F1: 1. / 3,
				B3Precision: 5. / 6, B3Recall: 11. / 18, B3F1: f1(5./6, 11./18), GoldClusters: 3, Clusters: 4, Largest: 2,
			},
		},
		{
			"all apart",
			map[string]string{"zz": "y"},
			clusterScores{Precision: 1, B3Precision: 1, B3Recall: .5, B3F1: 2. / 3, GoldClusters: 3, Clusters: 6, Largest: 1},
		},
	} {
		t.Run(test.name, func(t *testing.T) { requireClose(t, test.want, scoreClusters(gold, test.pred)) })
	}
	apart := map[string]string{"a": "1", "b": "2"}
	require.Equal(t, 1., scoreClusters(apart, map[string]string{"q": "q"}).ARI, "both all apart")
}

func TestPairs(t *testing.T) {
	gold := decided([]goldPair{
		{"a", "b", "copy", 90},
		{"a", "c", "derived", 25},
		{"a", "d", "same", 14.9},
		{"a", "e", "topic", 0},
		{"b", "c", "derived", 15}, // between the readers
		{"b", "d", "derived", 24.9},
		{"b", "e", "derived", 0},
	})
	require.Len(t, gold, 5)
	p := &predictions{Pairs: map[[2]string]verdict{
		{"b", "a"}: {"identical", .9},
		{"a", "c"}: {"related", .5},
		{"a", "d"}: {"derived", .5},
		{"d", "a"}: {"near-duplicate", .5}, // of the two orders this one counts
		{"x", "y"}: {"derived", 1},
	}}
	// Ranking: ab (.9, right), ac and ad (.5, one right: 2 of 3), ae and be (0, one right: 3 of 5).
	requireClose(t, pairScores{
		Precision: .5, Recall: 1. / 3, F1: .4, AveragePrecision: (1 + 2./3 + 3./5) / 3,
		CalledDerived: map[string]string{"copy": "1/1", "derived": "0/2", "same": "1/1", "topic": "0/1"},
	}, scorePairs(gold, p))
	requireClose(t, pairScores{Precision: 1, Recall: 1, F1: 1, AveragePrecision: 1, CalledDerived: map[string]string{}},
		scorePairs(nil, p))
	require.Equal(t, "near-duplicate", p.verdict("a", "d").Relation)
}

func TestWords(t *testing.T) {
	for _, test := range []struct{ text, want, why string }{
		{"L'Élysée, 3 500 gilets_jaunes", "l|élysée|3|500|gilets_jaunes", "underscores join, apostrophes part"},
		{"e\u0301t", "e|t", "a combining accent is no \\w"},
		{"İstanbul", "i|stanbul", "İ becomes i and a combining dot"},
		{"ΟΔΟΣ", "οδος", "the last sigma has its own form"},
		{"½ ² Ⅷ ٣", "½|²|ⅷ|٣", "numbers of any kind"},
		{"東京 was", "東京|was", "letters without case"},
		{"", "", ""},
	} {
		var got []string
		for w := range words(test.text) {
			got = append(got, w)
		}
		require.Equal(t, test.want, strings.Join(got, "|"), test.why)
	}
}

func TestContainment(t *testing.T) {
	require.Equal(t, .5, containment("a b c d e", "X A B C D y z"), "abcd of abcd, bcde")
	require.Equal(t, 1., containment("a b c d a b c d", "a b c d a b c d e"), "repeated grams count once")
	require.Equal(t, 0., containment("a b c", "a b c"), "too short for a gram")
}

func TestPlagdet(t *testing.T) {
	s := func(a, b, c, d int) stretch { return stretch{{a, b}, {c, d}} }
	got := plagdet([]trial{
		{ // One case in two detections: 10+10+5+10 of 40 found, and one that meets it on one side only.
			cases:      []stretch{s(0, 20, 100, 120)},
			detections: []stretch{s(0, 10, 100, 110), s(10, 15, 110, 130), s(0, 20, 200, 220)},
		},
		{cases: []stretch{s(0, 10, 0, 10)}},
	})
	recall, precision := (35./40+0)/2, (1+15./25+0)/3
	requireClose(t, plagdetScores{precision, recall, 2, f1(precision, recall) / math.Log2(3), 2, 3}, got)
	requireClose(t, plagdetScores{1, 1, 1, 1, 0, 0}, plagdet([]trial{{}}))
	requireClose(t, plagdetScores{0, 0, 1, 0, 1, 0}, plagdet([]trial{{cases: []stretch{s(0, 1, 0, 1)}}}))
}

func TestRegions(t *testing.T) {
	// é is two bytes: the case is bytes 0–4 and code points 0–2.
	r := newRulers(map[string]string{"a": "ééxx", "b": "xxéé"})
	gold := []goldPassage{
		{passageLine{A: "a", B: "b", Regions: []region{{[2]int{0, 4}, [2]int{2, 6}}}}, "random"},
		{passageLine{A: "a", B: "a", Regions: []region{}}, "none"},
		{passageLine{A: "b", B: "b", Regions: []region{}}, "none"},
		{passageLine{A: "b", B: "a"}, "verbatim"}, // gives no regions
	}
	predicted := []passageLine{
		{A: "b", B: "a", Regions: []region{
			{[2]int{2, 4}, [2]int{0, 2}},
			{[2]int{2, 4}, [2]int{0, 2}}, // again
			{[2]int{2, 2}, [2]int{0, 4}}, // nothing on one side
		}},
		{A: "a", B: "a", Regions: []region{{[2]int{0, 2}, [2]int{2, 4}}}},
	}
	got, err := scoreRegions(gold, predicted, r)
	require.NoError(t, err)
	random := plagdetScores{1, .5, 1, 2. / 3, 1, 1}
	all := plagdetScores{1. / 3, .5, 1, .4, 1, 3} // a's detection in itself counts in both orders
	requireClose(t, regionScores{map[string]plagdetScores{"random": random, "all": all}, &cleanScores{2, .5}}, got)

	predicted[0].Regions[0].A[0] = 3
	_, err = scoreRegions(gold, predicted, r)
	require.ErrorContains(t, err, "offset 3 of b is not a character boundary")
	_, err = scoreRegions(gold, []passageLine{{A: "a", B: "q", Regions: []region{{}}}}, r)
	require.ErrorContains(t, err, `no article has the id "q"`)
}

func TestSpans(t *testing.T) {
	text := strings.Repeat("x", 1000)
	r := newRulers(map[string]string{"a": text, "b": text})
	at := func(a0, a1, b0, b1 int, kind string) span { return span{[2]int{a0, a1}, [2]int{b0, b1}, kind} }
	gold := []goldPassage{{passageLine: passageLine{A: "a", B: "b", Spans: []span{
		at(0, 100, 500, 600, "verbatim"),
		at(100, 200, 0, 100, "edited"),
	}}}}
	for _, test := range []struct {
		name string
		pred []span
		want spanScores
	}{
		{
			// 50 of the first span's 100 on each side: found. Nothing of the second. The third lands far off.
			"half",
			[]span{at(0, 50, 500, 550, "verbatim"), at(100, 150, 900, 950, "edited")},
			spanScores{Precision: .5, Recall: .25, KindAccuracy: 1, Gold: 2, Found: 1, Predicted: 2, RecallByKind: map[string]string{"verbatim": "1/1", "edited": "0/1"}},
		},
		{
			// Both kinds carry 50 characters of each side; edited came first.
			"a tie of kinds",
			[]span{at(0, 50, 500, 550, "edited"), at(50, 100, 550, 600, "verbatim")},
			spanScores{Precision: 1, Recall: .5, Gold: 2, Found: 1, Predicted: 2, RecallByKind: map[string]string{"verbatim": "1/1", "edited": "0/1"}},
		},
		{
			// A character of a goes to at+525.5-… : 25 over at the end, within the slack, so all of a's 100 are right; of
			// b's 525–625 the last 25 lie in no gold span.
			"within the slack",
			[]span{at(0, 100, 525, 625, "verbatim")},
			spanScores{Precision: 175. / 200, Recall: 175. / 400, KindAccuracy: 1, Gold: 2, Found: 1, Predicted: 1, RecallByKind: map[string]string{"verbatim": "1/1", "edited": "0/1"}},
		},
		{
			"the later kind of two equal spans",
			[]span{at(0, 100, 500, 600, "edited"), at(0, 100, 500, 600, "verbatim")},
			spanScores{Precision: 1, Recall: .5, KindAccuracy: 1, Gold: 2, Found: 1, Predicted: 1, RecallByKind: map[string]string{"verbatim": "1/1", "edited": "0/1"}},
		},
		{
			"nothing",
			[]span{at(7, 7, 0, 100, "edited")},
			spanScores{Gold: 2, RecallByKind: map[string]string{"verbatim": "0/1", "edited": "0/1"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := scoreSpans(gold, []passageLine{{A: "a", B: "b", Spans: test.pred}}, r)
			require.NoError(t, err)
			test.want.F1 = f1(test.want.Precision, test.want.Recall)
			requireClose(t, test.want, got)
		})
	}
}

func TestRuler(t *testing.T) {
	text := strings.Repeat("aé€😀", 50)
	r, want := newRuler(text), 0
	for i := range text {
		got, ok := r.at(i)
		require.True(t, ok)
		require.Equal(t, want, got)
		want++
	}
	got, ok := r.at(len(text))
	require.True(t, ok)
	require.Equal(t, want, got)
	for _, bad := range []int{-1, 2, len(text) - 1, len(text) + 1} {
		_, ok := r.at(bad)
		require.False(t, ok, bad)
	}
}

// What the predictions do not have, or the gold, gets no score.
func TestScoreParts(t *testing.T) {
	c := &corpus{Clusters: map[string]string{"a": "1"}, Pairs: []goldPair{{A: "a", B: "b", Label: "same"}}}
	s, err := score(c, &predictions{})
	require.NoError(t, err)
	require.Equal(t, &scores{}, s)
	s, err = score(c, &predictions{Clusters: map[string]string{}, Pairs: map[[2]string]verdict{}, Passages: []passageLine{}})
	require.NoError(t, err)
	require.Nil(t, s.Clusters)
	require.NotNil(t, s.Pairs)
	require.Nil(t, s.Regions)
	require.Nil(t, s.Spans)
}

func TestPredictionsRoundTrip(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	want := &predictions{
		Clusters: map[string]string{"a, \"b\"": "1", "c": "2"},
		Pairs:    map[[2]string]verdict{{"a", "b"}: {"derived", 1. / 3}, {"a", "c"}: {"related", 1e-300}},
		Passages: []passageLine{{A: "a", B: "b", Spans: []span{}, Regions: []region{}}, {A: "<c>", B: "d", Spans: []span{{[2]int{0, 1}, [2]int{2, 3}, "edited"}}, Regions: []region{}}},
	}
	require.NoError(t, want.write(dir))
	got, err := readPredictions(dir)
	require.NoError(t, err)
	require.Equal(t, want, got)
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 3, "no temporary file stays")

	require.NoError(t, (&predictions{Passages: []passageLine{{A: "a", B: "b"}}}).write(dir))
	require.Equal(t, "{\"a\":\"a\",\"b\":\"b\",\"spans\":[],\"regions\":[]}\n", readText(t, dir, "passages.jsonl"))
	nan := &predictions{Pairs: map[[2]string]verdict{{"a", "b"}: {"derived", math.NaN()}}}
	require.ErrorContains(t, nan.write(dir), "the score of a and b is not a number")
	require.Contains(t, readText(t, dir, "pairs.csv"), "a,b,derived,0.3333333333333333", "a failed write changes nothing")
}

func TestReadPredictionsWithoutRegions(t *testing.T) {
	dir := t.TempDir()
	writeText(t, dir, "passages.jsonl", `{"a":"x","b":"y","spans":[{"a":[0,1],"b":[2,3],"kind":"edited"}]}`+"\n \n")
	p, err := readPredictions(dir)
	require.NoError(t, err)
	require.Equal(t, []region{{[2]int{0, 1}, [2]int{2, 3}}}, p.Passages[0].Regions, "its spans serve")
	require.Len(t, p.Passages, 1)
	require.Nil(t, p.Pairs)
}

func TestLoadCorpusErrors(t *testing.T) {
	const good = `{"id":"a","text":"x"}` + "\n"
	for _, test := range []struct{ file, text, want string }{
		{"articles.jsonl", good + "{", "articles.jsonl:2: unexpected end"},
		{"articles.jsonl", good + "\n" + good, `articles.jsonl:3: second article with the id "a"`},
		{"articles.jsonl", `{"text":"x"}`, "articles.jsonl:1: article without an id"},
		{"clusters.csv", "id,group\n", `clusters.csv:1: no column "cluster"`},
		{"clusters.csv", "id,cluster\na,1\na\n", "clusters.csv:3: the row has no cluster"},
		{"pairs.csv", "a,b,label,share\na,a,copy,lots\n", `pairs.csv:2: share: strconv.ParseFloat: parsing "lots"`},
		{"pairs.csv", "a,b,label\na,a,copy\na,q,copy\n", `pairs.csv:3: no article has the id "q"`},
		{"passages.jsonl", `{"a":"a","b":"a","spans":[{"a":[1,0],"b":[0,1]}]}`, "passages.jsonl:1: nothing lies in [1 0] of a"},
		{"passages.jsonl.gz", "this is not compressed", "passages.jsonl.gz: gzip: invalid header"},
	} {
		t.Run(test.want, func(t *testing.T) {
			dir := t.TempDir()
			writeText(t, dir, "articles.jsonl", good)
			writeText(t, dir, test.file, test.text)
			_, err := loadCorpus(dir)
			require.ErrorContains(t, err, test.want)
		})
	}
	_, err := loadCorpus(t.TempDir())
	require.ErrorIs(t, err, os.ErrNotExist, "articles are no option")
}

func readText(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	return string(b)
}

func writeText(t *testing.T, dir, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
}

// requireClose requires two values to have the same JSON but for differences under 1e-9 in numbers.
func requireClose(t *testing.T, want, got any) {
	t.Helper()
	requireSame(t, "", plain(t, want), plain(t, got))
}

// plain turns v into what encoding/json makes of its JSON.
func plain(t *testing.T, v any) (x any) {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &x))
	return x
}

// requireSame compares two values decoded from JSON; path says where in them we are.
func requireSame(t *testing.T, path string, want, got any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		require.IsType(t, want, got, path)
		got := got.(map[string]any)
		for k, v := range want {
			require.Contains(t, got, k, path)
			requireSame(t, path+"/"+k, v, got[k])
		}
		require.Len(t, got, len(want), path)
	case float64:
		require.IsType(t, want, got, path)
		require.InDelta(t, want, got, 1e-9, path)
	default:
		require.Equal(t, want, got, path)
	}
}
