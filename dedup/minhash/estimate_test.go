package minhash

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestEstimator holds both families to the promise of Similarity: no bias, and an error of at most sqrt(J(1-J)/k). The bounds
// leave five standard errors of room; seeds are fixed, so the test passes always or never.
func TestEstimator(t *testing.T) {
	for _, family := range families {
		for _, n := range []int{0, 1, 2, 3, 10, 24, 60, 200, 2000} {
			for _, share := range []float64{0, .02, .1, .3, .5, .7, .9, 1} { // of the elements of each set
				trials := min(max(40, 20_000/(n+1)), 600) // a sketch of 2,000 takes MinWise 0.1 ms
				c := Scheme{Family: family}
				t.Run(fmt.Sprintf("%v/n=%d/share=%v", family, n, share), func(t *testing.T) {
					checkErrors(t, c, n, int(math.Round(share*float64(n))), trials)
				})
			}
		}
	}
}

func TestEstimatorOtherSizes(t *testing.T) {
	for _, family := range families {
		for _, size := range []int{1, 2, 3, 7, 100, 129, 300} {
			for _, n := range []int{1, 3, 60} {
				t.Run(fmt.Sprintf("%v/size=%d/n=%d", family, size, n), func(t *testing.T) {
					checkErrors(t, Scheme{Size: size, Family: family}, n, (n+1)/2, 400)
				})
			}
		}
	}
}

func checkErrors(t *testing.T, c Scheme, n, common, trials int) {
	e := estimate(c, n, common, trials)
	variance := e.exact * (1 - e.exact) / float64(c.resolved().Size)
	require.LessOrEqual(t, math.Abs(e.bias), 5*math.Sqrt(variance/float64(trials)), "bias; J %v", e.exact)
	require.LessOrEqual(t, e.square, variance+5*e.squareErr, "mean square error; J %v", e.exact)
}

// TestFastIsMoreAccurate holds the figures of doc.go: the error of FastSimilarity relative to that of independent slots.
func TestFastIsMoreAccurate(t *testing.T) {
	for _, row := range []struct {
		n     int
		ratio float64
	}{{2, .71}, {20, .71}, {60, .72}, {200, .80}, {600, .93}, {2000, .98}} {
		trials := min(3000, 600_000/row.n)
		ratio := estimate(Scheme{}, row.n, row.n/2, trials).ratio(DefaultSize)
		t.Logf("n=%d: %.3f of the bound", row.n, ratio)
		require.InDelta(t, row.ratio, ratio, 4*row.ratio/math.Sqrt(2*float64(trials)))
	}
}

// TestUnequalSizes covers an abridged copy: one set inside the other.
func TestUnequalSizes(t *testing.T) {
	const trials = 600
	for _, family := range families {
		for _, sizes := range [][2]int{{100, 400}, {3, 60}, {1, 300}} {
			var bias float64
			for trial := range trials {
				c := Scheme{Seed: uint64(trial), Family: family}
				whole := elements(uint64(trial), sizes[1])
				got, err := c.Sketch(whole[:sizes[0]]).Similarity(c.Sketch(whole))
				require.NoError(t, err)
				bias += (got - resemblance(whole[:sizes[0]], whole)) / trials
			}
			j := float64(sizes[0]) / float64(sizes[1])
			require.LessOrEqual(t, math.Abs(bias), 5*math.Sqrt(j*(1-j)/DefaultSize/trials), "%v of %v", family, sizes)
		}
	}
}

// TestPoorHashes: hashes may be any distinct words.
func TestPoorHashes(t *testing.T) {
	const n, common, trials = 200, 100, 600
	words := map[string]func(uint64) uint64{
		"consecutive": func(i uint64) uint64 { return i },
		"high bits":   func(i uint64) uint64 { return i << 50 },
		"two halves":  func(i uint64) uint64 { return i%16 | i/16<<40 },
	}
	const j = float64(common) / (2*n - common)
	for _, family := range families {
		for name, word := range words {
			all := make([]uint64, 2*n-common)
			for i := range all {
				all[i] = word(uint64(i))
			}
			var squares float64
			for seed := range uint64(trials) {
				c := Scheme{Seed: seed, Family: family}
				got, err := c.Sketch(all[:n]).Similarity(c.Sketch(all[n-common:]))
				require.NoError(t, err)
				squares += (got - j) * (got - j)
			}
			sigma := math.Sqrt(j * (1 - j) / DefaultSize)
			require.LessOrEqual(t, math.Sqrt(squares/trials), sigma*(1+5/math.Sqrt(2*trials)), "%v, %s", family, name)
		}
	}
}

func TestEmptyIsLikeNothing(t *testing.T) {
	for _, family := range families {
		c := Scheme{Size: 8, Family: family}
		none, some := c.Sketch(nil), c.Sketch([]uint64{0})
		require.True(t, none.Empty())
		require.False(t, some.Empty())
		for _, p := range [][2]Sketch{{none, none}, {none, some}, {some, none}} {
			got, err := p[0].Similarity(p[1])
			require.NoError(t, err)
			require.Zero(t, got)
		}
	}
}
