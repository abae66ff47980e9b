package dedup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/zeebo/xxh3"
)

// An Index is a corpus into which articles come and out of which they go. Add tells what
// an article is a copy or a rewrite of, and in which cluster it is; Match tells it of one that stays
// outside. At every moment the clusters are those that [Group] would make of the articles that are
// there, in whatever order they came: with the furniture that the index knows (Learn), which for
// Group is that of the articles themselves.
//
// What was added is in the store when Add returns, with the events that it caused. All methods may be called by
// any number of goroutines. Changes are made one batch after the other, by one goroutine, and
// those that wait together are one batch; at most 64 wait, and who comes then waits to be let
// in. Match does not wait for them.
type Index struct {
	store   Store
	options Options
	lines   atomic.Pointer[wire.Lines] // what recurs in the articles of a source

	mu   sync.RWMutex // guards live, and what of it the writer changes
	live *live

	requests chan *request
	closing  chan struct{} // closed by Close
	closed   chan struct{} // closed when the writer has ended
	close    sync.Once

	pending sync.Map // *doc → string: texts on their way to the store
	events  eventLog
	stats   stats

	sampler  wire.Sampler    // lines of the articles that came since the index was opened
	learning sync.Mutex      // held by Learn
	settled  *wire.Lines     // what all articles but the strays are prepared with, since a Learn came to its end; else nil
	strays   map[string]bool // guarded by mu: those that came with what was learned before
	minImage int             // as the constant
}

// A Change is what became of an article that was added.
type Change struct {
	ID   string
	What What

	// Pairs are the verdicts on the article and those that are related to it or closer, the
	// closest first; of articles with one text sixteen at most. Evidence and
	// Passages are not in them: Explain has those. Of one that is Expired there are none, and Match tells
	// what it would be linked with.
	Pairs []Pair

	Cluster string // the ID of the cluster that it is in; "" for none
}

// What says what Add did with an article.
type What uint8

const (
	Added     What = iota // it was not there
	Updated               // another version was there: what was known of that is gone
	Unchanged             // it was there, the same in text, title, source and date
	Expired               // it is older than Options.Window allows: it is not there, nor is an older version
)

var whats = [...]string{"added", "updated", "unchanged", "expired"}

// String returns the word in lower case.
func (w What) String() string {
	if int(w) < len(whats) {
		return whats[w]
	}
	return fmt.Sprintf("what(%d)", uint8(w))
}

// MarshalText returns what String does.
func (w What) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (w *What) UnmarshalText(text []byte) error {
	return unmarshal(w, "word for a change", whats[:], text)
}

// maxBatch bounds the articles of requests that are made one batch. A request with more is a batch by
// itself.
const maxBatch = 128

// Add adds articles, or new versions of those that are there with the same IDs. The changes are in
// the order of the articles, and in the store with all that they caused; if there is an error
// none is. When ctx ends while the batch is being written Add returns at once, and whether the
// articles were added is open: to add them once more does no harm.
//
// Errors: ErrNoID, ErrDuplicate for two articles of one call, ErrTooLong, ErrClosed, the store's, the context's.
// Cost: that of preparing the articles, by the caller's goroutine and as many as there are
// workers, and of comparing each with a handful of others. Batches are written one after the other, so that who comes after a
// text of some MB and its near copy waits as many seconds.
func (x *Index) Add(ctx context.Context, articles ...Article) ([]Change, error) {
	start := time.Now()
	if err := check(articles); err != nil {
		return nil, err
	}
	for _, a := range articles {
		if len(a.ID) > maxKey-len(memberKey) {
			return nil, fmt.Errorf("%w: an ID of %d bytes", ErrTooLong, len(a.ID))
		}
		if n := max(len(a.Text), len(a.Title)+len(a.Source)+len(a.Language)); n > maxValue {
			return nil, fmt.Errorf("%w: article %q: %d bytes", ErrTooLong, a.ID, n) // or the batch that it is in would fail
		}
	}
	changes, err := x.put(ctx, articles, nil)
	if err == nil && len(articles) > 0 {
		x.stats.add.observe(time.Since(start))
	}
	return changes, err
}

