package dedup

import (
	"encoding/binary"
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/zeebo/xxh3"

	"github.com/wirecopy/wirecopy/dedup/internal/graph"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
	"github.com/wirecopy/wirecopy/dedup/minhash"
)

var updateVersions = flag.Bool("update-versions", false, "rewrite testdata/versions.txt")

// What an index keeps of texts and of verdicts is used by later versions of this package, as long as
// these would find the same. testdata/versions.txt has a sum of both for some invented
// articles: if one changes, raise its version, and run
//
//	go test ./dedup -run Versioned -update-versions
func TestStateIsVersioned(t *testing.T) {
	states, _ := sums(t)
	checkVersion(t, "state", stateVersion, states)
}

func TestVerdictsAreVersioned(t *testing.T) {
	_, verdicts := sums(t)
	checkVersion(t, "ledger", ledgerVersion, verdicts)
}

func TestOriginsAreVersioned(t *testing.T) {
	var articles []Article
	for a := range (invent.Corpus{Seed: 3, Articles: 600}).All() {
		if a.Event%2 == 0 { // containment speaks
			a.Published = time.Time{}
		}
		articles = append(articles, Article{ID: a.ID, Title: a.Title, Text: a.Text, Source: a.Source, Language: a.Language, Published: a.Published})
	}
	r, err := Group(t.Context(), articles, nil)
	require.NoError(t, err)
	require.Greater(t, len(r.Clusters), 30)
	var all []byte
	for _, c := range r.Clusters {
		all = fmt.Appendln(all, c.ID, c.Origin, c.OriginReason, c.OriginConfidence)
	}
	checkVersion(t, "origin", originVersion, xxh3.Hash(all))
}

// An image has the graph, too: it is of another version if other pairs are compared.
func TestImageIsVersioned(t *testing.T) {
	var articles []Article
	for a := range (invent.Corpus{Seed: 3, Articles: 600}).All() {
		articles = append(articles, Article{ID: a.ID, Text: a.Text, Source: a.Source, Language: a.Language})
	}
	r, err := Group(t.Context(), articles, nil)
	require.NoError(t, err)
	var pairs []string
	r.corpus.graph.Pairs(func(p graph.Pair, _ graph.Verdict) {
		pairs = append(pairs, fmt.Sprintln(r.corpus.docs[p.A].ID, r.corpus.docs[p.B].ID))
	})
	require.Greater(t, len(pairs), 600)
	slices.Sort(pairs)
	checkVersion(t, "image", imageVersion, xxh3.HashString(strings.Join(pairs, "")))
}

func checkVersion(t *testing.T, what string, version int, sum uint64) {
	const file = "testdata/versions.txt"
	now := fmt.Sprintf("%s %d %016x", what, version, sum)
	text, err := os.ReadFile(file)
	if !*updateVersions {
		require.NoError(t, err)
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, what+" ") {
			if *updateVersions {
				continue
			}
			require.Equal(t, line, now, "raise %sVersion if users may have stored what the last one made", what)
			return
		}
		out = append(out, line)
	}
	require.True(t, *updateVersions, "%s has no line for %s", file, what)
	require.NoError(t, os.WriteFile(file, []byte(strings.Join(append(out, now), "\n")+"\n"), 0o666))
}

// sums returns sums of what is prepared of some articles, and of what comparisons of those of one
// event say.
func sums(t *testing.T) (states, verdicts uint64) {
	o := (&Options{}).orDefault()
	c := newCorpus(o, func(d *doc) (string, error) { return d.Text, nil })
	var s stage
	var all []byte
	events := map[int][]*doc{}
	for a := range (invent.Corpus{Seed: 3, Articles: 300}).All() {
		d, _ := s.prepare(Article{ID: a.ID, Title: a.Title, Text: a.Text, Source: a.Source, Language: a.Language}, &o, nil, docOnly)
		all = appendState(all, d)
		d.text, c.docs = int32(len(c.docs)), append(c.docs, d)
		events[a.Event] = append(events[a.Event], d)
	}
	states = xxh3.Hash(all)
	all = all[:0]
	pairs := 0
	for event := range 300 {
		for i, d := range events[event] {
			for _, e := range events[event][i+1:] {
				p, err := c.compare(&s, d, e, unknown)
				require.NoError(t, err)
				pairs++
				all = append(all, byte(p.Relation), byte(p.block()), byte(p.block()>>8))
				if p.form() {
					all = append(all, 1)
				}
				for _, x := range []float64{p.Score, p.Resemblance, p.AInB, p.BInA} {
					all = binary.LittleEndian.AppendUint64(all, math.Float64bits(x))
				}
			}
		}
	}
	require.Greater(t, pairs, 100)
	return states, xxh3.Hash(all)
}

