package main

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/zeebo/xxh3"
)

// near is the resemblance from which two articles are near-duplicates in the table of the rivals.
const near = 0.5

// A pair is two places in the corpus, the first below the second.
type pair [2]int32

func pairOf(i, j int32) pair { return pair{min(i, j), max(i, j)} }

func (p pair) compare(q pair) int { return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1])) }

// words are what every rival is given for words: runs of letters and digits, in lower case.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// shingles calls f with every three words in a row, one space between them.
func shingles(text string, f func([]byte)) {
	ws := words(text)
	var buf []byte
	for i := range max(0, len(ws)-2) {
		buf = buf[:0]
		for k, w := range ws[i : i+3] {
			if k > 0 {
				buf = append(buf, ' ')
			}
			buf = append(buf, w...)
		}
		f(buf)
	}
}

// shingleSet returns the hashes of the shingles, ascending and each once.
func shingleSet(text string) []uint64 {
	var set []uint64
	shingles(text, func(s []byte) { set = append(set, xxh3.Hash(s)) })
	slices.Sort(set)
	return slices.Compact(set)
}

// truth returns the pairs of articles whose sets of word 3-shingles have a resemblance of near or
// more: exactly those that comparing all pairs finds (TestTruth), in less time. Of two sets of n and
// m shingles with that resemblance J the smaller has at least J*m, and they share at least
// k = J(n+m)/(1+J). So if the shingles of all sets are put into one order, rare ones first, the first
// n-ceil(J*n)+1 of each contain a common one (Chaudhuri, Ganti, Kaushik, ICDE 2006).
func truth(articles []dedup.Article) []pair {
	sets := make([][]uint64, len(articles))
	count := map[uint64]int32{}
	for i, a := range articles {
		sets[i] = shingleSet(a.Text)
		for _, s := range sets[i] {
			count[s]++
		}
	}
	postings := map[uint64][]int32{}
	seen := make([]int32, len(sets)) // the last article that was compared with this one
	var out []pair
	for i, set := range sets {
		rareFirst := slices.Clone(set)
		slices.SortFunc(rareFirst, func(p, q uint64) int { return cmp.Or(cmp.Compare(count[p], count[q]), cmp.Compare(p, q)) })
		for _, s := range rareFirst[:prefix(len(set))] {
			if count[s] == 1 {
				continue
			}
			for _, j := range postings[s] {
				if seen[j] != int32(i)+1 && resembles(set, sets[j]) {
					out = append(out, pairOf(int32(i), j))
				}
				seen[j] = int32(i) + 1
			}
			postings[s] = append(postings[s], int32(i))
		}
	}
	slices.SortFunc(out, pair.compare)
	return out
}

// prefix returns how many of n shingles are looked up: one more than can be missing.
func prefix(n int) int { return n - (n+1)/2 + min(n, 1) }

// resembles reports whether two sets have a resemblance of near or more, with near = 1/2 in whole
// numbers.
func resembles(s, t []uint64) bool {
	if 2*min(len(s), len(t)) < max(len(s), len(t)) {
		return false
	}
	shared, i, j := 0, 0, 0
	for i < len(s) && j < len(t) {
		switch {
		case s[i] < t[j]:
			i++
		case s[i] > t[j]:
			j++
		default:
			shared, i, j = shared+1, i+1, j+1
		}
	}
	return shared > 0 && 2*shared >= len(s)+len(t)-shared
}

// A score says how an answer compares with the truth.
type score struct {
	Recall    float64 // share of the true pairs that are in the answer
	Linked    float64 // share of the true pairs that the answer's pairs connect, on whatever way
	Precision float64 // share of the answer's pairs that are true
}

// judge scores an answer; both lists are sorted. An empty answer has a precision of 1.
func judge(n int, answer, truth []pair) score {
	hits := 0
	for _, p := range answer {
		if _, ok := slices.BinarySearchFunc(truth, p, pair.compare); ok {
			hits++
		}
	}
	group := components(n, answer)
	linked := 0
	for _, p := range truth {
		if group(p[0]) == group(p[1]) {
			linked++
		}
	}
	s := score{Recall: 1, Linked: 1, Precision: 1}
	if len(truth) > 0 {
		s.Recall, s.Linked = float64(hits)/float64(len(truth)), float64(linked)/float64(len(truth))
	}
	if len(answer) > 0 {
		s.Precision = float64(hits) / float64(len(answer))
	}
	return s
}

// components returns the group of each of n articles that pairs connect.
func components(n int, pairs []pair) func(int32) int32 {
	parent := make([]int32, n)
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, p := range pairs {
		parent[find(p[0])] = find(p[1])
	}
	return find
}
