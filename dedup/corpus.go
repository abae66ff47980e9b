package dedup

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/zeebo/xxh3"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/graph"
)

// A corpus is the articles that are compared with each other and what is known of
// them. Articles with the same text, and with a window the same date, are one text to the
// graph.
type corpus struct {
	options Options
	graph   *graph.Graph
	docs    []*doc           // of each text, by its number: the first article that has it, by ID
	twins   map[int32][]*doc // the articles that have it, if they are two or more
	mixed   map[int32]bool   // whether these are of several sources
	dated   map[int32]dates  // of these, if they are known
	texts   *cache[ready]
	gists   *cache[gist]
	fetch   func(d *doc) (string, error) // returns the text of an article

	ledger *ledger        // of an index: verdicts to be kept; else nil
	count  *atomic.Uint64 // comparisons

	mu   sync.Mutex
	err  error         // the first that fetch returned, but for a text that is lost
	lost map[*doc]bool // articles whose texts the store has not, or not whole
}

func newCorpus(o Options, fetch func(d *doc) (string, error)) *corpus {
	c := &corpus{options: o, fetch: fetch, twins: map[int32][]*doc{}, mixed: map[int32]bool{}, dated: map[int32]dates{}, count: new(atomic.Uint64)}
	c.texts, c.gists = newCache[ready](maxWords), newCache[gist](maxGists)
	c.graph = newGraph(c)
	return c
}

func newGraph(c *corpus) *graph.Graph {
	return graph.New(graph.Options{Window: c.options.Window, Related: relatedAt, Scale: 0.5 / c.options.Threshold}, c)
}

// A textKey tells texts apart.
type textKey struct {
	hash uint64
	time int64
}

func (c *corpus) key(d *doc) textKey {
	k := textKey{hash: d.twin}
	if c.options.Window > 0 {
		k.time = nanoseconds(d.Published)
	}
	return k
}

// nanoseconds returns a time as the graph has it: 0 if it is unknown, and the
// next that there is before 1678 and after 2261.
func nanoseconds(t time.Time) int64 {
	const least, most = -9_000_000_000, 9_000_000_000
	switch s := t.Unix(); {
	case t.IsZero():
		return 0
	case s < least:
		return least * 1e9
	case s > most:
		return most * 1e9
	}
	return cmp.Or(t.UnixNano(), 1)
}

// add adds a text that an article is the first to have.
func (c *corpus) add(d *doc) int32 {
	k := c.key(d)
	d.search.Key, d.search.Time, d.search.Words = k.hash, k.time, d.words
	v := c.graph.Add(*d.search)
	for int(v) >= len(c.docs) {
		c.docs = append(c.docs, nil)
	}
	c.docs[v] = d
	d.text, d.search = v, nil
	return v
}

// join adds an article to those of a text.
func (c *corpus) join(v int32, d *doc) {
	was, first := c.about(v), c.docs[v]
	d.text, d.body = v, first.body
	docs := c.twins[v]
	if docs == nil {
		docs = []*doc{first}
	}
	at, _ := slices.BinarySearchFunc(docs, d, byID)
	c.twins[v] = slices.Insert(docs, at, d)
	c.docs[v] = c.twins[v][0]
	if d.Source != first.Source {
		c.mixed[v] = true
	}
	c.dated[v] = was.dates.with(d)
	c.told(v, was)
}

// of returns the articles that have a text, by ID.
func (c *corpus) of(v int32) []*doc {
	if docs := c.twins[v]; docs != nil {
		return docs
	}
	return c.docs[v : v+1]
}

// give says which articles have a text now.
func (c *corpus) give(v int32, docs []*doc) {
	var was about
	if c.docs[v] != nil {
		was = c.about(v)
	}
	delete(c.twins, v)
	delete(c.mixed, v)
	delete(c.dated, v)
	if c.docs[v] = docs[0]; len(docs) > 1 {
		c.twins[v] = docs
		var all dates
		for _, d := range docs {
			all = all.with(d)
		}
		c.dated[v] = all
	}
	if slices.ContainsFunc(docs, func(d *doc) bool { return d.Source != docs[0].Source }) {
		c.mixed[v] = true
	}
	c.told(v, was)
}

