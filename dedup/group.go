package dedup

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/cluster"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/wirecopy/wirecopy/shingle"
)

// A Result is what Group found.
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
// number of articles; memory is about 12 KB an article beside the texts.
// Errors: ErrNoID, ErrDuplicate, or the context's.
func Group(ctx context.Context, articles []Article, o *Options) (*Result, error) {
	if err := check(articles); err != nil {
		return nil, err
	}
	r := &run{options: o.orDefault()}
	if err := r.prepare(ctx, articles); err != nil {
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
	options Options
	docs    []*doc
	lines   wire.Lines
	texts   cache

	mu      sync.Mutex
	pairs   map[[2]int32]Pair
	compare atomic.Int64
}

func (r *run) prepare(ctx context.Context, articles []Article) error {
	sorted := slices.Clone(articles)
	slices.SortFunc(sorted, func(p, q Article) int { return strings.Compare(p.ID, q.ID) })
	for _, a := range sorted {
		r.lines.Add(a.Source, a.Text)
	}
	r.docs = make([]*doc, len(sorted))
	r.pairs = map[[2]int32]Pair{}
	return r.each(ctx, len(sorted), func(s *stage, i int) {
		r.docs[i] = s.prepare(sorted[i], &r.options, &r.lines)
	})
}

// each calls f for 0..n-1 on the workers. It ends early, with the context's
// error, when ctx is done.
func (r *run) each(ctx context.Context, n int, f func(s *stage, i int)) error {
	var next atomic.Int64
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
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

func (r *run) result(ctx context.Context) (*Result, error) {
	out := &Result{Articles: len(r.docs), run: r}
	var edges []cluster.Edge
	for k, p := range r.pairs {
		switch {
		case p.Relation >= Derived:
			out.Pairs = append(out.Pairs, p)
			edges = append(edges, cluster.Edge{I: int(k[0]), J: int(k[1]), Score: p.Score})
		case p.Relation == Related:
			out.Related = append(out.Related, p)
		}
	}
	var s stage
	groups := cluster.Groups(len(r.docs), edges, func(i, j int) float64 {
		if ctx.Err() != nil {
			return 0
		}
		return r.judge(&s, min(i, j), max(i, j)).Score
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, g := range groups {
		if len(g) > 1 {
			out.Clusters = append(out.Clusters, r.cluster(&s, g))
		}
	}
	out.Candidates = int(r.compare.Load())
	byID := func(p, q Pair) int { return strings.Compare(p.A+"\x00"+p.B, q.A+"\x00"+q.B) }
	slices.SortFunc(out.Pairs, byID)
	slices.SortFunc(out.Related, byID)
	slices.SortStableFunc(out.Clusters, func(p, q Cluster) int { return len(q.Members) - len(p.Members) })
	return out, nil
}
