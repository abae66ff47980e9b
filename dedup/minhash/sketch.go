package minhash

import "fmt"

// A Sketch stands for a set of hashes: a [Scheme] and, unless the set is empty, Size slots. It is made by [Scheme.Sketch]. The
// zero value is the sketch of the empty set under the zero Scheme.
//
// A Sketch is small and immutable: copies share their slots, and any number of goroutines may use one at once.
type Sketch struct {
	scheme Scheme
	slots  []uint64 // Size of them, all filled; nil for the empty set
}

// Scheme returns the scheme of the sketch, with the default Size filled in.
func (s Sketch) Scheme() Scheme { return s.scheme.resolved() }

// Empty reports whether the sketch is that of the empty set.
func (s Sketch) Empty() bool { return s.slots == nil }

// Slots returns the slots of the sketch, or nil if it is empty. The slice is the sketch's own: it must not be written to.
func (s Sketch) Slots() []uint64 { return s.slots }

// Similarity returns an estimate of the resemblance of two sets: the share of the slots in which their sketches agree, 0 to 1.
// It has no bias, and its standard deviation is at most that of k independent draws, sqrt(J(1-J)/k) for a resemblance of J. An
// empty set resembles nothing, not even another empty set. The error is [ErrScheme], when the schemes differ.
//
// Cost: O(k), no allocation.
func (s Sketch) Similarity(t Sketch) (float64, error) {
	if err := s.comparable(t); err != nil {
		return 0, err
	}
	if s.Empty() || t.Empty() {
		return 0, nil
	}
	equal, other := 0, t.slots[:len(s.slots)]
	for i, v := range s.slots {
		if v == other[i] {
			equal++
		}
	}
	return float64(equal) / float64(len(s.slots)), nil
}

// Merge returns the sketch of the union of the two sets, exactly as [Scheme.Sketch] would have made it. The error is
// [ErrScheme], when the schemes differ.
//
// Cost: O(k), one allocation.
func (s Sketch) Merge(t Sketch) (Sketch, error) {
	if err := s.comparable(t); err != nil {
		return Sketch{}, err
	}
	switch {
	case s.Empty():
		return Sketch{t.Scheme(), t.slots}, nil
	case t.Empty():
		return s, nil
	}
	u := Sketch{s.scheme, make([]uint64, len(s.slots))}
	for i, v := range s.slots {
		u.slots[i] = min(v, t.slots[i])
	}
	return u, nil
}

func (s Sketch) comparable(t Sketch) error {
	if a, b := s.Scheme(), t.Scheme(); a != b {
		return fmt.Errorf("%w: %+v and %+v", ErrScheme, a, b)
	}
	return nil
}

// AppendBands appends the keys of the first bands*rows slots, cut into bands of rows slots each, to dst and returns the longer
// slice. Two sets whose sketches agree in all slots of a band have the same key there; other keys are equal with probability
// 2^-64. A key depends on the scheme, the number of the band, and rows, so keys of all bands can live in one table.
//
// With bands b and rows r, sets of resemblance J share a key with probability about 1-(1-J^r)^b; TestBands holds both families
// to it. That of FastSimilarity lies a little below for small J. An empty sketch has no keys: empty articles are candidates for
// nothing. AppendBands panics unless bands and rows are positive and bands*rows is at most Size.
//
// Cost: O(bands*rows), no allocation but that of dst.
func (s Sketch) AppendBands(dst []uint64, bands, rows int) []uint64 {
	c := s.Scheme()
	if bands < 1 || rows < 1 || bands > c.Size/rows {
		panic(fmt.Sprintf("minhash: %d bands of %d rows from %d slots", bands, rows, c.Size))
	}
	if s.Empty() {
		return dst
	}
	seed := key(c.Seed, bandKeys, uint64(c.Size)<<32|uint64(rows)<<8|uint64(c.Family))
	for band := range bands {
		k := seed + uint64(band)*golden
		for _, v := range s.slots[band*rows:][:rows] {
			k = fold(k^v, bandRows)
		}
		dst = append(dst, mix(k))
	}
	return dst
}
