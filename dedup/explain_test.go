package dedup_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

var update = flag.Bool("update", false, "rewrite the reasons in testdata/explain")

// TestExplain reads testdata/explain/*.txtar. The comment says what a reader sees.
// Two members *.txt are articles with a head, "want" is the relation, or "related
// or less", and "reasons" is the verdict as it is given, which -update rewrites.
func TestExplain(t *testing.T) {
	names, err := filepath.Glob("testdata/explain/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			file, err := txtar.ParseFile(name)
			require.NoError(t, err)
			require.Len(t, file.Files, 4)
			a, b := headed(t, file.Files[0]), headed(t, file.Files[1])
			want := strings.TrimSpace(string(file.Files[2].Data))

			r := group(t, []dedup.Article{a, b}, nil)
			e, err := r.Explain(b.ID, a.ID)
			require.NoError(t, err)
			if want == "related or less" {
				require.LessOrEqual(t, e.Relation, dedup.Related, "%s", file.Comment)
			} else {
				require.Equal(t, want, e.Relation.String(), "%s\nscore %.2f", file.Comment, e.Score)
			}
			require.Equal(t, e.Relation >= dedup.Derived, len(r.Clusters) == 1)
			require.Equal(t, a, e.First)
			require.Equal(t, b, e.Second)
			got := fmt.Sprintf("%s %s: %v\n%s\n", e.A, e.B, e.Relation, strings.Join(e.Reasons, "\n"))
			if *update {
				file.Files[3].Data = []byte(got)
				require.NoError(t, os.WriteFile(name, txtar.Format(file), 0o666))
			}
			require.Equal(t, string(file.Files[3].Data), got)
		})
	}
}

// headed reads an article whose head is lines of "Key: value".
func headed(t *testing.T, m txtar.File) dedup.Article {
	head, text, ok := strings.Cut(string(m.Data), "\n\n")
	require.True(t, ok, m.Name)
	a := dedup.Article{ID: strings.TrimSuffix(m.Name, ".txt"), Text: text}
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "Source":
			a.Source = value
		case "Language":
			a.Language = value
		case "Published":
			var err error
			a.Published, err = time.Parse(time.RFC3339, value)
			require.NoError(t, err)
		default:
			t.Fatalf("%s: %q", m.Name, line)
		}
	}
	return a
}

// TestCompareKeepsReports compares on, by itself and side by side, while what was said before is read: no report
// changes, whatever came after it.
func TestCompareKeepsReports(t *testing.T) {
	var articles []dedup.Article
	for i, text := range []string{wireStory, wireBrief, wireStory + "\n\n" + wireBrief, strings.Repeat(wireStory+"\n\n", 260), "", "Nothing of the kind."} {
		articles = append(articles, dedup.Article{ID: string(rune('a' + i)), Text: text, Language: "en"})
	}
	var said []*dedup.Explanation
	var want [][]passage.Region
	for _, a := range articles {
		for _, b := range articles {
			if a.ID == b.ID {
				continue
			}
			e, err := dedup.Compare(a, b, nil)
			require.NoError(t, err)
			said = append(said, e)
			var regions []passage.Region
			if e.Report != nil {
				regions = e.Report.Regions()
				require.True(t, len(regions) > 0 || e.A != "a" || e.B != "c", "the whole of a stands in c")
			}
			want = append(want, regions)
		}
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i, e := range said {
				if len(e.First.Text)+len(e.Second.Text) > 1<<18 {
					continue // which takes long, and was after others
				}
				again, err := dedup.Compare(e.First, e.Second, nil)
				switch {
				case err != nil:
					t.Error(err)
				case !slices.Equal(e.Passages, again.Passages) || !slices.Equal(e.Reasons, again.Reasons):
					t.Errorf("%s and %s compare otherwise", e.A, e.B)
				case e.Report != nil && !slices.Equal(want[i], e.Report.Regions()):
					t.Errorf("the regions of %s and %s changed", e.A, e.B)
				}
			}
		})
	}
	wg.Wait()
}

// TestExplainCopy: a copy is a copy, its dateline and credit included, which are no evidence.
func TestExplainCopy(t *testing.T) {
	text := "OSLO, May 5 (Reuters) - " + wireBrief + "\n\n(Reporting by Ann Onym; Editing by Other Name)"
	r := group(t, []dedup.Article{{ID: "a", Text: text}, {ID: "b", Text: text}}, &dedup.Options{Passages: true})
	all := shingle.Span{End: len(text)}
	whole := []passage.Passage{{Kind: passage.Verbatim, A: all, B: all, Alike: 1}}
	require.Len(t, r.Pairs, 1)
	require.Equal(t, whole, r.Pairs[0].Passages)
	require.Less(t, r.Pairs[0].Evidence.A.Verbatim, len(strings.Fields(text))-8)
	e, err := r.Explain("a", "b")
	require.NoError(t, err)
	require.Equal(t, whole, e.Passages)
	require.Equal(t, whole, e.Report.Passages)
	require.Equal(t, r.Pairs[0].Evidence, e.Evidence)
}

