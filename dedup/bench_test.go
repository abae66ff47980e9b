package dedup_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/wirecopy/wirecopy/shingle"
)

// benchArticles is the size of the corpora of benchmarks; go test -bench Group -args -articles 0 takes
// the real ones whole.
var benchArticles = flag.Int("articles", 500, "articles in a benchmark's corpus; 0 for all, 5000 invented ones")

// A benchCorpus is what benchmarks run over. Truth is nil where it is not known.
type benchCorpus struct {
	name     string
	articles []dedup.Article
	truth    []invent.Article
}

func (c benchCorpus) bytes() (n int64) {
	for _, a := range c.articles {
		n += int64(len(a.Text))
	}
	return n
}

// benchCorpora returns an invented corpus and, where they lie beside the project, real ones.
func benchCorpora(b *testing.B) []benchCorpus {
	n := *benchArticles
	if n == 0 {
		n = 5000
	}
	made := benchCorpus{name: "invented"}
	for a := range (invent.Corpus{Seed: 1, Articles: n}).All() {
		made.truth = append(made.truth, a)
		made.articles = append(made.articles, dedup.Article{ID: a.ID, Title: a.Title, Text: a.Text, Source: a.Source, Language: a.Language, Published: a.Published})
	}
	out := []benchCorpus{made}
	for _, name := range []string{"reuters-21578", "us-homepages-2016", "gilets-jaunes"} {
		c := benchCorpus{name: name}
		for a, err := range input.Read([]string{filepath.Join("..", "..", "shared", "corpora", name, "articles.jsonl.gz")}, nil) {
			switch {
			case errors.Is(err, fs.ErrNotExist):
				b.Logf("no corpus %s", name)
			case errors.Is(err, input.ErrEmpty):
				continue
			case err != nil:
				b.Fatal(err)
			}
			if err != nil || len(c.articles) == *benchArticles && *benchArticles > 0 {
				break
			}
			c.articles = append(c.articles, a)
		}
		if len(c.articles) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// BenchmarkCopies is the path on which copies are found: text → shingles → sketch → bands → pairs. Recall is of
// the invented copies, each with the first of its story.
func BenchmarkCopies(b *testing.B) {
	for _, c := range benchCorpora(b) {
		b.Run("corpus="+c.name, func(b *testing.B) {
			b.SetBytes(c.bytes())
			b.ReportAllocs()
			var pairs []candidate.Pair
			var path copiesPath
			for b.Loop() {
				path = copiesPath{}
				for _, a := range c.articles {
					path.add(a.Text)
				}
				pairs = candidate.Copies(path.keys)
			}
			n := float64(len(c.articles))
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(float64(len(pairs))/n, "candidates/article")
			if c.truth != nil {
				linked := groups(len(c.articles))
				for _, p := range pairs {
					linked.join(int(p.A), int(p.B))
				}
				b.ReportMetric(linked.recall(c.truth, invent.Copy), "recall")
			}
		})
	}
}

// A copiesPath holds what the path keeps of the articles and what it uses again.
type copiesPath struct {
	keys   [][]uint32
	hashes []uint64
	slots  []uint64
	bands  []uint64
}

func (p *copiesPath) add(text string) {
	p.hashes = shingle.Shingler{}.Append(p.hashes[:0], text)
	var scheme minhash.Scheme
	p.slots = scheme.AppendTo(p.slots[:0], p.hashes)
	p.bands = scheme.View(p.slots).AppendBands(p.bands[:0], candidate.Bands, candidate.Rows)
	keys := make([]uint32, len(p.bands))
	for i, k := range p.bands {
		keys[i] = uint32(k >> 32)
	}
	p.keys = append(p.keys, keys)
}

// BenchmarkStage runs one stage after the other over the texts of a corpus, each without what the next
// keeps. Bands is all from the text to the keys, what a stream of articles costs each.
func BenchmarkStage(b *testing.B) {
	var scheme minhash.Scheme
	var hashes, slots, keys []uint64
	var features []uint32
	var parser shingle.Parser
	for _, c := range benchCorpora(b) {
		texts := make([]*shingle.Text, len(c.articles))
		for i, a := range c.articles {
			texts[i] = parser.Parse(a.Text, a.Language)
		}
		for _, stage := range []struct {
			name string
			do   func(i int)
		}{
			{"shingles", func(i int) { hashes = shingle.Shingler{}.Append(hashes[:0], c.articles[i].Text) }},
			{"bands", func(i int) {
				hashes = shingle.Shingler{}.Append(hashes[:0], c.articles[i].Text)
				slots = scheme.AppendTo(slots[:0], hashes)
				keys = scheme.View(slots).AppendBands(keys[:0], candidate.Bands, candidate.Rows)
			}},
			{"parse", func(i int) { parser.Parse(c.articles[i].Text, c.articles[i].Language) }},
			{"wire", func(i int) { wire.Find(c.articles[i].Text, c.articles[i].Language) }},
			{"features", func(i int) { features = candidate.Features(features[:0], texts[i]) }},
		} {
			b.Run("stage="+stage.name+"/corpus="+c.name, func(b *testing.B) {
				b.SetBytes(c.bytes())
				b.ReportAllocs()
				for b.Loop() {
					for i := range c.articles {
						stage.do(i)
					}
				}
				b.ReportMetric(float64(len(c.articles)*b.N)/b.Elapsed().Seconds(), "articles/s")
			})
		}
	}
}

// partition is a union-find of the articles by number.
type partition []int

func groups(n int) partition {
	p := make(partition, n)
	for i := range p {
		p[i] = i
	}
	return p
}

func (p partition) find(i int) int {
	for p[i] != i {
		p[i] = p[p[i]]
		i = p[i]
	}
	return i
}

func (p partition) join(i, j int) { p[p.find(i)] = p.find(j) }

// recall returns the share of the articles of some kinds that are in one group with the first of their story.
func (p partition) recall(truth []invent.Article, kinds ...invent.Kind) float64 {
	first := map[int]int{}
	for i, a := range truth {
		if a.Kind <= invent.Independent {
			first[a.Story] = i
		}
	}
	found, all := 0, 0
	for i, a := range truth {
		for _, k := range kinds {
			if f, ok := first[a.Story]; ok && a.Kind == k {
				all++
				if p.find(i) == p.find(f) {
					found++
				}
			}
		}
	}
	return float64(found) / float64(max(1, all))
}

// precision returns the share of the groups with more than one article that are of one story.
func (p partition) precision(truth []invent.Article) float64 {
	stories, sizes := map[int]map[int]bool{}, map[int]int{}
	for i, a := range truth {
		g := p.find(i)
		if stories[g] == nil {
			stories[g] = map[int]bool{}
		}
		stories[g][a.Story] = true
		sizes[g]++
	}
	pure, all := 0, 0
	for g, n := range sizes {
		if n > 1 {
			all++
			if len(stories[g]) == 1 {
				pure++
			}
		}
	}
	return float64(pure) / float64(max(1, all))
}

// BenchmarkGroup is the whole. Recall is of all that was made of the stories of an invented corpus, rewrites
// beside; precision the share of the clusters that are of one story.
func BenchmarkGroup(b *testing.B) {
	for _, c := range append(benchCorpora(b), shares()...) {
		b.Run("corpus="+c.name, func(b *testing.B) {
			b.SetBytes(c.bytes())
			b.ReportAllocs()
			var r *dedup.Result
			for b.Loop() {
				r = group(b, c.articles, nil)
			}
			held := heap()
			n := float64(len(c.articles))
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(float64(r.Candidates)/n, "candidates/article")
			if c.truth != nil {
				clusters := c.clusters(r)
				b.ReportMetric(clusters.recall(c.truth, invent.Copy, invent.Edited, invent.Abridged, invent.Rewritten), "recall")
				b.ReportMetric(clusters.recall(c.truth, invent.Rewritten), "recall-rewritten")
				b.ReportMetric(clusters.precision(c.truth), "precision")
			}
			runtime.KeepAlive(r)
			b.ReportMetric((held-heap())/n, "bytes/article")
		})
	}
}

func (c benchCorpus) clusters(r *dedup.Result) partition {
	at := map[string]int{}
	for i, a := range c.articles {
		at[a.ID] = i
	}
	p := groups(len(c.articles))
	for _, g := range r.Clusters {
		for _, m := range g.Members {
			p.join(at[g.Members[0].ID], at[m.ID])
		}
	}
	return p
}

// shares returns corpora of 500 words an article, of which none is like another, one in ten is an
// abridged copy, or nine in ten are copies.
func shares() (out []benchCorpus) {
	for _, copies := range []int{0, 1, 9} {
		articles := invented(500, 500)
		for i := range articles {
			switch {
			case i%10 >= copies: // its own
			case copies == 1:
				articles[i].Text = articles[i+1].Text[:600] + articles[i].Text
			default:
				articles[i].Text = articles[i/10*10+9].Text
			}
		}
		out = append(out, benchCorpus{name: fmt.Sprintf("%d0%%-copies", copies), articles: articles})
	}
	return out
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

func heap() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// BenchmarkCompare compares two articles from their texts, of 400 words but for the brief.
func BenchmarkCompare(b *testing.B) {
	story, brief := dedup.Article{ID: "a", Text: wireStory}, dedup.Article{ID: "b", Text: wireBrief}
	unrelated := invented(2, 400)
	pairs := map[string][2]dedup.Article{"brief": {story, brief}, "unrelated": {unrelated[0], unrelated[1]}}
	first := map[int]dedup.Article{}
	for a := range (invent.Corpus{Seed: 1, Articles: 5000}).All() {
		if n := strings.Count(a.Text, " "); n < 380 || n > 420 {
			continue
		}
		d := dedup.Article{ID: a.ID, Text: a.Text, Source: a.Source, Language: a.Language}
		if f, ok := first[a.Story]; ok {
			pairs[a.Kind.String()] = [2]dedup.Article{f, d}
		} else if a.Kind == invent.Original {
			first[a.Story] = d
		}
	}
	for _, name := range []string{"brief", "unrelated", "copy", "edited", "rewritten"} {
		p, ok := pairs[name]
		if !ok {
			b.Fatalf("no pair of kind %s", name)
		}
		b.Run("pair="+name, func(b *testing.B) {
			b.SetBytes(int64(len(p[0].Text) + len(p[1].Text)))
			b.ReportAllocs()
			for b.Loop() {
				compare(b, p[0], p[1], nil)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
		})
	}
}
