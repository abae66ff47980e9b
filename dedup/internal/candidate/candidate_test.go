package candidate

import (
	"cmp"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// buckets returns a table of texts in the order of their numbers, and how often each pair
// meets in it.
func buckets() (*Buckets, map[Pair]int) {
	met := map[Pair]int{}
	return &Buckets{Compare: cmp.Compare[int32], Meet: func(v, w int32, by int) {
		p := Pair{min(v, w), max(v, w)}
		if met[p] += by; met[p] == 0 {
			delete(met, p)
		}
	}}, met
}

// meetings counts in how many buckets the texts meet, by what the rule says.
func meetings(there map[int32][]uint32) map[Pair]int {
	in := map[[2]uint32][]int32{}
	for _, v := range slices.Sorted(maps.Keys(there)) {
		for band, k := range there[v] {
			in[[2]uint32{uint32(band), k}] = append(in[[2]uint32{uint32(band), k}], v)
		}
	}
	met := map[Pair]int{}
	for _, own := range in {
		for p := range own {
			for q := p + 1; q < len(own); q++ {
				if len(own) <= maxBucket || q-p <= reach {
					met[Pair{own[p], own[q]}]++
				}
			}
		}
	}
	return met
}

// Whatever came and went, who meets whom is what the rule says of who is there.
func TestBuckets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, met := buckets()
		there := map[int32][]uint32{}
		for range rapid.IntRange(0, 120).Draw(t, "changes") {
			v := rapid.Int32Range(0, 60).Draw(t, "text")
			if keys, ok := there[v]; ok {
				if rapid.IntRange(0, 9).Draw(t, "purge") == 0 {
					b.Purge(func(w int32) bool { return w == v })
				} else {
					b.Remove(v, keys)
				}
				delete(there, v)
			} else {
				there[v] = rapid.SliceOfN(rapid.Uint32Range(1, 3), 0, 3).Draw(t, "keys")
				b.Add(v, there[v])
			}
			require.Equal(t, meetings(there), met)
		}
		keys := rapid.SliceOfN(rapid.Uint32Range(1, 3), 0, 3).Draw(t, "keys of one")
		at := rapid.Int32Range(0, 60).Draw(t, "place")
		if _, ok := there[at]; ok {
			return
		}
		var would []int32
		b.Each(keys, func(w int32) int { return cmp.Compare(w, at) }, func(w int32) { would = append(would, w) })
		there[at] = keys
		want := map[int32]bool{}
		for p := range meetings(there) {
			if p.A == at || p.B == at {
				want[p.A+p.B-at] = true
			}
		}
		got := map[int32]bool{}
		for _, w := range would {
			got[w] = true
		}
		require.Equal(t, want, got, "whom one would meet")
	})
}

// A text that is said to have been put in with other keys goes all the same.
func TestRemoveByOtherKeys(t *testing.T) {
	b, met := buckets()
	b.Add(1, []uint32{5, 6})
	b.Add(2, []uint32{5, 6})
	require.Equal(t, map[Pair]int{{1, 2}: 2}, met)
	b.Remove(1, []uint32{5, 7})
	require.Empty(t, met)
	b.Add(3, []uint32{5, 6})
	require.Equal(t, map[Pair]int{{2, 3}: 2}, met)
}

// A large bucket gives each text four pairs at most, and keeps all of them connected.
func TestLargeBucket(t *testing.T) {
	const n = 2000
	keys := make([][]uint32, n)
	for i := range keys {
		keys[i] = []uint32{7}
	}
	got := Copies(keys)
	require.LessOrEqual(t, len(got), reach*n)
	group := make([]int, n)
	for i := range group {
		group[i] = i
	}
	find := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	for _, p := range got {
		group[find(int(p.A))] = find(int(p.B))
	}
	for i := range n {
		require.Equal(t, find(0), find(i))
	}
}

func TestCopies(t *testing.T) {
	require.Empty(t, Copies(nil))
	require.Empty(t, Copies([][]uint32{nil, nil}))
	require.Empty(t, Copies([][]uint32{{5, 5}, nil}), "a key twice is no pair of a text with itself")
	require.Empty(t, Copies([][]uint32{{5, 6}, {6, 5}}), "each band has its own keys")
	require.Equal(t, []Pair{{A: 0, B: 1}}, Copies([][]uint32{{5, 6}, {5, 6}}))
}

// A rareWorld is an index of rare features and what is in it.
type rareWorld struct {
	Rare
	there map[int32][]uint32
	lists map[int32]*List
	again map[int32]bool // whose lists changed
	asked int            // lists that were made anew
}

func newRareWorld() *rareWorld {
	w := &rareWorld{there: map[int32][]uint32{}, lists: map[int32]*List{}, again: map[int32]bool{}}
	w.Compare = cmp.Compare[int32]
	w.List = func(v int32) *List { return w.lists[v] }
	return w
}

func (w *rareWorld) note(v int32) { w.again[v] = true }

func (w *rareWorld) add(v int32, features ...uint32) {
	w.there[v], w.lists[v] = features, new(List)
	w.Add(v, features, w.note)
	w.ask(v, func(s Scored) {
		if l := w.lists[s.Text]; l.Wants(s) {
			l.Take(Scored{v, s.Score})
			w.note(s.Text)
		}
	})
	delete(w.again, v)
}

