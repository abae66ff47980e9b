package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// Some tests run this binary again, as a process that can be killed.
func TestMain(m *testing.M) {
	if os.Getenv("WIRECOPY_INGEST") != "" {
		main()
	}
	os.Exit(m.Run())
}

// A wire is a server in this process, with one stream.
type wire struct {
	url  string
	js   jetstream.JetStream
	last uint64 // number of the last message published
}

func newWire(t *testing.T) *wire {
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: -1, JetStream: true, StoreDir: t.TempDir(), NoSigs: true})
	require.NoError(t, err)
	s.Start()
	require.True(t, s.ReadyForConnections(10*time.Second))
	t.Cleanup(func() {
		s.Shutdown()
		s.WaitForShutdown()
	})
	c, err := nats.Connect(s.ClientURL())
	require.NoError(t, err)
	t.Cleanup(c.Close)
	w := &wire{url: s.ClientURL()}
	w.js, err = jetstream.New(c)
	require.NoError(t, err)
	_, err = w.js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "NEWS", Subjects: []string{"news.>"}})
	require.NoError(t, err)
	return w
}

func (w *wire) publish(t *testing.T, text string) {
	ack, err := w.js.Publish(t.Context(), "news.en", []byte(text))
	require.NoError(t, err)
	w.last = ack.Sequence
}

func article(id, text string) string { return fmt.Sprintf(`{"id":%q,"text":%q}`, id, text) }

// acknowledged reports whether there is nothing to send, new or again. The server may not have told the
// consumer yet of what was published last.
func (w *wire) acknowledged(t *testing.T) bool {
	c, err := w.js.Consumer(t.Context(), "NEWS", "wirecopy")
	if err != nil {
		return false
	}
	info, err := c.Info(t.Context())
	require.NoError(t, err)
	return info.NumPending == 0 && info.NumAckPending == 0 && info.AckFloor.Stream >= w.last
}

// A log may be read while it is written.
type log struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(b)
}

// run runs the command until all is acknowledged, and returns its log.
func (w *wire) run(t *testing.T, args ...string) string {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan int, 1)
	var l log
	go func() {
		ended <- run(ctx, append([]string{"-url", w.url, "-stream", "NEWS", "-ack-wait", "1s"}, args...), io.Discard, &l)
	}()
	require.Eventually(t, func() bool { return w.acknowledged(t) }, time.Minute, 5*time.Millisecond)
	cancel()
	require.Equal(t, done, <-ended)
	return l.String()
}

