package graph

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/image"
)

// A world judges by what texts have in common, and serially.
type world struct {
	g     *Graph
	asker candidate.Asker
}

func (w *world) Judge1(p Pair) Verdict {
	a, b := &w.g.texts[p.A], &w.g.texts[p.B]
	shared, as, bs := 0, a.features(nil), b.features(nil)
	for _, f := range as {
		if slices.Contains(bs, f) {
			shared++
		}
	}
	v := Verdict{Resemblance: float64(shared) / float64(len(as)+len(bs)-shared+1)}
	noise := rand.New(rand.NewPCG(a.key, b.key)).Float64()
	v.Score = v.Resemblance*.8 + .2*noise
	v.Block = [...]uint16{0, 20, 20, 40, 40, 80, 20, 20}[(a.key^b.key)>>7%8]
	v.Much, v.Most = (a.key^b.key)>>13%2 == 0, (a.key^b.key)>>13%4 == 0
	if v.Derived = v.Score > .35; v.Derived {
		v.Detail, v.Form = uint32(a.key^b.key), (a.key^b.key)>>11%2 == 0
	}
	return v
}

func (w *world) Source(v int32) uint64 { return w.g.texts[v].key%8/7 + 1 }

func (w *world) Dates(v int32) (first, last int64) {
	at := int64(w.g.texts[v].key>>3%5) * int64(laterBy) / 2
	return at, at + int64(w.g.texts[v].key>>6%2)*int64(laterBy)
}

func (w *world) Judge(_ context.Context, pairs []Pair) ([]Verdict, error) {
	out := make([]Verdict, len(pairs))
	for i, p := range pairs {
		out[i] = w.Judge1(p)
	}
	return out, nil
}

func (w *world) Each(_ context.Context, n int, f func(a *candidate.Asker, i int)) error {
	for i := range n {
		f(&w.asker, i)
	}
	return nil
}

// reopened returns a world with the graph of this one, as it was saved.
func (w *world) reopened(t require.TestingT) *world {
	var pages [][]byte
	iw := image.Writer{Put: func(page []byte) error {
		pages = append(pages, slices.Clone(page))
		return nil
	}}
	w.g.Save(&iw, func(d any) { iw.Word(d.(uint32)) })
	require.NoError(t, iw.Close())
	r := image.Reader{Next: func() (page []byte, ok bool) {
		if len(pages) > 0 {
			page, pages, ok = pages[0], pages[1:], true
		}
		return page, ok
	}}
	again := newWorld(w.g.o)
	again.g.Load(&r, func() any { return r.Word() })
	require.False(t, r.Short)
	require.Zero(t, r.Word(), "nothing is left")
	require.True(t, r.Short)
	require.Equal(t, dump(w.g), dump(again.g))
	for n := range w.g.made {
		require.Equal(t, w.g.verdict(n), again.g.verdict(n))
	}
	return again
}

func newWorld(o Options) *world {
	w := new(world)
	w.g = New(o, w)
	return w
}

// someText draws a text of one of a few stories, so that there are copies,
// families too large for a bucket and features too common to count.
func someText(t *rapid.T, key uint64, window bool) Text {
	const stories, features = 3, 12
	r := rand.New(rand.NewPCG(key, 1))
	story := rapid.IntRange(0, stories-1).Draw(t, "story")
	x := Text{Key: r.Uint64(), Words: rapid.IntRange(1, 3).Draw(t, "words"), Low: []byte{byte(story), 0, 0, 0}}
	for band := range 6 {
		k := uint32(story)
		if rapid.IntRange(0, 3).Draw(t, "band") == 0 {
			k = uint32(100 + r.IntN(8))
		}
		x.Bands = append(x.Bands, k+uint32(1000*band))
	}
	own := map[uint32]bool{}
	for range rapid.IntRange(0, features).Draw(t, "features") {
		f := uint32(story*features + r.IntN(features))
		if r.IntN(4) == 0 {
			f = uint32(r.IntN(stories * features))
		}
		own[f] = true
	}
	if rapid.Bool().Draw(t, "copy") {
		for f := range features {
			own[uint32(story*features+f)] = true
		}
	}
	x.Features = slices.Sorted(maps.Keys(own))
	if window {
		x.Time = int64(rapid.IntRange(0, 9).Draw(t, "time"))
	}
	return x
}

