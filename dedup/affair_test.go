package dedup_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
)

// reports returns a function that writes a report of one affair: 170 words that no other has, and a third of that of its
// background, another part of it in each.
func reports(t *testing.T) func(i int, source string) dedup.Article {
	part := parts(t, 9, 6000, 60)
	background := []string{part(0, 0, 40), part(1, 0, 28), part(2, 0, 34), part(3, 0, 24)}
	return func(i int, source string) dedup.Article {
		var text []string
		for k, b := range background {
			text = append(text, part(10+4*i+k, 0, 42))
			if k != i%len(background) {
				text = append(text, b)
			}
		}
		return dedup.Article{ID: strconv.Itoa(i), Source: source, Language: "en", Text: strings.Join(text, "\n\n")}
	}
}

// Three reports of one source, of which each shares little with each, are of several events, whatever background they
// share. Two cannot tell, nor is it so where each is another source's, as these may be versions of a dispatch.
func TestAffairs(t *testing.T) {
	report := reports(t)
	one := []dedup.Article{report(0, "Courier"), report(1, "Courier"), report(2, "Courier"), report(3, "Courier")}
	x, err := dedup.Compare(one[0], one[1], nil)
	require.NoError(t, err)
	require.Equal(t, dedup.Derived, x.Relation)

	r := group(t, one, nil)
	require.Empty(t, clusters(r))
	const told = "They are in no cluster together: as three articles of Courier tell, of which each shares so little with each, it is the background of several events."
	x, err = r.Explain("0", "1")
	require.NoError(t, err)
	require.Equal(t, told, last(x.Reasons))
	require.Equal(t, told, last(r.Reasons(&x.Pair)))
	require.Equal(t, "0 1\n", clusters(group(t, one[:2], nil)), "two cannot tell")
	many := make([]dedup.Article, len(one))
	for i, a := range one {
		many[i] = a
		many[i].Source = fmt.Sprint("Courier ", i)
	}
	require.Equal(t, "0 1 2 3\n", clusters(group(t, many, nil)), "each is another source's")
	unknown := make([]dedup.Article, len(one))
	for i, a := range one {
		unknown[i] = a
		unknown[i].Source = ""
	}
	require.Equal(t, "0 1 2 3\n", clusters(group(t, unknown, nil)), "nobody knows whose they are")

	version := one[2]
	version.ID, version.Text = "5", version.Text[:len(version.Text)*3/4]+"\n\nNothing more was known on Friday evening."
	all := append(one, version)
	require.Equal(t, "2 5\n", clusters(group(t, all, nil)), "a version of one is one with it")

	star := report(3, "Evening Star")
	r = group(t, append(slices.Clone(one[:3]), star), nil)
	require.Len(t, r.Clusters, 1)
	require.Len(t, r.Clusters[0].Members, 2, "another source's may be a version of one of them")
	require.Equal(t, star.ID, r.Clusters[0].Members[1].ID)

	// An index finds the same, however they come, and when one less tells, or another source has one.
	elsewhere := one[0]
	elsewhere.ID, elsewhere.Source = "6", "Evening Star"
	openTested(t, nil).sameOneByOne(t, append(all, elsewhere), "6", "1", "2", "3", "5")
}

