package dedup_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup"
)

// dump has all that a result says, and the reasons for some of its pairs and for
// two others.
func dump(t require.TestingT, r *dedup.Result, articles []dedup.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d articles, %d candidates\n", r.Articles, r.Candidates)
	for _, c := range r.Clusters {
		fmt.Fprintf(&b, "%+v\n", c)
	}
	for i, p := range slices.Concat(r.Pairs, r.Related) {
		fmt.Fprintf(&b, "%+v\n", p)
		if i%10 > 0 {
			continue
		}
		e, err := r.Explain(p.A, p.B)
		require.NoError(t, err)
		require.Equal(t, p.Relation, e.Relation, "what Explain says of %s %s", p.A, p.B)
		require.Equal(t, p.Score, e.Score)
		require.True(t, r.Compared(p.A, p.B))
		fmt.Fprintln(&b, e.Reasons)
	}
	for i := range min(2, len(articles)-1) {
		e, err := r.Explain(articles[i].ID, articles[i+1].ID)
		require.NoError(t, err)
		fmt.Fprintln(&b, r.Compared(e.A, e.B), e.Reasons)
	}
	return b.String()
}

// TestOrder groups some articles of the newsroom in any order, with any number
// of workers: nothing that can be asked of the result differs.
func TestOrder(t *testing.T) {
	all := loadNewsroom(t).articles
	rapid.Check(t, func(t *rapid.T) {
		start := rapid.IntRange(0, len(all)-12).Draw(t, "start")
		sorted := all[start : start+rapid.IntRange(0, 12).Draw(t, "articles")]
		o := &dedup.Options{Workers: 1, Passages: rapid.Bool().Draw(t, "passages")}
		want, err := dedup.Group(t.Context(), sorted, o)
		require.NoError(t, err)
		shuffled := rapid.Permutation(sorted).Draw(t, "order")
		kept := slices.Clone(shuffled)
		o.Workers = rapid.IntRange(-1, 9).Draw(t, "workers")
		got, err := dedup.Group(t.Context(), shuffled, o)
		require.NoError(t, err)
		require.Equal(t, dump(t, want, sorted), dump(t, got, sorted))
		require.Equal(t, kept, shuffled, "the caller's slice was changed")
	})
}

// TestOrderOfCopies has what the newsroom has not: many alike in every way.
func TestOrderOfCopies(t *testing.T) {
	texts := []string{wireStory, wireBrief, wireStory + "\n\n" + wireBrief, strings.ToUpper(wireStory), "", "Strike"}
	rapid.Check(t, func(t *rapid.T) {
		var articles []dedup.Article
		for i := range rapid.IntRange(0, 20).Draw(t, "articles") {
			articles = append(articles, dedup.Article{ID: strconv.Itoa(i), Text: rapid.SampledFrom(texts).Draw(t, "text")})
		}
		want, err := dedup.Group(t.Context(), articles, &dedup.Options{Workers: 1})
		require.NoError(t, err)
		shuffled := rapid.Permutation(articles).Draw(t, "order")
		got, err := dedup.Group(t.Context(), shuffled, &dedup.Options{Workers: 3})
		require.NoError(t, err)
		require.Equal(t, dump(t, want, articles), dump(t, got, articles))
	})
}

// TestCompareAnything holds the verdict on any two texts to its laws.
func TestCompareAnything(t *testing.T) {
	piece := rapid.OneOf(
		rapid.SampledFrom(strings.SplitAfter(wireStory, "\n\n")),
		rapid.SampledFrom([]string{"\xff", "\x00", "\n", "“", "(AFP)", "Photo: A. B. / AP\n\n", "Читать также\n\n", "東京で火事。", "ไฟไหม้", "1,000 ", "… "}),
		rapid.String(),
	)
	text := rapid.Map(rapid.SliceOfN(piece, 0, 8), func(s []string) string { return strings.Join(s, "") })
	rapid.Check(t, func(t *rapid.T) {
		a := dedup.Article{ID: "a", Text: text.Draw(t, "a")}
		b := dedup.Article{ID: "b", Text: text.Draw(t, "b")}
		e, err := dedup.Compare(a, b, nil)
		require.NoError(t, err)
		for _, x := range []float64{e.Score, e.Resemblance, e.AInB, e.BInA} {
			require.True(t, 0 <= x && x <= 1, "%+v", e.Pair)
		}
		require.NotEmpty(t, e.Reasons)
		for _, r := range e.Reasons {
			require.True(t, utf8.ValidString(r), "%q", r)
		}
		swapped, err := dedup.Compare(b, a, nil)
		require.NoError(t, err)
		require.Equal(t, e.Pair, swapped.Pair, "Compare of b and a")

		b.Text = a.Text
		same, err := dedup.Compare(a, b, nil)
		require.NoError(t, err)
		if same.Evidence.A.Words > 0 {
			require.Equal(t, dedup.Identical, same.Relation)
			require.Equal(t, 1.0, same.Score)
		} else {
			require.Equal(t, dedup.Unrelated, same.Relation)
		}
	})
}

// TestExchange: who is called A does not matter much to the verdict. It does to
// the alignment, which settles ties from A's side: .04 is the most in the newsroom.
func TestExchange(t *testing.T) {
	n := loadNewsroom(t)
	for _, p := range n.labelled("copy", "derived", "same") {
		a, b := n.byID[p.a], n.byID[p.b]
		first := compare(t, a, b, nil)
		a.ID, b.ID = "2", "1"
		second := compare(t, a, b, nil)
		require.InDelta(t, first.Score, second.Score, 0.1, "%s %s", p.a, p.b)
	}
}
