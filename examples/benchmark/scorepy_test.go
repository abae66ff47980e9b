package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// shared is where score.py and the corpora lie; they are not part of the project.
const shared = "../../../shared"

// TestScorePy holds that score gives the numbers of score.py, on predictions made from the gold by random damage.
func TestScorePy(t *testing.T) {
	script := scorePy(t)
	for _, test := range []struct {
		corpus string
		seeds  uint64
	}{
		{"seeds", 3},
		{"clough-stevenson", 3},
		{"provenance", 4},
		{"gilets-jaunes", 4},
		{"wikipedia-versions", 4},
		{"pan13", 1},
	} {
		t.Run(test.corpus, func(t *testing.T) {
			dir := filepath.Join(shared, "corpora", test.corpus)
			if _, err := os.Stat(dir); err != nil {
				t.Skip("no corpus ", dir)
			}
			start := time.Now()
			c, err := loadCorpus(dir)
			require.NoError(t, err)
			t.Log("loaded in", time.Since(start).Round(time.Millisecond))
			for seed := range test.seeds {
				t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { requireScorePy(t, script, dir, c, seed) })
			}
		})
	}
}

// scorePy returns the path of score.py, or skips the test.
func scorePy(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("score.py is slow")
	}
	script := filepath.Join(shared, "score.py")
	if _, err := os.Stat(script); err != nil {
		t.Skip("no score.py to compare with: ", err)
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("no python3 to run score.py: ", err)
	}
	return script
}

// requireScorePy scores one damaged gold with both, once as made and once as read back from the files.
func requireScorePy(t *testing.T, script, dir string, c *corpus, seed uint64) {
	p := newDamage(c, seed).predictions()
	out := t.TempDir()
	require.NoError(t, p.write(out))
	if seed%2 == 1 {
		dropRegions(t, filepath.Join(out, "passages.jsonl"))
	}
	start := time.Now()
	b, err := exec.Command("python3", script, dir, out, "-json").Output()
	require.NoError(t, err)
	python := time.Since(start)

	read, err := readPredictions(out)
	require.NoError(t, err)
	if seed%2 == 1 {
		p.Passages = read.Passages
	}
	start = time.Now()
	got, err := score(c, p)
	require.NoError(t, err)
	t.Log("score.py", python.Round(time.Millisecond), "score", time.Since(start).Round(time.Millisecond))
	var want any
	require.NoError(t, json.Unmarshal(b, &want))
	requireSame(t, "", want, plain(t, got))
	fromFiles, err := score(c, read)
	require.NoError(t, err)
	requireSame(t, "read back", want, plain(t, fromFiles))
}

// dropRegions takes the regions out of each line, so that the spans serve.
func dropRegions(t *testing.T, path string) {
	var out []byte
	require.NoError(t, eachLine(filepath.Dir(path), filepath.Base(path), func(line []byte) error {
		var m map[string]json.RawMessage
		if err := json.Unmarshal(line, &m); err != nil {
			return err
		}
		delete(m, "regions")
		b, err := json.Marshal(m)
		out = append(append(out, b...), '\n')
		return err
	}))
	require.NoError(t, os.WriteFile(path, out, 0o644))
}

// Damage makes predictions that are right in part.
type damage struct {
	*rand.Rand
	c   *corpus
	ids []string
}

func newDamage(c *corpus, seed uint64) *damage {
	d := &damage{rand.New(rand.NewPCG(seed, 2013)), c, nil}
	for _, a := range c.Articles {
		d.ids = append(d.ids, a.ID)
	}
	return d
}

// in is true once in n times.
func (d *damage) in(n int) bool { return d.IntN(n) == 0 }

func (d *damage) id() string { return d.ids[d.IntN(len(d.ids))] }

func (d *damage) predictions() *predictions {
	p := &predictions{Clusters: map[string]string{}, Pairs: d.pairs(), Passages: []passageLine{}}
	if d.c.Clusters != nil {
		p.Clusters = d.clusters()
	}
	for i := range d.c.Passages {
		p.Passages = append(p.Passages, d.passages(&d.c.Passages[i])...)
	}
	return p
}

// clusters drops, moves, splits and merges, and names articles that do not exist.
func (d *damage) clusters() map[string]string {
	clusters := map[string]string{"no such article": "x"}
	last := "none"
	for _, id := range slices.Sorted(maps.Keys(d.c.Clusters)) {
		g := d.c.Clusters[id]
		switch d.IntN(8) {
		case 0:
			continue
		case 1:
			clusters[id] = last
		case 2:
			clusters[id] = g + "/second half"
		case 3:
			clusters[id] = "the rest"
		default:
			clusters[id] = g
		}
		last = g
	}
	return clusters
}

// pairs draws verdicts that lean to the label, with ties among the scores, and some in both orders.
func (d *damage) pairs() map[[2]string]verdict {
	pairs := make(map[[2]string]verdict)
	for _, g := range d.c.Pairs {
		if d.in(6) {
			continue
		}
		for n := 1 + d.IntN(2); n > 0; n-- {
			k := [2]string{g.A, g.B}
			if d.in(2) {
				k = [2]string{g.B, g.A}
			}
			pairs[k] = d.verdict(derivedLabels[g.Label])
		}
	}
	for range 50 {
		pairs[[2]string{d.id(), d.id()}] = d.verdict(false)
	}
	return pairs
}

func (d *damage) verdict(derived bool) verdict {
	if d.in(5) {
		derived = !derived
	}
	v := verdict{Score: float64(d.IntN(12)-2) / 9}
	if derived {
		v.Score += float64(d.IntN(5)) / 9
		v.Relation = []string{"identical", "near-duplicate", "derived"}[d.IntN(3)]
	} else {
		v.Relation = []string{"related", "unrelated"}[d.IntN(2)]
	}
	return v
}

