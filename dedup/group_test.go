package dedup_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/minhash"
)

func group(t testing.TB, articles []dedup.Article, o *dedup.Options) *dedup.Result {
	r, err := dedup.Group(t.Context(), articles, o)
	require.NoError(t, err)
	require.Equal(t, len(articles), r.Articles)
	requireLawful(t, r, articles, o)
	return r
}

// requireLawful holds a result to what every result promises.
func requireLawful(t testing.TB, r *dedup.Result, articles []dedup.Article, o *dedup.Options) {
	in := map[string]string{} // article, cluster
	for i, c := range r.Clusters {
		require.GreaterOrEqual(t, len(c.Members), 2)
		require.Equal(t, c.Members[0].ID, c.ID)
		require.NotEmpty(t, c.OriginReason)
		if i > 0 {
			p := r.Clusters[i-1]
			require.True(t, len(p.Members) > len(c.Members) || len(p.Members) == len(c.Members) && p.ID < c.ID, "order of clusters")
		}
		has := c.Origin == ""
		for j, m := range c.Members {
			require.NotContains(t, in, m.ID, "in two clusters")
			in[m.ID] = c.ID
			require.True(t, j == 0 || c.Members[j-1].ID < m.ID, "order of members")
			has = has || m.ID == c.Origin
		}
		require.True(t, has, "the origin %q is no member of %s", c.Origin, c.ID)
	}
	known := map[string]bool{}
	for _, a := range articles {
		known[a.ID] = true
	}
	for _, m := range in {
		require.True(t, known[m])
	}
	threshold := 0.5
	if o != nil && o.Threshold != 0 {
		threshold = o.Threshold
	}
	for _, list := range [][]dedup.Pair{r.Pairs, r.Related} {
		for i, p := range list {
			require.Less(t, p.A, p.B)
			require.True(t, i == 0 || list[i-1].A < p.A || list[i-1].A == p.A && list[i-1].B < p.B, "order of pairs")
			for _, x := range []float64{p.Score, p.Resemblance, p.AInB, p.BInA} {
				require.True(t, 0 <= x && x <= 1, "%+v", p)
			}
			require.Equal(t, p.Score >= threshold, p.Relation >= dedup.Derived, "%+v", p)
		}
	}
	for _, p := range r.Pairs {
		require.GreaterOrEqual(t, p.Relation, dedup.Derived)
	}
	for _, p := range r.Related {
		require.Equal(t, dedup.Related, p.Relation)
	}
	require.GreaterOrEqual(t, r.Candidates, len(r.Pairs)+len(r.Related))
}

