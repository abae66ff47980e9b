package candidate

import (
	"cmp"
	"slices"
	"testing"

	"github.com/wirecopy/wirecopy/dedup/internal/invent"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/shingle"
)

// BenchmarkCorpus runs the searches over an invented corpus. Recall is, for copies, of the pairs of a
// copy or edited copy and the first text of its story, for rare features of the abridged and
// rewritten ones; in the search for rewrites dedup leaves copies out, here they are in.
func BenchmarkCorpus(b *testing.B) {
	var articles []invent.Article
	var features, keys [][]uint32
	var p shingle.Parser
	for a := range (invent.Corpus{Seed: 1, Articles: 3000}).All() {
		t := p.Parse(a.Text, a.Language)
		features = append(features, Features(nil, t))
		set := shingle.Shingler{}.Shingles(t)
		var own []uint32
		for _, k := range (minhash.Scheme{}).Sketch(set).AppendBands(nil, Bands, Rows) {
			own = append(own, uint32(k>>32))
		}
		keys = append(keys, own)
		articles = append(articles, a)
	}
	for _, search := range []struct {
		name  string
		do    func() []Pair
		kinds []invent.Kind
	}{
		{"copies", func() []Pair { return Copies(keys) }, []invent.Kind{invent.Copy, invent.Edited}},
		{"rare", func() []Pair { return askAll(features) }, []invent.Kind{invent.Abridged, invent.Rewritten}},
	} {
		b.Run("search="+search.name, func(b *testing.B) {
			b.ReportAllocs()
			var pairs []Pair
			for b.Loop() {
				pairs = search.do()
			}
			n := float64(len(articles))
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(float64(len(pairs))/n, "candidates/article")
			b.ReportMetric(recall(articles, pairs, search.kinds), "recall")
		})
	}
}

// askAll builds the index of rare features and asks it for every article.
func askAll(features [][]uint32) (out []Pair) {
	lists := make([]List, len(features))
	x := Rare{Compare: cmp.Compare[int32], List: func(v int32) *List { return &lists[v] }}
	for v, fs := range features {
		x.Add(int32(v), fs, func(int32) {})
	}
	var a Asker
	for v, fs := range features {
		list := x.Ask(&a, int32(v), fs, func(int32) bool { return true }, nil)
		for _, s := range list.Best() {
			out = append(out, Pair{min(int32(v), s.Text), max(int32(v), s.Text)})
		}
	}
	slices.SortFunc(out, func(p, q Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) })
	return slices.Compact(out)
}

// recall returns the share of the articles of some kinds that have a pair with the first of their story.
func recall(articles []invent.Article, pairs []Pair, kinds []invent.Kind) float64 {
	wanted, all := map[[2]int32]bool{}, 0
	first := map[int]int32{}
	for i, a := range articles {
		if a.Kind <= invent.Independent {
			first[a.Story] = int32(i)
		}
	}
	for i, a := range articles {
		for _, k := range kinds {
			if f, ok := first[a.Story]; ok && a.Kind == k {
				wanted[[2]int32{min(f, int32(i)), max(f, int32(i))}] = true
				all++
			}
		}
	}
	found := 0
	for _, p := range pairs {
		if wanted[[2]int32{p.A, p.B}] {
			found++
		}
	}
	return float64(found) / float64(max(1, all))
}
