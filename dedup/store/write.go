package store

import (
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
	var w writer
	var before int
	err := guard(func() (err error) {
		if tx, err = s.db.Begin(true); err != nil {
			return err
		}
		before = tx.ID() - 1
		w = newWriter(tx, &s.rows)
		for _, c := range calls {
			if c.err = w.refuse(c); c.err == nil {
				if err := w.apply(c); err != nil {
					return err
				}
			}
		}
		w.announce()
		return tx.Commit()
	})
	if err != nil {
		w.recall()
		return s.fail(err, tx, before)
	}
	w.forget()
	return nil
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

// refuse returns why a batch cannot be applied, before anything of it is.
func (w *writer) refuse(c *call) error {
	for i := range c.batch.Update {
		if id := c.batch.Update[i].ID; w.row(id) == 0 {
			return named(id, dedup.ErrUnknown)
		}
	}
	return nil
}

func (w *writer) apply(c *call) error {
	for _, id := range c.batch.Delete {
		if err := w.delete(id); err != nil {
			return err
		}
	}
	for i := range c.puts {
		if err := w.put(c.batch.Put[i].ID, c.puts[i], c.texts[i]); err != nil {
			return err
		}
	}
	for i := range c.batch.Update {
		if err := w.update(&c.batch.Update[i]); err != nil {
			return err
		}
	}
	return w.note(c.batch.Meta)
}

func (w *writer) delete(id string) error {
	row := w.row(id)
	if row == 0 {
		return nil
	}
	w.set(id, 0)
	return errors.Join(w.texts.Delete(rowKey(row)), w.records.Delete(rowKey(row)))
}

// put writes a new article at the end, and another version of one in its place.
func (w *writer) put(id string, rec, text []byte) (err error) {
	row := w.place(id)
	if row == 0 {
		if row, err = w.records.NextSequence(); err != nil {
			return err
		}
	}
	w.set(id, row)
	key := rowKey(row)
	if text == nil {
		err = w.texts.Delete(key)
	} else {
		err = w.texts.Put(key, seal(kindText, key, text))
	}
	return errors.Join(err, w.records.Put(key, seal(kindRecord, key, rec)))
}

// update writes a record and leaves the text where it is.
func (w *writer) update(r *dedup.Record) error {
	key := rowKey(w.row(r.ID))
	rec := record{*r, w.texts.Get(key) == nil}
	return w.records.Put(key, seal(kindRecord, key, rec.encode()))
}

func (w *writer) note(entries []dedup.Entry) error {
	for _, e := range entries {
		var err error
		if key := []byte(e.Key); e.Value == nil {
			err = w.meta.Delete(key)
		} else {
			v := append(make([]byte, sumSize, sumSize+len(e.Value)), e.Value...)
			err = w.meta.Put(key, seal(kindMeta, key, v))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// named says which article an error is about.
func named(id string, err error) error {
	return fmt.Errorf("%w: article %q", err, id)
}
