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
// Cost: about 3 µs a record of 1.5 KB that is in memory; five allocations.
func (s *Store) Load() iter.Seq2[dedup.Record, error] {
	return func(yield func(dedup.Record, error) bool) {
		if s.first != nil && !yield(dedup.Record{}, s.first) {
			return
		}
		s.scan(recordsBucket, nil, nil, func(key, value []byte) (f found) {
			var r record
			err := r.decode(key, value)
			if f.Record = r.Record; err != nil {
				f.ID, f.err = illegible(key, value, err)
			}
			return f
		}, func(f found) bool { return yield(f.Record, f.err) })
	}
}

// illegible returns the ID of a damaged record, if at least that can be read, and
// the error that names it.
func illegible(key, value []byte, err error) (string, error) {
	id, _, err1 := cutID(value)
	if err1 != nil {
		return "", fmt.Errorf("%w: record %x", err, key)
	}
	return string(id), named(string(id), err)
}

// Meta returns the entries with from <= Key < to; see [dedup.Store].
func (s *Store) Meta(from, to string) iter.Seq2[dedup.Entry, error] {
	var end []byte
	if to != "" {
		end = []byte(to)
	}
	return func(yield func(dedup.Entry, error) bool) {
		s.scan(metaBucket, []byte(from), end, func(key, value []byte) (f found) {
			f.Key = string(key)
			body, err := unseal(kindMeta, key, value)
			if err != nil {
				f.err = fmt.Errorf("%w: entry %q", err, key)
				return f
			}
			f.Value = append([]byte{}, body...)
			return f
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
func (s *Store) scan(name string, from, to []byte, parse func(key, value []byte) found, yield func(found) bool) {
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
				lot = append(lot, parse(e.key, e.value))
				size += len(e.value)
				from, more = append(bytes.Clone(e.key), 0), len(lot) >= lotLength || size >= lotBytes
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
// Cost: two or three pages, from memory if they were read lately.
func (s *Store) Record(id string) (dedup.Record, error) {
	var r record
	row := s.rows.of(id)
	err := s.view(func(t *tree) error { return t.record(id, row, &r) })
	return r.Record, err
}

// record reads the record of an ID.
func (t *tree) record(id string, row uint64, r *record) error {
	if row == 0 {
		return named(id, dedup.ErrUnknown)
	}
	key := rowKey(row)
	e, err := t.in(recordsBucket, key)
	if err == nil && e.key == nil {
		err = dedup.ErrUnknown
	}
	var d record
	if err == nil {
		err = d.decode(key, e.value)
	}
	if err == nil && d.ID != id {
		err = dedup.ErrUnknown // see rows
	}
	if err != nil {
		return named(id, err)
	}
	*r = d
	return nil
}

// in finds a key in one of the file's buckets.
func (t *tree) in(name string, key []byte) (e elem, err error) {
	b, err := t.bucket(name)
	if err != nil {
		return e, err
	}
	return t.find(b, key)
}

// Text returns the text of an article, from the file or from Options.Text; see
// [dedup.Store].
//
// Cost: as Record, twice, and 10 to 20 µs to decompress 3 KB.
func (s *Store) Text(ctx context.Context, id string) (text string, err error) {
	if err := ctx.Err(); err != nil {
		return "", named(id, err)
	}
	var r record
	row := s.rows.of(id)
	err = s.view(func(t *tree) error {
		err := t.record(id, row, &r)
		if err == nil && !r.elsewhere {
			text, err = t.text(s.coder, id, row)
		}
		return err
	})
	switch {
	case err != nil || !r.elsewhere:
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
	key := rowKey(row)
	e, err := t.in(textsBucket, key)
	if err == nil && e.key == nil {
		err = fmt.Errorf("%w: its text is not there", dedup.ErrCorrupt)
	}
	if err == nil {
		text, err = c.decode(key, e.value)
	}
	if err != nil {
		return "", named(id, err)
	}
	return text, nil
}
