package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
)

// realCorpora are those that the rivals are held beside where they lie beside the project: short
// templated agency items, and long pages.
var realCorpora = []string{"reuters-21578", "us-homepages-2016"}

// load returns the real corpora if dir has them all, else invented articles, and what they are. No
// more than limit, if that is not 0: of several corpora as many of each.
func load(dir string, seed uint64, limit int) (articles []dedup.Article, what string, err error) {
	for _, name := range realCorpora {
		file := filepath.Join(dir, name, "articles.jsonl.gz")
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			return inventedFor(seed, limit)
		}
		n := 0
		for a, err := range input.Read([]string{file}, nil) {
			if errors.Is(err, input.ErrEmpty) {
				continue
			}
			if err != nil {
				return nil, "", err
			}
			if n++; limit > 0 && n > limit/len(realCorpora) {
				break
			}
			a.ID = name + "/" + a.ID
			articles = append(articles, a)
		}
	}
	return articles, strings.Join(realCorpora, " + "), nil
}

func inventedFor(seed uint64, limit int) ([]dedup.Article, string, error) {
	if limit == 0 {
		limit = 20_000
	}
	articles, err := ordinary(limit, seed)
	return articles, fmt.Sprintf("invented articles of seed %d", seed), err
}

func fromInvented(a invent.Article) dedup.Article {
	return dedup.Article{ID: a.ID, Title: a.Title, Text: a.Text, Source: a.Source, Language: a.Language, Published: a.Published}
}

// ordinary returns n invented articles.
func ordinary(n int, seed uint64) ([]dedup.Article, error) {
	out := make([]dedup.Article, 0, n)
	for a := range (invent.Corpus{Seed: seed, Articles: n}).All() {
		out = append(out, fromInvented(a))
	}
	return out, nil
}

// deposit writes articles for the processes of the rivals, restore reads them there.
func deposit(file string, articles []dedup.Article) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	e := json.NewEncoder(w)
	for _, a := range articles {
		if err := e.Encode(a); err != nil {
			return err
		}
	}
	return w.Flush()
}

func restore(file string) (out []dedup.Article, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	d := json.NewDecoder(bufio.NewReader(f))
	for d.More() {
		var a dedup.Article
		if err := d.Decode(&a); err != nil {
			return nil, fmt.Errorf("%s: article %d: %w", file, len(out)+1, err)
		}
		out = append(out, a)
	}
	return out, nil
}

func size(articles []dedup.Article) (bytes int) {
	for _, a := range articles {
		bytes += len(a.Text)
	}
	return bytes
}
