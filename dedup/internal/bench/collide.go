package main

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/shingle"
)

// The attack. A slot of a sketch is the least value thrown into it, so whoever knows the seed can
// look for shingles whose value in a slot is so small that hardly another shingle of an article lies
// below it. Three of them, for the three slots of a band, give every article that has them the same
// key in that band, whatever else it says. An article of the attack is nothing but such shingles,
// three for each band: 378 words, 3 KB. For each band the articles are dealt anew into groups, and
// a group has its three shingles in common. So an article shares each of its 42 buckets with other
// neighbours, 42*15 in all, and resembles none of them.

const (
	attackBands = 42
	attackRows  = 3
	attackSlots = 128
	groupSize   = 16   // of a bucket: the largest whose pairs are all compared
	rare        = 4e-3 // of the values thrown, the share that is small enough
)

// A plant is a shingle that is least in a slot.
type plant struct {
	words string
	slot  int
}

// colliding returns n articles of the attack.
func colliding(n int, seed uint64) ([]dedup.Article, error) {
	if n < 4*groupSize {
		return nil, fmt.Errorf("the attack wants %d articles, or they would be alike", 4*groupSize)
	}
	r := rand.New(rand.NewPCG(seed, 1))
	groups := (n + groupSize - 1) / groupSize
	found := search(groups, r)
	chosen := make([][]plant, n)
	for band := range attackBands {
		for i, k := range r.Perm(n) {
			for row := range attackRows {
				chosen[k] = append(chosen[k], found[band*attackRows+row][i/groupSize])
			}
		}
	}
	out := make([]dedup.Article, n)
	for i, plants := range chosen {
		r.Shuffle(len(plants), func(p, q int) { plants[p], plants[q] = plants[q], plants[p] })
		var b strings.Builder
		for _, p := range plants {
			b.WriteString(p.words)
			b.WriteString(". ") // sentences are nothing to shingles
		}
		out[i] = dedup.Article{ID: fmt.Sprintf("%08d", i), Text: b.String(), Language: "en"}
	}
	if met := bucketMates(out); met < 200 {
		return nil, fmt.Errorf("an article of the attack meets %.0f others in its bands, not hundreds: the sketch is not what the attack was written for", met)
	}
	return out, nil
}

// search returns, for each slot in a band, as many shingles as there are groups.
func search(groups int, r *rand.Rand) [][]plant {
	found := make([][]plant, attackBands*attackRows)
	missing := len(found) * groups
	var hashes []uint64
	for missing > 0 {
		words := inventWord(r) + " " + inventWord(r) + " " + inventWord(r)
		hashes = shingle.Shingler{}.Append(hashes[:0], words)
		slot, value := firstThrow(hashes[0])
		if value < rare && slot < len(found) && len(found[slot]) < groups {
			found[slot] = append(found[slot], plant{words, slot})
			missing--
		}
	}
	return found
}

func inventWord(r *rand.Rand) string {
	var b [7]byte
	for i := range b {
		b[i] = [2]string{"bdfglmnprstvk", "aeiou"}[i%2][r.IntN([2]int{13, 5}[i%2])]
	}
	return string(b[:])
}

// firstThrow returns the slot into which a hash goes in the first round of the default scheme, and
// its value there as a share of all values: package minhash, fast.go and hash.go.
func firstThrow(x uint64) (slot int, value float64) {
	const golden = 0x9e3779b97f4a7c15
	key := mix(mix(0) + golden)
	hi, lo := bits.Mul64(scatter(x^key), attackSlots)
	return int(hi), float64(lo) / (1 << 64)
}

func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func scatter(x uint64) uint64 {
	x = (x ^ x>>32) * 0xbf58476d1ce4e5b9
	return (x ^ x>>32) * 0x94d049bb133111eb
}

// bucketMates returns how many others an article shares its band keys with, in the mean.
func bucketMates(articles []dedup.Article) float64 {
	var c minhash.Scheme
	buckets := map[uint64]int{}
	for _, a := range articles {
		for _, k := range c.Sketch(shingle.Shingler{}.Append(nil, a.Text)).AppendBands(nil, attackBands, attackRows) {
			buckets[k]++
		}
	}
	mates := 0
	for _, n := range buckets {
		mates += n * (n - 1)
	}
	return float64(mates) / float64(len(articles))
}
