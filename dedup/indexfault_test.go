package dedup_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// A faulty store fails when it is told to.
type faulty struct {
	dedup.Store
	apply atomic.Int32 // changes to go until one fails, behind the store's back; 0 is never
	calls atomic.Int32
	slow  chan struct{}
	lost  sync.Map // IDs whose texts are damaged
	old   bool     // states come as of another version

	read   func(id string) // unless nil, is told whose text is asked for
	broken error           // of Text, unless nil
}

func (f *faulty) Load() iter.Seq2[dedup.Record, error] {
	return func(yield func(dedup.Record, error) bool) {
		for r, err := range f.Store.Load() {
			if f.old && err == nil {
				r.State = []byte{0xfe, 1, 2, 3}
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// TestIndexOfAnotherVersion: what another version left, or other options, is prepared and compared anew.
func TestIndexOfAnotherVersion(t *testing.T) {
	f := &faulty{Store: new(store.Memory)}
	x := openOn(t, f, nil)
	x.add(t, loadNewsroom(t).articles...)
	x.sameAsGroup(t)
	for _, next := range []struct {
		old bool
		o   *dedup.Options
	}{
		{true, nil},
		{false, &dedup.Options{Sketch: minhash.Scheme{Size: 64}}},
		{false, &dedup.Options{Threshold: 0.8}},
		{true, &dedup.Options{Threshold: 0.2, Window: 48 * time.Hour}},
	} {
		require.NoError(t, x.Close())
		pages := func() (keys []string) {
			for e, err := range x.store.Meta("v/", "v0") {
				require.NoError(t, err)
				keys = append(keys, e.Key)
			}
			return keys
		}
		before := pages()
		f.old, x.options = next.old, next.o
		x.reopen(t)
		if next.o != nil && next.o.Threshold > 0 {
			for _, key := range before {
				require.NotContains(t, pages(), key, "verdicts of another version are not read the next time")
			}
		}
		f.old = false
		for id := range x.live {
			if !slices.Contains(x.IDs(), id) {
				delete(x.live, id) // out of the window
			}
		}
		x.sameAsGroup(t)
		if next.o != nil && next.o.Threshold > 0 { // else verdicts are as they were
			require.Greater(t, x.Stats().Compared, uint64(50))
		}
	}
	require.NoError(t, x.Close())
}

var errFull = errors.New("no room")

func (f *faulty) Apply(ctx context.Context, b *dedup.Batch) error {
	f.calls.Add(1)
	if f.slow != nil {
		<-f.slow
	}
	if f.apply.Load() > 0 && f.apply.Add(-1) == 0 {
		return errFull
	}
	return f.Store.Apply(ctx, b)
}

func (f *faulty) Text(ctx context.Context, id string) (string, error) {
	if f.read != nil {
		f.read(id)
	}
	if f.broken != nil {
		return "", f.broken
	}
	if _, ok := f.lost.Load(id); ok {
		return "", fmt.Errorf("%w: %q", dedup.ErrCorrupt, id)
	}
	return f.Store.Text(ctx, id)
}

// TestIndexFailures lets the store fail now and then: an Add that failed left nothing, and the index is what it
// would be without it.
func TestIndexFailures(t *testing.T) {
	all := loadNewsroom(t).articles
	rapid.Check(t, func(t *rapid.T) {
		f := &faulty{Store: new(store.Memory)}
		x := openOn(t, f, nil)
		defer func() { require.NoError(t, x.Close()) }()
		start := rapid.IntRange(0, len(all)-12).Draw(t, "start")
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			a := all[start+rapid.IntRange(0, 11).Draw(t, "article")]
			if rapid.Bool().Draw(t, "corrected") {
				a.Text += "\n\nCorrection: an earlier version named another harbour."
			}
			f.apply.Store(rapid.Int32Range(0, 2).Draw(t, "fails"))
			_, err := x.Add(context.Background(), a)
			if err == nil {
				x.live[a.ID] = a
			} else {
				require.ErrorIs(t, err, errFull)
			}
			f.apply.Store(0)
		}
		x.sameAsGroup(t)
	})
}

// TestLostText: an article whose text the store has lost is left out when it is needed, the others stay, and to add
// it anew mends it.
func TestLostText(t *testing.T) {
	f := &faulty{Store: new(store.Memory)}
	x := openOn(t, f, nil)
	defer func() { require.NoError(t, x.Close()) }()
	x.add(t, dedup.Article{ID: "wire", Text: wireStory}, dedup.Article{ID: "copy", Text: wireStory + " It rained."})
	require.NoError(t, x.Close())
	x.reopen(t) // or the text would still be at hand
	f.lost.Store("wire", true)
	c := x.add(t, dedup.Article{ID: "brief", Text: wireBrief})[0]
	require.Equal(t, "brief copy", c.Pairs[0].A+" "+c.Pairs[0].B)
	require.Eventually(t, func() bool { return x.Len() == 2 }, 5*time.Second, time.Millisecond)
	delete(x.live, "wire")
	require.EqualValues(t, 1, x.Stats().Lost)
	_, err := x.Article(t.Context(), "wire")
	require.ErrorIs(t, err, dedup.ErrUnknown)
	f.lost.Clear()
	c = x.add(t, dedup.Article{ID: "wire", Text: wireStory})[0]
	require.Equal(t, dedup.Added, c.What)
	require.Len(t, c.Pairs, 2)
	x.sameAsGroup(t)
}

// TestIndexWindow lets articles in that come late or early. Those that the window leaves behind go, and the rest is
// what Group makes of it.
func TestIndexWindow(t *testing.T) {
	const day = 24 * time.Hour
	texts := []string{wireStory, wireBrief, wireStory + "\n\n" + wireBrief, strings.ToUpper(wireStory)}
	first := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		o := &dedup.Options{Window: time.Duration(rapid.IntRange(1, 4).Draw(t, "days")) * day}
		x := openTested(t, o)
		defer func() { require.NoError(t, x.Close()) }()
		newest := first
		for i := range rapid.IntRange(1, 40).Draw(t, "articles") {
			a := dedup.Article{
				ID: strconv.Itoa(i), Text: rapid.SampledFrom(texts).Draw(t, "text"),
				Published: first.Add(time.Duration(rapid.IntRange(0, i/2+3).Draw(t, "hours/8")) * 8 * time.Hour),
			}
			if a.Published.After(newest) {
				newest = a.Published
			}
			_, err := x.Add(context.Background(), a)
			require.NoError(t, err)
			x.live[a.ID] = a
			maps.DeleteFunc(x.live, func(_ string, a dedup.Article) bool { return a.Published.Before(newest.Add(-o.Window)) })
			require.Equal(t, slices.Sorted(maps.Keys(x.live)), x.IDs())
		}
		x.sameAsGroup(t)
		require.NoError(t, x.Close())
		x.reopen(t)
		x.sameAsGroup(t)
	})
}

// One article without a date does not make an archive old.
func TestIndexWindowOfArchive(t *testing.T) {
	x := openTested(t, &dedup.Options{Window: 72 * time.Hour})
	defer func() { require.NoError(t, x.Close()) }()
	x.add(t, dedup.Article{ID: "old", Text: wireStory, Published: time.Date(2016, 5, 6, 0, 0, 0, 0, time.UTC)})
	x.add(t, dedup.Article{ID: "no date", Text: wireBrief})
	x.add(t, dedup.Article{ID: "ahead", Text: wireBrief, Published: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)})
	c := x.add(t, dedup.Article{ID: "next", Text: wireStory + " It was said on Friday.", Published: time.Date(2016, 5, 7, 0, 0, 0, 0, time.UTC)})
	require.Equal(t, dedup.Added, c[0].What)
	require.Equal(t, 4, x.Len())
	x.sameAsGroup(t)
}

