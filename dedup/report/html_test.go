package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
	"github.com/wirecopy/wirecopy/dedup/passage"
)

// A readPage is a page as its script reads it.
type readPage struct {
	index pageIndex
	texts map[string][]uint16 // by "t1"
	marks map[string][][3]int
	pairs map[string][]readPagePair // by "p1"
}

type readPagePair struct {
	A, B     int
	Relation string
	Reasons  []string
	Rows     [][]any
}

var dataBlock = regexp.MustCompile(`(?s)<script type="application/json" id="([^"]*)">(.*?)</script>`)

func readHTML(t require.TestingT, html string) *readPage {
	p := &readPage{texts: map[string][]uint16{}, marks: map[string][][3]int{}, pairs: map[string][]readPagePair{}}
	blocks := dataBlock.FindAllStringSubmatch(html, -1)
	require.Equal(t, len(blocks)+1, strings.Count(html, "<script"), "data and one script")
	for _, b := range blocks {
		require.NotContains(t, b[2], "<")
		switch {
		case b[1] == "index":
			require.NoError(t, json.Unmarshal([]byte(b[2]), &p.index))
		case b[1][0] == 't':
			var x pageText
			require.NoError(t, json.Unmarshal([]byte(b[2]), &x))
			p.texts[b[1]], p.marks[b[1]] = utf16.Encode([]rune(x.Text)), x.Marks
		default:
			var x []readPagePair
			require.NoError(t, json.Unmarshal([]byte(b[2]), &x))
			p.pairs[b[1]] = x
		}
	}
	require.Len(t, p.texts, len(p.index.Texts))
	require.Len(t, p.pairs, len(p.index.Stories)+1)
	return p
}

func newsroom(t testing.TB) []dedup.Article {
	var all []dedup.Article
	for a, err := range input.Read([]string{"../../testdata/newsroom"}, nil) {
		require.NoError(t, err)
		all = append(all, a)
	}
	require.NotEmpty(t, all)
	return all
}

func htmlOf(t testing.TB, articles []dedup.Article, o *dedup.Options) (string, *dedup.Result) {
	r, err := dedup.Group(t.Context(), articles, o)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, HTML(&b, r, nil))
	return b.String(), r
}

// The offsets of the page cut from its texts what the passages cut from the
// articles, whatever characters these are made of.
func TestPageOffsets(t *testing.T) {
	articles := newsroom(t)
	for i := range articles { // characters of one, two, three and four bytes, and what is none
		articles[i].Text = "é☂𝒅\xff🛳️" + articles[i].Text + "\xf0\x9f"
	}
	html, r := htmlOf(t, articles, &dedup.Options{Passages: true})
	p := readHTML(t, html)
	require.Len(t, p.index.Stories, len(r.Clusters))
	seen := 0
	for i := range r.Clusters {
		for _, x := range p.pairs[fmt.Sprintf("p%d", i)] {
			a, b := p.texts[fmt.Sprintf("t%d", x.A)], p.texts[fmt.Sprintf("t%d", x.B)]
			want := p.shared(t, r, x)
			require.Len(t, x.Rows, len(want))
			for k, row := range x.Rows {
				require.Equal(t, want[k][0], cut16(a, row[2:4]))
				require.Equal(t, want[k][1], cut16(b, row[4:6]))
				seen++
				if len(row) == 8 {
					requireInside(t, row[6].([]any), row[2:4])
					requireInside(t, row[7].([]any), row[4:6])
				}
			}
		}
	}
	require.Greater(t, seen, 100)
	for id, marks := range p.marks {
		for _, m := range marks {
			require.True(t, 0 <= m[1] && m[1] < m[2] && m[2] <= len(p.texts[id]))
		}
	}
}

// shared returns both sides of the rows of a pair, from the result itself.
func (p *readPage) shared(t *testing.T, r *dedup.Result, x readPagePair) (out [][2]string) {
	first, second := p.index.Texts[x.A].ID, p.index.Texts[x.B].ID
	at := slices.IndexFunc(r.Pairs, func(y dedup.Pair) bool { return y.A == min(first, second) && y.B == max(first, second) })
	require.GreaterOrEqual(t, at, 0)
	ps := r.Pairs[at].Passages
	if first != r.Pairs[at].A {
		ps = turn(ps)
	}
	a, _ := r.Article(first)
	b, _ := r.Article(second)
	for _, row := range rows(ps, a.Text, b.Text) {
		if row.kind.Shared() {
			out = append(out, [2]string{string([]rune(row.a.Of(a.Text))), string([]rune(row.b.Of(b.Text)))})
		}
	}
	return out
}

