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

// Pages of one source that share what it prints above and below a story, and nothing else, are
// no copies of each other; those of several sources are, for there it is an agency's, and so are versions
// of one story above and below which it stands.
func TestModules(t *testing.T) {
	var texts []string
	for a := range (invent.Corpus{Seed: 5, Articles: 400}).All() {
		if words := strings.Fields(a.Text); a.Kind == invent.Independent && a.Language == "en" && len(words) > 150 {
			texts = append(texts, strings.Join(words[20:150], " "))
		}
	}
	require.Greater(t, len(texts), 27)
	part := func(text string, first, last int) string {
		return strings.Join(strings.Fields(text)[first:last], " ") + "."
	}
	page := func(i int, source string) dedup.Article {
		own := part(texts[7+5*i], 0, 70)
		return dedup.Article{ID: strconv.Itoa(i), Source: source, Text: part(texts[6], 0, 45) + "\n" + own + "\n" + part(texts[6], 60, 105)}
	}
	var one, many []dedup.Article
	for i := range 5 {
		one, many = append(one, page(i, "Page")), append(many, page(i, fmt.Sprint("Page ", i)))
	}
	require.Equal(t, "0 1 2 3 4\n", clusters(group(t, many, nil)))
	require.Empty(t, clusters(group(t, one, nil)))
	require.Equal(t, "0 1\n", clusters(group(t, one[:2], nil)), "two cannot tell")

	version := one[4]
	version.ID, version.Text = "5", part(texts[6], 0, 45)+"\n"+part(texts[27], 10, 90)+"\n"+part(texts[6], 60, 105)
	one = append(one, version)
	require.Equal(t, "4 5\n", clusters(group(t, one, nil)))

	// An index finds the same, after it was opened anew, too, and when a page stands elsewhere as well.
	elsewhere := one[0]
	elsewhere.ID, elsewhere.Source = "6", "Elsewhere"
	x := openTested(t, nil)
	x.add(t, one...)
	x.sameAsGroup(t)
	x.reopen(t)
	x.sameAsGroup(t)
	x.add(t, elsewhere)
	x.sameAsGroup(t)
	x.remove(t, elsewhere.ID)
	x.sameAsGroup(t)
}
