package passage

import (
	"github.com/wirecopy/wirecopy/shingle"
)

// A Share counts the words of one text by what became of them. Words that are
// ignored (credits, page furniture) are not counted at all.
type Share struct {
	Words     int // all
	Verbatim  int // in Verbatim passages
	Edited    int
	Rewritten int
	Kept      int // words of shared passages that have an equal in the counterpart

	Own       int // words outside quotations
	OwnShared int // of these, in shared passages
	OwnKept   int // of these, with an equal in the counterpart
}

// Shared returns the number of words in shared passages.
func (s Share) Shared() int { return s.Verbatim + s.Edited + s.Rewritten }

// Coverage counts, for both texts, the words in the passages.
func (r *Report) Coverage() (a, b Share) {
	for i, t := range r.a.Tokens {
		to := r.fateA[i].to
		a.count(t, r.fateA[i], to >= 0 && r.b.Tokens[to].Has(shingle.Quoted))
	}
	for j, t := range r.b.Tokens {
		to := r.fateB[j].to
		b.count(t, r.fateB[j], to >= 0 && r.a.Tokens[to].Has(shingle.Quoted))
	}
	return a, b
}

func (s *Share) count(t shingle.Token, f fate, quoted bool) {
	if t.Class&shingle.Ignored != 0 {
		return
	}
	s.Words++
	own := !quoted && t.Class&shingle.Quoted == 0
	if own {
		s.Own++
	}
	switch f.kind {
	case Verbatim:
		s.Verbatim++
	case Edited:
		s.Edited++
	case Rewritten:
		s.Rewritten++
	default:
		return
	}
	if own {
		s.OwnShared++
	}
	if f.to >= 0 {
		s.Kept++
		if own {
			s.OwnKept++
		}
	}
}

// LongestRun returns the number of words of the longest run that stands in
// both texts word for word, and of the longest one outside quotations.
func (r *Report) LongestRun() (all, own int) {
	n, m := 0, 0
	for i, f := range r.fateA {
		t := r.a.Tokens[i]
		if f.to < 0 || t.Hash != r.b.Tokens[f.to].Hash {
			n, m = 0, 0
			continue
		}
		if i == 0 || r.fateA[i-1].to != f.to-1 {
			n, m = 0, 0
		}
		n++
		if m++; t.Class&shingle.Quoted != 0 {
			m = 0
		}
		all, own = max(all, n), max(own, m)
	}
	return all, own
}
