package minhash

import (
	"math"
	"math/rand/v2"
	"slices"
)

var families = []Family{FastSimilarity, MinWise}

// elements returns n distinct words; those of different seeds are different, too.
func elements(seed uint64, n int) []uint64 {
	set := make([]uint64, n)
	for i := range set {
		set[i] = mix(seed<<32 + uint64(i))
	}
	return set
}

// pair returns two sets of n elements that have common of them in common.
func pair(seed uint64, n, common int) (a, b []uint64) {
	all := elements(seed, 2*n-common)
	return all[:n], all[n-common:]
}

// resemblance is the exact answer, by brute force.
func resemblance(a, b []uint64) float64 {
	in := map[uint64]int{}
	for _, x := range a {
		in[x] |= 1
	}
	for _, x := range b {
		in[x] |= 2
	}
	both := 0
	for _, sides := range in {
		if sides == 3 {
			both++
		}
	}
	if len(in) == 0 {
		return 0 // this package's convention
	}
	return float64(both) / float64(len(in))
}

// estimates are the errors of an estimator over many trials on pairs of sets of one exact resemblance.
type estimates struct {
	exact     float64
	bias      float64 // mean error
	square    float64 // mean square error
	squareErr float64 // standard error of square, from the sample: MinWise has heavy tails for sets of 2 and 3
}

// ratio returns the root of the mean square error, relative to that of size independent slots.
func (e estimates) ratio(size int) float64 {
	return math.Sqrt(e.square / (e.exact * (1 - e.exact) / float64(size)))
}

// estimate runs trials on sets of n elements with common of them shared. Every trial has a seed and elements of its own.
func estimate(c Scheme, n, common, trials int) (e estimates) {
	var sum, squares, fourths float64
	for trial := range trials {
		c.Seed = uint64(trial)
		a, b := pair(uint64(trial), n, common)
		e.exact = resemblance(a, b)
		got, err := c.Sketch(a).Similarity(c.Sketch(b))
		if err != nil {
			panic(err)
		}
		d := got - e.exact
		sum, squares, fourths = sum+d, squares+d*d, fourths+d*d*d*d
	}
	t := float64(trials)
	e.bias, e.square = sum/t, squares/t
	e.squareErr = math.Sqrt(max(0, fourths/t-e.square*e.square) / t)
	return e
}

// shared reports whether two lists of band keys have a key in common.
func shared(a, b []uint64) bool {
	return slices.ContainsFunc(a, func(k uint64) bool { return slices.Contains(b, k) })
}

func shuffled(r *rand.Rand, list []uint64) []uint64 {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}
