package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/store"
)

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// TestAcknowledge: an item is done when its article is in the store, and not before; a source that is too fast waits.
func TestAcknowledge(t *testing.T) {
	const n = 1000
	var sent, acknowledged, most atomic.Int64
	folder := t.TempDir()
	source := Source{Name: "test", Read: func(_ context.Context, position []byte, items chan<- Item) error {
		require.Nil(t, position)
		for i := range n {
			items <- Item{
				Article:  dedup.Article{ID: strconv.Itoa(i % 200), Text: fmt.Sprintf("Version %d of number %d, by a careful hand.", i/200, i%200)},
				Position: fmt.Append(nil, i),
				Done: func() {
					require.Equal(t, int64(i), acknowledged.Add(1)-1, "in order")
				},
			}
			most.Store(max(most.Load(), sent.Add(1)-acknowledged.Load()))
		}
		return nil
	}}
	r, err := Run(t.Context(), source, &Options{Store: folder, Output: io.Discard, Logger: quiet(), Batch: 32})
	require.NoError(t, err)
	require.Equal(t, int64(n), acknowledged.Load())
	require.LessOrEqual(t, most.Load(), int64(32+maxReady+2))
	require.Equal(t, 200, r.Stats.Articles)
	require.Equal(t, uint64(800), r.Stats.Updated)

	source.Read = func(_ context.Context, position []byte, _ chan<- Item) error {
		require.Equal(t, "999", string(position))
		return nil
	}
	_, err = Run(t.Context(), source, &Options{Store: folder, Output: io.Discard, Logger: quiet()})
	require.NoError(t, err)
}

// A faulty store refuses to write.
type faulty struct {
	dedup.Store
	fails bool
}

var errFull = errors.New("the disk is full")

func (f *faulty) Apply(ctx context.Context, b *dedup.Batch) error {
	if f.fails {
		return errFull
	}
	return f.Store.Apply(ctx, b)
}

// TestNotes: a note is in the store with the articles or not at all, and what is written besides does
// not take it along.
func TestNotes(t *testing.T) {
	ctx := t.Context()
	s := &faulty{Store: new(store.Memory)}
	n := &notes{Store: s}
	is := func(key, want string) {
		t.Helper()
		got, err := n.read(key)
		require.NoError(t, err)
		require.Equal(t, want, string(got))
	}
	put := &dedup.Batch{Put: []dedup.Record{{Article: dedup.Article{ID: "a", Text: "A"}}}}
	n.set("position", []byte("1"))
	require.NoError(t, n.Apply(ctx, &dedup.Batch{Meta: []dedup.Entry{{Key: "other", Value: []byte("x")}}}))
	is("position", "")
	require.NoError(t, n.Apply(ctx, put))
	is("position", "1")
	require.Empty(t, put.Meta, "the batch is the index's")
	require.False(t, n.waits("position"))

	s.fails = true
	n.set("position", []byte("2"))
	n.encode("events", 7)
	require.ErrorIs(t, n.Apply(ctx, put), errFull)
	s.fails = false
	require.NoError(t, n.flush(ctx, "events"))
	is("position", "1")
	is("events", "7")
	require.True(t, n.waits("position"))
	require.NoError(t, n.flush(ctx, "position"))
	is("position", "2")
}

// TestResumeEvents: what was written is written once, whatever is at the end of the file.
func TestResumeEvents(t *testing.T) {
	const one, two, three = `{"seq":1,"kind":"joined"}` + "\n", `{"seq":2,"kind":"joined"}` + "\n", `{"seq":3,"kind":"of tomorrow"}` + "\n"
	long := `{"seq":4,"articles":["` + strings.Repeat("x", 300_000) + `"]}` + "\n"
	for _, tt := range []struct {
		why, text, rest string
		last            uint64
	}{
		{"nothing yet", "", "", 0},
		{"whole lines", one + two + three, one + two + three, 3},
		{"half a line", one + two[:10], one, 1},
		{"the first line half", one[:20], "", 0},
		{"its first byte", one[:1], "", 0},
		{"a line without its end", one + two[:len(two)-1], one, 1},
		{"zeros, as a crash of the system leaves", one + two + "\x00\x00\x00\n\x00\x00", one + two, 2},
		{"a long line", one + long, one + long, 4},
		{"half a long line", one + two + long[:250_000], one + two, 2},
	} {
		t.Run(tt.why, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "events")
			require.NoError(t, os.WriteFile(path, []byte(tt.text), 0o600))
			f, err := os.OpenFile(path, os.O_RDWR, 0)
			require.NoError(t, err)
			defer f.Close()
			e := &events{pipeline: &pipeline{Options: Options{Logger: quiet()}}, file: f}
			last, err := e.resume()
			require.NoError(t, err)
			require.Equal(t, tt.last, last)
			_, err = f.WriteString("more")
			require.NoError(t, err)
			got, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, tt.rest+"more", string(got))
		})
	}
}

