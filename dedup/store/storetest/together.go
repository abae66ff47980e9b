package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

// testWriters has many goroutines put and delete, each its own articles, some with
// contexts that end, while others read. In the end the store has what Apply said.
func testWriters(t *testing.T, c Config) {
	const writers, rounds = 16, 25
	b := open(t, c)
	var mu sync.Mutex
	want := make(map[string]int) // ID, number of the version
	var writing, reading sync.WaitGroup
	var over atomic.Bool
	for w := range writers {
		writing.Go(func() {
			for i := range rounds {
				ctx, cancel := t.Context(), func() {}
				if i%3 == 1 {
					ctx, cancel = context.WithTimeout(ctx, time.Duration(w*i)*10*time.Microsecond)
				}
				id := fmt.Sprint(w, "-", i%7)
				batch := dedup.Batch{Put: []dedup.Record{article(id, i), article(id+"x", i)}}
				err := b.Apply(ctx, &batch)
				cancel()
				mu.Lock()
				if err == nil {
					want[id], want[id+"x"] = i, i
				} else if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("Apply: %v", err)
				}
				mu.Unlock()
			}
		})
	}
	for range 4 {
		reading.Go(func() {
			for !over.Load() {
				readAll(t, b.Store)
			}
		})
	}
	writing.Wait()
	over.Store(true)
	reading.Wait()
	b.reopen()
	got := make(map[string]int)
	for _, r := range b.all() {
		require.Equal(t, article(r.ID, int(r.Arrival>>32)), r)
		got[r.ID] = int(r.Arrival >> 32)
	}
	require.Equal(t, want, got)
}

// readAll loads a store that others write to: each record is whole.
func readAll(t *testing.T, s dedup.Store) {
	seen := make(map[string]bool)
	for r, err := range s.Load() {
		if err != nil {
			t.Errorf("Load: %v", err)
			return
		}
		if seen[r.ID] {
			t.Errorf("%q comes twice", r.ID)
		}
		seen[r.ID] = true
		want := article(r.ID, int(r.Arrival>>32))
		if r.Title != want.Title || !bytes.Equal(r.State, want.State) || !r.Published.Equal(want.Published) {
			t.Errorf("a record of several versions: %+v", r)
		}
		if text, err := s.Text(t.Context(), r.ID); err != nil || text == "" {
			t.Errorf("Text: %q, %v", text, err)
		}
	}
}

// testWhole: what one batch wrote a reader sees together.
func testWhole(t *testing.T, c Config) {
	b := open(t, c)
	var writing sync.WaitGroup
	var over atomic.Bool
	for w := range 3 {
		writing.Go(func() {
			for i := range 40 {
				v := fmt.Append(nil, w, i)
				err := b.Apply(t.Context(), &dedup.Batch{Meta: []dedup.Entry{{Key: "x", Value: v}, {Key: "y", Value: v}, {Key: "z", Value: v}}})
				if err != nil {
					t.Errorf("Apply: %v", err)
				}
			}
		})
	}
	var reading sync.WaitGroup
	reading.Go(func() {
		for !over.Load() {
			var seen []string
			for e, err := range b.Meta("", "") {
				if err != nil {
					t.Errorf("Meta: %v", err)
				}
				seen = append(seen, string(e.Value))
			}
			if len(seen) != 0 && (len(seen) != 3 || seen[0] != seen[1] || seen[1] != seen[2]) {
				t.Errorf("half a batch: %q", seen)
				return
			}
		}
	})
	writing.Wait()
	over.Store(true)
	reading.Wait()
}

// testEnding closes a store that many write to. Each batch is stored or refused.
func testEnding(t *testing.T, c Config) {
	b := open(t, c)
	var stored, refused sync.Map
	var writing sync.WaitGroup
	for w := range 16 {
		writing.Go(func() {
			for i := 0; ; i++ {
				id := fmt.Sprint(w, "-", i)
				err := b.Apply(t.Context(), &dedup.Batch{Put: []dedup.Record{article(id, i)}})
				if err == nil {
					stored.Store(id, i)
					continue
				}
				refused.Store(id, i)
				if !errors.Is(err, dedup.ErrClosed) {
					t.Errorf("Apply: %v", err)
				}
				return
			}
		})
	}
	time.Sleep(20 * time.Millisecond)
	require.NoError(t, b.Close())
	writing.Wait()
	b.open()
	refused.Range(func(id, _ any) bool {
		b.absent(id.(string))
		return true
	})
	if c.Forgets {
		return
	}
	stored.Range(func(id, i any) bool {
		got, err := b.Record(id.(string))
		require.NoError(t, err)
		require.Equal(t, uint64(i.(int))<<32, got.Arrival)
		return true
	})
}
