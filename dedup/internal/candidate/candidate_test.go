package candidate

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// checkPairs holds that pairs are of two different articles each, ordered, once.
func checkPairs(t require.TestingT, n int, pairs []Pair) {
	for k, p := range pairs {
		require.True(t, 0 <= p.A && p.A < p.B && int(p.B) < n, "%+v", p)
		require.True(t, k == 0 || byNumber(pairs[k-1], p) < 0, "%+v", pairs)
	}
}

// renumbered gives article i the number to[i].
func renumbered[T any](of []T, to []int) []T {
	out := make([]T, len(of))
	for i, x := range of {
		out[to[i]] = x
	}
	return out
}

func renumberedPairs(pairs []Pair, to []int) []Pair {
	var out []Pair
	for _, p := range pairs {
		a, b := int32(to[p.A]), int32(to[p.B])
		out = append(out, Pair{min(a, b), max(a, b)})
	}
	slices.SortFunc(out, byNumber)
	return out
}

func numbers(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// bands draws the band keys of some articles and their contents, all different.
func bands(t *rapid.T, keys uint32) (of [][]uint32, content []uint64) {
	some := rapid.SliceOfN(rapid.Uint32Range(1, keys), 6, 6)
	of = rapid.SliceOfN(rapid.OneOf(some, rapid.Just([]uint32(nil))), 0, 40).Draw(t, "keys")
	for i := range rapid.Permutation(numbers(len(of))).Draw(t, "content") {
		content = append(content, uint64(i))
	}
	return of, content
}

// meet reports whether two articles have a key in common in one band.
func meet(p, q []uint32) bool {
	for band := range min(len(p), len(q)) {
		if p[band] == q[band] {
			return true
		}
	}
	return false
}

func TestCopiesAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, content := bands(t, 40)
		sizes := map[[2]uint32]int{}
		for _, ks := range keys {
			for band, k := range ks {
				sizes[[2]uint32{uint32(band), k}]++
			}
		}
		for _, n := range sizes {
			if n > maxBucket {
				t.Skip("a large bucket")
			}
		}
		var want []Pair
		for a := range keys {
			for b := a + 1; b < len(keys); b++ {
				if meet(keys[a], keys[b]) {
					want = append(want, Pair{A: int32(a), B: int32(b)})
				}
			}
		}
		require.Equal(t, want, Copies(keys, content))
	})
}

func TestCopiesInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys, content := bands(t, 3)
		got := Copies(keys, content)
		checkPairs(t, len(keys), got)
		to := rapid.Permutation(numbers(len(keys))).Draw(t, "numbers")
		require.Equal(t, renumberedPairs(got, to), Copies(renumbered(keys, to), renumbered(content, to)))
	})
}

// A large bucket gives each article two pairs at most besides those of the
// first, and keeps all its articles connected; equal ones are neighbours.
func TestLargeBucket(t *testing.T) {
	const n = 2000
	keys, content := make([][]uint32, n), make([]uint64, n)
	for i := range keys {
		keys[i], content[i] = []uint32{7}, uint64(i*i%101) // about a hundred articles have one content
	}
	got := Copies(keys, content)
	checkPairs(t, n, got)
	require.LessOrEqual(t, len(got), 2*n)
	group := numbers(n)
	find := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	same := 0
	for _, p := range got {
		group[find(int(p.A))] = find(int(p.B))
		if content[p.A] == content[p.B] {
			same++
		}
	}
	for i := range n {
		require.Equal(t, find(0), find(i))
	}
	require.GreaterOrEqual(t, same, n-101)
}

func TestCopiesOfNothing(t *testing.T) {
	require.Empty(t, Copies(nil, nil))
	require.Empty(t, Copies([][]uint32{nil, nil}, []uint64{1, 1}))
	require.Empty(t, Copies([][]uint32{{5, 5}, nil}, []uint64{1, 2}), "a key twice is no pair of an article with itself")
	require.Empty(t, Copies([][]uint32{{5, 6}, {6, 5}}, []uint64{1, 2}), "each band has its own keys")
	require.Equal(t, []Pair{{A: 0, B: 1}}, Copies([][]uint32{{5, 6}, {5, 6}}, []uint64{1, 2}))
}

// The sort puts entries in order whatever bits their keys differ in.
func TestRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shift := rapid.IntRange(0, 31).Draw(t, "shift")
		keys := rapid.SliceOf(rapid.Uint32Range(0, 1<<12)).Draw(t, "keys")
		var x inverter
		want := map[uint32][]int32{}
		for d, k := range keys {
			x.add(k<<shift, int32(d))
			want[k<<shift] = append(want[k<<shift], int32(d))
		}
		last := int64(-1)
		for run := range x.runs() {
			k := run[0].key()
			require.Greater(t, int64(k), last)
			last = int64(k)
			for i, e := range run {
				require.Equal(t, k, e.key())
				require.Equal(t, want[k][i], e.doc())
			}
			require.Len(t, run, len(want[k]))
			delete(want, k)
		}
		for _, docs := range want {
			require.Len(t, docs, 1)
		}
	})
}

// source draws articles with few features among many.
func source(t *rapid.T) Source {
	s := Source{Features: rapid.SliceOfN(rapid.SliceOfNDistinct(rapid.Uint32Range(1, 12), 0, 8, rapid.ID), 0, 30).Draw(t, "features")}
	for _, fs := range s.Features {
		slices.Sort(fs)
		s.Time = append(s.Time, rapid.Int64Range(0, 10).Draw(t, "time"))
	}
	s.Window = rapid.Int64Range(0, 6).Draw(t, "window")
	return s
}

