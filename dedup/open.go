package dedup

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wirecopy/wirecopy/dedup/wire"
)

// OpenIndex opens the index that a store has, an empty one if it has none. The store must not be changed by
// others, and outlives the index: close it after that. Nil options are the defaults. Entries of the store whose keys begin
// with "x/" are not the index's: a caller may keep notes of its own there.
//
// Articles that the store cannot read any more, or whose texts it has lost, are left out
// and told to Options.Logger; to add them anew mends that.
// Errors: ErrOptions, the store's and the context's.
//
// Cost: what was prepared and what was compared is read, not done again. Where Close left an image it takes 6 to 8
// microseconds of one processor an article, and for each that came or went since then what Add takes without preparing and
// comparing; without one, some tens of microseconds, and an image is left then. What an older version of this package, or
// another Threshold or Sketch, left is done again, which takes as long as Add.
func OpenIndex(ctx context.Context, s Store, o *Options) (*Index, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	x := &Index{
		store: s, options: o.orDefault(),
		minImage: minImage, strays: map[string]bool{},
		requests: make(chan *request, maxWaiting), closing: make(chan struct{}), closed: make(chan struct{}),
	}
	x.options.Passages = false
	l, err := x.load(ctx)
	if err != nil {
		return nil, err
	}
	x.live = l
	x.events.tell(l.seq)
	x.stats.pairs.Store(uint64(l.corpus.graph.Compared()))
	ctx = context.WithoutCancel(ctx)
	x.process(ctx, nil) // what is too old goes, or has lost its text
	x.leaveImage(ctx, openedShare)
	go x.write(ctx)
	return x, nil
}

// maxWaiting bounds the requests that wait.
const maxWaiting = 64

// A ledger that has more than twice what is used of it, and minLedger bytes besides, is
// written anew when it is opened, in pages of maxPage.
const (
	minLedger = 1 << 20
	maxPage   = 1 << 20
)

// A liveState is what an index notes of itself.
type liveState struct {
	Next    uint64 `json:"next"`
	Seq     uint64 `json:"seq"`
	Arrival uint64 `json:"arrival"`
	Pages   uint64 `json:"pages"`
	Newest  int64  `json:"newest"`
	Sketch  string `json:"sketch"`  // what was prepared depends on it
	Verdict string `json:"verdict"` // what was compared depends on it
	Origin  string `json:"origin"`  // and where clusters come from on this

	Image imageNote `json:"image"`
}

func (l *live) state(o *Options) liveState {
	verdict := fmt.Sprintf("%d at %g", ledgerVersion, o.Threshold)
	return liveState{
		Next: l.next, Seq: l.seq, Arrival: l.arrival, Pages: l.pages, Newest: l.dated.newest, Image: l.image,
		Sketch:  fmt.Sprintf("%+v", o.Sketch),
		Verdict: verdict, Origin: fmt.Sprintf("%d of %s within %v", originVersion, verdict, o.Window),
	}
}

func (s *liveState) entry() Entry {
	value, err := json.Marshal(s)
	if err != nil {
		panic(err) // numbers and two strings
	}
	return Entry{stateKey, value}
}

