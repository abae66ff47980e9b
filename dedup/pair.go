package dedup

import (
	"fmt"
	"slices"

	"github.com/wirecopy/wirecopy/dedup/passage"
)

// A Relation says what two articles are to each other. The higher the value,
// the closer.
type Relation uint8

const (
	Unrelated     Relation = iota // nothing to speak of in common
	Related                       // much in common and not enough to say that text was reused: the same event, a shared quotation
	Derived                       // one reuses text of the other, or both of a third: abridged, edited, reworded
	NearDuplicate                 // nearly the same words
	Identical                     // the same words, page furniture and typography aside
)

var relations = [...]string{"unrelated", "related", "derived", "near-duplicate", "identical"}

// String returns the relation in lower case: "near-duplicate".
func (r Relation) String() string {
	if int(r) < len(relations) {
		return relations[r]
	}
	return fmt.Sprintf("relation(%d)", uint8(r))
}

// MarshalText returns what String does.
func (r Relation) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Relation) UnmarshalText(text []byte) error {
	return unmarshal(r, "relation", relations[:], text)
}

// unmarshal sets a value to the one that has this name.
func unmarshal[T ~uint8](v *T, what string, names []string, text []byte) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("dedup: no %s is called %q", what, text)
	}
	*v = T(i)
	return nil
}

// A Pair is a verdict on two articles.
type Pair struct {
	A, B     string // IDs, A before B in byte order
	Relation Relation

	// Score is the confidence, 0 to 1, that text was reused: of pairs with a
	// score about .8 about four in five are.
	Score float64

	Resemblance float64 // of the sets of 3-word shingles, exact: |A∩B| / |A∪B|
	AInB, BInA  float64 // containment, exact: the share of A's shingles that B has, and the reverse

	Evidence Evidence

	// Passages is what a comparison of the two texts shows, as by [passage.Shown]; nil
	// unless Options.Passages asked for it.
	Passages []passage.Passage
}

// inOrder returns the pair with A before B.
func (p Pair) inOrder() Pair {
	if p.A > p.B {
		return p.swapped()
	}
	return p
}

// swapped returns the pair with A for B.
func (p Pair) swapped() Pair {
	p.A, p.B, p.AInB, p.BInA = p.B, p.A, p.BInA, p.AInB
	p.Evidence.A, p.Evidence.B = p.Evidence.B, p.Evidence.A
	p.Passages = passage.Swap(p.Passages)
	return p
}

// Evidence is what a verdict rests on: counts of the words of both texts, outside
// page furniture.
type Evidence struct {
	A, B passage.Coverage
}
