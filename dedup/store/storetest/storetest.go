// Package storetest has the tests that every [dedup.Store] must pass. Whoever
// writes one, over a database or across a network, runs them on it:
//
//	func TestStore(t *testing.T) {
//		storetest.Run(t, storetest.Config{
//			Open: func(folder string) (dedup.Store, error) { return mystore.Open(folder) },
//		})
//	}
//
// They hold a store to what the comments of dedup.Store say, on odd IDs, empty and
// long values, many goroutines, contexts that end and a Close amid it all; and, by
// opening it again, to having kept what it said it had. What they cannot do is pull
// the plug: see crash_test.go of dedup/store for that.
//
// # Reading the source
//
// storetest.go (Run, and what tests share), behave.go (one caller), model.go (any
// sequence of changes, against a map), together.go (many callers).
package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

// A Config says how to open the stores under test.
type Config struct {
	// Open opens the store that belongs to a folder, new if nothing is there.
	// The folder exists. It is called again for the same one after a Close.
	Open func(folder string) (dedup.Store, error)

	// Forgets says that a store is empty when it is opened again.
	Forgets bool
}

// Run runs all tests as subtests of t.
func Run(t *testing.T, c Config) {
	t.Helper()
	for _, test := range []struct {
		name string
		run  func(t *testing.T, c Config)
	}{
		{"Empty", testEmpty},
		{"RoundTrip", testRoundTrip},
		{"Replace", testReplace},
		{"Refuse", testRefuse},
		{"Meta", testMeta},
		{"NotKept", testNotKept},
		{"Loop", testLoop},
		{"Canceled", testCanceled},
		{"Closed", testClosed},
		{"Model", testModel},
		{"Writers", testWriters},
		{"Whole", testWhole},
		{"Ending", testEnding},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, c) })
	}
}

// A bench is a store under test.
type bench struct {
	dedup.Store
	t      *testing.T
	c      Config
	folder string
}

func open(t *testing.T, c Config) *bench {
	t.Helper()
	b := &bench{t: t, c: c, folder: t.TempDir()}
	b.open()
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	return b
}

func (b *bench) open() {
	b.t.Helper()
	s, err := b.c.Open(b.folder)
	require.NoError(b.t, err)
	b.Store = s
}

// reopen closes and opens a store, unless it would forget.
func (b *bench) reopen() {
	b.t.Helper()
	if !b.c.Forgets {
		require.NoError(b.t, b.Close())
		b.open()
	}
}

func (b *bench) apply(batch dedup.Batch) {
	b.t.Helper()
	require.NoError(b.t, b.Apply(b.t.Context(), &batch))
}

// all returns what the store holds, with texts, in the order of Load.
func (b *bench) all() []dedup.Record {
	b.t.Helper()
	all := []dedup.Record{}
	for r, err := range b.Load() {
		require.NoError(b.t, err)
		require.Empty(b.t, r.Text, "Load returns no texts")
		again, err := b.Record(r.ID)
		require.NoError(b.t, err)
		require.Equal(b.t, r, again, "Record returns what Load does")
		r.Text, err = b.Text(b.t.Context(), r.ID)
		require.NoError(b.t, err)
		all = append(all, r)
	}
	return all
}

func (b *bench) meta(from, to string) []dedup.Entry {
	b.t.Helper()
	all := []dedup.Entry{}
	for e, err := range b.Meta(from, to) {
		require.NoError(b.t, err)
		all = append(all, e)
	}
	return all
}

// absent requires that there is no article of this ID.
func (b *bench) absent(id string) {
	b.t.Helper()
	_, err := b.Record(id)
	require.ErrorIs(b.t, err, dedup.ErrUnknown)
	_, err = b.Text(context.WithoutCancel(b.t.Context()), id)
	require.ErrorIs(b.t, err, dedup.ErrUnknown)
}

// article makes a record whose every field depends on n.
func article(id string, n int) dedup.Record {
	return dedup.Record{
		Article: dedup.Article{
			ID:        id,
			Title:     fmt.Sprint("Title ", n),
			Text:      fmt.Sprintf("The %dth text of the test, which says nothing %d times over.", n, n),
			Source:    fmt.Sprint("source ", n%7),
			Language:  []string{"", "en", "fr"}[n%3],
			Published: time.Date(2024, 3, 4, 5, 6, n, n, time.UTC),
		},
		Arrival: uint64(n) << 32,
		State:   fmt.Appendf(nil, "state %d", n),
	}
}