// held returns the texts that a store has.
func held(t *testing.T, folder string) map[string]string {
	s, err := store.Open(folder, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	texts := map[string]string{}
	for r, err := range s.Load() {
		require.NoError(t, err)
		texts[r.ID], err = s.Text(t.Context(), r.ID)
		require.NoError(t, err)
	}
	return texts
}

func TestStream(t *testing.T) {
	w := newWire(t)
	folder := t.TempDir()
	w.publish(t, article("a", "One ferry left."))
	w.publish(t, `{"id":`)
	w.publish(t, `{"id":"b","text":"Another came.","published":"today"}`)
	l := w.run(t, "-store", folder)
	require.Contains(t, l, "news.en: message 2 of NEWS: broken JSON: unexpected end of JSON input")
	require.Contains(t, l, "added=2")
	require.Contains(t, l, "bad=2")
	require.NotContains(t, l, "level=WARN")
	require.Equal(t, map[string]string{"a": "One ferry left.", "b": "Another came."}, held(t, folder))

	w.publish(t, article("a", "One ferry left. It was the last."))
	l = w.run(t, "-store", folder)
	require.Contains(t, l, "added=0 updated=1 unchanged=0 bad=0")
	require.Equal(t, "One ferry left. It was the last.", held(t, folder)["a"])
}

func TestMisuse(t *testing.T) {
	for _, tt := range []struct {
		args   []string
		status int
		says   string
	}{
		{nil, misuse, "-stream is missing"},
		{[]string{"-stream", "NEWS"}, misuse, "-store is missing"},
		{[]string{"-stream", "NEWS", "-store", t.TempDir(), "-url", "nats://127.0.0.1:1"}, failed, "nats://127.0.0.1:1: "},
		{[]string{"-stream", "OLDS", "-store", t.TempDir(), "-url", newWire(t).url}, failed, "the stream OLDS: "},
	} {
		var l log
		require.Equal(t, tt.status, run(t.Context(), tt.args, io.Discard, &l))
		require.Contains(t, l.String(), tt.says)
	}
}

// TestOrder: of two versions of an article the newer one stays, though the older one comes behind it,
// as it got lost on the way to an earlier process.
func TestOrder(t *testing.T) {
	w := newWire(t)
	folder := t.TempDir()
	w.publish(t, article("a", "The older version."))
	c, err := w.js.CreateConsumer(t.Context(), "NEWS", jetstream.ConsumerConfig{Durable: "wirecopy", AckPolicy: jetstream.AckExplicitPolicy, AckWait: time.Second})
	require.NoError(t, err)
	m, err := c.Next()
	require.NoError(t, err)
	require.Contains(t, string(m.Data()), "older")
	w.publish(t, article("a", "The newer version."))
	l := w.run(t, "-store", folder)
	require.Contains(t, l, "added=1")
	require.Equal(t, "The newer version.", held(t, folder)["a"])
}

// TestLate: the same within a process.
func TestLate(t *testing.T) {
	s := &source{newest: map[string]uint64{}}
	for _, tt := range []struct {
		seq  uint64
		want string
	}{{4, "a"}, {3, ""}, {4, "a"}, {5, "a"}} {
		i, err := s.item(&message{seq: tt.seq})
		require.NoError(t, err)
		require.Equal(t, tt.want, i.Article.ID)
		require.NotNil(t, i.Done)
	}
}

type message struct {
	jetstream.Msg
	seq uint64
}

func (m *message) Data() []byte { return []byte(article("a", "A")) }

func (m *message) Metadata() (*jetstream.MsgMetadata, error) {
	return &jetstream.MsgMetadata{Sequence: jetstream.SequencePair{Stream: m.seq}}, nil
}

// TestRedelivery kills the process at random moments: what it had not acknowledged comes again, and each
// event is written once.
func TestRedelivery(t *testing.T) {
	kills := 24
	if testing.Short() {
		kills = 4
	}
	w := newWire(t)
	dir := t.TempDir()
	folder, events := filepath.Join(dir, "store"), filepath.Join(dir, "events.jsonl")
	args := []string{"-url", w.url, "-stream", "NEWS", "-ack-wait", "1s", "-store", folder, "-events", events, "-batch", "4"}
	r := rand.New(rand.NewPCG(1, 1))
	want := map[string]string{}
	for range kills {
		c := exec.Command(os.Args[0], args...)
		c.Env = append(os.Environ(), "WIRECOPY_INGEST=1")
		require.NoError(t, c.Start())
		until := time.Now().Add(time.Duration(20+r.IntN(130)) * time.Millisecond)
		for time.Now().Before(until) {
			n := r.IntN(100)
			text := fmt.Sprintf("In harbour %d the ferry was late on Monday, and nobody aboard knew why it was.", n/4)
			if r.IntN(3) == 0 {
				text += fmt.Sprintf(" It came at %d.", r.IntN(24))
			}
			want[strconv.Itoa(n)] = text
			w.publish(t, article(strconv.Itoa(n), text))
			time.Sleep(time.Duration(r.IntN(4)) * time.Millisecond)
		}
		require.NoError(t, c.Process.Signal(syscall.SIGKILL))
		_ = c.Wait() // killed
	}
	w.run(t, "-store", folder, "-events", events)
	require.Equal(t, want, held(t, folder))
	text, err := os.ReadFile(events)
	require.NoError(t, err)
	seq := uint64(0)
	for line := range strings.Lines(string(text)) {
		var e dedup.Event
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		seq++
		require.Equal(t, seq, e.Seq)
	}
	require.NotZero(t, seq)
}
