package main

import (
	"context"
	"slices"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/shingle"
)

// ourBands is the path that only copies are sought on: text → shingles → sketch → bands → pairs.
func ourBands(articles []dedup.Article) ([]pair, error) {
	return ourPairs(ourKeys(articles)), nil
}

// ourKeys returns the band keys of each article, cut as dedup cuts them.
func ourKeys(articles []dedup.Article) (keys [][]uint32) {
	var (
		scheme minhash.Scheme
		hashes []uint64
		slots  []uint64
		own    []uint64
		all    = make([]uint32, 0, bands*len(articles))
	)
	keys = make([][]uint32, len(articles))
	for i, a := range articles {
		hashes = shingle.Shingler{}.Append(hashes[:0], a.Text)
		slots = scheme.AppendTo(slots[:0], hashes)
		own = scheme.View(slots).AppendBands(own[:0], candidate.Bands, candidate.Rows)
		n := len(all)
		for _, k := range own {
			all = append(all, uint32(k>>32))
		}
		keys[i] = all[n:]
	}
	return keys
}

func ourPairs(keys [][]uint32) (out []pair) {
	for _, p := range candidate.Copies(keys) {
		out = append(out, pair{p.A, p.B})
	}
	return out
}

// ourGroup is dedup.Group; near-duplicates are the pairs it compared and found to resemble each
// other, whatever it made of them.
func ourGroup(articles []dedup.Article) ([]pair, error) {
	r, err := dedup.Group(context.Background(), articles, &dedup.Options{Workers: 1})
	if err != nil {
		return nil, err
	}
	at := make(map[string]int32, len(articles))
	for i, a := range articles {
		at[a.ID] = int32(i)
	}
	var out []pair
	for _, p := range slices.Concat(r.Pairs, r.Related) {
		if p.Resemblance >= near {
			out = append(out, pairOf(at[p.A], at[p.B]))
		}
	}
	return out, nil
}
