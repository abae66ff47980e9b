package dedup

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/dedup/internal/graph"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/dedup/wire"
)

// Where a cluster comes from is decided by evidence in this order:
//
//  1. A member whose publisher is a news agency, the earliest of them.
//  2. An agency that members credit and that none of them is: the source is
//     not among these.
//  3. The desk marks that close an agency's dispatch, the earliest that has them.
//  4. Two members that share much which the likeliest origin lacks: the source
//     is not among these.
//  5. The first by date, if it leads the next by minLead; crawlers' dates are
//     close together and say nothing, and neither does a date that stands alone.
//  6. The member that holds more of the others than the next does by minHold. Among
//     copies nothing tells, and then nothing is said.
//
// The last is weak: of pairs whose dates tell, and of which one holds more of the other, it is
// the first in .37 of 2069 (provenance) and .42 of 800 (us-homepages-2016), and no margin
// mends that. It names the text to read first.
//
// No record of accuracy on real news exists; on the newsroom of testdata it is
// in testdata/stats.txt.
const (
	// originVersion changes when the same articles are said to come from elsewhere:
	// an index keeps what it found. TestOriginsAreVersioned notices.
	originVersion = 2

	minLead    = time.Minute
	minHold    = 0.05 // share of a text, in the mean over the members
	maxWitness = 6    // members that are asked for text the origin lacks
	lacking    = 0.4  // share of what two members have in common that the origin lacks
	lackWords  = 25   // the same in words, at least
	maxNamed   = 6    // members that a reason names
)

// An origin is the outcome of that search.
type origin struct {
	ID         string  `json:"origin"` // "" if unseen, or if nothing tells
	Reason     string  `json:"reason"`
	Confidence float64 `json:"confidence"`
}

// origin says where the articles of a cluster, which are in the order of their IDs, come from.
// Seen may be nil.
func (c *corpus) origin(s *stage, docs []*doc, seen *witness) origin {
	byDate := slices.SortedFunc(slices.Values(docs), earlier)
	if o, ok := byAgency(byDate); ok {
		return o
	}
	if o, ok := credited(byDate); ok {
		return o
	}
	for _, d := range byDate {
		if d.has(wire.Desk) {
			return origin{d.ID, "it closes with the desk marks of an agency's dispatch", 0.7}
		}
	}
	d, o := c.leading(byDate)
	if a, b := c.unseen(s, d, docs, seen); a != nil {
		but := "otherwise the likeliest origin"
		if o.ID == "" {
			but = "which holds as much of the others as any"
		}
		return origin{"", fmt.Sprintf("unseen source: %s and %s share text that is not in %s, %s", a.ID, b.ID, d.ID, but), 0.5}
	}
	return o
}

// earlier orders docs by date, those without one last.
func earlier(p, q *doc) int {
	if p.Published.IsZero() != q.Published.IsZero() {
		if p.Published.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(p.Published.Compare(q.Published), byID(p, q))
}

// byAgency returns the first member that an agency published.
func byAgency(byDate []*doc) (origin, bool) {
	for _, d := range byDate {
		if name := d.agency(); name != "" {
			return origin{d.ID, "published by the agency " + name, 0.95}, true
		}
	}
	return origin{}, false
}

// agency returns the agency that published d: one that is known, or one that
// the article's own dateline names by its initials.
func (d *doc) agency() string {
	if name, ok := wire.Agency(d.Source); ok {
		return name
	}
	for _, m := range d.marks() {
		if m.Kind != wire.Dateline {
			continue
		}
		for _, a := range m.Agencies {
			if strings.EqualFold(a, initials(d.Source)) {
				return d.Source
			}
		}
	}
	return ""
}

// initials returns the first letters of the words of s that begin with a
// capital.
func initials(s string) string {
	var b strings.Builder
	for w := range strings.FieldsSeq(s) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func (d *doc) has(k wire.Kind) bool {
	return slices.ContainsFunc(d.marks(), func(m wire.Mark) bool { return m.Kind == k })
}

// credited returns the agency that most members credit, none of them being it.
func credited(byDate []*doc) (origin, bool) {
	by := map[string][]string{}
	for _, d := range byDate {
		for _, c := range wire.Attributions(d.marks()) {
			by[c.Agency] = append(by[c.Agency], d.ID)
		}
	}
	best := ""
	for a := range by {
		if best == "" || len(by[a]) > len(by[best]) || len(by[a]) == len(by[best]) && a < best {
			best = a
		}
	}
	if best == "" {
		return origin{}, false
	}
	return origin{"", fmt.Sprintf("unseen source: %s, credited by %s", best, some(by[best])), 0.8}, true
}

// some lists the first of many names.
func some(names []string) string {
	if n := len(names) - maxNamed; n > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxNamed], ", "), n)
	}
	return strings.Join(names, ", ")
}

