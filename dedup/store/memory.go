package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/wirecopy/wirecopy/dedup"
)

// A Memory is a [dedup.Store] that forgets when the process ends: for tests, and
// for who has no disk. The zero value is empty and ready. It must not be copied.
type Memory struct {
	mu      sync.RWMutex
	closed  bool
	records map[string]dedup.Record // with their texts
	rows    map[string]uint64       // ID, number in the order of Load
	last    uint64                  // of the rows
	meta    map[string][]byte
}

var _ dedup.Store = (*Memory)(nil)

// Apply makes the changes of a batch; see [dedup.Store].
func (m *Memory) Apply(ctx context.Context, b *dedup.Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return dedup.ErrClosed
	}
	if err := b.Check(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return withdrawn(ctx)
	}
	for i := range b.Update {
		if _, ok := m.records[b.Update[i].ID]; !ok {
			return fmt.Errorf("%w: %q", dedup.ErrUnknown, b.Update[i].ID)
		}
	}
	if m.records == nil {
		m.records, m.rows, m.meta = make(map[string]dedup.Record), make(map[string]uint64), make(map[string][]byte)
	}
	for _, id := range b.Delete {
		delete(m.records, id)
		delete(m.rows, id)
	}
	for i := range b.Put {
		m.put(b.Put[i], b.Put[i].Text)
	}
	for i := range b.Update {
		m.put(b.Update[i], m.records[b.Update[i].ID].Text)
	}
	for _, e := range b.Meta {
		if e.Value == nil {
			delete(m.meta, e.Key)
		} else {
			m.meta[e.Key] = bytes.Clone(e.Value)
		}
	}
	return nil
}

// put keeps a record as a file would: nothing of the caller's, times in UTC.
func (m *Memory) put(r dedup.Record, text string) {
	r.Text = text
	r.Published = r.Published.Round(0).UTC()
	r.State = append([]byte(nil), r.State...)
	m.records[r.ID] = r
	if m.rows[r.ID] == 0 {
		m.last++
		m.rows[r.ID] = m.last
	}
}

// Load returns all records; see [dedup.Store].
//
// Cost: all IDs are copied and sorted first.
func (m *Memory) Load() iter.Seq2[dedup.Record, error] {
	return func(yield func(dedup.Record, error) bool) {
		m.mu.RLock()
		ids := slices.SortedFunc(maps.Keys(m.rows), func(a, b string) int { return cmp.Compare(m.rows[a], m.rows[b]) })
		closed := m.closed
		m.mu.RUnlock()
		if closed {
			yield(dedup.Record{}, dedup.ErrClosed)
			return
		}
		for _, id := range ids {
			r, err := m.Record(id)
			if errors.Is(err, dedup.ErrUnknown) {
				continue // deleted meanwhile
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// Meta returns the entries with from <= Key < to; see [dedup.Store].
//
// Cost: as Load.
func (m *Memory) Meta(from, to string) iter.Seq2[dedup.Entry, error] {
	return func(yield func(dedup.Entry, error) bool) {
		m.mu.RLock()
		var all []dedup.Entry
		for k, v := range m.meta {
			if k >= from && (to == "" || k < to) {
				all = append(all, dedup.Entry{Key: k, Value: append([]byte{}, v...)})
			}
		}
		closed := m.closed
		m.mu.RUnlock()
		if closed {
			yield(dedup.Entry{}, dedup.ErrClosed)
			return
		}
		slices.SortFunc(all, func(a, b dedup.Entry) int { return strings.Compare(a.Key, b.Key) })
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Record returns one record without its text; see [dedup.Store].
func (m *Memory) Record(id string) (dedup.Record, error) {
	r, err := m.find(id)
	r.Text = ""
	r.State = append([]byte(nil), r.State...)
	return r, err
}

// Text returns the text of an article; see [dedup.Store].
func (m *Memory) Text(ctx context.Context, id string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", named(id, err)
	}
	r, err := m.find(id)
	return r.Text, err
}

func (m *Memory) find(id string) (dedup.Record, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.closed {
		return dedup.Record{}, dedup.ErrClosed
	}
	r, ok := m.records[id]
	if !ok {
		return r, named(id, dedup.ErrUnknown)
	}
	return r, nil
}

// Close forgets everything.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed, m.records, m.rows, m.meta = true, nil, nil, nil
	return nil
}
