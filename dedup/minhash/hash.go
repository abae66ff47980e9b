package minhash

import "math/bits"

// Everything that decides the value of a stored sketch or band key, apart from the caller's seed. A change of any of these is
// a new encodingVersion: sketches of the old and the new kind must not meet.
const (
	golden = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio: the step between the keys of one seed

	minWise1 = 0x243f6a8885a308d3 // streams of one seed: digits of pi, so that nothing is chosen
	minWise2 = 0x13198a2e03707344
	shuffles = 0xa4093822299f31d0
	bandKeys = 0x082efa98ec4e6c89
	bandRows = 0x452821e638d01377
)

// key returns the i-th key of a stream of a seed.
func key(seed, stream, i uint64) uint64 {
	return mix(mix(seed^stream) + (i+1)*golden)
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014; Stafford's variant 13): a permutation of the 64-bit
// words in which every bit of x moves every bit of the result.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// scatter is mix without its last step, for results of which only the high bits matter: 1.7 instead of 2.1 µs a sketch of 300
// shingles. Cheaper ones were tried on sets of hashes that are no hashes (i, i<<32, i<<50, two counters side by side): without
// the first step too it is 1.5 µs but has a bias of .005 on i<<50; wyhash's one multiplication is no faster, and its error is
// three times the bound for consecutive integers.
func scatter(x uint64) uint64 {
	x = (x ^ x>>32) * 0xbf58476d1ce4e5b9
	return (x ^ x>>32) * 0x94d049bb133111eb
}

// mixOther is the finaliser of MurmurHash3 (Appleby 2011): a second permutation, for the second hash of MinWise.
func mixOther(x uint64) uint64 {
	x = (x ^ x>>33) * 0xff51afd7ed558ccd
	x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// fold multiplies to 128 bits and folds the halves together, as wyhash does.
func fold(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	return hi ^ lo
}
