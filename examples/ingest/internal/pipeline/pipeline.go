// Package pipeline takes articles from a source that never ends, finds out in an index what they
// are copies of, and writes what becomes of the clusters, through crashes and restarts.
//
// Into it goes a [Source]: [Lines] reads a stream of JSON lines, [Follow] a file that grows, and one who
// has a queue writes a third (../../nats). Out of it come events as JSON lines; answers to
// /match, /clusters, /metrics and /healthz; a log for the operator:
//
//	report, err := pipeline.Run(ctx, pipeline.Follow("news.jsonl", log), &pipeline.Options{
//		Store: "/var/lib/news", Events: "events.jsonl", Logger: log,
//	})
//
// # Promises
//
// Whatever ends the process and whenever, kill -9 and the loss of power included:
//
//   - An item is acknowledged only when its article is in the store. The position in a followed file is
//     in the same transaction of the store as the articles: each line is dealt with once. A
//     source that has no position gives again what was not acknowledged; what the store had
//     already is then found unchanged, and no event comes of it.
//   - Every event is in a file of events exactly once, in order and without gaps. Where the file ends
//     is read from the file, and half a line at its end is cut off. (Move the file away, if it is to begin
//     anew, while nobody writes: on restart the events go on in the new one.)
//   - On standard output, and where else nothing can be read back, every event is written at least once: after a
//     crash those of the last batches come again. They carry numbers.
//   - Memory is bounded: a source that is too fast has to wait. A batch has up to 8 MB of texts, 64 articles wait
//     for it, and none is longer than 1 MB.
//
// When ctx ends, the source stops, what it has handed over is put into the store and
// acknowledged, events are written, and all is closed. What cannot be gone on with, a full disk or a damaged
// store, ends it likewise, with an error: start it again when that is mended.
//
// # Reading the source
//
//	pipeline.go  Run: what is started, and in which order it ends
//	batch.go     from items to batches, and into the index
//	notes.go     notes that go into the store with the articles
//	events.go    the events, and where they end
//	lines.go     a source: JSON lines of a stream
//	follow.go    a source: a file that grows, is renamed and cut
//	serve.go     HTTP
//	metrics.go   the numbers for Prometheus
package pipeline

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// A Source gives articles. Under its Name its position is kept in the store. Read sends
// items until there are no more or ctx ends; then it returns soon. What it sends is always
// taken. Position is that of the last item that is in the store, nil at first.
type Source struct {
	Name string
	Read func(ctx context.Context, position []byte, items chan<- Item) error
}

// An Item is an article, or what is wrong with it.
type Item struct {
	Article  dedup.Article // without ID: there is none, only a position or an error
	Err      error         // to be logged; it names the place
	Position []byte        // behind this item; nil if the source has none
	Done     func()        // called, unless nil, when the article is in the store, or Err in the log
}

// Options are the choices of a run. The zero value of each but Store, Events and Logger is its default.
type Options struct {
	Store     string        // the folder
	Events    string        // the file of events; empty for Output
	Output    io.Writer     // where events go that have no file
	HTTP      string        // address of loopback, "127.0.0.1:8080"; empty for none
	Window    time.Duration // as dedup.Options has it
	Threshold float64       // likewise
	Batch     int           // articles that are put into the store together; 512
	Wait      time.Duration // how long a batch waits for more of them; 10 ms
	Logger    *slog.Logger
}

// A Report says what a run did.
type Report struct {
	Bad   uint64 // items with an error
	Stats dedup.Stats
}

// maxReady bounds the items that wait for the batch before them.
const maxReady = 64

type pipeline struct {
	Options
	source Source
	notes  *notes
	index  *dedup.Index
	events *events
	bad    atomic.Uint64
	taught taught
}

// Run runs a pipeline until its source has no more or ctx ends, neither of which is an error.
func Run(ctx context.Context, source Source, o *Options) (r Report, err error) {
	p := &pipeline{Options: *o, source: source}
	if p.Batch <= 0 {
		p.Batch = 512
	}
	if p.Wait <= 0 {
		p.Wait = 10 * time.Millisecond
	}
	s, err := store.Open(p.Store, nil)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	p.notes = &notes{Store: s}
	start := time.Now()
	p.index, err = dedup.OpenIndex(ctx, p.notes, &dedup.Options{Window: p.Window, Threshold: p.Threshold, Logger: p.Logger})
	switch {
	case errors.Is(err, context.Canceled):
		return r, nil // asked to end while it was opened
	case err != nil:
		return r, err
	}
	defer func() { err = errors.Join(err, p.index.Close()) }()
	p.Logger.Info("opened", "store", p.Store, "articles", p.index.Len(), "took", time.Since(start).Round(time.Millisecond))
	if p.events, err = openEvents(p); err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, p.events.close(context.WithoutCancel(ctx))) }()
	err = p.run(ctx)
	r = Report{Bad: p.bad.Load(), Stats: p.index.Stats()}
	p.Logger.Info("closing", "added", r.Stats.Added, "updated", r.Stats.Updated, "unchanged", r.Stats.Unchanged, "bad", r.Bad,
		"articles", r.Stats.Articles, "p50", r.Stats.Add.Quantile(.5), "p99", r.Stats.Add.Quantile(.99))
	return r, err
}

