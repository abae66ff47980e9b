package dedup_test

import (
	"testing"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// BenchmarkIndexAdd fills an index in batches of 64, in a folder or in memory, and reads
// it anew.
func BenchmarkIndexAdd(b *testing.B) {
	for _, c := range benchCorpora(b) {
		articles, n := c.articles, len(c.articles)
		for _, kind := range []string{"memory", "folder"} {
			b.Run("corpus="+c.name+"/store="+kind, func(b *testing.B) {
				for b.Loop() {
					var s dedup.Store = new(store.Memory)
					if kind == "folder" {
						f, err := store.Open(b.TempDir(), nil)
						if err != nil {
							b.Fatal(err)
						}
						s = f
					}
					before := heap()
					x, err := dedup.OpenIndex(b.Context(), s, &dedup.Options{})
					if err != nil {
						b.Fatal(err)
					}
					start := time.Now()
					for i := 0; i < n; i += 64 {
						if _, err := x.Add(b.Context(), articles[i:min(n, i+64)]...); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(n)/time.Since(start).Seconds(), "added/s")
					st := x.Stats()
					b.ReportMetric(float64(st.Compared)/float64(n), "compared/article")
					b.ReportMetric((heap()-before)/float64(n), "B/article")
					if err := x.Close(); err != nil {
						b.Fatal(err)
					}
					start = time.Now()
					x, err = dedup.OpenIndex(b.Context(), s, &dedup.Options{})
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(n)/time.Since(start).Seconds(), "opened/s")
					if err := x.Close(); err != nil {
						b.Fatal(err)
					}
					if err := s.Close(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
