package main

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// rivals has every rival search the same articles, each in a process of its own, on one core.
func (b *bench) rivals() (text string, err error) {
	articles, what, err := load(b.corpora, b.seed, b.limit)
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "wirecopy-bench")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	corpus := filepath.Join(dir, "articles.jsonl")
	if err := deposit(corpus, articles); err != nil {
		return "", err
	}
	progress("%d articles: %s; near-duplicates by brute force", len(articles), what)
	r := rivalry{bench: b, dir: dir, corpus: corpus, articles: len(articles), truth: truth(articles)}
	r.python, r.pythonErr = newPython()
	t := table{head: []string{"", "version", "articles/s", "MB/s", "MB at peak", "of it beside texts", "recall", "linked", "precision", "how"}}
	for _, v := range rivals() {
		if b.only != "" && !strings.Contains(v.name, b.only) {
			continue
		}
		row, err := r.row(v)
		if err != nil {
			return "", err
		}
		t.add(row...)
	}
	return fmt.Sprintf("%s articles (%s), %.1f MB, %s pairs of resemblance ≥ .5 by brute force. %s. One core each; processor time, median of %d; made by `%s`.\n\n%s",
		count(float64(len(articles))), what, float64(size(articles))/1e6, count(float64(len(r.truth))), machine(), b.rounds, command("rivals"), t.String()), nil
}

func command(part string) string { return "go -C dedup/internal/bench run . " + part }

// A rivalry is one run of all rivals over one corpus.
type rivalry struct {
	*bench
	dir       string
	corpus    string
	articles  int
	truth     []pair
	python    python
	pythonErr error
}

func (r *rivalry) row(v rival) ([]string, error) {
	progress("%s", v.name)
	if missing := r.pythonErr; v.find == nil && missing != nil {
		return failed(v, "not there: "+cell(missing)), nil
	}
	var outs []outcome
	pairs := filepath.Join(r.dir, "pairs")
	for range max(1, r.rounds) {
		out, failure := r.once(v, pairs)
		if failure != nil {
			return failed(v, "failed: "+cell(failure)), nil
		}
		outs = append(outs, out)
	}
	slices.SortFunc(outs, func(p, q outcome) int { return cmp.Compare(p.Seconds, q.Seconds) })
	out := outs[len(outs)/2]
	s, err := r.score(v, pairs)
	if err != nil {
		return nil, err
	}
	linked := share(s.Linked)
	if v.flags() {
		linked = ""
	}
	name := v.name
	if v.ours {
		name = "**" + name + "**"
	}
	return []string{
		name, out.Version, count(out.rate()), figures(float64(out.Bytes) / 1e6 / out.Seconds), count(out.Peak), count(max(0, out.Peak-out.Before)),
		share(s.Recall), linked, share(s.Precision), v.how,
	}, nil
}

// failed is the row of a rival that gave no answer.
func failed(v rival, why string) []string {
	return []string{v.name, "", "", "", "", "", "", "", "", why}
}

func (r *rivalry) once(v rival, pairs string) (outcome, error) {
	j := r.job("rival", v.name, r.articles)
	j.Corpus, j.Pairs = r.corpus, pairs
	if err := os.Remove(pairs); err != nil && !errors.Is(err, os.ErrNotExist) {
		return outcome{}, err
	}
	if v.find == nil {
		return runAs(r.python.command(), j)
	}
	return run(j)
}

// flags reports whether a rival tells only which articles have a duplicate, as pairs of an article
// with itself.
func (v rival) flags() bool { return strings.HasSuffix(v.name, " flags") }

func (r *rivalry) score(v rival, file string) (score, error) {
	pairs, err := readPairs(file)
	if err != nil {
		return score{}, err
	}
	if !v.flags() {
		return judge(r.articles, apart(pairs), r.truth), nil
	}
	var doubles []pair
	for _, p := range r.truth {
		doubles = append(doubles, pair{p[0], p[0]}, pair{p[1], p[1]})
	}
	slices.SortFunc(doubles, pair.compare)
	return judge(r.articles, pairs, slices.Compact(doubles)), nil
}

// apart leaves out the pairs of an article with itself.
func apart(pairs []pair) []pair {
	return slices.DeleteFunc(pairs, func(p pair) bool { return p[0] == p[1] })
}

// share writes 0 to 1, never rounded up to 1.
func share(x float64) string {
	if x == 1 {
		return "1"
	}
	return strings.TrimPrefix(fmt.Sprintf("%.3f", math.Floor(x*1000)/1000), "0")
}

// cell makes an error fit into a table.
func cell(err error) string {
	return strings.NewReplacer("|", "/", "\n", " ").Replace(err.Error())
}