// run has four at work: the source, what becomes of its items, the events, the server. Who
// fails ends them all. They end in this order: the source, the items that it left, the
// server, the events.
func (p *pipeline) run(ctx context.Context) error {
	position, err := p.notes.read(positionKey + p.source.Name)
	if err != nil {
		return err
	}
	if err := p.notes.decode(taughtKey, &p.taught); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var mu sync.Mutex
	var failed error
	fail := func(err error) {
		if err != nil {
			mu.Lock()
			failed = errors.Join(failed, err)
			mu.Unlock()
			stop()
		}
	}

	unserve := func() {}
	if p.HTTP != "" {
		listener, err := net.Listen("tcp", p.HTTP)
		if err != nil {
			return err
		}
		p.Logger.Info("serving", "address", listener.Addr().String())
		unserve = parallel(ctx, func(ended context.Context) { fail(serve(ended, listener, p.handler(ctx))) })
	}
	untell := parallel(ctx, func(ended context.Context) { fail(p.events.run(ended)) })
	items := make(chan Item, maxReady)
	go func() {
		defer close(items)
		fail(p.source.Read(ctx, position, items))
	}()
	fail(p.take(ctx, items))
	for range items { // if that failed
		continue
	}
	unserve()
	untell()
	return failed
}

// parallel starts f. What it returns ends f's context, which ctx does not, and waits for f.
func parallel(ctx context.Context, f func(ended context.Context)) (end func()) {
	ended, stop := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	running.Go(func() { f(ended) })
	return func() {
		stop()
		running.Wait()
	}
}

// A taught says when the index learned last, of how many articles.
type taught struct {
	Articles int       `json:"articles"`
	Time     time.Time `json:"time"`
}

const (
	taughtKey   = "taught"
	firstLesson = 256 // articles
	lessonEvery = 24 * time.Hour
)

// learn has the index learn what recurs in the articles of a source, if it has twice as many
// as the last time, or that was a day ago. The source waits meanwhile; Match does not.
func (p *pipeline) learn(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	default:
	}
	n := p.index.Len()
	if n < firstLesson || n < 2*p.taught.Articles && time.Since(p.taught.Time) < lessonEvery {
		return nil
	}
	start := time.Now()
	p.Logger.Info("learning what recurs in the articles of a source", "articles", n, "last", p.taught.Articles)
	changed, err := p.index.Learn(ctx)
	switch {
	case errors.Is(err, context.Canceled):
		return nil // it was asked to end, and learns the next time
	case err != nil:
		return fmt.Errorf("learning: %w", err)
	}
	p.taught = taught{n, start}
	p.notes.encode(taughtKey, p.taught)
	p.Logger.Info("learned", "changed", changed, "took", time.Since(start).Round(time.Millisecond))
	return p.notes.flush(context.WithoutCancel(ctx), taughtKey)
}

// Flags defines the flags of the options.
func (o *Options) Flags(f *flag.FlagSet) {
	f.StringVar(&o.Store, "store", "", "the folder that keeps the articles")
	f.StringVar(&o.Events, "events", "", "a file for the events")
	f.StringVar(&o.HTTP, "http", "", "an address of loopback to serve on")
	f.DurationVar(&o.Window, "window", 0, "how long articles are kept")
	f.Float64Var(&o.Threshold, "threshold", 0, "the score from which a pair counts as derived")
	f.IntVar(&o.Batch, "batch", 0, "articles that are put into the store together")
	f.DurationVar(&o.Wait, "wait", 0, "how long a batch waits for more")
}

// Check returns an error if the options ask for what there is not.
func (o *Options) Check() error {
	switch {
	case o.Store == "":
		return errors.New("-store is missing: the folder that keeps the articles")
	case o.Threshold < 0 || o.Threshold > 1:
		return fmt.Errorf("-threshold %g: a score is between 0 and 1", o.Threshold)
	case o.Window < 0 || o.Wait < 0 || o.Batch < 0:
		return errors.New("-window, -wait and -batch cannot be negative")
	case o.HTTP != "":
		return onLoopback(o.HTTP)
	}
	return nil
}