// A date to come does not make all others old, and an article without one is as old as its arrival.
func TestIndexWindowOfToday(t *testing.T) {
	x := openTested(t, &dedup.Options{Window: time.Hour})
	defer func() { require.NoError(t, x.Close()) }()
	x.add(t, dedup.Article{ID: "no date", Text: wireStory})
	x.add(t, dedup.Article{ID: "far ahead", Text: wireBrief, Published: time.Now().Add(1000 * time.Hour)})
	x.add(t, dedup.Article{ID: "today", Text: wireBrief, Published: time.Now()})
	require.Equal(t, 3, x.Len())
	c, err := x.Add(t.Context(), dedup.Article{ID: "long ago", Text: wireBrief, Published: time.Now().Add(-100 * time.Hour)})
	require.NoError(t, err)
	require.Equal(t, dedup.Expired, c[0].What)
	require.Equal(t, 3, x.Len(), "what comes too late is not let in")
}

// What comes too late for the window is said to, and makes no cluster, not for a moment, in whatever batch it comes.
func TestIndexTooLate(t *testing.T) {
	x := openTested(t, &dedup.Options{Window: 72 * time.Hour})
	defer func() { require.NoError(t, x.Close()) }()
	newest := time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC)
	at := func(id string, hours int) dedup.Article {
		return dedup.Article{ID: id, Text: wireStory, Published: newest.Add(time.Duration(hours) * time.Hour)}
	}
	add := func(articles ...dedup.Article) []dedup.Change {
		changes, err := x.Add(t.Context(), articles...)
		require.NoError(t, err)
		return changes
	}
	require.Equal(t, []dedup.Change{{ID: "a", What: dedup.Expired}, {ID: "new", What: dedup.Added}, {ID: "b", What: dedup.Expired}},
		add(at("a", -100), at("new", 0), at("b", -100)))
	require.Equal(t, []dedup.Change{{ID: "a", What: dedup.Expired}, {ID: "b", What: dedup.Expired}}, add(at("a", -100), at("b", -100)))
	require.Equal(t, []string{"new"}, x.IDs())
	require.Zero(t, x.Stats().LastSeq, "nothing happened")
	require.EqualValues(t, 4, x.Stats().Expired)
	require.EqualValues(t, 1, x.Stats().Added)

	require.Equal(t, "c1", add(at("c", -72))[0].Cluster, "that is not too late")
	require.Equal(t, dedup.Expired, add(at("c", -73))[0].What, "a correction of the date is")
	x.live["new"] = at("new", 0)
	x.sameAsGroup(t)
	require.NoError(t, x.Close())
	x.reopen(t)
	x.sameAsGroup(t)
}

