package graph

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
)

// A world judges by what texts have in common, and serially.
type world struct {
	g     *Graph
	asker candidate.Asker
}

func (w *world) Judge1(p Pair) Verdict {
	a, b := w.g.Text(p.A), w.g.Text(p.B)
	shared := 0
	for _, f := range a.Features {
		if slices.Contains(b.Features, f) {
			shared++
		}
	}
	v := Verdict{Resemblance: float64(shared) / float64(len(a.Features)+len(b.Features)-shared+1)}
	noise := rand.New(rand.NewPCG(a.Key, b.Key)).Float64()
	v.Score = v.Resemblance*.8 + .2*noise
	v.Derived = v.Score > .35
	return v
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
	name := func(v int32) string { return fmt.Sprintf("%x/%d", g.texts[v].Key, g.texts[v].Time) }
	for p, l := range g.links {
		m := *l
		out = append(out, fmt.Sprintf("link %s %s %.3f %.3f bands %d asked %b across %v memo %v closes %d was %b",
			name(p.A), name(p.B), m.Score, m.Resemblance, m.bands, m.asked, m.across, m.memo, m.closes, m.was))
	}
	for v := range g.texts {
		u := &g.texts[v]
		if !u.live {
			continue
		}
		line := fmt.Sprintf("text %s head %s related %d more %v own", name(int32(v)), name(u.family.head), u.related, u.more)
		for _, s := range u.own {
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
			keys = append(keys, fmt.Sprintf("%x/%d", g.texts[v].Key, g.texts[v].Time))
		}
		slices.Sort(keys)
		out = append(out, fmt.Sprint(keys))
	}
	slices.Sort(out)
	return out
}

// A graph into which texts came one by one, and out of which some went, is the
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
					w.g.Remove(v)
					delete(there, v)
					delete(group, v)
				}
			}
			settle()
		}
		fresh := newWorld(o)
		rest := slices.Collect(maps.Values(there))
		slices.SortFunc(rest, func(p, q Text) int { return compare(&p, &q) })
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
		require.Equal(t, len(rest), w.g.Len())
	})
}
