package storetest

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

func testEmpty(t *testing.T, c Config) {
	b := open(t, c)
	b.apply(dedup.Batch{})
	b.apply(dedup.Batch{Delete: []string{"nobody"}, Meta: []dedup.Entry{{Key: "nothing"}}})
	for range 2 {
		require.Empty(t, b.all())
		require.Empty(t, b.meta("", ""))
		b.absent("nobody")
		b.absent("")
		b.reopen()
	}
}

func testRoundTrip(t *testing.T, c Config) {
	noise := make([]byte, 3<<20)
	for i, r := 0, rand.New(rand.NewPCG(1, 2)); i < len(noise); i++ {
		noise[i] = byte(r.Uint32())
	}
	zone := time.FixedZone("somewhere", -5*3600-1800)
	records := []dedup.Record{
		{Article: dedup.Article{ID: "\x00"}},
		{Article: dedup.Article{ID: "\x00\x00", Text: "\x00"}},
		{Article: dedup.Article{ID: " ", Title: "\xff\xfe", Source: "\n", Language: "xx-not-one"}, State: []byte{0}},
		{Article: dedup.Article{ID: "a", Text: strings.Repeat("word ", 1<<20)}, Arrival: 1<<64 - 1},
		{Article: dedup.Article{ID: "a\x00", Text: string(noise)}, State: noise},
		{Article: dedup.Article{ID: "aa", Title: string(noise), Published: time.Date(2024, 2, 29, 23, 59, 59, 999999999, zone)}},
		{Article: dedup.Article{ID: strings.Repeat("k", 32<<10), Text: "t", Published: time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC)}},
		{Article: dedup.Article{ID: "https://news.example/é?a=1", Text: "e\u0301 and \u00e9", Published: time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)}},
		{Article: dedup.Article{ID: "\xff", Text: "the last", Published: time.Unix(-1, 5)}},
	}
	for i := range 2_000 {
		records = append(records, article(strings.Repeat("n", 1+i%50)+time.Duration(i).String(), i))
	}
	b := open(t, c)
	b.apply(dedup.Batch{Put: slices.Clone(records)})
	for range 2 {
		got := b.all()
		require.Len(t, got, len(records))
		for i, want := range records {
			require.True(t, want.Published.Equal(got[i].Published), "%q: %v became %v", want.ID, want.Published, got[i].Published)
			require.Equal(t, want.Published.IsZero(), got[i].Published.IsZero())
			want.Published = want.Published.UTC()
			same := want.Text == got[i].Text && want.Title == got[i].Title && bytes.Equal(want.State, got[i].State)
			require.True(t, same, "%.40q: text, title or state", want.ID)
			want.Text, want.Title, want.State, got[i].Text, got[i].Title, got[i].State = "", "", nil, "", "", nil
			require.Equal(t, want, got[i])
		}
		b.reopen()
	}
}

func testReplace(t *testing.T, c Config) {
	b := open(t, c)
	b.apply(dedup.Batch{Put: []dedup.Record{article("a", 1), article("b", 2), article("c", 3)}})

	changed := article("b", 20)
	b.apply(dedup.Batch{Put: []dedup.Record{changed}})
	require.Equal(t, []dedup.Record{article("a", 1), changed, article("c", 3)}, b.all(), "a Put replaces text and record")

	updated := article("b", 21)
	updated.Text = "not to be stored"
	b.apply(dedup.Batch{Update: []dedup.Record{updated}})
	updated.Text = changed.Text
	require.Equal(t, []dedup.Record{article("a", 1), updated, article("c", 3)}, b.all(), "an Update leaves the text")

	b.apply(dedup.Batch{
		Delete: []string{"a", "unknown"},
		Put:    []dedup.Record{article("d", 4)},
		Update: []dedup.Record{{Article: dedup.Article{ID: "c"}}},
	})
	bare := dedup.Record{Article: dedup.Article{ID: "c", Text: article("c", 3).Text}}
	want := []dedup.Record{updated, bare, article("d", 4)}
	require.Equal(t, want, b.all(), "all in one batch")
	b.absent("a")
	b.reopen()
	require.Equal(t, want, b.all())
	b.apply(dedup.Batch{Put: []dedup.Record{article("a", 5)}})
	want = append(want, article("a", 5))
	require.Equal(t, want, b.all(), "what was deleted can come again, at the end")
	b.reopen()
	require.Equal(t, want, b.all())
}

