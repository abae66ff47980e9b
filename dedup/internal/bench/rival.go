package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"

	gominhash "github.com/dgryski/go-minhash"
	minhashlsh "github.com/ekzhu/minhash-lsh"
	"github.com/zeebo/xxh3"

	"github.com/wirecopy/wirecopy/dedup"
)

// A rival finds near-duplicates its own way. One in Go gets the texts and returns pairs, in any order, as
// often as it likes; one in Python is a name in rivals.py.
type rival struct {
	name   string
	how    string // for the table
	module string // whose version the table gives: a Go module, or a Python package
	ours   bool
	find   func([]dedup.Article) ([]pair, error) // nil for Python
}

func rivals() []rival {
	return []rival{
		{"wirecopy copies", "sketch of 128, 42 bands of 3; what shares a band", "github.com/wirecopy/wirecopy", true, ourBands},
		{"wirecopy Group", "every stage: rewrites, alignment, clusters; its pairs of resemblance ≥ .5", "github.com/wirecopy/wirecopy", true, ourGroup},
		{"go-minhash", "MinWise of 128, xxh3 twice, 42 bands of 3 in maps", "github.com/dgryski/go-minhash", false, goMinhash},
		{"ekzhu/minhash-lsh", "its MinHash of 128 and its LSH for threshold .5", "github.com/ekzhu/minhash-lsh", false, ekzhu},
		{"inverted index", "all shingles, counted exactly", "", false, invertedIndex},
		{"rensa", "RMinHash of 126, LSH of 42 bands; query_all", "rensa", false, nil},
		{"rensa flags", "its fastest path: digest matrix of 126, 42 bands; tells which articles have a duplicate, not of what", "rensa", false, nil},
		{"datasketch", "MinHash of 128, update_batch; MinHashLSH of 42 bands of 3", "datasketch", false, nil},
		{"datatrove", "MinhashDedupSignature and -Buckets, 42 buckets of 3, 3-grams, words split at spaces", "datatrove", false, nil},
	}
}

const (
	size128 = 128
	bands   = 42
	rows    = 3
)

// doRival has a rival of Go search the corpus of a job.
func doRival(j job) (outcome, error) {
	at := slices.IndexFunc(rivals(), func(r rival) bool { return r.name == j.Name && r.find != nil })
	if at < 0 {
		return outcome{}, fmt.Errorf("no rival %q", j.Name)
	}
	articles, err := restore(j.Corpus)
	if err != nil {
		return outcome{}, err
	}
	stop, err := profile(j.Profile)
	if err != nil {
		return outcome{}, err
	}
	m := newMeter()
	pairs, err := rivals()[at].find(articles)
	if err != nil {
		return outcome{}, err
	}
	out := outcome{figure: m.stop(), Candidates: len(pairs), Version: version(rivals()[at].module)}
	out.Articles, out.Bytes = len(articles), size(articles)
	return out, errors.Join(stop(), writePairs(j.Pairs, pairs))
}

// version returns the version of a module in this binary.
func version(module string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, d := range info.Deps {
		if d.Path == module && d.Replace == nil {
			return d.Version
		}
	}
	return ""
}

// writePairs writes pairs as numbers of 32 bits, little endian; rivals.py does the same.
func writePairs(file string, pairs []pair) error {
	data := make([]byte, 0, 8*len(pairs))
	for _, p := range pairs {
		data = binary.LittleEndian.AppendUint32(data, uint32(p[0]))
		data = binary.LittleEndian.AppendUint32(data, uint32(p[1]))
	}
	return os.WriteFile(file, data, 0o666)
}

// readPairs reads pairs, sorted and each once.
func readPairs(file string) (out []pair, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	for ; len(data) >= 8; data = data[8:] {
		i, j := binary.LittleEndian.Uint32(data), binary.LittleEndian.Uint32(data[4:])
		out = append(out, pairOf(int32(i), int32(j)))
	}
	slices.SortFunc(out, pair.compare)
	return slices.Compact(out), nil
}

// goMinhash is go-minhash with the banding that everybody writes: a map from the slots of a band to
// the articles.
func goMinhash(articles []dedup.Article) (out []pair, _ error) {
	h1 := func(b []byte) uint64 { return xxh3.HashSeed(b, 1) }
	h2 := func(b []byte) uint64 { return xxh3.HashSeed(b, 2) }
	type key struct {
		band  int
		slots [rows]uint64
	}
	buckets := map[key][]int32{}
	for i, a := range articles {
		m := gominhash.NewMinWise(h1, h2, size128)
		empty := true
		shingles(a.Text, func(s []byte) { m.Push(s); empty = false })
		if empty {
			continue
		}
		for band := range bands {
			k := key{band, [rows]uint64(m.Signature()[band*rows:])}
			for _, j := range buckets[k] {
				out = append(out, pair{j, int32(i)})
			}
			buckets[k] = append(buckets[k], int32(i))
		}
	}
	slices.SortFunc(out, pair.compare)
	return slices.Compact(out), nil
}

func ekzhu(articles []dedup.Article) (out []pair, _ error) {
	lsh := minhashlsh.NewMinhashLSH64(size128, near)
	signatures := make([][]uint64, len(articles))
	for i, a := range articles {
		m := minhashlsh.NewMinhash(1, size128)
		empty := true
		shingles(a.Text, func(s []byte) { m.Push(s); empty = false })
		if !empty {
			signatures[i] = m.Signature()
			lsh.Add(int32(i), signatures[i])
		}
	}
	lsh.Index()
	for i, s := range signatures {
		if s == nil {
			continue
		}
		for _, k := range lsh.Query(s) {
			if j, ok := k.(int32); ok && j < int32(i) {
				out = append(out, pair{j, int32(i)})
			}
		}
	}
	return out, nil
}

// invertedIndex counts, for every article, the shingles it shares with those before it.
func invertedIndex(articles []dedup.Article) (out []pair, _ error) {
	postings := map[uint64][]int32{}
	sizes := make([]int, len(articles))
	shared := make([]int32, len(articles))
	var touched []int32
	for i, a := range articles {
		set := shingleSet(a.Text)
		sizes[i] = len(set)
		touched = touched[:0]
		for _, s := range set {
			for _, j := range postings[s] {
				if shared[j] == 0 {
					touched = append(touched, j)
				}
				shared[j]++
			}
			postings[s] = append(postings[s], int32(i))
		}
		for _, j := range touched {
			if n := int(shared[j]); 2*n >= sizes[i]+sizes[j]-n {
				out = append(out, pair{j, int32(i)})
			}
			shared[j] = 0
		}
	}
	return out, nil
}
