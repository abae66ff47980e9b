package report

import (
	"slices"

	"github.com/wirecopy/wirecopy/shingle"
)

// A differ finds which words of a passage stayed: a longest common subsequence
// of the folded words, by the textbook's table. Passages are sentences, so the
// table is small; where it would have more than maxTable cells, words that both
// sides have once, in the same order, divide the passage first (Bram Cohen's
// patience diff), and what is still too large between two of them counts as
// changed. So time and memory are at most maxTable for each word.
type differ struct{ table []uint16 }

const maxTable = 1 << 17

// stayed returns for the words of either side whether they are in the other, in
// the same order.
func (d *differ) stayed(a, b []shingle.Token) (inA, inB []bool) {
	inA, inB = make([]bool, len(a)), make([]bool, len(b))
	x, y := number(a, b)
	d.match(x, y, inA, inB)
	tidy(a, inA)
	tidy(b, inB)
	return inA, inB
}

// number gives equal words equal numbers.
func number(a, b []shingle.Token) (x, y []int) {
	ids := make(map[string]int, len(a))
	of := func(ts []shingle.Token) []int {
		out := make([]int, len(ts))
		for i, t := range ts {
			id, ok := ids[t.Word]
			if !ok {
				id = len(ids)
				ids[t.Word] = id
			}
			out[i] = id
		}
		return out
	}
	return of(a), of(b)
}

// match marks the words of x and y that stayed.
func (d *differ) match(x, y []int, inX, inY []bool) {
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		inX[0], inY[0] = true, true
		x, y, inX, inY = x[1:], y[1:], inX[1:], inY[1:]
	}
	for n, m := len(x), len(y); n > 0 && m > 0 && x[n-1] == y[m-1]; n, m = len(x), len(y) {
		inX[n-1], inY[m-1] = true, true
		x, y = x[:n-1], y[:m-1]
	}
	if (len(x)+1)*(len(y)+1) <= maxTable {
		d.common(x, y, inX, inY)
		return
	}
	i, j := 0, 0
	for _, k := range anchors(x, y) {
		d.small(x[i:k[0]], y[j:k[1]], inX[i:], inY[j:])
		inX[k[0]], inY[k[1]] = true, true
		i, j = k[0]+1, k[1]+1
	}
	d.small(x[i:], y[j:], inX[i:], inY[j:])
}

func (d *differ) small(x, y []int, inX, inY []bool) {
	if (len(x)+1)*(len(y)+1) <= maxTable {
		d.common(x, y, inX, inY)
	}
}

// common marks a longest common subsequence. Cell i, j of the table is its
// length for x[i:] and y[j:].
func (d *differ) common(x, y []int, inX, inY []bool) {
	w := len(y) + 1
	d.table = slices.Grow(d.table[:0], (len(x)+1)*w)[:(len(x)+1)*w]
	clear(d.table[len(x)*w:])
	for i, v := range slices.Backward(x) {
		d.table[i*w+len(y)] = 0
		for j, u := range slices.Backward(y) {
			if u == v {
				d.table[i*w+j] = d.table[(i+1)*w+j+1] + 1
			} else {
				d.table[i*w+j] = max(d.table[(i+1)*w+j], d.table[i*w+j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] == y[j]:
			inX[i], inY[j] = true, true
			i, j = i+1, j+1
		case d.table[(i+1)*w+j] >= d.table[i*w+j+1]:
			i++
		default:
			j++
		}
	}
}

// anchors returns the longest sequence of words that stand once in x and once
// in y and have the same order in both, as places in x and y.
func anchors(x, y []int) [][2]int {
	inX, inY := once(x), once(y)
	var all [][2]int
	for i, id := range x {
		if j, ok := inY[id]; ok && j >= 0 && inX[id] >= 0 {
			all = append(all, [2]int{i, j})
		}
	}
	var tops []int // tops[n]: the end with the smallest j of the sequences of n+1
	prev := make([]int, len(all))
	for k, p := range all {
		n, _ := slices.BinarySearchFunc(tops, p[1], func(t, j int) int { return all[t][1] - j })
		if prev[k] = -1; n > 0 {
			prev[k] = tops[n-1]
		}
		if n == len(tops) {
			tops = append(tops, 0)
		}
		tops[n] = k
	}
	var out [][2]int
	if len(tops) > 0 {
		for k := tops[len(tops)-1]; k >= 0; k = prev[k] {
			out = append(out, all[k])
		}
	}
	slices.Reverse(out)
	return out
}

// once returns the places of the words, -1 for those that stand more often.
func once(x []int) map[int]int {
	at := make(map[int]int, len(x))
	for i, id := range x {
		if _, ok := at[id]; ok {
			i = -1
		}
		at[id] = i
	}
	return at
}

// tidy takes back a short word that stayed all alone between words that did
// not: "the" between two new nouns is no help to a reader.
func tidy(ts []shingle.Token, in []bool) {
	for i := 1; i+1 < len(ts); i++ {
		if in[i] && !in[i-1] && !in[i+1] && len(ts[i].Word) <= 3 && !ts[i].Has(shingle.Number) {
			in[i] = false
		}
	}
}
