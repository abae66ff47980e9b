package minhash_test

import (
	"errors"
	"fmt"

	"github.com/wirecopy/wirecopy/dedup/minhash"
)

// Two articles of 300 shingles that have 200 of them in common: resemblance 200/400.
func articles() (a, b []uint64) {
	all := make([]uint64, 400)
	for i := range all {
		all[i] = uint64(i) // a real pipeline has hashes of shingles here
	}
	return all[:300], all[100:]
}

func Example() {
	a, b := articles()
	var scheme minhash.Scheme // the zero value: 128 slots, FastSimilarity
	s, t := scheme.Sketch(a), scheme.Sketch(b)

	similarity, err := s.Similarity(t)
	fmt.Printf("%.2f %v\n", similarity, err)

	// 42 bands of 3: candidates are the articles that share a key.
	keys := map[uint64]bool{}
	for _, k := range s.AppendBands(nil, 42, 3) {
		keys[k] = true
	}
	shared := 0
	for _, k := range t.AppendBands(nil, 42, 3) {
		if keys[k] {
			shared++
		}
	}
	fmt.Println(shared, "of 42 bands shared")
	// Output:
	// 0.48 <nil>
	// 2 of 42 bands shared
}

// A pipeline keeps the slots of all articles in one slice and allocates nothing for each.
func ExampleScheme_AppendTo() {
	a, b := articles()
	scheme := minhash.Scheme{Size: 64}
	arena := make([]uint64, 0, 2*scheme.Size)
	arena = scheme.AppendTo(arena, a)
	arena = scheme.AppendTo(arena, b)

	s, t := scheme.View(arena[:64]), scheme.View(arena[64:])
	similarity, _ := s.Similarity(t)
	fmt.Printf("%d slots, %.2f\n", len(arena), similarity)
	// Output:
	// 128 slots, 0.53
}

func ExampleSketch_Merge() {
	a, b := articles()
	var scheme minhash.Scheme
	union, _ := scheme.Sketch(a).Merge(scheme.Sketch(b))
	similarity, _ := union.Similarity(scheme.Sketch(append(a[:100:100], b...)))
	fmt.Println(similarity)
	// Output:
	// 1
}

func ExampleSketch_Similarity() {
	a, _ := articles()
	_, err := minhash.Scheme{}.Sketch(a).Similarity(minhash.Scheme{Seed: 1}.Sketch(a))
	fmt.Println(errors.Is(err, minhash.ErrScheme))

	var none minhash.Sketch
	similarity, err := none.Similarity(none)
	fmt.Println(similarity, err)
	// Output:
	// true
	// 0 <nil>
}

func ExampleSketch_UnmarshalBinary() {
	a, _ := articles()
	scheme := minhash.Scheme{Seed: 7, Family: minhash.MinWise}
	data, _ := scheme.Sketch(a).MarshalBinary()

	var stored minhash.Sketch
	fmt.Println(len(data), stored.UnmarshalBinary(data), stored.Scheme())

	err := stored.UnmarshalBinary(data[:100])
	fmt.Println(errors.Is(err, minhash.ErrFormat))
	// Output:
	// 1044 <nil> {128 7 MinWise}
	// true
}