func testRefuse(t *testing.T, c Config) {
	b := open(t, c)
	before := []dedup.Record{article("a", 1), article("b", 2)}
	b.apply(dedup.Batch{Put: slices.Clone(before), Meta: []dedup.Entry{{Key: "k", Value: []byte("v")}}})
	long := strings.Repeat("l", 32<<10+1)
	for _, row := range []struct {
		why  string
		want error
		b    dedup.Batch
	}{
		{"no ID to put", dedup.ErrNoID, dedup.Batch{Put: []dedup.Record{{}}}},
		{"no ID to update", dedup.ErrNoID, dedup.Batch{Update: []dedup.Record{{}}}},
		{"no ID to delete", dedup.ErrNoID, dedup.Batch{Delete: []string{""}}},
		{"no key", dedup.ErrNoID, dedup.Batch{Meta: []dedup.Entry{{Value: []byte("v")}}}},
		{"put twice", dedup.ErrDuplicate, dedup.Batch{Put: []dedup.Record{article("c", 1), article("c", 1)}}},
		{"put and deleted", dedup.ErrDuplicate, dedup.Batch{Put: []dedup.Record{article("b", 1)}, Delete: []string{"b"}}},
		{"put and updated", dedup.ErrDuplicate, dedup.Batch{Put: []dedup.Record{article("b", 1)}, Update: []dedup.Record{article("b", 1)}}},
		{"a key twice", dedup.ErrDuplicate, dedup.Batch{Meta: []dedup.Entry{{Key: "k"}, {Key: "k"}}}},
		{"a long ID", dedup.ErrTooLong, dedup.Batch{Put: []dedup.Record{article(long, 1)}}},
		{"a long key", dedup.ErrTooLong, dedup.Batch{Meta: []dedup.Entry{{Key: long, Value: []byte("v")}}}},
		{"no such article", dedup.ErrUnknown, dedup.Batch{Update: []dedup.Record{article("c", 1)}}},
	} {
		row.b.Put = append(row.b.Put, article("new", 9))
		row.b.Update = append(row.b.Update, article("a", 10))
		row.b.Meta = append(row.b.Meta, dedup.Entry{Key: "other", Value: []byte("w")})
		require.ErrorIs(t, b.Apply(t.Context(), &row.b), row.want, row.why)
		require.Equal(t, before, b.all(), row.why)
		require.Equal(t, []dedup.Entry{{Key: "k", Value: []byte("v")}}, b.meta("", ""), row.why)
	}
	b.reopen()
	require.Equal(t, before, b.all())
}

func testMeta(t *testing.T, c Config) {
	b := open(t, c)
	entries := []dedup.Entry{
		{Key: "\x00", Value: []byte{}},
		{Key: "event/1", Value: []byte("one")},
		{Key: "event/10", Value: []byte("ten")},
		{Key: "event/2", Value: []byte(strings.Repeat("two", 1<<18))},
		{Key: "f", Value: []byte{0}},
		{Key: "\xff", Value: []byte("last")},
	}
	b.apply(dedup.Batch{Meta: entries[:3]})
	b.apply(dedup.Batch{Meta: entries[3:], Put: []dedup.Record{article("event/3", 3)}})
	for range 2 {
		require.Equal(t, entries, b.meta("", ""))
		require.Equal(t, entries[1:4], b.meta("event/", "event0"), "a prefix")
		require.Equal(t, entries[2:3], b.meta("event/10", "event/10\x00"), "one")
		require.Equal(t, entries[1:2], b.meta("event/1", "event/10"), "to is not in it")
		require.Equal(t, entries[4:], b.meta("event/3", ""), "articles are elsewhere")
		require.Empty(t, b.meta("f", "f"))
		require.Empty(t, b.meta("g", "f"))
		b.reopen()
	}
	b.apply(dedup.Batch{Meta: []dedup.Entry{{Key: "event/1"}, {Key: "unknown"}, {Key: "f", Value: []byte("new")}}})
	require.Equal(t, []string{"\x00", "event/10", "event/2", "f", "\xff"}, keys(b.meta("", "")))
	require.Equal(t, "new", string(b.meta("f", "g")[0].Value))
}

