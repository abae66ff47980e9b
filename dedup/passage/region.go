package passage

import (
	"cmp"
	"math"
	"slices"

	"github.com/wirecopy/wirecopy/shingle"
)

// A Region is a stretch of reuse: neighbouring passages merged.
type Region struct {
	A, B shingle.Span
}

// Numbers of the region finder. Seeds, gaps and the two modes are those of
// Sanchez-Perez, Gelbukh, Sidorov, "Adaptive Algorithm for Plagiarism Detection:
// The Best-Performing Approach at PAN 2014", CLEF 2015; regionCosine there is .34 and
// regionGap 4. Where something was kept word for word the original drops all else; here
// what is mostly edited or rewritten stays, which costs .001 on pan13, where texts are
// reused in one manner each, and is needed for news, where they are not. And the
// original keeps whatever seed is near enough. Of what its regions had too much on
// pan13 more than half was in two in a hundred of them: a chance seed, twenty sentences
// off, made a summary of a short passage. Trimmed by what an end is worth, and with the
// wider gap that one can afford then, plagdet is .917 for .906, of random
// obfuscation .906 for .888, of translations .895 for .879, of summaries .639 for .638.
// Trimmed of all ends without a passage it was .866, as four words in ten of
// random obfuscation are in none; trimmed in summaries alone .913. What moving or
// leaving out each does stands in examples/benchmark/testdata/ablation.md, table Regions.
const (
	seedCosine   = 0.30 // of a pair of sentences, both
	seedDice     = 0.33
	regionGap    = 6  // sentences without a seed inside a region, either side
	summaryGap   = 24 // the same where one side is summaryRatio times the other
	summaryRatio = 3
	regionCosine = 0.36 // of a region's two sides as bags
	trimStep     = 0.05 // cosine that a seed at an end needs, if no passage is there, for every sentence without one beside it
	minRegion    = 150  // bytes on each side
	longRun      = 256  // bytes kept word for word that make a region by themselves
	minReworded  = 0.5  // share of words in edited and rewritten passages, beside such runs
)

// A box is a range of units on both sides, ends included, and the seeds that it is the hull of.
type box struct {
	a0, a1, b0, b1 int32
	seeds          []link
}

// Regions merges what the two texts share into stretches of reuse, ordered by
// A. Where something of longRun bytes was kept word for word, the regions are
// exact: those runs, and of the rest what is mostly covered by passages. It links
// the texts again: a report does not keep the links.
func (r *Report) Regions() []Region {
	var s seeds
	a, b := r.texts.Texts()
	s.begin(a, b)
	var seeds []link
	for _, l := range s.links {
		if l.cos > seedCosine && l.dice > seedDice {
			seeds = append(seeds, l)
		}
	}
	boxes := r.trimmed(&s, seeds, regionGap)
	out := r.runs(a, b)
	if len(out) > 0 {
		out = append(out, s.regions(r.beside(&s, boxes))...)
	} else {
		out = s.regions(boxes)
		wide := s.regions(r.trimmed(&s, seeds, summaryGap))
		if a, b := lengths(wide); a >= summaryRatio*b || b >= summaryRatio*a {
			out = wide
		}
	}
	slices.SortFunc(out, func(p, q Region) int {
		return cmp.Or(cmp.Compare(p.A.Start, q.A.Start), cmp.Compare(p.B.Start, q.B.Start))
	})
	return out
}

// trimmed returns the boxes of seeds without their doubtful ends.
func (r *Report) trimmed(s *seeds, seeds []link, gap int) []box {
	boxes := s.boxes(seeds, gap)
	for i := range boxes {
		x := &boxes[i]
		a, b := make([]float64, x.a1-x.a0+1), make([]float64, x.b1-x.b0+1) // of each unit the cosine of its best seed
		for _, l := range x.seeds {
			a[l.a-x.a0], b[l.b-x.b0] = max(a[l.a-x.a0], l.cos), max(b[l.b-x.b0], l.cos)
		}
		x.a0, x.a1 = trim(x.a0, a, s.a.units, r.fateA)
		x.b0, x.b1 = trim(x.b0, b, s.b.units, r.fateB)
	}
	return boxes
}

// trim returns the ends of one side of a box, which begins with unit first, as they are when those are left out that have no
// passage and whose seed is not worth the way to the next one.
func trim(first int32, best []float64, units []unit, fates []fate) (from, to int32) {
	var seeded []int32
	for k, cos := range best {
		if cos > 0 {
			seeded = append(seeded, first+int32(k))
		}
	}
	doubtful := func(end, next int32) bool {
		way := max(end-next, next-end) - 1
		u := units[end]
		return best[end-first] < seedCosine+float64(trimStep*float64(way)) && !slices.ContainsFunc(fates[u.first:u.last], func(f fate) bool { return f.kind.Shared() })
	}
	for len(seeded) > 1 && doubtful(seeded[0], seeded[1]) {
		seeded = seeded[1:]
	}
	for n := len(seeded); n > 1 && doubtful(seeded[n-1], seeded[n-2]); n-- {
		seeded = seeded[:n-1]
	}
	return seeded[0], seeded[len(seeded)-1]
}

// beside returns the boxes without a long run in them whose words are mostly in
// passages that are not verbatim.
func (r *Report) beside(s *seeds, boxes []box) (out []box) {
	for _, x := range boxes {
		a := reworded(r.fateA[s.a.units[x.a0].first:s.a.units[x.a1].last])
		b := reworded(r.fateB[s.b.units[x.b0].first:s.b.units[x.b1].last])
		if a >= minReworded && b >= minReworded {
			out = append(out, x)
		}
	}
	return out
}

