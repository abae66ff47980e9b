package minhash

import (
	"errors"
	"fmt"
	"slices"
)

// Errors that callers can test for with errors.Is.
var (
	ErrScheme  = errors.New("minhash: sketches of different schemes")
	ErrFormat  = errors.New("minhash: not an encoded sketch, or a damaged one")
	ErrVersion = errors.New("minhash: sketch encoded by another version")
)

const (
	DefaultSize = 128     // slots of a sketch when Scheme.Size is 0
	MaxSize     = 1 << 14 // the largest Scheme.Size
)

// Family names the algorithm that fills the slots.
type Family uint8

const (
	// FastSimilarity is the sketch of Dahlgaard, Knudsen and Thorup: the faster and the more accurate one.
	FastSimilarity Family = iota
	// MinWise is the classic sketch, one least hash for every slot, computed by github.com/dgryski/go-minhash.
	MinWise
)

// String returns the name of the constant.
func (f Family) String() string {
	switch f {
	case FastSimilarity:
		return "FastSimilarity"
	case MinWise:
		return "MinWise"
	}
	return fmt.Sprintf("Family(%d)", uint8(f))
}

// A Scheme says how sketches are made. Only sketches of one scheme can be compared. The zero value is the recommended scheme.
//
// Schemes are plain values: they may be compared with ==, copied, and used by several goroutines at once. The methods panic
// when Size or Family is out of range.
type Scheme struct {
	// Size is the number of slots, 1 to MaxSize; 0 means DefaultSize. The error falls with its square root, memory and the
	// time of Similarity grow with it.
	Size int
	// Seed picks the hash functions. The same seed gives the same sketches on every machine.
	Seed uint64
	// Family is the algorithm.
	Family Family
}

// Sketch returns the sketch of the set whose elements have these hashes. Order and repeats do not matter, nor does the quality
// of the hashes: consecutive integers do as well. Sketch keeps no reference to hashes.
//
// Cost: that of [Scheme.AppendTo] and one allocation.
func (c Scheme) Sketch(hashes []uint64) Sketch {
	return c.View(c.AppendTo(nil, hashes))
}

// AppendTo appends the slots of the sketch of a set to dst, exactly Size of them, and returns the longer slice. It is
// [Scheme.Sketch] for pipelines that keep slots in memory of their own; [Scheme.View] makes a Sketch of them again.
//
// Cost: expected O(n + k log k) for n hashes and k slots, and no allocation but that of dst, with FastSimilarity; a list with
// so many repeats that they slow it down is copied and sorted once. O(n*k) and three small allocations with MinWise.
func (c Scheme) AppendTo(dst, hashes []uint64) []uint64 {
	c = c.resolved()
	dst = slices.Grow(dst, c.Size)
	slots := dst[len(dst) : len(dst)+c.Size]
	if c.Family == MinWise {
		fillMinWise(slots, hashes, c.Seed)
	} else {
		fillFast(slots, hashes, c.Seed)
	}
	return dst[:len(dst)+c.Size]
}

// View returns the sketch with these slots, which [Scheme.AppendTo] or [Sketch.Slots] of the same scheme returned. The sketch
// refers to slots: they must not change while it is in use. View panics unless there are Size slots, or none for the empty
// sketch.
func (c Scheme) View(slots []uint64) Sketch {
	c = c.resolved()
	if len(slots) != c.Size && len(slots) != 0 {
		panic(fmt.Sprintf("minhash: %d slots for a scheme of %d", len(slots), c.Size))
	}
	if len(slots) == 0 || slots[0] == empty { // no element leaves a slot unfilled
		return Sketch{scheme: c}
	}
	return Sketch{scheme: c, slots: slots[:c.Size:c.Size]}
}

// resolved returns c with its default filled in, the form in which schemes are compared.
func (c Scheme) resolved() Scheme {
	if c.Size == 0 {
		c.Size = DefaultSize
	}
	if !c.valid() {
		panic(fmt.Sprintf("minhash: invalid scheme %+v", c))
	}
	return c
}

func (c Scheme) valid() bool {
	return 1 <= c.Size && c.Size <= MaxSize && c.Family <= MinWise
}
