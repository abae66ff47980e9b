// Wirecopy tells which of many articles are the same story in other clothes, and
// shows what was kept and what was rewritten:
//
//	go run ./examples/wirecopy testdata/newsroom
//
// It is the library's way from files to a report, and meant to be copied from:
// read with [input.Read], group with [dedup.Group], write with [report.Text] or
// [report.JSON]. That is this file; the others are the manners of a command.
// Reading order: main.go, command.go (flags), read.go, output.go, progress.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/report"
)

// The exit status.
const (
	done   = 0 // all was read and compared, whether or not anything was found
	failed = 1 // something could not be read or written; the rest was done
	misuse = 2 // the command line asks for what there is not
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends it the hard way
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main without the globals, so that a test can call it.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c, err := parse(args)
	if errors.Is(err, flag.ErrHelp) {
		if _, err := io.WriteString(stdout, help); err != nil {
			return failed
		}
		return done
	}
	p := newProgress(stderr)
	defer p.stop()
	if err != nil {
		p.say("%v\nwirecopy -h explains the command.", err)
		return misuse
	}
	status, err := c.run(ctx, stdin, stdout, p)
	switch {
	case errors.Is(err, context.Canceled):
		p.say("stopped before the report was finished")
	case err != nil:
		p.say("%v", err)
	}
	return status
}

// run reads, compares and writes. An error that ends it comes with its exit
// status; what it only mentions on the way shows in the status alone.
func (c *command) run(ctx context.Context, stdin io.Reader, stdout io.Writer, p *progress) (int, error) {
	out, err := create(ctx, c.out, stdout) // before the work, which would be lost
	if err != nil {
		return failed, fmt.Errorf("cannot write the report: %w", err)
	}
	defer out.abandon()

	p.task("reading")
	articles, problems := c.read(ctx, stdin, p)
	if err := ctx.Err(); err != nil {
		return failed, err
	}
	status := done
	if problems > 0 {
		status = failed
	}
	if len(articles) == 0 && problems > 0 {
		return status, errors.New("there is nothing to compare")
	}
	if err := c.known(articles); err != nil {
		return misuse, err
	}

	p.task("comparing")
	result, err := dedup.Group(ctx, articles, c.options())
	if err != nil {
		return failed, err
	}
	p.stop()
	if err := c.report(out, result, p); err != nil {
		return failed, fmt.Errorf("cannot write the report: %w", err)
	}
	return status, nil
}

// options are the library's, of which a command needs few.
func (c *command) options() *dedup.Options {
	return &dedup.Options{
		Threshold: c.threshold,
		Window:    c.window,
		Passages:  c.format == "text" || c.passages.or(true), // text shows at least how much is shared
	}
}

// report writes what was asked for, all of it or an error.
func (c *command) report(out *output, r *dedup.Result, p *progress) error {
	o := &report.Options{Width: out.width(), Color: out.color(), Full: c.full}
	o.Passages = c.passages.or(len(r.Clusters) <= fewClusters)
	if !o.Passages && !c.passages.set && c.format == "text" {
		p.hint("%d clusters; -passages shows what their articles share, -explain A B does for two of them", len(r.Clusters))
	}
	if err := c.write(out, r, o); err != nil {
		return err
	}
	return out.commit()
}

// fewClusters is as many as a person reads with all of their passages.
const fewClusters = 30

func (c *command) write(w io.Writer, r *dedup.Result, o *report.Options) error {
	if c.explain {
		e, err := r.Explain(c.first, c.second)
		if err != nil {
			return err
		}
		if c.format == "json" {
			return report.ExplainJSON(w, e, o)
		}
		return report.Explain(w, e, o)
	}
	if c.format == "json" {
		return report.JSON(w, r, o)
	}
	return report.Text(w, r, o)
}