func cut16(text []uint16, span []any) string {
	return string(utf16.Decode(text[int(span[0].(float64)):int(span[1].(float64))]))
}

func requireInside(t *testing.T, list, span []any) {
	last := span[0].(float64)
	for _, x := range list {
		require.LessOrEqual(t, last, x.(float64))
		last = x.(float64)
	}
	require.LessOrEqual(t, last, span[1].(float64))
}

// A unit is what a browser counts, checked against the standard's encoding.
func TestUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "☂", "🛳️", "\xff", "\xf0\x9f", "\u2028", strings.Repeat("x", 200), strings.Repeat("𝒅", 70)}), 0, 20).Draw(t, "parts")
		text := strings.Join(parts, "")
		u := newUnits(text)
		at := 0
		for i, r := range text {
			require.Equal(t, at, u.at(i))
			at += len(utf16.Encode([]rune{r}))
		}
		require.Equal(t, at, u.at(len(text)))
		var read string
		data, err := json.Marshal(text)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(data, &read))
		require.Len(t, utf16.Encode([]rune(read)), at, "as encoding/json writes it")
	})
}

// The page is the same for the same articles, in whatever order they came.
func TestHTMLSame(t *testing.T) {
	articles := newsroom(t)
	first, _ := htmlOf(t, articles, &dedup.Options{Passages: true})
	slices.Reverse(articles)
	second, _ := htmlOf(t, articles, &dedup.Options{Passages: true, Workers: 3})
	require.Equal(t, first, second)
}

// Without passages in the result, the pairs by which stories are told have them.
func TestHTMLWithoutPassages(t *testing.T) {
	html, r := htmlOf(t, newsroom(t), nil)
	p := readHTML(t, html)
	for i, s := range p.index.Stories {
		told := 0
		for _, x := range p.pairs[fmt.Sprintf("p%d", i)] {
			if x.Rows != nil {
				told++
				require.NotEmpty(t, x.Reasons)
			}
		}
		require.Equal(t, len(s.Members)-1, told)
	}
	require.NotEmpty(t, p.pairs["p-1"])
	require.Less(t, len(p.pairs["p-1"]), len(r.Related), "two pairs of one story are related")
	for _, x := range p.pairs["p-1"] {
		require.NotNil(t, x.Rows)
		for _, s := range p.index.Stories {
			has := func(n int) bool {
				return slices.ContainsFunc(s.Members, func(m pageMember) bool { return m.Article == n })
			}
			require.False(t, has(x.A) && has(x.B), "what is one story is not beside it")
		}
	}
}

var policyOf = regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`)

// The policy names the style and the script that the page has, and no others.
func TestHTMLPolicy(t *testing.T) {
	html, _ := htmlOf(t, newsroom(t)[:3], nil)
	p := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(policyOf.FindStringSubmatch(html)[1])
	style := between(t, html, "<style>", "</style>")
	script := between(t, html, `<script type="module">`, "</script>")
	require.Equal(t, policy(style, script), p)
	require.NotContains(t, p, "unsafe")
	for _, bad := range []string{"<!--", "innerHTML", "http://", "https://", "fetch(", "import"} {
		require.NotContains(t, strings.ReplaceAll(script, "http://www.w3.org/2000/svg", ""), bad)
	}
	require.NotContains(t, style, "@import")
}

func between(t *testing.T, text, from, to string) string {
	_, rest, ok := strings.Cut(text, from)
	require.True(t, ok, from)
	inside, _, ok := strings.Cut(rest, to)
	require.True(t, ok, to)
	return inside
}

// Nothing of an article is markup, and no two have one address.
func TestHTMLHostile(t *testing.T) {
	const attack = `</script><script>alert(1)</script><!--<script>"'&` + "\u2028\x00\xff"
	body := attack + " The ferry to Skarn sank at dawn on Monday in heavy seas, and all of the forty people on board were saved by fishermen. " + attack
	var articles []dedup.Article
	for _, id := range []string{attack, "a\xff", "a\xfe", "a\ufffd"} {
		articles = append(articles, dedup.Article{ID: id, Title: attack, Source: attack, Language: attack, Text: body})
	}
	html, r := htmlOf(t, articles, &dedup.Options{Passages: true})
	require.Len(t, r.Clusters, 1)
	p := readHTML(t, html)
	keys := map[string]bool{}
	for _, a := range p.index.Texts {
		require.False(t, keys[a.Key], a.Key)
		keys[a.Key] = true
	}
	require.Len(t, keys, 4)
	require.NotContains(t, html, "<script>alert")
}

