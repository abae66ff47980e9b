package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/wirecopy/wirecopy/dedup"
	"go.etcd.io/bbolt"
)

// write writes calls in one transaction and tells them. The caller has the turn.
func (s *Store) write(calls []*call) {
	err := s.failed
	if err == nil {
		err = s.transact(calls)
	}
	for _, c := range calls {
		if c.err == nil {
			c.err = err
		}
		close(c.done)
	}
}

// transact applies calls and commits. A call whose batch cannot be applied keeps
// the error, and nothing of it is in the transaction; the error that is returned
// is of them all.
func (s *Store) transact(calls []*call) error {
	var tx *bbolt.Tx
	var before int
	err := guard(func() (err error) {
		if tx, err = s.db.Begin(true); err != nil {
			return err
		}
		before = tx.ID() - 1
		w := writer{tx.Bucket([]byte(recordsBucket)), tx.Bucket([]byte(textsBucket)), tx.Bucket([]byte(metaBucket))}
		w.texts.FillPercent = 1 // they only grow at the end
		for _, c := range calls {
			if c.err = w.refuse(c); c.err == nil {
				if err := w.apply(c); err != nil {
					return err
				}
			}
		}
		return tx.Commit()
	})
	if err == nil {
		return nil
	}
	return s.fail(err, tx, before)
}

// fail ends a transaction that failed. If all that happened is that there was no
// space, and the file is at the transaction before, all is well but this batch.
// Else, as after a failure to make pages durable, nobody knows what the disk has,
// and trying again may seem to succeed: then nothing more is written.
func (s *Store) fail(err error, tx *bbolt.Tx, before int) error {
	if tx != nil {
		s.stuck = guard(func() error { _ = tx.Rollback(); return nil }) != nil
	}
	now := -1
	if !s.stuck {
		_ = guard(func() error {
			return s.db.View(func(tx *bbolt.Tx) error { now = tx.ID(); return nil })
		})
	}
	if full(err) && now == before {
		return fmt.Errorf("%w: %w", ErrFull, err)
	}
	s.failed = fmt.Errorf("%w: %w", ErrFailed, err)
	return s.failed
}

// A writer writes to the buckets of a transaction.
type writer struct {
	records, texts, meta *bbolt.Bucket
}

// refuse returns why a batch cannot be applied, before anything of it is.
func (w *writer) refuse(c *call) error {
	for i := range c.batch.Update {
		id := c.batch.Update[i].ID
		_, there, err := w.row(id)
		if !there {
			return fmt.Errorf("%w: %q", dedup.ErrUnknown, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// row returns where the text of an article is filed.
func (w *writer) row(id string) (row uint64, there bool, err error) {
	v := w.records.Get([]byte(id))
	if v == nil {
		return 0, false, nil
	}
	body, err := unseal(kindRecord, id, v)
	if err == nil && len(body) < fixedSize {
		err = fmt.Errorf("%w: a record of %d bytes", dedup.ErrCorrupt, len(body))
	}
	if err != nil {
		return 0, true, named(id, err)
	}
	return binary.LittleEndian.Uint64(body), true, nil
}

func (w *writer) apply(c *call) error {
	puts, updates := c.records[:len(c.batch.Put)], c.records[len(c.batch.Put):]
	for _, id := range c.batch.Delete {
		if err := errors.Join(w.deleteText(id), w.records.Delete([]byte(id))); err != nil {
			return err
		}
	}
	for i := range puts {
		if err := w.put(c.batch.Put[i].ID, puts[i], c.texts[i]); err != nil {
			return err
		}
	}
	for i := range updates {
		id := c.batch.Update[i].ID
		row, _, err := w.row(id)
		if err != nil {
			return err
		}
		setRow(id, updates[i], row)
		if err := w.records.Put([]byte(id), updates[i]); err != nil {
			return err
		}
	}
	return w.note(c.batch.Meta)
}

// deleteText deletes the text of an article. If its record is damaged the text
// stays, where nobody finds it.
func (w *writer) deleteText(id string) error {
	row, there, err := w.row(id)
	if !there || err != nil || row == 0 {
		return nil //nolint:nilerr // see above
	}
	return w.texts.Delete(rowKey(row))
}

func (w *writer) put(id string, rec, text []byte) error {
	if err := w.deleteText(id); err != nil {
		return err
	}
	if text != nil {
		row, err := w.texts.NextSequence()
		if err != nil {
			return err
		}
		if err := w.texts.Put(rowKey(row), text); err != nil {
			return err
		}
		setRow(id, rec, row)
	}
	return w.records.Put([]byte(id), rec)
}

func (w *writer) note(entries []dedup.Entry) error {
	for _, e := range entries {
		var err error
		if e.Value == nil {
			err = w.meta.Delete([]byte(e.Key))
		} else {
			v := append(make([]byte, sumSize, sumSize+len(e.Value)), e.Value...)
			err = w.meta.Put([]byte(e.Key), seal(kindMeta, e.Key, v))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func rowKey(row uint64) []byte { return binary.BigEndian.AppendUint64(nil, row) }

// named says which article an error is about.
func named(id string, err error) error {
	return fmt.Errorf("%w: article %q", err, id)
}
