package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wirecopy/wirecopy/dedup/input"
	"github.com/wirecopy/wirecopy/examples/ingest/internal/pipeline"
)

// A source reads a stream through a durable consumer. The server keeps how far it is: a message is
// acknowledged when its article is in the store, and comes again if that does not happen in time. An
// article that comes again unchanged changes nothing.
//
// But what comes again may come late: behind a newer version of the same article, which it must not
// replace. What an earlier process had not acknowledged the server would send when its time is up; so we begin by
// setting the consumer back to what was acknowledged without a gap, and have all from there on in order. And
// for what gets lost on the way to this process newest has, for each article, the number of its newest
// message, as long as an older one may come.
type source struct {
	js              jetstream.JetStream
	stream, subject string
	durable         string
	ackWait         time.Duration
	log             *slog.Logger

	newest map[string]uint64
	enough int // entries of newest from which on it is cleared of what is acknowledged
}

const (
	maxPending = 1024 // messages that are not acknowledged
	maxPulled  = 128  // messages that wait in this process
	minNewest  = 8 * maxPending
)

func (s *source) read(ctx context.Context, _ []byte, items chan<- pipeline.Item) error {
	config := jetstream.ConsumerConfig{
		Durable: s.durable, FilterSubject: s.subject,
		AckPolicy: jetstream.AckExplicitPolicy, AckWait: s.ackWait, MaxAckPending: maxPending,
	}
	consumer, err := s.js.CreateOrUpdateConsumer(ctx, s.stream, config)
	if err != nil {
		return fmt.Errorf("the stream %s: %w", s.stream, err)
	}
	if _, err := s.js.ResetConsumer(ctx, s.stream, s.durable); err != nil { // servers before 2.14 cannot
		s.log.Warn("what was not acknowledged comes again out of order: of two versions of an article the older one may stay", "error", err)
	}
	messages, err := consumer.Messages(jetstream.PullMaxMessages(maxPulled), jetstream.WithMessagesErrOnMissingHeartbeat(false))
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, messages.Drain)() // what has arrived still counts
	s.newest, s.enough = map[string]uint64{}, minNewest
	for {
		m, err := messages.Next()
		if errors.Is(err, jetstream.ErrMsgIteratorClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the stream %s: %w", s.stream, err)
		}
		i, err := s.item(m)
		if err != nil {
			return err
		}
		items <- i
		if len(s.newest) > s.enough {
			if err := s.clear(ctx, consumer); err != nil && ctx.Err() == nil {
				return err
			}
		}
	}
}

// item makes an item of a message.
func (s *source) item(m jetstream.Msg) (i pipeline.Item, err error) {
	meta, err := m.Metadata()
	if err != nil {
		return i, err
	}
	seq := meta.Sequence.Stream
	if i.Article, err = pipeline.Parse(m.Data()); err != nil {
		i.Err = fmt.Errorf("%s: message %d of %s: %w", m.Subject(), seq, s.stream, err)
	}
	if i.Err != nil && !errors.Is(err, input.ErrDate) {
		i.Done = func() { s.tell(seq, m.TermWithReason("not an article")) } // it will be none the next time
		return i, nil
	}
	i.Done = func() { s.tell(seq, m.Ack()) }
	if seq < s.newest[i.Article.ID] {
		i.Article.ID = "" // a newer one came before it
		return i, nil
	}
	s.newest[i.Article.ID] = seq
	return i, nil
}

// tell logs that a message was not acknowledged. It comes again.
func (s *source) tell(seq uint64, err error) {
	if err != nil {
		s.log.Warn("a message is in the store and not acknowledged", "message", seq, "error", err)
	}
}

// clear forgets the articles of which no older message can come any more.
func (s *source) clear(ctx context.Context, c jetstream.Consumer) error {
	info, err := c.Info(ctx)
	if err != nil {
		return err
	}
	maps.DeleteFunc(s.newest, func(_ string, seq uint64) bool { return seq <= info.AckFloor.Stream })
	s.enough = max(minNewest, 2*len(s.newest))
	return nil
}
