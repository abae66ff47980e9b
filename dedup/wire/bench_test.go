package wire

import (
	"strings"
	"testing"

	"github.com/wirecopy/wirecopy/dedup/internal/invent"
)

// page is an article as a site prints it: a dateline, paragraphs, a caption, a
// link and a credit. It was written for this benchmark.
var page = "OSLO, Norway (Reuters) - The bridge over the sound will stay shut until the spring, the harbour board said on Monday.\n" +
	strings.Repeat("The board's engineers found cracks in two of the nine piers, and a third has moved by a hand's breadth since the storm in March. "+
		"\u201cWe cannot open it for lorries,\u201d said Ida Marsh, who heads the board. Her predecessor (now retired) had warned of it.\n"+
		"Shopkeepers in the old town fear for their trade: most of their customers come over the bridge, and the ferry sails six times a day only.\n", 8) +
	"Ida Marsh at the bridge on Monday, May 5, 2031. (AP Photo/Bo Lind)\nRead more: Nine bridges\n(Reporting by Bo Lind; editing by Sam Oates)\n"

func BenchmarkFind(b *testing.B) {
	for _, test := range []struct{ name, text string }{
		{"page", page},
		{"oneline", strings.ReplaceAll(page, "\n", " ")},
		{"brackets", strings.Repeat("(AFP) ", 600)},
	} {
		for _, language := range []string{"en", ""} {
			b.Run("text="+test.name+"/language="+language, func(b *testing.B) {
				b.SetBytes(int64(len(test.text)))
				b.ReportAllocs()
				for b.Loop() {
					Find(test.text, language)
				}
			})
		}
	}
}

func BenchmarkFindCorpus(b *testing.B) {
	for _, corpus := range []string{"provenance", "gilets-jaunes", "us-homepages-2016"} {
		b.Run("corpus="+corpus, func(b *testing.B) {
			articles := readCorpus(b, corpus)
			n := 0
			for _, a := range articles {
				n += len(a.Text)
			}
			b.SetBytes(int64(n))
			for b.Loop() {
				for _, a := range articles {
					Find(a.Text, a.Lang)
				}
			}
		})
	}
}

func BenchmarkLines(b *testing.B) {
	articles := readCorpus(b, "us-homepages-2016")
	n := 0
	for _, a := range articles {
		n += len(a.Text)
	}
	var known Lines
	for _, a := range articles {
		known.Add(a.Source, a.Text)
	}
	b.Run("op=add", func(b *testing.B) {
		b.SetBytes(int64(n))
		for b.Loop() {
			var l Lines
			for _, a := range articles {
				l.Add(a.Source, a.Text)
			}
		}
	})
	b.Run("op=find", func(b *testing.B) {
		b.SetBytes(int64(n))
		for b.Loop() {
			for _, a := range articles {
				known.Find(a.Source, a.Text)
			}
		}
	})
}

// BenchmarkInvented runs Find and Lines over invented pages of 200 publishers.
func BenchmarkInvented(b *testing.B) {
	var articles []invent.Article
	n := 0
	for a := range (invent.Corpus{Seed: 1, Articles: 350}).All() {
		articles = append(articles, a)
		n += len(a.Text)
	}
	var known Lines
	for _, a := range articles {
		known.Add(a.Source, a.Text)
	}
	for _, op := range []struct {
		name string
		do   func(a invent.Article)
	}{
		{"find", func(a invent.Article) { Find(a.Text, a.Language) }},
		{"lines-add", func(a invent.Article) { known.Add(a.Source, a.Text) }},
		{"lines-find", func(a invent.Article) { known.Find(a.Source, a.Text) }},
		{"posts", func(a invent.Article) { Posts(a.Text) }},
	} {
		b.Run("op="+op.name, func(b *testing.B) {
			b.SetBytes(int64(n))
			b.ReportAllocs()
			for b.Loop() {
				for _, a := range articles {
					op.do(a)
				}
			}
			b.ReportMetric(float64(len(articles)*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}
