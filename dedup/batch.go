package dedup

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/wirecopy/wirecopy/dedup/internal/graph"
)

// Live is what an index has in memory. The writer changes it, and holds Index.mu where readers look.
type live struct {
	corpus  *corpus
	docs    map[string]*doc // by ID
	at      map[textKey]int32
	group   map[int32]*textGroup // of each text that has another in it, or more than one article
	stories map[string]*story    // by name
	next    uint64               // number of the next story
	seq     uint64               // of the last event
	arrival uint64               // of the last article
	pages   uint64               // of the ledger: number of the last
	rewrite rewriting            // of the ledger
	dated   ageing
	undated ageing
	image   imageNote // of which pages stand in the store; some may be of an older one
	moved   int       // articles that came or went since there was an image
	stale   bool      // an earlier batch failed half-way: the store knows better
}

// A textGroup is a group of texts, and the cluster that their articles make, if they are two.
type textGroup struct {
	texts []int32
	story *story
}

// Keys of what an index notes in its store beside the articles.
const (
	memberKey = "m/" // and an article's ID: the number of its story
	storyKey  = "c/" // and its name: its origin
	eventKey  = "e/" // and a number of 16 digits: an event
	pageKey   = "v/" // and a number of 16 digits: a page of the ledger
	linesKey  = "l/" // and a source: what recurs in its articles
	stateKey  = "state"
)

// process makes the changes of a batch. Every request has its answer then.
func (x *Index) process(ctx context.Context, batch []*request) {
	start := time.Now()
	err := x.refresh(ctx)
	if err == nil {
		err = x.change(ctx, batch)
	}
	for _, r := range batch { // what goes after them is not their affair
		r.err = err
	}
	for err == nil {
		r := &request{remove: x.live.old(x.options.Window), drop: x.live.corpus.takeLost()}
		if len(r.remove)+len(r.drop) == 0 {
			break
		}
		if err = x.change(ctx, []*request{r}); err == nil {
			x.stats.expired.Add(uint64(len(r.remove)))
		}
	}
	if err != nil { // readers are to see what the store has
		if err := x.refresh(ctx); err != nil {
			x.options.Logger.Error("dedup: the store cannot be read anew; tried again with the next change", "error", err)
		}
	}
	for _, r := range batch {
		for _, in := range r.put {
			x.pending.Delete(in.doc)
		}
	}
	x.stats.batch.observe(time.Since(start))
}

// refresh reads the store anew after a batch that failed: what is in memory may be ahead of
// it.
func (x *Index) refresh(ctx context.Context) error {
	if !x.live.stale {
		return nil
	}
	x.options.Logger.Warn("dedup: reading the store anew after a batch that failed")
	l, err := x.load(ctx)
	if err != nil {
		return err
	}
	x.mu.Lock()
	x.live = l
	x.mu.Unlock()
	x.events.tell(l.seq)
	return nil
}

// change makes the changes of some requests and answers them.
func (x *Index) change(ctx context.Context, batch []*request) error {
	l := x.live
	l.stale = true
	moved, b := x.let(batch)
	l.moved += len(moved)
	if len(moved) > 0 {
		groups, err := l.corpus.graph.Settle(ctx)
		l.corpus.texts.spendAll()
		if err == nil {
			err = l.corpus.err
		}
		var events []Event
		if err == nil {
			events = x.regroup(l, groups, moved, &memory{was: map[string]uint64{}}, &b)
			err = l.corpus.err // of origins
		}
		if err == nil {
			err = x.keep(ctx, l, &b, events)
		}
		if err != nil {
			x.options.Logger.Error("dedup: a batch failed", "articles", len(moved), "error", err)
			return err
		}
		x.events.tell(l.seq)
		x.stats.pairs.Store(uint64(l.corpus.graph.Compared()))
		x.stats.events.Add(uint64(len(events)))
	}
	for _, r := range batch {
		for i := range r.changes {
			x.answer(l, &r.changes[i])
		}
		if r.look != nil {
			r.look(l)
		}
	}
	l.stale = false
	return nil
}

