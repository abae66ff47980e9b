// Wirecopy tells which of many articles are the same story in other clothes, and
// shows what was kept and what was rewritten:
//
//	go run ./examples/wirecopy testdata/newsroom
//
// It is the library's way from files to a report, and meant to be copied from:
// read with [input.Read], group with [dedup.Group], write with [report.Text] or one
// of its neighbours. That is this file; the others are the manners of a command.
// Reading order: main.go, command.go (flags), read.go, write.go (formats), output.go,
// progress.go (what is being done), bar.go (how far it has come).
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
	if c.format == "html" && c.out == "" && isTerminal(stdout) {
		return misuse, errors.New("-format html: a page is not for a terminal; name a file, as in -o report.html")
	}
	out, err := create(ctx, c.out, stdout) // before the work, which would be lost
	if err != nil {
		return failed, fmt.Errorf("cannot write the report: %w", err)
	}
	defer out.abandon()

	p.task("reading", "article")
	articles, problems, err := c.read(ctx, stdin, p)
	if err != nil {
		return misuse, err
	}
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

	result, err := dedup.Group(ctx, articles, c.options(p))
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
func (c *command) options(p *progress) *dedup.Options {
	o := &dedup.Options{
		Threshold: c.threshold,
		Window:    c.window,
		Passages:  c.format == "text" || c.passages.or(true), // text shows at least how much is shared
	}
	if p.terminal {
		o.Progress = p.group
	}
	return o
}