// An about is what the graph is told of a text beside its words.
type about struct {
	source uint64
	dates
}

// dates are when a text was published first and last, 0 if that is unknown.
type dates struct{ first, last int64 }

// with returns the dates of a text that one more article has.
func (t dates) with(d *doc) dates {
	switch at := nanoseconds(d.Published); {
	case at == 0:
		return t
	case t.first == 0:
		return dates{at, at}
	default:
		return dates{min(t.first, at), max(t.last, at)}
	}
}

// about returns what the graph is told of a text now.
func (c *corpus) about(v int32) (a about) {
	a.source = c.Source(v)
	a.first, a.last = c.Dates(v)
	return a
}

// told tells the graph if that is not what it was.
func (c *corpus) told(v int32, was about) {
	if c.about(v) != was {
		c.graph.Again(v)
	}
}

// Dates returns when a text was published first and last, for the graph.
func (c *corpus) Dates(v int32) (first, last int64) {
	if t, ok := c.dated[v]; ok {
		return t.first, t.last
	}
	t := dates{}.with(c.docs[v])
	return t.first, t.last
}

// Source names the source of a text, for the graph.
func (c *corpus) Source(v int32) uint64 {
	if source := c.docs[v].Source; source != "" && !c.mixed[v] {
		return xxh3.HashString(source)
	}
	return 0
}

func byID(p, q *doc) int { return strings.Compare(p.ID, q.ID) }

// Judge compares pairs. It begins with a look at the gists of all, so that the texts
// of half of them need not be read; and as those left out are the accidental ones,
// what remains falls into neighbourhoods that the cache of texts serves.
func (c *corpus) Judge(ctx context.Context, pairs []graph.Pair) ([]graph.Verdict, error) {
	out, hopes := make([]graph.Verdict, len(pairs)), make([]hope, len(pairs))
	err := c.rows(ctx, "", len(pairs), 256, func(_ *stage, i int) { out[i], hopes[i] = c.look(pairs[i]) })
	if err != nil {
		return nil, err
	}
	var left []int32
	var near []graph.Pair
	for i, h := range hopes {
		if h != settled {
			left, near = append(left, int32(i)), append(near, pairs[i])
		}
	}
	order, last := local(near, func(v int32) bool { return c.texts.get(c.docs[v].body) != nil })
	err = c.rows(ctx, "pairs", len(near), 32, func(s *stage, k int) { // neighbours have a text in common, which one worker reads
		i := left[order[k]]
		p := pairs[i]
		out[i] = c.judge(s, p, hopes[i])
		for _, v := range []int32{p.A, p.B} {
			if last[v] == int32(k) {
				c.texts.spend(c.docs[v].body)
			}
		}
	})
	if err == nil {
		err = c.err
	}
	return out, err
}

// Judge1 compares one pair.
func (c *corpus) Judge1(p graph.Pair) graph.Verdict {
	v, h := c.look(p)
	if h == settled {
		return v
	}
	s := stages.Get().(*stage)
	defer stages.Put(s)
	return c.judge(s, p, h)
}

// hope is what is known of a pair before its texts are.
type hope uint8

const (
	unknown hope = iota
	hopeful      // not hopeless
	settled      // there is a verdict
)

// look gives the verdict on two texts if it takes no more than a look.
func (c *corpus) look(p graph.Pair) (graph.Verdict, hope) {
	if v, ok := c.known(p); ok {
		return v, settled
	}
	d, e := c.docs[p.A], c.docs[p.B]
	a, b := c.gists.get(d.body), c.gists.get(e.body)
	switch {
	case a == nil || b == nil:
		return graph.Verdict{}, unknown
	case hopeless(d, e, a, b, c.options.Threshold):
		return c.verdict(d, e, &Pair{}), settled
	}
	return graph.Verdict{}, hopeful
}