// put adds articles. If of is not nil, they are to be prepared anew, each the one that of has in its
// place, and those that are that no more are passed over.
func (x *Index) put(ctx context.Context, articles []Article, of []*doc) ([]Change, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	now := time.Now().UnixNano()
	r := &request{put: make([]*incoming, len(articles))}
	c, lines := x.corpus(), x.lines.Load()
	var words atomic.Int64
	err := c.each(ctx, "articles", len(articles), func(s *stage, i int) {
		d, t := s.prepare(articles[i], &x.options, lines, wishOf(words.Load()))
		words.Add(int64(d.words))
		d.arrived = now
		in := &incoming{doc: d, text: articles[i].Text, ready: t, lines: lines}
		if of != nil {
			in.of, d.arrived = of[i], of[i].arrived
		}
		x.sampler.Add(d.Source, d.Text, d.hash)
		in.state = appendState(nil, d)
		d.own()
		r.put[i] = in
	})
	if err != nil {
		return nil, err
	}
	if err := x.do(ctx, r); err != nil {
		return nil, err
	}
	return r.changes, nil
}

// Remove removes articles and returns how many of them were there. It takes time in what they are linked with,
// whatever the size of the index. Errors: ErrClosed, the store's, the context's; as for Add.
func (x *Index) Remove(ctx context.Context, ids ...string) (int, error) {
	r := &request{remove: slices.Compact(slices.Sorted(slices.Values(ids)))}
	if err := x.do(ctx, r); err != nil {
		return 0, err
	}
	return r.removed, nil
}

// Pairs returns the verdicts on an article that is there, as [Change.Pairs] has them. The error is
// ErrUnknown, ErrClosed or the context's.
func (x *Index) Pairs(ctx context.Context, id string) ([]Pair, error) {
	var pairs []Pair
	var unknown error
	if err := x.do(ctx, &request{look: func(l *live) {
		if d := l.docs[id]; d != nil {
			pairs = l.pairs(d)
		} else {
			unknown = fmt.Errorf("%w: %q", ErrUnknown, id)
		}
	}}); err != nil {
		return nil, err
	}
	return pairs, unknown
}

// Match returns what an article would be linked with if it were added, as [Change.Pairs] has it but
// with the evidence. It looks at the candidates that the article would ask for, and not at those
// who would ask for it. One with the same ID is not looked at; the ID may be empty.
// Errors: the store's and the context's.
// Cost: that of preparing it, and of some tens of comparisons at most. The context is looked at between two of these: one of
// near copies of 1 MB takes a second or two.
func (x *Index) Match(ctx context.Context, a Article) ([]Pair, error) {
	start := time.Now()
	defer func() { x.stats.match.observe(time.Since(start)) }()
	runtime.Gosched() // who adds changes goroutines ten times, and would wait 10 ms each time behind those that match without a pause
	c := x.corpus()
	s := stages.Get().(*stage)
	defer stages.Put(s)
	d, t := s.prepare(a, &x.options, x.lines.Load(), withText)
	if d.words == 0 {
		return nil, nil
	}
	var out []Pair
	done := map[*body]float64{} // scores
	compare := func(docs []*doc) (score float64, err error) {
		if len(docs) == 0 {
			return 0, ctx.Err()
		}
		if score, ok := done[docs[0].body]; ok {
			return score, nil
		}
		p, err := c.match(s, d, t, docs)
		if isLost(err) { // or it was removed meanwhile
			return 0, nil
		}
		if done[docs[0].body] = p.Score; p.Relation >= Related {
			for _, e := range docs {
				q := p
				q.A, q.B = d.ID, e.ID
				out = append(out, q.inOrder())
			}
		}
		return p.Score, cmp.Or(err, ctx.Err())
	}
	met, asked := x.candidates(c, s, d)
	for _, docs := range met {
		if _, err := compare(docs); err != nil {
			return nil, err
		}
	}
	for _, g := range asked {
		for k, docs := range g {
			score, err := compare(docs)
			if err != nil {
				return nil, err
			}
			if k == 0 && score < relatedAt {
				break // so their copies are none, either
			}
		}
	}
	closestFirst(out)
	return out, nil
}