func (w *rareWorld) remove(v int32) {
	w.ask(v, func(s Scored) {
		if l := w.lists[s.Text]; l.Has(v) {
			l.Drop(v)
			w.note(s.Text)
		}
	})
	w.Remove(v, w.there[v], w.note)
	delete(w.there, v)
	delete(w.lists, v)
	delete(w.again, v)
}

// settle puts the lists that changed in order.
func (w *rareWorld) settle() {
	for v := range w.again {
		if !w.Order(w.lists[v]) {
			w.ask(v, nil)
			w.asked++
		}
	}
	clear(w.again)
}

func (w *rareWorld) ask(v int32, offer func(s Scored)) {
	*w.lists[v] = w.Ask(new(Asker), v, w.there[v], func(int32) bool { return true }, offer)
}

// plain is what a text should be told, by comparing it with all.
func (w *rareWorld) plain(v int32) []Scored {
	df := map[uint32]int{}
	for _, fs := range w.there {
		for _, f := range fs {
			df[f]++
		}
	}
	var own []Scored
	total := uint64(0)
	for _, f := range w.there[v] {
		if df[f] <= maxDF {
			total += uint64(weights[max(1, level(df[f]))])
		}
	}
	for u, fs := range w.there {
		hits, score := 0, uint64(0)
		for _, f := range fs {
			if slices.Contains(w.there[v], f) && df[f] <= maxDF {
				hits++
				score += uint64(weights[level(df[f])])
			}
		}
		if u != v && hits >= minHits && score >= uint64(leastShare*float64(total)) {
			own = append(own, Scored{u, uint32(score)})
		}
	}
	slices.SortFunc(own, func(p, q Scored) int { return cmp.Or(cmp.Compare(q.Score, p.Score), cmp.Compare(p.Text, q.Text)) })
	return own[:min(len(own), perDoc)]
}

// Texts come and go; lists that followed are those of who asks now.
func TestRare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newRareWorld()
		features := rapid.SliceOfNDistinct(rapid.Uint32Range(1, 12), 0, 8, rapid.ID)
		for range rapid.IntRange(0, 200).Draw(t, "changes") {
			v := rapid.Int32Range(0, 130).Draw(t, "text")
			if _, ok := w.there[v]; ok {
				w.remove(v)
			} else {
				fs := features.Draw(t, "features")
				slices.Sort(fs)
				w.add(v, fs...)
			}
			if rapid.Bool().Draw(t, "settled") {
				w.settle()
			}
		}
		w.settle()
		for v := range w.there {
			require.Equal(t, w.plain(v), append([]Scored(nil), w.lists[v].Best()...), "%d", v)
		}
	})
}

func TestRareBounds(t *testing.T) {
	shared := func(n int, fs ...uint32) int {
		w := newRareWorld()
		for v := range n {
			w.add(int32(v), fs...)
		}
		w.ask(0, nil)
		return len(w.lists[0].Best())
	}
	require.Zero(t, shared(1, 1, 2, 3))
	require.Zero(t, shared(2, 1), "minHits")
	require.Equal(t, 1, shared(2, 1, 2))
	require.Equal(t, perDoc, shared(maxDF, 1, 2, 3), "perDoc")
	require.Zero(t, shared(maxDF+1, 1, 2, 3), "maxDF")

	w := newRareWorld()
	long := []uint32{1, 2} // what the short one has is an eightieth of it
	for f := range uint32(158) {
		long = append(long, 10+f)
	}
	w.add(1, long...)
	w.add(0, 1, 2, 3)
	require.Equal(t, []Scored{{1, 2 * weights[1]}}, w.lists[0].Best())
	w.ask(1, nil)
	require.Empty(t, w.lists[1].Best(), "leastShare")
	require.False(t, w.lists[1].Wants(Scored{0, 2 * weights[1]}))

	w = newRareWorld()
	w.add(0, 1, 2, 3)
	stranger := w.Ask(new(Asker), -1, []uint32{1, 2}, func(int32) bool { return true }, nil)
	require.Equal(t, []Scored{{0, 2 * weights[1]}}, stranger.Best(), "as if it were in the index")
	stranger = w.Ask(new(Asker), -1, []uint32{1, 2}, func(int32) bool { return false }, nil)
	require.Empty(t, stranger.Best(), "near")
	require.Greater(t, weights[1], weights[2])
}

func BenchmarkRare(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	const n = 5000
	features := make([][]uint32, n)
	for i := range n {
		for range 250 {
			features[i] = append(features[i], uint32(r.ExpFloat64()*200_000))
		}
		slices.Sort(features[i])
		features[i] = slices.Compact(features[i])
	}
	var asker Asker
	pairs := 0
	b.ReportAllocs()
	for b.Loop() {
		pairs = 0
		lists := make([]List, n)
		x := Rare{Compare: cmp.Compare[int32], List: func(v int32) *List { return &lists[v] }}
		for v, fs := range features {
			x.Add(int32(v), fs, func(int32) {})
		}
		for v, fs := range features {
			list := x.Ask(&asker, int32(v), fs, func(int32) bool { return true }, nil)
			pairs += len(list.Best())
		}
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
	b.ReportMetric(float64(pairs)/n, "candidates/article")
}

func BenchmarkBuckets(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	const n = 20_000
	keys := make([][]uint32, n)
	for i := range n {
		for range Bands {
			keys[i] = append(keys[i], r.Uint32N(1_000_000))
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		Copies(keys)
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
}
