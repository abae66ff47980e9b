package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"sync"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
)

func main() {
	dir := flag.String("corpus", "", "")
	out := flag.String("predictions", "", "")
	asJSON := flag.Bool("json", false, "")
	flag.Parse()
	if f := os.Getenv("CPUPROF"); f != "" {
		w, _ := os.Create(f)
		pprof.StartCPUProfile(w)
		defer pprof.StopCPUProfile()
	}
	c, err := loadCorpus(*dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var arts []dedup.Article
	bytes := 0
	for _, a := range c.Articles {
		x := dedup.Article{ID: a.ID, Title: a.Title, Text: a.Text, Source: a.Source, Language: a.Lang}
		if a.Published != "" {
			x.Published, _ = time.Parse(time.RFC3339, a.Published)
		}
		bytes += len(a.Text)
		arts = append(arts, x)
	}
	t0 := time.Now()
	p := &predictions{}
	if len(c.Passages) == 0 || len(c.Pairs) > 0 || os.Getenv("GROUP") != "" {
		res, err := dedup.Group(context.Background(), arts, nil)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		el := time.Since(t0).Seconds()
		p.Clusters = map[string]string{}
		for _, cl := range res.Clusters {
			for _, m := range cl.Members {
				p.Clusters[m.ID] = cl.ID
			}
		}
		p.Pairs = map[[2]string]verdict{}
		for _, pr := range append(res.Pairs, res.Related...) {
			p.Pairs[[2]string{pr.A, pr.B}] = verdict{Relation: pr.Relation.String(), Score: pr.Score}
		}
		found, all := 0, 0
		for _, g := range c.Pairs {
			if g.Label == "copy" || g.Label == "derived" {
				all++
				if res.Compared(g.A, g.B) {
					found++
				} else if os.Getenv("MISS") != "" {
					fmt.Println("MISS", g.A, g.B, g.Label)
				}
			}
		}
		var ms runtime.MemStats
		runtime.ReadMemStats(&ms)
		fmt.Fprintf(os.Stderr, "%d articles %.2fs %.0f/s cand/article %.1f recall %d/%d heap %d MB clusters %d\n", len(arts), el, float64(len(arts))/el, float64(res.Candidates)/float64(len(arts)), found, all, ms.HeapAlloc>>20, len(res.Clusters))
	}
	if len(c.Passages) > 0 {
		text := map[string]article{}
		for _, a := range c.Articles {
			text[a.ID] = a
		}
		p.Passages = make([]passageLine, len(c.Passages))
		var wg sync.WaitGroup
		for w := range 2 {
			wg.Go(func() {
				for i := w; i < len(c.Passages); i += 2 {
					g := c.Passages[i]
					r := passage.Compare(text[g.A].Text, text[g.B].Text, &passage.Options{LanguageA: text[g.A].Lang, LanguageB: text[g.B].Lang})
					p.Passages[i] = line(g.A, g.B, r)
				}
			})
		}
		wg.Wait()
	}
	if *out != "" {
		if err := p.write(*out); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	s, err := score(c, p)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	_ = asJSON
	b, _ := json.Marshal(s)
	fmt.Println(string(b))
}

func line(a, b string, r *passage.Report) passageLine {
	l := passageLine{A: a, B: b}
	for _, x := range append(r.Passages, r.Echoes...) {
		if x.Kind.Shared() {
			l.Spans = append(l.Spans, span{A: [2]int{x.A.Start, x.A.End}, B: [2]int{x.B.Start, x.B.End}, Kind: x.Kind.String()})
		}
	}
	for _, x := range r.Regions() {
		l.Regions = append(l.Regions, region{A: [2]int{x.A.Start, x.A.End}, B: [2]int{x.B.Start, x.B.End}})
	}
	return l
}
