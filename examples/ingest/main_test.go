package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// Some tests run this binary again, as a process that can be told to stop, and killed.
func TestMain(m *testing.M) {
	if os.Getenv("WIRECOPY_INGEST") != "" {
		main()
	}
	os.Exit(m.Run())
}

// newsroom returns the articles of testdata/newsroom and their lines.
func newsroom(t testing.TB) (articles []dedup.Article, lines []string) {
	for a, err := range input.Read([]string{"../../testdata/newsroom"}, nil) {
		require.NoError(t, err)
		articles = append(articles, a)
		lines = append(lines, line(a))
	}
	require.NotEmpty(t, lines)
	return articles, lines
}

func line(a dedup.Article) string {
	o := map[string]any{"id": a.ID, "title": a.Title, "text": a.Text, "source": a.Source, "lang": a.Language}
	if !a.Published.IsZero() {
		o["published"] = a.Published
	}
	text, err := json.Marshal(o)
	if err != nil {
		panic(err) // strings and a time
	}
	return string(text) + "\n"
}

// ingest runs the command on some standard input to its end.
func ingest(t testing.TB, stdin string, args ...string) (status int, stdout, stderr string) {
	var out, log bytes.Buffer
	status = run(t.Context(), args, strings.NewReader(stdin), &out, &log)
	return status, out.String(), log.String()
}

// held returns what a store has: its articles, and its clusters by article.
func held(t testing.TB, folder string) (articles map[string]dedup.Article, clusters map[string]string) {
	s, err := store.Open(folder, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	x, err := dedup.OpenIndex(t.Context(), s, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, x.Close()) }()
	articles, clusters = map[string]dedup.Article{}, map[string]string{}
	for _, id := range x.IDs() {
		articles[id], err = x.Article(t.Context(), id)
		require.NoError(t, err)
	}
	for _, c := range x.Clusters() {
		for _, m := range c.Members {
			clusters[m.ID] = c.ID
		}
	}
	return articles, clusters
}

// told applies events, which must be numbered from 1 on without gap or repetition.
func told(t testing.TB, events string) (clusters map[string]string) {
	clusters = map[string]string{}
	seq := uint64(0)
	for text := range strings.Lines(events) {
		var e dedup.Event
		require.NoError(t, json.Unmarshal([]byte(text), &e), text)
		seq++
		require.Equal(t, seq, e.Seq)
		e.Apply(clusters)
	}
	return clusters
}

func requireArticles(t testing.TB, want []dedup.Article, got map[string]dedup.Article) {
	require.Len(t, got, len(want))
	for _, a := range want {
		require.Equal(t, a.Text, got[a.ID].Text)
		require.True(t, a.Published.Equal(got[a.ID].Published))
	}
}

func TestStdin(t *testing.T) {
	articles, lines := newsroom(t)
	folder := t.TempDir()
	status, events, log := ingest(t, strings.Join(lines, ""), "-store", folder)
	require.Equal(t, done, status, log)
	have, clusters := held(t, folder)
	requireArticles(t, articles, have)
	require.Equal(t, clusters, told(t, events))
	stories := map[string]bool{}
	for _, c := range clusters {
		stories[c] = true
	}
	require.Len(t, stories, 14)

	t.Run("the same again is nothing new", func(t *testing.T) {
		status, events, log := ingest(t, strings.Join(lines, ""), "-store", folder)
		require.Equal(t, done, status, log)
		require.Empty(t, events)
		require.Contains(t, log, fmt.Sprintf("unchanged=%d", len(lines)))
	})
	t.Run("a correction goes on where the events ended", func(t *testing.T) {
		a := articles[0]
		a.Text = "Nothing of it is true."
		status, more, log := ingest(t, line(a), "-store", folder)
		require.Equal(t, done, status, log)
		_, clusters := held(t, folder)
		require.NotContains(t, clusters, a.ID)
		require.Equal(t, clusters, told(t, events+more))
	})
	t.Run("a file that comes later is told that it has not all", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "events")
		status, _, log := ingest(t, "", "-store", folder, "-events", file)
		require.Equal(t, done, status, log)
		require.Contains(t, log, "the file begins where the events ended that were written elsewhere")
		status, _, log = ingest(t, line(articles[0]), "-store", folder, "-events", file)
		require.Equal(t, done, status, log)
		written, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Regexp(t, `^{"seq":[1-9]\d+,`, string(written))
	})
}

