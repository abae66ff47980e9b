package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

// mount mounts a file system in memory on a new folder.
func mount(t *testing.T, size string) (folder string) {
	folder = t.TempDir()
	if err := syscall.Mount("none", folder, "tmpfs", 0, "size="+size); err != nil {
		t.Skip("only who may mount can have a small disk: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, syscall.MNT_DETACH) })
	return folder
}

// fill puts batches until it may not, and returns what was acknowledged.
func fill(s *Store, from int, told func(n int)) error {
	for n := from; ; n++ {
		b := &dedup.Batch{}
		for i := range 20 {
			b.Put = append(b.Put, article(fmt.Sprintf("%d-%d", n, i), n))
		}
		if err := s.Apply(context.Background(), b); err != nil {
			return err
		}
		told(n)
	}
}

// filled requires that a store holds what fill put up to batch n, and nothing else.
func filled(t *testing.T, s *Store, n int) {
	t.Helper()
	want := []dedup.Record{}
	for n := range n + 1 {
		for i := range 20 {
			want = append(want, article(fmt.Sprintf("%d-%d", n, i), n))
		}
	}
	holds(t, s, want)
}

func TestFullDisk(t *testing.T) {
	folder := mount(t, "2m")
	s := open(t, filepath.Join(folder, "store"), nil)
	last := -1
	require.ErrorIs(t, fill(s, 0, func(n int) { last = n }), ErrFull)
	require.Positive(t, last)
	filled(t, s, last)
	require.ErrorIs(t, fill(s, last+1, func(n int) { last = n }), ErrFull, "still full")
	filled(t, s, last)
	require.ErrorIs(t, s.Backup(filepath.Join(folder, "backup")), ErrFull)
	left, err := os.ReadDir(filepath.Join(folder, "backup"))
	require.NoError(t, err)
	require.Empty(t, left, "half a backup")

	require.NoError(t, syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT, "size=4m"))
	before := last
	require.ErrorIs(t, fill(s, last+1, func(n int) { last = n }), ErrFull)
	require.Greater(t, last, before, "room was made, and the store goes on")
	require.NoError(t, s.Close())
	s = open(t, filepath.Join(folder, "store"), nil)
	filled(t, s, last)
	require.NoError(t, s.Close())
}

// TestFullAtOnce: on a disk without room for the first pages nothing is left behind.
func TestFullAtOnce(t *testing.T) {
	folder := mount(t, "64k")
	ballast := filepath.Join(folder, "ballast")
	f, err := os.Create(ballast)
	require.NoError(t, err)
	_, err = io.Copy(f, strings.NewReader(strings.Repeat("x", 1<<20)))
	require.ErrorIs(t, err, syscall.ENOSPC)
	require.NoError(t, f.Close())
	_, err = Open(folder, nil)
	require.ErrorIs(t, err, ErrFull)
	require.NoError(t, os.Truncate(ballast, 0))
	require.NoError(t, open(t, folder, nil).Close())
}

// childFill fills a store as far as a limit on the size of files lets it, and says
// which batches were acknowledged, and then that there is no space left.
func childFill(folder string) error {
	signal.Ignore(syscall.SIGXFSZ)
	const limit = 20 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		return err
	}
	s, err := Open(folder, nil)
	if err != nil {
		return err
	}
	if err := fill(s, 0, func(n int) { fmt.Println(n) }); !errors.Is(err, ErrFull) {
		return fmt.Errorf("not ErrFull: %w", err)
	}
	fmt.Println("full")
	return s.Close()
}

func TestFileLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("it writes 20 MB")
	}
	folder := t.TempDir()
	cmd := child(t, "fill", folder)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	last, full := -1, false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if full = lines.Text() == "full"; !full {
			_, err := fmt.Sscan(lines.Text(), &last)
			require.NoError(t, err)
		}
	}
	require.NoError(t, cmd.Wait())
	require.True(t, full)
	filled(t, open(t, folder, nil), last)
}

func TestReadOnlyFolder(t *testing.T) {
	folder := mount(t, "1m")
	require.NoError(t, open(t, folder, nil).Close())
	require.NoError(t, syscall.Mount("none", folder, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	_, err := Open(folder, nil)
	require.ErrorIs(t, err, ErrReadOnly)
	require.ErrorContains(t, err, folder)
	_, err = Open(filepath.Join(folder, "new"), nil)
	require.ErrorIs(t, err, ErrReadOnly)
	holds(t, open(t, folder, &Options{ReadOnly: true}), []dedup.Record{})
}
