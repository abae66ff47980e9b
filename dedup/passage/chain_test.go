package passage

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/shingle"
	"pgregory.net/rapid"
)

// begun returns what a comparison of two texts begins with.
func begun(a, b *shingle.Text) *seeds {
	s := new(seeds)
	s.begin(Prepare(a), Prepare(b))
	s.arm()
	return s
}

// smallText draws a text of one sentence over so few words that most repeat.
func smallText(t *rapid.T, name string) string {
	words := []string{"bridge", "bridges", "Zelensky", "Zelenskyy", "the", "11", "repair", "repairs", "repaired", "winter", "of", "harbour"}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 3, 14).Draw(t, name), " ")
}

// dense is Smith and Waterman's matrix: the best score of a local alignment of
// the first units in which no word of used stands.
func dense(s *seeds, usedA, usedB map[int]bool) float64 {
	u, v := s.a.units[0], s.b.units[0]
	skip := func(x *side, i int) float64 { return gapCost*x.w(i) + gapStep }
	prev, best := make([]float64, v.last+1), 0.0
	for i := u.first; i < u.last; i++ {
		row := make([]float64, v.last+1)
		for j := v.first; j < v.last; j++ {
			row[j+1] = max(0, prev[j+1]-skip(&s.a, i), row[j]-skip(&s.b, j))
			if g := s.gain(i, j); g > 0 && !usedA[i] && !usedB[j] {
				row[j+1] = max(row[j+1], prev[j]+g)
			}
			best = max(best, row[j+1])
		}
		prev = row
	}
	return best
}

// TestChainAgainstMatrix takes chains until none is left. Each must score what
// the matrix gives, have the score of its pairs and gaps, and ascend.
func TestChainAgainstMatrix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := begun(shingle.Parse(smallText(t, "a"), "en"), shingle.Parse(smallText(t, "b"), "en"))
		if len(s.a.units) != 1 || len(s.b.units) != 1 {
			t.Skip("more than one sentence")
		}
		s.collect(&s.a.units[0], &s.b.units[0])
		usedA, usedB := map[int]bool{}, map[int]bool{}
		for {
			from := len(s.pairs)
			want := dense(s, usedA, usedB)
			got := s.chain()
			require.InDelta(t, want, got, 1e-9)
			if got == 0 {
				return
			}
			score := 0.0
			for k, p := range s.pairs[from:] {
				i, j := int(p.i), int(p.j)
				require.False(t, usedA[i] || usedB[j], "a word is in two chains")
				usedA[i], usedB[j] = true, true
				require.Equal(t, s.gain(i, j), p.gain)
				score += p.gain
				if k == 0 {
					continue
				}
				q := s.pairs[from+k-1]
				require.True(t, q.i < p.i && q.j < p.j)
				score -= gapCost*(s.a.sum[i]-s.a.sum[q.i+1]+s.b.sum[j]-s.b.sum[q.j+1]) + gapStep*float64(p.i-q.i+p.j-q.j-2)
			}
			require.InDelta(t, got, score, 1e-9)
		}
	})
}

// TestCollectIsSim holds that collect, which looks at stems and variants first,
// leaves out no pair that agrees.
func TestCollectIsSim(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := pair(t)
		s := begun(shingle.Parse(a, ""), shingle.Parse(b, ""))
		for i := range s.a.units {
			for j := range s.b.units {
				u, v := &s.a.units[i], &s.b.units[j]
				n := 0
				for p := u.first; p < u.last; p++ {
					for q := v.first; q < v.last; q++ {
						if s.gain(p, q) > 0 && !half(s, p, q) {
							n++
						}
					}
				}
				s.collect(u, v)
				require.Len(t, s.points, n)
			}
		}
	})
}

// half reports whether two words are the same character of a script without
// spaces, followed by others: that is no pair.
func half(s *seeds, p, q int) bool {
	return s.a.has(p, solo) && s.a.id[p] != s.to[s.b.id[q]]
}

// TestEqualUnits holds that the short cut for equal units finds what the search
// does.
func TestEqualUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := smallText(t, "a")
		s := begun(shingle.Parse(a, "en"), shingle.Parse(strings.ToUpper(a[:1])+a[1:], "en"))
		u, v := &s.a.units[0], &s.b.units[0]
		m, ok := s.local(link{})
		require.True(t, ok)
		require.True(t, m.equal)
		s.collect(u, v)
		s.pairs = nil
		s.chain()
		n := s.measure(s.window(s.pairs))
		require.Equal(t, s.kept[m.from:m.to], s.kept[n.from:n.to])
		m.from, m.to = n.from, n.to
		require.Equal(t, m, n)
	})
}

// TestLinksAgainstAllPairs computes every cosine from the words.
func TestLinksAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := pair(t)
		s := begun(shingle.Parse(a, ""), shingle.Parse(b, ""))
		var want []link
		for i, u := range s.a.units {
			for j, v := range s.b.units {
				l := link{a: int32(i), b: int32(j)}
				l.cos = bagCosine(s, u, v)
				if math.Abs(l.cos-minCosine) < 1e-9 {
					t.Skip("on the threshold")
				}
				if l.cos >= minCosine {
					want = append(want, l)
				}
			}
		}
		require.Len(t, s.links, len(want))
		for k, l := range s.links {
			require.Equal(t, [2]int32{want[k].a, want[k].b}, [2]int32{l.a, l.b})
			require.InDelta(t, want[k].cos, l.cos, 1e-9)
			require.InDelta(t, l.cos, s.fragmentCosine(box{a0: l.a, a1: l.a, b0: l.b, b1: l.b}), 1e-9)
		}
	})
}