func TestBadLines(t *testing.T) {
	_, lines := newsroom(t)
	folder := t.TempDir()
	in := lines[0] + `{"id":"a"` + "\n\n" + `{"text":"no name"}` + "\n" + `{"id":"long","text":"` + strings.Repeat("x", 1<<20) + `"}` + "\n" +
		`{"id":"undated","text":"Some day.","published":"soon"}` + "\n" + `{"id":"empty","text":""}` + "\n" + strings.TrimSpace(lines[1])
	status, _, log := ingest(t, in, "-store", folder, "-batch", "2")
	require.Equal(t, failed, status)
	for n, want := range map[int]string{
		2: "broken JSON: unexpected end of JSON input",
		4: "dedup: article without an ID",
		5: "longer than 1024 KB, the most that is read at a time",
		6: "is not a date like 2024-03-04 or 2024-03-04T07:12:00Z; the article is read without it",
		7: "no text",
	} {
		require.Regexp(t, fmt.Sprintf(`standard input:%d: .*%s`, n, regexp.QuoteMeta(want)), log)
	}
	require.Contains(t, log, "bad=5")
	have, _ := held(t, folder)
	require.Len(t, have, 3)
	require.Equal(t, "Some day.", have["undated"].Text)
}

func TestMisuse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, []byte("My diary.\n"), 0o600))
	for _, tt := range []struct {
		args   []string
		status int
		says   string
	}{
		{nil, misuse, "-store is missing"},
		{[]string{"-store", "x", "file"}, misuse, `"file": files are named by -follow`},
		{[]string{"-store", "x", "-threshold", "2"}, misuse, "a score is between 0 and 1"},
		{[]string{"-store", "x", "-http", ":8080"}, misuse, "is not on loopback"},
		{[]string{"-store", "x", "-http", "10.0.0.1:8080"}, misuse, "is not on loopback"},
		{[]string{"-store", "x", "-batch", "many"}, misuse, "invalid value"},
		{[]string{"-h"}, done, ""},
		{[]string{"-store", file}, failed, "not a directory"},
		{[]string{"-store", t.TempDir(), "-events", file}, failed, "it is there and has no events in it"},
	} {
		status, out, log := ingest(t, "", tt.args...)
		require.Equal(t, tt.status, status, "%q: %s", tt.args, log)
		require.Contains(t, log, tt.says)
		if tt.status == done {
			require.Equal(t, help, out)
		}
	}
	diary, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, "My diary.\n", string(diary))
}

// TestLearn: it learns once there are enough articles, and again when they have doubled.
func TestLearn(t *testing.T) {
	folder := t.TempDir()
	lines := func(from, to int) string {
		var b strings.Builder
		for i := range to - from {
			b.WriteString(line(dedup.Article{ID: strconv.Itoa(from + i), Source: "Gazette", Text: fmt.Sprintf("Number %d sang number %d.\n\nLe petit coin des lecteurs fidèles du journal.", from+i, 7*(from+i))}))
		}
		return b.String()
	}
	const says = "learning what recurs"
	_, _, log := ingest(t, lines(0, 200), "-store", folder)
	require.NotContains(t, log, says)
	_, _, log = ingest(t, lines(200, 300), "-store", folder, "-batch", "10")
	require.Equal(t, 1, strings.Count(log, says), log)
	require.Contains(t, log, "articles=260 last=0")
	_, _, log = ingest(t, lines(300, 600), "-store", folder, "-batch", "10")
	require.Equal(t, 1, strings.Count(log, says), log)
	require.Contains(t, log, "articles=520 last=260")
}

// A process is the command in a process of its own.
type process struct {
	*exec.Cmd
	log string
}

