package dedup

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// A Store keeps what an index must not forget. It knows articles by their IDs
// and nothing of how they are compared: what the index prepared from an article
// is bytes to it. Package dedup/store has one in a folder and one in memory;
// dedup/store/storetest has the tests that every one must pass, yours too.
//
// All methods may be called by many goroutines at once. After Close they return
// [ErrClosed].
type Store interface {
	// Load returns all records without their texts, in the order in which their
	// IDs were first put; one that was replaced has its old place, one that was
	// deleted in between a new one. An error that names an article comes with a Record that has its ID and
	// nothing else, and the next one follows; so does an error about a part of
	// the store, whose record has no ID. A record that is put or deleted
	// meanwhile is returned as it was or as it is. Nothing is held while the
	// loop's body runs: it may call any method.
	Load() iter.Seq2[Record, error]

	// Record returns one record without its text, or ErrUnknown.
	Record(id string) (Record, error)

	// Text returns the text of an article, or ErrUnknown.
	Text(ctx context.Context, id string) (string, error)

	// Meta returns the entries with from <= Key and, unless to is empty,
	// Key < to, in the order of their keys and with errors as Load has them.
	Meta(from, to string) iter.Seq2[Entry, error]

	// Apply makes all changes of a batch or, if it returns an error, none of
	// them. When it returns nil they are where a crash does not reach them; a
	// reader sees all of them or none. When ctx ends, a batch that waits is
	// withdrawn with ctx.Err(); one that is being written is finished first, so
	// that the error never leaves open what happened. The batch is not kept.
	Apply(ctx context.Context, b *Batch) error

	// Close waits for the calls that have begun and ends the store. Closing a
	// closed store does nothing.
	Close() error
}

// A Record is what a store keeps of an article.
type Record struct {
	Article        // Published keeps its instant, not its zone: it comes back in UTC
	Arrival uint64 // number in the order of arrival; given by the index
	State   []byte // what the index prepared; its form, and the form's version, are the index's
}

// An Entry is one of the index's own notes: how far its events went, the names
// of its clusters.
type Entry struct {
	Key   string // not empty
	Value []byte
}

// A Batch is a set of changes that are made together. It has no order: an ID
// may stand in it once, and so may a key.
type Batch struct {
	Put    []Record // with their texts; they replace the records of the same IDs
	Update []Record // their Text is ignored: the stored one stays. Without one: ErrUnknown
	Delete []string // IDs; one that is not there is no error
	Meta   []Entry  // a nil Value deletes
}

// Errors of stores, for errors.Is, beside ErrNoID, ErrDuplicate and ErrUnknown.
var (
	ErrClosed  = errors.New("dedup: store is closed")
	ErrCorrupt = errors.New("dedup: store is damaged")
	ErrTooLong = errors.New("dedup: too long to store")
)

const (
	maxKey   = 32 << 10  // of an ID or a key: bbolt's limit
	maxValue = 256 << 20 // of a text; of all else in a record; of an entry's value
)

// Empty tells whether the batch changes nothing.
func (b *Batch) Empty() bool {
	return len(b.Put)+len(b.Update)+len(b.Delete)+len(b.Meta) == 0
}

// Check returns an error if no store should take the batch: an empty ID or key
// (ErrNoID), one that stands there twice (ErrDuplicate), a key above 32 KiB or a
// value above 256 MiB (ErrTooLong). Stores call it first.
//
// Cost: linear in the number of changes.
func (b *Batch) Check() error {
	seen := make(map[string]bool, len(b.Put)+len(b.Update)+len(b.Delete))
	for _, records := range [][]Record{b.Put, b.Update} {
		for i := range records {
			r := &records[i]
			rest := len(r.Title) + len(r.Source) + len(r.Language) + len(r.State)
			if err := checkKey(seen, "article", r.ID, max(len(r.Text), rest)); err != nil {
				return err
			}
		}
	}
	for _, id := range b.Delete {
		if err := checkKey(seen, "article", id, 0); err != nil {
			return err
		}
	}
	clear(seen)
	for _, e := range b.Meta {
		if err := checkKey(seen, "entry", e.Key, len(e.Value)); err != nil {
			return err
		}
	}
	return nil
}

func checkKey(seen map[string]bool, kind, key string, size int) error {
	switch {
	case key == "" && kind == "entry":
		return fmt.Errorf("%w: an entry without a key", ErrNoID)
	case key == "":
		return fmt.Errorf("%w: in a batch", ErrNoID)
	case len(key) > maxKey:
		return fmt.Errorf("%w: %s %q...: a key of %d bytes", ErrTooLong, kind, key[:64], len(key))
	case size > maxValue:
		return fmt.Errorf("%w: %s %q: %d bytes", ErrTooLong, kind, key, size)
	case seen[key]:
		return fmt.Errorf("%w: %s %q twice in a batch", ErrDuplicate, kind, key)
	}
	seen[key] = true
	return nil
}