// What an article would be linked with may leave while it is looked for.
func TestMatchBesideRemoval(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0))))
	part := parts(t, 9, 3000, 4)
	x := openTested(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	var matching sync.WaitGroup
	for k := range 4 {
		matching.Go(func() {
			for ctx.Err() == nil {
				if _, err := x.Match(ctx, dedup.Article{ID: "m", Text: part(k, 0, 130)}); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
	}
	for end := time.Now().Add(2 * time.Second); time.Now().Before(end); {
		for k := range 4 {
			_, err := x.Index.Add(ctx, dedup.Article{ID: strconv.Itoa(k), Text: part(k, 0, 130)})
			require.NoError(t, err)
		}
		for k := range 4 {
			_, err := x.Index.Remove(ctx, strconv.Itoa(k))
			require.NoError(t, err)
		}
	}
	cancel()
	matching.Wait()
}

// TestIndexCrowd has many at work at once. What they leave is what Group says.
func TestIndexCrowd(t *testing.T) {
	all := loadNewsroom(t).articles
	x := openTested(t, nil)
	var wg sync.WaitGroup
	var mu sync.Mutex
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for w := range 4 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(7, uint64(w)))
			for i := w; i < len(all); i += 4 { // each has articles of its own to add and to remove
				if _, err := x.Add(ctx, all[i]); err != nil {
					t.Error(err)
				}
				mu.Lock()
				x.live[all[i].ID] = all[i]
				mu.Unlock()
				if r.IntN(3) == 0 {
					if _, err := x.Remove(ctx, all[i].ID); err != nil {
						t.Error(err)
					}
					mu.Lock()
					delete(x.live, all[i].ID)
					mu.Unlock()
				}
			}
		})
	}
	var readers sync.WaitGroup
	for w := range 3 {
		readers.Go(func() {
			r := rand.New(rand.NewPCG(8, uint64(w)))
			for ctx.Err() == nil {
				a := all[r.IntN(len(all))]
				if _, err := x.Match(ctx, a); err != nil && ctx.Err() == nil {
					t.Error(err)
				}
				if _, err := x.Pairs(ctx, a.ID); err != nil && !errors.Is(err, dedup.ErrUnknown) && ctx.Err() == nil {
					t.Error(err)
				}
				x.ClusterOf(a.ID)
				x.Clusters()
				x.Stats()
				x.IDs()
				if _, err := x.Explain(ctx, a.ID, all[0].ID); err != nil && !errors.Is(err, dedup.ErrUnknown) && ctx.Err() == nil {
					t.Error(err)
				}
			}
		})
	}
	readers.Go(func() { // follows the events as they come
		told, seen := map[string]string{}, uint64(0)
		for x.Wait(ctx, seen) == nil {
			for e, err := range x.Events(seen) {
				if err != nil || e.Seq != seen+1 {
					t.Error(e, err)
				}
				seen = e.Seq
				e.Apply(told)
			}
		}
	})
	wg.Wait()
	cancel()
	readers.Wait()
	x.sameAsGroup(t)
	require.NoError(t, x.Close())
	require.NoError(t, x.Close(), "twice")
	_, err := x.Add(t.Context(), all[0])
	require.ErrorIs(t, err, dedup.ErrClosed)
	require.EqualError(t, err, "dedup: index is closed")
	require.ErrorIs(t, x.Wait(t.Context(), 1<<60), dedup.ErrClosed)
}

