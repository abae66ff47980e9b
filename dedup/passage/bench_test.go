package passage

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/wirecopy/wirecopy/shingle"
)

// article has n words, as common as words are, in sentences of 12 to 30.
func article(n int, seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 7))
	z := rand.NewZipf(r, 1.1, 4, 20_000)
	var out []string
	for n > 0 {
		var w strings.Builder
		w.WriteString("The")
		for range 12 + r.IntN(18) {
			k := z.Uint64()
			fmt.Fprintf(&w, " %c%c%c%c%c", 'a'+k%26, "aeiou"[k%5], 'a'+k/26%26, "aeiou"[k/5%5], 'a'+k/676%26)
			n--
		}
		out = append(out, w.String()+". ")
	}
	return out
}

// rewritten keeps two sentences in three, changes one word in five of them, and
// adds sentences of its own.
func rewritten(sentences []string, seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 8))
	own := article(10*len(sentences), seed+1)
	var out []string
	for _, s := range sentences {
		if r.IntN(3) == 0 {
			out = append(out, own[r.IntN(len(own))])
			continue
		}
		words := strings.Fields(s)
		for k := range words[:len(words)-1] {
			if r.IntN(5) == 0 {
				words[k] = "other"
			}
		}
		out = append(out, strings.Join(words, " ")+" ")
	}
	return out
}

func BenchmarkCompare(b *testing.B) {
	for _, n := range []int{100, 400, 2000, 20_000} {
		first := article(n, 1)
		for _, c := range []struct {
			name   string
			second []string
		}{{"rewrite", rewritten(first, 2)}, {"unrelated", article(n, 3)}} {
			x, y := strings.Join(first, ""), strings.Join(c.second, "")
			b.Run(fmt.Sprintf("words=%d/%s", n, c.name), func(b *testing.B) {
				b.SetBytes(int64(len(x) + len(y)))
				b.ReportAllocs()
				var p shingle.Parser
				var l Aligner
				for b.Loop() {
					l.Align(Prepare(p.Parse(x, "en")), Prepare(p.Parse(y, "en")))
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
			})
		}
	}
}

// BenchmarkAlign compares texts that are prepared: with a report, and the
// coverage alone.
func BenchmarkAlign(b *testing.B) {
	for _, n := range []int{400, 2000, 20_000} {
		first := article(n, 1)
		for _, c := range []struct {
			name   string
			second []string
		}{{"unlike", article(n, 3)}, {"rewrite", rewritten(first, 2)}, {"copy", append(article(20, 5), first...)}} {
			x, y := prepared(strings.Join(first, "")), prepared(strings.Join(c.second, ""))
			benchmarkPairs(b, fmt.Sprintf("words=%d/%s", n, c.name), [][2]*Prepared{{x, y}})
		}
	}
}

func prepared(text string) *Prepared { return Prepare(shingle.Parse(text, "en")) }

// benchmarkPairs compares all pairs in each iteration.
func benchmarkPairs(b *testing.B, name string, pairs [][2]*Prepared) {
	var l Aligner
	for _, f := range []struct {
		name string
		f    func(x, y *Prepared)
	}{{"report", func(x, y *Prepared) { l.Align(x, y) }}, {"coverage", func(x, y *Prepared) { l.Coverage(x, y) }}} {
		b.Run(name+"/"+f.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, p := range pairs {
					f.f(p[0], p[1])
				}
			}
			n := float64(b.N * len(pairs))
			b.ReportMetric(n/b.Elapsed().Seconds(), "pairs/s")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/n, "ns/pair")
		})
	}
}

func BenchmarkPrepare(b *testing.B) {
	x := shingle.Parse(strings.Join(article(400, 1), ""), "en")
	b.ReportAllocs()
	for b.Loop() {
		Prepare(x)
	}
}

func BenchmarkRegions(b *testing.B) {
	first := article(400, 1)
	r := Compare(strings.Join(first, ""), strings.Join(rewritten(first, 2), ""), nil)
	for b.Loop() {
		r.Regions()
	}
}
