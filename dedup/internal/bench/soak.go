package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// A soak is a long life of an index: articles in the order of their dates, twice over, some corrected,
// some withdrawn, by a process that is killed at random moments and goes on behind the last change
// that it knows to be durable.

// A step is some changes that are made together.
type step struct {
	Add    []dedup.Article `json:"add,omitempty"`
	Remove []string        `json:"remove,omitempty"`
}

// steps returns the life of some articles, and those that are left at the end.
func steps(articles []dedup.Article, seed uint64) (out []step, live map[string]dedup.Article) {
	r := rand.New(rand.NewPCG(seed, 9))
	live = map[string]dedup.Article{}
	for range 2 {
		for i := 0; i < len(articles); {
			n := min(1+r.IntN(48), len(articles)-i)
			s := step{Add: slices.Clone(articles[i : i+n])}
			for range n {
				k := r.IntN(i + n)
				switch a := articles[k]; {
				case r.IntN(40) == 0 && k < i && !slices.Contains(s.Remove, a.ID):
					s.Remove = append(s.Remove, a.ID)
				case r.IntN(30) == 0 && k < i && !slices.ContainsFunc(s.Add, func(b dedup.Article) bool { return b.ID == a.ID }):
					a.Text += fmt.Sprintf("\n\nThis article was corrected at %d o'clock.", r.IntN(24))
					s.Add = append(s.Add, a)
				}
			}
			out = append(out, s)
			for _, a := range s.Add {
				live[a.ID] = a
			}
			for _, id := range s.Remove {
				delete(live, id)
			}
			i += n
		}
	}
	return out, live
}

// soaked returns the articles of a soak by date.
func (b *bench) soaked() (articles []dedup.Article, what string, err error) {
	what = "us-homepages-2016"
	for a, err := range input.Read([]string{filepath.Join(b.corpora, what, "articles.jsonl.gz")}, nil) {
		if errors.Is(err, os.ErrNotExist) {
			articles, err = ordinary(cmp.Or(b.limit, 5000), b.seed)
			return articles, "invented articles", err
		}
		if errors.Is(err, input.ErrEmpty) {
			continue
		}
		if err != nil {
			return nil, "", err
		}
		articles = append(articles, a)
	}
	slices.SortStableFunc(articles, func(p, q dedup.Article) int {
		return cmp.Or(p.Published.Compare(q.Published), strings.Compare(p.ID, q.ID))
	})
	if b.limit > 0 {
		articles = articles[:min(b.limit, len(articles))]
	}
	return articles, what, nil
}

// soaks lives the life of an index and holds the end of it to Group.
func (b *bench) soaks() (text string, err error) {
	articles, what, err := b.soaked()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "wirecopy-soak-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	life, live := steps(articles, b.seed)
	file := filepath.Join(dir, "steps.jsonl")
	if err := writeSteps(file, life); err != nil {
		return "", err
	}
	folder := filepath.Join(dir, "store")
	t, err := b.endure(file, folder, len(life))
	if err != nil {
		return "", err
	}
	end, err := examine(folder, live)
	if err != nil {
		return "", err
	}
	changes := 0
	for _, s := range life {
		changes += len(s.Add) + len(s.Remove)
	}
	out := table{head: []string{"", ""}}
	for _, row := range [][2]string{
		{"articles, changes, batches", fmt.Sprintf("%s, %s, %s", count(float64(len(articles))), count(float64(changes)), count(float64(len(life))))},
		{"kills", count(float64(t.kills))},
		{"changes/s, between the kills", count(float64(changes) / t.working.Seconds())},
		{"a batch, p50 and p99", millis(quantile(t.took, .5)) + ", " + millis(quantile(t.took, .99))},
		{"articles at the end, all acknowledged there", count(float64(len(live)))},
		{"clusters, the same as Group's", count(float64(end.clusters))},
		{"events, which lead to them", count(float64(end.events))},
		{"opening, articles/s", count(float64(len(live)) / end.opening.Seconds())},
		{"KB an article on disk", figures(end.disk / float64(len(live)) / 1000)},
		{"KB an article in memory, texts at hand among it", figures(end.memory / float64(len(live)) / 1000)},
	} {
		out.add(row[0], row[1])
	}
	return fmt.Sprintf("%s in the order of their dates, twice over. %s. All cores, wall time; `%s`.\n\n%s", what, machine(), command("soak"), out.String()), nil
}

func quantile(took []time.Duration, q float64) float64 {
	slices.Sort(took)
	return took[int(q*float64(len(took)-1))].Seconds()
}

func writeSteps(file string, life []step) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for _, s := range life {
		if err := e.Encode(s); err != nil {
			return err
		}
	}
	return os.WriteFile(file, b.Bytes(), 0o666)
}

// A toll is what it took.
type toll struct {
	kills   int
	working time.Duration
	took    []time.Duration
}