// TestIndexWaits: while the store takes its time the calls that wait end with their contexts, no more than some are let in, and
// Close waits for those.
func TestIndexWaits(t *testing.T) {
	f := &faulty{Store: new(store.Memory), slow: make(chan struct{})}
	x := openOn(t, f, nil)
	first := make(chan error)
	go func() {
		_, err := x.Add(context.Background(), dedup.Article{ID: "first", Text: wireStory})
		first <- err
	}()
	require.Eventually(t, func() bool { return f.calls.Load() > 0 }, 5*time.Second, time.Millisecond)
	var wg sync.WaitGroup
	var ended, cut atomic.Int32
	for i := range 200 {
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			start := time.Now()
			if _, err := x.Add(ctx, dedup.Article{ID: strconv.Itoa(i), Text: wireBrief}); errors.Is(err, context.DeadlineExceeded) {
				cut.Add(1)
			}
			if time.Since(start) < 5*time.Second {
				ended.Add(1)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 200, ended.Load())
	require.EqualValues(t, 200, cut.Load())
	require.LessOrEqual(t, x.Stats().Waiting, 64)
	closed := make(chan struct{})
	go func() {
		_ = x.Close()
		close(closed)
	}()
	select {
	case <-closed:
		t.Fatal("Close did not wait")
	case <-time.After(20 * time.Millisecond):
	}
	close(f.slow)
	require.NoError(t, <-first)
	<-closed
	require.GreaterOrEqual(t, x.Len(), 1)
}

// A hooked store calls f when the texts of an index are read.
type hooked struct {
	dedup.Store
	f func(id string)
}

func (h *hooked) Text(ctx context.Context, id string) (string, error) {
	text, err := h.Store.Text(ctx, id)
	if h.f != nil {
		h.f(id)
	}
	return text, err
}

// TestLearnMeanwhile: what others change and remove while an index learns stays changed and removed.
func TestLearnMeanwhile(t *testing.T) {
	ctx := t.Context()
	s := &hooked{Store: new(store.Memory)}
	x, err := dedup.OpenIndex(ctx, s, nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, x.Close()) }()
	article := func(id string) dedup.Article {
		return dedup.Article{ID: id, Source: "Gazette", Text: "The ferry " + id + " sank in storm " + id + " off Velmar.\n\nOur readers wrote this page for the good of all readers.\n"}
	}
	ids := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}
	for _, id := range ids {
		_, err := x.Add(ctx, article(id))
		require.NoError(t, err)
	}
	reads := map[string]int{}
	s.f = func(id string) {
		if reads[id]++; reads[id] != 1 {
			return
		}
		switch id {
		case "c":
			a := article(id)
			a.Text = "Nothing of it is true, " + a.Text
			_, err := x.Add(ctx, a)
			require.NoError(t, err)
		case "d":
			n, err := x.Remove(ctx, id)
			require.NoError(t, err)
			require.Equal(t, 1, n)
		}
	}
	n, err := x.Learn(ctx)
	require.NoError(t, err)
	require.Equal(t, len(ids)-2, n)
	require.Equal(t, 1, reads["c"])
	s.f = nil
	a, err := x.Article(ctx, "c")
	require.NoError(t, err)
	require.Contains(t, a.Text, "Nothing of it is true")
	_, err = x.Article(ctx, "d")
	require.ErrorIs(t, err, dedup.ErrUnknown)
	st := x.Stats()
	require.Equal(t, []uint64{10, 1, 1}, []uint64{st.Added, st.Updated, st.Removed})
}
