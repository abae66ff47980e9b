package dedup_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
)

// parts returns a function that cuts a sentence out of one of more than so many articles that have nothing in common:
// words of it from first to last-1, at most 130.
func parts(t *testing.T, seed uint64, articles, least int) func(k, first, last int) string {
	var texts [][]string
	for a := range (invent.Corpus{Seed: seed, Articles: articles}).All() {
		if words := strings.Fields(a.Text); a.Kind == invent.Independent && a.Language == "en" && len(words) > 150 {
			texts = append(texts, words[20:150])
		}
	}
	require.Greater(t, len(texts), least)
	return func(k, first, last int) string { return strings.Join(texts[k][first:last], " ") + "." }
}

func last(reasons []string) string { return reasons[len(reasons)-1] }

// Pages of one source that share what it prints above and below a story, and nothing else, are
// no copies of each other; those of several sources are, for there it is an agency's, and so are versions
// of one story above and below which it stands.
func TestModules(t *testing.T) {
	part := parts(t, 5, 400, 27)
	page := func(i int, source string) dedup.Article {
		own := part(7+5*i, 0, 70)
		return dedup.Article{ID: strconv.Itoa(i), Source: source, Text: part(6, 0, 45) + "\n" + own + "\n" + part(6, 60, 105)}
	}
	var one, many []dedup.Article
	for i := range 5 {
		one, many = append(one, page(i, "Page")), append(many, page(i, fmt.Sprint("Page ", i)))
	}
	require.Equal(t, "0 1 2 3 4\n", clusters(group(t, many, nil)))
	require.Empty(t, clusters(group(t, one, nil)))
	require.Equal(t, "0 1\n", clusters(group(t, one[:2], nil)), "two cannot tell")
	const told = "They are in no cluster together: other articles of Page have what they share, and nothing besides, so that it is the page's."
	r := group(t, one, nil)
	why, err := r.Explain("0", "1")
	require.NoError(t, err)
	require.Equal(t, dedup.Derived, why.Relation)
	require.Equal(t, told, last(why.Reasons))
	require.Equal(t, told, last(r.Reasons(&why.Pair)))
	why, err = group(t, many, nil).Explain("0", "1")
	require.NoError(t, err)
	require.NotContains(t, last(why.Reasons), "no cluster")

	version := one[4]
	version.ID, version.Text = "5", part(6, 0, 45)+"\n"+part(27, 10, 90)+"\n"+part(6, 60, 105)
	one = append(one, version)
	require.Equal(t, "4 5\n", clusters(group(t, one, nil)))

	// An index finds the same, after it was opened anew, too, and when a page stands elsewhere as well.
	elsewhere := one[0]
	elsewhere.ID, elsewhere.Source = "6", "Elsewhere"
	x := openTested(t, nil)
	x.add(t, one...)
	x.sameAsGroup(t)
	why, err = x.Explain(t.Context(), "1", "0")
	require.NoError(t, err)
	require.Equal(t, told, last(why.Reasons))
	why, err = x.Explain(t.Context(), "4", "5")
	require.NoError(t, err)
	require.NotContains(t, last(why.Reasons), "no cluster")
	x.reopen(t)
	x.sameAsGroup(t)
	why, err = x.Explain(t.Context(), "1", "0")
	require.NoError(t, err)
	require.Equal(t, told, last(why.Reasons))
	x.add(t, elsewhere)
	x.sameAsGroup(t)
	x.remove(t, elsewhere.ID)
	x.sameAsGroup(t)
}

// What two pages share besides may cease to be looked for though neither changes, as others have it: the index is
// Group's then, too.
func TestModulesOfOthers(t *testing.T) {
	part := parts(t, 9, 6000, 150)
	above, below, ac, bc := part(0, 0, 40), part(1, 0, 40), part(2, 0, 80), part(3, 0, 80)
	page := func(id, source string, parts ...string) dedup.Article {
		return dedup.Article{ID: id, Source: source, Language: "en", Text: strings.Join(parts, "\n\n")}
	}
	x := openTested(t, nil)
	x.add(t,
		page("a", "S", above, part(4, 0, 130), below, ac),
		page("b", "S", above, part(150, 0, 130), below, bc),
		page("c", "S", bc, part(6, 0, 130), part(7, 0, 60), ac),
		page("d", "T", part(4, 0, 60), part(6, 0, 60), part(4, 70, 120), part(6, 70, 120)))
	x.sameAsGroup(t)
	before := clustersIn(x.Clusters())
	var others []dedup.Article
	for i := range 130 {
		others = append(others, page(fmt.Sprint("x", i), fmt.Sprint("X", i), part(10+i, 0, 130), bc))
	}
	x.add(t, others...)
	x.sameAsGroup(t)
	require.NotEqual(t, before, clustersIn(x.Clusters()), "the teaser is too common to be looked for, and no module any more")
}

// Versions of a story with a teaser below each have more in common than that, and who has most of a dispatch has the story.
func TestNoModules(t *testing.T) {
	part := parts(t, 5, 400, 27)
	dispatch := part(0, 0, 130) + " " + part(1, 0, 130) + " " + part(2, 0, 130)
	var wire []dedup.Article
	for i := range 3 {
		text := part(7+5*i, 0, 120) + "\n\n" + dispatch + "\n\n" + part(8+5*i, 0, 20)
		wire = append(wire, dedup.Article{ID: strconv.Itoa(i), Source: "Page", Text: text})
	}
	require.Equal(t, "0 1 2\n", clusters(group(t, wire, nil)))
}

// Two pages of a source are apart for many reasons: that what they share is the page's is told only where other pages have it, too.
func TestModuleIsTold(t *testing.T) {
	part := parts(t, 9, 400, 20)
	page := func(id, source string, parts ...string) dedup.Article {
		return dedup.Article{ID: id, Source: source, Language: "en", Text: strings.Join(parts, "\n\n")}
	}
	articles := []dedup.Article{page("a", "Page", part(0, 0, 45), part(1, 0, 120), part(0, 60, 105)), page("b", "Page", part(0, 0, 45), part(2, 0, 100), part(0, 60, 105))}
	for i := range 8 {
		articles = append(articles, page(fmt.Sprint("c", i), fmt.Sprint("Elsewhere ", i), part(1, 0, 120), part(4+i, 0, 20)))
	}
	r := group(t, articles, nil)
	require.Equal(t, "a c0 c1 c2 c3 c4 c5 c6 c7\n", clusters(r))
	why, err := r.Explain("a", "b")
	require.NoError(t, err)
	require.Equal(t, dedup.Derived, why.Relation)
	require.Equal(t, "They are in no cluster together: of the pairs that it would have too few are derived.", last(why.Reasons))
	x := openTested(t, nil)
	x.add(t, articles...)
	for range 2 {
		again, err := x.Explain(t.Context(), "a", "b")
		require.NoError(t, err)
		require.Equal(t, why.Reasons, again.Reasons)
		x.reopen(t)
	}
}
