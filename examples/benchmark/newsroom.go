package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/tools/txtar"
	"os"

	"github.com/wirecopy/wirecopy/dedup/input"
)

// loadNewsroom reads a folder of stories, one in each *.txtar: articles, which
// package input reads, a member "gold" and members "passages A B". Names in the
// gold are those of the members without ".txt":
//
//	cluster NAME...          articles of one text; every article stands in one
//	origin NAME              of its cluster; "origin unseen NAME" where it is none of them
//	pair LABEL NAME NAME SHARE
//
// and a passage is a line with its kind, then "a: first words … last words" and
// the same for b, each of which must stand in the text once.
func loadNewsroom(dir string) (*corpus, error) {
	c := &corpus{texts: map[string]string{}, Clusters: map[string]string{}, Origins: map[string]string{}}
	for a, err := range input.Read([]string{dir}, nil) {
		if err != nil {
			return nil, err
		}
		published := ""
		if !a.Published.IsZero() {
			published = a.Published.Format(time.RFC3339)
		}
		c.Articles = append(c.Articles, article{ID: a.ID, Title: a.Title, Text: a.Text, Lang: a.Language, Source: a.Source, Published: published})
		c.texts[a.ID] = a.Text
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		s := story{corpus: c, name: strings.TrimSuffix(filepath.Base(f), ".txtar")}
		for _, m := range txtar.Parse(data).Files {
			if err := s.member(m); err != nil {
				return nil, fmt.Errorf("%s: %s: %w", f, m.Name, err)
			}
		}
	}
	return c, nil
}

// A story is one archive of a newsroom.
type story struct {
	*corpus
	name string
}

// id returns the ID of the article with this name in the story.
func (s *story) id(name string) string { return s.name + "/" + name }

func (s *story) member(m txtar.File) error {
	switch f := strings.Fields(m.Name); {
	case m.Name == "gold":
		return s.gold(string(m.Data))
	case len(f) == 3 && f[0] == "passages":
		return s.passages(s.id(f[1]), s.id(f[2]), string(m.Data))
	}
	return nil
}

func (s *story) gold(text string) error {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		if err := s.fact(f); err != nil {
			return err
		}
	}
	return nil
}

// fact takes one line of gold.
func (s *story) fact(f []string) error {
	switch {
	case f[0] == "cluster" && len(f) > 1:
		for _, name := range f[1:] {
			s.Clusters[s.id(name)] = s.id(f[1])
			if err := s.has(s.id(name)); err != nil {
				return err
			}
		}
	case f[0] == "origin" && len(f) == 3 && f[1] == "unseen":
		s.Origins[s.Clusters[s.id(f[2])]] = ""
		return s.has(s.id(f[2]))
	case f[0] == "origin" && len(f) == 2:
		s.Origins[s.Clusters[s.id(f[1])]] = s.id(f[1])
		return s.has(s.id(f[1]))
	case f[0] == "pair" && len(f) == 5:
		p := goldPair{Label: f[1], A: s.id(f[2]), B: s.id(f[3])}
		if _, err := fmt.Sscan(f[4], &p.Share); err != nil {
			return fmt.Errorf("share %q of %s %s", f[4], f[2], f[3])
		}
		s.Pairs = append(s.Pairs, p)
		return s.has(p.A, p.B)
	default:
		return fmt.Errorf("%q is no line of gold", strings.Join(f, " "))
	}
	return nil
}

// passages takes the stanzas of one pair.
func (s *story) passages(a, b, text string) error {
	p := goldPassage{passageLine: passageLine{A: a, B: b}}
	if err := s.has(a, b); err != nil {
		return err
	}
	var now span
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		var err error
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "a: "):
			now.A, err = locate(s.texts[a], line[3:])
		case strings.HasPrefix(line, "b: "):
			now.B, err = locate(s.texts[b], line[3:])
			p.Spans = append(p.Spans, now)
		default:
			now.Kind = line
		}
		if err != nil {
			return err
		}
	}
	s.Passages = append(s.Passages, p)
	return nil
}

// locate finds "first words … last words" in text.
func locate(text, snippet string) ([2]int, error) {
	first, last, open := strings.Cut(snippet, " … ")
	if n := strings.Count(text, first); n != 1 {
		// the ellipsis may be the text's own
		if n := strings.Count(text, snippet); n == 1 {
			at := strings.Index(text, snippet)
			return [2]int{at, at + len(snippet)}, nil
		}
		return [2]int{}, fmt.Errorf("%q stands %d times in the text", first, n)
	}
	at := strings.Index(text, first)
	if !open {
		return [2]int{at, at + len(first)}, nil
	}
	rest := at + len(first)
	end := strings.Index(text[rest:], last)
	if end < 0 {
		return [2]int{}, fmt.Errorf("%q does not follow %q", last, first)
	}
	return [2]int{at, rest + end + len(last)}, nil
}