// A state comes back as it was, and no bytes make the reader panic.
func FuzzState(f *testing.F) {
	o := (&Options{}).orDefault()
	var s stage
	for a := range (invent.Corpus{Seed: 4, Articles: 5}).All() {
		d, _ := s.prepare(Article{ID: a.ID, Text: a.Text}, &o, nil, docOnly)
		f.Add(appendState(nil, d))
	}
	f.Add([]byte{})
	f.Add([]byte{stateVersion, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, state []byte) {
		d, stale, err := readState(&Record{Article: Article{ID: "a"}, State: state})
		if err != nil {
			require.ErrorIs(t, err, ErrCorrupt)
			return
		}
		if !stale {
			again, _, err := readState(&Record{Article: Article{ID: "a"}, State: appendState(nil, d)})
			require.NoError(t, err)
			require.Equal(t, d, again)
		}
	})
}

func TestState(t *testing.T) {
	o := (&Options{Sketch: minhash.Scheme{Size: 64}}).orDefault()
	var s stage
	for a := range (invent.Corpus{Seed: 4, Articles: 50}).All() {
		d, _ := s.prepare(Article{ID: a.ID, Title: a.Title, Text: a.Text + "\n\n(AFP) ...", Source: a.Source, Published: a.Published}, &o, nil, docOnly)
		d.arrived = 12
		state := appendState(nil, d)
		d.own()
		stored := Record{Article: d.Article, State: state}
		stored.Language = d.given.Value()
		got, stale, err := readState(&stored)
		require.NoError(t, err)
		require.False(t, stale)
		require.Equal(t, d, got)
		for n := range stored.State {
			short := stored
			short.State = stored.State[:n]
			_, stale, err := readState(&short)
			require.False(t, stale)
			require.ErrorIs(t, err, ErrCorrupt)
		}
	}
}

// The ledger gives back what was noted, page by page, and refuses what is damaged.
func TestLedger(t *testing.T) {
	l := &ledger{}
	var page []byte
	want := map[ledgerKey]graph.Verdict{}
	for i := range 20 {
		k := ledgerKey{uint64(i), uint64(i * i)}
		v := graph.Verdict{Score: float64(i) / 20, Resemblance: float64(i) / 30}
		if i%3 == 0 {
			v.Detail = &brief{Relation(1 + i%4), 0.25, float64(i) / 40}
			v.Derived = 1+i%4 >= int(Derived)
			v.Form = v.Derived && i%2 == 0
		}
		want[k] = v
		page = appendVerdict(page, k, v)
	}
	n := whole(page, len(page)/2)
	require.NoError(t, l.read(page[:n]))
	require.NoError(t, l.read(page[n:]))
	l.index()
	for k, v := range want {
		got, ok := l.known(k)
		require.True(t, ok)
		require.Equal(t, v, got)
	}
	_, ok := l.known(ledgerKey{5, 5})
	require.False(t, ok)
	require.Len(t, l.close(), len(page))
	_, ok = l.known(ledgerKey{5, 25})
	require.False(t, ok, "it is closed")
	for _, bad := range [][]byte{page[:n-1], page[1:20], append(append([]byte(nil), page[:16]...), 77)} {
		require.ErrorIs(t, l.read(bad), ErrCorrupt)
	}
}
