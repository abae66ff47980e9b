package invent

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/shingle"
)

// TestSameBytes holds the corpus of a seed to one hash, on every machine. A
// change of the generator changes it, and with it every figure measured so far.
func TestSameBytes(t *testing.T) {
	h := sha256.New()
	e := json.NewEncoder(h)
	for a := range (Corpus{Seed: 1, Articles: 3000}).All() {
		require.NoError(t, e.Encode(a))
	}
	require.Equal(t, "43df7f01b9517d0b14a1445897420ab8", hex.EncodeToString(h.Sum(nil)[:16]))
}

// long leaves out, with -short, what takes seconds and has no goroutine that the race detector could
// catch.
func long(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
}

func all(c Corpus) []Article { return slices.Collect(c.All()) }

func TestSizes(t *testing.T) {
	large := all(Corpus{Seed: 2, Articles: 3000})
	for _, n := range []int{0, 1, 2, 999, 2500} {
		got := all(Corpus{Seed: 2, Articles: n})
		require.Len(t, got, n)
		require.Equal(t, large[:n], append([]Article{}, got...), "a smaller corpus is how a larger one begins")
	}
	require.NotEqual(t, large[0].Text, all(Corpus{Seed: 3, Articles: 1})[0].Text)
	seen := 0
	for range (Corpus{Seed: 2, Articles: 3000}).All() {
		if seen++; seen == 10 {
			break // must end the stream, not panic
		}
	}
}

func TestArticles(t *testing.T) {
	ids, texts, sources := map[string]bool{}, map[string]bool{}, map[string]bool{}
	bytes, words := 0, 0
	const n = 4000
	for a := range (Corpus{Seed: 4, Articles: n}).All() {
		require.NotEmpty(t, a.Title)
		require.False(t, a.Published.Before(epoch))
		require.Equal(t, a.Event, a.Story/perEvent)
		require.Equal(t, strings.ToValidUTF8(a.Text, "?"), a.Text)
		ids[a.ID], texts[a.Text], sources[a.Source] = true, true, true
		bytes += len(a.Text)
		words += len(strings.Fields(a.Text))
	}
	require.Len(t, ids, n)
	require.Greater(t, len(texts), n*9/10)
	require.Greater(t, len(sources), houses*9/10)
	require.InDelta(t, 2800, bytes/n, 200, "bytes an article")
	require.InDelta(t, 430, words/n, 40, "words an article")
}

// TestOrder: what comes later was published later, but for three days of delay.
func TestOrder(t *testing.T) {
	latest := epoch
	for a := range (Corpus{Seed: 4, Articles: 4000}).All() {
		require.Less(t, latest.Sub(a.Published).Hours(), 70.0)
		if a.Published.After(latest) {
			latest = a.Published
		}
	}
}

// TestProportions: kinds, sizes of stories and stories of events are as they are said to be.
func TestProportions(t *testing.T) {
	long(t)
	const n = 15_000
	kinds, stories, events := map[Kind]int{}, map[int]int{}, map[int]map[int]bool{}
	for a := range (Corpus{Seed: 5, Articles: n}).All() {
		kinds[a.Kind]++
		stories[a.Story]++
		if events[a.Event] == nil {
			events[a.Event] = map[int]bool{}
		}
		events[a.Event][a.Story] = true
	}
	made := float64(n - len(stories))
	require.Equal(t, len(stories), kinds[Original]+kinds[Independent])
	for k, percent := range map[Kind]float64{Copy: Copies, Edited: Edits, Abridged: Abridgments, Rewritten: Rewrites} {
		require.InDelta(t, percent/100, float64(kinds[k])/made, .02, k)
	}
	sizes := slices.Sorted(maps.Values(stories))
	alone, _ := slices.BinarySearch(sizes, 2)
	many, _ := slices.BinarySearch(sizes, 5)
	several := float64(len(sizes) - alone)
	require.InDelta(t, 1./6, several/float64(len(sizes)), .01, "stories with several articles")
	require.InDelta(t, .16, float64(len(sizes)-many)/several, .03, "of them, with five or more")
	require.LessOrEqual(t, sizes[len(sizes)-1], 500)
	told := 0
	for _, s := range events {
		if len(s) > 1 {
			told++
		}
	}
	require.InDelta(t, .10, float64(told)/float64(len(events)), .01, "events told more than once")
}

