package pipeline

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A followed is a file and who follows it.
type followed struct {
	t        *testing.T
	path     string
	position []byte
	log      strings.Builder
	items    chan Item
	end      func()
}

func follow(t *testing.T) *followed {
	f := &followed{t: t, path: filepath.Join(t.TempDir(), "news.jsonl")}
	t.Cleanup(func() { f.stop() })
	return f
}

func (f *followed) start() {
	ctx, cancel := context.WithCancel(f.t.Context())
	s := &follower{path: f.path, poll: time.Millisecond, quiet: 20 * time.Millisecond, log: slog.New(slog.NewTextHandler(&f.log, nil))}
	items := make(chan Item)
	f.items = items
	ended := make(chan error, 1)
	position := f.position
	go func() {
		defer close(items)
		ended <- s.read(ctx, position, items)
	}()
	if position == nil {
		f.position = (<-items).Position
	}
	f.end = func() {
		cancel()
		for range items {
			continue
		}
		require.NoError(f.t, <-ended)
	}
}

func (f *followed) stop() {
	if f.end != nil {
		f.end()
		f.end = nil
	}
}

func (f *followed) write(path string, numbers ...int) {
	var text strings.Builder
	for _, n := range numbers {
		text.WriteString(numbered(n))
	}
	f.append(path, text.String())
}

func numbered(n int) string {
	return fmt.Sprintf("{\"id\":\"%d\",\"text\":%q}\n", n, strings.Repeat(fmt.Sprint("number ", n, " "), 50))
}

func (f *followed) append(path, text string) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(f.t, err)
	_, err = file.WriteString(text)
	require.NoError(f.t, err)
	require.NoError(f.t, file.Close())
}

func (f *followed) rename(from, to string) { require.NoError(f.t, os.Rename(from, to)) }

// wants holds the next items to their IDs, or errors, and takes them for stored.
func (f *followed) wants(want ...string) {
	f.t.Helper()
	if f.end == nil {
		f.start()
	}
	for _, w := range want {
		select {
		case i := <-f.items:
			got := i.Article.ID
			if i.Err != nil {
				got = strings.TrimPrefix(i.Err.Error(), filepath.Dir(f.path)+"/")
			}
			require.Equal(f.t, w, got)
			f.position = i.Position
		case <-time.After(10 * time.Second):
			f.t.Fatalf("%s does not come", w)
		}
	}
}

func (f *followed) wantsNone() {
	f.t.Helper()
	select {
	case i := <-f.items:
		f.t.Fatalf("%+v came", i)
	case <-time.After(60 * time.Millisecond):
	}
}

func TestFollow(t *testing.T) {
	t.Run("a file that is to come, and grows by bits", func(t *testing.T) {
		f := follow(t)
		f.start()
		f.wantsNone()
		f.write(f.path, 1, 2)
		f.wants("1", "2")
		f.append(f.path, numbered(3)[:100])
		f.wantsNone()
		f.append(f.path, numbered(3)[100:])
		f.wants("3")
		f.append(f.path, "{\n\n")
		f.wants("news.jsonl:4: broken JSON: unexpected end of JSON input", "")
		f.append(f.path, strings.Repeat("x", 3*MaxArticle)+"\n")
		f.write(f.path, 4)
		f.wants("news.jsonl:6: longer than 1024 KB, the most that is read at a time", "4")
		f.stop()
		f.write(f.path, 5)
		f.wants("5")
		f.stop()
		f.append(f.path, "{\n")
		f.wants("news.jsonl:9: broken JSON: unexpected end of JSON input")
	})
	t.Run("renamed while it is followed", func(t *testing.T) {
		f := follow(t)
		f.write(f.path, 1)
		f.wants("1")
		f.rename(f.path, f.path+".1")
		f.wantsNone()
		f.write(f.path, 3)
		f.append(f.path+".1", strings.TrimSpace(numbered(2))) // a writer that is late, and does not end the line
		f.wants("2", "3")
		f.wantsNone()
	})
	t.Run("removed while it is followed", func(t *testing.T) {
		f := follow(t)
		f.write(f.path, 1)
		f.wants("1")
		require.NoError(t, os.Remove(f.path))
		f.write(f.path, 2)
		f.wants("2")
	})
	t.Run("renamed several times while nobody looked", func(t *testing.T) {
		f := follow(t)
		f.write(f.path, 1, 2)
		f.wants("1")
		f.stop()
		f.write(f.path+".4", 99) // older
		f.rename(f.path, f.path+".3")
		f.write(f.path+".2.gz", 98) // not for us
		f.append(f.path+".2", "")
		f.write(f.path+".1", 3)
		f.write(f.path, 4)
		old := time.Now().Add(-time.Hour)
		for i, n := range []string{".4", ".3", ".2", ".1"} { // two of them at the same time
			require.NoError(t, os.Chtimes(f.path+n, time.Time{}, old.Add(time.Duration(i/2)*time.Minute)))
		}
		f.wants("2")
		f.stop()
		f.wants("3")
		f.stop()
		f.wants("4")
		f.wantsNone()
	})
	t.Run("renamed before the first line was read", func(t *testing.T) {
		for _, there := range []bool{true, false} {
			f := follow(t)
			f.write(f.path+".1", 99) // older
			require.NoError(t, os.Chtimes(f.path+".1", time.Time{}, time.Now().Add(-time.Hour)))
			if there {
				f.write(f.path, 1)
			}
			f.start()
			f.stop()
			if !there {
				f.write(f.path, 1)
			}
			f.rename(f.path+".1", f.path+".3")
			f.rename(f.path, f.path+".2")
			time.Sleep(10 * time.Millisecond) // for a coarse clock
			f.write(f.path+".1", 2)
			f.write(f.path, 3)
			f.wants("1", "2", "3")
			f.wantsNone()
		}
	})
	t.Run("renamed by date", func(t *testing.T) {
		f := follow(t)
		f.write(f.path, 1, 2)
		f.wants("1")
		f.stop()
		f.rename(f.path, f.path+"-20240304")
		f.wants("2")
		f.wantsNone()
		f.write(f.path, 3)
		f.wants("3")
	})
	t.Run("copied and cut", func(t *testing.T) {
		for _, looks := range []bool{true, false} {
			f := follow(t)
			f.write(f.path, 1, 2)
			f.wants("1")
			if f.stop(); looks {
				f.wants("2")
			}
			f.write(f.path+".1", 1, 2, 3)
			require.NoError(t, os.Truncate(f.path, 0))
			f.write(f.path, 4)
			if !looks {
				f.wants("2")
			}
			f.wants("3", "4")
			f.wantsNone()
		}
	})
	t.Run("cut, and longer than it was", func(t *testing.T) {
		f := follow(t)
		f.write(f.path, 1)
		f.wants("1")
		f.stop()
		require.NoError(t, os.Truncate(f.path, 0))
		f.write(f.path, 2, 3, 4)
		f.wants("2", "3", "4")
		f.stop()
		require.Contains(t, f.log.String(), "what was read last is in none beside it")
	})
	t.Run("gone", func(t *testing.T) {
		f := follow(t)
		f.write(f.path, 1)
		f.wants("1")
		f.stop()
		require.NoError(t, os.Remove(f.path))
		f.start()
		f.wantsNone()
		f.write(f.path, 2)
		f.wants("2")
	})
}
