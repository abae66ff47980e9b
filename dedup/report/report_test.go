package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// The documented schema, as a reader of the JSON would write it.
type (
	readSpan    struct{ Start, End *int }
	readPassage struct {
		Kind  string
		Alike *float64
		A, B  *readSpan
	}
	readPair struct {
		A, B, Relation     string
		Score, Resemblance *float64
		AInB               *float64 `json:"a_in_b"`
		BInA               *float64 `json:"b_in_a"`
		Passages           []readPassage
	}
	readMember struct {
		ID        string
		Source    *string
		Published time.Time
		Credit    *string
	}
	readCluster struct {
		ID           string
		Origin       *string
		OriginReason *string `json:"origin_reason"`
		Members      []readMember
		Pairs        []readPair
	}
	readResult struct {
		Articles *int
		Clusters []readCluster
		Related  []readPair
	}
)

func requireSchema(t require.TestingT, data []byte) readResult {
	var r readResult
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&r), "%s", data)
	require.ErrorIs(t, d.Decode(&r), io.EOF)
	require.NotNil(t, r.Articles)
	require.NotNil(t, r.Clusters)
	require.NotNil(t, r.Related)
	for _, c := range r.Clusters {
		require.True(t, c.ID != "" && c.Origin != nil && c.OriginReason != nil && len(c.Members) > 0 && c.Pairs != nil, "%s", data)
		for _, m := range c.Members {
			require.True(t, m.ID != "" && m.Source != nil && m.Credit != nil, "%s", data)
		}
		for _, p := range c.Pairs {
			requirePair(t, p)
		}
	}
	for _, p := range r.Related {
		requirePair(t, p)
	}
	return r
}

func requirePair(t require.TestingT, p readPair) {
	require.True(t, p.A != "" && p.B != "" && p.Relation != "")
	require.True(t, p.Score != nil && p.Resemblance != nil && p.AInB != nil && p.BInA != nil)
	for _, x := range p.Passages {
		require.NotNil(t, x.Alike)
		require.Equal(t, x.Kind != "only-b", x.A != nil)
		require.Equal(t, x.Kind != "only-a", x.B != nil)
		for _, s := range [2]*readSpan{x.A, x.B} {
			require.True(t, s == nil || s.Start != nil && s.End != nil)
		}
	}
}

func TestJSONEmpty(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, JSON(&b, &dedup.Result{}, nil))
	require.JSONEq(t, `{"articles":0,"clusters":[],"related":[]}`, b.String())
	b.Reset()
	require.NoError(t, JSON(&b, &dedup.Result{}, &Options{Indent: "\t"}))
	require.JSONEq(t, `{"articles":0,"clusters":[],"related":[]}`, b.String())
}

func TestJSONPlaces(t *testing.T) {
	member := func(id string) dedup.Member { return dedup.Member{ID: id} }
	r := &dedup.Result{
		Articles: 6,
		Clusters: []dedup.Cluster{
			{ID: "a", Members: []dedup.Member{member("a"), member("b<\xff>")}},
			{ID: "c", Members: []dedup.Member{member("c"), member("d")}},
		},
		Pairs: []dedup.Pair{
			{A: "a", B: "b<\xff>", Relation: dedup.Identical, Passages: []passage.Passage{}},
			{A: "a", B: "d", Relation: dedup.Derived, Score: 1.0 / 3},
			{A: "c", B: "d", Relation: dedup.Derived},
			{A: "e", B: "f", Relation: dedup.Derived},
		},
		Related: []dedup.Pair{{A: "a", B: "c", Relation: dedup.Related, Passages: []passage.Passage{{Kind: passage.OnlyA, A: shingle.Span{Start: 0, End: 3}}}}},
	}
	var b bytes.Buffer
	require.NoError(t, JSON(&b, r, nil))
	got := requireSchema(t, b.Bytes())
	require.Len(t, got.Clusters[0].Pairs, 1)
	require.Equal(t, "b<\ufffd>", got.Clusters[0].Pairs[0].B)
	require.Contains(t, b.String(), `"id":"b<`, "no HTML escapes")
	require.NotNil(t, got.Clusters[0].Pairs[0].Passages, "kept and empty is not absent")
	require.Len(t, got.Clusters[1].Pairs, 1)
	require.Nil(t, got.Clusters[1].Pairs[0].Passages)
	var across []string
	for _, p := range got.Related {
		across = append(across, p.A+p.B+" "+p.Relation)
	}
	require.Equal(t, []string{"ac related", "ad derived", "ef derived"}, across)
	require.InDelta(t, 0.333333, *got.Related[1].Score, 1e-12)
	require.Equal(t, "ac", r.Related[0].A+r.Related[0].B, "the result is not changed")
	require.Len(t, r.Pairs, 4)
}

type fullDisk struct{ room int }

var errFull = errors.New("disk full")

