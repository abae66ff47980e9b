package store

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

const (
	crashWriters = 4
	crashPuts    = 5 // articles in a batch
)

// crashBatch is batch n of a writer: it puts articles, changes those of batch n-1,
// deletes those of n-2 and notes its number.
func crashBatch(writer, n int) *dedup.Batch {
	b := &dedup.Batch{Meta: []dedup.Entry{{Key: strconv.Itoa(writer), Value: []byte(strconv.Itoa(n))}}}
	for i := range crashPuts {
		b.Put = append(b.Put, article(crashID(writer, n, i), n))
		if n > 1 {
			b.Update = append(b.Update, article(crashID(writer, n-1, i), n))
		}
		if n > 2 {
			b.Delete = append(b.Delete, crashID(writer, n-2, i))
		}
	}
	return b
}

func crashID(writer, n, i int) string { return fmt.Sprintf("%d-%d-%d", writer, n, i) }

// crashState returns what the articles of a writer are after batch n, by their IDs.
func crashState(writer, n int) map[string]dedup.Record {
	all := make(map[string]dedup.Record)
	for i := range crashPuts {
		if n > 0 {
			id := crashID(writer, n, i)
			all[id] = article(id, n)
		}
		if n > 1 {
			id := crashID(writer, n-1, i)
			r := article(id, n)
			r.Text = article(id, n-1).Text
			all[id] = r
		}
	}
	return all
}

// childWrite goes on where the store stands, and says of each batch that is
// acknowledged "writer number", until it is killed.
func childWrite(folder string) error {
	s, err := Open(folder, &Options{Wait: 10 * time.Second})
	if err != nil {
		return err
	}
	last, err := noted(s)
	if err != nil {
		return err
	}
	errs := make(chan error)
	for w := range crashWriters {
		go func() {
			for n := last[w] + 1; ; n++ {
				if err := s.Apply(context.Background(), crashBatch(w, n)); err != nil {
					errs <- err
				}
				if _, err := fmt.Fprintf(os.Stdout, "%d %d\n", w, n); err != nil { // one call of the system
					errs <- err
				}
			}
		}()
	}
	return <-errs
}

// noted returns the number of each writer's last batch.
func noted(s *Store) (last [crashWriters]int, err error) {
	for e, err := range s.Meta("", "") {
		if err != nil {
			return last, err
		}
		w, _ := strconv.Atoi(e.Key)
		if last[w], err = strconv.Atoi(string(e.Value)); err != nil {
			return last, err
		}
	}
	return last, nil
}

// TestCrash kills a process that writes, at any moment from its start on, and looks
// whether all that it acknowledged is there and whether each batch is whole.
func TestCrash(t *testing.T) {
	kills := 200
	if testing.Short() {
		kills = 12
	}
	folder := t.TempDir()
	r := rand.New(rand.NewPCG(rand.Uint64(), 0))
	var acknowledged [crashWriters]int
	total, amid := 0, 0
	for range kills {
		n := crashOnce(t, folder, time.Duration(r.IntN(150_000))*time.Microsecond, &acknowledged)
		if total += n; n > 0 {
			amid++
		}
		s := open(t, folder, nil)
		last, err := noted(s)
		require.NoError(t, err)
		want := make(map[string]dedup.Record)
		for w, n := range last {
			require.GreaterOrEqual(t, n, acknowledged[w], "a batch of writer %d was acknowledged and is not there", w)
			require.LessOrEqual(t, n, acknowledged[w]+1, "writer %d waits for each batch", w)
			acknowledged[w] = n
			maps.Copy(want, crashState(w, n))
		}
		got := make(map[string]dedup.Record)
		for a, err := range s.Load() {
			require.NoError(t, err)
			a.Text, err = s.Text(t.Context(), a.ID)
			require.NoError(t, err)
			got[a.ID] = a
		}
		require.Equal(t, want, got, "each batch is whole")
		require.NoError(t, s.Close())
	}
	require.Positive(t, total, "nothing was ever acknowledged")
	t.Logf("%d kills, %d of them amid writing; %d batches acknowledged", kills, amid, total)
}

// crashOnce starts a writer and kills it, and returns how many batches it acknowledged.
func crashOnce(t *testing.T, folder string, after time.Duration, acknowledged *[crashWriters]int) (n int) {
	cmd := child(t, "write", folder)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	var reading sync.WaitGroup
	reading.Go(func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			var w, batch int
			if _, err := fmt.Sscanf(lines.Text(), "%d %d", &w, &batch); err != nil {
				t.Errorf("%q: %v", lines.Text(), err)
				return
			}
			acknowledged[w] = batch
			n++
		}
	})
	time.Sleep(after)
	require.NoError(t, cmd.Process.Kill())
	reading.Wait()
	require.EqualError(t, cmd.Wait(), "signal: killed")
	return n
}
