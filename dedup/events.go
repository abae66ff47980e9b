package dedup

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"sync"
)

// An eventLog lets others wait for events.
type eventLog struct {
	mu   sync.Mutex
	last uint64        // that is in the store
	more chan struct{} // closed when there are more
}

func (l *eventLog) tell(last uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last = last; l.more != nil {
		close(l.more)
		l.more = nil
	}
}

func (l *eventLog) state() (last uint64, more chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.more == nil {
		l.more = make(chan struct{})
	}
	return l.last, l.more
}

// Events returns the events behind the one with this number, 0 for all, up to the last that there is. An
// event is in the store before anyone sees it: whoever notes the number of the last that
// it has dealt with goes on there after a crash. An error ends the loop.
func (x *Index) Events(after uint64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		last, _ := x.events.state()
		if after >= last {
			return
		}
		for entry, err := range x.store.Meta(numbered(eventKey, after+1), numbered(eventKey, last+1)) {
			var e Event
			if err == nil {
				if err = json.Unmarshal(entry.Value, &e); err != nil {
					err = fmt.Errorf("%w: event %s: %w", ErrCorrupt, entry.Key, err)
				}
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// Wait waits for an event behind the one with this number. The error is the context's, or ErrClosed.
func (x *Index) Wait(ctx context.Context, after uint64) error {
	for {
		last, more := x.events.state()
		if last > after {
			return nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		case <-x.closed:
			return fmt.Errorf("%w: the index", ErrClosed)
		}
	}
}

// ForgetEvents deletes the events up to and with the one with this number.
func (x *Index) ForgetEvents(ctx context.Context, upTo uint64) error {
	last, _ := x.events.state()
	var b Batch
	for e, err := range x.store.Meta(eventKey, numbered(eventKey, min(upTo, last)+1)) {
		if err != nil && !isLost(err) {
			return err
		}
		b.Meta = append(b.Meta, Entry{Key: e.Key})
		if len(b.Meta) == 1<<12 {
			if err := x.store.Apply(ctx, &b); err != nil {
				return err
			}
			b.Meta = nil
		}
	}
	return x.store.Apply(ctx, &b)
}
