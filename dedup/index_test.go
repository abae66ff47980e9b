package dedup_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// A tested is an index and what should be in it.
type tested struct {
	*dedup.Index
	store   dedup.Store
	options *dedup.Options
	live    map[string]dedup.Article
	seen    uint64            // the last event
	told    map[string]string // clusters by article, as the events have them
}

func openTested(t require.TestingT, o *dedup.Options) *tested {
	return openOn(t, new(store.Memory), o)
}

// openOn opens what a store has.
func openOn(t require.TestingT, s dedup.Store, o *dedup.Options) *tested {
	x := &tested{store: s, options: o, live: map[string]dedup.Article{}, told: map[string]string{}}
	x.reopen(t)
	return x
}

// reopen ends the index without a word to it, as a crash does, and opens what the store has.
func (x *tested) reopen(t require.TestingT) {
	var err error
	x.Index, err = dedup.OpenIndex(context.Background(), x.store, x.options)
	require.NoError(t, err)
}

func (x *tested) add(t require.TestingT, articles ...dedup.Article) []dedup.Change {
	changes, err := x.Add(context.Background(), articles...)
	require.NoError(t, err)
	require.Len(t, changes, len(articles))
	for i, a := range articles {
		require.Equal(t, a.ID, changes[i].ID)
		x.live[a.ID] = a
	}
	for _, c := range changes {
		own, ok := x.ClusterOf(c.ID)
		require.Equal(t, c.Cluster, own.ID)
		require.Equal(t, c.Cluster != "", ok)
	}
	return changes
}

func (x *tested) remove(t require.TestingT, ids ...string) {
	n, err := x.Remove(context.Background(), ids...)
	require.NoError(t, err)
	want := 0
	for _, id := range ids {
		if _, ok := x.live[id]; ok {
			want++
			delete(x.live, id)
		}
	}
	require.Equal(t, want, n)
}

// follow replays the events and holds the clusters to them.
func (x *tested) follow(t require.TestingT) {
	for e, err := range x.Events(x.seen) {
		require.NoError(t, err)
		require.Equal(t, x.seen+1, e.Seq)
		x.seen = e.Seq
		e.Apply(x.told)
	}
	is := map[string]string{}
	for _, c := range x.Clusters() {
		require.Greater(t, len(c.Members), 1)
		for _, m := range c.Members {
			is[m.ID] = c.ID
		}
	}
	require.Equal(t, is, x.told, "what the events say")
}

// sameAsGroup learns and holds everything to Group.
func (x *tested) sameAsGroup(t require.TestingT) {
	_, err := x.Learn(context.Background())
	require.NoError(t, err)
	x.follow(t)
	require.Equal(t, slices.Sorted(maps.Keys(x.live)), append([]string(nil), x.IDs()...))
	articles := slices.Collect(maps.Values(x.live))
	r, err := dedup.Group(context.Background(), articles, x.options)
	require.NoError(t, err)
	require.Equal(t, clustersIn(r.Clusters), clustersIn(x.Clusters()))
	want := map[string]string{}
	for _, p := range slices.Concat(r.Pairs, r.Related) {
		want[p.A+" "+p.B] = fmt.Sprintf("%s %.9f %.9f %.9f %.9f", p.Relation, p.Score, p.Resemblance, p.AInB, p.BInA)
	}
	got := map[string]string{}
	for id := range x.live {
		pairs, err := x.Pairs(context.Background(), id)
		require.NoError(t, err)
		for _, p := range pairs {
			got[p.A+" "+p.B] = fmt.Sprintf("%s %.9f %.9f %.9f %.9f", p.Relation, p.Score, p.Resemblance, p.AInB, p.BInA)
		}
	}
	require.Equal(t, want, got)
}

// sameOneByOne lets articles in, opens the index again, and lets those with some IDs out; it is Group's at each moment.
func (x *tested) sameOneByOne(t require.TestingT, articles []dedup.Article, out ...string) {
	for _, a := range articles {
		x.add(t, a)
		x.sameAsGroup(t)
	}
	x.reopen(t)
	x.sameAsGroup(t)
	for _, id := range out {
		x.remove(t, id)
		x.sameAsGroup(t)
	}
}