// let lets articles in and out. Moved has the IDs of those that changed with the texts that
// they had and have.
func (x *Index) let(batch []*request) (moved map[string][]int32, b Batch) {
	emptied := map[int32]textKey{}
	defer func() {
		for v := range emptied {
			x.live.corpus.graph.Remove(v, x.bands(x.live.corpus.docs[v]))
		}
	}()
	x.mu.Lock()
	defer x.mu.Unlock()
	l := x.live
	moved = map[string][]int32{}
	out := func(d *doc) {
		c := l.corpus
		moved[d.ID] = append(moved[d.ID], d.text)
		if rest := without(c.of(d.text), d); len(rest) > 0 {
			c.give(d.text, rest)
		} else {
			emptied[d.text] = c.key(d) // and it stands there until the graph has let it go
		}
		delete(l.docs, d.ID)
	}
	for _, r := range batch { // what one of them makes old is never let in
		for _, in := range r.put {
			if old := l.docs[in.doc.ID]; old == nil || !old.same(in.doc) {
				l.note(in.doc)
			}
		}
	}
	for _, r := range batch {
		for _, d := range r.drop {
			if l.docs[d.ID] == d {
				x.options.Logger.Error("dedup: an article is left out as its text is lost", "article", d.ID)
				x.stats.lost.Add(1)
				out(d)
			}
		}
		for _, id := range r.remove {
			if d := l.docs[id]; d != nil {
				out(d)
				b.Delete = append(b.Delete, id)
				r.removed++
				x.stats.removed.Add(1)
			}
		}
		for _, in := range r.put {
			c := Change{ID: in.doc.ID}
			switch old := l.docs[c.ID]; {
			case in.of != nil && in.of != old:
				continue // it was changed or removed since
			case old != nil && old.same(in.doc):
				c.What = Unchanged
				x.stats.unchanged.Add(1)
			case in.of == nil && l.ageing(in.doc).leaves(in.doc, x.options.Window):
				c.What = Expired
				x.stats.expired.Add(1)
				if old != nil {
					out(old)
					b.Delete = append(b.Delete, c.ID)
					x.stats.removed.Add(1)
				}
			case old == nil:
				l.arrival++
				in.doc.arrival = l.arrival
				x.stats.added.Add(1)
			default:
				c.What = Updated
				in.doc.arrival = old.arrival
				if in.of == nil {
					x.stats.updated.Add(1)
				}
				out(old)
			}
			r.changes = append(r.changes, c)
			if c.What == Added || c.What == Updated {
				x.enter(in, emptied)
				moved[c.ID] = append(moved[c.ID], in.doc.text)
				rec := Record{Article: in.doc.Article, Arrival: in.doc.arrival, State: in.state}
				rec.Text, rec.Language = in.text, in.doc.given.Value()
				b.Put = append(b.Put, rec)
			}
		}
	}
	for _, k := range emptied {
		delete(l.at, k)
	}
	return moved, b
}

// bands returns the keys of the bands of an article that leaves, which the store has; nil if it cannot
// be read.
func (x *Index) bands(d *doc) []uint32 {
	r, err := x.store.Record(d.ID)
	if err != nil {
		return nil
	}
	stored, stale, err := readState(&r)
	if err != nil || stale || stored.twin != d.twin {
		return nil
	}
	return stored.search.Bands
}

// enter lets an article in. A text that its last article left in the same batch stays.
func (x *Index) enter(in *incoming, emptied map[int32]textKey) {
	l, d := x.live, in.doc
	c, k := l.corpus, l.corpus.key(d)
	x.pending.Store(d, in.text)
	v, ok := l.at[k]
	_, alone := emptied[v]
	switch {
	case !ok:
		l.at[k] = c.add(d)
		c.keep(d.body, in.ready)
	case alone:
		delete(emptied, v)
		d.text, d.body = v, c.docs[v].body
		c.give(v, []*doc{d})
	default:
		if docs := c.twins[v]; docs != nil {
			c.twins[v] = slices.Clone(docs) // somebody may be reading it
		}
		c.join(v, d)
	}
	l.docs[d.ID] = d
	if in.lines != x.lines.Load() {
		x.strays[d.ID] = true
	}
	l.note(d)
	if x.options.Window > 0 {
		l.grow(d)
	}
}

// same reports whether another version of an article says nothing new.
func (d *doc) same(e *doc) bool {
	return d.twin == e.twin && d.Title == e.Title && d.Source == e.Source && d.Published.Equal(e.Published) && d.Language == e.Language
}

// without returns docs without one of them.
func without(docs []*doc, d *doc) []*doc {
	return slices.DeleteFunc(slices.Clone(docs), func(e *doc) bool { return e == d })
}

