package store

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

// whole makes a store of n articles and entries, some replaced and deleted, and
// returns its file, without slack, and what it holds.
func whole(t *testing.T, n int) ([]byte, map[string]dedup.Record) {
	s := open(t, t.TempDir(), nil)
	var b dedup.Batch
	want := make(map[string]dedup.Record)
	for i := range n {
		a := article(fmt.Sprintf("article-%04d", i), i)
		b.Put = append(b.Put, a)
		b.Meta = append(b.Meta, dedup.Entry{Key: a.ID, Value: []byte(a.Title)})
		want[a.ID] = a
	}
	require.NoError(t, s.Apply(t.Context(), &b))
	for i := 0; i < n; i += 7 {
		a := article(fmt.Sprintf("article-%04d", i), i+1)
		b := dedup.Batch{Put: []dedup.Record{a}}
		if want[a.ID] = a; i%2 == 0 {
			b = dedup.Batch{Delete: []string{a.ID}}
			delete(want, a.ID)
		}
		require.NoError(t, s.Apply(t.Context(), &b))
	}
	var file bytes.Buffer
	_, err := s.WriteTo(&file)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	return file.Bytes(), want
}

func write(t *testing.T, folder string, file []byte) string {
	path := filepath.Join(folder, FileName)
	require.NoError(t, os.WriteFile(path, file, 0o666))
	return path
}

// reads returns how many records and texts of a store can be read; each that can is
// the right one, and what cannot be is said to be damaged.
func reads(t *testing.T, s *Store, want map[string]dedup.Record) (records, texts, errs int) {
	seen := make(map[string]bool)
	for r, err := range s.Load() {
		if err != nil {
			require.ErrorIs(t, err, dedup.ErrCorrupt)
			errs++
			continue
		}
		require.False(t, seen[r.ID], "twice")
		seen[r.ID] = true
		a := want[r.ID]
		a.Text = ""
		require.Equal(t, a, r)
		records++
		text, err := s.Text(context.Background(), r.ID)
		if err != nil {
			require.ErrorIs(t, err, dedup.ErrCorrupt)
			require.ErrorContains(t, err, r.ID)
			continue
		}
		require.Equal(t, want[r.ID].Text, text)
		texts++
	}
	for e, err := range s.Meta("", "") {
		if err != nil {
			require.ErrorIs(t, err, dedup.ErrCorrupt)
			continue
		}
		require.Contains(t, string(e.Value), e.Key)
	}
	return records, texts, errs
}

// TestFlips damages a file in every way that comes to mind, thousands of times.
// Opened to write it is refused or right; opened to read it shows what is left, and
// nothing that is wrong. A file that is refused is not touched.
func TestFlips(t *testing.T) {
	file, want := whole(t, 400)
	rounds := 1_500
	if testing.Short() {
		rounds = 150
	}
	r := rand.New(rand.NewPCG(rand.Uint64(), 0))
	folder := t.TempDir()
	refused, unread, lost := 0, 0, 0
	for round := range rounds {
		bad, what := damage(r, file)
		path := write(t, folder, bad)
		s, err := Open(folder, nil)
		if err == nil {
			records, _, errs := reads(t, s, want)
			require.Equal(t, len(want), records+errs, "%s: each record is there or named", what)
			if round%5 == 0 {
				require.NoError(t, s.Apply(t.Context(), &dedup.Batch{Put: []dedup.Record{article("new", 1)}}), what)
			}
			require.NoError(t, s.Close())
			if round%5 == 0 {
				s, err = Open(folder, nil)
				require.NoError(t, err, what)
				_, err = s.Record("new")
				require.NoError(t, err, what)
				require.NoError(t, s.Close())
			}
			continue
		}
		refused++
		require.ErrorIs(t, err, dedup.ErrCorrupt, what)
		after, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, bytes.Equal(bad, after), "%s: a damaged file was written to", what)
		s, err = Open(folder, &Options{ReadOnly: true})
		if err != nil {
			require.ErrorIs(t, err, dedup.ErrCorrupt, what)
			unread++
			continue
		}
		records, _, _ := reads(t, s, want)
		lost += len(want) - records
		require.NoError(t, s.Close())
	}
	t.Logf("%d files: %d refused, of those %d not readable at all, the others short of %.1f records of %d",
		rounds, refused, unread, float64(lost)/float64(max(1, refused-unread)), len(want))
}

