package minhash

import (
	"fmt"
	"testing"
)

func BenchmarkSketch(b *testing.B) {
	for _, family := range families {
		for _, size := range []int{64, 128, 256} {
			for _, n := range []int{1, 24, 60, 300, 600, 2000} {
				b.Run(fmt.Sprintf("family=%v/size=%d/shingles=%d", family, size, n), func(b *testing.B) {
					benchmarkSketch(b, Scheme{Size: size, Family: family}, n)
				})
			}
		}
	}
}

// benchmarkSketch goes through 256 sets, so that no branch can be learnt.
func benchmarkSketch(b *testing.B, c Scheme, n int) {
	all := elements(1, 256*n)
	slots := make([]uint64, 0, c.Size)
	b.SetBytes(int64(8 * n))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		slots = c.AppendTo(slots[:0], all[n*(i%256):][:n])
		i++
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/shingle")
}

// BenchmarkAccuracy reports the error beside the time of one pair: 1.0 is that of independent slots.
func BenchmarkAccuracy(b *testing.B) {
	for _, family := range families {
		for _, n := range []int{20, 60, 200, 2000} {
			b.Run(fmt.Sprintf("family=%v/shingles=%d", family, n), func(b *testing.B) {
				var ratio float64
				for b.Loop() {
					ratio = estimate(Scheme{Family: family}, n, n/2, 2000).ratio(DefaultSize)
				}
				b.ReportMetric(ratio, "error/bound")
			})
		}
	}
}

func BenchmarkOneWordAMillionTimes(b *testing.B) {
	set := make([]uint64, 1_000_000)
	for b.Loop() {
		Scheme{}.Sketch(set)
	}
}

func benchmarkSketches() (s, t Sketch) {
	x, y := pair(1, 300, 150)
	return Scheme{}.Sketch(x), Scheme{}.Sketch(y)
}

func BenchmarkSimilarity(b *testing.B) {
	s, t := benchmarkSketches()
	for b.Loop() {
		_, _ = s.Similarity(t)
	}
}

func BenchmarkMerge(b *testing.B) {
	s, t := benchmarkSketches()
	for b.Loop() {
		_, _ = s.Merge(t)
	}
}

func BenchmarkBands(b *testing.B) {
	s, _ := benchmarkSketches()
	keys := make([]uint64, 0, 42)
	for b.Loop() {
		keys = s.AppendBands(keys[:0], 42, 3)
	}
}

func BenchmarkMarshal(b *testing.B) {
	s, _ := benchmarkSketches()
	var data []byte
	for b.Loop() {
		data, _ = s.AppendBinary(data[:0])
	}
	b.SetBytes(int64(len(data)))
}

func BenchmarkUnmarshal(b *testing.B) {
	s, _ := benchmarkSketches()
	data, _ := s.MarshalBinary()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		_ = s.UnmarshalBinary(data)
	}
}
