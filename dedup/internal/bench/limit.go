package main

import (
	"fmt"
	"math"
	"math/bits"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// limits measures what the machine does in a second of the few things that the library cannot do
// without, how many of them an article needs, and what the stages take.
func (b *bench) limits() (string, error) {
	progress("the limit")
	out, err := run(b.job("limit", "limit", 1000))
	if err != nil {
		return "", err
	}
	m := out.More
	t := table{head: []string{"the machine", "", "at that, an article of the mean"}}
	t.add("copies through memory", fmt.Sprintf("%s GB/s", figures(1/m["copy"])), fmt.Sprintf("%s bytes: %s µs", count(m["bytes"]), micros(m["bytes"]*m["copy"])))
	t.add("hashes of a shingle (xxh3)", figures(m["hash"])+" ns", fmt.Sprintf("%s: %s µs", count(m["shingles"]), micros(m["shingles"]*m["hash"])))
	t.add("minima into 128 slots", figures(m["minimum"])+" ns", fmt.Sprintf("%s: %s µs", count(m["throws"]), micros(m["throws"]*m["minimum"])))
	t.add("reads from a table in the cache", figures(m["hit"])+" ns", fmt.Sprintf("%s words: %s µs", count(m["words"]), micros(m["words"]*m["hit"])))
	t.add("reads from all over memory", figures(m["miss"])+" ns", fmt.Sprintf("%d bands: %s µs", bands, micros(bands*m["miss"])))

	u := table{head: []string{"stage", "cannot do without", "limit, µs", "takes, µs", "×"}}
	path, pathLimit := 0.0, 0.0
	stage := func(name, needs string, limit float64) float64 {
		u.add(name, needs, micros(limit), micros(m[name]), figures(m[name]/limit))
		return limit
	}
	for _, s := range []struct {
		name, needs string
		limit       float64
	}{
		{"text → shingles", "the bytes once, a hash a shingle", m["bytes"]*m["copy"] + m["shingles"]*m["hash"]},
		{"shingles → sketch", "max(n, k ln k) minima", m["throws"] * m["minimum"]},
		{"sketch → bands", "a minimum's multiplication a slot", bands * rows * m["minimum"]},
		{"bands → pairs", "a read from memory a band", bands * m["miss"]},
	} {
		pathLimit += stage(s.name, s.needs, s.limit)
		path += m[s.name]
	}
	m["text → pairs of copies"] = path
	stage("text → pairs of copies", "all of these", pathLimit)
	parse := stage("Parse", "the bytes once, a hash and a read from the cache a word", m["bytes"]*m["copy"]+m["words"]*(m["hash"]+m["hit"]))
	features := stage("Features", "a read from memory a feature", m["features"]*m["miss"])
	align := stage("Align", "a read from the cache a word of both", 2*m["words"]*m["hit"])
	stage("Group", "all of this, Align a candidate", pathLimit+parse+features+m["candidates"]*align)
	return fmt.Sprintf("%s. One core, processor time, best of several; invented articles of %s bytes, %s words and %.1f candidates each. `%s`.\n\n%s\n%s",
		machine(), count(m["bytes"]), count(m["words"]), m["candidates"], command("limit"), t.String(), u.String()), nil
}

func micros(ns float64) string { return figures(ns / 1000) }

// doLimit measures, in nanoseconds.
func doLimit(j job) (outcome, error) {
	m := map[string]float64{}
	primitives(m)
	articles, err := ordinary(j.Size, j.Seed)
	if err != nil {
		return outcome{}, err
	}
	copiesPath(m, articles)
	alignment(m, articles, j.Seed)
	out, err := group(j, articles, nil)
	if err != nil {
		return outcome{}, err
	}
	m["Group"] = out.Seconds / float64(len(articles)) * 1e9
	m["candidates"] = float64(out.Candidates) / float64(len(articles))
	out.More = m
	return out, nil
}

// nanoseconds returns the time of one of the n things that f does, in the best of seven rounds of at
// least 30 ms.
func nanoseconds(n int, f func()) float64 {
	best := math.Inf(1)
	for range 7 {
		times, start := 0, seconds()
		for seconds()-start < 0.03 {
			f()
			times++
		}
		best = min(best, (seconds()-start)/float64(times)*1e9/float64(n))
	}
	return best
}

// primitives measures the machine.
func primitives(m map[string]float64) {
	from, to := make([]byte, 64<<20), make([]byte, 64<<20)
	m["copy"] = nanoseconds(len(from), func() { copy(to, from) })

	const n = 1 << 14
	text := make([]byte, n+18)
	sum := uint64(0)
	m["hash"] = nanoseconds(n, func() {
		for i := range n {
			sum += xxh3.Hash(text[i : i+18])
		}
	})

	var slots [size128]uint64
	m["minimum"] = nanoseconds(n, func() {
		for i := range uint64(n) {
			slot, rest := bits.Mul64((i^sum)*0x9e3779b97f4a7c15, size128)
			slots[slot] = min(slots[slot], rest)
		}
	})
	for name, words := range map[string]int{"hit": 1 << 14, "miss": 1 << 26} {
		table := make([]uint64, words)
		for i := range table {
			table[i] = uint64(i) // a page that was never written is the same for all
		}
		at := uint64(1)
		m[name] = nanoseconds(n, func() {
			for range n { // the next place does not depend on what was read: reads overlap
				at = at*6364136223846793005 + 1442695040888963407
				sum += table[at>>40%uint64(words)]
			}
		})
	}
	to[0] = byte(sum + slots[0])
}

// copiesPath measures the stages from texts to pairs of copies.
func copiesPath(m map[string]float64, articles []dedup.Article) {
	n := len(articles)
	var scheme minhash.Scheme
	hashes := make([][]uint64, n)
	slots := make([][]uint64, n)
	m["bytes"] = float64(size(articles)) / float64(n)
	m["text → shingles"] = nanoseconds(n, func() {
		for i, a := range articles {
			hashes[i] = shingle.Shingler{}.Append(hashes[i][:0], a.Text)
		}
	})
	all := 0
	for _, h := range hashes {
		all += len(h)
		m["throws"] += max(float64(len(h)), size128*(math.Log(size128)+0.5772)) / float64(n)
	}
	m["shingles"] = float64(all) / float64(n)
	m["shingles → sketch"] = nanoseconds(n, func() {
		for i := range hashes {
			slots[i] = scheme.AppendTo(slots[i][:0], hashes[i])
		}
	})
	keys := make([]uint64, 0, bands)
	m["sketch → bands"] = nanoseconds(n, func() {
		for i := range slots {
			keys = scheme.View(slots[i]).AppendBands(keys[:0], candidate.Bands, candidate.Rows)
		}
	})
	of := ourKeys(articles)
	m["bands → pairs"] = nanoseconds(n, func() { candidate.Copies(of) })
}

// alignment measures the stages that rewrites take.
func alignment(m map[string]float64, articles []dedup.Article, seed uint64) {
	n := len(articles)
	var p shingle.Parser
	words := 0
	m["Parse"] = nanoseconds(n, func() {
		words = 0
		for _, a := range articles {
			words += len(p.Parse(a.Text, a.Language).Tokens)
		}
	})
	m["words"] = float64(words) / float64(n)
	texts := make([]*shingle.Text, n)
	for i, a := range articles {
		texts[i] = p.Parse(a.Text, a.Language)
	}
	var features []uint32
	all := 0
	m["Features"] = nanoseconds(n, func() {
		all = 0
		for _, t := range texts {
			features = candidate.Features(features[:0], t)
			all += len(features)
		}
	})
	m["features"] = float64(all) / float64(n)
	pairs := rewritten(seed, 50)
	m["Align"] = nanoseconds(len(pairs), func() {
		for _, q := range pairs {
			passage.Align(q[0], q[1])
		}
	})
}

// rewritten returns n rewritten articles of 350 to 500 words beside their originals.
func rewritten(seed uint64, n int) (out [][2]*shingle.Text) {
	var p shingle.Parser
	first := map[int]*shingle.Text{}
	for a := range (invent.Corpus{Seed: seed, Articles: 200 * n}).All() {
		if a.Kind != invent.Rewritten && a.Kind != invent.Original {
			continue
		}
		t := p.Parse(a.Text, a.Language)
		switch {
		case len(t.Tokens) < 350 || len(t.Tokens) > 500:
		case a.Kind == invent.Original:
			first[a.Story] = t
		case first[a.Story] != nil:
			out = append(out, [2]*shingle.Text{first[a.Story], t})
		}
		if len(out) == n {
			break
		}
	}
	return slices.Clip(out)
}