// regroup makes clusters of the groups that changed and of those in which articles came or went,
// names them, adds to b who is in which, and returns what happened. M has what is known from before the
// index was opened.
func (x *Index) regroup(l *live, groups [][]int32, moved map[string][]int32, m *memory, b *Batch) []Event {
	was := m.was
	recalled := map[*story]bool{}
	recall := func(v int32) {
		if g := l.group[v]; g != nil && g.story != nil && !recalled[g.story] {
			recalled[g.story] = true
			for _, d := range g.story.members {
				was[d.ID] = g.story.number
			}
		}
	}
	done := map[int32]bool{}
	for _, g := range groups {
		for _, v := range g {
			done[v] = true
			recall(v)
		}
	}
	for _, texts := range moved {
		for _, v := range texts {
			recall(v)
			if !done[v] && l.corpus.graph.Has(v) { // the same texts, but other articles
				g := []int32{v}
				if of := l.group[v]; of != nil {
					g = of.texts
				}
				groups = append(groups, g)
				for _, w := range g {
					done[w] = true
				}
			}
		}
	}
	var clusters [][]*doc
	var of []*textGroup // theirs
	all := make([]*textGroup, len(groups))
	for i, texts := range groups {
		if len(texts) == 1 && l.corpus.twins[texts[0]] == nil {
			continue
		}
		all[i] = &textGroup{texts: texts}
		if docs := l.corpus.articles(texts); len(docs) > 1 {
			clusters, of = append(clusters, docs), append(of, all[i])
		}
	}
	stories, events := retell(clusters, was, l.next)
	note := func(key string, value []byte) { b.Meta = append(b.Meta, Entry{key, value}) }
	is := map[string]uint64{}
	for i, s := range stories {
		of[i].story = s
		for _, d := range s.members {
			is[d.ID] = s.number
			if was[d.ID] != s.number {
				note(memberKey+d.ID, binary.AppendUvarint(nil, s.number))
			}
		}
	}
	stays := map[uint64]bool{0: true}
	for _, s := range stories {
		stays[s.number] = true
	}
	var gone []string // names
	for id, n := range was {
		if is[id] == 0 {
			note(memberKey+id, nil)
		}
		if !stays[n] {
			stays[n] = true
			gone = append(gone, storyName(n))
		}
	}
	slices.Sort(gone)
	for _, name := range gone {
		if l.stories[name] != nil {
			note(storyKey+name, nil)
		}
	}
	events = l.origins(stories, events, m, note)
	for i := range events {
		l.seq++
		events[i].Seq = l.seq
	}

	x.mu.Lock()
	defer x.mu.Unlock()
	for _, texts := range moved {
		for _, v := range texts {
			if !l.corpus.graph.Has(v) {
				delete(l.group, v)
				delete(l.corpus.twins, v)
				delete(l.corpus.mixed, v)
				l.corpus.docs[v] = nil
			}
		}
	}
	for i, g := range all {
		for _, v := range groups[i] {
			if g != nil {
				l.group[v] = g
			} else {
				delete(l.group, v)
			}
		}
	}
	for _, name := range gone {
		delete(l.stories, name)
	}
	for _, s := range stories {
		l.stories[s.name()] = s
		l.next = max(l.next, s.number+1)
	}
	return events
}

// origins looks where new stories come from, and adds what is new of that to the events.
func (l *live) origins(stories []*story, events []Event, m *memory, note func(key string, value []byte)) []Event {
	created := map[string]int{}
	for i, e := range events {
		if e.Kind == Created {
			created[e.Cluster] = i
		}
	}
	c := l.corpus
	s := stages.Get().(*stage)
	defer stages.Put(s)
	for _, t := range stories {
		name := t.name()
		old := l.stories[name]
		if old != nil && m.has(t) {
			t.origin = old.origin
			continue
		}
		if old != nil {
			t.seen = old.seen
		}
		if t.origin = c.origin(s, t.members, &t.seen); old != nil && old.origin == t.origin {
			continue
		}
		i, ok := created[name]
		if !ok {
			i = len(events)
			events = append(events, Event{Kind: OriginChanged, Cluster: name})
		}
		events[i].Origin, events[i].OriginReason, events[i].OriginConfidence = t.origin.ID, t.origin.Reason, t.origin.Confidence
		value, err := json.Marshal(t.origin.with(pack))
		if err != nil {
			panic(err) // strings and a finite number
		}
		note(storyKey+name, value)
	}
	return events
}

