package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// lives measures a live index in a folder.
func (b *bench) lives() (string, error) {
	fill := table{head: []string{"articles", "added/s a core", "KB of heap an article", "KB resident", "KB on disk", "closed/s a core", "opened/s a core", "without an image", "KB of heap then", "KB resident then", "pairs compared an article"}}
	wait := table{head: []string{"articles", "call", "calls/s", "p50", "p99", "p99.9", "longest"}}
	for _, n := range b.live {
		progress("index of %d", n)
		out, err := run(b.job("live", "fill", n))
		if errors.Is(err, errLimit) {
			fill.add(count(float64(n)), cell(err))
			break
		}
		if err != nil {
			return "", err
		}
		fill.add(count(float64(n)), count(out.rate()), figures(1000*out.Kept/float64(n)), figures(1000*out.More["resident"]/float64(n)), figures(1000*out.More["disk"]/float64(n)),
			count(out.More["closed"]), count(out.More["opened"]), count(out.More["anew"]), figures(1000*out.More["kept"]/float64(n)), figures(1000*out.More["anonymous"]/float64(n)), figures(float64(out.Candidates)/float64(n)))
		progress("index of %d: %v", n, fill.rows[len(fill.rows)-1])
		if b.only == "fill" {
			continue
		}
		j := b.job("live", "load", n)
		j.Cores = runtime.NumCPU()
		progress("load on %d", n)
		if out, err = run(j); err != nil {
			return "", err
		}
		for _, call := range []string{"Match", "Add"} {
			wait.add(count(float64(n)), call, count(out.More[call+" rate"]), millis(out.More[call+" 50"]), millis(out.More[call+" 99"]), millis(out.More[call+" 99.9"]), millis(out.More[call+" 100"]))
		}
	}
	return fmt.Sprintf("Invented articles of seed %d, in a folder, in batches of %d. %s. One core, processor time; `%s`.\n\n%s\n"+
		"Mixed load on all cores: two goroutines that Match without a pause, and two that Add one article after the other, each durable when Add returns; wall time.\n\n%s",
		b.seed, liveBatch, machine(), command("live"), fill.String(), wait.String()), nil
}

const liveBatch = 256

func millis(seconds float64) string { return figures(1000*seconds) + " ms" }

// doLive fills an index, or asks one.
func doLive(j job) (out outcome, err error) {
	dir, err := os.MkdirTemp("", "wirecopy-live-")
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := store.Open(dir, nil)
	if err != nil {
		return out, err
	}
	defer s.Close()
	x, err := dedup.OpenIndex(context.Background(), s, nil)
	if err != nil {
		return out, err
	}
	stop, err := profile(j.Profile)
	if err != nil {
		return out, err
	}
	m := newMeter()
	inventing := 0.0
	if err := fill(x, j, &inventing); err != nil {
		return out, err
	}
	if err := stop(); err != nil {
		return out, err
	}
	st := x.Stats()
	if j.Name == "load" {
		out.More, err = mixed(x, j)
		return out, errors.Join(err, x.Close())
	}
	out = outcome{figure: m.stop(), Candidates: int(st.Compared), More: map[string]float64{}}
	out.Articles, out.Seconds = j.Size, out.Seconds-inventing
	out.More["resident"] = resident("VmRSS:") - out.Before
	m = newMeter()
	if err := x.Close(); err != nil {
		return out, err
	}
	out.More["closed"] = float64(j.Size) / m.stop().Seconds
	if file, err := os.Stat(filepath.Join(dir, store.FileName)); err == nil {
		out.More["disk"] = float64(file.Size()) / 1e6
	}
	opened, anonymous, err := reopen(s, j.Size)
	if err != nil {
		return out, err
	}
	out.More["opened"], out.More["kept"] = float64(j.Size)/opened.Seconds, opened.Kept // without texts, none of which was compared
	out.More["anonymous"] = anonymous
	if err := dropImage(s); err != nil {
		return out, err
	}
	opened, _, err = reopen(s, j.Size)
	out.More["anew"] = float64(j.Size) / opened.Seconds
	return out, err
}

// reopen measures the opening of an index of n articles, and the MB of memory that it then has, those of the files
// that the system keeps in memory not among them.
func reopen(s *store.Store, n int) (opened figure, anonymous float64, err error) {
	debug.FreeOSMemory()
	before := resident("RssAnon:")
	m := newMeter()
	x, err := dedup.OpenIndex(context.Background(), s, nil)
	if err != nil {
		return figure{}, 0, err
	}
	opened = m.stop()
	debug.FreeOSMemory()
	anonymous = resident("RssAnon:") - before
	if x.Len() != n {
		return opened, anonymous, fmt.Errorf("opened %d of %d articles", x.Len(), n)
	}
	return opened, anonymous, x.Close()
}

// dropImage takes the image of an index out of its store, as if it had never been closed.
func dropImage(s *store.Store) error {
	var b dedup.Batch
	for e, err := range s.Meta("i/", "i0") {
		if err != nil {
			return err
		}
		b.Meta = append(b.Meta, dedup.Entry{Key: e.Key})
	}
	return s.Apply(context.Background(), &b)
}

// fill adds invented articles, and counts the time that inventing them took.
func fill(x *dedup.Index, j job, inventing *float64) error {
	var batch []dedup.Article
	start := seconds()
	add := func() error {
		*inventing += seconds() - start
		_, err := x.Add(context.Background(), batch...)
		start = seconds()
		batch = batch[:0]
		return err
	}
	for a := range (invent.Corpus{Seed: j.Seed, Articles: j.Size}).All() {
		if batch = append(batch, fromInvented(a)); len(batch) == liveBatch {
			if err := add(); err != nil {
				return err
			}
		}
	}
	return add()
}

// mixed returns how long calls take while others are made.
func mixed(x *dedup.Index, j job) (map[string]float64, error) {
	const during = 10 * time.Second
	var fresh []dedup.Article
	for a := range (invent.Corpus{Seed: j.Seed + 1, Articles: 20_000}).All() {
		a.ID = "new-" + a.ID
		fresh = append(fresh, fromInvented(a))
	}
	var mu sync.Mutex
	took := map[string][]time.Duration{}
	errs := make(chan error, 4)
	var next atomic.Int64
	end := time.Now().Add(during)
	var wg sync.WaitGroup
	for i := range 4 {
		call := []string{"Match", "Add"}[i%2]
		wg.Go(func() {
			r := rand.New(rand.NewPCG(j.Seed, uint64(i)))
			var own []time.Duration
			for time.Now().Before(end) {
				var err error
				start := time.Now()
				if call == "Match" {
					_, err = x.Match(context.Background(), fresh[r.IntN(len(fresh))])
				} else if k := int(next.Add(1)); k < len(fresh) {
					_, err = x.Add(context.Background(), fresh[k])
				}
				if err != nil {
					errs <- err
					return
				}
				own = append(own, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			took[call] = append(took[call], own...)
		})
	}
	wg.Wait()
	more := map[string]float64{}
	for call, own := range took {
		more[call+" rate"] = float64(len(own)) / during.Seconds()
		for _, q := range []float64{50, 99, 99.9, 100} {
			more[fmt.Sprintf("%s %v", call, q)] = quantile(own, q/100)
		}
	}
	select {
	case err := <-errs:
		return nil, err
	default:
		return more, nil
	}
}