// TestForget: the store lets events go that were written durably; one whose file was moved away goes on
// in the next, and a file of another store is refused.
func TestForget(t *testing.T) {
	dir := t.TempDir()
	folder, file := filepath.Join(dir, "store"), filepath.Join(dir, "events")
	pair := func(n int) string {
		text := fmt.Sprintf("On day %d the ferry %d left the harbour of Velmar with %d goats, and nobody aboard knew why.", n, 3*n, 7*n)
		return fmt.Sprintf(`{"id":"a%d","text":%q}`+"\n"+`{"id":"b%d","text":%q}`+"\n", n, text, n, text)
	}
	feed := func(lines string) error {
		_, err := Run(t.Context(), Lines(strings.NewReader(lines), "test"), &Options{Store: folder, Events: file, Logger: quiet()})
		return err
	}
	require.NoError(t, feed(pair(1)))
	first, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(first), `{"seq":1,"kind":"created","cluster":"c1","articles":["a1","b1"]`)
	s, err := store.Open(folder, nil)
	require.NoError(t, err)
	x, err := dedup.OpenIndex(t.Context(), s, nil)
	require.NoError(t, err)
	for e, err := range x.Events(0) {
		t.Fatalf("%+v is still there, %v", e, err)
	}
	require.NoError(t, errors.Join(x.Close(), s.Close()))

	require.NoError(t, os.Rename(file, file+".old"))
	require.NoError(t, feed(pair(2)))
	second, err := os.ReadFile(file)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(second), `{"seq":2,`), string(second))

	require.NoError(t, os.WriteFile(file, []byte(`{"seq":9}`+"\n"), 0o600))
	require.ErrorContains(t, feed(pair(3)), "it belongs to another store")
}

// TestForgetMeanwhile: the store lets events go while more come.
func TestForgetMeanwhile(t *testing.T) {
	ctx := t.Context()
	var out bytes.Buffer
	p := &pipeline{Options: Options{Output: &out, Logger: quiet()}, notes: &notes{Store: new(store.Memory)}}
	var err error
	p.index, err = dedup.OpenIndex(ctx, p.notes, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, p.index.Close()) }()
	e, err := openEvents(p)
	require.NoError(t, err)
	e.keep = 3
	for n := range 7 {
		text := fmt.Sprintf("On day %d the ferry %d left the harbour of Velmar with %d goats, and nobody aboard knew why.", n, 3*n, 7*n)
		_, err := p.index.Add(ctx, dedup.Article{ID: fmt.Sprint("a", n), Text: text}, dedup.Article{ID: fmt.Sprint("b", n), Text: text})
		require.NoError(t, err)
		require.NoError(t, e.write(ctx))
	}
	var kept []uint64
	for e, err := range p.index.Events(0) {
		require.NoError(t, err)
		kept = append(kept, e.Seq)
	}
	require.Equal(t, []uint64{7}, kept)
	require.Equal(t, 7, strings.Count(out.String(), "\n"))
	last, err := p.notes.read(eventsKey)
	require.NoError(t, err)
	require.Equal(t, "6", string(last))
}

