package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
)

// The columns of the two tables, which the package comment explains.
var (
	clusterColumns = []string{
		"cluster", "size", "role", "id", "source", "published", "credit", "title",
		"beside", "relation", "score", "verbatim", "edited", "rewritten", "own",
	}
	pairColumns = []string{
		"cluster", "a", "b", "source_a", "source_b", "published_a", "published_b",
		"relation", "score", "resemblance", "a_in_b", "b_in_a",
	}
)

// ClustersCSV writes the clusters of a result as a table, a row a member, for a
// spreadsheet: who has the story, since when, from whom, and what became of the
// words. Rows come in the order of [Text]. Nil options mean the defaults. Time and
// output are linear in the members if the result has its passages; otherwise each
// member is compared once more. The error is the writer's.
func ClustersCSV(w io.Writer, r *dedup.Result, _ *Options) error {
	return newTable(w, clusterColumns).clusters(r, r)
}

// PairsCSV writes all pairs of a result as a table, a row a pair: those of each
// cluster, and then those in no cluster together, of which some are only related.
// Time and output are linear in the pairs. The error is the writer's.
func PairsCSV(w io.Writer, r *dedup.Result, _ *Options) error {
	return newTable(w, pairColumns).pairs(r, r)
}

type tableWriter struct{ csv *csv.Writer }

func newTable(w io.Writer, columns []string) tableWriter {
	t := tableWriter{csv.NewWriter(w)}
	_ = t.csv.Write(columns) // its error stays and comes back from end
	return t
}

func (t tableWriter) clusters(r *dedup.Result, in articles) error {
	inside, _ := divide(r)
	for i := range r.Clusters {
		s := tell(&r.Clusters[i], derived(inside[i]), in)
		for j := range s.members {
			if err := t.member(s, &s.members[j], in); err != nil {
				return err
			}
		}
	}
	return t.end()
}

func (t tableWriter) pairs(r *dedup.Result, in articles) error {
	inside, across := divide(r)
	for i, c := range r.Clusters {
		for j := range inside[i] {
			t.pair(c.ID, &inside[i][j], in)
		}
	}
	for i := range across {
		t.pair("", &across[i], in)
	}
	return t.end()
}

func (t tableWriter) end() error {
	t.csv.Flush()
	return t.csv.Error()
}

// row writes text in cells that stay text, and numbers as they are.
func (t tableWriter) row(cells ...any) {
	var out []string
	for _, c := range cells {
		switch c := c.(type) {
		case string:
			out = append(out, harmless(c))
		case int:
			out = append(out, strconv.Itoa(c))
		case float64:
			out = append(out, strconv.FormatFloat(round(c), 'f', -1, 64))
		case time.Time:
			out = append(out, stamp(c))
		}
	}
	_ = t.csv.Write(out) // its error stays and comes back from end
}

func (t tableWriter) member(s *story, m *member, in articles) error {
	role := "member"
	switch {
	case m.ID == s.Origin:
		role = "origin"
	case m.from == "":
		role = "base"
	}
	front := []any{s.ID, len(s.members), role, m.ID, m.Source, m.Published, m.Credit, m.Title}
	if m.from == "" {
		t.row(append(front, "", "", "", "", "", "", "")...)
		return nil
	}
	ps, err := m.passages(in)
	if err != nil {
		return err
	}
	a, _ := in.Article(m.ID)
	words := shareOf(ps, a.Text)
	t.row(append(front, m.from, m.pair.Relation.String(), m.pair.Score,
		words[passage.Verbatim], words[passage.Edited], words[passage.Rewritten], words[passage.OnlyB])...)
	return nil
}

func (t tableWriter) pair(cluster string, p *dedup.Pair, in articles) {
	a, _ := in.Article(p.A)
	b, _ := in.Article(p.B)
	t.row(cluster, p.A, p.B, a.Source, b.Source, a.Published, b.Published,
		p.Relation.String(), p.Score, p.Resemblance, p.AInB, p.BInA)
}

// stamp writes a time, in UTC so that a column of them can be sorted; "" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// harmless keeps text from being a formula. A spreadsheet computes a cell that
// begins with one of these signs, or with their wide forms, and what it computes
// may run a program or send the table away; an apostrophe before it makes it text.
// https://owasp.org/www-community/attacks/CSV_Injection. What commands a terminal,
// or turns the order of characters, is left out.
func harmless(s string) string {
	s = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' && c != '\t' || unicode.Is(unicode.Bidi_Control, c) {
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, "\ufffd"))
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(s, sign) {
			return "'" + s
		}
	}
	return s
}
