package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/wire"
)

// No cell of text begins as a formula does, and a reader of CSV finds what went in.
func TestCSVCannotCompute(t *testing.T) {
	evil := []string{"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=x", "\n=1", "＝1", `=cmd|' /C calc'!A0`, `a","=1+1`, "a\n=1", "\x00=1", "caf\xe9", `"`, "", "\x1b[2J\u202e=1"}
	want := []string{"'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "'=x", "'\n=1", "'＝1", `'=cmd|' /C calc'!A0`, `a","=1+1`, "a\n=1", "'=1", "caf\ufffd", `"`, "", "[2J=1"}
	for i, e := range evil {
		require.Equal(t, want[i], harmless(e))
		r := &dedup.Result{
			Articles: 2,
			Clusters: []dedup.Cluster{{ID: "x" + e, Origin: "", Members: []dedup.Member{{ID: "x" + e, Title: e, Source: e, Credit: e}, {ID: "y"}}}},
			Pairs:    []dedup.Pair{{A: "x" + e, B: "y", Relation: dedup.Derived, Score: 0.5}},
		}
		var b bytes.Buffer
		require.NoError(t, newTable(&b, pairColumns).pairs(r, noArticles{}))
		rows, err := csv.NewReader(&b).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 2)
		require.Equal(t, harmless("x"+e), rows[1][1])
		b.Reset()
		require.NoError(t, newTable(&b, clusterColumns).clusters(r, noArticles{}))
		rows, err = csv.NewReader(&b).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 3)
		require.Equal(t, want[i], rows[1][7])
	}
}

// noArticles is a result that knows the IDs of its articles and not their texts.
type noArticles struct{}

func (noArticles) Marks(string) []wire.Mark { return nil }

func (noArticles) Article(id string) (dedup.Article, bool) { return dedup.Article{ID: id}, true }
func (noArticles) Explain(a, b string) (*dedup.Explanation, error) {
	return &dedup.Explanation{Pair: dedup.Pair{A: a, B: b}}, nil
}

// The tables and lines hold what JSON holds.
func TestCSVAndJSONLHoldTheResult(t *testing.T) {
	at := time.Date(2024, 3, 4, 7, 12, 0, 0, time.UTC)
	text := "The ferry to Skarn sank at dawn off the northern pier. Nobody was hurt, the harbour office said on Monday."
	r, err := dedup.Group(t.Context(), []dedup.Article{
		{ID: "b", Text: text, Source: "Courier", Published: at.Add(time.Hour)},
		{ID: "a", Text: text, Source: "TNA", Published: at},
		{ID: "c", Text: "Nine symphonies in nine villages."},
	}, &dedup.Options{Passages: true})
	require.NoError(t, err)

	var b bytes.Buffer
	require.NoError(t, ClustersCSV(&b, r, nil))
	require.Equal(t, strings.Join(clusterColumns, ",")+"\n"+
		"a,2,origin,a,TNA,2024-03-04T07:12:00Z,,,,,,,,,\n"+
		"a,2,member,b,Courier,2024-03-04T08:12:00Z,,,a,identical,1,20,0,0,0\n", b.String())
	b.Reset()
	require.NoError(t, PairsCSV(&b, r, nil))
	require.Equal(t, strings.Join(pairColumns, ",")+"\n"+
		"a,a,b,TNA,Courier,2024-03-04T07:12:00Z,2024-03-04T08:12:00Z,identical,1,1,1,1\n", b.String())
	b.Reset()
	require.NoError(t, JSONL(&b, r, nil))
	var types []string
	for line := range strings.Lines(b.String()) {
		var o struct{ Type, Cluster, ID, A string }
		require.NoError(t, json.Unmarshal([]byte(line), &o))
		types = append(types, o.Type+" "+o.Cluster+o.ID+o.A)
	}
	require.Equal(t, []string{"cluster a", "pair aa"}, types)
}

type brokenWriter struct{}

var errBroken = errors.New("broken")

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestTablesAndLinesReturnTheWritersError(t *testing.T) {
	r := &dedup.Result{}
	require.ErrorIs(t, ClustersCSV(brokenWriter{}, r, nil), errBroken)
	require.ErrorIs(t, PairsCSV(brokenWriter{}, r, nil), errBroken)
	for range 1000 {
		r.Related = append(r.Related, dedup.Pair{A: "a", B: "b"})
	}
	require.ErrorIs(t, JSONL(brokenWriter{}, r, nil), errBroken)
}