// TestFailure: who fails ends all the others, and what it failed with comes back.
func TestFailure(t *testing.T) {
	sad := errors.New("the queue is gone")
	source := Source{Name: "test", Read: func(_ context.Context, _ []byte, items chan<- Item) error {
		items <- Item{Article: dedup.Article{ID: "a", Text: "The last word."}}
		return sad
	}}
	folder := t.TempDir()
	r, err := Run(t.Context(), source, &Options{Store: folder, Output: io.Discard, HTTP: "127.0.0.1:0", Logger: quiet()})
	require.ErrorIs(t, err, sad)
	require.Equal(t, 1, r.Stats.Articles, "what came before it is stored")

	source.Read = func(ctx context.Context, _ []byte, items chan<- Item) error {
		text := "Two ferries left the harbour of Velmar in the morning, and one came back at night."
		for _, id := range []string{"b", "c"} {
			items <- Item{Article: dedup.Article{ID: id, Text: text}}
		}
		<-ctx.Done() // the events fail, and that ends it
		return nil
	}
	_, err = Run(t.Context(), source, &Options{Store: folder, Output: broken{}, Logger: quiet()})
	require.ErrorIs(t, err, errFull)
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errFull }

// TestInterrupted: lines that were read are articles, though nobody ends the stream.
func TestInterrupted(t *testing.T) {
	in, feed := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	items := make(chan Item)
	ended := make(chan error)
	go func() { ended <- Lines(in, "test").Read(ctx, nil, items) }()
	_, err := io.WriteString(feed, `{"id":"a","text":"A"}`+"\n"+`{"id":"b","text":"B"}`+"\n"+`{"id":"c"`)
	require.NoError(t, err)
	require.Equal(t, "a", (<-items).Article.ID)
	cancel()
	require.Equal(t, "b", (<-items).Article.ID)
	require.NoError(t, <-ended)
}

// TestMetrics reads the numbers as Prometheus does.
func TestMetrics(t *testing.T) {
	s := dedup.Stats{Articles: 3, LastSeq: 8, Added: 5}
	s.Add.Count, s.Add.Sum = 4, 1500*time.Millisecond
	s.Add.Buckets[0], s.Add.Buckets[20], s.Add.Buckets[31] = 1, 2, 1
	types, values := map[string]string{}, map[string]float64{}
	scanner := bufio.NewScanner(bytes.NewReader(metrics(s, 2, 7)))
	help, buckets := "", 0
	for scanner.Scan() {
		f := strings.Fields(scanner.Text())
		switch {
		case f[0] == "#" && f[1] == "HELP":
			help = f[2]
			require.Greater(t, len(f), 3)
		case f[0] == "#":
			require.Equal(t, []string{"TYPE", help}, f[1:3])
			require.NotContains(t, types, help)
			types[help], buckets = f[3], 0
		default:
			require.Len(t, f, 2)
			require.True(t, strings.HasPrefix(f[0], help), f[0])
			v, err := strconv.ParseFloat(f[1], 64)
			require.NoError(t, err)
			require.NotContains(t, values, f[0])
			values[f[0]] = v
			if strings.Contains(f[0], "_bucket") {
				buckets++
				require.Equal(t, buckets == 32, strings.HasSuffix(f[0], `{le="+Inf"}`))
			}
			if types[help] == "counter" {
				require.True(t, strings.HasSuffix(f[0], "_total"))
			}
		}
	}
	require.Equal(t, "gauge", types["wirecopy_articles"])
	require.Equal(t, "histogram", types["wirecopy_add_seconds"])
	for name, want := range map[string]float64{
		"wirecopy_articles": 3, "wirecopy_last_event": 8, "wirecopy_last_event_written": 7, "wirecopy_added_total": 5, "wirecopy_bad_total": 2,
		`wirecopy_add_seconds_bucket{le="1e-06"}`: 1, `wirecopy_add_seconds_bucket{le="0.524288"}`: 1, `wirecopy_add_seconds_bucket{le="1.048576"}`: 3,
		`wirecopy_add_seconds_bucket{le="+Inf"}`: 4, "wirecopy_add_seconds_sum": 1.5, "wirecopy_add_seconds_count": 4,
	} {
		require.InDelta(t, want, values[name], 0, name)
	}
}

// A date in a year of five digits has no form in JSON.
func TestReplyWithoutForm(t *testing.T) {
	w := httptest.NewRecorder()
	reply(w, http.StatusOK, member{ID: "a", Published: time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)})
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.NotEmpty(t, w.Body.String())
}
