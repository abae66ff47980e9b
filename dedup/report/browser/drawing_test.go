package browser

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/report"
)

// TestDrawing draws a story of many: what leaves one member for many is a single
// trunk, and lines between members of the same hour go past those between.
func TestDrawing(t *testing.T) {
	const many = 30
	var star, chain []dedup.Article
	noon := time.Date(2024, 3, 4, 12, 0, 0, 0, time.UTC)
	sentence := func(n int) string {
		return fmt.Sprintf("Crane %d of the harbor of Velmar, %d metres high, was lifted onto a barge of the %dth brigade on Monday.\n\n", n, 3*n+40, n+20)
	}
	text := func(from, to int) string {
		var b strings.Builder
		for n := from; n < to; n++ {
			b.WriteString(sentence(n))
		}
		return b.String()
	}
	add := func(list *[]dedup.Article, id, text string, after time.Duration) {
		*list = append(*list, dedup.Article{ID: id, Title: "Cranes leave Velmar", Source: "Paper " + id, Language: "en", Text: text, Published: noon.Add(after)})
	}
	add(&star, "wire", "VELMAR, March 4 (Reuters) - "+text(0, 60), 0)
	star[0].Source = "Reuters"
	for n := range many {
		add(&star, fmt.Sprintf("s%02d", n), "VELMAR, March 4 (Reuters) - "+text(n, n+30), time.Duration(n+1)*20*time.Minute)
	}
	r := told(t, star)
	require.Equal(t, "wire", r.Clusters[0].Origin)
	b := open(t, save(t, r, nil), wide)
	b.visit("#/story/" + url.QueryEscape(r.Clusters[0].ID))
	require.Equal(t, many, eval[int](b, `document.querySelectorAll(".chart .line").length`))
	require.Equal(t, 1, eval[int](b, `document.querySelectorAll(".chart .trunk").length`))
	require.Less(t, eval[float64](b, `Number(document.querySelector(".chart .trunk").getAttribute("stroke-width"))`), 10.0)
	require.Empty(t, eval[string](b, `[...document.querySelectorAll(".member .note")].map(n => n.textContent).filter(s => s.includes("beside")).join()`))

	for n := range 8 {
		add(&chain, fmt.Sprintf("c%02d", n), text(4*n, 4*n+20), time.Duration((5*n)%8)*time.Minute+time.Duration(min(n, 1))*20*time.Hour)
	}
	r = told(t, chain)
	require.Empty(t, r.Clusters[0].Origin)
	b.load("file://" + save(t, r, &report.Options{Title: "Chain"}))
	b.visit("#/story/" + url.QueryEscape(r.Clusters[0].ID))
	require.Positive(t, eval[int](b, `[...document.querySelectorAll(".chart .line")].filter(l => l.getAttribute("d").includes("C")).length`))
	require.Equal(t, len(r.Clusters[0].Members)-1, eval[int](b, `[...document.querySelectorAll(".member .note")].filter(n => / beside \d+ Paper c/.test(n.textContent)).length`))
	b.quiet()
}

// told groups articles, which are one story.
func told(t *testing.T, articles []dedup.Article) *dedup.Result {
	r, err := dedup.Group(t.Context(), articles, &dedup.Options{Passages: true})
	require.NoError(t, err)
	require.Len(t, r.Clusters, 1)
	return r
}