func (f *fullDisk) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteErrors(t *testing.T) {
	e := &dedup.Explanation{Pair: dedup.Pair{A: "a", B: "b"}}
	require.ErrorIs(t, Explain(&fullDisk{}, e, nil), errFull)
	require.ErrorIs(t, ExplainJSON(&fullDisk{}, e, nil), errFull)
	require.ErrorIs(t, Text(&fullDisk{}, &dedup.Result{}, nil), errFull)
	require.ErrorIs(t, JSON(&fullDisk{}, &dedup.Result{}, nil), errFull)
}

func TestClean(t *testing.T) {
	for _, c := range []struct{ reason, in, want string }{
		{"printable ASCII is as it was", "Seven cranes.", "Seven cranes."},
		{"white space", " a\t\r\n b\u2028c\u3000d", " a b c d"},
		{"a space that does not break stays one", "12\u00a0% 3\u202f000", "12\u00a0% 3\u00a0000"},
		{"unless it comes with others", "a \u00a0b", "a b"},
		{"escape sequences", "\x1b[31mred\x07", `\x1b[31mred\x07`},
		{"their one-byte form", "\u009b2J", `\u009b2J`},
		{"overrides are shown", "exe.\u202egpj", `exe.\u202egpj`},
		{"marks and isolates of honest text go", "\u200fש\u2067ל\u2069", "של"},
		{"soft hyphens and byte order marks go", "\ufeffhar\u00adbour", "harbour"},
		{"joiners stay", "می\u200cخواهم", "می\u200cخواهم"},
		{"bytes that are no text", "a\xff\xfeb", "a\ufffd\ufffdb"},
		{"private use and unassigned", "\ue000\U000e0fff", "\ufffd\ufffd"},
		{"marks without end", "e" + string(bytes.Repeat([]byte("\u0301"), 50)), "e" + string(bytes.Repeat([]byte("\u0301"), maxMarks))},
	} {
		require.Equal(t, c.want, clean(c.in), c.reason)
		require.Equal(t, clean(c.in), clean(clean(c.in)), c.reason)
	}
}

func TestCells(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "crane": 5, "e\u0301": 1, "港口": 4, "ｱ": 1, "Ａ": 2, "שׁ": 1, "한": 2, "\u1112\u1161\u11ab": 2,
		"👩‍👩‍👧": 2, "🇫🇷": 2, "❤": 1, "❤\ufe0f": 2, "…": 1, "ไทย": 3,
	} {
		require.Equal(t, want, cells(text), "%q", text)
	}
}

func TestCut(t *testing.T) {
	require.Equal(t, "crane", cut("crane", 5))
	require.Equal(t, "cra…", cut("cranes", 4))
	require.Equal(t, "港…", cut("港口工", 4))
	require.Equal(t, "…nes", cutFront("cranes", 4))
	require.Equal(t, "…工", cutFront("港口工", 4))
}

func TestLag(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "+0 min", 46 * time.Minute: "+46 min", 2 * time.Hour: "+2 h",
		3*time.Hour + 18*time.Minute: "+3 h 18 min", 49 * time.Hour: "+2 days",
	} {
		require.Equal(t, want, lag(d))
	}
}

// TestDivide: two articles that are related and no more may be of one story, which
// a third holds together. They are no pair "not one story", and no member is set
// beside another for them.
func TestDivide(t *testing.T) {
	r := &dedup.Result{
		Clusters: []dedup.Cluster{{ID: "a", Members: []dedup.Member{{ID: "a"}, {ID: "b"}, {ID: "c"}}}},
		Pairs:    []dedup.Pair{{A: "a", B: "b", Relation: dedup.Derived, Score: .7}, {A: "b", B: "c", Relation: dedup.Derived, Score: .6}},
		Related:  []dedup.Pair{{A: "a", B: "c", Relation: dedup.Related, Score: .3}, {A: "c", B: "d", Relation: dedup.Related, Score: .2}},
	}
	inside, across := divide(r)
	names := func(pairs []dedup.Pair) (s []string) {
		for _, p := range pairs {
			s = append(s, p.A+p.B)
		}
		return s
	}
	require.Equal(t, []string{"ab", "ac", "bc"}, names(inside[0]))
	require.Equal(t, []string{"ab", "bc"}, names(derived(inside[0])))
	require.Equal(t, []string{"cd"}, names(across))
}

// IDs of odd bytes may be shown alike: each page has a key of its own all the same, soon found.
func TestKeys(t *testing.T) {
	p := newPage(nil, Options{})
	seen := map[string]bool{}
	start := time.Now()
	for i := range 20_000 {
		for _, id := range []string{"a", "a~1", "b" + strconv.Itoa(i%7)} {
			key := p.key(id)
			require.False(t, seen[key])
			require.NotEmpty(t, key)
			seen[key] = true
		}
	}
	require.Equal(t, "c", p.key("c"))
	require.Less(t, time.Since(start), 30*time.Second) // fifty milliseconds, usually
}