// known returns the verdict on two texts if an earlier index had it.
func (c *corpus) known(p graph.Pair) (graph.Verdict, bool) {
	if c.ledger == nil {
		return graph.Verdict{}, false
	}
	return c.ledger.known(ledgerKey{c.graph.Key(p.A), c.graph.Key(p.B)})
}

// Each is what the graph searches with.
func (c *corpus) Each(ctx context.Context, n int, f func(a *candidate.Asker, i int)) error {
	return c.each(ctx, "searches", n, func(s *stage, i int) { f(&s.asker, i) })
}

// judge gives the verdict on two texts, the first of which comes first in the graph's order.
func (c *corpus) judge(s *stage, p graph.Pair, h hope) graph.Verdict {
	d, e := c.docs[p.A], c.docs[p.B]
	q, err := c.compare(s, d, e, h)
	if err != nil {
		c.fail(err)
		return graph.Verdict{} // of no account: the article is dropped, or the batch
	}
	return c.verdict(d, e, &q)
}

// verdict returns what a comparison says, and notes it.
func (c *corpus) verdict(d, e *doc, q *Pair) graph.Verdict {
	c.count.Add(1)
	v := graph.Verdict{
		Score: q.Score, Resemblance: q.Resemblance, Derived: q.Relation >= Derived,
		Block: q.block(), Form: q.form(), Much: q.keeps(muchKept), Most: q.keeps(mostKept),
	}
	switch {
	case c.ledger != nil:
		return c.ledger.note(d, e, v, q)
	case q.Relation >= Related:
		v.Detail = q
	}
	return v
}

// fail notes that a text could not be had.
func (c *corpus) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil && !isLost(err) {
		c.err = err
	}
}

func isLost(err error) bool { return errors.Is(err, ErrUnknown) || errors.Is(err, ErrCorrupt) }

// compare compares two articles, the first of which comes first in the graph's order. The error is that
// of a text that cannot be had.
func (c *corpus) compare(s *stage, d, e *doc, h hope) (Pair, error) {
	a, err := c.read(s, c.of(d.text))
	b, also := c.read(s, c.of(e.text))
	if err = cmp.Or(err, also); err != nil {
		return Pair{}, err
	}
	if h == unknown && hopeless(d, e, a.gist, b.gist, c.options.Threshold) {
		return Pair{}, nil
	}
	return s.judge(d, e, a, b, &c.options), nil
}

// read returns a text, ready to be compared, as the first of its articles has it whose text is not lost.
func (c *corpus) read(s *stage, docs []*doc) (*ready, error) {
	d := docs[0]
	if t := c.texts.get(d.body); t != nil {
		return t, nil
	}
	text, err := c.fetch(d)
	for isLost(err) {
		c.lose(d)
		if docs = docs[1:]; len(docs) == 0 {
			break
		}
		d = docs[0]
		text, err = c.fetch(d)
	}
	if err != nil {
		return nil, err
	}
	t := s.read(d, text, c.gists.get(d.body))
	c.keep(d.body, t)
	return t, nil
}

// lose notes an article whose text is lost.
func (c *corpus) lose(d *doc) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lost == nil {
		c.lost = map[*doc]bool{}
	}
	c.lost[d] = true
}

// loses reports whether such articles are to be left out.
func (c *corpus) loses() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.lost) > 0
}

// keep keeps what is ready of a text, which may be nil, for the next comparisons.
func (c *corpus) keep(b *body, t *ready) {
	if t == nil {
		return
	}
	c.gists.put(b, t.gist, t.gist.words())
	if t.text != nil {
		c.texts.put(b, t, t.words)
	}
}

// each calls f for 0..n-1, of what Progress is told, on the workers. It ends early, with the context's
// error, when ctx is done.
func (c *corpus) each(ctx context.Context, what string, n int, f func(s *stage, i int)) error {
	return c.rows(ctx, what, n, 1, f)
}

