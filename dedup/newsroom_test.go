package dedup_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
)

const newsroomDir = "../testdata/newsroom"

// A newsroom is the articles of testdata/newsroom and what a reader says of them.
type newsroom struct {
	articles []dedup.Article
	byID     map[string]dedup.Article
	pairs    []goldPair
	origins  map[string]string // of a member of each cluster; "" if unseen
	clusters [][]string
}

type goldPair struct{ label, a, b string }

func loadNewsroom(t *testing.T) *newsroom {
	n := &newsroom{byID: map[string]dedup.Article{}, origins: map[string]string{}}
	for a, err := range input.Read([]string{newsroomDir}, nil) {
		require.NoError(t, err)
		n.articles = append(n.articles, a)
		n.byID[a.ID] = a
	}
	names, err := filepath.Glob(newsroomDir + "/*.txtar")
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
		switch f := strings.Fields(line); {
		case len(f) == 0:
		case f[0] == "pair":
			n.pairs = append(n.pairs, goldPair{f[1], story + f[2], story + f[3]})
		case f[0] == "cluster":
			var ids []string
			for _, name := range f[1:] {
				ids = append(ids, story+name)
			}
			n.clusters = append(n.clusters, ids)
		case f[0] == "origin" && f[1] == "unseen":
			n.origins[story+f[2]] = ""
		case f[0] == "origin":
			n.origins[story+f[1]] = story + f[1]
		}
	}
}

// reused returns the pairs with one of the labels.
func (n *newsroom) labelled(labels ...string) (out []goldPair) {
	for _, p := range n.pairs {
		for _, l := range labels {
			if p.label == l {
				out = append(out, p)
			}
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
