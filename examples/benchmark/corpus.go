package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/klauspost/compress/gzip"
)

// An article is one line of articles.jsonl.
type article struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Lang      string `json:"lang"`
	Source    string `json:"source"`
	Published string `json:"published"`
}

// A corpus is a folder of articles and of what is known about them. Each kind of gold is nil where the folder has none.
// It is read only once loaded, and may then be shared between goroutines.
type corpus struct {
	Articles []article
	Clusters map[string]string // article → its group
	Pairs    []goldPair
	Passages []goldPassage
	Origins  map[string]string // group → the article it comes from, "" if none of its own

	texts map[string]string // article → its text
	gold  int               // articles before the noise, if there is any
}

// A goldPair is a labelled pair of articles. Share is the part of the shorter body, in per cent, that a reader took to
// come from the same source, 0 where nobody judged it.
type goldPair struct {
	A, B  string
	Label string
	Share float64
}

// A goldPassage is what two articles share: Regions (nil where the corpus gives none) are whole stretches of reuse,
// Spans (likewise) sentence-sized.
type goldPassage struct {
	passageLine
	Category string `json:"category"`
}

// loadCorpus reads the articles in dir and whatever gold lies beside them; each file may be plain or end in .gz.
// An error names the file and the line.
func loadCorpus(dir string) (*corpus, error) {
	if stories, _ := filepath.Glob(filepath.Join(dir, "*.txtar")); len(stories) > 0 {
		return loadNewsroom(dir)
	}
	c := &corpus{texts: make(map[string]string)}
	if err := c.readArticles(dir); err != nil {
		return nil, err
	}
	for _, read := range []func(string) error{c.readClusters, c.readPairs, c.readPassages} {
		if err := read(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return c, nil
}

// readArticles refuses an id given twice: offsets into it would have two meanings.
func (c *corpus) readArticles(dir string) error {
	return eachLine(dir, "articles.jsonl", func(line []byte) error {
		var a article
		if err := json.Unmarshal(line, &a); err != nil {
			return err
		}
		if a.ID == "" {
			return errors.New("article without an id")
		}
		if _, twice := c.texts[a.ID]; twice {
			return fmt.Errorf("second article with the id %q", a.ID)
		}
		c.Articles = append(c.Articles, a)
		c.texts[a.ID] = a.Text
		return nil
	})
}

func (c *corpus) readClusters(dir string) (err error) {
	c.Clusters, err = readClusters(dir)
	return err
}

func (c *corpus) readPairs(dir string) error {
	return eachRow(dir, "pairs.csv", []string{"a", "b", "label"}, func(r row) error {
		p := goldPair{A: r.field("a"), B: r.field("b"), Label: r.field("label")}
		if share := r.field("share"); share != "" {
			var err error
			if p.Share, err = strconv.ParseFloat(share, 64); err != nil {
				return fmt.Errorf("share: %w", err)
			}
		}
		c.Pairs = append(c.Pairs, p)
		return c.has(p.A, p.B)
	})
}

func (c *corpus) readPassages(dir string) error {
	return eachLine(dir, "passages.jsonl", func(line []byte) error {
		var p goldPassage
		if err := json.Unmarshal(line, &p); err != nil {
			return err
		}
		for r := range p.stretches() {
			if r.A[0] > r.A[1] || r.B[0] > r.B[1] || r.A[0] == r.A[1] && r.B[0] == r.B[1] {
				return fmt.Errorf("nothing lies in %v of %s and %v of %s", r.A, p.A, r.B, p.B)
			}
		}
		c.Passages = append(c.Passages, p)
		return c.has(p.A, p.B)
	})
}

// has reports the first of ids that is no article of c.
func (c *corpus) has(ids ...string) error {
	for _, id := range ids {
		if _, ok := c.texts[id]; !ok {
			return fmt.Errorf("no article has the id %q", id)
		}
	}
	return nil
}

// readClusters reads clusters.csv, gold or predicted. A later line for the same article wins.
func readClusters(dir string) (map[string]string, error) {
	clusters := make(map[string]string)
	err := eachRow(dir, "clusters.csv", []string{"id", "cluster"}, func(r row) error {
		clusters[r.field("id")] = r.field("cluster")
		return nil
	})
	if err != nil {
		return nil, err
	}
	return clusters, nil
}

// open opens dir/name, or else dir/name.gz, and returns the text and the path it was read from. Where neither exists
// the error is [fs.ErrNotExist].
func open(dir, name string) (io.ReadCloser, string, error) {
	path := filepath.Join(dir, name)
	f, err := os.Open(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, path, err
	}
	path += ".gz"
	if f, err = os.Open(path); err != nil {
		return nil, path, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, path, fmt.Errorf("%s: %w", path, errors.Join(err, f.Close()))
	}
	return struct {
		io.Reader
		io.Closer
	}{z, f}, path, nil
}

// eachLine calls do with each line of dir/name(.gz) that is not blank; do must not keep the bytes.
func eachLine(dir, name string, do func([]byte) error) error {
	f, path, err := open(dir, name)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(make([]byte, 1<<20), 1<<30)
	n := 0
	for s.Scan() {
		n++
		if len(bytes.TrimSpace(s.Bytes())) == 0 {
			continue
		}
		if err := do(s.Bytes()); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	if err := s.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", path, n+1, err)
	}
	return nil
}

// A row is a line of a CSV file with the names of its columns.
type row struct {
	columns map[string]int
	fields  []string
}

// field returns the field of a column, "" where the file has no such column or the row ends before it.
func (r row) field(column string) string {
	i, ok := r.columns[column]
	if !ok || i >= len(r.fields) {
		return ""
	}
	return r.fields[i]
}

// call calls do with r if r has a field in each column wanted.
func (r row) call(wanted []string, do func(row) error) error {
	for _, column := range wanted {
		if r.columns[column] >= len(r.fields) {
			return fmt.Errorf("the row has no %s", column)
		}
	}
	return do(r)
}

// eachRow calls do with each row of dir/name(.gz), whose first line must name the columns wanted.
func eachRow(dir, name string, wanted []string, do func(row) error) error {
	f, path, err := open(dir, name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	r.LazyQuotes = true // as Python's csv reads: a quote inside a bare field stands for itself
	columns, err := header(r, wanted)
	if err != nil {
		return fmt.Errorf("%s:1: %w", path, err)
	}
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err) // a csv.ParseError has the line
		}
		line, _ := r.FieldPos(0)
		if err := (row{columns, fields}).call(wanted, do); err != nil {
			return fmt.Errorf("%s:%d: %w", path, line, err)
		}
	}
}

// header reads the first line of a CSV file: column → its place.
func header(r *csv.Reader, wanted []string) (map[string]int, error) {
	names, err := r.Read()
	if err != nil && err != io.EOF {
		return nil, err
	}
	columns := make(map[string]int, len(names))
	for i, name := range names {
		columns[name] = i
	}
	for _, name := range wanted {
		if _, ok := columns[name]; !ok {
			return nil, fmt.Errorf("no column %q", name)
		}
	}
	return columns, nil
}