// TestHeaderFlips flips each bit where a page tells what it is and has, the root's
// all, and looks whether the check sees it; if it does not, nothing is missing.
func TestHeaderFlips(t *testing.T) {
	file, want := whole(t, 60)
	whole, _, err := openFile(bytes.NewReader(file), int64(len(file)))
	require.NoError(t, err)
	seen, unseen := 0, 0
	for page := range len(file) / pageSize {
		step := 29
		if page < 2 || uint64(page) == whole.root {
			step = 1
		}
		for bit := 0; bit < 8*250; bit += step {
			file[page*pageSize+bit/8] ^= 1 << (bit % 8)
			f, damage, err := openFile(bytes.NewReader(file), int64(len(file)))
			rows := make(map[string]uint64)
			if err == nil && damage == nil {
				tr := &tree{file: f}
				if _, err = tr.version(); err == nil {
					err = tr.check(int64(len(file)), rows)
				}
			}
			file[page*pageSize+bit/8] ^= 1 << (bit % 8)
			if err != nil || damage != nil {
				seen++
				continue
			}
			unseen++
			require.InDelta(t, len(want), len(rows), 1, "bit %d of page %d", bit, page)
		}
	}
	require.Positive(t, seen)
	t.Logf("%d flips seen, %d of nothing but a value or a page that is not used", seen, unseen)
}

// damage returns a damaged copy of a file.
func damage(r *rand.Rand, file []byte) ([]byte, string) {
	bad := slices.Clone(file)
	at := r.IntN(len(bad))
	if r.IntN(3) == 0 { // where the structure is
		at = at/pageSize*pageSize + r.IntN(200)
	}
	switch r.IntN(6) {
	case 0, 1, 2:
		bad[at] ^= 1 << r.IntN(8)
		return bad, fmt.Sprintf("a bit of byte %d flipped", at)
	case 3:
		n := min(1+r.IntN(64), len(bad)-at)
		for i := range n {
			bad[at+i] = byte(r.Uint32())
		}
		return bad, fmt.Sprintf("noise at %d", at)
	case 4:
		from, to := at/pageSize*pageSize, r.IntN(len(bad)/pageSize)*pageSize
		copy(bad[to:to+pageSize], file[from:])
		return bad, fmt.Sprintf("page %d over page %d", from/pageSize, to/pageSize)
	}
	return bad[:at+1], fmt.Sprintf("cut to %d bytes", at+1)
}

// TestDamagedRecord: a value that is damaged costs itself. It is named, and can be
// replaced.
func TestDamagedRecord(t *testing.T) {
	file, want := whole(t, 100)
	a := want["article-0041"]
	for _, row := range []struct {
		what, mark string
		heal       dedup.Batch
	}{
		{"a state", "state 41 of article-0041;", dedup.Batch{Update: []dedup.Record{{Article: a.Article, Arrival: a.Arrival, State: a.State}}}},
		{"a title", "Title 41 of article-0041\x15Northern", dedup.Batch{Put: []dedup.Record{a}}},
	} {
		// Pages that are not used any more may have it too.
		bad := bytes.ReplaceAll(file, []byte(row.mark), append([]byte{row.mark[0] ^ 4}, row.mark[1:]...))
		require.NotEqual(t, file, bad, row.what)
		folder := t.TempDir()
		write(t, folder, bad)
		s := open(t, folder, nil)
		n := 0
		for r, err := range s.Load() {
			if err != nil {
				require.ErrorIs(t, err, dedup.ErrCorrupt)
				require.ErrorContains(t, err, `article "article-0041"`)
				require.Equal(t, dedup.Record{Article: dedup.Article{ID: "article-0041"}}, r)
				n++
			}
		}
		require.Equal(t, 1, n, row.what)
		_, err := s.Record("article-0041")
		require.ErrorIs(t, err, dedup.ErrCorrupt)
		records, _, _ := reads(t, s, want)
		require.Equal(t, len(want)-1, records, row.what)

		require.NoError(t, s.Apply(t.Context(), &row.heal))
		records, texts, errs := reads(t, s, want)
		require.Equal(t, []int{len(want), len(want), 0}, []int{records, texts, errs}, "healed")
		require.NoError(t, s.Close())
	}
}

// TestOneHeader: with one of two headers gone the last batch may be; that is said.
func TestOneHeader(t *testing.T) {
	file, want := whole(t, 50)
	for i := range 2 {
		bad := slices.Clone(file)
		bad[i*pageSize+40] ^= 1
		folder := t.TempDir()
		write(t, folder, bad)
		_, err := Open(folder, nil)
		require.ErrorIs(t, err, dedup.ErrCorrupt)
		records, texts, errs := reads(t, open(t, folder, &Options{ReadOnly: true}), want)
		require.Equal(t, []int{len(want), len(want), 1}, []int{records, texts, errs})
	}
}