// endure runs processes that make the changes, and kills them.
func (b *bench) endure(file, folder string, n int) (t toll, err error) {
	r := rand.New(rand.NewPCG(b.seed, 10))
	self, err := os.Executable()
	if err != nil {
		return t, err
	}
	for at, idle := 0, 0; at < n; {
		in, err := json.Marshal(job{Part: "soak", Corpus: file, Pairs: folder, Size: at})
		if err != nil {
			return t, err
		}
		cmd := exec.Command(self, childFlag)
		cmd.Stdin = bytes.NewReader(in)
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			return t, err
		}
		if err := cmd.Start(); err != nil {
			return t, err
		}
		var kill *time.Timer
		before, start := at, time.Now()
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var done int
			var took int64
			if n, _ := fmt.Sscan(lines.Text(), &done, &took); n != 2 {
				continue
			}
			if kill == nil { // it is up
				start = time.Now()
				kill = time.AfterFunc(time.Duration(50+r.IntN(1500))*time.Millisecond, func() { _ = cmd.Process.Kill() })
			}
			if done > 0 {
				at, t.took = done, append(t.took, time.Duration(took))
			}
		}
		t.working += time.Since(start)
		if kill != nil {
			kill.Stop()
		}
		switch err := cmd.Wait(); {
		case at == n:
		case cmd.ProcessState.Exited():
			return t, fmt.Errorf("a process of the soak: %w: %s", err, lastLine(stderr.String()))
		default:
			t.kills++
			if t.kills%20 == 0 {
				progress("%d of %d batches, %d kills", at, n, t.kills)
			}
		}
		if idle++; at > before {
			idle = 0
		}
		if idle > 100 {
			return t, errors.New("the soak does not come on")
		}
	}
	return t, nil
}

// doSoak makes changes from one on, and says which are durable.
func doSoak(j job) (outcome, error) {
	f, err := os.Open(j.Corpus)
	if err != nil {
		return outcome{}, err
	}
	defer f.Close()
	s, err := store.Open(j.Pairs, &store.Options{Wait: 10 * time.Second})
	if err != nil {
		return outcome{}, err
	}
	defer s.Close()
	ctx := context.Background()
	x, err := dedup.OpenIndex(ctx, s, nil)
	if err != nil {
		return outcome{}, err
	}
	fmt.Println(0, 0) // it is up
	d := json.NewDecoder(bufio.NewReader(f))
	for i := 0; d.More(); i++ {
		var c step
		if err := d.Decode(&c); err != nil {
			return outcome{}, err
		}
		if i < j.Size {
			continue
		}
		start := time.Now()
		if _, err := x.Add(ctx, c.Add...); err != nil {
			return outcome{}, err
		}
		took := time.Since(start)
		if _, err := x.Remove(ctx, c.Remove...); err != nil {
			return outcome{}, err
		}
		fmt.Println(i+1, took.Nanoseconds())
	}
	return outcome{}, x.Close()
}

// An ending is how a soak ended.
type ending struct {
	clusters, events int
	opening          time.Duration
	disk, memory     float64
}

// examine holds what a soak left to what was acknowledged, and to Group.
func examine(folder string, live map[string]dedup.Article) (e ending, err error) {
	ctx := context.Background()
	runtime.GC()
	before := heap()
	s, err := store.Open(folder, &store.Options{Wait: 10 * time.Second})
	if err != nil {
		return e, err
	}
	defer s.Close()
	start := time.Now()
	x, err := dedup.OpenIndex(ctx, s, nil)
	if err != nil {
		return e, err
	}
	e.opening = time.Since(start)
	runtime.GC()
	e.memory = float64(heap()) - float64(before)
	if x.Len() != len(live) {
		return e, fmt.Errorf("%d articles, and not %d", x.Len(), len(live))
	}
	articles := make([]dedup.Article, 0, len(live))
	for id, a := range live {
		got, err := x.Article(ctx, id)
		if err != nil {
			return e, err
		}
		if got.Text != a.Text {
			return e, fmt.Errorf("%s is not as it was acknowledged", id)
		}
		articles = append(articles, a)
	}
	if _, err := x.Learn(ctx); err != nil {
		return e, err
	}
	told := map[string]string{}
	for event, err := range x.Events(0) {
		if err != nil {
			return e, err
		}
		event.Apply(told)
		e.events++
	}
	is := map[string]string{}
	var ours []string
	for _, c := range x.Clusters() {
		ours = append(ours, memberList(c))
		for _, m := range c.Members {
			is[m.ID] = c.ID
		}
	}
	if len(is) != len(told) {
		return e, fmt.Errorf("events put %d articles in clusters, the index %d", len(told), len(is))
	}
	for id, c := range is {
		if told[id] != c {
			return e, fmt.Errorf("events have %s in %q, the index in %q", id, told[id], c)
		}
	}
	r, err := dedup.Group(ctx, articles, nil)
	if err != nil {
		return e, err
	}
	var want []string
	for _, c := range r.Clusters {
		want = append(want, memberList(c))
	}
	slices.Sort(ours)
	slices.Sort(want)
	if !slices.Equal(ours, want) {
		return e, fmt.Errorf("%d clusters, and Group makes %d others", len(ours), len(want))
	}
	e.clusters = len(ours)
	if file, err := os.Stat(filepath.Join(folder, store.FileName)); err == nil {
		e.disk = float64(file.Size())
	}
	return e, x.Close()
}

func memberList(c dedup.Cluster) string {
	ids := make([]string, len(c.Members))
	for i, m := range c.Members {
		ids[i] = m.ID
	}
	return strings.Join(ids, " ")
}