func keys(entries []dedup.Entry) (all []string) {
	for _, e := range entries {
		all = append(all, e.Key)
	}
	return all
}

// testNotKept changes what it gave and what it got.
func testNotKept(t *testing.T, c Config) {
	b := open(t, c)
	r, e := article("a", 1), dedup.Entry{Key: "k", Value: []byte("value")}
	b.apply(dedup.Batch{Put: []dedup.Record{r}, Meta: []dedup.Entry{e}})
	clear(r.State)
	clear(e.Value)
	for range 2 {
		got, err := b.Record("a")
		require.NoError(t, err)
		require.Equal(t, article("a", 1).State, got.State)
		clear(got.State)
		for r, err := range b.Load() {
			require.NoError(t, err)
			require.Equal(t, article("a", 1).State, r.State)
			clear(r.State)
		}
		entry := b.meta("", "")[0]
		require.Equal(t, "value", string(entry.Value))
		clear(entry.Value)
	}
}

// testLoop changes the store inside of loops over it, and leaves loops early.
func testLoop(t *testing.T, c Config) {
	b := open(t, c)
	var batch dedup.Batch
	for i := range 1_500 {
		batch.Put = append(batch.Put, article(time.Duration(i).String(), i))
		batch.Meta = append(batch.Meta, dedup.Entry{Key: time.Duration(i).String(), Value: []byte{1}})
	}
	b.apply(batch)
	n := 0
	for r, err := range b.Load() {
		require.NoError(t, err)
		if n++; n%100 == 0 {
			b.apply(dedup.Batch{Put: []dedup.Record{article(r.ID+"+", n)}, Delete: []string{r.ID}})
			b.absent(r.ID)
			require.NotEmpty(t, b.meta(r.ID, ""))
		}
	}
	require.GreaterOrEqual(t, n, 1_500)
	require.LessOrEqual(t, n, 1_520, "and those that came in the loop")
	require.Len(t, b.all(), 1_500)
	for _, err := range b.Load() {
		require.NoError(t, err)
		break
	}
	for e, err := range b.Meta("", "") {
		require.NoError(t, err)
		b.apply(dedup.Batch{Meta: []dedup.Entry{{Key: e.Key}}})
		break
	}
	require.Len(t, b.meta("", ""), 1_499)
}

func testCanceled(t *testing.T, c Config) {
	b := open(t, c)
	b.apply(dedup.Batch{Put: []dedup.Record{article("a", 1)}})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, b.Apply(ctx, &dedup.Batch{Put: []dedup.Record{article("b", 2)}}), context.Canceled)
	_, err := b.Text(ctx, "a")
	require.ErrorIs(t, err, context.Canceled)
	b.absent("b")
	b.reopen()
	require.Equal(t, []dedup.Record{article("a", 1)}, b.all())
}

func testClosed(t *testing.T, c Config) {
	b := open(t, c)
	b.apply(dedup.Batch{Put: []dedup.Record{article("a", 1)}})
	require.NoError(t, b.Close())
	require.NoError(t, b.Close(), "once more")
	require.ErrorIs(t, b.Apply(t.Context(), &dedup.Batch{Delete: []string{"a"}}), dedup.ErrClosed)
	_, err := b.Record("a")
	require.ErrorIs(t, err, dedup.ErrClosed)
	_, err = b.Text(t.Context(), "a")
	require.ErrorIs(t, err, dedup.ErrClosed)
	n := 0
	for _, err := range b.Load() {
		require.ErrorIs(t, err, dedup.ErrClosed)
		n++
	}
	for _, err := range b.Meta("", "") {
		require.ErrorIs(t, err, dedup.ErrClosed)
		n++
	}
	require.Equal(t, 2, n, "an error each")
	b.open()
	if !c.Forgets {
		require.Equal(t, []dedup.Record{article("a", 1)}, b.all())
	}
}