// reworded returns the share of words in edited and rewritten passages.
func reworded(fates []fate) float64 {
	n := 0
	for _, f := range fates {
		if f.kind == Edited || f.kind == Rewritten {
			n++
		}
	}
	return float64(n) / float64(len(fates))
}

func lengths(rs []Region) (a, b int) {
	for _, r := range rs {
		a += r.A.Len()
		b += r.B.Len()
	}
	return a, b
}

// boxes clusters seeds so that inside a cluster no gap on either side exceeds
// gap units, and accepts a cluster whose two sides are alike as wholes; else
// it is divided by a smaller gap.
func (s *seeds) boxes(seeds []link, gap int) (out []box) {
	for _, c := range chains(seeds, gap) {
		x := hull(c)
		switch {
		case s.fragmentCosine(x) >= regionCosine:
			out = append(out, x)
		case gap > 0:
			out = append(out, s.boxes(c, gap-1)...)
		}
	}
	return out
}

func hull(c []link) box {
	x := box{c[0].a, c[0].a, c[0].b, c[0].b, c}
	for _, l := range c {
		x.a0, x.a1 = min(x.a0, l.a), max(x.a1, l.a)
		x.b0, x.b1 = min(x.b0, l.b), max(x.b1, l.b)
	}
	return x
}

// chains divides seeds by gaps in A, the parts by gaps in B, and so on until
// neither divides anything.
func chains(seeds []link, gap int) [][]link {
	if len(seeds) == 0 {
		return nil
	}
	keys := [2]func(link) int32{func(l link) int32 { return l.a }, func(l link) int32 { return l.b }}
	parts := [][]link{seeds}
	for side, idle := 0, 0; idle < 2; side ^= 1 {
		var next [][]link
		for _, p := range parts {
			next = append(next, divideBy(p, keys[side], gap)...)
		}
		idle++
		if len(next) > len(parts) {
			idle = 0
		}
		parts = next
	}
	return parts
}

func divideBy(p []link, key func(link) int32, gap int) (out [][]link) {
	p = slices.Clone(p)
	slices.SortFunc(p, func(x, y link) int {
		return cmp.Or(cmp.Compare(key(x), key(y)), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	start := 0
	for i := 1; i <= len(p); i++ {
		if i == len(p) || int(key(p[i])-key(p[i-1])) > gap+1 {
			out = append(out, p[start:i])
			start = i
		}
	}
	return out
}

// fragmentCosine compares the two sides of a box as bags. It sums in the order
// of the stems, so that the last digit is the same every time.
func (s *seeds) fragmentCosine(x box) float64 {
	a, b := s.a.pool(x.a0, x.a1), s.b.pool(x.b0, x.b1)
	var dot float64
	for _, t := range a {
		l := s.from[t.id]
		at, ok := slices.BinarySearchFunc(b, l, func(q term, id int32) int { return cmp.Compare(q.id, id) })
		if ok {
			w := s.a.weight[t.id]
			dot += float64(float64(t.tf) * float64(b[at].tf) * w * w)
		}
	}
	if dot == 0 {
		return 0
	}
	return dot / math.Sqrt(s.a.square(a)*s.b.square(b))
}

// square returns the square of the weighted length of a bag.
func (x *side) square(bag []term) (sum float64) {
	for _, t := range bag {
		w := x.weight[t.id] * float64(t.tf)
		sum += float64(w * w)
	}
	return sum
}

// pool makes one bag of those of the units first to last.
func (x *side) pool(first, last int32) []term {
	bag := x.bags[x.units[first].from:x.units[last].to]
	if first == last {
		return bag
	}
	all := slices.Clone(bag)
	slices.SortFunc(all, func(p, q term) int { return cmp.Compare(p.id, q.id) })
	out := all[:0]
	for _, t := range all {
		if n := len(out); n > 0 && out[n-1].id == t.id {
			out[n-1].tf += t.tf
		} else {
			out = append(out, t)
		}
	}
	return out
}

// regions gives boxes their spans.
func (s *seeds) regions(boxes []box) (out []Region) {
	for _, x := range boxes {
		a := s.a.tight(s.a.units[x.a0].first, s.a.units[x.a1].last)
		b := s.b.tight(s.b.units[x.b0].first, s.b.units[x.b1].last)
		out = appendRegion(out, a, b)
	}
	return out
}

// appendRegion appends a region, if it is long enough.
func appendRegion(out []Region, a, b shingle.Span) []Region {
	if a.Len() < minRegion || b.Len() < minRegion {
		return out
	}
	return append(out, Region{A: a, B: b})
}

// runs returns the stretches of at least longRun bytes that were kept word for
// word.
func (r *Report) runs(a, b *Prepared) (out []Region) {
	type run struct{ a0, a1, b0, b1 int }
	var rs []run
	for i, f := range r.fateA {
		if f.to < 0 || a.hash[i] != b.hash[f.to] {
			continue
		}
		j := int(f.to)
		if n := len(rs); n > 0 && i == rs[n-1].a1 && j == rs[n-1].b1 {
			rs[n-1].a1, rs[n-1].b1 = i+1, j+1
			continue
		}
		rs = append(rs, run{i, i + 1, j, j + 1})
	}
	for _, x := range rs {
		if span := a.tight(x.a0, x.a1); span.Len() >= longRun {
			out = appendRegion(out, span, b.tight(x.b0, x.b1))
		}
	}
	return out
}
