package candidate

import "github.com/wirecopy/wirecopy/shingle"

// Features appends the features by which a reworded copy is found: windows of
// four words, and pairs of neighbouring content stems in either order within a
// sentence. Ignored words make none. No repeats.
func Features(dst []uint64, t *shingle.Text) []uint64 {
	start := len(dst)
	for _, s := range t.Sentences {
		run := 0
		var last, last2 uint64
		for i := s.First; i < s.Last; i++ {
			tok := &t.Tokens[i]
			if tok.Class&shingle.Ignored != 0 {
				run, last, last2 = 0, 0, 0
				continue
			}
			if run++; run >= 4 {
				dst = append(dst, t.Window(i-3, i+1))
			}
			if tok.Class&shingle.Stop != 0 {
				continue
			}
			if last != 0 {
				dst = append(dst, pair(last, tok.Stem))
			}
			if last2 != 0 {
				dst = append(dst, pair(last2, tok.Stem))
			}
			last, last2 = tok.Stem, last
		}
	}
	return dst[:start+len(shingle.NewSet(dst[start:]))]
}

// pair returns a hash of two stems that does not depend on their order.
func pair(p, q uint64) uint64 {
	if p > q {
		p, q = q, p
	}
	return (p*0x9E3779B97F4A7C15 ^ q) * 0xD6E8FEB86659FD93
}
