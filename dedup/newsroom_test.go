package dedup_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
)

// A newsroom is the articles of testdata/newsroom and what a reader says of them.
type newsroom struct {
	articles []dedup.Article
	byID     map[string]dedup.Article
	pairs    []goldPair
}

type goldPair struct{ label, a, b string }

func loadNewsroom(t *testing.T) *newsroom {
	n := &newsroom{byID: map[string]dedup.Article{}}
	for a, err := range input.Read([]string{"../testdata/newsroom"}, nil) {
		require.NoError(t, err)
		n.articles = append(n.articles, a)
		n.byID[a.ID] = a
	}
	names, err := filepath.Glob("../testdata/newsroom/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		story := strings.TrimSuffix(filepath.Base(name), ".txtar") + "/"
		for _, m := range txtar.Parse(data).Files {
			if m.Name == "gold" {
				n.gold(story, string(m.Data))
			}
		}
	}
	require.NotEmpty(t, n.pairs)
	return n
}

func (n *newsroom) gold(story, text string) {
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) == 5 && f[0] == "pair" {
			n.pairs = append(n.pairs, goldPair{f[1], story + f[2], story + f[3]})
		}
	}
}

// labelled returns the pairs with one of the labels.
func (n *newsroom) labelled(labels ...string) (out []goldPair) {
	for _, p := range n.pairs {
		if slices.Contains(labels, p.label) {
			out = append(out, p)
		}
	}
	return out
}

// compare is dedup.Compare where it cannot fail.
func compare(t testing.TB, a, b dedup.Article, o *dedup.Options) *dedup.Explanation {
	e, err := dedup.Compare(a, b, o)
	require.NoError(t, err)
	return e
}