// plainRare scores all pairs.
func plainRare(s Source) []Pair {
	df := map[uint32]int{}
	for _, fs := range s.Features {
		for _, f := range fs {
			df[f]++
		}
	}
	n := len(s.Features)
	of := make([][]scored, n) // pairs of each article
	for a := range n {
		for b := a + 1; b < n; b++ {
			if d := s.Time[a] - s.Time[b]; s.Window > 0 && s.Time[a] != 0 && s.Time[b] != 0 && max(d, -d) > s.Window {
				continue
			}
			hits, score := 0, 0.0
			for _, f := range s.Features[a] {
				if slices.Contains(s.Features[b], f) && df[f] <= maxDF {
					hits++
					score += math.Pow(math.Log(1+float64(n)/float64(df[f])), 2)
				}
			}
			if hits >= minHits {
				p := scored{Pair{int32(a), int32(b)}, score}
				of[a], of[b] = append(of[a], p), append(of[b], p)
			}
		}
	}
	var out []Pair
	for _, own := range of {
		slices.SortFunc(own, func(p, q scored) int { return cmp.Or(cmp.Compare(q.score, p.score), byNumber(p.Pair, q.Pair)) })
		for _, p := range own[:min(len(own), perDoc)] {
			if !slices.Contains(out, p.Pair) {
				out = append(out, p.Pair)
			}
		}
	}
	slices.SortFunc(out, byNumber)
	return out
}

// rare asks for all articles.
func rare(s Source) (out []Pair) {
	x := NewRare(s)
	var a Asker
	for d := range s.Features {
		out = x.Ask(out, &a, int32(d))
	}
	return Unique(out)
}

func TestRareAgainstAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := source(t)
		got := rare(s)
		checkPairs(t, len(s.Features), got)
		require.Equal(t, plainRare(s), got)
	})
}

// Numbers decide between equally good pairs only: with few enough articles none
// is left out.
func TestRareInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := source(t)
		n := min(len(s.Features), perDoc)
		s.Features, s.Time = s.Features[:n], s.Time[:n]
		to := rapid.Permutation(numbers(n)).Draw(t, "numbers")
		moved := Source{renumbered(s.Features, to), renumbered(s.Time, to), s.Window}
		require.Equal(t, renumberedPairs(rare(s), to), rare(moved))
	})
}

// Where all scores differ, the cap on pairs does not depend on numbers either.
func TestRareCapInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	const n = 200
	s := Source{Features: make([][]uint32, n)}
	for i := range n {
		seen := map[uint32]bool{}
		for len(seen) < 40 {
			seen[uint32(r.ExpFloat64()*150)] = true
		}
		for f := range seen {
			s.Features[i] = append(s.Features[i], f)
		}
		slices.Sort(s.Features[i])
	}
	got := rare(s)
	require.Less(t, len(got), n*perDoc)
	require.Greater(t, len(got), n*perDoc/2)
	to := r.Perm(n)
	require.Equal(t, renumberedPairs(got, to), rare(Source{Features: renumbered(s.Features, to)}))
}

func TestRareBounds(t *testing.T) {
	shared := func(n int, fs ...uint32) Source {
		s := Source{Features: make([][]uint32, n), Time: make([]int64, n)}
		for i := range s.Features {
			s.Features[i] = fs
		}
		return s
	}
	require.Empty(t, rare(Source{}))
	require.Empty(t, rare(shared(1, 1, 2, 3)))
	require.Empty(t, rare(shared(2, 1, 2)), "minHits")
	require.Len(t, rare(shared(2, 1, 2, 3)), 1)
	require.Len(t, rare(shared(perDoc+1, 1, 2, 3)), (perDoc+1)*perDoc/2, "all ask for all others")
	require.NotEmpty(t, rare(shared(maxDF, 1, 2, 3)))
	require.Empty(t, rare(shared(maxDF+1, 1, 2, 3)), "maxDF")
	for n := range 120 {
		require.LessOrEqual(t, len(rare(shared(n, 1, 2, 3, 4))), n*perDoc, "perDoc")
	}

	s := shared(3, 1, 2, 3)
	s.Time, s.Window = []int64{100, 110, 121}, 10
	require.Equal(t, []Pair{{0, 1}}, rare(s), "the window's edge belongs to it")
	s.Time[1] = 0
	require.Len(t, rare(s), 2, "an article without a time is in every window")
	s.Window = 0
	require.Len(t, rare(s), 3, "no window")
}

func BenchmarkRare(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	const n = 5000
	s := Source{Features: make([][]uint32, n)}
	for i := range n {
		for range 600 {
			s.Features[i] = append(s.Features[i], uint32(r.ExpFloat64()*200_000))
		}
		slices.Sort(s.Features[i])
		s.Features[i] = slices.Compact(s.Features[i])
	}
	pairs := 0
	for b.Loop() {
		pairs = len(rare(s))
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(float64(2*pairs)/n, "candidates/article")
}

func BenchmarkCopies(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	const n = 20_000
	keys, content := make([][]uint32, n), make([]uint64, n)
	for i := range n {
		content[i] = r.Uint64()
		for range Bands {
			keys[i] = append(keys[i], r.Uint32N(1_000_000))
		}
	}
	for b.Loop() {
		Copies(keys, content)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
}
