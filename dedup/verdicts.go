package dedup

import (
	"context"
	"slices"
	"sync"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
)

// Verdicts are the pairs that were compared. The zero value is ready.
type verdicts struct {
	mu    sync.Mutex
	of    map[candidate.Pair]verdict
	pairs []Pair // those that are related or closer
}

// A verdict is what remains of an unrelated pair, 40 bytes of 400.
type verdict struct {
	score float64
	pair  int32 // in verdicts.pairs, -1 if it is not there
}

// get returns the score of a pair, 0 if it was not compared.
func (v *verdicts) get(c candidate.Pair) (score float64, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	w, ok := v.of[c]
	return w.score, ok
}

// pair returns the pair itself, if it is related or closer.
func (v *verdicts) pair(c candidate.Pair) (p Pair, ok bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if w, ok := v.of[c]; ok && w.pair >= 0 {
		return v.pairs[w.pair], true
	}
	return Pair{}, false
}

func (v *verdicts) put(c candidate.Pair, p Pair) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.of == nil {
		v.of = map[candidate.Pair]verdict{}
	}
	w := verdict{p.Score, -1}
	if p.Relation >= Related {
		w.pair = int32(len(v.pairs))
		v.pairs = append(v.pairs, p)
	}
	v.of[c] = w
}

// kin lists for each of n docs, ascending, those it is related to or closer.
func (v *verdicts) kin(n int) [][]int32 {
	kin := make([][]int32, n)
	for c, w := range v.of {
		if w.pair >= 0 {
			kin[c.A] = append(kin[c.A], c.B)
			kin[c.B] = append(kin[c.B], c.A)
		}
	}
	for _, k := range kin {
		slices.Sort(k)
	}
	return kin
}

// ordered returns two numbers as a pair.
func ordered(i, j int32) candidate.Pair { return candidate.Pair{A: min(i, j), B: max(i, j)} }

// judgeAll compares pairs and keeps the verdicts. Neighbours in the list are
// best pairs that have an article in common: their texts are ready then.
func (r *run) judgeAll(ctx context.Context, pairs []candidate.Pair) error {
	return r.each(ctx, "pairs", len(pairs), func(s *stage, i int) { r.judge(s, pairs[i]) })
}

// judge returns the score of two docs, from memory if they were compared before,
// and keeps the verdict. What has a twin is compared once for both.
func (r *run) judge(s *stage, c candidate.Pair) float64 {
	if score, ok := r.verdicts.get(c); ok {
		return score
	}
	var p Pair
	if lead := r.lead(c); lead != c {
		p.Score = r.judge(s, lead)
		if q, ok := r.verdicts.pair(lead); ok {
			p = q
		}
		p.A, p.B = r.docs[c.A].ID, r.docs[c.B].ID
	} else {
		p = s.judge(r.docs[c.A], r.docs[c.B], r.read(s, int(c.A)), r.read(s, int(c.B)), &r.options)
	}
	r.verdicts.put(c, p)
	return p.Score
}

// lead returns the pair that is compared for c: that of the leaders or, of twins,
// the first two. Where the leaders stand in the other order it is c itself, as
// scores may then differ by a little.
func (r *run) lead(c candidate.Pair) candidate.Pair {
	f, g := r.family[c.A], r.family[c.B]
	switch {
	case f[0] < g[0]:
		return candidate.Pair{A: f[0], B: g[0]}
	case f[0] == g[0]:
		return candidate.Pair{A: f[0], B: f[1]}
	}
	return c
}

// read returns the text of a doc, ready to be compared.
func (r *run) read(s *stage, i int) *ready {
	if t := r.texts.get(i); t != nil {
		return t
	}
	t := s.read(r.docs[i])
	r.texts.put(i, t)
	return t
}