// match compares an article with some of the index that have one text; the pair's A is the first.
func (c *corpus) match(s *stage, d *doc, t *ready, docs []*doc) (Pair, error) {
	c.count.Add(1)
	e := docs[0]
	g := c.gists.get(e.body)
	if g != nil && hopeless(d, e, t.gist, g, c.options.Threshold) {
		return Pair{}, nil
	}
	u, err := c.read(s, docs)
	if err != nil {
		return Pair{}, err
	}
	if g == nil && hopeless(d, e, t.gist, u.gist, c.options.Threshold) {
		return Pair{}, nil
	}
	if d.twin <= e.twin {
		return s.judge(d, e, t, u, &c.options), nil
	}
	return s.judge(e, d, u, t, &c.options).swapped(), nil
}

// candidates returns the articles that one is to be compared with, those with one text together: those
// with whom it shares a band, and those for whom it asks with their copies.
func (x *Index) candidates(c *corpus, s *stage, d *doc) (met [][]*doc, asked [][][]*doc) {
	k := c.key(d)
	t := d.search
	t.Key, t.Time, t.Words = k.hash, k.time, d.words
	ms, as := c.graph.Match(&s.asker, t)
	x.mu.RLock()
	defer x.mu.RUnlock()
	docs := func(texts []int32) [][]*doc {
		out := make([][]*doc, len(texts))
		for i, v := range texts {
			if c.docs[v] == nil { // it has left since
				continue
			}
			out[i] = slices.DeleteFunc(slices.Clone(listed(c.of(v))), func(e *doc) bool { return e.ID == d.ID })
		}
		return out
	}
	for _, own := range as {
		asked = append(asked, docs(own))
	}
	return docs(ms), asked
}

func closestFirst(pairs []Pair) {
	slices.SortFunc(pairs, func(p, q Pair) int {
		return cmp.Or(cmp.Compare(q.Relation, p.Relation), cmp.Compare(q.Score, p.Score), strings.Compare(p.A, q.A), strings.Compare(p.B, q.B))
	})
}

// Explain compares two articles that are there, with the evidence, the passages, and what kept them out of
// one cluster, which it asks after the batch under way. The error is ErrUnknown, the store's or the context's.
func (x *Index) Explain(ctx context.Context, a, b string) (*Explanation, error) {
	var docs [2]*doc
	for i, id := range []string{a, b} {
		d, text, err := x.whole(ctx, id)
		if err != nil {
			return nil, err
		}
		whole := *d
		whole.Text = text
		docs[i] = &whole
	}
	e := explain(docs[0], docs[1], &x.options)
	var beyond []string
	r := &request{look: func(l *live) { beyond = l.beyond(&e.Pair, docs[0], docs[1]) }}
	switch err := x.do(ctx, r); {
	case errors.Is(err, errIndexClosed):
		<-x.closed // and nobody changes anything any more
		r.look(x.live)
	case err != nil:
		return nil, err
	}
	e.Reasons = append(e.Reasons, beyond...)
	return e, nil
}

// beyond says what kept two articles, whose pair it is, from being linked or grouped, if they are as they were.
func (l *live) beyond(pair *Pair, p, q *doc) []string {
	d, e := l.docs[p.ID], l.docs[q.ID]
	if d == nil || e == nil || d.body != p.body || e.body != q.body || d.text == e.text {
		return nil
	}
	s := l.storyOf(d)
	return l.corpus.beyond(pair, d, e, s != nil && s == l.storyOf(e))
}