// passages gives one or two lines for a gold pair, or none.
func (d *damage) passages(g *goldPassage) []passageLine {
	if d.in(20) {
		return nil
	}
	var out []passageLine
	for n := 1 + d.IntN(10)/9; n > 0; n-- {
		p := passageLine{A: g.A, B: g.B, Regions: []region{}}
		for at, kind := range g.spans() {
			p.Spans = append(p.Spans, d.spans(g, at, kind)...)
		}
		for at := range g.regions() {
			p.Regions = append(p.Regions, d.regions(g, at)...)
			p.Spans = append(p.Spans, d.spans(g, at, "edited")...)
		}
		for d.in(3) {
			p.Spans = append(p.Spans, span{d.anywhere(g.A), d.anywhere(g.B), d.kind()})
		}
		if d.in(3) {
			p.Regions = append(p.Regions, region{d.anywhere(g.A), d.anywhere(g.B)})
		}
		if len(p.Spans) > 0 && d.in(3) { // one span again, with another kind
			s := p.Spans[d.IntN(len(p.Spans))]
			s.Kind = d.kind()
			p.Spans = append(p.Spans, s)
		}
		out = append(out, d.turned(p))
	}
	if d.in(30) { // an article beside itself
		out = append(out, passageLine{A: g.A, B: g.A, Spans: []span{{d.anywhere(g.A), d.anywhere(g.A), "edited"}}})
	}
	return out
}

// turned swaps the articles half of the time.
func (d *damage) turned(p passageLine) passageLine {
	if d.in(2) {
		return p
	}
	p.A, p.B = p.B, p.A
	for i, s := range p.Spans {
		p.Spans[i].A, p.Spans[i].B = s.B, s.A
	}
	for i, r := range p.Regions {
		p.Regions[i].A, p.Regions[i].B = r.B, r.A
	}
	return p
}

func (d *damage) spans(g *goldPassage, at region, kind string) []span {
	var out []span
	for _, r := range d.regions(g, at) {
		if d.in(4) {
			kind = d.kind()
		}
		out = append(out, span{r.A, r.B, kind})
	}
	return out
}

func (d *damage) kind() string {
	return []string{"verbatim", "edited", "rewritten", ""}[d.IntN(4)]
}

// regions drops, keeps, shifts, splits, widens or empties a stretch.
func (d *damage) regions(g *goldPassage, at region) []region {
	a, b := d.c.texts[g.A], d.c.texts[g.B]
	shift := func(r region, by int) region {
		return region{
			[2]int{boundary(a, r.A[0]+d.IntN(2*by)-by), boundary(a, r.A[1]+d.IntN(2*by)-by)},
			[2]int{boundary(b, r.B[0]+d.IntN(2*by)-by), boundary(b, r.B[1]+d.IntN(2*by)-by)},
		}
	}
	switch d.IntN(7) {
	case 0:
		return nil
	case 1:
		return []region{shift(at, 20)}
	case 2:
		return []region{shift(at, 100)}
	case 3:
		i, j := boundary(a, (at.A[0]+at.A[1])/2), boundary(b, (at.B[0]+at.B[1])/2)
		return []region{{[2]int{at.A[0], i}, [2]int{at.B[0], j}}, {[2]int{i, at.A[1]}, [2]int{j, at.B[1]}}}
	case 4: // as if merged with its neighbours
		return []region{{[2]int{boundary(a, at.A[0]-300), at.A[1]}, [2]int{at.B[0], boundary(b, at.B[1]+300)}}}
	case 5:
		return []region{at, {at.A, [2]int{at.B[0], at.B[0]}}, at}
	}
	return []region{at}
}

// anywhere is a random range of an article, of up to 400 bytes, maybe none.
func (d *damage) anywhere(id string) [2]int {
	text := d.c.texts[id]
	start := boundary(text, d.IntN(len(text)+1))
	return [2]int{start, boundary(text, start+d.IntN(400))}
}

// boundary is the character boundary of text at offset or next before it.
func boundary(text string, offset int) int {
	offset = max(0, min(offset, len(text)))
	for offset < len(text) && !utf8.RuneStart(text[offset]) {
		offset--
	}
	return offset
}

// TestWordsPy holds words to Python's findall(r"\w+", text.lower()) for each character that both know, alone in a word.
func TestWordsPy(t *testing.T) {
	scorePy(t)
	const program = `
import json, re, sys, unicodedata
known = [c for c in map(chr, range(0x110000)) if unicodedata.category(c) not in ("Cs", "Cn")]
json.dump({c: re.findall(r"\w+", ("x" + c + "y").lower()) for c in known}, sys.stdout)
`
	b, err := exec.Command("python3", "-c", program).Output()
	require.NoError(t, err)
	var want map[string][]string
	require.NoError(t, json.Unmarshal(b, &want))
	require.Greater(t, len(want), 100_000)
	for c, w := range want {
		if r, _ := utf8.DecodeRuneInString(c); unicode.Is(unicode.Cn, r) { // assigned since our tables were made
			continue
		}
		if got := slices.Collect(words("x" + c + "y")); !slices.Equal(w, got) {
			t.Errorf("%q %U: %q, want %q", c, []rune(c), got, w)
		}
	}
}

// BenchmarkScore measures the scoring of damaged pan13, without the reading of the corpus.
func BenchmarkScore(b *testing.B) {
	dir := filepath.Join(shared, "corpora", "pan13")
	if _, err := os.Stat(dir); err != nil {
		b.Skip("no corpus ", dir)
	}
	c, err := loadCorpus(dir)
	require.NoError(b, err)
	p := newDamage(c, 0).predictions()
	for b.Loop() {
		if _, err := score(c, p); err != nil {
			b.Fatal(err)
		}
	}
}