// dump says all that a graph knows, by the keys of its texts.
func dump(g *Graph) (out []string) {
	name := func(v int32) string { return fmt.Sprintf("%x/%d", g.texts[v].key, g.texts[v].time) }
	for n := range g.made {
		if m := *g.link(n); m.A != m.B {
			out = append(out, fmt.Sprintf("link %s %s %.3f %.3f bands %d asked %b closes %d was %b is %b",
				name(m.A), name(m.B), m.score, m.resemblance, m.bands, m.asked, m.closes, m.was, m.is))
		}
	}
	for v := range g.texts {
		u := &g.texts[v]
		if !u.live {
			continue
		}
		line := fmt.Sprintf("text %s head %s asks for", name(int32(v)), name(u.head[0]))
		for _, s := range u.asks.Best() {
			line += fmt.Sprintf(" %s:%d", name(s.Text), s.Score)
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// minus returns the lines of a that b has not.
func minus(a, b []string) (out []string) {
	for _, line := range a {
		if !slices.Contains(b, line) {
			out = append(out, line)
		}
	}
	return out
}

func names(g *Graph, groups [][]int32) (out []string) {
	for _, own := range groups {
		var keys []string
		for _, v := range own {
			keys = append(keys, fmt.Sprintf("%x/%d", g.texts[v].key, g.texts[v].time))
		}
		slices.Sort(keys)
		out = append(out, fmt.Sprint(keys))
	}
	slices.Sort(out)
	return out
}

func TestPacker(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers := rapid.SliceOfDistinct(rapid.Uint32(), rapid.ID).Draw(t, "numbers")
		slices.Sort(numbers)
		var p packer
		p.write(numbers)
		p.at = 0
		require.Equal(t, numbers, p.read([]uint32{}, len(numbers)))
	})
	even := make([]uint32, 120)
	for i := range even {
		even[i] = rand.New(rand.NewPCG(1, uint64(i))).Uint32()
	}
	slices.Sort(even)
	var p packer
	p.write(even)
	require.LessOrEqual(t, len(p.words)*32, 28*len(even))
}

// A graph into which texts came one by one, and out of which some went, and which was saved and loaded in between, is the
// one into which the rest came at once: to the last link and the last group.
func TestComingAndGoing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Options{Related: .2, Scale: 1}
		if rapid.Bool().Draw(t, "windowed") {
			o.Window = 3
		}
		w := newWorld(o)
		there := map[int32]Text{}
		group := map[int32][]int32{}
		next := uint64(0)
		settle := func() {
			groups, err := w.g.Settle(t.Context())
			require.NoError(t, err)
			for _, own := range groups {
				for _, v := range own {
					group[v] = own
				}
			}
		}
		for range rapid.IntRange(1, 40).Draw(t, "batches") {
			for range rapid.IntRange(0, 4).Draw(t, "adds") {
				x := someText(t, next, o.Window > 0)
				next++
				there[w.g.Add(x)] = x
			}
			live := slices.Sorted(maps.Keys(there))
			for range rapid.IntRange(0, min(2, len(live))).Draw(t, "removals") {
				v := rapid.SampledFrom(live).Draw(t, "removed")
				if _, ok := there[v]; ok {
					bands := there[v].Bands
					if rapid.IntRange(0, 9).Draw(t, "without bands") == 0 {
						bands = nil
					}
					w.g.Remove(v, bands)
					delete(there, v)
					delete(group, v)
				}
			}
			settle()
			if rapid.IntRange(0, 9).Draw(t, "reopened") == 0 {
				w = w.reopened(t)
			}
		}
		fresh := newWorld(o)
		rest := slices.Collect(maps.Values(there))
		slices.SortFunc(rest, func(p, q Text) int { return cmp.Or(cmp.Compare(p.Key, q.Key), cmp.Compare(p.Time, q.Time)) })
		for _, x := range rapid.Permutation(rest).Draw(t, "order") {
			fresh.g.Add(x)
		}
		all, err := fresh.g.Settle(t.Context())
		require.NoError(t, err)
		want, got := dump(fresh.g), dump(w.g)
		require.Empty(t, minus(want, got), "not there")
		require.Empty(t, minus(got, want), "should not be there")
		var mine [][]int32
		for v, own := range group {
			if v == slices.Min(own) {
				mine = append(mine, own)
			}
		}
		require.Equal(t, names(fresh.g, all), names(w.g, mine))
		require.Equal(t, len(rest), len(w.g.texts)-len(w.g.free))
	})
}
