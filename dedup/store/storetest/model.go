package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

// A model is what a store is meant to hold.
type model struct {
	records map[string]dedup.Record
	ids     []string // of the records, in order
	meta    map[string][]byte
}

// testModel applies batches of any changes, of few IDs and of many, and compares the
// store with two maps, now and then after opening it again.
func testModel(t *testing.T, c Config) {
	for _, ids := range []int{3, 40, 5_000} {
		t.Run(fmt.Sprint(ids, " IDs"), func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, uint64(ids)))
			m := model{records: make(map[string]dedup.Record), meta: make(map[string][]byte)}
			b := open(t, c)
			for i := range 60 {
				batch := m.batch(r, ids)
				err := b.Apply(t.Context(), &batch)
				if m.apply(&batch) {
					require.NoError(t, err)
				} else {
					require.ErrorIs(t, err, dedup.ErrUnknown)
				}
				if i%12 == 11 {
					b.reopen()
				}
				if i%3 == 0 {
					m.compare(b)
				}
			}
			m.compare(b)
		})
	}
}

// batch returns changes to at most fifty of so many IDs; one in ten has an update
// of something that may not be there.
func (m *model) batch(r *rand.Rand, ids int) (b dedup.Batch) {
	unknown := r.IntN(10) == 0
	for _, i := range r.Perm(ids)[:r.IntN(min(ids, 50)+1)] {
		id := fmt.Sprintf("%x", i*7919)
		a := article(id, r.IntN(1_000))
		a.Text = strings.Repeat(a.Text, r.IntN(100))
		_, known := m.records[id]
		switch n := r.IntN(10); {
		case n < 5:
			b.Put = append(b.Put, a)
		case n < 7 && (known || unknown):
			b.Update = append(b.Update, a)
		default:
			b.Delete = append(b.Delete, id)
		}
	}
	for _, i := range r.Perm(ids)[:r.IntN(min(ids, 20)+1)] {
		e := dedup.Entry{Key: fmt.Sprintf("%x", i*7919)}
		if r.IntN(3) > 0 {
			e.Value = fmt.Append([]byte{}, r.Int())
		}
		b.Meta = append(b.Meta, e)
	}
	return b
}

// apply makes the changes of a batch, unless something to update is not there.
func (m *model) apply(b *dedup.Batch) bool {
	for _, u := range b.Update {
		if _, ok := m.records[u.ID]; !ok {
			return false
		}
	}
	for _, id := range b.Delete {
		delete(m.records, id)
		m.ids = slices.DeleteFunc(m.ids, func(other string) bool { return other == id })
	}
	for _, a := range b.Put {
		if _, ok := m.records[a.ID]; !ok {
			m.ids = append(m.ids, a.ID)
		}
		m.records[a.ID] = a
	}
	for _, a := range b.Update {
		a.Text = m.records[a.ID].Text
		m.records[a.ID] = a
	}
	for _, e := range b.Meta {
		if m.meta[e.Key] = e.Value; e.Value == nil {
			delete(m.meta, e.Key)
		}
	}
	return true
}

func (m *model) compare(b *bench) {
	b.t.Helper()
	records := []dedup.Record{}
	for _, id := range m.ids {
		records = append(records, m.records[id])
	}
	require.Equal(b.t, records, b.all())
	entries := []dedup.Entry{}
	for _, k := range slices.Sorted(maps.Keys(m.meta)) {
		entries = append(entries, dedup.Entry{Key: k, Value: m.meta[k]})
	}
	require.Equal(b.t, entries, b.meta("", ""))
}
