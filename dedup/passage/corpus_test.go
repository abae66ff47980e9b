package passage

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/shingle"
)

// corpora holds texts of others for measuring, where somebody has put them.
const corpora = "../../../shared/corpora"

// BenchmarkCorpus compares pairs of real articles by kind: of the same event
// and independent, rewritten, copied, and the articles of those pairs with
// others at random.
func BenchmarkCorpus(b *testing.B) {
	pairs := map[string][][2]*Prepared{}
	for _, name := range []string{"provenance", "gilets-jaunes"} {
		addPairs(b, pairs, filepath.Join(corpora, name))
	}
	for _, kind := range []string{"unlike", "topic", "same", "derived", "copy"} {
		benchmarkPairs(b, kind, pairs[kind])
	}
}

// addPairs adds the labelled pairs of a corpus.
func addPairs(b *testing.B, pairs map[string][][2]*Prepared, dir string) {
	f, err := os.Open(filepath.Join(dir, "pairs.csv"))
	if os.IsNotExist(err) {
		b.Skip("no corpora")
	}
	require.NoError(b, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(b, err)
	rows = rows[1:]
	texts := articles(b, dir, rows)
	for k, row := range rows {
		other := rows[(k+len(rows)/2)%len(rows)]
		pairs[row[2]] = append(pairs[row[2]], [2]*Prepared{texts[row[0]], texts[row[1]]})
		pairs["unlike"] = append(pairs["unlike"], [2]*Prepared{texts[row[0]], texts[other[1]]})
	}
}

// articles reads the articles that the rows name, prepared.
func articles(b *testing.B, dir string, rows [][]string) map[string]*Prepared {
	f, err := os.Open(filepath.Join(dir, "articles.jsonl.gz"))
	require.NoError(b, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(b, err)
	lines := bufio.NewScanner(z)
	lines.Buffer(nil, 1<<26)
	out := map[string]*Prepared{}
	for lines.Scan() {
		var a struct{ ID, Text, Lang string }
		require.NoError(b, json.Unmarshal(lines.Bytes(), &a))
		if slices.ContainsFunc(rows, func(r []string) bool { return r[0] == a.ID || r[1] == a.ID }) {
			out[a.ID] = Prepare(shingle.Parse(a.Text, a.Lang))
		}
	}
	require.NoError(b, lines.Err())
	return out
}
