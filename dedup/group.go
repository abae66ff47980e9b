package dedup

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/wirecopy/wirecopy/dedup/internal/cluster"
	"github.com/wirecopy/wirecopy/dedup/wire"
)

// A Result is what Group found. It keeps the articles, for Explain. Any number of
// goroutines may read one.
type Result struct {
	Articles int
	Clusters []Cluster // of two or more articles, largest first, then by ID
	Pairs    []Pair    // identical, near-duplicate and derived, by A, then B
	Related  []Pair    // related, by A, then B

	// Candidates is the number of pairs that were compared.
	Candidates int

	run *run
}

// Group finds which articles reuse each other's text, and groups them.
//
// The articles are not changed. The result does not depend on their order or
// on the number of workers. Time grows a little faster than linearly with the
// number of articles; memory is about 30 KB for an article of 500 words, beside
// its text, and 240 MB for texts that are compared. The result keeps 2 KB of it,
// and 14 KB of articles with many copies. Of a family of more than 16 copies not
// every pair is listed, only enough to hold it together.
// When ctx is done Group returns within the comparisons that are under way.
// Errors: ErrNoID, ErrDuplicate, or the context's.
func Group(ctx context.Context, articles []Article, o *Options) (*Result, error) {
	if err := check(articles); err != nil {
		return nil, err
	}
	r := &run{options: o.orDefault()}
	if err := r.prepare(ctx, articles); err != nil {
		return nil, err
	}
	if err := r.twins(ctx); err != nil {
		return nil, err
	}
	if err := r.copies(ctx); err != nil {
		return nil, err
	}
	if err := r.rewrites(ctx); err != nil {
		return nil, err
	}
	return r.result(ctx)
}

// A run is one call of Group. Docs are numbered in the order of their IDs, so
// that no later step sees the order in which they came.
type run struct {
	options  Options
	docs     []*doc
	family   [][]int32 // of each doc, its twins and itself
	lines    wire.Lines
	texts    cache
	verdicts verdicts
	kin      [][]int32 // of each doc, those it is related to or closer; for the origins
}

func (r *run) prepare(ctx context.Context, articles []Article) error {
	sorted := slices.Clone(articles)
	slices.SortFunc(sorted, func(p, q Article) int { return strings.Compare(p.ID, q.ID) })
	for _, a := range sorted {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.lines.Add(a.Source, a.Text)
	}
	r.docs = make([]*doc, len(sorted))
	return r.each(ctx, "articles", len(sorted), func(s *stage, i int) {
		d, t := s.prepare(sorted[i], &r.options, &r.lines, r.texts.room())
		r.docs[i] = d
		if t != nil {
			r.texts.put(i, t)
		}
	})
}

// each calls f for 0..n-1, of what Progress is told, on the workers. It ends early, with the context's
// error, when ctx is done.
func (r *run) each(ctx context.Context, what string, n int, f func(s *stage, i int)) error {
	var next, done atomic.Int64
	var wg sync.WaitGroup
	for range min(r.options.Workers, n) {
		wg.Go(func() {
			var s stage
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				f(&s, i)
				if r.options.Progress != nil {
					r.options.Progress(what, int(done.Add(1)), n)
				}
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// result groups what was found. A pair beyond the window, which the search may
// have compared on behalf of others, is in no list and speaks for cohesion only.
func (r *run) result(ctx context.Context) (*Result, error) {
	var edges []cluster.Edge
	for c, v := range r.verdicts.of {
		if v.pair >= 0 && r.verdicts.pairs[v.pair].Relation >= Derived && r.near(c.A, c.B) {
			edges = append(edges, cluster.Edge{I: int(c.A), J: int(c.B), Score: v.score})
		}
	}
	var s stage
	groups := cluster.Groups(len(r.docs), edges, func(i, j int) float64 {
		if ctx.Err() != nil {
			return 0
		}
		// Groups holds .5 for the score from which a pair is derived.
		return min(1, r.judge(&s, ordered(int32(i), int32(j)))*0.5/r.options.Threshold)
	})
	r.kin = r.verdicts.kin(len(r.docs))
	out := &Result{Articles: len(r.docs), run: r}
	for _, g := range groups {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if len(g) > 1 {
			out.Clusters = append(out.Clusters, r.cluster(&s, g))
		}
	}
	slices.SortStableFunc(out.Clusters, func(p, q Cluster) int { return len(q.Members) - len(p.Members) })
	out.Pairs, out.Related = r.lists()
	out.Candidates = len(r.verdicts.of)
	r.forget()
	return out, ctx.Err()
}

// forget drops what only the search needs: the result keeps r, for Explain.
func (r *run) forget() {
	r.texts, r.lines, r.kin = cache{}, wire.Lines{}, nil
	for _, d := range r.docs {
		d.bands, d.low, d.features = nil, nil, nil
	}
}

// lists returns the pairs that are derived or closer and those that are related.
func (r *run) lists() (derived, related []Pair) {
	for c, v := range r.verdicts.of {
		if v.pair < 0 || !r.near(c.A, c.B) {
			continue
		}
		switch p := r.verdicts.pairs[v.pair]; {
		case p.Relation == Related:
			related = append(related, p)
		default:
			derived = append(derived, p)
		}
	}
	byID := func(p, q Pair) int { return cmp.Or(strings.Compare(p.A, q.A), strings.Compare(p.B, q.B)) }
	slices.SortFunc(derived, byID)
	slices.SortFunc(related, byID)
	return derived, related
}