// Article returns an article that is there. The error is ErrUnknown, the store's or the context's.
func (x *Index) Article(ctx context.Context, id string) (Article, error) {
	d, text, err := x.whole(ctx, id)
	if err != nil {
		return Article{}, err
	}
	return d.whole(text), nil
}

// whole returns an article as it was given.
func (d *doc) whole(text string) Article {
	a := d.Article
	a.Text, a.Language = text, d.given.Value()
	return a
}

// whole returns an article that is there, and its text. It looks again if another version came in between.
// With an error of a text that is lost it returns the article.
func (x *Index) whole(ctx context.Context, id string) (*doc, string, error) {
	for {
		d := x.find(id)
		if d == nil {
			return nil, "", fmt.Errorf("%w: %q", ErrUnknown, id)
		}
		text, err := x.text(ctx, d)
		if !isLost(err) || x.find(id) == d {
			return d, text, err
		}
	}
}

// find returns an article that is there, or nil.
func (x *Index) find(id string) *doc {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.live.docs[id]
}

// text returns the text of an article, be it on its way to the store.
func (x *Index) text(ctx context.Context, d *doc) (string, error) {
	if text, ok := x.pending.Load(d); ok {
		return text.(string), nil
	}
	text, err := x.store.Text(ctx, d.ID)
	if err == nil && xxh3.HashString(text) != d.hash {
		return "", fmt.Errorf("%w: %q with the text that it had", ErrUnknown, d.ID)
	}
	return text, err
}

// Cluster returns a cluster by its ID, and whether it is there.
func (x *Index) Cluster(id string) (Cluster, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.live.stories[id]
	if s == nil {
		return Cluster{}, false
	}
	return newCluster(id, s.members, s.origin), true
}

// ClusterOf returns the cluster that an article is in, and whether it is in one.
func (x *Index) ClusterOf(article string) (Cluster, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	d := x.live.docs[article]
	if d == nil {
		return Cluster{}, false
	}
	s := x.live.storyOf(d)
	if s == nil {
		return Cluster{}, false
	}
	return newCluster(s.name(), s.members, s.origin), true
}

// Clusters returns all clusters, the largest first. Their IDs are the index's own.
func (x *Index) Clusters() []Cluster {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return inOrder(x.live.stories)
}

// some returns the clusters with these IDs, all if there are none, as they are at one moment.
func (x *Index) some(ids []string) ([]Cluster, error) {
	if len(ids) == 0 {
		return x.Clusters(), nil
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	stories := map[string]*story{}
	for _, id := range ids {
		if stories[id] = x.live.stories[id]; stories[id] == nil {
			return nil, fmt.Errorf("%w: cluster %q", ErrUnknown, id)
		}
	}
	return inOrder(stories), nil
}

// inOrder makes clusters of stories by ID, the largest first.
func inOrder(stories map[string]*story) []Cluster {
	out := make([]Cluster, 0, len(stories))
	for id, s := range stories {
		out = append(out, newCluster(id, s.members, s.origin))
	}
	slices.SortFunc(out, func(p, q Cluster) int {
		return cmp.Or(cmp.Compare(len(q.Members), len(p.Members)), strings.Compare(p.Members[0].ID, q.Members[0].ID))
	})
	return out
}

// Result returns clusters as Group does, for what reports of them need: all, or those with these IDs. The pairs
// are those that Group finds in them, and a few that it does not look at where there are more articles. The error
// is ErrUnknown, naming the ID, the store's or the context's. Cost: that of Group for these articles, which are read
// from the store.
func (x *Index) Result(ctx context.Context, clusters ...string) (*Result, error) {
	for {
		r, err := x.result(ctx, clusters)
		if r != nil || err != nil {
			return r, err
		}
	}
}

// result returns nil if an article left in between.
func (x *Index) result(ctx context.Context, ids []string) (*Result, error) {
	clusters, err := x.some(ids)
	if err != nil {
		return nil, err
	}
	r := &Result{Clusters: clusters}
	var articles []Article
	for _, c := range r.Clusters {
		for _, m := range c.Members {
			a, err := x.Article(ctx, m.ID)
			switch {
			case errors.Is(err, ErrUnknown) && x.find(m.ID) == nil:
				return nil, ctx.Err()
			case err != nil:
				return nil, err
			}
			articles = append(articles, a)
		}
	}
	r.Articles, r.corpus = len(articles), newCorpus(x.options, textOf)
	if _, err := r.settle(ctx, articles, x.lines.Load()); err != nil {
		return nil, err
	}
	r.groups = make([]int32, len(r.corpus.docs))
	for i, c := range r.Clusters {
		for _, m := range c.Members {
			r.groups[r.find(m.ID).text] = int32(i)
		}
	}
	r.list(ctx)
	return r.end(ctx)
}

// Len returns the number of articles.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.live.docs)
}

