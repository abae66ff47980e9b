package store

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
	"go.etcd.io/bbolt"
)

// childHold opens a store, says so, and keeps it open until its input ends.
func childHold(folder string) error {
	s, err := Open(folder, nil)
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, s.Close())
}

func TestLocked(t *testing.T) {
	folder := t.TempDir()
	cmd := child(t, "hold", folder)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	said, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "open\n", said)
	for _, o := range []*Options{nil, {ReadOnly: true}, {Wait: time.Millisecond}} {
		_, err = Open(folder, o)
		require.ErrorIs(t, err, ErrLocked)
	}
	time.AfterFunc(50*time.Millisecond, func() { _ = in.Close() })
	s := open(t, folder, &Options{Wait: 30 * time.Second})
	require.NoError(t, cmd.Wait())
	_, err = Open(folder, nil)
	require.ErrorIs(t, err, ErrLocked, "by the same process")
	require.NoError(t, s.Close())

	first := open(t, folder, &Options{ReadOnly: true})
	second := open(t, folder, &Options{ReadOnly: true})
	_, err = Open(folder, nil)
	require.ErrorIs(t, err, ErrLocked, "readers keep writers out")
	require.NoError(t, errors.Join(first.Close(), second.Close()))
}

func TestReadOnly(t *testing.T) {
	folder := t.TempDir()
	_, err := Open(folder, &Options{ReadOnly: true})
	require.ErrorIs(t, err, fs.ErrNotExist)
	s := open(t, folder, nil)
	require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Put: []dedup.Record{article("a", 1)}}))
	require.NoError(t, s.Close())
	s = open(t, folder, &Options{ReadOnly: true})
	holds(t, s, []dedup.Record{article("a", 1)})
	require.ErrorIs(t, s.Apply(t.Context(), &dedup.Batch{Delete: []string{"a"}}), ErrReadOnly)
	require.NoError(t, s.Backup(filepath.Join(folder, "copy")))
	holds(t, open(t, filepath.Join(folder, "copy"), nil), []dedup.Record{article("a", 1)})
}

// TestVersion: a file of a newer format is refused, to readers too, and not written.
func TestVersion(t *testing.T) {
	folder := t.TempDir()
	require.NoError(t, open(t, folder, nil).Close())
	path := filepath.Join(folder, FileName)
	db, err := bbolt.Open(path, 0o666, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bbolt.Tx) error {
		key := []byte(formatKey)
		v := binary.LittleEndian.AppendUint64(make([]byte, sumSize), format+1)
		return tx.Bucket([]byte(headerBucket)).Put(key, seal(kindHeader, key, append(v, "and more"...)))
	}))
	require.NoError(t, db.Close())
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, o := range []*Options{nil, {ReadOnly: true}} {
		_, err = Open(folder, o)
		require.ErrorIs(t, err, ErrVersion)
		require.ErrorContains(t, err, "format 2; this one reads 1")
	}
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

// TestForeign: other files under our name are refused and not touched.
func TestForeign(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, FileName)
	other, err := bbolt.Open(path, 0o666, nil)
	require.NoError(t, err)
	require.NoError(t, other.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("somebody else's"))
		return err
	}))
	require.NoError(t, other.Close())
	bolt, err := os.ReadFile(path)
	require.NoError(t, err)
	for name, data := range map[string][]byte{
		"text": []byte("some notes"), "zeros": make([]byte, 64<<10), "one byte": {0},
		"long text": slices.Repeat([]byte("some notes "), 10_000), "another's bbolt file": bolt,
	} {
		write(t, folder, data)
		for _, o := range []*Options{nil, {ReadOnly: true}} {
			s, err := Open(folder, o)
			if err == nil { // a file of bbolt: what it holds it says when asked
				require.True(t, o != nil && o.ReadOnly, name)
				_, err = s.Record("a")
				require.ErrorIs(t, err, dedup.ErrUnknown, name)
				for _, err1 := range s.Load() {
					err = err1
				}
				require.NoError(t, s.Close())
			}
			require.ErrorIs(t, err, dedup.ErrCorrupt, name)
		}
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Equal(t, data, after, name)
	}
	require.NoError(t, os.Truncate(path, 0))
	require.NoError(t, open(t, folder, nil).Close(), "an empty file is a new one")
	_, err = Open(path, nil)
	require.Error(t, err, "a file is no folder")
}

