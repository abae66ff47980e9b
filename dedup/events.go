package dedup

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
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
// it has dealt with goes on there after a crash. An error ends the loop; behind an event that is damaged
// (ErrCorrupt) goes on who asks for those after it. Those that ForgetEvents deleted are left out without a word:
// the number of the first tells.
func (x *Index) Events(after uint64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		last, _ := x.events.state()
		if after >= last {
			return
		}
		for entry, err := range x.store.Meta(numbered(eventKey, after+1), numbered(eventKey, last+1)) {
			var e Event
			if err == nil {
				e, err = readEvent(entry)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

func readEvent(entry Entry) (e Event, err error) {
	if err := json.Unmarshal(entry.Value, &e); err != nil {
		return Event{}, fmt.Errorf("%w: event %s: %w", ErrCorrupt, entry.Key, err)
	}
	return e.with(plain), nil
}

// with returns the event with f of all that comes from articles.
func (e Event) with(f func(s string) string) Event {
	e.Articles = slices.Clone(e.Articles)
	for i, id := range e.Articles {
		e.Articles[i] = f(id)
	}
	e.Origin, e.OriginReason = f(e.Origin), f(e.OriginReason)
	return e
}

func (o origin) with(f func(s string) string) origin {
	o.ID, o.Reason = f(o.ID), f(o.Reason)
	return o
}

// pack makes any bytes a string that JSON keeps: what is not UTF-8, or begins as such a one,
// is a NUL and base64. Plain undoes that.
func pack(s string) string {
	if utf8.ValidString(s) && !strings.HasPrefix(s, "\x00") {
		return s
	}
	return "\x00" + base64.StdEncoding.EncodeToString([]byte(s))
}

func plain(s string) string {
	if !strings.HasPrefix(s, "\x00") {
		return s
	}
	b, err := base64.StdEncoding.DecodeString(s[1:])
	if err != nil {
		return s
	}
	return string(b)
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
			if last, _ := x.events.state(); last > after { // it came at the end
				return nil
			}
			return errIndexClosed
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
		if e.Key == "" {
			continue // a part of the store that cannot be read
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
