package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/wirecopy/wirecopy/shingle"
)

var update = flag.Bool("update", false, "rewrite the reports in testdata")

// TestReports reads testdata/*.txtar. The comment is the reason. ID.txt is an
// article: lines "Key: value", an empty line, the text, with \e, \0, \r, \> (an
// override of direction) and \ff (a byte) for what an editor does not show.
// "clusters" has a line a cluster: members, "<", origin or "?", ":" and the
// reason. "pairs" has pairs, "a b relation score", and their passages by the
// words of both texts; what these leave is in one text only. Any other file is a
// report, named by how to make it: "text", "json" or "explain A B", then options.
func TestReports(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			file, err := txtar.ParseFile(name)
			require.NoError(t, err)
			c := readCase(t, file)
			require.NotEmpty(t, c.reports)
			for _, f := range c.reports {
				got := c.report(t, f.Name)
				if *update {
					f.Data = []byte(got)
					continue
				}
				require.Equal(t, string(f.Data), got, "%s\n%s", f.Name, file.Comment)
			}
			if *update {
				require.NoError(t, os.WriteFile(name, txtar.Format(file), 0o666))
			}
		})
	}
}

// A goldenCase is a result made by hand, so that the reports do not change with
// the rules of other packages.
type goldenCase struct {
	articles map[string]dedup.Article
	credits  map[string]string
	result   dedup.Result
	reports  []*txtar.File
}

func (c *goldenCase) Article(id string) (dedup.Article, bool) {
	a, ok := c.articles[id]
	return a, ok
}

func (c *goldenCase) Marks(id string) []wire.Mark { return wire.Find(c.articles[id].Text, "") }

var errNotGiven = errors.New("pair not given")

func (c *goldenCase) Explain(a, b string) (*dedup.Explanation, error) {
	for _, p := range append(c.result.Pairs, c.result.Related...) {
		if p.A == min(a, b) && p.B == max(a, b) {
			return &dedup.Explanation{
				Pair: p, First: c.articles[p.A], Second: c.articles[p.B],
				Reasons: []string{"Both have the same sentences.", "Nobody else has them, which is why this reason is so long that it takes a second line."},
			}, nil
		}
	}
	return nil, fmt.Errorf("%w: %s %s", errNotGiven, a, b)
}

var escapes = strings.NewReplacer(`\e`, "\x1b", `\0`, "\x00", `\r`, "\r", `\>`, "\u202e", `\ff`, "\xff")

func readCase(t *testing.T, file *txtar.Archive) *goldenCase {
	c := &goldenCase{articles: map[string]dedup.Article{}, credits: map[string]string{}}
	for i := range file.Files {
		f := &file.Files[i]
		data := escapes.Replace(string(f.Data))
		switch id, isText := strings.CutSuffix(f.Name, ".txt"); {
		case isText:
			c.readArticle(t, escapes.Replace(id), data)
		case f.Name == "clusters":
			c.readClusters(data)
		case f.Name == "pairs":
			c.readPairs(t, data)
		default:
			c.reports = append(c.reports, f)
		}
	}
	c.result.Articles = len(c.articles)
	return c
}

func (c *goldenCase) readArticle(t *testing.T, id, data string) {
	a := dedup.Article{ID: id}
	head, text, ok := strings.Cut(data, "\n\n")
	require.True(t, ok, id)
	a.Text = text
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "Title":
			a.Title = value
		case "Source":
			a.Source = value
		case "Credit":
			c.credits[id] = value
		case "Published":
			var err error
			a.Published, err = time.Parse(time.RFC3339, value)
			require.NoError(t, err)
		}
	}
	c.articles[id] = a
}

func (c *goldenCase) readClusters(data string) {
	for line := range strings.Lines(data) {
		line, reason, _ := strings.Cut(strings.TrimSpace(line), ": ")
		ids, origin, _ := strings.Cut(line, " < ")
		x := dedup.Cluster{OriginReason: reason, OriginConfidence: 0.5}
		switch origin {
		case "?": // none of them
		case "-": // nothing tells
			x.OriginConfidence = 0
		default:
			x.Origin = origin
		}
		for id := range strings.FieldsSeq(ids) {
			a := c.articles[id]
			x.Members = append(x.Members, dedup.Member{ID: id, Title: a.Title, Source: a.Source, Published: a.Published, Credit: c.credits[id]})
		}
		x.ID = x.Members[0].ID
		c.result.Clusters = append(c.result.Clusters, x)
	}
}

