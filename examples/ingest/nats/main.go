// Nats is ingest for NATS JetStream: articles in as messages, each the JSON of one, and out as JSON lines what
// becomes of the clusters:
//
//	go -C examples/ingest/nats run . -stream NEWS -store news.store -events events.jsonl -http 127.0.0.1:8080
//
// It is a module of its own, so that nobody downloads NATS who has no use for it; all but the source
// is in ../internal/pipeline. Reading order: source.go, main.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wirecopy/wirecopy/examples/ingest/internal/pipeline"
)

// The exit status.
const (
	done   = 0
	failed = 1 // it could not go on
	misuse = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it the hard way
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the globals, so that a test can call it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	log := slog.New(slog.NewTextHandler(stderr, nil))
	o := &pipeline.Options{Output: stdout, Logger: log}
	s := &source{log: log}
	flags := flag.NewFlagSet("nats", flag.ContinueOnError)
	flags.SetOutput(stderr)
	o.Flags(flags)
	url := flags.String("url", nats.DefaultURL, "the server, or several with commas")
	flags.StringVar(&s.stream, "stream", "", "the stream with the articles")
	flags.StringVar(&s.subject, "subject", "", "only messages of this subject, which may have * and > in it")
	flags.StringVar(&s.durable, "durable", "wirecopy", "the name under which the server keeps how far we are: one a store")
	flags.DurationVar(&s.ackWait, "ack-wait", 30*time.Second, "after this time the server sends again what was not acknowledged")
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return done
	case err != nil:
		return misuse // Parse has said it
	case s.stream == "":
		err = errors.New("-stream is missing")
	default:
		err = o.Check()
	}
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err)
		return misuse
	}
	if err := consume(ctx, *url, s, o); err != nil {
		log.Error("ended", "error", err)
		return failed
	}
	return done
}

// consume runs the pipeline on a connection, which is closed when the server has the last
// acknowledgements.
func consume(ctx context.Context, url string, s *source, o *pipeline.Options) error {
	c, err := nats.Connect(url, nats.Name("wirecopy"), nats.MaxReconnects(-1),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil { // else we closed it
				s.log.Warn("the connection is lost", "error", err)
			}
		}),
		nats.ReconnectHandler(func(*nats.Conn) { s.log.Info("connected again") }))
	if err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	defer c.Close()
	if s.js, err = jetstream.New(c); err != nil {
		return err
	}
	_, err = pipeline.Run(ctx, pipeline.Source{Name: "nats/" + s.stream + "/" + s.durable, Read: s.read}, o)
	if flushErr := c.FlushTimeout(5 * time.Second); err == nil && flushErr != nil {
		s.log.Warn("the last acknowledgements may be lost; what they are of comes again and is found unchanged", "error", flushErr)
	}
	return err
}
