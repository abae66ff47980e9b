package candidate

import (
	"iter"
	"slices"

	"github.com/wirecopy/wirecopy/shingle"
)

// sampling keeps one feature in so many, the same of all articles: those whose
// hash ends in zeros. With windows of four words, derived pairs found among representatives, and candidates
// an article, on provenance (49) and gilets-jaunes (64), when every sixteenth
// relative may still be a copy:
//
//	all         37  12.5    64  11.8
//	1 in 2      36  12.1    64  10.6
//	1 in 4      37  11.1    64   8.4
//	1 in 6      37  10.4    64   6.4
//	1 in 8      34   9.5    64   5.1
//
// With all that the search does besides: examples/benchmark/testdata/ablation.md,
// table Finding, which has the two kinds of features one by one, too.
const sampling = 4

// Features appends a sample of the features by which a reworded copy is found,
// the upper halves of their hashes, ascending and without repeats: about 125 for
// 500 words.
func Features(dst []uint32, t *shingle.Text) []uint32 {
	start := len(dst)
	for h := range features(t) {
		if h%sampling == 0 {
			dst = append(dst, uint32(h>>32))
		}
	}
	own := dst[start:]
	slices.Sort(own)
	return dst[:start+len(slices.Compact(own))]
}

// features yields the hashes of pairs of neighbouring content stems, or next but one, in
// either order within a sentence. Ignored words make none. Windows of four words beside them
// find nothing more, and double the index.
func features(t *shingle.Text) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		for _, s := range t.Sentences {
			var last, last2 uint64
			for i := s.First; i < s.Last; i++ {
				tok := &t.Tokens[i]
				if tok.Class&shingle.Ignored != 0 {
					last, last2 = 0, 0
					continue
				}
				if tok.Class&shingle.Stop != 0 {
					continue
				}
				if last != 0 && !yield(pair(last, tok.Stem)) || last2 != 0 && !yield(pair(last2, tok.Stem)) {
					return
				}
				last, last2 = tok.Stem, last
			}
		}
	}
}

// pair returns a hash of two stems that does not depend on their order.
func pair(p, q uint64) uint64 {
	if p > q {
		p, q = q, p
	}
	h := (p*0x9E3779B97F4A7C15 ^ q) * 0xD6E8FEB86659FD93
	return h ^ h>>32
}
