package main

import (
	"fmt"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
)

// A worst is a corpus that somebody made to hurt, and what the answer must be.
type worst struct {
	name  string
	what  string
	mb    bool // its size is that of a text, in MB
	make  func(n int, seed uint64) ([]dedup.Article, error)
	wrong func(*dedup.Result) string // what is wrong with the answer, "" if nothing
}

func worsts() []worst {
	return []worst{
		{"ordinary", "articles as they come, for comparison", false, ordinary, nil},
		{"copies", "one article over and over", false, copies, oneCluster},
		{"edited", "one article over and over, one word in fifty another each time", false, edited, oneCluster},
		{"paragraph", "ordinary articles, each with the same paragraph of 60 words in it", false, paragraph, clusteredAtMost(0.02)},
		{"template", "one sentence form of one paragraph, names and numbers filled in", false, template, clusteredAtMost(0.5)},
		{"collide", "unrelated articles with shingles chosen so that each meets 15 others in each of the 42 bands of the default seed", false, colliding, clusteredAtMost(0)},
		{"long", "one article", true, long, clusteredAtMost(0)},
		{"twolong", "two articles, one a copy of the other with a word in fifty another", true, twoLong, oneCluster},
		{"word", "two articles, each one word over and over", true, repeated, oneCluster},
	}
}

// model returns an ordinary article of about 3 KB.
func model(seed uint64) dedup.Article {
	var best dedup.Article
	for a := range (invent.Corpus{Seed: seed, Articles: 100}).All() {
		if abs(len(a.Text)-3000) < abs(len(best.Text)-3000) {
			best = fromInvented(a)
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

func copies(n int, seed uint64) ([]dedup.Article, error) {
	a := model(seed)
	out := make([]dedup.Article, n)
	for i := range out {
		out[i] = a
		out[i].ID = fmt.Sprintf("%08d", i)
	}
	return out, nil
}

// otherWords replaces one word in fifty by a word that no other article has.
func otherWords(text string, i int) string {
	words := strings.Split(text, " ")
	for k := i % 50; k < len(words); k += 50 {
		words[k] = fmt.Sprintf("zq%dx%d", i, k)
	}
	return strings.Join(words, " ")
}

func edited(n int, seed uint64) ([]dedup.Article, error) {
	out, err := copies(n, seed)
	for i := range out {
		out[i].Text = otherWords(out[i].Text, i)
	}
	return out, err
}

const shared = "The Harbour Fund is a foundation under the law of the province and was set up in 1954 by the owners of eleven shipyards. " +
	"It pays for schools, for two hospitals and for the upkeep of the old lighthouses along the coast, and publishes its accounts " +
	"every spring. Its board has seven members, three of whom are chosen by the towns."

// paragraph sets the same paragraph into the originals among ordinary articles.
func paragraph(n int, seed uint64) (out []dedup.Article, _ error) {
	for a := range (invent.Corpus{Seed: seed, Articles: 4*n + 100}).All() {
		if a.Kind != invent.Original || len(a.Text) < 1500 {
			continue
		}
		if len(out) == n {
			break
		}
		at := strings.LastIndex(a.Text[:len(a.Text)/2], " ")
		a.Text = a.Text[:at] + "\n\n" + shared + "\n\n" + a.Text[at+1:]
		out = append(out, fromInvented(a))
	}
	if len(out) < n {
		return nil, fmt.Errorf("%d originals, %d wanted", len(out), n)
	}
	return out, nil
}

// template fills in a market report.
func template(n int, seed uint64) (out []dedup.Article, _ error) {
	names, err := ordinary(n, seed)
	for i, a := range names {
		name := strings.Fields(a.Title + " x y z")
		a.Text = fmt.Sprintf("%s%d Holdings said on Tuesday that net profit rose to %d.%d million crowns in the quarter from %d.%d million a year before. "+
			"Sales were %d million against %d million. The average number of shares was %d thousand. "+
			"%s Holdings, which is based in %ston, will pay a dividend of %d cents on the %dth.",
			strings.ToUpper(name[0]), i, i%97, i%10, i%89, i%7, i%983, i%971, 1000+i, strings.ToUpper(name[0]), strings.ToUpper(name[2]), 1+i%40, 1+i%28)
		out = append(out, a)
	}
	return out, err
}

// longText returns size bytes of ordinary text.
func longText(size int, seed uint64) string {
	var b strings.Builder
	for a := range (invent.Corpus{Seed: seed, Articles: size/500 + 1000}).All() {
		if b.Len() >= size {
			break
		}
		b.WriteString(a.Text)
		b.WriteString("\n\n")
	}
	return b.String()
}

func long(mb int, seed uint64) ([]dedup.Article, error) {
	return []dedup.Article{{ID: "a", Text: longText(mb*1e6, seed), Language: "en"}}, nil
}

func twoLong(mb int, seed uint64) ([]dedup.Article, error) {
	text := longText(mb*1e6, seed)
	return []dedup.Article{{ID: "a", Text: text, Language: "en"}, {ID: "b", Text: otherWords(text, 7), Language: "en"}}, nil
}

func repeated(mb int, _ uint64) ([]dedup.Article, error) {
	text := strings.Repeat("harbour ", mb*1e6/8)
	return []dedup.Article{{ID: "a", Text: text, Language: "en"}, {ID: "b", Text: text + "harbour", Language: "en"}}, nil
}

func oneCluster(r *dedup.Result) string {
	if len(r.Clusters) == 1 && len(r.Clusters[0].Members) == r.Articles {
		return ""
	}
	largest := 0
	if len(r.Clusters) > 0 {
		largest = len(r.Clusters[0].Members)
	}
	return fmt.Sprintf("%d clusters, the largest of %d, not one of all", len(r.Clusters), largest)
}

// clusteredAtMost wants at most a share of the articles to be in clusters.
func clusteredAtMost(share float64) func(*dedup.Result) string {
	return func(r *dedup.Result) string {
		in := 0
		for _, c := range r.Clusters {
			in += len(c.Members)
		}
		if float64(in) <= share*float64(r.Articles) {
			return ""
		}
		return fmt.Sprintf("%d of %d articles in clusters, the largest of %d", in, r.Articles, len(r.Clusters[0].Members))
	}
}

// doWorst groups one of the corpora.
func doWorst(j job) (outcome, error) {
	for _, w := range worsts() {
		if w.name == j.Name {
			articles, err := w.make(j.Size, j.Seed)
			if err != nil {
				return outcome{}, err
			}
			return group(j, articles, w.wrong)
		}
	}
	return outcome{}, fmt.Errorf("no case %q", j.Name)
}
