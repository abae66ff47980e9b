package dedup_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/shingle"
)

// BenchmarkGroup groups invented articles of 500 words, of which none is like
// another, one in ten is an abridged copy, or nine in ten are copies.
func BenchmarkGroup(b *testing.B) {
	const n = 1000
	for _, copies := range []int{0, 1, 9} {
		articles := invented(n, 500)
		for i := range articles {
			switch {
			case i%10 >= copies: // its own
			case copies == 1:
				articles[i].Text = articles[i+1].Text[:600] + articles[i].Text
			default:
				articles[i].Text = articles[i/10*10+9].Text
			}
		}
		b.Run(fmt.Sprintf("copies=%d0%%", copies), func(b *testing.B) {
			size := 0
			for _, a := range articles {
				size += len(a.Text)
			}
			b.SetBytes(int64(size))
			candidates := 0
			for b.Loop() {
				candidates = group(b, articles, nil).Candidates
			}
			b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(float64(candidates)/n, "candidates/article")
			b.ReportMetric(kept(b, articles)/n, "B/article")
		})
	}
}

// BenchmarkBands takes articles of 3 KB from text to shingles, sketch and band
// keys, for those who look for copies only; beside it, what copying their bytes
// through memory takes.
func BenchmarkBands(b *testing.B) {
	articles := invented(1000, 500)
	size := 0
	for _, a := range articles {
		size += len(a.Text)
	}
	b.Run("op=bands", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		var hashes, slots, keys []uint64
		for b.Loop() {
			for _, a := range articles {
				hashes = shingle.Shingler{}.Append(hashes[:0], a.Text)
				slots = minhash.Scheme{}.AppendTo(slots[:0], hashes)
				keys = minhash.Scheme{}.View(slots).AppendBands(keys[:0], 42, 3)
			}
		}
		b.ReportMetric(float64(len(articles)*b.N)/b.Elapsed().Seconds(), "articles/s")
	})
	b.Run("op=copy", func(b *testing.B) {
		b.SetBytes(int64(size))
		buf := make([]byte, size)
		for b.Loop() {
			n := 0
			for _, a := range articles {
				n += copy(buf[n:], a.Text)
			}
		}
	})
}

// kept returns the bytes that a result keeps.
func kept(b *testing.B, articles []dedup.Article) float64 {
	before := heap()
	r := group(b, articles, nil)
	after := heap()
	runtime.KeepAlive(r)
	return after - before
}

func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

func BenchmarkCompare(b *testing.B) {
	articles := invented(2, 500)
	story, brief := dedup.Article{ID: "a", Text: wireStory}, dedup.Article{ID: "b", Text: wireBrief}
	for _, test := range []struct {
		name string
		a, b dedup.Article
	}{{"brief", story, brief}, {"foreign", articles[0], articles[1]}} {
		b.Run(test.name, func(b *testing.B) {
			b.SetBytes(int64(len(test.a.Text) + len(test.b.Text)))
			for b.Loop() {
				compare(b, test.a, test.b, nil)
			}
		})
	}
}
