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

// Numbers of the region finder. Seeds and gaps: Sanchez-Perez, Gelbukh,
// Sidorov, "Adaptive algorithm for plagiarism detection", CLEF 2015.
const (
	seedCosine   = 0.30
	seedDice     = 0.33
	regionGap    = 4
	summaryGap   = 24
	regionCosine = 0.34
	minRegion    = 150 // bytes on each side
	summaryRatio = 3
)

// box is a range of units on both sides.
type box struct{ a0, a1, b0, b1 int32 }

// Regions merges what the two texts share into stretches of reuse.
func (r *Report) Regions() []Region {
	s := r.seeds
	var seeds []link
	for _, l := range s.links {
		if l.cos > seedCosine && l.dice > seedDice {
			seeds = append(seeds, l)
		}
	}
	normal := s.boxes(seeds, regionGap)
	out := s.regions(normal)
	wide := s.regions(s.boxes(seeds, summaryGap))
	if la, lb := lengths(wide); len(wide) > 0 && (la >= summaryRatio*lb || lb >= summaryRatio*la) {
		out = wide
	}
	return out
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
	x := box{c[0].a, c[0].a, c[0].b, c[0].b}
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

// fragmentCosine compares the two sides of a box as bags.
func (s *seeds) fragmentCosine(x box) float64 {
	va, vb := map[int32]float64{}, map[int32]float64{}
	for i := x.a0; i <= x.a1; i++ {
		for _, t := range s.a.units[i].bag {
			va[t.id] += float64(t.tf)
		}
	}
	for i := x.b0; i <= x.b1; i++ {
		for _, t := range s.b.units[i].bag {
			vb[t.id] += float64(t.tf)
		}
	}
	var dot, na, nb float64
	for id, v := range va {
		w := s.weight[id] * s.weight[id]
		na += v * v * w
		dot += v * vb[id] * w
	}
	for id, v := range vb {
		nb += v * v * s.weight[id] * s.weight[id]
	}
	if na == 0 || nb == 0 {
		return 0
	}
	return dot / math.Sqrt(na*nb)
}

func (s *seeds) regions(boxes []box) (out []Region) {
	for _, x := range boxes {
		r := Region{
			A: shingle.Span{Start: s.a.text.Tokens[s.a.units[x.a0].first].Start, End: s.a.text.Tokens[s.a.units[x.a1].last-1].End},
			B: shingle.Span{Start: s.b.text.Tokens[s.b.units[x.b0].first].Start, End: s.b.text.Tokens[s.b.units[x.b1].last-1].End},
		}
		if r.A.Len() >= minRegion && r.B.Len() >= minRegion {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(p, q Region) int {
		return cmp.Or(cmp.Compare(p.A.Start, q.A.Start), cmp.Compare(p.B.Start, q.B.Start))
	})
	return out
}
