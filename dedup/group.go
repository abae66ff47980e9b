package dedup

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/wirecopy/wirecopy/dedup/internal/graph"
	"github.com/wirecopy/wirecopy/dedup/wire"
)

// A Result is what Group found. It keeps the articles, for Explain. Any number of
// goroutines may read one.
type Result struct {
	Articles int
	Clusters []Cluster // of two or more articles, largest first, then by ID
	Pairs    []Pair    // identical, near-duplicate and derived, by A, then B
	Related  []Pair    // related, by A, then B

	// Candidates is the number of pairs that were compared. Articles with the same
	// text are compared once for all, and count one by one up to 16 of them.
	Candidates int

	corpus *corpus
	docs   []*doc  // by ID
	groups []int32 // of each text: the number of its group
}

// Group finds which articles reuse each other's text, and groups them.
//
// The articles are not changed. The result does not depend on their order or
// on the number of workers. Time grows a little faster than linearly with the
// number of articles; memory is 2 KB an article and 300 MB of texts that are compared, beside
// the articles. Of a family of more than 16 copies not every pair is listed, only enough to hold it
// together.
// When ctx is done Group returns within the comparisons that are under way.
// Errors: ErrNoID, ErrDuplicate, ErrOptions, or the context's.
func Group(ctx context.Context, articles []Article, o *Options) (*Result, error) {
	if err := cmp.Or(o.check(), check(articles)); err != nil {
		return nil, err
	}
	r := &Result{Articles: len(articles)}
	r.corpus = newCorpus(o.orDefault(), textOf)
	var lines wire.Lines
	for _, a := range articles {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		lines.Add(a.Source, a.Text)
	}
	groups, err := r.settle(ctx, articles, &lines)
	if err != nil {
		return nil, err
	}
	if err := r.tell(ctx, groups); err != nil {
		return nil, err
	}
	return r.end(ctx)
}

func textOf(d *doc) (string, error) { return d.Text, nil }

// end drops what only the search needs. The error is the context's: what was listed may not be all then.
func (r *Result) end(ctx context.Context) (*Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.corpus.forget()
	return r, nil
}

// settle prepares articles and returns the groups of their texts.
func (r *Result) settle(ctx context.Context, articles []Article, lines *wire.Lines) ([][]int32, error) {
	if err := r.prepare(ctx, articles, lines); err != nil {
		return nil, err
	}
	return r.corpus.graph.Settle(ctx)
}

func (r *Result) prepare(ctx context.Context, articles []Article, lines *wire.Lines) error {
	sorted := slices.SortedFunc(slices.Values(articles), func(p, q Article) int { return strings.Compare(p.ID, q.ID) })
	c := r.corpus
	r.docs = make([]*doc, len(sorted))
	texts := make([]*ready, len(sorted)) // of the first, as many as the caches hold
	var words atomic.Int64
	prepared := make(chan int, len(sorted))
	add := func() {
		ready := make([]bool, len(sorted))
		at, next := map[textKey]int32{}, 0
		for i := range prepared {
			for ready[i] = true; next < len(ready) && ready[next]; next++ {
				d := r.docs[next]
				k := c.key(d)
				if v, ok := at[k]; ok {
					c.join(v, d)
					continue
				}
				at[k] = c.add(d)
				c.keep(d.body, texts[next])
			}
		}
	}
	var adding sync.WaitGroup
	if c.options.Workers > 1 {
		adding.Go(add)
		add = adding.Wait
	}
	err := c.each(ctx, "articles", len(sorted), func(s *stage, i int) {
		r.docs[i], texts[i] = s.prepare(sorted[i], &c.options, lines, wishOf(words.Load()))
		words.Add(int64(r.docs[i].words))
		prepared <- i
	})
	close(prepared)
	add()
	return err
}

// tell makes the clusters and the lists, side by side if there are workers for both.
func (r *Result) tell(ctx context.Context, groups [][]int32) error {
	if r.corpus.options.Workers > 1 {
		var lists sync.WaitGroup
		defer lists.Wait()
		lists.Go(func() { r.list(ctx) })
		return r.cluster(ctx, groups)
	}
	if err := r.cluster(ctx, groups); err != nil {
		return err
	}
	r.list(ctx)
	return nil
}

// cluster makes clusters of the groups of texts.
func (r *Result) cluster(ctx context.Context, groups [][]int32) error {
	c := r.corpus
	r.groups = make([]int32, len(c.docs))
	for i, g := range groups {
		for _, v := range g {
			r.groups[v] = int32(i)
		}
	}
	clusters := make([]Cluster, len(groups))
	err := c.each(ctx, "", len(groups), func(s *stage, i int) {
		if docs := c.articles(groups[i]); len(docs) > 1 {
			clusters[i] = newCluster(docs[0].ID, docs, c.origin(s, docs, nil))
		}
	})
	if err != nil {
		return err
	}
	r.Clusters = slices.Clip(slices.DeleteFunc(clusters, func(c Cluster) bool { return c.Members == nil }))
	slices.SortFunc(r.Clusters, func(p, q Cluster) int {
		return cmp.Or(cmp.Compare(len(q.Members), len(p.Members)), strings.Compare(p.ID, q.ID))
	})
	return nil
}

// articles returns the articles of a group of texts, by ID. Those without a word
// are in no group.
func (c *corpus) articles(group []int32) (docs []*doc) {
	for _, v := range group {
		if own := c.of(v); own[0].words > 0 {
			docs = append(docs, own...)
		}
	}
	slices.SortFunc(docs, byID)
	return docs
}

// list lists the pairs. One beyond the window, which the search may have compared on
// behalf of others, is in no list and spoke for cohesion only. It ends early when ctx is done.
func (r *Result) list(ctx context.Context) {
	c := r.corpus
	take := func(v graph.Verdict, p, q *doc) {
		switch pair := c.pair(v, p, q); {
		case pair.Relation == Related:
			r.Related = append(r.Related, pair)
		default:
			r.Pairs = append(r.Pairs, pair)
		}
	}
	c.graph.Pairs(func(p graph.Pair, v graph.Verdict) {
		r.Candidates += len(listed(c.of(p.A))) * len(listed(c.of(p.B)))
		if v.Detail == nil || !c.near(c.docs[p.A], c.docs[p.B]) {
			return
		}
		for _, a := range listed(c.of(p.A)) {
			for _, b := range listed(c.of(p.B)) {
				take(v, a, b)
			}
		}
	})
	for v, docs := range c.twins {
		if ctx.Err() != nil {
			return
		}
		if docs[0].words == 0 {
			continue
		}
		same := c.Judge1(graph.Pair{A: v, B: v})
		c.twinPairs(v, func(p, q *doc) {
			r.Candidates++
			take(same, p, q)
		})
	}
	byIDs := func(p, q Pair) int { return cmp.Or(strings.Compare(p.A, q.A), strings.Compare(p.B, q.B)) }
	slices.SortFunc(r.Pairs, byIDs)
	slices.SortFunc(r.Related, byIDs)
}

// forget drops what only the search needs: the result keeps c, for Explain.
func (c *corpus) forget() {
	c.texts, c.gists = nil, nil
	c.graph.Freeze()
}