// clusters returns the members of the clusters, one line each.
func clusters(r *dedup.Result) string {
	var b strings.Builder
	for _, c := range r.Clusters {
		for i, m := range c.Members {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(m.ID)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestGroupErrors(t *testing.T) {
	_, err := dedup.Group(t.Context(), []dedup.Article{{ID: "a"}, {Text: "no ID"}}, nil)
	require.ErrorIs(t, err, dedup.ErrNoID)
	require.EqualError(t, err, "dedup: article without an ID: number 2")

	_, err = dedup.Group(t.Context(), []dedup.Article{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "b"}}, nil)
	require.ErrorIs(t, err, dedup.ErrDuplicate)
	require.EqualError(t, err, `dedup: two articles with the same ID: "b" is number 2 and number 4`)

	_, err = dedup.Compare(dedup.Article{ID: "a"}, dedup.Article{ID: "a"}, nil)
	require.ErrorIs(t, err, dedup.ErrDuplicate)
	_, err = dedup.Compare(dedup.Article{ID: "a"}, dedup.Article{}, nil)
	require.ErrorIs(t, err, dedup.ErrNoID)
}

// TestGroupCancelled ends a run that would take seconds, at any moment of it.
func TestGroupCancelled(t *testing.T) {
	articles := invented(1500, 300)
	for i := range articles { // all of one family, so that every step has work
		articles[i].Text = articles[i/10*10].Text + " " + articles[i].Text[:300]
	}
	before := runtime.NumGoroutine()
	for _, after := range []time.Duration{0, time.Millisecond, 30 * time.Millisecond, 300 * time.Millisecond} {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(after, cancel)
		if after == 0 {
			cancel()
		}
		start := time.Now()
		r, err := dedup.Group(ctx, articles, nil)
		took := time.Since(start)
		cancel()
		if err == nil { // a fast machine
			continue
		}
		require.ErrorIs(t, err, context.Canceled)
		require.Nil(t, r)
		require.Less(t, took, after+2*time.Second)
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond) // the timers' own
	}
	require.LessOrEqual(t, runtime.NumGoroutine(), before, "goroutines are left")
}

func TestGroupDeadline(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	_, err := dedup.Group(ctx, invented(2, 20), nil)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

// invented returns articles of words that no other article has in that order.
func invented(n, words int) []dedup.Article {
	rng := rand.New(rand.NewPCG(1, 2))
	out := make([]dedup.Article, n)
	for i := range out {
		out[i] = dedup.Article{ID: fmt.Sprintf("%04d", i), Text: gibberish(rng, words), Language: "en"}
	}
	return out
}

// gibberish has sentences of a dozen words, of 20,000 that follow a law like Zipf's.
func gibberish(rng *rand.Rand, words int) string {
	var b strings.Builder
	for i := range words {
		w := word(int(20000 * rng.Float64() * rng.Float64() * rng.Float64()))
		if i%12 == 0 {
			w = strings.ToUpper(w[:1]) + w[1:]
		}
		b.WriteString(w)
		if i%12 == 11 {
			b.WriteByte('.')
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func word(i int) string {
	const syllables = "bacedofuginalorepistuvohamekirodutlenarsovimepzu"
	var b strings.Builder
	for n := i + 24; n > 0; n /= 24 {
		b.WriteString(syllables[n%24*2:][:2])
	}
	return b.String()
}

func TestGroupNothing(t *testing.T) {
	for _, articles := range [][]dedup.Article{
		nil,
		{},
		{{ID: "a", Text: "One article alone."}},
		{{ID: "a"}, {ID: "b"}},
		{{ID: "a", Text: " \n\t"}, {ID: "b", Text: "..."}, {ID: "c", Text: "?! — …"}},
		{{ID: "a", Text: "\xff\xfe\x80"}, {ID: "b", Text: "\xff\xfe\x80"}},
		{{ID: "a", Text: "\x00"}, {ID: "b", Text: "\x00"}},
		{{ID: "a", Text: "Share on Facebook\n\nLeave a Reply"}, {ID: "b", Text: "Share on Facebook\n\nLeave a Reply"}},
		{{ID: "a", Text: "The ferry sank."}, {ID: "b", Text: "Barley is late."}},
	} {
		r := group(t, articles, nil)
		require.Empty(t, r.Clusters, "%q", articles)
		require.Empty(t, r.Pairs, "%q", articles)
		require.Empty(t, r.Related, "%q", articles)
	}
}

func TestResultOfNothing(t *testing.T) {
	var r dedup.Result
	_, ok := r.Article("a")
	require.False(t, ok)
	require.False(t, r.Compared("a", "b"))
	_, err := r.Explain("a", "b")
	require.ErrorIs(t, err, dedup.ErrUnknown)
}

func TestGroupOneWord(t *testing.T) {
	r := group(t, []dedup.Article{{ID: "a", Text: "Strike!"}, {ID: "b", Text: "strike"}, {ID: "c", Text: "Flood"}, {ID: "d", Text: "罷"}, {ID: "e", Text: "罷"}}, nil)
	require.Equal(t, "a b\nd e\n", clusters(r))
	require.Equal(t, dedup.Identical, r.Pairs[0].Relation)
}

// TestGroupAnyBytes has bytes that are no text around a story and inside of it.
func TestGroupAnyBytes(t *testing.T) {
	a, b := dedup.Article{ID: "a\x00b", Text: wireStory}, dedup.Article{ID: "a", Text: wireStory}
	b.Text = strings.ReplaceAll(b.Text, "\n\n", "\x00\n\n\xed\xa0\x80") + "\xc3"
	r := group(t, []dedup.Article{a, b, {ID: "\xff", Text: strings.Repeat("\xff\x00", 5000)}}, &dedup.Options{Passages: true})
	require.Len(t, r.Clusters, 1)
	require.Equal(t, dedup.Identical, r.Pairs[0].Relation)
	for _, p := range r.Pairs[0].Passages {
		require.True(t, p.A.End <= len(b.Text) && p.B.End <= len(a.Text))
	}
}

// TestGroupLong has articles of a megabyte: two of prose of which one holds half
// of the other, and two that repeat a word, a line or a byte.
func TestGroupLong(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const size = 1 << 20
	rng := rand.New(rand.NewPCG(3, 4))
	long := gibberish(rng, size/7)
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	start := time.Now()
	r := group(t, []dedup.Article{
		{ID: "prose", Text: long, Language: "en"},
		{ID: "prose-half", Text: long[:len(long)/2] + gibberish(rng, size/14), Language: "en"},
		{ID: "word", Text: fill("strike ")},
		{ID: "word-again", Text: fill("strike ")},
		{ID: "line", Text: fill("The dockers of Velmar walked out on Monday.\n")},
		{ID: "byte", Text: fill("x")},
		{ID: "quotes", Text: fill(`"`)},
		{ID: "dots", Text: fill("a. ")},
	}, nil)
	require.Less(t, time.Since(start), 60*time.Second)
	require.Equal(t, "prose prose-half\nword word-again\n", clusters(r))
}

// TestGroupCopies prints a story 300 times, and one more with a word changed.
func TestGroupCopies(t *testing.T) {
	articles := invented(400, 300)
	for i := range 300 {
		articles[i].Text = articles[0].Text
	}
	articles[7].Text = strings.Replace(articles[7].Text, " ", " however ", 40)
	start := time.Now()
	r := group(t, articles, nil)
	require.Less(t, time.Since(start), 5*time.Second)
	require.Len(t, r.Clusters, 1)
	require.Len(t, r.Clusters[0].Members, 300)
	require.Less(t, r.Candidates, 300*20)
}

// TestGroupSharedParagraph gives 300 articles one paragraph in common, as a
// newspaper's about itself is: no two are one story.
func TestGroupSharedParagraph(t *testing.T) {
	articles := invented(300, 200)
	paragraph := gibberish(rand.New(rand.NewPCG(5, 6)), 40)
	for i := range articles {
		articles[i].Text += "\n\n" + paragraph
		articles[i].Source = "Courier"
	}
	start := time.Now()
	r := group(t, articles, nil)
	require.Less(t, time.Since(start), 5*time.Second)
	require.Empty(t, r.Clusters)
	require.Less(t, r.Candidates, 300*20)
}

func TestGroupWindow(t *testing.T) {
	noon := time.Date(2024, 3, 4, 12, 0, 0, 0, time.UTC)
	at := func(id string, after time.Duration) dedup.Article {
		return dedup.Article{ID: id, Text: wireStory, Published: noon.Add(after)}
	}
	brief := dedup.Article{ID: "brief", Text: wireBrief, Published: noon.Add(time.Hour)}
	undated := dedup.Article{ID: "undated", Text: wireBrief + " More tomorrow."}
	late := at("late", 30*time.Hour)
	late.Text += "\n\nThe ferry office in Skarn will stay closed on Sunday, its manager said by telephone."
	for _, test := range []struct {
		window time.Duration
		in     []dedup.Article
		pairs  string
		why    string
	}{
		{0, []dedup.Article{at("a", 0), at("b", 1000*time.Hour)}, "a b", "no window"},
		{time.Hour, []dedup.Article{at("a", 0), at("b", time.Hour)}, "a b", "the window itself is inside"},
		{time.Hour, []dedup.Article{at("a", 0), at("b", time.Hour+1)}, "", "copies"},
		{time.Hour, []dedup.Article{brief, at("b", 2*time.Hour+1)}, "", "a brief"},
		{90*time.Minute + 500*time.Millisecond, []dedup.Article{brief, at("b", 150*time.Minute+400*time.Millisecond)}, "b brief", "fractions of a second"},
		{time.Millisecond, []dedup.Article{brief, at("b", 2*time.Hour)}, "", "less than a second is not none"},
		{time.Hour, []dedup.Article{undated, at("b", 0)}, "b undated", "no date is in every window"},
		{40 * time.Hour, []dedup.Article{brief, at("b", 0), late, at("c", -39*time.Hour-1)}, "b brief, b c, b late, brief late", "brief c: more than 40 h; c late: 69 h"},
		{20 * time.Hour, []dedup.Article{brief, at("b", 0), at("b2", 15*time.Hour), late}, "b b2, b brief, b2 brief, b2 late", "the longest copy, late, stands for the others in the search"},
	} {
		r := group(t, test.in, &dedup.Options{Window: test.window})
		var pairs []string
		for _, p := range r.Pairs {
			pairs = append(pairs, p.A+" "+p.B)
		}
		want := strings.Split(test.pairs, ", ")
		if test.pairs == "" {
			want = nil
		}
		require.Equal(t, want, pairs, test.why)
	}
}

func TestGroupThreshold(t *testing.T) {
	articles := loadNewsroom(t).articles[:30]
	most := -1
	for _, threshold := range []float64{0.9, 0.7, 0.5, 0.3, 0.1} {
		r := group(t, articles, &dedup.Options{Threshold: threshold})
		require.Greater(t, len(r.Pairs), most, "at %v", threshold)
		most = len(r.Pairs)
	}
	two := []dedup.Article{{ID: "a", Text: wireStory}, {ID: "b", Text: wireBrief}}
	score := group(t, two, nil).Pairs[0].Score
	for _, threshold := range []float64{0.01, 0.1, 0.3, score} {
		require.Len(t, group(t, two, &dedup.Options{Threshold: threshold}).Clusters, 1, "a derived pair of two is a cluster at %v", threshold)
	}
	require.Empty(t, group(t, two, &dedup.Options{Threshold: score + 1e-9}).Clusters)
}

// TestGroupSketches finds the copies of the newsroom with every scheme.
func TestGroupSketches(t *testing.T) {
	articles := loadNewsroom(t).articles[:30]
	want := clusters(group(t, articles, nil))
	for _, s := range []minhash.Scheme{
		{Family: minhash.MinWise},
		{Family: minhash.MinWise, Seed: 7},
		{Seed: 7},
		{Size: 256},
		{Size: 64},
		{Size: 1},
	} {
		require.Equal(t, want, clusters(group(t, articles, &dedup.Options{Sketch: s})), "%+v", s)
	}
	require.Panics(t, func() { _, _ = dedup.Group(t.Context(), articles, &dedup.Options{Sketch: minhash.Scheme{Size: -1}}) })
}

func TestGroupPassages(t *testing.T) {
	in := []dedup.Article{{ID: "b", Text: wireBrief}, {ID: "a", Text: wireStory}}
	require.Nil(t, group(t, in, nil).Pairs[0].Passages)
	p := group(t, in, &dedup.Options{Passages: true}).Pairs[0]
	require.NotEmpty(t, p.Passages)
	e := compare(t, in[0], in[1], nil)
	require.Equal(t, e.Passages, p.Passages)
}

// TestGroupInsert prints the same sixty words below the articles of a newsroom, one
// of each story, in several papers: they stay apart, and what they are by
// themselves stays together.
func TestGroupInsert(t *testing.T) {
	const insert = "\n\nA tenor who fled the opera house through a trapdoor tells how the chandelier came down, why nobody had " +
		"looked at its chain since the war, and what he sang to the rescuers while they sawed him free. His wife, who " +
		"plays the harp, waited outside with a thermos flask and did not hear a single note of it until they came out."
	n := loadNewsroom(t)
	before := group(t, n.articles, nil)
	articles := slices.Clone(n.articles)
	for i := range articles {
		if articles[i].Language == "en" {
			articles[i].Text += insert
		}
	}
	after := group(t, articles, nil)
	together := map[string]string{}
	for _, c := range after.Clusters {
		for _, m := range c.Members {
			story, _, _ := strings.Cut(m.ID, "/")
			if old, ok := together[c.ID]; ok {
				require.Equal(t, old, story, "%s", m.ID)
			}
			together[c.ID] = story
		}
	}
	require.GreaterOrEqual(t, len(after.Clusters), len(before.Clusters)*9/10)
}

// TestOptionsAreChecked: a threshold that no score reaches, or that all do, is a mistake, and so is a negative window.
func TestOptionsAreChecked(t *testing.T) {
	a := []dedup.Article{{ID: "a", Text: wireStory}, {ID: "b", Text: wireBrief}}
	for _, o := range []*dedup.Options{
		{Threshold: -.1},
		{Threshold: 1.5},
		{Threshold: math.NaN()},
		{Threshold: math.Inf(1)},
		{Window: -1},
		{Window: -72 * time.Hour},
	} {
		_, err := dedup.Group(t.Context(), a, o)
		require.ErrorIs(t, err, dedup.ErrOptions)
		_, err = dedup.Compare(a[0], a[1], o)
		require.ErrorIs(t, err, dedup.ErrOptions)
		_, err = dedup.OpenIndex(t.Context(), nil, o)
		require.ErrorIs(t, err, dedup.ErrOptions)
	}
}

// TestNamesAreRead writes what has a name as JSON and reads it again.
func TestNamesAreRead(t *testing.T) {
	type names struct {
		Relation dedup.Relation
		Kind     dedup.EventKind
		What     dedup.What
	}
	for i := range uint8(8) {
		want := names{min(dedup.Relation(i), dedup.Identical), min(dedup.EventKind(i), dedup.OriginChanged), min(dedup.What(i), dedup.Expired)}
		line, err := json.Marshal(want)
		require.NoError(t, err)
		var got names
		require.NoError(t, json.Unmarshal(line, &got))
		require.Equal(t, want, got)
	}
	for _, line := range []string{`{"Relation":"near"}`, `{"Kind":""}`, `{"What":"relation(9)"}`} {
		require.ErrorContains(t, json.Unmarshal([]byte(line), new(names)), "is called")
	}
}
