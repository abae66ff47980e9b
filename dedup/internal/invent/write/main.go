// Write writes invented articles as JSON lines, for trying out and measuring what reads them:
//
//	go run ./dedup/internal/invent/write -articles 20000 | go run ./examples/ingest -store news.store
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/wirecopy/wirecopy/dedup/internal/invent"
)

// A line is an article in the form of dedup/input.
type line struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Text      string    `json:"text"`
	Source    string    `json:"source"`
	Language  string    `json:"lang"`
	Published time.Time `json:"published"`
}

func main() {
	seed := flag.Uint64("seed", 1, "another seed is other articles")
	articles := flag.Int("articles", 1000, "how many; fewer are the first of more")
	flag.Parse()
	out := bufio.NewWriter(os.Stdout)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	var err error
	for a := range (invent.Corpus{Seed: *seed, Articles: *articles}).All() {
		if err = lines.Encode(line{a.ID, a.Title, a.Text, a.Source, a.Language, a.Published}); err != nil {
			break
		}
	}
	if err == nil {
		err = out.Flush()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
