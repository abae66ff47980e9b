package pipeline

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/wirecopy/wirecopy/dedup"
)

// Notes are a store that has what the pipeline must not forget beside what the index must not:
// entries whose keys begin with "x/", which the index leaves to others. What is set goes
// into the store with the next batch that has articles, all or nothing, so that no crash
// comes between the articles and the note of how far their source has come, and no
// second transaction is waited for.
type notes struct {
	dedup.Store
	mu      sync.Mutex
	waiting map[string][]byte
}

const prefix = "x/"

func (n *notes) set(key string, value []byte) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.waiting == nil {
		n.waiting = map[string][]byte{}
	}
	n.waiting[key] = value
}

func (n *notes) encode(key string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // our own structs
	}
	n.set(key, text)
}

// Waits reports whether a note is not yet in the store.
func (n *notes) waits(key string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	_, ok := n.waiting[key]
	return ok
}

// Apply makes the changes of a batch of the index, and with those of articles the notes.
func (n *notes) Apply(ctx context.Context, b *dedup.Batch) error {
	if len(b.Put) == 0 {
		return n.Store.Apply(ctx, b)
	}
	n.mu.Lock()
	taken := n.waiting
	n.waiting = nil
	n.mu.Unlock()
	return n.apply(ctx, *b, taken)
}

// flush puts one note into the store without waiting for articles. No other: a batch
// that failed has left the one that belongs to it.
func (n *notes) flush(ctx context.Context, key string) error {
	n.mu.Lock()
	taken := map[string][]byte{}
	if value, ok := n.waiting[key]; ok {
		taken[key] = value
		delete(n.waiting, key)
	}
	n.mu.Unlock()
	return n.apply(ctx, dedup.Batch{}, taken)
}

func (n *notes) apply(ctx context.Context, b dedup.Batch, taken map[string][]byte) error {
	b.Meta = slices.Clip(b.Meta)
	for key, value := range taken {
		b.Meta = append(b.Meta, dedup.Entry{Key: prefix + key, Value: value})
	}
	if b.Empty() {
		return nil
	}
	err := n.Store.Apply(ctx, &b)
	if err != nil {
		n.mu.Lock()
		defer n.mu.Unlock()
		maps.Copy(taken, n.waiting) // which is newer
		n.waiting = taken
	}
	return err
}

// read returns what the store has under a key, nil if nothing.
func (n *notes) read(key string) ([]byte, error) {
	for e, err := range n.Meta(prefix+key, prefix+key+"\x00") {
		if err != nil {
			return nil, fmt.Errorf("the note %q: %w", key, err)
		}
		return e.Value, nil
	}
	return nil, nil
}

// decode reads what encode set; a note that is not there changes nothing.
func (n *notes) decode(key string, value any) error {
	text, err := n.read(key)
	if err != nil || text == nil {
		return err
	}
	if err := json.Unmarshal(text, value); err != nil {
		return fmt.Errorf("the note %q: %w", key, err)
	}
	return nil
}
