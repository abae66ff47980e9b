package passage

import (
	"github.com/wirecopy/wirecopy/shingle"
)

// A Kind says how a passage of one text relates to the other.
type Kind uint8

const (
	Verbatim  Kind = iota // the same words on both sides, after folding
	Edited                // the same sentence with words changed, added, dropped or moved
	Rewritten             // the same content, mostly in other words
	OnlyA                 // in the first text only
	OnlyB                 // in the second text only
)

// String returns the kind in lower case, as JSON has it.
func (k Kind) String() string {
	switch k {
	case Verbatim:
		return "verbatim"
	case Edited:
		return "edited"
	case Rewritten:
		return "rewritten"
	case OnlyA:
		return "only-a"
	case OnlyB:
		return "only-b"
	}
	return "unknown"
}

// Shared reports whether passages of this kind stand in both texts.
func (k Kind) Shared() bool { return k <= Rewritten }

// A Passage is a stretch of one or both texts.
type Passage struct {
	Kind  Kind
	A, B  shingle.Span // byte spans; empty on the side that has it not
	Alike float64      // share of the words that agree, weighted by rarity: 1 for Verbatim, 0 for OnlyA and OnlyB
}

// Options are the choices of a comparison. Nil and the zero value are the
// measured defaults.
type Options struct {
	// Languages of the two texts, two-letter codes; empty means detect.
	LanguageA, LanguageB string
}

// A Report is the outcome of a comparison.
type Report struct {
	// Passages tile both texts: in the order given, the non-empty spans of A
	// are disjoint and cover the first text, and likewise those of B. They are
	// ordered by A; passages that only B has stand behind the passage that
	// precedes them in B.
	Passages []Passage

	// Echoes are further correspondences of words that already stand in a
	// shared passage: a sentence that one text has once and the other twice.
	Echoes []Passage

	texts        Texts
	a, b         Coverage
	fateA, fateB []fate
}

// Compare aligns two texts.
func Compare(a, b string, o *Options) *Report {
	if o == nil {
		o = &Options{}
	}
	return Align(shingle.Parse(a, o.LanguageA), shingle.Parse(b, o.LanguageB))
}

// Align is Compare for texts that are parsed already. Words that
// [shingle.Text.Ignore] marked are in no shared passage by themselves.
func Align(a, b *shingle.Text) *Report {
	return new(Aligner).Align(Prepare(a), Prepare(b))
}

// An Aligner compares prepared texts, one pair after the other, in scratch space
// that it keeps. The zero value is ready. It serves one goroutine at a time;
// what it returns does not depend on what it compared before, and may be kept
// and read by any number.
type Aligner struct {
	s seeds
}

// Align is like the function of that name. It allocates the report alone.
func (l *Aligner) Align(a, b *Prepared) *Report {
	return l.AlignLent(a, b, kept{a, b})
}

// Texts makes two texts ready, the same whenever it is asked.
type Texts interface {
	Texts() (a, b *Prepared)
}

// kept are two texts that are there.
type kept struct{ a, b *Prepared }

// Texts returns them.
func (k kept) Texts() (a, b *Prepared) { return k.a, k.b }

// swapped are two texts in the other order.
type swapped struct{ texts Texts }

// Texts returns them, the second first.
func (s swapped) Texts() (a, b *Prepared) {
	b, a = s.texts.Texts()
	return a, b
}

// AlignLent is Align for texts that are not kept, such as a [Preparer]'s: the report has them made
// again where it is asked for what it needs them for, [Report.Regions] and [Report.Beyond].
func (l *Aligner) AlignLent(a, b *Prepared, texts Texts) *Report {
	s := &l.s
	s.match(a, b)
	s.choose()
	r := s.report()
	r.texts = texts
	r.a, r.b = coverage(a, b, s.a.fates, s.b.fates, s.replaced)
	s.drop()
	return r
}

// Coverage returns what l.Align(a, b).Coverage() does, without making a report:
// it allocates nothing, and takes a fraction of the time where the texts share
// nothing.
func (l *Aligner) Coverage(a, b *Prepared) (ca, cb Coverage) {
	s := &l.s
	s.match(a, b)
	if len(s.found) == 0 {
		ca, cb = Coverage{Words: a.words, Own: a.own}, Coverage{Words: b.words, Own: b.own}
	} else {
		s.choose()
		ca, cb = coverage(a, b, s.a.fates, s.b.fates, s.replaced)
	}
	s.drop()
	return ca, cb
}
