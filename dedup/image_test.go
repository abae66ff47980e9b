package dedup_test

import (
	"bytes"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// imageOf returns the pages of the image in a store.
func imageOf(t *testing.T, s dedup.Store) (pages []dedup.Entry) {
	for e, err := range s.Meta("i/", "i0") {
		require.NoError(t, err)
		pages = append(pages, e)
	}
	return pages
}

// printed returns n invented articles.
func printed(seed uint64, n int) (articles []dedup.Article) {
	for a := range (invent.Corpus{Seed: seed, Articles: n}).All() {
		articles = append(articles, dedup.Article{ID: strconv.Itoa(int(seed)) + "/" + a.ID, Title: a.Title, Text: a.Text, Source: a.Source, Language: a.Language, Published: a.Published})
	}
	return articles
}

// TestImage opens an index from the image that it left, and from the one that an earlier left before more came, went and was
// corrected: it is what Group finds, and goes on as if it had not been closed.
func TestImage(t *testing.T) {
	for _, o := range []*dedup.Options{nil, {Window: 36 * time.Hour}} {
		all := printed(8, 900)
		if o != nil {
			for i := range all { // the window would leave most behind
				all[i].Published = all[0].Published.Add(time.Duration(i) * time.Hour / 10)
			}
		}
		x := openTested(t, o)
		reopen := func(image bool) {
			x.MinImage(1)
			if !image {
				x.MinImage(math.MaxInt)
			}
			require.NoError(t, x.Close())
			x.reopen(t)
			for id := range x.live {
				if !slices.Contains(x.IDs(), id) {
					delete(x.live, id) // out of the window
				}
			}
		}
		x.add(t, all[:500]...)
		reopen(true)
		require.NotEmpty(t, imageOf(t, x.store))
		require.Zero(t, x.Moved(), "all came from the image")
		require.Zero(t, x.Stats().Compared)
		x.follow(t)

		again := all[510]
		x.add(t, all[500:600]...)
		x.remove(t, all[430].ID, all[431].ID, all[510].ID, again.ID)
		x.add(t, again) // the same text, at another time
		fixed := all[440]
		fixed.Text = "Corrected. " + fixed.Text
		x.add(t, fixed)
		later := all[441] // the text is as it was
		later.Title, later.Published = "Later", later.Published.Add(time.Minute)
		x.add(t, later)
		sold := all[443]
		sold.Source = "The Harbour Mirror"
		x.add(t, sold)
		twin := all[442]
		twin.ID += "-again"
		x.add(t, twin)
		clusters, seen := clustersIn(x.Clusters()), x.seen
		x.follow(t)
		require.Less(t, seen, x.seen)
		seen = x.seen
		for range 2 {
			reopen(false)
			require.NotZero(t, x.Moved())
			require.Less(t, x.Moved(), 250, "the rest came from the image")
			require.Zero(t, x.Stats().Compared, "verdicts were noted")
			require.Equal(t, clusters, clustersIn(x.Clusters()))
			x.follow(t)
			require.Equal(t, seen, x.seen, "nothing happens by opening an index")
		}
		x.add(t, all[600:]...)
		reopen(true)
		require.Zero(t, x.Moved())
		x.sameAsGroup(t)
		require.NoError(t, x.Close())
	}
}

// TestImageFaults: without its image, or with one that is damaged, old or of other options, an index is what it would be.
func TestImageFaults(t *testing.T) {
	s := new(store.Memory)
	x := openOn(t, s, nil)
	leave := func() {
		x.MinImage(1)
		require.NoError(t, x.Close())
	}
	x.add(t, printed(9, 40)...)
	leave()
	old := imageOf(t, s)
	x.reopen(t)
	x.add(t, printed(10, 20)...)
	leave()
	whole := imageOf(t, s)
	require.Len(t, whole, 1)
	x.reopen(t)
	require.Zero(t, x.Moved())
	x.sameAsGroup(t)
	clusters := clustersIn(x.Clusters())
	x.MinImage(math.MaxInt)
	require.NoError(t, x.Close())

	var log bytes.Buffer
	o := &dedup.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))}
	check := func(what string, page []byte, o *dedup.Options) {
		require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Meta: []dedup.Entry{{Key: whole[0].Key, Value: page}}}))
		log.Reset()
		y, err := dedup.OpenIndex(t.Context(), s, o)
		require.NoError(t, err)
		require.Equal(t, len(x.live), y.Moved(), "%s: nothing is taken from it", what)
		require.Equal(t, clusters, clustersIn(y.Clusters()), what)
		y.MinImage(math.MaxInt)
		require.NoError(t, y.Close())
	}
	check("missing", nil, o)
	require.Contains(t, log.String(), "image")
	check("of an older one", old[0].Value, o)
	for at := 0; at < len(whole[0].Value); at += len(whole[0].Value)/20 + 1 {
		check("cut", whole[0].Value[:at], o)
		flipped := slices.Clone(whole[0].Value)
		flipped[at] ^= 4
		check("flipped", flipped, o)
		require.Contains(t, log.String(), "image")
	}
	require.Equal(t, 1, strings.Count(log.String(), "\n"), log.String())
	check("of another threshold", whole[0].Value, &dedup.Options{Threshold: .51})
	y, err := dedup.OpenIndex(t.Context(), s, o)
	require.NoError(t, err)
	require.NoError(t, y.Close())
}

// TestImageFails: an image that cannot be written costs nothing but itself.
func TestImageFails(t *testing.T) {
	x, f := openFaulty(t, nil)
	x.add(t, printed(9, 40)...)
	x.MinImage(1)
	f.apply.Store(1)
	require.NoError(t, x.Close())
	x.reopen(t)
	require.Equal(t, 40, x.Moved())
	x.sameAsGroup(t)
	require.NoError(t, x.Close())
}

// TestImageOnOpening: an index that is killed and never closed leaves an image when it is opened next.
func TestImageOnOpening(t *testing.T) {
	var all []dedup.Article
	for i := range 5000 {
		n := strconv.Itoa(i)
		all = append(all, dedup.Article{ID: n, Text: "Ferry " + n + " left harbour " + n + " at noon.", Language: "en"})
	}
	x := openTested(t, nil)
	_, err := x.Add(t.Context(), all...)
	require.NoError(t, err)
	x.reopen(t)
	pages := imageOf(t, x.store)
	require.NotEmpty(t, pages)
	require.Zero(t, x.Moved())
	x.reopen(t)
	require.Equal(t, pages, imageOf(t, x.store), "nothing is new")
	require.Len(t, x.IDs(), len(all))
}
