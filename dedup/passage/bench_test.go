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
				for b.Loop() {
					Align(p.Parse(x, "en"), p.Parse(y, "en"))
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
			})
		}
	}
}

// BenchmarkAlign is Compare without the parsing.
func BenchmarkAlign(b *testing.B) {
	first := article(400, 1)
	for name, second := range map[string][]string{"rewrite": rewritten(first, 2), "unrelated": article(400, 3), "copy": first} {
		x, y := shingle.Parse(strings.Join(first, ""), "en"), shingle.Parse(strings.Join(second, ""), "en")
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Align(x, y)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
		})
	}
}

func BenchmarkRegions(b *testing.B) {
	first := article(400, 1)
	r := Compare(strings.Join(first, ""), strings.Join(rewritten(first, 2), ""), nil)
	for b.Loop() {
		r.Regions()
	}
}
