package store

import (
	"sync"

	"go.etcd.io/bbolt"
)

// rows says in which row an article is. It may know of a row too early or too late,
// but not of another than it has: rows are announced before the transaction that
// makes them can be seen, and forgotten after the one that deletes them. Who looks
// in a transaction and finds nothing there, or another article, knows that there is
// none, and needs no lock that a writer holds while the disk works.
//
// It takes an estimated 60 bytes an article and the bytes of its ID.
type rows struct {
	mu sync.RWMutex
	m  map[string]uint64
}

func (r *rows) of(id string) uint64 {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.m[id]
}

// A writer writes to the buckets of a transaction.
type writer struct {
	records, texts, meta *bbolt.Bucket

	rows    *rows
	changed map[string]uint64 // by this transaction: ID, row; 0 if deleted
	added   []string          // IDs that were announced
}

func newWriter(tx *bbolt.Tx, r *rows) writer {
	w := writer{
		records: tx.Bucket([]byte(recordsBucket)),
		texts:   tx.Bucket([]byte(textsBucket)),
		meta:    tx.Bucket([]byte(metaBucket)),
		rows:    r,
		changed: make(map[string]uint64),
	}
	w.records.FillPercent, w.texts.FillPercent = 1, 1 // they only grow at the end
	return w
}

// row returns the row of an article as the transaction has it, 0 if there is none.
func (w *writer) row(id string) uint64 {
	if row, ok := w.changed[id]; ok {
		return row
	}
	return w.rows.of(id)
}

// place returns the row that an article has or, if it was deleted in the same
// transaction, had: an ID never changes from one row to another at once, which
// those who read meanwhile could not follow.
func (w *writer) place(id string) uint64 {
	if row := w.row(id); row > 0 {
		return row
	}
	return w.rows.of(id)
}

func (w *writer) set(id string, row uint64) { w.changed[id] = row }

// announce makes new rows known, before the commit.
func (w *writer) announce() {
	w.rows.mu.Lock()
	defer w.rows.mu.Unlock()
	for id, row := range w.changed {
		if row > 0 && w.rows.m[id] != row {
			w.rows.m[id] = row
			w.added = append(w.added, id)
		}
	}
}

// recall takes back what was announced, after a commit that failed.
func (w *writer) recall() {
	if len(w.added) == 0 {
		return
	}
	w.rows.mu.Lock()
	defer w.rows.mu.Unlock()
	for _, id := range w.added {
		delete(w.rows.m, id)
	}
}

// forget drops the rows that were deleted, after the commit.
func (w *writer) forget() {
	w.rows.mu.Lock()
	defer w.rows.mu.Unlock()
	for id, row := range w.changed {
		if row == 0 {
			delete(w.rows.m, id)
		}
	}
}