// bagCosine goes by the hashes of the stems.
func bagCosine(s *seeds, u, v unit) float64 {
	a, b, weight := map[uint64]float64{}, map[uint64]float64{}, map[uint64]float64{}
	count := func(x *side, u unit, n map[uint64]float64) {
		for _, id := range x.id[u.first:u.last] {
			if id >= 0 {
				key := x.stems.keys[id]
				n[key]++
				weight[key] = x.weight[id]
			}
		}
	}
	count(&s.a, u, a)
	count(&s.b, v, b)
	dot, na, nb := 0.0, 0.0, 0.0
	for key, w := range weight {
		x, y := a[key]*w, b[key]*w
		dot, na, nb = dot+x*y, na+x*x, nb+y*y
	}
	if dot == 0 {
		return 0
	}
	return dot / math.Sqrt(na*nb)
}

// TestBestLinks compares with sorting all links for each unit.
func TestBestLinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &seeds{a: side{Prepared: new(Prepared)}, b: side{Prepared: new(Prepared)}}
		s.a.units, s.b.units = make([]unit, rapid.IntRange(1, 9).Draw(t, "a")), make([]unit, rapid.IntRange(1, 9).Draw(t, "b"))
		for i := range s.a.units {
			for j := range s.b.units {
				if c := rapid.IntRange(0, 3).Draw(t, "cosine"); c > 0 {
					s.links = append(s.links, link{a: int32(i), b: int32(j), cos: float64(c) / 3})
				}
			}
		}
		var want []link
		for _, l := range s.links {
			better := func(same func(link) bool) (n int) {
				for _, o := range s.links {
					if same(o) && s.rank(o, l) < 0 {
						n++
					}
				}
				return n
			}
			if better(func(o link) bool { return o.a == l.a }) < topLinks || better(func(o link) bool { return o.b == l.b }) < topLinks {
				want = append(want, l)
			}
		}
		var got []link
		for i, keep := range s.best() {
			if keep {
				got = append(got, s.links[i])
			}
		}
		require.Equal(t, want, got)
	})
}

// TestRegionsAreDividedByGaps holds that no two seeds of a cluster's order are
// further apart than the gap allows, on either side, and that none is lost.
func TestRegionsAreDividedByGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gap := rapid.IntRange(0, 4).Draw(t, "gap")
		seeds := rapid.SliceOfDistinct(rapid.Custom(func(t *rapid.T) link {
			return link{a: rapid.Int32Range(0, 40).Draw(t, "a"), b: rapid.Int32Range(0, 40).Draw(t, "b")}
		}), func(l link) [2]int32 { return [2]int32{l.a, l.b} }).Draw(t, "seeds")
		n := 0
		for _, c := range chains(seeds, gap) {
			n += len(c)
			for _, key := range []func(link) int32{func(l link) int32 { return l.a }, func(l link) int32 { return l.b }} {
				slices.SortFunc(c, func(p, q link) int { return cmp.Compare(key(p), key(q)) })
				for k := 1; k < len(c); k++ {
					require.LessOrEqual(t, int(key(c[k])-key(c[k-1])), gap+1)
				}
			}
		}
		require.Equal(t, len(seeds), n)
	})
}

// TestTrim holds which ends of a region are doubtful: those without a passage whose seed is worth less than the way to the next.
func TestTrim(t *testing.T) {
	const first = 3
	units := make([]unit, first+10)
	for k := range units {
		units[k] = unit{first: k, last: k + 1}
	}
	far, near := seedCosine+4*trimStep, seedCosine+trimStep/2
	for name, c := range map[string]struct {
		best     []float64
		passages []int32
		from, to int32
	}{
		"far":              {best: []float64{near, 0, 0, 0, 0, .8, .8}, from: 5, to: 6},
		"far behind":       {best: []float64{.8, .8, 0, 0, near}, from: 0, to: 1},
		"far and sure":     {best: []float64{far, 0, 0, 0, 0, .8, .8}, from: 0, to: 6},
		"with a passage":   {best: []float64{near, 0, 0, 0, 0, .8, .8}, passages: []int32{0}, from: 0, to: 6},
		"beside the next":  {best: []float64{near, .8}, from: 0, to: 1},
		"one by one":       {best: []float64{near, 0, 0, near, 0, 0, .8}, from: 6, to: 6},
		"up to a passage":  {best: []float64{near, 0, 0, near, 0, 0, .8}, passages: []int32{3}, from: 3, to: 6},
		"one seed remains": {best: []float64{near, 0, 0, near}, from: 3, to: 3},
		"one seed":         {best: []float64{near}, from: 0, to: 0},
	} {
		fates := newFates(nil, len(units))
		for _, k := range c.passages {
			fates[first+k].kind = Rewritten
		}
		from, to := trim(first, c.best, units, fates)
		require.Equal(t, [2]int32{first + c.from, first + c.to}, [2]int32{from, to}, name)
	}
}