// IDs returns the IDs of all articles, ascending.
func (x *Index) IDs() []string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	ids := make([]string, 0, len(x.live.docs))
	for id := range x.live.docs {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func (x *Index) corpus() *corpus {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.live.corpus
}

// Close lets no more changes in, waits for those that are, and ends the index. It leaves in the store, after many changes, an image of
// what the index has in memory, 1.3 KB an article, from which the next OpenIndex is fast. It does not close the
// store. Closing it again does nothing.
func (x *Index) Close() error {
	x.close.Do(func() { close(x.closing) })
	<-x.closed
	return nil
}

// A request is a call that the writer answers.
type request struct {
	put    []*incoming
	remove []string
	drop   []*doc        // of the writer: out of memory, not out of the store
	look   func(l *live) // unless nil, called when all that came before is done

	changes []Change
	removed int
	err     error
	done    chan struct{}
}

// An incoming article is one on its way in.
type incoming struct {
	doc   *doc
	text  string
	ready *ready
	state []byte
	lines *wire.Lines // that it is prepared with
	of    *doc        // unless nil, the one that it is to replace, and no other
}

// errIndexClosed is an ErrClosed of the index.
var errIndexClosed error = indexClosed{}

type indexClosed struct{}

func (indexClosed) Error() string { return "dedup: index is closed" }

// Is reports whether target is ErrClosed.
func (indexClosed) Is(target error) bool { return target == ErrClosed }

// do has the writer do a request.
func (x *Index) do(ctx context.Context, r *request) error {
	r.done = make(chan struct{})
	select {
	case <-x.closing:
		return errIndexClosed
	default:
	}
	select {
	case x.requests <- r:
	case <-x.closing:
		return errIndexClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		return ctx.Err()
	case <-x.closed: // it may have been answered last
		select {
		case <-r.done:
			return r.err
		default:
			return errIndexClosed
		}
	}
}

// write makes the changes until the index is closed.
func (x *Index) write(ctx context.Context) {
	defer close(x.closed)
	var next *request
	for {
		first := next
		if first == nil {
			select {
			case first = <-x.requests:
			case <-x.closing:
				select {
				case first = <-x.requests: // let in before
				default:
					x.leaveImage(ctx, closedShare)
					return
				}
			}
		}
		var batch []*request
		batch, next = x.collect(first)
		x.process(ctx, batch)
		for _, r := range batch {
			close(r.done)
		}
	}
}

// collect returns the requests that wait and may be made one batch with the first, and one
// that may not.
func (x *Index) collect(first *request) (batch []*request, next *request) {
	seen := map[string]bool{}
	n := 0
	for r := first; ; {
		ids := slices.Clone(r.remove)
		for _, in := range r.put {
			ids = append(ids, in.doc.ID)
		}
		for _, id := range ids {
			if seen[id] {
				return batch, r
			}
		}
		for _, id := range ids {
			seen[id] = true
		}
		if n += len(r.put) + len(r.remove); n > maxBatch && len(batch) > 0 {
			return batch, r
		}
		batch = append(batch, r)
		select {
		case r = <-x.requests:
		default:
			return batch, nil
		}
	}
}
