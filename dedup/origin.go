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
//  6. The member that holds most of the others.
//
// No record of accuracy on real news exists; on the newsroom of testdata it is
// in testdata/stats.txt.
const (
	minLead    = time.Minute
	maxWitness = 6   // members that are asked for text the origin lacks
	lacking    = 0.4 // share of what two members have in common that the origin lacks
	lackWords  = 25  // the same in words, at least
	maxNamed   = 6   // members that a reason names
)

// An origin is the outcome of that search.
type origin struct {
	doc        int // -1 if unseen
	reason     string
	confidence float64
}

func (r *run) origin(s *stage, g []int) origin {
	byDate := slices.SortedFunc(slices.Values(g), r.earlier)
	if o, ok := r.byAgency(byDate); ok {
		return o
	}
	if o, ok := r.credited(byDate); ok {
		return o
	}
	for _, i := range byDate {
		if r.docs[i].has(wire.Desk) {
			return origin{i, "it closes with the desk marks of an agency's dispatch", 0.7}
		}
	}
	o := r.leading(byDate)
	if a, b, ok := r.unseen(s, o.doc, g); ok {
		return origin{-1, fmt.Sprintf("unseen source: %s and %s share text that %s, which is likeliest else, lacks", r.docs[a].ID, r.docs[b].ID, r.docs[o.doc].ID), 0.5}
	}
	return o
}

// earlier orders docs by date, those without one last.
func (r *run) earlier(i, j int) int {
	p, q := r.docs[i], r.docs[j]
	if p.Published.IsZero() != q.Published.IsZero() {
		if p.Published.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(p.Published.Compare(q.Published), cmp.Compare(i, j))
}

// byAgency returns the first member that an agency published.
func (r *run) byAgency(byDate []int) (origin, bool) {
	for _, i := range byDate {
		if name := r.docs[i].agency(); name != "" {
			return origin{i, "published by the agency " + name, 0.95}, true
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
	for _, m := range d.marks {
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
	return slices.ContainsFunc(d.marks, func(m wire.Mark) bool { return m.Kind == k })
}

// credited returns the agency that most members credit, none of them being it.
func (r *run) credited(byDate []int) (origin, bool) {
	by := map[string][]string{}
	for _, i := range byDate {
		for _, c := range wire.Attributions(r.docs[i].marks) {
			by[c.Agency] = append(by[c.Agency], r.docs[i].ID)
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
	return origin{-1, fmt.Sprintf("unseen source: %s, credited by %s", best, some(by[best])), 0.8}, true
}

// some lists the first of many names.
func some(names []string) string {
	if n := len(names) - maxNamed; n > 1 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxNamed], ", "), n)
	}
	return strings.Join(names, ", ")
}

// leading returns the member that is first by date or, without that, the one
// that holds most of the others.
func (r *run) leading(byDate []int) origin {
	first, next := r.docs[byDate[0]], r.docs[byDate[1]]
	if ahead := next.Published.Sub(first.Published); !first.Published.IsZero() && ahead >= minLead && !next.Published.IsZero() {
		return origin{byDate[0], fmt.Sprintf("the first of them, %s before the next", lead(ahead)), 0.6}
	}
	best, most, sums := byDate[0], math.Inf(-1), r.holds(byDate)
	for _, i := range slices.Sorted(slices.Values(byDate)) {
		if sums[i] > most {
			best, most = i, sums[i]
		}
	}
	return origin{best, "it holds more of the others than they of it", 0.4}
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

// holds sums, for each doc of g, how much more of the others' shingles it has than
// they of its. Time is linear in the pairs of g that were compared: a dispatch
// printed by thousands has tens of each.
func (r *run) holds(g []int) map[int]float64 {
	sums := make(map[int]float64, len(g))
	for _, i := range g {
		sums[i] = 0
	}
	for _, i := range g {
		for _, j := range r.kin[i] {
			if _, ok := sums[int(j)]; !ok {
				continue
			}
			p, _ := r.verdicts.pair(ordered(int32(i), j))
			d := p.BInA - p.AInB
			if i > int(j) {
				d = -d
			}
			sums[i] += d
		}
	}
	return sums
}

// unseen reports whether two members share text that doc o lacks, and which.
func (r *run) unseen(s *stage, o int, g []int) (a, b int, ok bool) {
	var others []int
	for _, i := range g {
		if i != o && len(others) < maxWitness {
			others = append(others, i)
		}
	}
	for x, i := range others {
		ours := s.aligner.Align(r.read(s, i).text, r.read(s, o).text)
		for _, j := range others[x+1:] {
			theirs := s.aligner.Align(r.read(s, i).text, r.read(s, j).text)
			common, lack := theirs.Beyond(ours)
			if lack >= lackWords && float64(lack) >= lacking*float64(common) {
				return i, j, true
			}
		}
	}
	return 0, 0, false
}

// credit lists the agencies that d credits.
func (d *doc) credit() string {
	var names []string
	for _, c := range wire.Attributions(d.marks) {
		names = append(names, c.Agency)
	}
	return strings.Join(names, ", ")
}