// rows is each where a worker takes most of them in a row.
func (c *corpus) rows(ctx context.Context, what string, n, most int, f func(s *stage, i int)) error {
	workers := min(c.options.Workers, n)
	if workers == 0 {
		return ctx.Err()
	}
	most = max(1, min(most, n/(4*workers))) // and all have something to do till the end
	var next, done atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			s := stages.Get().(*stage)
			defer stages.Put(s)
			for {
				to := int(next.Add(int64(most)))
				for i := to - most; i < to; i++ {
					if i >= n || ctx.Err() != nil {
						return
					}
					f(s, i)
					if c.options.Progress != nil && what != "" {
						c.options.Progress(what, int(done.Add(1)), n)
					}
				}
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// local returns an order of pairs in which those of one neighbourhood come together, so
// that the cache of texts serves them, and the place in it of the last pair of each text.
// Texts are numbered anew, those that are kept first, the others as a breadth-first search
// over the pairs meets them, and pairs ordered by the later of their texts.
func local(pairs []graph.Pair, kept func(v int32) bool) (order []int32, last map[int32]int32) {
	next := map[int32][]int32{}
	for _, p := range pairs {
		next[p.A] = append(next[p.A], p.B)
		next[p.B] = append(next[p.B], p.A)
	}
	place := make(map[int32]int32, len(next))
	var queue []int32
	meet := func(v int32) {
		if _, ok := place[v]; !ok {
			place[v] = int32(len(queue))
			queue = append(queue, v)
		}
	}
	for _, p := range pairs {
		for _, v := range []int32{p.A, p.B} {
			if kept(v) {
				meet(v)
			}
		}
	}
	head := 0
	for _, p := range pairs {
		for meet(p.A); head < len(queue); head++ {
			for _, w := range next[queue[head]] {
				meet(w)
			}
		}
	}
	order = make([]int32, len(pairs))
	late, early := make([]int32, len(pairs)), make([]int32, len(pairs))
	for i, p := range pairs {
		order[i] = int32(i)
		late[i], early[i] = max(place[p.A], place[p.B]), min(place[p.A], place[p.B])
	}
	slices.SortFunc(order, func(i, j int32) int {
		return cmp.Or(cmp.Compare(late[i], late[j]), cmp.Compare(early[i], early[j]))
	})
	last = place // no longer needed
	for k, i := range order {
		last[pairs[i].A], last[pairs[i].B] = int32(k), int32(k)
	}
	return order, last
}

// pair returns the verdict on two articles whose texts were compared as v has it.
func (c *corpus) pair(v graph.Verdict, p, q *doc) Pair {
	if p.text != q.text && c.graph.Compare(p.text, q.text) > 0 {
		p, q = q, p
	}
	var out Pair
	switch d := v.Detail.(type) {
	case *Pair:
		out = *d
	case *brief:
		out = Pair{Relation: d.relation, Score: v.Score, Resemblance: v.Resemblance, AInB: d.aInB, BInA: d.bInA}
	}
	out.A, out.B = p.ID, q.ID
	return out.inOrder()
}

// twinPairs calls f with the pairs of the articles that have one text: all of a few, else each with
// the one before it by date and with the first.
func (c *corpus) twinPairs(v int32, f func(p, q *doc)) {
	docs := c.of(v)
	byDate := slices.SortedStableFunc(slices.Values(docs), earlier)
	for a, p := range byDate {
		for b := a + 1; b < len(docs) && (len(docs) <= maxListed || b == a+1 || a == 0); b++ {
			f(p, byDate[b])
		}
	}
}

// maxListed bounds the articles of one text that are listed one by one in pairs.
const maxListed = 16

func listed(docs []*doc) []*doc { return docs[:min(len(docs), maxListed)] }

// near reports whether the window lets two articles be linked.
func (c *corpus) near(p, q *doc) bool {
	return c.options.Window <= 0 || p.Published.IsZero() || q.Published.IsZero() || p.Published.Sub(q.Published).Abs() <= c.options.Window
}

// compared reports whether the search compared the texts of two articles.
func (c *corpus) compared(p, q *doc) bool {
	if p.text == q.text {
		return true
	}
	_, ok := c.graph.Verdict(p.text, q.text)
	return ok
}