func TestExplainErrors(t *testing.T) {
	r := group(t, []dedup.Article{{ID: "a", Text: wireStory}, {ID: "b", Text: wireBrief}}, nil)
	_, err := r.Explain("a", "c")
	require.ErrorIs(t, err, dedup.ErrUnknown)
	require.EqualError(t, err, `dedup: no article with this ID: "c"`)
	_, err = r.Explain("", "a")
	require.ErrorIs(t, err, dedup.ErrUnknown)
	require.False(t, r.Compared("a", "c"))
	_, ok := r.Article("c")
	require.False(t, ok)

	a, ok := r.Article("a")
	require.True(t, ok)
	require.Equal(t, dedup.Article{ID: "a", Text: wireStory, Language: "en"}, a, "the language is that detected")

	e, err := r.Explain("a", "a")
	require.NoError(t, err)
	require.Equal(t, dedup.Identical, e.Relation)
}

// TestExplainUnlinked: why two articles were not linked is said too.
func TestExplainUnlinked(t *testing.T) {
	noon := time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC)
	r := group(t, []dedup.Article{
		{ID: "a", Text: wireStory, Published: noon},
		{ID: "b", Text: wireBrief, Published: noon.AddDate(0, 0, 9)},
		{ID: "c", Text: "Barley is late this year.", Published: noon},
	}, &dedup.Options{Window: 36 * time.Hour})
	require.Empty(t, r.Pairs)

	e, err := r.Explain("a", "b")
	require.NoError(t, err)
	require.Equal(t, dedup.Derived, e.Relation)
	require.Contains(t, e.Reasons, "They were published more than 36h0m0s apart: too far to be linked.")
	require.False(t, r.Compared("a", "b"))

	e, err = r.Explain("a", "c")
	require.NoError(t, err)
	require.Equal(t, dedup.Unrelated, e.Relation)
	require.Contains(t, e.Reasons, "The search did not propose this pair: it shares too few rare word sequences.")
}

func TestExplainThreshold(t *testing.T) {
	a, b := dedup.Article{ID: "a", Text: wireStory}, dedup.Article{ID: "b", Text: wireBrief}
	e := compare(t, a, b, nil)
	require.Equal(t, dedup.Derived, e.Relation)
	e = compare(t, a, b, &dedup.Options{Threshold: 0.99})
	require.Equal(t, dedup.Related, e.Relation)
	require.Equal(t, fmt.Sprintf("Score %.2f; derived from 0.99 on.", e.Score), e.Reasons[len(e.Reasons)-1])
}

func TestRelation(t *testing.T) {
	for r, want := range []string{"unrelated", "related", "derived", "near-duplicate", "identical", "relation(5)"} {
		require.Equal(t, want, dedup.Relation(r).String())
		text, err := dedup.Relation(r).MarshalText()
		require.NoError(t, err)
		require.Equal(t, want, string(text))
	}
}

// Two of many copies were compared, as one text, though not every pair of them is listed.
func TestExplainTwins(t *testing.T) {
	var articles []dedup.Article
	for i := range 60 {
		articles = append(articles, dedup.Article{ID: fmt.Sprintf("copy-%02d", i), Text: wireStory})
	}
	r := group(t, articles, nil)
	require.Len(t, r.Clusters, 1)
	require.Less(t, len(r.Pairs), 60*59/2)
	require.True(t, r.Compared("copy-05", "copy-50"))
	e, err := r.Explain("copy-05", "copy-50")
	require.NoError(t, err)
	require.Equal(t, dedup.Identical, e.Relation)
	require.NotContains(t, strings.Join(e.Reasons, "\n"), "did not propose")
}

// TestReasonsCount: one is one, and of one fact that is another nobody says that a template was filled anew.
func TestReasonsCount(t *testing.T) {
	r := group(t, []dedup.Article{{ID: "a", Text: wireStory}, {ID: "b", Text: strings.Replace(wireStory, "SKARN, May 6 (NPA) - ", "", 1)}}, nil)
	require.Len(t, r.Pairs, 1)
	said := func(change func(c *passage.Coverage)) string {
		p := r.Pairs[0]
		change(&p.Evidence.A)
		change(&p.Evidence.B)
		return strings.Join(r.Reasons(&p), "\n")
	}
	one := said(func(c *passage.Coverage) { c.Cuts, c.OwnLongest, c.OwnContent = 1, 1, 1 })
	for _, want := range []string{"an ellipsis (1 time),", "longest run 1 word; 1 content word kept.", "datelines: 1 stretch of text."} {
		require.Contains(t, one, want)
	}
	require.Contains(t, said(func(c *passage.Coverage) { c.Cuts = 2 }), "an ellipsis (2 times),")
	for _, test := range []struct{ facts, replaced, numbers, numbersReplaced int }{{0, 1, 0, 1}, {9, 1, 0, 1}, {0, 0, 0, 0}} {
		got := said(func(c *passage.Coverage) {
			c.FactsKept, c.Replaced, c.NumbersKept, c.NumbersReplaced = test.facts, test.replaced, test.numbers, test.numbersReplaced
		})
		require.NotContains(t, got, "template", "%+v", test)
	}
	require.Contains(t, said(func(c *passage.Coverage) { c.FactsKept, c.Replaced = 1, 2 }), "1 name or number agrees and 2 stand against others")
	require.Contains(t, said(func(c *passage.Coverage) { c.FactsKept, c.Replaced, c.NumbersKept, c.NumbersReplaced = 9, 2, 0, 2 }), "0 numbers agree and 2 stand against others")
}
