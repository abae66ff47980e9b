package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// The forms below are the schema of doc.go, in its order.
type (
	jsonCluster struct {
		ID           string       `json:"id"`
		Origin       string       `json:"origin"`
		OriginReason string       `json:"origin_reason"`
		Members      []jsonMember `json:"members"`
		Pairs        []jsonPair   `json:"pairs"`
	}
	jsonMember struct {
		ID        string `json:"id"`
		Source    string `json:"source"`
		Published string `json:"published,omitempty"`
		Credit    string `json:"credit"`
	}
	jsonPair struct {
		A           string        `json:"a"`
		B           string        `json:"b"`
		Relation    string        `json:"relation"`
		Score       float64       `json:"score"`
		Resemblance float64       `json:"resemblance"`
		AInB        float64       `json:"a_in_b"`
		BInA        float64       `json:"b_in_a"`
		Passages    []jsonPassage `json:"passages,omitzero"`
	}
	jsonPassage struct {
		Kind  string    `json:"kind"`
		Alike float64   `json:"alike"`
		A     *jsonSpan `json:"a,omitempty"`
		B     *jsonSpan `json:"b,omitempty"`
	}
	jsonSpan struct {
		Start int `json:"start"`
		End   int `json:"end"`
	}
	jsonExplanation struct {
		jsonPair
		Reasons []string `json:"reasons"`
	}
)

// JSON writes a result in the form that the package comment describes, one
// cluster or related pair a line unless Options.Indent says otherwise. The same
// result gives the same bytes on every machine. Nil options mean the defaults.
// Time and output are linear in pairs and passages, memory in the largest
// cluster. The error is the writer's.
func JSON(w io.Writer, r *dedup.Result, o *Options) error {
	inside, across := divide(r)
	j := newJSONWriter(w, o)
	j.open(fmt.Sprintf(`{"articles":%d,"clusters":[`, r.Articles))
	for i := range r.Clusters {
		j.element(newJSONCluster(&r.Clusters[i], inside[i]))
	}
	j.open(`],"related":[`)
	for i := range across {
		j.element(newJSONPair(&across[i]))
	}
	return j.close("]}")
}

// ExplainJSON writes an explanation: the form of a pair, with passages, and
// "reasons", a list of sentences, the weightiest first.
func ExplainJSON(w io.Writer, e *dedup.Explanation, o *Options) error {
	x := jsonExplanation{newJSONPair(&e.Pair), orEmpty(e.Reasons)}
	x.Passages = newJSONPassages(passagesOf(e))
	j := newJSONWriter(w, o)
	j.element(x)
	return j.close("")
}

func newJSONCluster(c *dedup.Cluster, pairs []dedup.Pair) jsonCluster {
	x := jsonCluster{ID: c.ID, Origin: c.Origin, OriginReason: c.OriginReason, Members: []jsonMember{}, Pairs: []jsonPair{}}
	for _, m := range c.Members {
		y := jsonMember{ID: m.ID, Source: m.Source, Credit: m.Credit}
		if !m.Published.IsZero() {
			y.Published = m.Published.Format(time.RFC3339)
		}
		x.Members = append(x.Members, y)
	}
	for i := range pairs {
		x.Pairs = append(x.Pairs, newJSONPair(&pairs[i]))
	}
	return x
}

func newJSONPair(p *dedup.Pair) jsonPair {
	x := jsonPair{
		A: p.A, B: p.B, Relation: p.Relation.String(), Score: round(p.Score),
		Resemblance: round(p.Resemblance), AInB: round(p.AInB), BInA: round(p.BInA),
	}
	if p.Passages != nil {
		x.Passages = newJSONPassages(p.Passages)
	}
	return x
}

func newJSONPassages(ps []passage.Passage) []jsonPassage {
	out := make([]jsonPassage, len(ps))
	for i, p := range ps {
		out[i] = jsonPassage{Kind: p.Kind.String(), Alike: round(p.Alike)}
		if p.Kind != passage.OnlyB {
			out[i].A = newJSONSpan(p.A)
		}
		if p.Kind != passage.OnlyA {
			out[i].B = newJSONSpan(p.B)
		}
	}
	return out
}

func newJSONSpan(s shingle.Span) *jsonSpan { return &jsonSpan{s.Start, s.End} }

// round keeps six decimals: the last bits of a float64 differ between machines
// that fuse multiplication and addition and those that do not.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// A jsonWriter writes lists element by element, so that a large result is never
// in memory twice.
type jsonWriter struct {
	w      *bufio.Writer
	indent string
	buf    bytes.Buffer
	enc    *json.Encoder
	inList bool
	n      int // elements of the list at hand
	err    error
}

func newJSONWriter(w io.Writer, o *Options) *jsonWriter {
	j := &jsonWriter{w: bufio.NewWriter(w), indent: o.orDefault().Indent}
	j.enc = json.NewEncoder(&j.buf)
	j.enc.SetEscapeHTML(false)
	j.enc.SetIndent("", j.indent)
	return j
}

func (j *jsonWriter) open(s string) {
	if j.n > 0 {
		j.w.WriteByte('\n')
	}
	j.w.WriteString(s)
	j.n, j.inList = 0, true
}

func (j *jsonWriter) element(v any) {
	if j.err != nil {
		return
	}
	j.buf.Reset()
	if j.err = j.enc.Encode(v); j.err != nil {
		j.err = fmt.Errorf("report: %w", j.err)
		return
	}
	if j.n++; j.n > 1 {
		j.w.WriteString(",\n")
	} else if j.inList {
		j.w.WriteByte('\n')
	}
	j.w.Write(bytes.TrimSuffix(j.buf.Bytes(), []byte("\n")))
}

func (j *jsonWriter) close(s string) error {
	if s != "" {
		j.open(s)
	}
	j.w.WriteByte('\n')
	if j.err != nil {
		return j.err
	}
	return j.w.Flush()
}
