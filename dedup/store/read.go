package store

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"github.com/wirecopy/wirecopy/dedup"
	"go.etcd.io/bbolt"
)

// view calls f with the tree of the last transaction.
func (s *Store) view(f func(t *tree) error) error {
	if err := s.begin(); err != nil {
		return err
	}
	defer s.end()
	t := s.trees.Get().(*tree)
	defer s.trees.Put(t)
	if s.o.ReadOnly {
		t.file = s.file
		return f(t)
	}
	return guard(func() error {
		return s.db.View(func(tx *bbolt.Tx) error {
			size := int64(tx.DB().Info().PageSize)
			t.file = file{s.disk, meta{
				pageSize: int(size),
				root:     uint64(tx.Cursor().Bucket().Root()),
				end:      uint64(tx.Size() / size),
			}}
			return f(t)
		})
	})
}

// Load returns all records; see [dedup.Store]. It reads some hundred at a time, each
// lot as one transaction left it.
//
// Cost: about 2 µs a record of 1.5 KB in memory, six allocations.
func (s *Store) Load() iter.Seq2[dedup.Record, error] {
	return func(yield func(dedup.Record, error) bool) {
		if s.first != nil && !yield(dedup.Record{}, s.first) {
			return
		}
		s.scan(recordsBucket, nil, nil, func(key string, value []byte) found {
			var r record
			if err := r.decode(key, value); err != nil {
				return found{Record: dedup.Record{Article: dedup.Article{ID: key}}, err: named(key, err)}
			}
			return found{Record: r.Record}
		}, func(f found) bool { return yield(f.Record, f.err) })
	}
}

// Meta returns the entries with from <= Key < to; see [dedup.Store].
func (s *Store) Meta(from, to string) iter.Seq2[dedup.Entry, error] {
	var end []byte
	if to != "" {
		end = []byte(to)
	}
	return func(yield func(dedup.Entry, error) bool) {
		s.scan(metaBucket, []byte(from), end, func(key string, value []byte) found {
			body, err := unseal(kindMeta, key, value)
			if err != nil {
				return found{Entry: dedup.Entry{Key: key}, err: fmt.Errorf("%w: entry %q", err, key)}
			}
			return found{Entry: dedup.Entry{Key: key, Value: append([]byte{}, body...)}}
		}, func(f found) bool { return yield(f.Entry, f.err) })
	}
}

// A found is what scan found: a record, an entry or an error.
type found struct {
	dedup.Record
	dedup.Entry
	err error
}

// lot is how much is read before it is handed out, with nothing held.
const (
	lotLength = 512
	lotBytes  = 1 << 20
)

// scan reads the keys in [from, to) of a bucket, lot by lot, and yields what parse
// makes of them, and damage in its place.
func (s *Store) scan(name string, from, to []byte, parse func(key string, value []byte) found, yield func(found) bool) {
	lot := make([]found, 0, lotLength)
	for more := true; more; {
		lot, more = lot[:0], false
		size := 0
		err := s.view(func(t *tree) error {
			b, err := t.bucket(name)
			if err != nil {
				return err
			}
			t.walk(b, from, func(e elem, hi []byte, err error) bool {
				if to != nil && bytes.Compare(e.key, to) >= 0 {
					return false
				}
				if err != nil {
					lot = append(lot, found{err: between(name, e.key, hi, err)})
					from, more = bytes.Clone(hi), hi != nil
					return more
				}
				lot = append(lot, parse(string(e.key), e.value))
				size += len(e.value)
				from, more = append(bytes.Clone(e.key), 0), len(lot) == lotLength || size >= lotBytes
				return !more
			})
			return nil
		})
		if err != nil {
			lot, more = append(lot, found{err: err}), false
		}
		for _, f := range lot {
			if !yield(f) {
				return
			}
		}
	}
}

// Record returns one record without its text; see [dedup.Store].
//
// Cost: three or four pages, from memory if they were read lately.
func (s *Store) Record(id string) (dedup.Record, error) {
	var r record
	err := s.view(func(t *tree) error { return t.record(id, &r) })
	return r.Record, err
}

// record reads the record of an ID.
func (t *tree) record(id string, r *record) error {
	b, err := t.bucket(recordsBucket)
	if err != nil {
		return named(id, err)
	}
	e, err := t.find(b, []byte(id))
	if err == nil && e.key == nil {
		err = dedup.ErrUnknown
	}
	if err == nil {
		err = r.decode(id, e.value)
	}
	if err != nil {
		return named(id, err)
	}
	return nil
}

// Text returns the text of an article, from the file or from Options.Text; see
// [dedup.Store].
//
// Cost: as Record, twice, and some 10 µs to decompress 3 KB.
func (s *Store) Text(ctx context.Context, id string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", named(id, err)
	}
	var text string
	var r record
	err := s.view(func(t *tree) (err error) {
		if err = t.record(id, &r); err == nil && r.row > 0 {
			text, err = t.text(s.coder, id, r.row)
		}
		return err
	})
	switch {
	case err != nil || r.row > 0:
		return text, err
	case s.o.Text == nil:
		return "", named(id, ErrNoText)
	}
	if text, err = s.o.Text(ctx, id); err != nil {
		return "", named(id, fmt.Errorf("dedup/store: Options.Text: %w", err))
	}
	return text, nil
}

func (t *tree) text(c *coder, id string, row uint64) (text string, err error) {
	b, err := t.bucket(textsBucket)
	if err != nil {
		return "", named(id, err)
	}
	e, err := t.find(b, rowKey(row))
	if err == nil && e.key == nil {
		err = fmt.Errorf("%w: its text is not there", dedup.ErrCorrupt)
	}
	if err == nil {
		text, err = c.decode(id, e.value)
	}
	if err != nil {
		return "", named(id, err)
	}
	return text, nil
}