// keep puts a batch in the store, with the events and the verdicts that came with it.
func (x *Index) keep(ctx context.Context, l *live, b *Batch, events []Event) error {
	for _, e := range events {
		value, err := json.Marshal(e.with(pack))
		if err != nil {
			return err
		}
		b.Meta = append(b.Meta, Entry{numbered(eventKey, e.Seq), value})
	}
	l.renew(b)
	if page := l.corpus.ledger.take(); len(page) > 0 {
		l.rewrite.size += len(page)
		l.pages++
		b.Meta = append(b.Meta, Entry{numbered(pageKey, l.pages), page})
	}
	state := l.state(&x.options)
	b.Meta = append(b.Meta, state.entry())
	start := time.Now()
	defer func() { x.stats.store.observe(time.Since(start)) }()
	return x.store.Apply(ctx, b)
}

func numbered(key string, n uint64) string { return fmt.Sprintf("%s%016x", key, n) }

// answer says what became of an article.
func (x *Index) answer(l *live, c *Change) {
	d := l.docs[c.ID]
	if d == nil {
		return // expired
	}
	c.Pairs = l.pairs(d)
	if s := l.storyOf(d); s != nil {
		c.Cluster = s.name()
	}
}

// storyOf returns the story that an article is in, or nil.
func (l *live) storyOf(d *doc) *story {
	if g := l.group[d.text]; g != nil {
		return g.story
	}
	return nil
}

// pairs returns the verdicts on an article.
func (l *live) pairs(d *doc) (out []Pair) {
	c := l.corpus
	if d.words == 0 {
		return nil
	}
	same := graph.Verdict{Score: 1, Detail: &brief{relation: Identical}}
	if !d.empty {
		same.Resemblance, same.Detail = 1, &brief{Identical, 1, 1}
	}
	for _, e := range listed(c.of(d.text)) {
		if e != d {
			out = append(out, c.pair(same, d, e))
		}
	}
	c.graph.Beside(d.text, func(w int32, v graph.Verdict) {
		if v.Detail == nil || !c.near(d, c.docs[w]) {
			return
		}
		for _, e := range listed(c.of(w)) {
			out = append(out, c.pair(v, d, e))
		}
	})
	closestFirst(out)
	return out
}

// takeLost returns the articles whose texts turned out to be lost, by ID.
func (c *corpus) takeLost() []*doc {
	c.mu.Lock()
	defer c.mu.Unlock()
	lost := slices.SortedFunc(maps.Keys(c.lost), byID)
	c.lost = nil
	return lost
}

// time returns when an article counts as published.
func (d *doc) time() int64 {
	return cmp.Or(nanoseconds(d.Published), d.arrived)
}

// An ageing is articles by date, the oldest first. Those that left stay in it until they are old.
type ageing struct {
	newest int64 // time of the newest that there has been
	docs   []*doc
}

// ageing returns where an article ages: one without a date among its like, by arrival, as the others may be
// of an archive.
func (l *live) ageing(d *doc) *ageing {
	if d.Published.IsZero() {
		return &l.undated
	}
	return &l.dated
}

// note notes how new an article is. A date to come is none: it would make all others old.
func (l *live) note(d *doc) {
	if a := l.ageing(d); d.time() <= d.arrived {
		a.newest = max(a.newest, d.time())
	}
}

// grow puts an article among those of its kind.
func (l *live) grow(d *doc) {
	a := l.ageing(d)
	if len(a.docs) > 2*len(l.docs)+minAges {
		a.docs = slices.DeleteFunc(a.docs, func(d *doc) bool { return l.docs[d.ID] != d })
	}
	at := len(a.docs)
	if at > 0 && byAge(d, a.docs[at-1]) < 0 { // most come by date
		at, _ = slices.BinarySearchFunc(a.docs, d, byAge)
	}
	a.docs = slices.Insert(a.docs, at, d)
}

// leaves reports whether the window leaves an article of this kind behind.
func (a *ageing) leaves(d *doc, window time.Duration) bool {
	return window > 0 && a.newest >= math.MinInt64+int64(window) && d.time() < a.newest-int64(window)
}

// minAges is how many of an ageing may have left, beside one for each that is there.
const minAges = 1 << 10

func byAge(p, q *doc) int { return cmp.Compare(p.time(), q.time()) }

// old returns the articles that the window leaves behind.
func (l *live) old(window time.Duration) (ids []string) {
	for _, a := range []*ageing{&l.dated, &l.undated} {
		n := 0
		for ; n < len(a.docs) && a.leaves(a.docs[n], window); n++ {
			if d := a.docs[n]; l.docs[d.ID] == d {
				ids = append(ids, d.ID)
			}
		}
		a.docs = a.docs[n:]
	}
	return ids
}