// What shares little with an article of three days before is another report, while a copy is a copy, however late.
func TestLater(t *testing.T) {
	report := reports(t)
	day := func(a dedup.Article, d int) dedup.Article {
		a.Published = time.Date(2024, 3, d, 8, 0, 0, 0, time.UTC)
		return a
	}
	first, second := report(0, "Courier"), report(1, "Evening Star")
	const together = "0 1\n"
	require.Equal(t, together, clusters(group(t, []dedup.Article{first, second}, nil)), "nobody knows when")
	require.Equal(t, together, clusters(group(t, []dedup.Article{day(first, 1), second}, nil)))
	require.Equal(t, together, clusters(group(t, []dedup.Article{day(first, 1), day(second, 3)}, nil)))
	r := group(t, []dedup.Article{day(first, 4), day(second, 1)}, nil)
	require.Empty(t, clusters(r))
	const told = "They are in no cluster together: they were published days apart, and share so little that it is the background of two events."
	x, err := r.Explain("0", "1")
	require.NoError(t, err)
	require.Equal(t, dedup.Derived, x.Relation)
	require.Equal(t, told, last(x.Reasons))
	again := day(first, 9)
	again.ID, again.Text = "2", again.Text+" Nothing more was known."
	require.Equal(t, "0 2\n", clusters(group(t, []dedup.Article{day(first, 1), day(second, 5), again}, nil)))

	// Half of an article is no copy, and who has of both is no reason to group them.
	half := second
	own, other := strings.Split(first.Text, "\n\n"), strings.Split(report(2, "").Text, "\n\n")
	half.Text = strings.Join([]string{own[0], other[0], own[2], other[2], own[3], other[3], own[4], other[5]}, "\n\n")
	require.Equal(t, together, clusters(group(t, []dedup.Article{day(first, 1), half}, nil)))
	require.Empty(t, clusters(group(t, []dedup.Article{day(first, 1), day(half, 5)}, nil)))
	digest := dedup.Article{ID: "4", Source: "Digest", Language: "en", Text: first.Text + "\n\n" + strings.Join(strings.Fields(second.Text)[:150], " ")}
	require.Equal(t, "0 1 4\n", clusters(group(t, []dedup.Article{day(first, 1), day(second, 2), digest}, nil)))
	require.Equal(t, "0 4\n", clusters(group(t, []dedup.Article{day(first, 1), day(second, 5), digest}, nil)))

	// The days of a text are those of all that print it. An index finds the same when one comes, goes, or is dated anew.
	between := day(first, 3)
	between.ID, between.Source = "3", "Herald"
	require.Equal(t, "0 1 3\n", clusters(group(t, []dedup.Article{day(first, 1), day(second, 5), between}, nil)))
	index := openTested(t, nil)
	index.add(t, day(first, 1), day(second, 5))
	index.sameAsGroup(t)
	require.Empty(t, index.Clusters())
	index.add(t, between)
	index.sameAsGroup(t)
	require.Len(t, index.Clusters(), 1)
	index.reopen(t)
	index.sameAsGroup(t)
	index.remove(t, "3")
	index.sameAsGroup(t)
	require.Empty(t, index.Clusters())
	for _, d := range []int{3, 5} {
		index.add(t, day(second, d))
		index.sameAsGroup(t)
	}
	index.add(t, second)
	index.sameAsGroup(t)
	require.Len(t, index.Clusters(), 1)
}

// Of three prints of one text one leaves: the days of the text are those of the two.
func TestThreePrints(t *testing.T) {
	report := reports(t)
	on := func(a dedup.Article, id string, d int) dedup.Article {
		a.ID, a.Published = id, time.Date(2024, 3, d, 8, 0, 0, 0, time.UTC)
		return a
	}
	one, two := report(0, "Courier"), report(1, "Evening Star")
	x := openTested(t, nil)
	x.add(t, on(one, "a1", 1), on(one, "a2", 4), on(one, "a3", 2), on(two, "b", 6))
	x.sameAsGroup(t)
	x.remove(t, "a3")
	x.sameAsGroup(t)
}

// A rewrite keeps few of the words and may come late.
func TestLateRewrites(t *testing.T) {
	first := map[int]dedup.Article{}
	rewrites, late := 0, 0
	for a := range (invent.Corpus{Seed: 3, Articles: 1500}).All() {
		b := dedup.Article{ID: a.ID, Text: a.Text, Source: a.Source, Language: a.Language, Published: time.Date(2024, 3, 9, 8, 0, 0, 0, time.UTC)}
		switch f, ok := first[a.Story]; {
		case !ok:
			b.Published = b.Published.AddDate(0, 0, -5)
			first[a.Story] = b
		case a.Kind == invent.Rewritten:
			if x, err := dedup.Compare(f, b, nil); err == nil && x.Relation == dedup.Derived {
				rewrites++
				late += len(group(t, []dedup.Article{f, b}, nil).Clusters)
			}
		}
	}
	require.Greater(t, rewrites, 50)
	require.Greater(t, late, rewrites*9/10)
}

// Reports of a few sources and days come, go, are dated anew and printed elsewhere: an index is Group's at each moment.
func TestAffairsOfIndex(t *testing.T) {
	report := reports(t)
	rapid.Check(t, func(t *rapid.T) {
		x := openTested(t, nil)
		defer func() { require.NoError(t, x.Close()) }()
		for range rapid.IntRange(1, 14).Draw(t, "steps") {
			a := report(rapid.IntRange(0, 5).Draw(t, "report"), rapid.SampledFrom([]string{"Courier", "Courier", "Star", ""}).Draw(t, "source"))
			a.ID += rapid.SampledFrom([]string{"", "", "-again"}).Draw(t, "elsewhere")
			if day := rapid.IntRange(0, 8).Draw(t, "day"); day > 0 {
				a.Published = time.Date(2024, 3, day, 8, 0, 0, 0, time.UTC)
			}
			switch rapid.IntRange(0, 7).Draw(t, "step") {
			case 0:
				x.remove(t, a.ID)
			case 1:
				if rapid.Bool().Draw(t, "image") {
					x.MinImage(1)
				}
				require.NoError(t, x.Close())
				x.reopen(t)
			default:
				x.add(t, a)
			}
			x.sameAsGroup(t)
		}
	})
}
