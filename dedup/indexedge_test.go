package dedup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// openFaulty opens an index over a store that fails when it is told to.
func openFaulty(t *testing.T, o *dedup.Options) (*tested, *faulty) {
	f := &faulty{Store: new(store.Memory)}
	x := openOn(t, f, o)
	return x, f
}

// paged returns articles of one source with a line that recurs in all.
func paged(n int) (out []dedup.Article) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range n {
		var words []string
		for range 60 {
			words = append(words, string([]byte{byte('a' + r.IntN(26)), byte('a' + r.IntN(26)), byte('a' + r.IntN(26)), byte('a' + r.IntN(26))}))
		}
		text := fmt.Sprintf("Page %d %s.\n\nTickets at the old harbour counter\n\n%s.", i, strings.Join(words[:30], " "), strings.Join(words[30:], " "))
		out = append(out, dedup.Article{ID: strconv.Itoa(i), Source: "Page", Text: text})
	}
	return out
}

// TestLearnUndoesNothing: what Learn prepares anew may have been corrected or removed since it was read.
func TestLearnUndoesNothing(t *testing.T) {
	x, f := openFaulty(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	articles := paged(10)
	x.add(t, articles...)
	fixed := articles[4]
	fixed.Text = "Corrected. " + fixed.Text
	reads := 0
	f.read = func(string) {
		if reads++; reads == len(articles) { // Learn has read all, and has put none back yet
			x.remove(t, "2", "3")
			x.add(t, fixed)
		}
	}
	n, err := x.Learn(t.Context())
	require.NoError(t, err)
	require.Equal(t, 7, n)
	require.Equal(t, 10, reads)
	f.read = nil
	for _, id := range []string{"2", "3"} {
		_, err := x.Article(t.Context(), id)
		require.ErrorIs(t, err, dedup.ErrUnknown, "it was removed")
	}
	a, err := x.Article(t.Context(), "4")
	require.NoError(t, err)
	require.Equal(t, fixed.Text, a.Text)
	x.sameAsGroup(t)
}

// TestLearnReadsLittle counts the texts that Learn reads: of the sources whose furniture is another than the last time those that have
// a line of it, and, as the sample is not at hand when an index was opened, that.
func TestLearnReadsLittle(t *testing.T) {
	x, f := openFaulty(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	pages, elsewhere := paged(300), paged(20)
	for i := range elsewhere {
		elsewhere[i].ID, elsewhere[i].Source = "else"+elsewhere[i].ID, "Elsewhere"
	}
	x.add(t, append(pages, elsewhere...)...)
	reads := 0
	f.read = func(string) { reads++ }
	learn := func() (changed, read int) {
		reads = 0
		changed, err := x.Learn(t.Context())
		require.NoError(t, err)
		return changed, reads
	}
	changed, read := learn()
	require.Equal(t, 320, changed)
	require.Equal(t, 320, read)
	x.sameAsGroup(t)
	changed, read = learn()
	require.Zero(t, changed)
	require.Zero(t, read)

	// A line more in three articles of one source is furniture there.
	for i, a := range elsewhere[:3] {
		elsewhere[i].Text = "Order this picture from our shop\n" + a.Text
	}
	x.add(t, elsewhere[:3]...)
	changed, read = learn()
	require.Equal(t, 3, changed)
	require.Equal(t, 3, read, "the others do not have the line")
	x.sameAsGroup(t)

	// After it was opened anew it looks at all once more.
	x.reopen(t)
	changed, read = learn()
	require.Zero(t, changed)
	require.Equal(t, 256+20+320, read)
	x.sameAsGroup(t)
}

// TestLearnFindsStrays has an article come in while Learn is at work, prepared with what was known before: the
// next Learn mends it, though its source has learned nothing new.
func TestLearnFindsStrays(t *testing.T) {
	x, f := openFaulty(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	pages := paged(5)
	x.add(t, pages[:2]...)
	_, err := x.Learn(t.Context())
	require.NoError(t, err)
	x.add(t, pages[2:4]...)

	f.slow = make(chan struct{})
	var all sync.WaitGroup
	wait := func(what string, is func() bool) {
		require.Eventually(t, is, 10*time.Second, time.Millisecond, what)
	}
	calls := f.calls.Load()
	all.Go(func() {
		if n, err := x.Learn(t.Context()); n != 4 || err != nil {
			t.Error("learned", n, err)
		}
	})
	wait("the lines are on their way to the store", func() bool { return f.calls.Load() == calls+1 })
	put := func(a dedup.Article) {
		all.Go(func() {
			if _, err := x.Add(t.Context(), a); err != nil {
				t.Error(err)
			}
		})
		x.live[a.ID] = a
	}
	put(dedup.Article{ID: "other", Text: wireStory})
	wait("an article is on its way", func() bool { return f.calls.Load() == calls+2 })
	put(pages[4])
	wait("a page waits behind it", func() bool { return x.Stats().Waiting == 1 })
	f.slow <- struct{}{} // for the lines
	wait("and what Learn changes behind that", func() bool { return x.Stats().Waiting == 2 })
	close(f.slow)
	all.Wait()
	n, err := x.Learn(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, n)
	x.sameAsGroup(t)
}

// TestRefreshBesideReaders: while the store is read anew after a failure, others use what is known of sources.
func TestRefreshBesideReaders(t *testing.T) {
	x, f := openFaulty(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	x.add(t, paged(8)...)
	_, err := x.Learn(t.Context())
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for ctx.Err() == nil {
				_, _ = x.Match(ctx, dedup.Article{Source: "Page", Text: "A line\n\nTickets at the old harbour counter"})
			}
		})
	}
	for i := range 50 {
		f.apply.Store(1)
		_, err := x.Add(t.Context(), dedup.Article{ID: "new" + strconv.Itoa(i), Source: "Page", Text: wireBrief})
		require.ErrorIs(t, err, errFull)
	}
	cancel()
	readers.Wait()
	x.sameAsGroup(t)
}

// TestExpiryFails: an article is in the store, and Add says so, even if those that are too old for it cannot be removed.
func TestExpiryFails(t *testing.T) {
	x, f := openFaulty(t, &dedup.Options{Window: time.Hour})
	defer func() { require.NoError(t, x.Close()) }()
	first := time.Date(1931, 5, 1, 0, 0, 0, 0, time.UTC) // from an archive
	x.add(t, dedup.Article{ID: "a", Text: wireStory, Published: first})
	require.Equal(t, 1, x.Len())
	f.apply.Store(2)
	c, err := x.Add(t.Context(), dedup.Article{ID: "b", Text: wireBrief, Published: first.Add(2 * time.Hour)})
	require.NoError(t, err)
	require.Equal(t, dedup.Added, c[0].What)
	c, err = x.Add(t.Context(), dedup.Article{ID: "c", Text: wireBrief, Published: first.Add(2 * time.Hour)})
	require.NoError(t, err)
	require.Len(t, c[0].Pairs, 1)
	require.Equal(t, []string{"b", "c"}, x.IDs())
	require.EqualValues(t, 1, x.Stats().Expired)
}

// TestUndatedOfAnotherVersion: articles without a date that another version prepared are not old.
func TestUndatedOfAnotherVersion(t *testing.T) {
	x, f := openFaulty(t, &dedup.Options{Window: 24 * time.Hour})
	x.add(t, dedup.Article{ID: "a", Text: wireStory}, dedup.Article{ID: "b", Text: wireBrief})
	x.add(t, dedup.Article{ID: "c", Text: wireBrief, Published: time.Now()})
	require.NoError(t, x.Close())
	f.old = true
	x.reopen(t)
	f.old = false
	defer func() { require.NoError(t, x.Close()) }()
	require.Equal(t, []string{"a", "b", "c"}, x.IDs())
	x.sameAsGroup(t)
}

// TestOddIDs: an ID is any bytes, in events and after an index is opened again.
func TestOddIDs(t *testing.T) {
	x := openTested(t, nil)
	for _, id := range []string{"\xff", "\xfe", "\xff\xff\xff", "\x00", "\x00YQ==", "a\xc3", "\n", "é", "m/", "\xf0\x9f"} {
		x.add(t, dedup.Article{ID: id, Source: "\xff" + id, Text: wireBrief + " " + wireBrief})
	}
	require.Len(t, x.Clusters(), 1)
	x.follow(t)
	x.sameAsGroup(t)
	for range 2 {
		require.NoError(t, x.Close())
		x.reopen(t)
		before := x.seen
		x.follow(t)
		require.Equal(t, before, x.seen, "nothing happens by opening an index")
	}
	x.remove(t, "\xff")
	x.follow(t)
	require.NoError(t, x.Close())
}

// damaged has entries that cannot be read.
type damaged struct {
	dedup.Store
	key  string
	part bool // an error comes that is of no entry
}

func (d *damaged) Meta(from, to string) iter.Seq2[dedup.Entry, error] {
	return func(yield func(dedup.Entry, error) bool) {
		if d.part && !yield(dedup.Entry{}, fmt.Errorf("%w: a part", dedup.ErrCorrupt)) {
			return
		}
		for e, err := range d.Store.Meta(from, to) {
			if err == nil && d.key != "" && strings.HasPrefix(e.Key, d.key) {
				e.Value, err = nil, fmt.Errorf("%w: %s", dedup.ErrCorrupt, e.Key)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

// TestHalfAState: of a state that says something impossible nothing is taken in, also not what stands before that.
func TestHalfAState(t *testing.T) {
	m := new(store.Memory)
	x := openOn(t, m, nil)
	x.add(t, loadNewsroom(t).articles[:40]...)
	last := x.Stats().LastSeq
	require.NoError(t, x.Close())
	for e, err := range m.Meta("state", "statf") {
		require.NoError(t, err)
		broken := bytes.Replace(e.Value, []byte(`"sketch":"`), []byte(`"sketch":1,"was":"`), 1)
		require.NotEqual(t, e.Value, broken)
		require.NoError(t, m.Apply(t.Context(), &dedup.Batch{Meta: []dedup.Entry{{Key: e.Key, Value: broken}}}))
	}
	x.reopen(t)
	require.Equal(t, last, x.Stats().LastSeq)
	x.sameAsGroup(t)
}

// TestDamagedNotes: whichever of its notes an index loses, it goes on. No number or name is given twice, and who
// follows the events misses none that come.
func TestDamagedNotes(t *testing.T) {
	for _, key := range []string{"state", "m/", "c/", "v/", "l/"} {
		t.Run(key, func(t *testing.T) {
			d := &damaged{Store: new(store.Memory)}
			x := openOn(t, d, nil)
			n := loadNewsroom(t)
			x.add(t, n.articles[:40]...)
			x.remove(t, n.articles[3].ID)
			x.add(t, n.articles[40:60]...)
			_, err := x.Learn(t.Context())
			require.NoError(t, err)
			x.follow(t)
			seen, names := x.seen, map[string]bool{}
			for _, c := range x.told {
				names[c] = true
			}
			require.NoError(t, x.Close())
			d.key = key
			x.reopen(t)
			d.key = ""
			x.add(t, n.articles[60:]...)
			require.Greater(t, x.Stats().LastSeq, seen)
			for e, err := range x.Events(0) {
				require.NoError(t, err)
				if e.Seq > seen && e.Kind == dedup.Created {
					require.False(t, names[e.Cluster], "a new cluster with the name of an old one, %s", e.Cluster)
				}
			}
			x.follow(t)
			require.NoError(t, x.Close())
			x.reopen(t)
			x.sameAsGroup(t)
			require.NoError(t, x.Close())
		})
	}
}

// TestDamagedPart of a store, of which nobody knows what was in it, keeps nobody from going on.
func TestDamagedPart(t *testing.T) {
	d := &damaged{Store: new(store.Memory), part: true}
	x, err := dedup.OpenIndex(t.Context(), d, nil)
	require.NoError(t, err)
	_, err = x.Add(t.Context(), paged(4)...)
	require.NoError(t, err)
	_, err = x.Learn(t.Context())
	require.NoError(t, err)
	require.NoError(t, x.ForgetEvents(t.Context(), 9))
	require.NoError(t, x.Close())
}

// TestLostCopy: of two articles with one text one can be read, and that is enough.
func TestLostCopy(t *testing.T) {
	x, f := openFaulty(t, nil)
	x.add(t, dedup.Article{ID: "a", Text: wireStory}, dedup.Article{ID: "b", Text: wireStory})
	require.NoError(t, x.Close())
	x.reopen(t)
	defer func() { require.NoError(t, x.Close()) }()
	f.lost.Store("a", true)
	pairs, err := x.Match(t.Context(), dedup.Article{Text: wireBrief})
	require.NoError(t, err)
	require.Len(t, pairs, 2)
	require.NoError(t, x.Close())
	x.reopen(t)
	x.add(t, dedup.Article{ID: "brief", Text: wireBrief})
	require.Equal(t, []string{"b", "brief"}, x.IDs())
	delete(x.live, "a")
	pairs, err = x.Pairs(t.Context(), "brief")
	require.NoError(t, err)
	require.Len(t, pairs, 1)
	x.sameAsGroup(t)
}

// TestDamagedTextIsPassedOver by Match and by Learn, which leaves its article out.
func TestDamagedTextIsPassedOver(t *testing.T) {
	x, f := openFaulty(t, nil)
	x.add(t, paged(8)...)
	require.NoError(t, x.Close())
	x.reopen(t)
	defer func() { require.NoError(t, x.Close()) }()
	f.lost.Store("3", true)
	_, err := x.Article(t.Context(), "3")
	require.ErrorIs(t, err, dedup.ErrCorrupt)
	pairs, err := x.Match(t.Context(), dedup.Article{Text: x.live["3"].Text})
	require.NoError(t, err)
	require.Empty(t, pairs)
	_, err = x.Learn(t.Context())
	require.NoError(t, err)
	require.Equal(t, 7, x.Len())
	delete(x.live, "3")
	x.sameAsGroup(t)
}

// TestOriginFails: the store fails when it is asked for a text that only the origin needs. What needed it fails,
// and not the next change.
func TestOriginFails(t *testing.T) {
	x, f := openFaulty(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	for i, a := range paged(4) {
		a.Text = paged(5)[4].Text + "\n\n" + a.Text[:90+i]
		x.add(t, a)
	}
	require.NoError(t, x.Close()) // or the texts would be at hand
	x.reopen(t)
	failed := 0
	for i := range 8 { // one text cannot be had at first
		f.read = func(string) {
			if f.broken = nil; i == 0 {
				f.broken = errors.New("broken")
			}
			i--
		}
		a := paged(6)[5]
		_, err := x.Remove(t.Context(), "0")
		if i >= 0 {
			require.NoError(t, err) // fewer were asked for
			delete(x.live, "0")
			break
		}
		require.ErrorContains(t, err, "broken")
		failed++
		f.broken, f.read = nil, nil
		x.add(t, a)
		x.remove(t, a.ID)
		require.NoError(t, x.Close())
		x.reopen(t)
	}
	f.read, f.broken = nil, nil
	require.Equal(t, 3, failed, "a cluster of three is left")
	x.sameAsGroup(t)
}

// TestTooLong: what no store takes is refused before others are in one batch with it.
func TestTooLong(t *testing.T) {
	x := openTested(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	_, err := x.Add(t.Context(), dedup.Article{ID: "a", Title: strings.Repeat("x", 256<<20+1), Text: wireStory})
	require.ErrorIs(t, err, dedup.ErrTooLong)
	require.Zero(t, x.Stats().Batch.Count-1, "opening is one")
}

// TestRemoveLeavesArguments as they are.
func TestRemoveLeavesArguments(t *testing.T) {
	x := openTested(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	ids := []string{"b", "a", "b"}
	_, err := x.Remove(t.Context(), ids...)
	require.NoError(t, err)
	require.Equal(t, []string{"b", "a", "b"}, ids)
}

// TestArticleBesideUpdates: an article that is there is found while new versions of it come.
func TestArticleBesideUpdates(t *testing.T) {
	x, f := openFaulty(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	x.add(t, dedup.Article{ID: "a", Text: wireStory}, dedup.Article{ID: "b", Text: wireBrief})
	for i, ask := range []func() error{
		func() error { _, err := x.Article(t.Context(), "a"); return err },
		func() error { _, err := x.Explain(t.Context(), "a", "b"); return err },
	} {
		f.read = func(string) {
			f.read = nil
			x.add(t, dedup.Article{ID: "a", Text: strconv.Itoa(i) + wireStory})
		}
		require.NoError(t, ask())
		require.Nil(t, f.read)
	}
}

// TestSketchThereAndBack: an index that was opened with another scheme knows that when it is opened with the first.
func TestSketchThereAndBack(t *testing.T) {
	var log bytes.Buffer
	o := &dedup.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}
	x := openTested(t, o)
	x.add(t, dedup.Article{ID: "a", Text: wireStory}, dedup.Article{ID: "b", Text: wireBrief})
	var anew []int
	for _, size := range []int{64, 0, 0, 64, 64} {
		require.NoError(t, x.Close())
		x.options = &dedup.Options{Logger: o.Logger, Sketch: minhash.Scheme{Size: size}}
		x.reopen(t)
		anew = append(anew, strings.Count(log.String(), "prepared anew"))
	}
	require.NoError(t, x.Close())
	require.Equal(t, []int{1, 2, 2, 3, 3}, anew)
}

// TestEventsOfRefresh: what reading the store anew brought about is told at once.
func TestEventsOfRefresh(t *testing.T) {
	x, f := openFaulty(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	x.add(t, dedup.Article{ID: "a", Text: wireStory}, dedup.Article{ID: "b", Text: wireBrief})
	require.NoError(t, f.Store.Apply(t.Context(), &dedup.Batch{Delete: []string{"b"}})) // as if it were damaged
	delete(x.live, "b")
	f.apply.Store(1)
	_, err := x.Add(t.Context(), dedup.Article{ID: "c", Text: "The orchestra plays nine symphonies."})
	require.ErrorIs(t, err, errFull)
	x.follow(t)
	require.Empty(t, x.told)
}

// TestLedgerIsRenewed while the index runs: verdicts on what is gone go, and all others stay.
func TestLedgerIsRenewed(t *testing.T) {
	x := openTested(t, nil)
	articles := loadNewsroom(t).articles
	x.add(t, articles...)
	require.NoError(t, x.Close())
	page := make([]byte, 33*((1<<20)/33)) // verdicts on nobody, as many as opening leaves alone
	first := "v/" + strings.Repeat("0", 16)
	require.NoError(t, x.store.Apply(t.Context(), &dedup.Batch{Meta: []dedup.Entry{{Key: first, Value: page}}}))
	x.reopen(t)
	size := func() (n int) {
		for e, err := range x.store.Meta("v/", "v0") {
			require.NoError(t, err)
			n += len(e.Value)
		}
		return n
	}
	for i := 0; size() >= len(page); i++ {
		require.Less(t, i, 2000)
		a := articles[i%len(articles)]
		a.Text += fmt.Sprintf("\n\nNumber %d of the corrections.", i)
		x.add(t, a)
	}
	x.add(t, articles[:9]...)
	x.remove(t, articles[20].ID)
	x.sameAsGroup(t)
	require.NoError(t, x.Close())
	x.reopen(t)
	require.Zero(t, x.Stats().Compared, "all verdicts were kept")
	x.sameAsGroup(t)
	require.NoError(t, x.Close())
}

// TestExplainBesideChanges asks for explanations while articles come and go: nothing is read that changes meanwhile.
func TestExplainBesideChanges(t *testing.T) {
	x := openTested(t, nil)
	articles := paged(30)
	for i := range articles {
		articles[i].Text += "\n\n" + wireStory // so that all are linked with those that are asked of
	}
	x.add(t, articles[:10]...)
	var wg sync.WaitGroup
	var done atomic.Bool
	for k := range 2 {
		wg.Go(func() {
			for i := 0; !done.Load(); i++ {
				if _, err := x.Explain(t.Context(), strconv.Itoa(k), strconv.Itoa(2+i%8)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := 10; i < 30; i += 5 {
		x.add(t, articles[i:i+5]...)
		x.remove(t, strconv.Itoa(i))
	}
	done.Store(true)
	wg.Wait()
	open, err := x.Explain(t.Context(), "1", "2")
	require.NoError(t, err)
	require.NoError(t, x.Close())
	closed, err := x.Explain(t.Context(), "1", "2")
	require.NoError(t, err)
	require.Equal(t, open.Reasons, closed.Reasons)
}
