package store

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/wirecopy/wirecopy/dedup"
)

// Batches that come while another is written wait together and are written
// together: a transaction costs two waits for the disk, whatever is in it. There
// is no writer of its own. Whoever of those that wait gets the turn writes for all,
// so that no goroutine outlives its call, and a store in which nothing happens
// is nothing but an open file.

// together is the size up to which batches are put into one transaction.
const together = 8 << 20

// A call is an Apply that waits, with its batch encoded.
type call struct {
	puts  [][]byte // records of Put, to be sealed
	texts [][]byte // their texts; nil if kept elsewhere
	batch *dedup.Batch
	size  int
	err   error         // set before done is closed
	done  chan struct{} // closed when the batch is on disk, or refused
}

type queue struct {
	slots   chan struct{} // one is taken by each call from before it is encoded
	turn    chan struct{} // taken by who writes
	mu      sync.Mutex
	waiting []*call // in order of coming, under mu
}

func newQueue(n int) queue {
	return queue{slots: make(chan struct{}, n), turn: make(chan struct{}, 1)}
}

// Apply writes a batch; see [dedup.Store]. Batches that are applied at the same
// time share a transaction, in the order in which they came.
//
// Cost: a wait for the disk, shared, and the time to compress the texts.
func (s *Store) Apply(ctx context.Context, b *dedup.Batch) error {
	if err := s.begin(); err != nil {
		return err
	}
	defer s.end()
	if err := b.Check(); err != nil {
		return err
	}
	switch {
	case s.o.ReadOnly:
		return fmt.Errorf("%w: opened so", ErrReadOnly)
	case ctx.Err() != nil:
		return withdrawn(ctx)
	case b.Empty():
		return nil
	}
	select {
	case s.queue.slots <- struct{}{}:
	case <-ctx.Done():
		return withdrawn(ctx)
	}
	defer func() { <-s.queue.slots }()
	c := s.encode(b)
	s.queue.push(c)
	return s.await(ctx, c)
}

// await returns when c is written, by this goroutine or another, or withdrawn.
func (s *Store) await(ctx context.Context, c *call) error {
	ended := ctx.Done()
	for {
		select {
		case <-c.done:
			return c.err
		case s.queue.turn <- struct{}{}:
			if !c.over() {
				s.write(s.queue.take())
			}
			<-s.queue.turn
		case <-ended:
			if s.queue.remove(c) {
				return withdrawn(ctx)
			}
			ended = nil // it is being written
		}
	}
}

func withdrawn(ctx context.Context) error {
	return fmt.Errorf("dedup/store: a batch withdrawn: %w", ctx.Err())
}

func (s *Store) encode(b *dedup.Batch) *call {
	c := &call{batch: b, done: make(chan struct{})}
	for i := range b.Put {
		r := record{b.Put[i], s.o.Text != nil}
		c.puts = append(c.puts, r.encode())
		var text []byte
		if !r.elsewhere {
			text = s.coder.encode(r.Text)
		}
		c.texts = append(c.texts, text)
		c.size += len(c.puts[i]) + len(text)
	}
	for i := range b.Update {
		c.size += len(b.Update[i].State)
	}
	for _, e := range b.Meta {
		c.size += len(e.Key) + len(e.Value)
	}
	return c
}

func (c *call) over() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}

func (q *queue) push(c *call) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, c)
}

// take returns the calls for one transaction, at least one of those that wait.
func (q *queue) take() []*call {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, size := 0, 0
	for n < len(q.waiting) && (n == 0 || size+q.waiting[n].size <= together) {
		size += q.waiting[n].size
		n++
	}
	calls := slices.Clone(q.waiting[:n])
	q.waiting = slices.Delete(q.waiting, 0, n)
	return calls
}

// remove takes a call out that nobody has begun to write.
func (q *queue) remove(c *call) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, c)
	if i >= 0 {
		q.waiting = slices.Delete(q.waiting, i, i+1)
	}
	return i >= 0
}