// child returns a process that is to be started.
func child(t testing.TB, args ...string) *process {
	c := &process{exec.Command(os.Args[0], args...), filepath.Join(t.TempDir(), "log")}
	log, err := os.Create(c.log)
	require.NoError(t, err)
	c.Env = append(os.Environ(), "WIRECOPY_INGEST=1")
	c.Stderr = log
	t.Cleanup(func() {
		if c.Process != nil && c.ProcessState == nil {
			_ = c.Process.Kill()
			_ = c.Wait() // killed
		}
		_ = log.Close()
	})
	return c
}

func (c *process) logged(t testing.TB) string {
	text, err := os.ReadFile(c.log)
	require.NoError(t, err)
	return string(text)
}

// serving waits for the server and returns its address.
func (c *process) serving(t testing.TB) string {
	var address []string
	require.Eventually(t, func() bool {
		address = regexp.MustCompile(`address=(\S+)`).FindStringSubmatch(c.logged(t))
		return address != nil
	}, 30*time.Second, 5*time.Millisecond)
	return "http://" + address[1]
}

// stop tells it to stop, and holds it to doing so in peace.
func (c *process) stop(t testing.TB, sig os.Signal) {
	require.NoError(t, c.Process.Signal(sig))
	require.NoError(t, c.Wait(), c.logged(t))
}

func get(t testing.TB, url string) (status int, body string) {
	r, err := http.Get(url)
	require.NoError(t, err)
	text, err := io.ReadAll(r.Body)
	require.NoError(t, errors.Join(err, r.Body.Close()))
	return r.StatusCode, string(text)
}

// metric returns a number of /metrics.
func metric(t testing.TB, url, name string) string {
	_, body := get(t, url+"/metrics")
	m := regexp.MustCompile(`(?m)^wirecopy_` + name + ` (\S+)$`).FindStringSubmatch(body)
	require.NotNil(t, m, name)
	return m[1]
}

func TestServer(t *testing.T) {
	articles, lines := newsroom(t)
	folder := t.TempDir()
	events := filepath.Join(folder, "events.jsonl")
	c := &process{log: filepath.Join(t.TempDir(), "log")}
	log, err := os.Create(c.log)
	require.NoError(t, err)
	defer log.Close()
	in, feed := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"-store", folder, "-events", events, "-http", "127.0.0.1:0"}, in, io.Discard, log)
	}()
	url := c.serving(t)
	_, err = io.WriteString(feed, strings.Join(lines, ""))
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		return metric(t, url, "articles") == strconv.Itoa(len(lines)) && metric(t, url, "clusters") == "14"
	}, 30*time.Second, 5*time.Millisecond)

	status, body := get(t, url+"/healthz")
	require.Equal(t, "200 ok\n", fmt.Sprint(status, " ", body))

	post := func(body string) (int, map[string]any) {
		r, err := http.Post(url+"/match", "application/json", strings.NewReader(body))
		require.NoError(t, err)
		var m map[string]any
		require.NoError(t, errors.Join(json.NewDecoder(r.Body).Decode(&m), r.Body.Close()))
		return r.StatusCode, m
	}
	text, err := json.Marshal(map[string]string{"text": articles[0].Text})
	require.NoError(t, err)
	status, m := post(string(text))
	require.Equal(t, http.StatusOK, status)
	first := m["relations"].([]any)[0].(map[string]any)
	require.Equal(t, articles[0].ID, first["id"])
	require.Equal(t, "identical", first["relation"])
	require.InDelta(t, 1, first["contained_in"], 0)
	status, m = post(lines[0]) // one with its ID is not looked at
	require.Equal(t, http.StatusOK, status)
	require.NotContains(t, fmt.Sprint(m), articles[0].ID)
	status, m = post(`{"text":"Nobody has ever said this before, and nobody will."}`)
	require.Equal(t, http.StatusOK, status)
	require.Empty(t, m["relations"])
	require.NotNil(t, m["relations"])
	status, m = post(`{"text":`)
	require.Equal(t, http.StatusBadRequest, status)
	require.Equal(t, "broken JSON: unexpected end of JSON input", m["error"])
	status, m = post(strings.Repeat(" ", 1<<20+1))
	require.Equal(t, http.StatusRequestEntityTooLarge, status, m)
	require.Equal(t, strconv.Itoa(len(lines)), metric(t, url, "articles"), "nothing was kept")

	status, body = get(t, url+"/clusters/"+first["cluster"].(string))
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, articles[0].ID)
	status, _ = get(t, url+"/clusters/c0")
	require.Equal(t, http.StatusNotFound, status)
	status, _ = get(t, url+"/match")
	require.Equal(t, http.StatusMethodNotAllowed, status)

	cancel() // nobody writes into the pipe, and yet it ends
	require.Equal(t, done, <-ended, c.logged(t))
	_, clusters := held(t, folder)
	written, err := os.ReadFile(events)
	require.NoError(t, err)
	require.Equal(t, clusters, told(t, string(written)))
}

