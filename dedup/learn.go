package dedup

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/dedup/wire"
)

// Learn learns from the articles that are there what recurs in those of one source, and is its
// furniture: articles that come later are read with that. Those that are there are
// prepared anew where it makes a difference, batch by batch between others, as new versions of
// themselves, unless they were changed or removed meanwhile; Learn returns how many. When it has returned, and nothing came or went meanwhile,
// the clusters are those of [Group]. One Learn waits for the other.
//
// An index that has never learned knows the furniture that is the same everywhere. It is enough to learn when
// there are twice as many articles as the last time, or once a day. Errors: as for Add.
// Cost: some tens of microseconds for each text that is read. These are the articles that have a line which became furniture or ceased to
// be, since the last Learn, and of a source that has such a line those beyond the sample, 256 articles; at the first Learn after an opening
// all, and the sample besides.
func (x *Index) Learn(ctx context.Context) (int, error) {
	x.learning.Lock()
	defer x.learning.Unlock()
	lines, err := x.sample(ctx)
	if err != nil {
		return 0, err
	}
	if err := x.noteLines(ctx, lines); err != nil {
		return 0, err
	}
	settled := x.settled
	x.settled = nil
	x.lines.Store(lines)
	n := 0
	var batch []Article
	var of []*doc
	flush := func() error {
		changes, err := x.put(ctx, batch, of)
		n += len(changes)
		batch, of = nil, nil
		return err
	}
	err = x.visit(ctx, x.unsettled(settled, lines), func(a Article, d *doc) error {
		if slices.Equal(d.ignored(), ignored(d.marks(), lines, a)) {
			return nil
		}
		if batch, of = append(batch, a), append(of, d); len(batch) < maxBatch {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err == nil {
		err = x.do(ctx, new(request)) // leaves out what is lost
	}
	if err == nil {
		x.settled = lines
	}
	return n, err
}

// sample learns from the articles with the smallest hashes: no other is wanted. Most of them came since the index was
// opened, and their lines are at hand.
func (x *Index) sample(ctx context.Context) (*wire.Lines, error) {
	type entry struct {
		source, id string
		hash       uint64
	}
	x.mu.RLock()
	all := make([]entry, 0, len(x.live.docs))
	for id, d := range x.live.docs {
		all = append(all, entry{d.Source, id, d.hash})
	}
	x.mu.RUnlock()
	slices.SortFunc(all, func(p, q entry) int {
		return cmp.Or(strings.Compare(p.source, q.source), cmp.Compare(p.hash, q.hash), strings.Compare(p.id, q.id))
	})
	lines := new(wire.Lines)
	add := func(a Article, _ *doc) error {
		lines.Add(a.Source, a.Text)
		return nil
	}
	for _, e := range all {
		if !lines.Wants(e.source, e.hash) || lines.AddFrom(&x.sampler, e.source, e.hash) {
			continue
		}
		if err := x.visit(ctx, []string{e.id}, add); err != nil {
			return nil, err
		}
	}
	x.sampler.Reset(lines)
	return lines, nil
}

// unsettled returns the articles that may have other furniture by lines than they were prepared with, which was
// that of settled, unless it is nil or they are strays.
func (x *Index) unsettled(settled, lines *wire.Lines) (ids []string) {
	changed := map[string]func(hash uint64) bool{}
	if settled != nil {
		for _, l := range []*wire.Lines{lines, settled} {
			for source := range l.Sources() {
				if _, ok := changed[source]; !ok {
					changed[source] = lines.Changed(settled, source)
				}
			}
		}
	}
	x.mu.Lock()
	strays := x.strays
	x.strays = map[string]bool{}
	for id, d := range x.live.docs {
		if may := changed[d.Source]; settled == nil || strays[id] || may != nil && may(d.hash) {
			ids = append(ids, id)
		}
	}
	x.mu.Unlock()
	slices.Sort(ids)
	return ids
}

// visit calls f with the articles of these IDs that are still there, but for those whose texts are lost.
func (x *Index) visit(ctx context.Context, ids []string, f func(a Article, d *doc) error) error {
	for _, id := range ids {
		d, text, err := x.whole(ctx, id)
		switch {
		case isLost(err):
			if d != nil {
				x.corpus().lose(d)
			}
			continue
		case err != nil:
			return err
		}
		if err := errors.Join(ctx.Err(), f(d.whole(text), d)); err != nil {
			return err
		}
	}
	return nil
}

// noteLines puts in the store what recurs in the articles of each source.
func (x *Index) noteLines(ctx context.Context, lines *wire.Lines) error {
	keys := map[string]bool{}
	var b Batch
	size := 0
	for source := range lines.Sources() {
		key := linesKey + source
		if len(key) > maxKey {
			continue // it is learned anew
		}
		keys[key] = true
		value := lines.AppendSource(nil, source)
		b.Meta = append(b.Meta, Entry{key, value})
		if size += len(value); size > 1<<24 {
			if err := x.store.Apply(ctx, &b); err != nil {
				return err
			}
			b, size = Batch{}, 0
		}
	}
	for e, err := range x.notes(linesKey) {
		if err != nil && !isLost(err) {
			return err
		}
		if e.Key != "" && !keys[e.Key] {
			b.Meta = append(b.Meta, Entry{Key: e.Key})
		}
	}
	return x.store.Apply(ctx, &b)
}
