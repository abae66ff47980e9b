// Benchmark measures the library on a corpus with gold:
//
//	go run ./examples/benchmark -corpus testdata/newsroom
//	go run ./examples/benchmark -corpus DIR -predictions OUT -json
//	go run ./examples/benchmark -all DIR
//	go run ./examples/benchmark -ablate LIST -all DIR
//
// In go articles and what readers know about them: which are one text, which pairs derive from each other, which
// passages they share. Out come what the library makes of the same articles with its default options, in files that
// other programs can score, and the scores beside time, memory and candidates. No option depends on the corpus, and no
// gold is seen by what is measured but the ids of the pairs whose passages are asked for.
//
// Terms: gold is what readers said, a prediction what the library says; a pair is hard where its texts share few word
// 4-grams; a span is sentence-sized, a region a whole stretch of reuse.
//
// Reading order: main.go, command.go (flags), run.go (from articles to predictions), corpus.go and newsroom.go (what is
// read), predictions.go (what is written), score.go and the measures it names, extras.go (origins, reliability, wrong
// verdicts), baseline.go (what most others do), noise.go (articles without gold thrown in), largest.go (the largest clusters), offsets.go (bytes and characters), figures.go and table.go (what is printed),
// memory.go; ablate.go with internal/ladder (what each part of the library buys).
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/pprof"
	"syscall"
)

// The exit status.
const (
	done   = 0
	failed = 1 // a corpus could not be read, or predictions not written; other corpora were measured
	misuse = 2 // the command line asks for what there is not
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends it the hard way
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the globals, so that a test can call it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	c, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		_, _ = io.WriteString(stdout, help)
		return done
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "benchmark: %v\nbenchmark -h explains the command.\n", err)
		return misuse
	}
	if err := c.profiled(func() error { return c.run(ctx, stdout, stderr) }); err != nil {
		_, _ = fmt.Fprintf(stderr, "benchmark: %v\n", err)
		return failed
	}
	return done
}

// run measures each corpus and prints what came out. An error with one does not keep the others from being measured.
func (c *command) run(ctx context.Context, stdout, stderr io.Writer) error {
	if c.ablate != "" {
		return c.climb(ctx, stdout, stderr)
	}
	var all []*figures
	var problems []error
	for _, dir := range c.corpora {
		f, err := c.measure(ctx, dir, stderr)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			problems = append(problems, err)
			continue
		}
		all = append(all, f)
	}
	if len(all) > 0 {
		problems = append(problems, c.print(stdout, all))
	}
	return errors.Join(problems...)
}

// print writes one JSON object for one corpus, a list for several, or tables.
func (c *command) print(w io.Writer, all []*figures) error {
	if !c.json {
		return writeTables(w, all)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	if c.all {
		return e.Encode(all)
	}
	return e.Encode(all[0])
}

// profiled calls do, and writes its CPU profile where the command asks for one.
func (c *command) profiled(do func() error) error {
	if c.profile == "" {
		return do()
	}
	f, err := os.Create(c.profile)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	err = do()
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}
