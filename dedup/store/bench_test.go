package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// news makes n records of the usual size: a text of 3 KB that compresses to about
// half, a state of 1.5 KB that does not, and an ID of 20 bytes in no order.
func news(r *rand.Rand, n int) []dedup.Record {
	all := make([]dedup.Record, n)
	for i := range all {
		var text strings.Builder
		for text.Len() < 3_000 {
			text.WriteString(syllables(r, 1+r.IntN(4)))
			text.WriteByte(' ')
		}
		state := make([]byte, 1_500)
		for j := range state {
			state[j] = byte(r.Uint32())
		}
		all[i] = dedup.Record{
			Article: dedup.Article{
				ID: fmt.Sprintf("%020d", r.Uint64()), Title: syllables(r, 20), Text: text.String(),
				Source: "Northern Press Agency", Language: "en",
			},
			Arrival: r.Uint64(),
			State:   state,
		}
	}
	return all
}

func syllables(r *rand.Rand, n int) string {
	const all = "babebodadedidekakokulalelimamemenanenopepoperarerirasesesotatetotevavizazuingion"
	var s strings.Builder
	for range n {
		i := min(r.IntN(len(all)/2), r.IntN(len(all)/2))
		s.WriteString(all[2*i : 2*i+2])
	}
	return s.String()
}

func filled(b *testing.B, n int) (*store.Store, string, []string) {
	folder := b.TempDir()
	s, err := store.Open(folder, nil)
	require.NoError(b, err)
	b.Cleanup(func() { _ = s.Close() })
	r := rand.New(rand.NewPCG(1, 1))
	var ids []string
	for n > 0 {
		batch := dedup.Batch{Put: news(r, min(n, 2_000))}
		for i := range batch.Put {
			ids = append(ids, batch.Put[i].ID)
		}
		n -= len(batch.Put)
		require.NoError(b, s.Apply(b.Context(), &batch))
	}
	return s, folder, ids
}

// BenchmarkApply puts batches into a store of 20,000 articles.
func BenchmarkApply(b *testing.B) {
	for _, row := range []struct{ batch, callers int }{{256, 1}, {256, 4}, {1, 64}} {
		b.Run(fmt.Sprintf("batch=%d/callers=%d", row.batch, row.callers), func(b *testing.B) {
			s, _, _ := filled(b, size())
			all := news(rand.New(rand.NewPCG(2, 2)), 1<<10)
			b.SetParallelism(max(1, row.callers/runtime.GOMAXPROCS(0)))
			b.ResetTimer()
			begin := cpuTime()
			b.RunParallel(func(pb *testing.PB) {
				r := rand.New(rand.NewPCG(rand.Uint64(), 2))
				for pb.Next() {
					batch := dedup.Batch{Put: make([]dedup.Record, row.batch)}
					for i := range batch.Put {
						batch.Put[i] = all[r.IntN(len(all))]
						batch.Put[i].ID = fmt.Sprintf("%020d", r.Uint64())
					}
					if err := s.Apply(b.Context(), &batch); err != nil {
						b.Error(err)
					}
				}
			})
			report(b, row.batch*b.N, begin, "puts/s")
		})
	}
}

// report reports n of something a second, and what each took of a processor.
func report(b *testing.B, n int, begin time.Duration, unit string) {
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), unit)
	b.ReportMetric(float64((cpuTime()-begin).Nanoseconds())/1e3/float64(n), "cpu-µs/each")
}

// size is how many articles a benchmark begins with.
func size() int {
	if testing.Short() {
		return 1_000
	}
	return 20_000
}

func BenchmarkLoad(b *testing.B) {
	s, folder, ids := filled(b, size())
	info, err := os.Stat(filepath.Join(folder, store.FileName))
	require.NoError(b, err)
	n, begin := 0, cpuTime()
	for b.Loop() {
		for _, err := range s.Load() {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	report(b, n, begin, "records/s")
	b.ReportMetric(float64(info.Size())/float64(len(ids)), "bytes/article")
}

// BenchmarkOpen opens, loads and closes.
func BenchmarkOpen(b *testing.B) {
	s, folder, _ := filled(b, size())
	require.NoError(b, s.Close())
	n, begin := 0, cpuTime()
	for b.Loop() {
		s, err := store.Open(folder, nil)
		require.NoError(b, err)
		for _, err := range s.Load() {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
		require.NoError(b, s.Close())
	}
	report(b, n, begin, "records/s")
}

func BenchmarkText(b *testing.B) {
	s, _, ids := filled(b, size())
	i, begin := 0, cpuTime()
	for b.Loop() {
		if _, err := s.Text(b.Context(), ids[i*7919%len(ids)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
	report(b, i, begin, "reads/s")
}

func BenchmarkRecord(b *testing.B) {
	s, _, ids := filled(b, size())
	i, begin := 0, cpuTime()
	for b.Loop() {
		if _, err := s.Record(ids[i*7919%len(ids)]); err != nil {
			b.Fatal(err)
		}
		i++
	}
	report(b, i, begin, "reads/s")
}
