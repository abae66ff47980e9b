package minhash

import (
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	dgryski "github.com/dgryski/go-minhash"
	"github.com/stretchr/testify/require"
)

// TestBands holds both families to 1-(1-J^r)^b, within five standard errors.
func TestBands(t *testing.T) {
	const trials = 500
	for _, family := range families {
		for _, lsh := range []struct{ bands, rows int }{{42, 3}, {32, 4}, {16, 8}, {128, 1}} {
			for _, n := range []int{24, 200} {
				for _, j := range []float64{.05, .15, .3, .5, .7} {
					common := int(math.Round(2 * float64(n) * j / (1 + j)))
					exact := float64(common) / float64(2*n-common)
					want := 1 - math.Pow(1-math.Pow(exact, float64(lsh.rows)), float64(lsh.bands))
					hits := 0
					for trial := range trials {
						c := Scheme{Seed: uint64(trial), Family: family}
						a, b := pair(uint64(trial), n, common)
						if shared(c.Sketch(a).AppendBands(nil, lsh.bands, lsh.rows), c.Sketch(b).AppendBands(nil, lsh.bands, lsh.rows)) {
							hits++
						}
					}
					got := float64(hits) / trials
					noise := 5*math.Sqrt(want*(1-want)/trials) + 3./trials
					t.Logf("%v %dx%d n=%d J=%.3f: %.4f, ideal %.4f", family, lsh.bands, lsh.rows, n, exact, got, want)
					require.InDelta(t, want, got, noise, "%v %+v n=%d J=%v", family, lsh, n, exact)
				}
			}
		}
	}
}

// TestJunkCandidates is the case that unshuffled MinWise gets wrong: sets of 200 with resemblance .01, as boilerplate makes
// them, in 32 bands of 4. Independent slots make 3.2e-7 of the pairs candidates. Over 30 million pairs it was 6.7e-8 with
// FastSimilarity, 4.2e-6 with MinWise and 5.3e-5 without the shuffle; 600,000 are enough to tell them apart.
//
// A pair is made of 4 common elements and of the 196 that each set has alone, 392 together. The fault comes from few unlucky
// common elements, hence many of those.
func TestJunkCandidates(t *testing.T) {
	const commons, rests = 40_000, 15
	for _, row := range []struct {
		name   string
		sketch func(set []uint64) Sketch
		least  int
		most   int
	}{
		{"FastSimilarity", Scheme{}.Sketch, 0, 3},
		{"MinWise", Scheme{Family: MinWise}.Sketch, 0, 12},
		{"go-minhash as it is", unshuffled, 10, 200},
	} {
		var common, rest [][]uint64
		for i := range commons {
			common = append(common, row.sketch(elements(uint64(i), 4)).Slots())
		}
		for i := range rests {
			rest = append(rest, row.sketch(elements(uint64(1<<20+i), 392)).Slots())
		}
		junk := 0
		for _, c := range common {
			for _, r := range rest {
				if agreeInBand(c, r, 4) {
					junk++
				}
			}
		}
		t.Logf("%s: %d of %d", row.name, junk, commons*rests)
		require.GreaterOrEqual(t, junk, row.least, row.name)
		require.LessOrEqual(t, junk, row.most, row.name)
	}
}

// agreeInBand reports whether the sketches of two sets with the common elements c and the others r agree in a whole band:
// whether the common elements have the least value in each of its slots.
func agreeInBand(c, r []uint64, rows int) bool {
	for band := 0; band+rows <= len(c); band += rows {
		agree := 0
		for i := band; i < band+rows && c[i] < r[i]; i++ {
			agree++
		}
		if agree == rows {
			return true
		}
	}
	return false
}

// unshuffled is the signature of go-minhash in its own order.
func unshuffled(set []uint64) Sketch {
	slots := goMinHash(set, 0, DefaultSize).Signature()
	return Scheme{Family: MinWise}.View(slots)
}

func goMinHash(set []uint64, seed uint64, size int) *dgryski.MinWise {
	key1, key2 := key(seed, minWise1, 0), key(seed, minWise2, 0)
	word := binary.LittleEndian.Uint64
	m := dgryski.NewMinWise(
		func(b []byte) uint64 { return mix(word(b) ^ key1) },
		func(b []byte) uint64 { return mixOther(word(b) ^ key2) }, size)
	for _, x := range set {
		m.Push(binary.LittleEndian.AppendUint64(nil, x))
	}
	return m
}

// TestMinWiseIsGoMinHash: the same slots, in another order.
func TestMinWiseIsGoMinHash(t *testing.T) {
	for _, size := range []int{1, 2, 5, 128} {
		for _, n := range []int{1, 2, 60} {
			c := Scheme{Size: size, Seed: 7, Family: MinWise}
			set := elements(3, n)
			require.ElementsMatch(t, goMinHash(set, 7, size).Signature(), c.Sketch(set).Slots())
		}
	}
}

func TestBandKeys(t *testing.T) {
	set := elements(1, 100)
	seen := map[uint64]string{}
	for _, c := range []Scheme{{}, {Seed: 1}, {Size: 127}, {Family: MinWise}} {
		for _, rows := range []int{1, 3} {
			for band, k := range c.Sketch(set).AppendBands(nil, 42, rows) {
				name := fmt.Sprintf("%+v rows %d band %d", c, rows, band)
				require.NotContains(t, seen, k, name)
				seen[k] = name
			}
		}
	}

	dst := []uint64{9}
	require.Equal(t, dst, Sketch{}.AppendBands(dst, 42, 3), "the empty sketch has no keys")

	s := Scheme{Size: 12}.Sketch(set)
	require.Len(t, s.AppendBands(nil, 4, 3), 4)
	for _, bad := range [][2]int{{5, 3}, {0, 3}, {3, 0}, {-1, 3}, {1, 13}, {math.MaxInt, 2}} {
		require.Panics(t, func() { s.AppendBands(nil, bad[0], bad[1]) }, bad)
	}
}
