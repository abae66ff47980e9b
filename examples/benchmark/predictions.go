package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// Predictions are what is scored against a corpus' gold. A nil part was not predicted and gets no score; an empty part
// was, and found nothing.
type predictions struct {
	Clusters map[string]string     // article → its group; an article not listed is a group of its own
	Pairs    map[[2]string]verdict // in either order; where both orders stand, the one with the greater id first counts
	Passages []passageLine
}

// A verdict is what was found between two articles. The relations are those of the dedup package in lower case:
// identical, near-duplicate, derived, related, unrelated.
type verdict struct {
	Relation string
	Score    float64 // higher is more alike; a pair without a verdict has 0
}

// A passageLine is what two articles share. Offsets are bytes of the articles' texts, half open.
type passageLine struct {
	A       string   `json:"a"`
	B       string   `json:"b"`
	Spans   []span   `json:"spans"`   // sentence-sized
	Regions []region `json:"regions"` // whole stretches of reuse: neighbouring spans merged
}

// A span is a stretch of one article and its counterpart in the other. Kind is verbatim, edited or rewritten.
type span struct {
	A    [2]int `json:"a"`
	B    [2]int `json:"b"`
	Kind string `json:"kind"`
}

// A region is a span without a kind.
type region struct {
	A [2]int `json:"a"`
	B [2]int `json:"b"`
}

// spans yields the passageLine's spans with their kinds.
func (p *passageLine) spans() iter.Seq2[region, string] {
	return func(yield func(region, string) bool) {
		for _, s := range p.Spans {
			if !yield(region{s.A, s.B}, s.Kind) {
				return
			}
		}
	}
}

// regions yields the passageLine's regions, which have no kind.
func (p *passageLine) regions() iter.Seq2[region, string] {
	return func(yield func(region, string) bool) {
		for _, r := range p.Regions {
			if !yield(r, "") {
				return
			}
		}
	}
}

// stretches yields the spans and then the regions.
func (p *passageLine) stretches() iter.Seq[region] {
	return func(yield func(region) bool) {
		for r := range p.spans() {
			if !yield(r) {
				return
			}
		}
		for _, r := range p.Regions {
			if !yield(r) {
				return
			}
		}
	}
}

// write puts clusters.csv, pairs.csv and passages.jsonl into dir, made if need be, in the forms score.py reads and in
// an order that does not depend on maps. A file is replaced whole or not at all; nil parts leave theirs as it is.
func (p *predictions) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if p.Clusters != nil {
		if err := writeFile(dir, "clusters.csv", p.writeClusters); err != nil {
			return err
		}
	}
	if p.Pairs != nil {
		if err := writeFile(dir, "pairs.csv", p.writePairs); err != nil {
			return err
		}
	}
	if p.Passages != nil {
		return writeFile(dir, "passages.jsonl", p.writePassages)
	}
	return nil
}

func (p *predictions) writeClusters(w io.Writer) error {
	c := csv.NewWriter(w)
	c.Write([]string{"id", "cluster"}) // the first error stays until Flush
	for _, id := range slices.Sorted(maps.Keys(p.Clusters)) {
		c.Write([]string{id, p.Clusters[id]})
	}
	c.Flush()
	return c.Error()
}

// writePairs writes the pairs by their ids, so that of two orders of one pair the one that counts comes later.
// It refuses NaN, on which score.py does not end.
func (p *predictions) writePairs(w io.Writer) error {
	c := csv.NewWriter(w)
	c.Write([]string{"a", "b", "relation", "score"})
	byID := func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }
	for _, pair := range slices.SortedFunc(maps.Keys(p.Pairs), byID) {
		v := p.Pairs[pair]
		if math.IsNaN(v.Score) {
			return fmt.Errorf("the score of %s and %s is not a number", pair[0], pair[1])
		}
		c.Write([]string{pair[0], pair[1], v.Relation, strconv.FormatFloat(v.Score, 'g', -1, 64)})
	}
	c.Flush()
	return c.Error()
}

// writePassages always writes both lists, if only as []: where a line has no regions score.py takes its spans for them.
func (p *predictions) writePassages(w io.Writer) error {
	e := json.NewEncoder(w)
	for _, line := range p.Passages {
		if line.Spans == nil {
			line.Spans = []span{}
		}
		if line.Regions == nil {
			line.Regions = []region{}
		}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

// writeFile writes dir/name through a temporary file beside it, renamed when complete.
func writeFile(dir, name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(dir, "."+name+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, _ = f.Close(), os.Remove(f.Name()) // what went wrong first is what to say
			err = fmt.Errorf("write %s: %w", name, err)
		}
	}()
	w := bufio.NewWriter(f)
	if err := errors.Join(write(w), w.Flush(), f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, name))
}

// readPredictions reads back what write wrote, or what another program wrote in the same forms; a file that is not
// there leaves its part nil. Of several lines for one article or pair the last counts.
func readPredictions(dir string) (*predictions, error) {
	p := new(predictions)
	for _, read := range []func(string) error{p.readClusters, p.readPairs, p.readPassages} {
		if err := read(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return p, nil
}

func (p *predictions) readClusters(dir string) (err error) {
	p.Clusters, err = readClusters(dir)
	return err
}

func (p *predictions) readPairs(dir string) error {
	pairs := make(map[[2]string]verdict)
	err := eachRow(dir, "pairs.csv", []string{"a", "b", "relation", "score"}, func(r row) error {
		score, err := strconv.ParseFloat(r.field("score"), 64)
		if err != nil {
			return fmt.Errorf("score: %w", err)
		}
		pairs[ordered(r.field("a"), r.field("b"))] = verdict{r.field("relation"), score}
		return nil
	})
	if err == nil {
		p.Pairs = pairs
	}
	return err
}

func (p *predictions) readPassages(dir string) error {
	lines := []passageLine{}
	err := eachLine(dir, "passages.jsonl", func(line []byte) error {
		var x passageLine
		if err := json.Unmarshal(line, &x); err != nil {
			return err
		}
		if x.Regions == nil {
			x.Regions = slices.Collect(x.stretches()) // the spans alone
		}
		lines = append(lines, x)
		return nil
	})
	if err == nil {
		p.Passages = lines
	}
	return err
}

// ordered is the pair of two ids, the smaller first.
func ordered(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

// verdict returns what was predicted for two articles, in whichever order it stands.
func (p *predictions) verdict(a, b string) verdict {
	k := ordered(a, b)
	if v, ok := p.Pairs[[2]string{k[1], k[0]}]; ok {
		return v
	}
	if v, ok := p.Pairs[k]; ok {
		return v
	}
	return verdict{Relation: "unrelated"}
}