// clustersIn says what clusters have in common whatever they are called.
func clustersIn(clusters []dedup.Cluster) (out []string) {
	for _, c := range clusters {
		var ids []string
		for _, m := range c.Members {
			ids = append(ids, m.ID)
		}
		out = append(out, fmt.Sprint(ids, c.Origin, c.OriginReason, c.OriginConfidence))
	}
	slices.Sort(out)
	return out
}

// TestIndexIsGroup lets articles of the newsroom in and out, in batches, with corrections and
// crashes: what is found in the end is what Group finds, and what the events say.
func TestIndexIsGroup(t *testing.T) {
	all := loadNewsroom(t).articles
	rapid.Check(t, func(t *rapid.T) {
		o := &dedup.Options{Workers: rapid.IntRange(1, 3).Draw(t, "workers")}
		start := rapid.IntRange(0, len(all)-16).Draw(t, "start")
		some := all[start : start+16]
		x := openTested(t, o)
		defer func() { require.NoError(t, x.Close()) }()
		for range rapid.IntRange(1, 14).Draw(t, "steps") {
			a := rapid.SampledFrom(some).Draw(t, "article")
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0:
				x.remove(t, a.ID, "nobody")
			case 1:
				x.remove(t, slices.Collect(maps.Keys(x.live))...)
			case 2:
				if rapid.Bool().Draw(t, "image") { // else the next is opened from an older one
					x.MinImage(1)
				}
				require.NoError(t, x.Close())
				x.reopen(t)
			case 3:
				a.Text += "\n\nCorrection: an earlier version named another harbour."
				x.add(t, a)
			case 4: // under another name, to the letter
				a.ID += "-again"
				x.add(t, a)
			case 5:
				batch := rapid.Permutation(some).Draw(t, "batch")
				x.add(t, batch[:rapid.IntRange(0, len(some)).Draw(t, "size")]...)
			default:
				x.add(t, a)
			}
		}
		x.sameAsGroup(t)
		x.MinImage(1)
		require.NoError(t, x.Close())
		x.reopen(t)
		before := x.seen
		x.sameAsGroup(t)
		require.Equal(t, before, x.seen, "nothing happens by opening an index")
	})
}

