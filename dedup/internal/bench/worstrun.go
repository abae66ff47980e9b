package main

import (
	"errors"
	"fmt"
	"strings"
)

// tolerable is how many times the time of ordinary articles the worst may take.
const tolerable = 10

// worsts groups every corpus that was made to hurt, at all sizes, beside as many ordinary articles.
func (b *bench) worsts() (string, error) {
	t := table{head: []string{"", "size", "ms an article", "s a MB", "× ordinary", "KB an article at peak", "pairs compared an article", "answer", "what it is"}}
	ordinary := map[int]outcome{}
	for _, w := range worsts() {
		if b.only != "" && !strings.Contains(w.name, b.only) && w.name != "ordinary" {
			continue
		}
		for _, n := range b.sizesOf(w) {
			progress("%s of %d", w.name, n)
			out, err := run(b.job("worst", w.name, n))
			switch {
			case errors.Is(err, errLimit):
				t.add(w.name, w.size(n), "", "", "", "", "", "**none: "+cell(err)+"**", w.what)
				continue
			case err != nil:
				return "", err
			case w.name == "ordinary":
				ordinary[n] = out
			}
			t.add(w.row(n, out, ordinary[b.beside(n, w)])...)
		}
	}
	return fmt.Sprintf("%s. One core, processor time. \"× ordinary\" is by article, of long texts by MB; more than %d is bold, and so is a wrong answer. `%s`.\n\n%s",
		machine(), tolerable, command("worst"), t.String()), nil
}

func (b *bench) sizesOf(w worst) []int {
	if w.mb {
		return b.mb
	}
	return b.worst
}

// beside returns how many ordinary articles a case is compared with.
func (b *bench) beside(n int, w worst) int {
	if w.mb {
		return b.worst[len(b.worst)-1]
	}
	return n
}

func (w worst) size(n int) string {
	if w.mb {
		return fmt.Sprintf("%d MB", n)
	}
	return count(float64(n))
}

func (w worst) row(n int, out, ordinary outcome) []string {
	each, mb := out.Seconds/float64(out.Articles), out.Seconds/float64(out.Bytes)*1e6
	ratio := each / (ordinary.Seconds / float64(ordinary.Articles))
	if w.mb {
		ratio = mb / (ordinary.Seconds / float64(ordinary.Bytes) * 1e6)
	}
	times := figures(ratio)
	if ratio > tolerable {
		times = "**" + times + "**"
	}
	answer := "right"
	switch {
	case out.Note != "":
		answer = "**wrong: " + out.Note + "**"
	case w.wrong == nil:
		answer = ""
	}
	return []string{
		w.name, w.size(n), figures(1000 * each), figures(mb), times, figures(1000 * out.Peak / float64(out.Articles)),
		figures(float64(out.Candidates) / float64(out.Articles)), answer, w.what,
	}
}