// Size grows with the articles, not with their square: a crowd of copies is
// bounded by the heat map.
func TestHTMLSize(t *testing.T) {
	size := func(n int) (int, int) {
		var articles []dedup.Article
		for i := range n {
			articles = append(articles, dedup.Article{ID: fmt.Sprintf("c%04d", i), Text: "The ferry to Skarn sank at dawn on Monday in heavy seas, and all of the forty people on board were saved by fishermen from the island."})
		}
		html, r := htmlOf(t, articles, &dedup.Options{Passages: true})
		require.Len(t, r.Clusters, 1)
		return len(html), len(readHTML(t, html).pairs["p0"])
	}
	small, _ := size(200)
	large, pairs := size(400)
	require.LessOrEqual(t, pairs, 399+maxChart*(maxChart-1)/2)
	require.Less(t, large, 2*small)
}

// A result that was made by hand has no articles: that is an error, no panic.
func TestHTMLUnknown(t *testing.T) {
	r := &dedup.Result{
		Articles: 2,
		Clusters: []dedup.Cluster{{ID: "a", Members: []dedup.Member{{ID: "a"}, {ID: "b"}}}},
		Pairs:    []dedup.Pair{{A: "a", B: "b", Relation: dedup.Derived, Passages: []passage.Passage{{Kind: passage.Verbatim}}}},
	}
	require.ErrorIs(t, HTML(&bytes.Buffer{}, r, nil), dedup.ErrUnknown)
	r.Clusters, r.Related = nil, []dedup.Pair{{A: "a", B: "b", Relation: dedup.Related}}
	require.ErrorIs(t, HTML(&bytes.Buffer{}, r, nil), dedup.ErrUnknown)
}

func TestHTMLEmpty(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, HTML(&b, &dedup.Result{}, &Options{Title: "<b>Nothing</b>"}))
	p := readHTML(t, b.String())
	require.Equal(t, "<b>Nothing</b>", p.index.Title)
	require.Contains(t, b.String(), "<title>&lt;b&gt;Nothing&lt;/b&gt;</title>")
	require.ErrorIs(t, HTML(&fullDisk{}, &dedup.Result{}, nil), errFull)
	require.ErrorIs(t, HTML(&fullDisk{room: 50_000}, &dedup.Result{}, nil), errFull)
}

func TestExplainHTML(t *testing.T) {
	all := newsroom(t)
	e, err := dedup.Compare(all[0], all[1], nil)
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, ExplainHTML(&b, e, nil))
	p := readHTML(t, b.String())
	require.True(t, p.index.Pair)
	require.Len(t, p.index.Texts, 2)
	require.Len(t, p.pairs["p-1"], 1)
	require.Equal(t, e.Reasons, p.pairs["p-1"][0].Reasons)
	require.ErrorIs(t, ExplainHTML(&fullDisk{}, e, nil), errFull)

	e, err = dedup.Compare(dedup.Article{ID: "a"}, dedup.Article{ID: "b", Text: "!"}, nil)
	require.NoError(t, err)
	b.Reset()
	require.NoError(t, ExplainHTML(&b, e, nil))
	require.Equal(t, []string{"a has no words of its own."}, readHTML(t, b.String()).pairs["p-1"][0].Reasons)
}

func BenchmarkHTML(b *testing.B) {
	r, err := dedup.Group(b.Context(), newsroom(b), &dedup.Options{Passages: true})
	require.NoError(b, err)
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		require.NoError(b, HTML(&out, r, nil))
	}
	b.SetBytes(int64(out.Len()))
	b.ReportMetric(float64(out.Len()), "page-bytes")
}