// TestBrokenOff: who was stopped while making a store can make it again.
func TestBrokenOff(t *testing.T) {
	folder := t.TempDir()
	db, err := bbolt.Open(filepath.Join(folder, FileName), 0o666, &bbolt.Options{PageSize: pageSize})
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = Open(folder, &Options{ReadOnly: true})
	require.ErrorIs(t, err, dedup.ErrCorrupt)
	holds(t, open(t, folder, nil), []dedup.Record{})
}

// TestElsewhere keeps texts with the user.
func TestElsewhere(t *testing.T) {
	folder := t.TempDir()
	inside := article("inside", 1)
	s := open(t, folder, nil)
	require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Put: []dedup.Record{inside, article("moves", 2)}}))
	require.NoError(t, s.Close())

	gone := errors.New("no such text")
	texts := map[string]string{"outside": "kept by the user", "moves": "by the user too"}
	fetch := func(_ context.Context, id string) (string, error) {
		if text, ok := texts[id]; ok {
			return text, nil
		}
		return "", gone
	}
	s = open(t, folder, &Options{Text: fetch})
	outside, moves := article("outside", 3), article("moves", 4)
	require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Put: []dedup.Record{outside, moves}}))
	outside.Title = "Another"
	require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Update: []dedup.Record{outside}}))
	outside.Text, moves.Text = texts["outside"], texts["moves"]
	holds(t, s, []dedup.Record{inside, moves, outside})
	delete(texts, "outside")
	_, err := s.Text(t.Context(), "outside")
	require.ErrorIs(t, err, gone)
	require.ErrorContains(t, err, `"outside"`)
	_, err = s.Text(t.Context(), "unknown")
	require.ErrorIs(t, err, dedup.ErrUnknown)
	require.NoError(t, s.Close())

	s = open(t, folder, nil)
	_, err = s.Text(t.Context(), "outside")
	require.ErrorIs(t, err, ErrNoText)
}

// TestBackup takes copies while others write. Each is whole, and as it was at one
// moment; one that is there is not written over.
func TestBackup(t *testing.T) {
	s := open(t, t.TempDir(), nil)
	var writing sync.WaitGroup
	var over atomic.Bool
	for w := range 3 {
		writing.Go(func() {
			for n := 1; !over.Load(); n++ {
				if err := s.Apply(t.Context(), crashBatch(w, n)); err != nil {
					t.Errorf("Apply: %v", err)
				}
			}
		})
	}
	for range 6 {
		folder := filepath.Join(t.TempDir(), "a", "b")
		require.NoError(t, s.Backup(folder))
		require.ErrorIs(t, s.Backup(folder), fs.ErrExist)
		c := open(t, folder, nil)
		last, err := noted(c)
		require.NoError(t, err)
		n := 0
		for w, batch := range last {
			for id, want := range crashState(w, batch) {
				n++
				want.Text = ""
				got, err := c.Record(id)
				require.NoError(t, err)
				require.Equal(t, want, got)
			}
		}
		for _, err := range c.Load() {
			require.NoError(t, err)
			n--
		}
		require.Zero(t, n)
	}
	over.Store(true)
	writing.Wait()
}

