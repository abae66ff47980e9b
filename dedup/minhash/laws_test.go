package minhash

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var (
	anySet    = rapid.SliceOfN(rapid.OneOf(rapid.Uint64(), rapid.Uint64Range(0, 20)), 0, 300)
	anyScheme = rapid.Custom(func(t *rapid.T) Scheme {
		return Scheme{
			Size:   rapid.OneOf(rapid.Just(0), rapid.IntRange(1, 300)).Draw(t, "size"),
			Seed:   rapid.Uint64().Draw(t, "seed"),
			Family: rapid.SampledFrom(families).Draw(t, "family"),
		}
	})
)

func TestFunctionOfTheSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, set := anyScheme.Draw(t, "scheme"), anySet.Draw(t, "set")
		r := rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "order")))
		repeats := rapid.IntRange(1, 30).Draw(t, "repeats")
		want := c.Sketch(set)
		require.Equal(t, want, c.Sketch(shuffled(r, slices.Repeat(set, repeats))))
		require.Equal(t, len(set) == 0, want.Empty())
		require.NotContains(t, want.Slots(), empty)
	})
}

func TestMergeIsUnion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, a, b := anyScheme.Draw(t, "scheme"), anySet.Draw(t, "a"), anySet.Draw(t, "b")
		union := c.Sketch(slices.Concat(a, b))
		got, err := c.Sketch(a).Merge(c.Sketch(b))
		require.NoError(t, err)
		require.Equal(t, union, got)
	})
}

func TestAppendTo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, a, b := anyScheme.Draw(t, "scheme"), anySet.Draw(t, "a"), anySet.Draw(t, "b")
		arena := c.AppendTo(c.AppendTo(nil, a), b)
		size := len(arena) / 2
		require.Equal(t, c.Sketch(a), c.View(arena[:size]))
		require.Equal(t, c.Sketch(b), c.View(arena[size:]))
	})
}

func TestAppendToDoesNotAllocate(t *testing.T) {
	dst, keys := make([]uint64, 0, DefaultSize), make([]uint64, 0, 42)
	for _, n := range []int{0, 1, 20, 300, 5000} {
		set := elements(1, n)
		require.Zero(t, testing.AllocsPerRun(10, func() {
			s := Scheme{}.View(Scheme{}.AppendTo(dst, set))
			s.AppendBands(keys, 42, 3)
			_, _ = s.Similarity(s)
		}), n)
	}
}

func TestSchemesDoNotMix(t *testing.T) {
	set := []uint64{1, 2, 3}
	schemes := []Scheme{{}, {Size: 64}, {Seed: 1}, {Family: MinWise}}
	for _, c := range schemes {
		for _, d := range schemes {
			for _, other := range [][]uint64{set, nil} {
				_, errSimilarity := c.Sketch(set).Similarity(d.Sketch(other))
				_, errMerge := c.Sketch(set).Merge(d.Sketch(other))
				if c == d {
					require.NoError(t, errSimilarity)
					require.NoError(t, errMerge)
				} else {
					require.ErrorIs(t, errSimilarity, ErrScheme)
					require.ErrorIs(t, errMerge, ErrScheme)
				}
			}
		}
	}
	// A default that is written out is the same scheme, and the zero Sketch belongs to it.
	zero, written := Sketch{}, Scheme{Size: DefaultSize}.Sketch(set)
	require.Equal(t, written.Scheme(), zero.Scheme())
	got, err := zero.Merge(written)
	require.NoError(t, err)
	require.Equal(t, written, got)
}

func TestInvalidSchemesPanic(t *testing.T) {
	for _, c := range []Scheme{{Size: -1}, {Size: MaxSize + 1}, {Family: 2}} {
		require.Panics(t, func() { c.Sketch(nil) }, c)
	}
	require.Panics(t, func() { Scheme{}.View(make([]uint64, 127)) })
	require.Equal(t, "FastSimilarity MinWise Family(9)", FastSimilarity.String()+" "+MinWise.String()+" "+Family(9).String())
}

// TestOneWordManyTimes: the cost must not be that of 2k passes over the list (see suspicious).
func TestOneWordManyTimes(t *testing.T) {
	for _, n := range []int{40, 1000, 1_000_000} {
		set := slices.Repeat([]uint64{42}, n)
		require.Equal(t, Scheme{}.Sketch(set[:1]), Scheme{}.Sketch(set))
	}
}