func (c *goldenCase) readPairs(t *testing.T, data string) {
	var pairs []dedup.Pair
	for line := range strings.Lines(data) {
		sign, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if kind := strings.Index("=~:", sign); kind >= 0 {
			p := &pairs[len(pairs)-1]
			p.Passages = append(p.Passages, c.passage(t, p, passage.Kind(kind), rest))
			continue
		}
		var p dedup.Pair
		var relation string
		_, err := fmt.Sscan(line, &p.A, &p.B, &relation, &p.Score)
		require.NoError(t, err, line)
		for p.Relation = dedup.Unrelated; p.Relation.String() != relation; p.Relation++ {
			require.Less(t, p.Relation, dedup.Identical, relation)
		}
		pairs = append(pairs, p)
	}
	for _, p := range pairs {
		if p.Passages != nil {
			p.Passages = tile(p.Passages, c.articles[p.A].Text, c.articles[p.B].Text)
		}
		p.Evidence.A, p.Evidence.B = covered(turn(p.Passages), c.articles[p.A].Text), covered(p.Passages, c.articles[p.B].Text)
		if p.Relation == dedup.Related {
			c.result.Related = append(c.result.Related, p)
		} else {
			c.result.Pairs = append(c.result.Pairs, p)
		}
	}
}

// covered counts the words of the second text.
func covered(ps []passage.Passage, text string) passage.Coverage {
	s := shareOf(ps, text)
	return passage.Coverage{
		Words:    s[passage.Verbatim] + s[passage.Edited] + s[passage.Rewritten] + s[passage.OnlyB],
		Verbatim: s[passage.Verbatim], Edited: s[passage.Edited], Rewritten: s[passage.Rewritten],
	}
}

// passage finds "words | words", or "words" if both texts have the same.
func (c *goldenCase) passage(t *testing.T, p *dedup.Pair, k passage.Kind, line string) passage.Passage {
	left, right, ok := strings.Cut(line, " | ")
	if !ok {
		right = left
	}
	find := func(text, words string) shingle.Span {
		i := strings.Index(text, words)
		require.GreaterOrEqual(t, i, 0, words)
		return shingle.Span{Start: i, End: i + len(words)}
	}
	return passage.Passage{
		Kind: k, Alike: []float64{1, 0.8, 0.5}[k],
		A: find(c.articles[p.A].Text, left), B: find(c.articles[p.B].Text, right),
	}
}

// tile adds what the shared passages leave.
func tile(shared []passage.Passage, a, b string) []passage.Passage {
	out := shared
	for _, p := range gaps(shared, len(a), func(p passage.Passage) shingle.Span { return p.A }) {
		out = append(out, passage.Passage{Kind: passage.OnlyA, A: p})
	}
	for _, p := range gaps(shared, len(b), func(p passage.Passage) shingle.Span { return p.B }) {
		out = append(out, passage.Passage{Kind: passage.OnlyB, B: p})
	}
	return inOrder(out)
}

func gaps(shared []passage.Passage, end int, side func(passage.Passage) shingle.Span) (out []shingle.Span) {
	for at := 0; at < end; {
		next, after := end, end
		for _, p := range shared {
			if s := side(p); s.Start >= at && s.Start < next {
				next, after = s.Start, s.End
			}
		}
		if next > at {
			out = append(out, shingle.Span{Start: at, End: next})
		}
		at = after
	}
	return out
}

// report makes the report that a file's name asks for.
func (c *goldenCase) report(t *testing.T, name string) string {
	var o Options
	var ids []string
	what, options, _ := strings.Cut(name, " ")
	for word := range strings.FieldsSeq(options) {
		switch n, err := strconv.Atoi(word); {
		case err == nil:
			o.Width = n
		case word == "color":
			o.Color = true
		case word == "passages":
			o.Passages = true
		case word == "full":
			o.Full = true
		case word == "indent":
			o.Indent = " "
		default:
			ids = append(ids, word)
		}
	}
	var b bytes.Buffer
	switch what {
	case "text":
		require.NoError(t, newPrinter(&b, &o).result(&c.result, c))
		requireHarmless(t, b.String(), &o)
	case "json":
		require.NoError(t, JSON(&b, &c.result, &o))
	case "jsonl":
		require.NoError(t, JSONL(&b, &c.result, &o))
	case "csv-clusters":
		require.NoError(t, newTable(&b, clusterColumns).clusters(&c.result, c))
	case "csv-pairs":
		require.NoError(t, newTable(&b, pairColumns).pairs(&c.result, c))
	case "explain", "explain-json":
		require.Len(t, ids, 2, name)
		e, err := c.Explain(ids[0], ids[1])
		require.NoError(t, err)
		if what == "explain-json" {
			require.NoError(t, ExplainJSON(&b, e, &o))
			require.True(t, json.Valid(b.Bytes()) && !strings.HasSuffix(b.String(), "\n\n"), "it ends with its line")
			break
		}
		require.NoError(t, Explain(&b, e, &o))
		requireHarmless(t, b.String(), &o)
	default:
		require.Fail(t, "no such report", name)
	}
	return strings.ReplaceAll(b.String(), "\x1b", "␛")
}