// TestQueue holds up the writer. Calls wait, as many as may; what waits can be
// withdrawn at once, and what is left is written in one go.
func TestQueue(t *testing.T) {
	s := open(t, t.TempDir(), &Options{Queue: 3})
	s.queue.turn <- struct{}{} // a writer that does not come to an end
	put := func(ctx context.Context, id string) <-chan error {
		done := make(chan error, 1)
		go func() { done <- s.Apply(ctx, &dedup.Batch{Put: []dedup.Record{article(id, 1)}}) }()
		return done
	}
	ctx, cancel := context.WithCancel(t.Context())
	a, b, withdrawn := put(t.Context(), "a"), put(t.Context(), "b"), put(ctx, "withdrawn")
	require.Eventually(t, func() bool { return len(s.queue.slots) == 3 }, 10*time.Second, time.Millisecond)
	full, cancelFull := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancelFull()
	require.ErrorIs(t, <-put(full, "one too many"), context.DeadlineExceeded)
	cancel()
	require.ErrorIs(t, <-withdrawn, context.Canceled)
	c := put(t.Context(), "c")
	require.Eventually(t, func() bool {
		s.queue.mu.Lock()
		defer s.queue.mu.Unlock()
		return len(s.queue.waiting) == 3
	}, 10*time.Second, time.Millisecond)
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	require.Eventually(t, s.closing.Load, 10*time.Second, time.Millisecond)
	select {
	case err := <-closed:
		t.Fatalf("Close did not wait: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	<-s.queue.turn
	require.NoError(t, errors.Join(<-a, <-b, <-c, <-closed))
	s = open(t, filepath.Dir(s.path), nil)
	ids := make(map[string]bool)
	for r, err := range s.Load() {
		require.NoError(t, err)
		ids[r.ID] = true
	}
	require.Equal(t, map[string]bool{"a": true, "b": true, "c": true}, ids)
}

// TestFailed: after a failure of which nobody knows what it left on the disk there
// is no writing any more, and opening anew tells.
func TestFailed(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder, nil)
	require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Put: []dedup.Record{article("a", 1)}}))
	require.NoError(t, s.disk.Close())
	b := &dedup.Batch{Put: []dedup.Record{article("b", 1)}}
	require.ErrorIs(t, s.Apply(t.Context(), b), ErrFailed)
	require.ErrorIs(t, s.Apply(t.Context(), b), fs.ErrClosed, "it says why")
	_, err := s.Record("b")
	require.ErrorIs(t, err, dedup.ErrUnknown)
	require.Error(t, s.Close())
	holds(t, open(t, folder, nil), []dedup.Record{article("a", 1)})
}

var update = flag.Bool("update", false, "write testdata/v1 anew: stores that users have are then no longer what is tested")

// golden is what testdata/v1 holds.
func golden() (records []dedup.Record, entries []dedup.Entry) {
	for i := range 12 {
		records = append(records, article(fmt.Sprintf("npa-%02d", 11-i), i))
	}
	records[3].Published = time.Time{}.UTC()
	records[5] = dedup.Record{Article: dedup.Article{ID: "\xff bare", Published: time.Time{}.UTC()}}
	return records, []dedup.Entry{{Key: "clusters", Value: []byte("two")}, {Key: "events", Value: []byte{}}}
}

// TestGolden reads the file that format 1 was first written as.
func TestGolden(t *testing.T) {
	folder := filepath.Join("testdata", "v1")
	records, entries := golden()
	if *update {
		require.NoError(t, os.RemoveAll(folder))
		s := open(t, t.TempDir(), nil)
		require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Put: records, Meta: entries}))
		require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Put: []dedup.Record{article("gone", 1)}}))
		require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Delete: []string{"gone"}}))
		require.NoError(t, s.Backup(folder))
		require.NoError(t, s.Close())
	}
	file, err := os.ReadFile(filepath.Join(folder, FileName))
	require.NoError(t, err)
	writable := t.TempDir()
	write(t, writable, file)
	for _, s := range []*Store{open(t, folder, &Options{ReadOnly: true}), open(t, writable, nil)} {
		holds(t, s, records)
		got := []dedup.Entry{}
		for e, err := range s.Meta("", "") {
			require.NoError(t, err)
			got = append(got, e)
		}
		require.Equal(t, entries, got)
	}
}