// leading returns the member that is first by date or, without that, the one
// that holds most of the others, which is the origin if it does so by a margin.
func (c *corpus) leading(byDate []*doc) (*doc, origin) {
	first, next := byDate[0], byDate[1]
	if ahead := next.Published.Sub(first.Published); !first.Published.IsZero() && ahead >= minLead && !next.Published.IsZero() {
		return first, origin{first.ID, fmt.Sprintf("the first of them, %s before the next", lead(ahead)), 0.6}
	}
	sums := c.holds(byDate)
	byHold := slices.SortedFunc(slices.Values(byDate), func(p, q *doc) int {
		return cmp.Or(cmp.Compare(sums[q.text], sums[p.text]), byID(p, q))
	})
	best, next := byHold[0], byHold[1]
	switch ahead := float64(sums[best.text]-sums[next.text]) / 0x1p40; {
	case ahead >= minHold*float64(len(byDate)): // of two, what each sum has of their difference
		return best, origin{best.ID, "it holds more of the others than they of it", 0.4}
	case best.twin == next.twin:
		return best, tied(best, next, "have the same words")
	case len(byDate) == 2:
		return best, tied(best, next, "hold about as much of each other")
	}
	return best, tied(best, next, "hold about as much of the others")
}

// tied is the outcome for a cluster of which two members are the likeliest origins, for this reason.
func tied(p, q *doc, alike string) origin {
	return origin{"", fmt.Sprintf("unknown: %s and %s %s, and no date tells which was first", p.ID, q.ID, alike), 0}
}

func lead(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return "1 minute"
	case d < time.Hour:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
	}
	return fmt.Sprintf("%d days", int(d.Hours())/24)
}

// holds sums, for each text of the articles, how much more of the others' shingles it has than
// they of its, in 2^-40. Time is linear in the pairs of them that were compared: a dispatch
// printed by thousands has tens of each.
func (c *corpus) holds(docs []*doc) map[int32]int64 {
	articles := map[int32]int64{}
	for _, d := range docs {
		articles[d.text]++
	}
	sums := make(map[int32]int64, len(articles))
	for v := range articles {
		sum := int64(0) // exact, as the order is any
		c.graph.Beside(v, func(w int32, verdict graph.Verdict) {
			if n := articles[w]; verdict.Detail != nil && n > 0 {
				a, b := containments(verdict.Detail)
				d := n * int64(math.Round(0x1p40*(b-a)))
				if c.graph.Compare(v, w) > 0 {
					d = -d
				}
				sum += d
			}
		})
		sums[v] = sum
	}
	return sums
}

// A witness is what unseen said last, and of which texts: of a cluster that grows the first members
// seldom change, and comparing them is what an origin costs.
type witness struct {
	of   uint64 // hash of the texts; 0 if nobody has asked
	a, b uint8  // which of them; 0 for none
}

// unseen returns two articles that share text which doc o lacks, if there are such.
func (c *corpus) unseen(s *stage, o *doc, docs []*doc, seen *witness) (a, b *doc) {
	if seen == nil {
		seen = new(witness)
	}
	all := []*doc{o}
	for _, d := range docs {
		if d.text != o.text && len(all) <= maxWitness {
			all = append(all, d)
		}
	}
	of := uint64(0)
	for _, d := range all {
		of = mix(of+1) ^ d.twin
	}
	if seen.of != of {
		w, err := c.witness(s, all)
		if err != nil { // an article is dropped, or what asked for the origin fails
			c.fail(err)
			return nil, nil
		}
		w.of = of
		*seen = w
	}
	if seen.b == 0 {
		return nil, nil
	}
	return all[seen.a], all[seen.b]
}

// witness returns the first two of all that share text which all[0] lacks.
func (c *corpus) witness(s *stage, all []*doc) (w witness, err error) {
	if len(all) < 3 {
		return w, nil
	}
	texts := make([]*passage.Prepared, len(all))
	for i, d := range all {
		t, err := c.read(s, c.of(d.text))
		if err != nil {
			return w, err
		}
		texts[i] = t.text
	}
	for x := 1; x < len(all)-1; x++ {
		ours := s.aligner.Align(texts[x], texts[0])
		for y := x + 1; y < len(all); y++ {
			theirs := s.aligner.Align(texts[x], texts[y])
			common, lack := theirs.Beyond(ours)
			if lack >= lackWords && float64(lack) >= lacking*float64(common) {
				return witness{a: uint8(x), b: uint8(y)}, nil
			}
		}
	}
	return w, nil
}

// credit lists the agencies that d credits.
func (d *doc) credit() string {
	var names []string
	for _, c := range wire.Attributions(d.marks()) {
		names = append(names, c.Agency)
	}
	return strings.Join(names, ", ")
}
