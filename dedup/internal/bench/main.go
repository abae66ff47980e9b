package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed help.txt
var help string

// A bench is one run of the command.
type bench struct {
	corpora string
	profile string
	seed    uint64
	limit   int
	rounds  int
	core    int
	growth  []int
	live    []int
	worst   []int
	mb      []int
	memory  float64
	minutes float64
	only    string
	files   []string
}

// A part measures something and returns it in Markdown.
type part struct {
	name string
	run  func(*bench) (string, error)
}

func parts() []part {
	return []part{{"rivals", (*bench).rivals}, {"growth", (*bench).growths}, {"worst", (*bench).worsts}, {"live", (*bench).lives}, {"soak", (*bench).soaks}, {"limit", (*bench).limits}}
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == childFlag {
		exitOn(child())
		return
	}
	var b bench
	names, err := b.parse(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		fmt.Print(help)
		return
	}
	exitOn(err)
	for _, p := range parts() {
		if len(names) > 0 && !slices.Contains(names, p.name) {
			continue
		}
		text, err := p.run(&b)
		exitOn(err)
		fmt.Printf("\n%s\n", text)
		exitOn(rewrite(b.files, p.name, text))
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// parse reads flags and the names of parts, in any order.
func (b *bench) parse(args []string) (names []string, err error) {
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&b.corpora, "corpora", filepath.Join("..", "..", "..", "..", "shared", "corpora"), "")
	f.StringVar(&b.profile, "profile", "", "")
	f.Uint64Var(&b.seed, "seed", 1, "")
	f.IntVar(&b.limit, "limit", 0, "")
	f.IntVar(&b.rounds, "rounds", 1, "")
	f.IntVar(&b.core, "core", 0, "")
	growth := f.String("sizes", "1000,3000,10000", "")
	live := f.String("live", "3000", "")
	worst := f.String("articles", "300,1000", "")
	mb := f.String("mb", "1,4", "")
	f.Float64Var(&b.memory, "memory", 16_000, "")
	f.Float64Var(&b.minutes, "minutes", 10, "")
	f.StringVar(&b.only, "only", "", "")
	files := f.String("o", "results.md", "")
	for len(args) > 0 {
		if err := f.Parse(args); err != nil {
			return nil, err
		}
		if args = f.Args(); len(args) > 0 {
			names, args = append(names, args[0]), args[1:]
		}
	}
	for _, name := range names {
		if !slices.ContainsFunc(parts(), func(p part) bool { return p.name == name }) {
			return nil, fmt.Errorf("no part %q", name)
		}
	}
	if *files != "" {
		b.files = strings.Split(*files, ",")
	}
	for list, to := range map[*string]*[]int{growth: &b.growth, live: &b.live, worst: &b.worst, mb: &b.mb} {
		if *to, err = numbers(*list); err != nil {
			return nil, err
		}
	}
	return names, nil
}

func numbers(list string) (out []int, err error) {
	for s := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("not a size: %q", s)
		}
		out = append(out, n)
	}
	return out, nil
}

// job returns a job of this run.
func (b *bench) job(part, name string, size int) job {
	j := job{Part: part, Name: name, Size: size, Seed: b.seed, Core: b.core, Memory: b.memory, Minutes: b.minutes}
	if b.profile != "" {
		file := fmt.Sprintf("%s-%s-%d.prof", part, strings.NewReplacer(" ", "-", "/", "-").Replace(name), size)
		j.Profile = filepath.Join(b.profile, file)
	}
	return j
}

// progress tells what is being measured.
func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
}
