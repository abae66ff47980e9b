package wire

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The corpora are other people's texts and stand beside the project, not in it.
const corpora = "../../../shared/corpora"

// -sample N prints N random marks of each kind and corpus with what stands
// around them, for a reader to judge; the figures of the package comment come
// from such readings.
var (
	sample     = flag.Int("sample", 0, "print this many marks of each kind in each corpus")
	sampleSeed = flag.Uint64("sample-seed", 1, "seed of -sample")
	sampleKind = flag.String("sample-kind", "", "print this kind only")
)

type article struct{ ID, Text, Lang, Source string }

func readCorpus(t testing.TB, name string) []article {
	f, err := os.Open(filepath.Join(corpora, name, "articles.jsonl.gz"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the corpora are not here: " + corpora)
	}
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	var articles []article
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var a article
		require.NoError(t, json.Unmarshal(lines.Bytes(), &a))
		articles = append(articles, a)
	}
	require.NoError(t, lines.Err())
	return articles
}

// TestCorpusShare bounds how much of real news is marked: a pattern that runs
// wild shows here first.
func TestCorpusShare(t *testing.T) {
	for _, test := range []struct {
		corpus string
		median float64 // of the share of an article's bytes that is marked
		mean   float64
		reason string
	}{
		{"seeds", .01, .02, "five clean articles"},
		{"provenance", .08, .12, "whole pages, link lists and captions among them"},
		{"gilets-jaunes", .01, .02, "bodies with a dateline or an end block"},
		{"us-homepages-2016", .03, .05, "bodies with some captions and forms"},
		{"basil-triplets", .01, .02, "clean bodies"},
		{"bbc-news", .01, .01, "clean bodies, no furniture at all"},
		{"reuters-21578", .02, .02, "1987, before web pages"},
		{"orangesum-fr", .01, .01, "clean French bodies with credits"},
	} {
		t.Run(test.corpus, func(t *testing.T) {
			var shares []float64
			kinds := make(map[Kind]int)
			marked, total := 0, 0
			byKind := make(map[Kind][]string)
			for _, a := range readCorpus(t, test.corpus) {
				n := 0
				for _, m := range Find(a.Text, a.Lang) {
					n += m.Len()
					kinds[m.Kind]++
					if *sample > 0 {
						byKind[m.Kind] = append(byKind[m.Kind], shown(a, m))
					}
				}
				marked, total = marked+n, total+len(a.Text)
				shares = append(shares, float64(n)/float64(max(1, len(a.Text))))
			}
			slices.Sort(shares)
			median, mean := shares[len(shares)/2], float64(marked)/float64(total)
			t.Logf("%s: %d articles, %.2f %% of bytes marked, median article %.2f %%, 90th %.1f %%, marks %v",
				test.corpus, len(shares), 100*mean, 100*median, 100*shares[len(shares)*9/10], kinds)
			require.LessOrEqual(t, median, test.median, test.reason)
			require.LessOrEqual(t, mean, test.mean, test.reason)
			show(byKind)
		})
	}
}

func shown(a article, m Mark) string {
	one := strings.NewReplacer("\n", "⏎", "\r", "␍")
	low, high := boundary(a.Text, max(0, m.Start-60)), boundary(a.Text, min(len(a.Text), m.End+60))
	return fmt.Sprintf("%-9s %v%s %q [%s] %s⟦%s⟧%s", m.Kind, m.Agencies, map[bool]string{true: " partly"}[m.Partly], m.Place, a.ID,
		one.Replace(a.Text[low:m.Start]), one.Replace(m.Of(a.Text)), one.Replace(a.Text[m.End:high]))
}

func show(byKind map[Kind][]string) {
	for k := Credit; k <= Furniture; k++ {
		if *sampleKind != "" && *sampleKind != k.String() {
			continue
		}
		list := byKind[k]
		r := rand.New(rand.NewPCG(*sampleSeed, uint64(k)))
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		for _, s := range list[:min(len(list), *sample)] {
			fmt.Println(s)
		}
	}
}
