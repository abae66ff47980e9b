package store

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

// Some tests run this binary again, as a process that can be killed or limited.
// What it is to do stands in childTask, with which folder in childFolder.
const (
	childTask   = "WIRECOPY_STORE_CHILD"
	childFolder = "WIRECOPY_STORE_FOLDER"
)

func TestMain(m *testing.M) {
	tasks := map[string]func(folder string) error{"write": childWrite, "hold": childHold, "fill": childFill}
	if task := tasks[os.Getenv(childTask)]; task != nil {
		if err := task(os.Getenv(childFolder)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// child returns a command that runs a task in a folder.
func child(t *testing.T, task, folder string) *exec.Cmd {
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childTask+"="+task, childFolder+"="+folder)
	cmd.Stderr = os.Stderr
	return cmd
}

// article makes a record whose every field depends on its ID and a number.
func article(id string, n int) dedup.Record {
	return dedup.Record{
		Article: dedup.Article{
			ID:        id,
			Title:     fmt.Sprintf("Title %d of %s", n, id),
			Text:      string(bytes.Repeat(fmt.Appendf(nil, "Sentence %d about %s says little. ", n, id), 1+n%40)),
			Source:    "Northern Press Agency",
			Language:  "en",
			Published: time.Date(2024, 3, 4, 5, 6, 7, n, time.UTC),
		},
		Arrival: uint64(n),
		State:   bytes.Repeat(fmt.Appendf(nil, "state %d of %s;", n, id), 10+n%60),
	}
}

// open opens a store that is closed with the test.
func open(t testing.TB, folder string, o *Options) *Store {
	t.Helper()
	s, err := Open(folder, o)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// holds requires that a store has these records and texts, and no others.
func holds(t *testing.T, s dedup.Store, want []dedup.Record) {
	t.Helper()
	got := []dedup.Record{}
	for r, err := range s.Load() {
		require.NoError(t, err)
		r.Text, err = s.Text(t.Context(), r.ID)
		require.NoError(t, err)
		got = append(got, r)
	}
	require.Equal(t, want, got)
}
