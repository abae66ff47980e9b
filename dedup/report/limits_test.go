package report

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
)

// A crowd of copies and a heap of related pairs are shortened, unless all is
// asked for.
func TestLimits(t *testing.T) {
	c := crowd(maxMembers+5, maxRelated+3)
	text := func(o Options) string {
		var b bytes.Buffer
		require.NoError(t, newPrinter(&b, &o).result(&c.result, c))
		return b.String()
	}
	short := text(Options{Passages: true})
	require.Contains(t, short, "\n     and 5 more\n")
	require.Contains(t, short, "\n   and 3 more\n")
	require.Contains(t, short, "c018")
	require.NotContains(t, short, "c020")
	full := text(Options{Passages: true, Full: true})
	require.NotContains(t, full, " more\n")
	require.Contains(t, full, "c000 → c024")
	require.Contains(t, full, "x012")
}

func crowd(members, related int) *goldenCase {
	c := &goldenCase{articles: map[string]dedup.Article{}}
	x := dedup.Cluster{ID: "c000", Origin: "c000"}
	for i := range members {
		id := fmt.Sprintf("c%03d", i)
		c.articles[id] = dedup.Article{ID: id, Text: "The same text."}
		x.Members = append(x.Members, dedup.Member{ID: id})
		if i > 0 {
			c.result.Pairs = append(c.result.Pairs, dedup.Pair{A: "c000", B: id, Relation: dedup.Identical, Score: 1, Passages: []passage.Passage{}})
		}
	}
	c.result.Clusters = []dedup.Cluster{x}
	for i := range related {
		c.result.Related = append(c.result.Related, dedup.Pair{A: "c000", B: fmt.Sprintf("x%03d", i), Relation: dedup.Related})
	}
	c.result.Articles = members + related
	return c
}

// What a member is set beside.
func TestStoryBeside(t *testing.T) {
	c := &goldenCase{articles: map[string]dedup.Article{}}
	x := dedup.Cluster{ID: "a"}
	for _, id := range []string{"a", "b", "c", "d"} {
		c.articles[id] = dedup.Article{ID: id}
		x.Members = append(x.Members, dedup.Member{ID: id})
	}
	pairs := []dedup.Pair{linked("a", "b", .9, 70, 30), linked("a", "c", .6, 20, 20), linked("b", "c", .6, 40, 60), linked("c", "d", .5, 90, 90)}
	beside := func(origin string) string {
		x.Origin = origin
		out := ""
		for _, m := range tell(&x, pairs, c).members {
			out += m.ID + "<" + m.from + " "
		}
		return out
	}
	require.Equal(t, "c< a<b b<c d<c ", beside(""), "without an origin from the one closest to all others on, in a tree")
	require.Equal(t, "d< a<b b<c c<d ", beside("d"), "beside the origin, else beside what has most of the words")
	require.Equal(t, "b< a<b c<b d<c ", beside("b"), "beside the origin, though another has more")
	pairs[0] = linked("a", "b", .9, 70, 100)
	require.Equal(t, "c< a<b b<c d<c ", beside(""), "two that have most of each other make no island")
	pairs = pairs[3:]
	require.Equal(t, "c< a<c b<c d<c ", beside(""), "without a pair beside the first")
	pairs = nil
	require.Equal(t, "a< b<a c<a d<a ", beside(""), "without pairs beside the first")
}

// linked returns a pair by its score and the words in a hundred that A and B share.
func linked(a, b string, score float64, ofA, ofB int) dedup.Pair {
	return dedup.Pair{A: a, B: b, Relation: dedup.Derived, Score: score, Evidence: dedup.Evidence{
		A: passage.Coverage{Words: 100, Verbatim: ofA}, B: passage.Coverage{Words: 100, Verbatim: ofB},
	}}
}

// A story of several without an origin says of each what it is set beside, and of none otherwise.
func TestNamesBeside(t *testing.T) {
	c := crowd(4, 0)
	text := func() string {
		var b bytes.Buffer
		require.NoError(t, newPrinter(&b, nil).result(&c.result, c))
		return b.String()
	}
	require.NotContains(t, text(), "; beside ")
	c.result.Clusters[0].Origin = ""
	require.Contains(t, text(), "Origin: unknown. Each but c000 is set beside the one named")
	c.result.Clusters[0].OriginConfidence = .5
	require.Contains(t, text(), "Origin: not among these. Each but c000 is set beside the one named")
	require.Equal(t, 3, strings.Count(text(), "beside c000"))
}