func TestIndexAdd(t *testing.T) {
	x := openTested(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	long := dedup.Article{ID: "wire", Title: "Ferry", Text: wireStory, Source: "NPA", Published: time.Date(2024, 5, 6, 8, 0, 0, 0, time.UTC)}
	brief := dedup.Article{ID: "brief", Text: wireBrief}
	require.Equal(t, dedup.Change{ID: "wire"}, x.add(t, long)[0])
	c := x.add(t, brief)[0]
	require.Equal(t, dedup.Added, c.What)
	require.Equal(t, "c1", c.Cluster)
	require.Len(t, c.Pairs, 1)
	require.Equal(t, "brief wire", c.Pairs[0].A+" "+c.Pairs[0].B)
	require.Equal(t, dedup.Derived, c.Pairs[0].Relation)
	own, ok := x.Cluster("c1")
	require.True(t, ok)
	require.Contains(t, own.OriginReason, "NPA")

	c = x.add(t, brief)[0]
	require.Equal(t, dedup.Unchanged, c.What)
	require.Equal(t, "c1", c.Cluster)
	require.Len(t, c.Pairs, 1)

	brief.Text = "The orchestra plays nine symphonies in nine villages this summer."
	c = x.add(t, brief)[0]
	require.Equal(t, dedup.Change{ID: "brief", What: dedup.Updated}, c)
	require.Empty(t, x.Clusters())
	x.follow(t)
	require.Equal(t, uint64(2), x.seen, "created, left")

	e, err := x.Explain(t.Context(), "wire", "brief")
	require.NoError(t, err)
	require.Equal(t, dedup.Unrelated, e.Relation)
	require.Equal(t, "wire", e.Second.ID)
	require.Equal(t, wireStory, e.Second.Text)
	_, err = x.Explain(t.Context(), "wire", "nobody")
	require.ErrorIs(t, err, dedup.ErrUnknown)
	_, err = x.Pairs(t.Context(), "nobody")
	require.ErrorIs(t, err, dedup.ErrUnknown)
	_, err = x.Add(t.Context(), long, long)
	require.ErrorIs(t, err, dedup.ErrDuplicate)
	_, err = x.Add(t.Context(), dedup.Article{})
	require.ErrorIs(t, err, dedup.ErrNoID)
	_, err = x.Add(t.Context(), dedup.Article{ID: strings.Repeat("x", 1<<16)})
	require.ErrorIs(t, err, dedup.ErrTooLong)
	none, err := x.Add(t.Context())
	require.NoError(t, err)
	require.Empty(t, none)
}

// TestMatch: what Match says of an article outside is what Explain says when it is inside, and nearly all
// that Add finds: but for what others ask for, and what relatives have in common.
func TestMatch(t *testing.T) {
	n := loadNewsroom(t)
	x := openTested(t, nil)
	defer func() { require.NoError(t, x.Close()) }()
	x.add(t, n.articles...)
	found, all := 0, 0
	for _, a := range n.articles {
		x.remove(t, a.ID)
		pairs, err := x.Match(t.Context(), a)
		require.NoError(t, err)
		matched := map[string]bool{}
		added := x.add(t, a)[0].Pairs
		for _, p := range pairs {
			matched[p.A+" "+p.B] = true
			e, err := x.Explain(t.Context(), p.A, p.B)
			require.NoError(t, err)
			e.Passages = nil
			require.Equal(t, e.Pair, p)
		}
		for _, p := range added {
			if all++; matched[p.A+" "+p.B] {
				found++
			}
		}
	}
	require.Greater(t, all, 100)
	require.Greater(t, found, all*19/20, "of %d", all)
	same, err := x.Match(t.Context(), dedup.Article{Text: n.articles[0].Text, Language: n.articles[0].Language})
	require.NoError(t, err)
	require.Equal(t, dedup.Identical, same[0].Relation)
}

// The clusters of an index as a result are the index's, with the pairs that Group finds in them.
func TestIndexResult(t *testing.T) {
	all := loadNewsroom(t).articles
	for a := range (invent.Corpus{Seed: 5, Articles: 300}).All() {
		all = append(all, dedup.Article{ID: "i" + a.ID, Title: a.Title, Text: a.Text, Source: a.Source, Published: a.Published})
	}
	x := openTested(t, nil)
	x.add(t, all...)
	x.sameAsGroup(t)
	g, err := dedup.Group(t.Context(), all, nil)
	require.NoError(t, err)

	r, err := x.Result(t.Context())
	require.NoError(t, err)
	require.Equal(t, x.Clusters(), r.Clusters)
	of := map[string]string{}
	for _, c := range g.Clusters {
		for _, m := range c.Members {
			of[m.ID] = c.ID
		}
	}
	require.Len(t, of, r.Articles)
	pairs := map[string]dedup.Pair{}
	for _, p := range slices.Concat(r.Pairs, r.Related) {
		pairs[p.A+" "+p.B] = p
	}
	inside := 0
	for _, p := range slices.Concat(g.Pairs, g.Related) {
		if of[p.A] != "" && of[p.A] == of[p.B] {
			inside++
			q := pairs[p.A+" "+p.B]
			require.Equal(t, p, q)
			require.Equal(t, g.Reasons(&p), r.Reasons(&q))
		}
	}
	require.Greater(t, inside, 100)
	require.Less(t, len(pairs), inside*5/4, "among fewer articles a few more are compared")

	c := x.Clusters()[3]
	r, err = x.Result(t.Context(), c.ID, c.ID)
	require.NoError(t, err)
	require.Equal(t, []dedup.Cluster{c}, r.Clusters)
	require.NotEmpty(t, r.Pairs)
	require.Equal(t, len(c.Members), r.Articles)
	_, err = x.Result(t.Context(), c.ID, "c9999")
	require.ErrorIs(t, err, dedup.ErrUnknown)
	require.ErrorContains(t, err, `"c9999"`)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = x.Result(ended)
	require.ErrorIs(t, err, context.Canceled)
}