// TestSignal stops a process whose standard input goes on.
func TestSignal(t *testing.T) {
	articles, lines := newsroom(t)
	for _, sig := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		t.Run(sig.String(), func(t *testing.T) {
			folder := t.TempDir()
			in, feed, err := os.Pipe()
			require.NoError(t, err)
			defer in.Close()
			defer func() { _ = feed.Close() }()
			var events bytes.Buffer
			c := child(t, "-store", folder, "-http", "127.0.0.1:0")
			c.Stdin, c.Stdout = in, &events
			require.NoError(t, c.Start())
			url := c.serving(t)
			_, err = feed.WriteString(strings.Join(lines, ""))
			require.NoError(t, err)
			require.Eventually(t, func() bool { return metric(t, url, "articles") == strconv.Itoa(len(lines)) }, 30*time.Second, 5*time.Millisecond)
			c.stop(t, sig)
			have, clusters := held(t, folder)
			requireArticles(t, articles, have)
			require.Equal(t, clusters, told(t, events.String()))
		})
	}
}

// TestSecondSignal: a client who never ends his request is waited for, but not after a second signal.
func TestSecondSignal(t *testing.T) {
	in, feed, err := os.Pipe()
	require.NoError(t, err)
	defer in.Close()
	defer func() { _ = feed.Close() }()
	c := child(t, "-store", t.TempDir(), "-http", "127.0.0.1:0")
	c.Stdin = in
	require.NoError(t, c.Start())
	client, err := net.Dial("tcp", strings.TrimPrefix(c.serving(t), "http://"))
	require.NoError(t, err)
	defer client.Close()
	_, err = io.WriteString(client, "POST /match HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n{")
	require.NoError(t, err)
	time.Sleep(50 * time.Millisecond) // it is being served
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	begin := time.Now()
	for signals := 0; ; signals++ {
		_ = c.Process.Signal(syscall.SIGTERM) // it may have ended
		select {
		case err := <-ended:
			require.ErrorContains(t, err, "signal: terminated")
			require.Positive(t, signals)
			require.Less(t, time.Since(begin), 4*time.Second)
			return
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// TestKill follows a file while its writer appends to it and renames it, and while the process
// is killed at random moments: each article is there in the end, and each event once.
func TestKill(t *testing.T) {
	kills := 40
	if testing.Short() {
		kills = 6
	}
	articles, _ := newsroom(t)
	dir := t.TempDir()
	path, folder, events := filepath.Join(dir, "news.jsonl"), filepath.Join(dir, "store"), filepath.Join(dir, "events.jsonl")
	r := rand.New(rand.NewPCG(1, 1))
	w := newWriter(t, path)
	want := map[string]dedup.Article{}
	args := []string{"-store", folder, "-follow", path, "-events", events, "-http", "127.0.0.1:0", "-batch", "3"}
	for n := range kills {
		c := child(t, args...)
		require.NoError(t, c.Start())
		if n%8 == 0 {
			c.serving(t) // sometimes it comes to work
		}
		until := time.Now().Add(time.Duration(r.IntN(150)) * time.Millisecond)
		for time.Now().Before(until) {
			a := articles[r.IntN(len(articles))]
			if r.IntN(3) == 0 {
				a.Text += fmt.Sprintf("\n\nCorrection %d: it was number %d.", r.IntN(1000), r.IntN(1000))
			}
			a.ID = fmt.Sprintf("%s-%d", a.ID, r.IntN(3))
			want[a.ID] = a
			w.write(line(a))
			time.Sleep(time.Duration(r.IntN(8)) * time.Millisecond)
			if r.IntN(12) == 0 {
				w.rotate()
			}
		}
		require.NoError(t, c.Process.Kill())
		_ = c.Wait() // killed
	}
	w.close()
	c := child(t, args...)
	require.NoError(t, c.Start())
	url := c.serving(t)
	end := func() bool {
		return metric(t, url, "articles") == strconv.Itoa(len(want)) && metric(t, url, "last_event") == metric(t, url, "last_event_written")
	}
	require.Eventually(t, end, time.Minute, 20*time.Millisecond, "%s", c.logged(t))
	last := line(dedup.Article{ID: "last", Text: "The last of all."})
	w = newWriter(t, path)
	w.write(last)
	want["last"] = dedup.Article{ID: "last", Text: "The last of all."}
	require.Eventually(t, end, time.Minute, 20*time.Millisecond, "%s", c.logged(t))
	w.close()
	c.stop(t, syscall.SIGTERM)

	have, clusters := held(t, folder)
	requireArticles(t, slices.Collect(maps.Values(want)), have)
	written, err := os.ReadFile(events)
	require.NoError(t, err)
	require.Equal(t, clusters, told(t, string(written)))
	require.NotEmpty(t, clusters)
}

// A writer writes a file and renames it now and then, as logrotate does.
type writer struct {
	t    testing.TB
	path string
	file *os.File
}

func newWriter(t testing.TB, path string) *writer {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	require.NoError(t, err)
	return &writer{t, path, f}
}

// write writes a line in two halves, as a buffer does.
func (w *writer) write(text string) {
	for _, part := range []string{text[:len(text)/2], text[len(text)/2:]} {
		_, err := w.file.WriteString(part)
		require.NoError(w.t, err)
	}
}

func (w *writer) rotate() {
	for n := 99; n > 0; n-- {
		if _, err := os.Stat(fmt.Sprintf("%s.%d", w.path, n)); err == nil {
			require.NoError(w.t, os.Rename(fmt.Sprintf("%s.%d", w.path, n), fmt.Sprintf("%s.%d", w.path, n+1)))
		}
	}
	require.NoError(w.t, os.Rename(w.path, w.path+".1"))
	w.close()
	*w = *newWriter(w.t, w.path)
}

func (w *writer) close() { require.NoError(w.t, w.file.Close()) }

// BenchmarkIngest takes invented articles from standard input into an empty store, durably, in
// batches. What it says of p99 is of a batch.
//
//	GOMAXPROCS=1 go test -run - -bench Ingest -benchtime 1x ./examples/ingest
func BenchmarkIngest(b *testing.B) {
	n := 20_000
	if testing.Short() {
		n = 500
	}
	news, err := exec.Command("go", "run", "../../dedup/internal/invent/write", "-articles", strconv.Itoa(n)).Output()
	require.NoError(b, err)
	for b.Loop() {
		var log bytes.Buffer
		folder := b.TempDir()
		start := time.Now()
		cpu := cpuTime()
		require.Equal(b, done, run(b.Context(), []string{"-store", folder, "-events", filepath.Join(folder, "events")}, bufio.NewReader(bytes.NewReader(news)), io.Discard, &log), log.String())
		b.ReportMetric(float64(n)/time.Since(start).Seconds(), "articles/s")
		if cpu = cpuTime() - cpu; cpu > 0 {
			b.ReportMetric(float64(n)/cpu.Seconds(), "articles/cpu-s")
		}
		for _, q := range []string{"p50", "p99"} {
			m := regexp.MustCompile(q + `=(\S+)`).FindStringSubmatch(log.String())
			require.NotNil(b, m)
			d, err := time.ParseDuration(m[1])
			require.NoError(b, err)
			b.ReportMetric(float64(d.Milliseconds()), q+"-ms/batch")
		}
	}
}