// load reads the store.
func (x *Index) load(ctx context.Context) (*live, error) {
	l := &live{
		corpus: newCorpus(x.options, func(d *doc) (string, error) { return x.text(context.WithoutCancel(ctx), d) }),
		docs:   map[string]*doc{}, at: map[textKey]int32{}, group: map[int32]*textGroup{}, stories: map[string]*story{}, next: 1,
		dated: ageing{newest: math.MinInt64},
	}
	l.corpus.ledger, l.corpus.count = new(ledger), &x.stats.compared
	m, err := x.readMeta(l)
	if err != nil {
		return nil, err
	}
	if m.anew && m.state.Sketch != "" { // until all are, no scheme is theirs
		m.state.Sketch = ""
		if err := x.store.Apply(ctx, &Batch{Meta: []Entry{m.state.entry()}}); err != nil {
			return nil, err
		}
	}
	if !m.anew {
		m.picture = x.readImage(l.corpus, m.state.Image)
	}
	if m.picture != nil {
		l.docs = make(map[string]*doc, len(m.picture.docs))
	}
	docs, err := x.readRecords(ctx, l, &m)
	if err != nil {
		return nil, err
	}
	if m.picture != nil {
		m.picture.enter(l)
	}
	for _, d := range docs {
		if l.docs[d.ID] != d {
			continue
		}
		if d.search != nil {
			l.moved++
		}
		k := l.corpus.key(d)
		switch v, ok := l.at[k]; {
		case !ok:
			l.at[k] = l.corpus.add(d)
		case l.corpus.docs[v] == nil:
			d.text, d.search, l.corpus.docs[v] = v, nil, d
		default:
			l.corpus.join(v, d)
		}
		l.note(d)
		if x.options.Window > 0 {
			a := l.ageing(d)
			a.docs = append(a.docs, d)
		}
	}
	slices.SortFunc(l.dated.docs, byAge)
	slices.SortFunc(l.undated.docs, byAge)
	if m.picture != nil {
		m.picture.leave(l)
	}
	if l.moved > 0 {
		l.corpus.ledger.index()
	}
	groups, err := l.corpus.graph.Settle(ctx)
	if err == nil {
		err = l.corpus.err
	}
	if err != nil {
		return nil, err
	}
	if m.picture != nil {
		groups = m.picture.all(l.corpus, groups)
	}
	var b Batch
	events := x.regroup(l, groups, nil, &m, &b)
	for name, s := range l.stories {
		if s.members == nil { // noted, but of no article
			delete(l.stories, name)
			b.Meta = append(b.Meta, Entry{storyKey + name, nil})
		}
	}
	m.compact(l, &b)
	if err := l.corpus.err; err != nil { // of origins
		return nil, err
	}
	if len(b.Meta) > 0 || len(l.corpus.ledger.page) > 0 || m.other || m.anew && len(docs) > 0 {
		if err := x.keep(ctx, l, &b, events); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// A memory is what the store had noted beside the articles.
type memory struct {
	was   map[string]uint64 // stories by article
	sizes map[uint64]int    // and how many articles they had, if their origins hold
	pages []string          // keys of the ledger's
	size  int               // and their bytes
	anew  bool              // all articles are to be prepared anew
	state liveState
	other bool // another version or other options left it

	worn    bool     // what the ledger has is another version's
	picture *picture // unless nil, what need not be made anew
}

// has reports whether a story is what it was when its origin was noted.
func (m *memory) has(s *story) bool {
	return m.sizes[s.number] == len(s.members) &&
		!slices.ContainsFunc(s.members, func(d *doc) bool { return m.was[d.ID] != s.number })
}

// readMeta reads what was noted.
func (x *Index) readMeta(l *live) (m memory, err error) {
	m.was, m.sizes = map[string]uint64{}, map[uint64]int{}
	var old liveState
	now := l.state(&x.options)
	for _, part := range []struct {
		key  string
		read func(e Entry) error
	}{
		{stateKey, func(e Entry) error {
			if err := json.Unmarshal(e.Value, &old); err != nil {
				old = liveState{} // some of it may have been read
				return fmt.Errorf("%w: the index's own state: %w", ErrCorrupt, err)
			}
			l.next, l.seq, l.arrival, l.pages, l.dated.newest = old.Next, old.Seq, old.Arrival, old.Pages, old.Newest
			l.image = old.Image
			return nil
		}},
		{memberKey, func(e Entry) error {
			n, size := binary.Uvarint(e.Value)
			if size <= 0 {
				return fmt.Errorf("%w: the cluster of %q", ErrCorrupt, e.Key[len(memberKey):])
			}
			m.was[e.Key[len(memberKey):]] = n
			l.next = max(l.next, n+1)
			if old.Origin == now.Origin {
				m.sizes[n]++
			}
			return nil
		}},
		{storyKey, func(e Entry) error {
			s := &story{number: storyNumber(e.Key[len(storyKey):])}
			if s.number == 0 {
				return fmt.Errorf("%w: %q is no cluster's name", ErrCorrupt, e.Key)
			}
			l.next = max(l.next, s.number+1)
			if err := json.Unmarshal(e.Value, &s.origin); err != nil {
				return fmt.Errorf("%w: the origin of %s: %w", ErrCorrupt, s.name(), err)
			}
			s.origin = s.origin.with(plain)
			l.stories[s.name()] = s
			return nil
		}},
		{pageKey, func(e Entry) error {
			m.pages = append(m.pages, e.Key)
			m.size += len(e.Value)
			l.pages = max(l.pages, number(pageKey, e.Key))
			if old.Verdict != now.Verdict {
				m.worn = true
				return nil
			}
			return l.corpus.ledger.read(e.Value)
		}},
		{linesKey, func(e Entry) error {
			if x.live != nil { // read once, and others use it by now
				return nil
			}
			if x.lines.Load() == nil {
				x.lines.Store(new(wire.Lines))
			}
			if err := x.lines.Load().UnmarshalSource(strings.TrimPrefix(e.Key, linesKey), e.Value); err != nil {
				return fmt.Errorf("%w: %w", ErrCorrupt, err)
			}
			return nil
		}},
	} {
		for e, err := range x.notes(part.key) {
			if err == nil {
				err = part.read(e)
			}
			if err != nil && !isLost(err) {
				return m, err
			}
			if err != nil { // it can be had again, but for the names of clusters
				x.options.Logger.Error("dedup: a note of the index cannot be read", "error", err)
			}
		}
	}
	m.state, m.anew = old, old.Sketch != now.Sketch
	m.other = old.Sketch != "" && old.Origin != now.Origin
	if old.Next == 0 { // it is lost, or there never was one
		err = x.recount(l)
	}
	return m, err
}

// notes returns the notes whose keys begin so.
func (x *Index) notes(key string) iter.Seq2[Entry, error] {
	last := len(key) - 1
	return x.store.Meta(key, key[:last]+string(key[last]+1))
}

// recount finds in the events how far they went, and which names of clusters were given.
func (x *Index) recount(l *live) error {
	for entry, err := range x.notes(eventKey) {
		if err != nil && !isLost(err) {
			return err
		}
		l.seq = max(l.seq, number(eventKey, entry.Key))
		if e, err := readEvent(entry); err == nil {
			l.next = max(l.next, storyNumber(e.Cluster)+1, storyNumber(e.Other)+1)
		}
	}
	return nil
}

// number returns the number at the end of a key that numbered made, 0 for another.
func number(key, numbered string) uint64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(numbered, key), 16, 64)
	if err != nil {
		return 0
	}
	return n
}

