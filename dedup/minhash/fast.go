package minhash

import (
	"math"
	"math/bits"
	"slices"
)

// # Fast Similarity Sketching
//
// Dahlgaard, Knudsen, Thorup: Fast Similarity Sketching, FOCS 2017, https://arxiv.org/abs/1704.04370.
//
// Classic MinHash asks every element for a value in each of the k slots: n*k hashes. Throwing every element into one slot
// only (one-permutation hashing) asks for n, but leaves slots empty when n is not much larger than k, and every known way of
// filling those from their neighbours costs accuracy on short texts. Fast Similarity Sketching throws again instead, until
// nothing is empty:
//
//	round 0 … k-1     every x goes to the slot that h(round, x) picks
//	round k … 2k-1    every x goes to the slot numbered round-k
//	value of x        round, then the remaining bits of h(round, x)
//	slot              the least value thrown into it
//
// The second half makes sure that the sketch of even one element is full. As the round leads the value, a slot filled in one
// round cannot change in a later one; so the work may stop after the first round that leaves nothing empty, and the result is
// still the minimum over all 2k rounds. That makes it a function of the set alone, and the slotwise minimum of two sketches the
// sketch of the union. Two sketches agree in a slot when the element with the least value there lies in both sets: probability
// J, the resemblance, in each slot, so the share of equal slots has no bias. The slots are not independent but negatively
// correlated: an element that has won one slot in a round has been used up for the others. That makes the error smaller than
// that of independent slots, the more so the smaller the set.
//
// Throws needed are those of the coupon collector, k ln k + O(k), so the expected cost is O(n + k log k).
//
// Where we differ from the paper: the random bits of a value are the low word of the 128-bit product that picks the slot
// (Lemire, Fast Random Integer Generation in an Interval, 2019), so one hash serves for both and k needs not be a power of two;
// the key of a round is mixed into x before a fixed permutation, where the paper uses tabulation hashing; a set handed over
// with many repeats is made distinct once it shows (see suspicious).
//
// What it bought, at k = 128 (doc.go has more sizes): 1.8 µs for 300 shingles, where MinWise takes 30, and an error of .71 to .98
// of that of independent slots. 300 shingles take 2.8 rounds on average, each throw 1.7 to 2 ns, three multiplications. The
// minimum without a branch matters: the branch is wrong so often that it makes the sketch of 300 cost 75 % more.

const (
	empty = ^uint64(0) // an unfilled slot; no value reaches it, since rounds are < 2*MaxSize < 1<<roundBits - 1

	roundBits = 16
	restBits  = 64 - roundBits

	// suspicious throws per slot with a slot still empty mean repeated elements: distinct ones leave that with probability
	// k*exp(-32), 2e-12 at k = 128. Without this a word repeated a million times, being one element, would cost 2k passes
	// over a million hashes
	// (0.3 s; with it 4 ms).
	suspicious = 32
)

// fillFast writes the sketch of a set into slots.
func fillFast(slots, hashes []uint64, seed uint64) {
	for i := range slots {
		slots[i] = empty
	}
	if len(hashes) == 0 {
		return
	}
	budget := suspicious * len(slots)
	for round := range uint64(len(slots)) {
		throw(slots, hashes, round, key(seed, 0, round))
		if !slices.Contains(slots, empty) {
			return
		}
		if budget -= len(hashes); budget <= 0 {
			hashes = distinct(hashes)
			budget = math.MaxInt // once is enough
		}
	}
	for i, v := range slots {
		if v == empty {
			round := uint64(len(slots) + i)
			slots[i] = least(hashes, round, key(seed, 0, round))
		}
	}
}

// throw runs one round of the first half: every element into one slot of its own choice.
func throw(slots, hashes []uint64, round, key uint64) {
	lead, k := round<<restBits, uint64(len(slots))
	for _, x := range hashes {
		slot, rest := bits.Mul64(scatter(x^key), k)
		slots[slot] = min(slots[slot], lead|rest>>roundBits)
	}
}

// least runs one round of the second half: every element into the same slot.
func least(hashes []uint64, round, key uint64) uint64 {
	v := empty
	for _, x := range hashes {
		v = min(v, round<<restBits|scatter(x^key)>>roundBits)
	}
	return v
}

func distinct(hashes []uint64) []uint64 {
	hashes = slices.Clone(hashes)
	slices.Sort(hashes)
	return slices.Compact(hashes)
}

// plausibleFast reports whether v can stand in slot i of k.
func plausibleFast(v uint64, i, k int) bool {
	round := int(v >> restBits)
	return round < k || round == k+i
}