// TestResemblance compares every article with the first of its story, and the first of a story with
// that of its event, and holds mean, twentieth and last twentieth to the table in doc.go.
func TestResemblance(t *testing.T) {
	long(t)
	resemblance, containment := map[Kind][]float64{}, map[Kind][]float64{}
	story, event := map[int]shingle.Set{}, map[int]shingle.Set{}
	articles, missing := all(Corpus{Seed: 6, Articles: 6000}), 0
	slices.SortStableFunc(articles, func(a, b Article) int { return int(a.Kind) - int(b.Kind) }) // originals first
	for _, a := range articles {
		set := shingle.Shingler{}.Set(a.Text)
		first, of := story, a.Story
		if a.Kind <= Independent {
			story[a.Story] = set
			first, of = event, a.Event
		}
		if a.Kind == Original {
			event[a.Event] = set
			continue
		}
		if first[of] == nil { // it comes after the end
			missing++
			continue
		}
		resemblance[a.Kind] = append(resemblance[a.Kind], set.Resemblance(first[of]))
		containment[a.Kind] = append(containment[a.Kind], set.Containment(first[of]))
	}
	require.Less(t, missing, len(articles)/50)
	for _, c := range []struct {
		kind           Kind
		mean, low, top float64
		of             map[Kind][]float64
	}{
		{Copy, .96, .90, 1, resemblance},
		{Edited, .84, .70, .95, resemblance},
		{Abridged, .33, .18, .50, resemblance},
		{Abridged, .90, .70, 1, containment},
		{Rewritten, .21, .12, .33, resemblance},
		{Independent, .04, .01, .10, resemblance},
	} {
		got := c.of[c.kind]
		slices.Sort(got)
		mean := 0.0
		for _, x := range got {
			mean += x / float64(len(got))
		}
		require.InDelta(t, c.mean, mean, .03, "%v", c.kind)
		require.GreaterOrEqual(t, got[len(got)/20], c.low, "%v", c.kind)
		require.LessOrEqual(t, got[len(got)*19/20], c.top, "%v", c.kind)
	}
}

// TestZipf: the law of the words is that of news. Of running text the hundred most frequent words
// make about half, and the number of different words grows like a power of the length.
func TestZipf(t *testing.T) {
	long(t)
	count := map[string]int{}
	words, half := 0, 0
	const n = 8000
	i := 0
	for a := range (Corpus{Seed: 7, Articles: n}).All() {
		for w := range strings.FieldsSeq(a.Text) {
			count[w]++
			words++
		}
		if i++; i == n/4 {
			half = len(count)
		}
	}
	top := 0
	for _, c := range slices.SortedFunc(maps.Values(count), func(p, q int) int { return q - p })[:100] {
		top += c
	}
	require.InDelta(t, .45, float64(top)/float64(words), .1)
	heaps := math.Log(float64(len(count))/float64(half)) / math.Log(4)
	require.InDelta(t, .5, heaps, .2, "Heaps' exponent")
}

// TestMemory: a stream holds no more at its end than at its beginning.
func TestMemory(t *testing.T) {
	long(t)
	var most uint64
	i := 0
	for range (Corpus{Seed: 8, Articles: 8000}).All() {
		if i++; i%2000 == 0 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	require.Less(t, most, uint64(64<<20))
}

// TestTable: draws fall as the weights say.
func TestTable(t *testing.T) {
	for _, weights := range [][]uint64{{1}, {1, 1}, {0, 1}, {1, 2, 3, 4}, {1000, 1, 1, 1, 1}} {
		table, d := newTable(weights), throw(1, 2, 3)
		got := make([]int, len(weights))
		const n = 100_000
		for range n {
			got[table.draw(d)]++
		}
		total := uint64(0)
		for _, w := range weights {
			total += w
		}
		for i, w := range weights {
			require.InDelta(t, float64(w)/float64(total), float64(got[i])/n, .01, "%v", weights)
		}
	}
}

// TestSpelling: different words are spelt differently, in all classes together.
func TestSpelling(t *testing.T) {
	x := newLexicon()
	seen := map[string]bool{}
	for c := noun; c <= adjective; c++ {
		for _, s := range x.spelling[c] {
			require.False(t, seen[s], s)
			seen[s] = true
		}
	}
}

func BenchmarkCorpus(b *testing.B) {
	const n = 5000
	bytes := 0
	for b.Loop() {
		bytes = 0
		for a := range (Corpus{Seed: 1, Articles: n}).All() {
			bytes += len(a.Text)
		}
	}
	b.SetBytes(int64(bytes))
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
}
