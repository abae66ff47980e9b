package dedup_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/wire"
)

// What a report greys, and the reasons it gives without comparing again.
func TestMarksAndReasons(t *testing.T) {
	n := loadNewsroom(t)
	r := group(t, n.articles, nil)
	require.NotEmpty(t, r.Pairs)
	for _, p := range append(r.Pairs, r.Related...) {
		e, err := r.Explain(p.A, p.B)
		require.NoError(t, err)
		require.Equal(t, e.Reasons, r.Reasons(&p))
	}

	kinds := map[wire.Kind]string{}
	for _, a := range n.articles {
		end := 0
		for _, m := range r.Marks(a.ID) {
			require.LessOrEqual(t, end, m.Start, a.ID)
			require.Less(t, m.Start, m.End, a.ID)
			require.LessOrEqual(t, m.End, len(a.Text), a.ID)
			end = m.End
			kinds[m.Kind] += m.Of(a.Text) + "\n"
		}
	}
	require.Contains(t, kinds[wire.Dateline], "VELMAR, March 4 (NPA) -")
	require.Contains(t, kinds[wire.Furniture], "Share this story")
	require.Contains(t, kinds[wire.Desk], "hvd/tos/mk")

	require.Nil(t, r.Marks("nobody"))
	require.Nil(t, r.Reasons(&dedup.Pair{A: "nobody", B: n.articles[0].ID}))
	var zero dedup.Result
	require.Nil(t, zero.Marks("a"))
}

// A line that a source prints under all its articles is furniture to Marks too.
func TestMarksRecurring(t *testing.T) {
	const line = "Our kitchen opens at noon on the quay of Velmar"
	var articles []dedup.Article
	for _, a := range loadNewsroom(t).articles[:8] {
		a.Source, a.Text = "Courier", a.Text+"\n\n"+line
		articles = append(articles, a)
	}
	r := group(t, articles, nil)
	marks := r.Marks(articles[0].ID)
	last := marks[len(marks)-1]
	require.Equal(t, line, strings.TrimSpace(last.Of(articles[0].Text)))
	require.Equal(t, wire.Furniture, last.Kind)
}

// The members that an agency published are told.
func TestMemberAgency(t *testing.T) {
	r := group(t, loadNewsroom(t).articles, nil)
	got := map[string]string{}
	for _, c := range r.Clusters {
		for _, m := range c.Members {
			got[m.ID] = m.Agency
		}
	}
	require.Equal(t, "Northern Press Agency", got["01-harbour-strike/agency"])
	require.Contains(t, got, "01-harbour-strike/portal")
	require.Empty(t, got["01-harbour-strike/portal"])
}