// readRecords reads the articles, and prepares those anew that another version of this
// package prepared, or all.
func (x *Index) readRecords(ctx context.Context, l *live, m *memory) (docs []*doc, err error) {
	var stale []*doc
	now := time.Now().UnixNano()
	for r, err := range x.store.Load() {
		if err == nil && ctx.Err() != nil {
			err = ctx.Err()
		}
		var d *doc
		var old bool
		if err == nil {
			if d = m.picture.doc(l.corpus, &r); d == nil {
				d, old, err = readState(&r)
			}
		}
		switch {
		case err != nil && !isLost(err):
			return nil, err
		case err != nil:
			x.options.Logger.Error("dedup: an article is left out", "article", r.ID, "error", err)
			x.stats.lost.Add(1)
			continue
		case old || m.anew:
			d.arrived = cmp.Or(d.arrived, now) // another version keeps it where it likes
			stale = append(stale, d)
			continue
		}
		l.docs[d.ID], docs = d, append(docs, d)
		l.arrival = max(l.arrival, d.arrival)
	}
	if len(stale) == 0 {
		return docs, nil
	}
	m.sizes = nil
	x.options.Logger.Info("dedup: articles are prepared anew", "articles", len(stale))
	for part := range slices.Chunk(stale, 4*maxBatch) {
		b := Batch{Update: make([]Record, len(part))}
		errs := make([]error, len(part))
		err := l.corpus.each(ctx, "articles", len(part), func(s *stage, i int) {
			d := part[i]
			a := d.Article
			if a.Text, errs[i] = x.store.Text(ctx, d.ID); errs[i] == nil {
				fresh, _ := s.prepare(a, &x.options, x.lines.Load(), docOnly)
				fresh.arrival, fresh.arrived = d.arrival, d.arrived
				b.Update[i] = Record{Article: a, Arrival: fresh.arrival, State: appendState(nil, fresh)}
				fresh.own()
				part[i] = fresh
			}
		})
		if err != nil {
			return nil, err
		}
		for i, d := range part {
			switch {
			case isLost(errs[i]):
				x.options.Logger.Error("dedup: an article is left out", "article", d.ID, "error", errs[i])
				x.stats.lost.Add(1)
			case errs[i] != nil:
				return nil, errs[i]
			default:
				l.docs[d.ID], docs = d, append(docs, d)
				l.arrival = max(l.arrival, d.arrival)
			}
		}
		b.Update = slices.DeleteFunc(b.Update, func(r Record) bool { return r.ID == "" })
		if err := x.store.Apply(ctx, &b); err != nil {
			return nil, err
		}
	}
	return docs, nil
}

// compact ends the reading of the ledger, and writes it anew if most of it is of no use.
func (m *memory) compact(l *live, b *Batch) {
	used := l.corpus.ledger.close()
	l.rewrite = rewriting{first: l.pages + 1, size: m.size}
	if !m.worn && (m.picture != nil || m.size <= 2*len(used)+minLedger) { // not all was asked for
		if len(m.pages) > 0 {
			l.rewrite.first = number(pageKey, m.pages[0])
		}
		return
	}
	l.rewrite.size = len(used)
	for _, key := range m.pages {
		b.Meta = append(b.Meta, Entry{key, nil})
	}
	for len(used) > 0 {
		n := whole(used, maxPage)
		l.pages++
		b.Meta = append(b.Meta, Entry{numbered(pageKey, l.pages), used[:n]})
		used = used[n:]
	}
}
