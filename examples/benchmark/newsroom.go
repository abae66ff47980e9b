package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/wirecopy/wirecopy/dedup/input"
)

// loadNewsroom reads a folder of stories, one in each *.txtar: the articles, which package input reads, a member "gold"
// and members "passages A B". Names in the gold are those of the members without ".txt". Its lines are
//
//	cluster NAME...             articles of one text; every article stands in one
//	origin NAME                 that of the cluster of NAME, a line before
//	origin unseen NAME          the cluster of NAME comes from none of these
//	pair LABEL NAME NAME SHARE  as in pairs.csv
//
// and # begins a remark. Passages are in stanzas of three lines, each snippet standing once in its text:
//
//	verbatim, edited or rewritten
//	a: first words … last words
//	b: a snippet short enough to be given whole
//
// An error names the file, the line in it, and the member.
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
	files, err := filepath.Glob(filepath.Join(dir, "*.txtar")) // in order of their names
	if err != nil {
		return nil, err
	}
	for _, path := range files {
		if err := c.readStory(path); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// readStory reads the gold of one archive.
func (c *corpus) readStory(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	s := story{corpus: c, name: strings.TrimSuffix(filepath.Base(path), ".txtar")}
	archive := txtar.Parse(data)
	line := strings.Count(string(archive.Comment), "\n") + 1 // of the member's mark
	for _, m := range archive.Files {
		if at, err := s.member(m); err != nil {
			return fmt.Errorf("%s:%d: %s: %w", path, line+at, m.Name, err)
		}
		line += strings.Count(string(m.Data), "\n") + 1
	}
	if err := s.whole(); err != nil {
		return fmt.Errorf("%s: gold: %w", path, err)
	}
	return nil
}

// A story is one archive of a newsroom.
type story struct {
	*corpus
	name string
}

// id returns the ID of the article with this name in the story.
func (s *story) id(name string) string { return s.name + "/" + name }

// member reads a member that is gold. An error comes with the line in it, from 1; 0 is the line of its name.
func (s *story) member(m txtar.File) (line int, err error) {
	f := strings.Fields(m.Name)
	switch {
	case m.Name == "gold":
		return eachFact(m.Data, s.fact)
	case len(f) == 3 && f[0] == "passages":
		return s.passages(s.id(f[1]), s.id(f[2]), m.Data)
	}
	return 0, nil
}

// passages reads those of two articles.
func (s *story) passages(a, b string, data []byte) (line int, err error) {
	if err := s.has(a, b); err != nil {
		return 0, err
	}
	p := stanzas{textA: s.texts[a], textB: s.texts[b]}
	p.A, p.B = a, b
	if line, err = eachFact(data, p.line); err == nil && p.next != 0 {
		err = errors.New("the last stanza lacks its kind, a: or b: line")
	}
	s.Passages = append(s.Passages, p.goldPassage)
	return line, err
}

// eachFact calls take with each line that says something, and returns the line at which it ended.
func eachFact(data []byte, take func(string) error) (line int, err error) {
	for text := range strings.Lines(string(data)) {
		line++
		text = strings.TrimSpace(text)
		if text == "" || text[0] == '#' {
			continue
		}
		if err := take(text); err != nil {
			return line, err
		}
	}
	return line, nil
}

// labels are those of pairs.
var labels = []string{"copy", "derived", "same", "topic", "other"}

// fact takes one line of gold.
func (s *story) fact(line string) error {
	f := strings.Fields(line)
	switch {
	case f[0] == "cluster" && len(f) > 1:
		return s.cluster(f[1:])
	case f[0] == "origin" && len(f) == 3 && f[1] == "unseen":
		return s.origin(s.id(f[2]), "")
	case f[0] == "origin" && len(f) == 2:
		return s.origin(s.id(f[1]), s.id(f[1]))
	case f[0] == "pair" && len(f) == 5 && slices.Contains(labels, f[1]):
		p := goldPair{Label: f[1], A: s.id(f[2]), B: s.id(f[3])}
		var err error
		if p.Share, err = strconv.ParseFloat(f[4], 64); err != nil {
			return fmt.Errorf("share: %w", err)
		}
		s.Pairs = append(s.Pairs, p)
		return s.has(p.A, p.B)
	}
	return fmt.Errorf("%q is no line of gold", line)
}

// cluster takes the names of one cluster, which is called by the first.
func (s *story) cluster(names []string) error {
	for _, name := range names {
		id := s.id(name)
		if err := s.has(id); err != nil {
			return err
		}
		if _, twice := s.Clusters[id]; twice {
			return fmt.Errorf("%s stands in two clusters", name)
		}
		s.Clusters[id] = s.id(names[0])
	}
	return nil
}

// origin takes the origin, "" if unseen, of the cluster of an article.
func (s *story) origin(member, origin string) error {
	cluster, ok := s.Clusters[member]
	if !ok {
		return fmt.Errorf("%s stands in no cluster above", member)
	}
	if _, twice := s.Origins[cluster]; twice {
		return fmt.Errorf("a second origin for the cluster of %s", member)
	}
	s.Origins[cluster] = origin
	return nil
}

// whole reports the first article of the story that has no cluster.
func (s *story) whole() error {
	for _, a := range s.Articles {
		if name, ok := strings.CutPrefix(a.ID, s.name+"/"); ok && s.Clusters[a.ID] == "" {
			return fmt.Errorf("%s stands in no cluster", name)
		}
	}
	return nil
}

// Stanzas are the passages of one pair, as far as they were read.
type stanzas struct {
	goldPassage
	textA, textB string
	now          span
	next         int // line of the stanza: kind, a, b
}

// line takes one line that says something.
func (p *stanzas) line(text string) (err error) {
	switch p.next {
	case 0:
		if !slices.Contains([]string{"verbatim", "edited", "rewritten"}, text) {
			return fmt.Errorf("%q is no kind: verbatim, edited or rewritten", text)
		}
		p.now.Kind = text
	case 1:
		p.now.A, err = snippet(p.textA, "a: ", text)
	case 2:
		p.now.B, err = snippet(p.textB, "b: ", text)
		p.Spans = append(p.Spans, p.now)
	}
	p.next = (p.next + 1) % 3
	return err
}

// snippet finds what stands behind prefix in text.
func snippet(text, prefix, line string) ([2]int, error) {
	words, ok := strings.CutPrefix(line, prefix)
	if !ok {
		return [2]int{}, fmt.Errorf("%q should begin with %q", line, prefix)
	}
	if at, err := once(text, words); err == nil { // the ellipsis may be the text's own
		return [2]int{at, at + len(words)}, nil
	}
	first, last, open := strings.Cut(words, " … ")
	at, err := once(text, first)
	if err != nil || !open {
		return [2]int{at, at + len(first)}, err
	}
	rest := at + len(first)
	end := strings.Index(text[rest:], last)
	if end < 0 {
		return [2]int{}, fmt.Errorf("%q does not follow %q", last, first)
	}
	return [2]int{at, rest + end + len(last)}, nil
}

// once returns where words stand in text, if that is at one place.
func once(text, words string) (int, error) {
	if n := strings.Count(text, words); n != 1 {
		return 0, fmt.Errorf("%q stands %d times in the text", words, n)
	}
	return strings.Index(text, words), nil
}
