package dedup

import (
	"container/list"
	"sync"
)

// A cache keeps something of texts, of so many words in all: more than that only
// if one text alone has more. It forgets first what is spent, then the rest, both from the oldest on.
type cache[T any] struct {
	most  int
	mu    sync.Mutex
	kept  map[*body]*list.Element // of one of the lists
	spent list.List               // of *held, the next to be forgotten first
	rest  list.List               // the same
	words int
}

type held[T any] struct {
	body  *body
	value *T
	words int
	spent bool
}

const (
	// maxWords bounds the words of the ready texts that are kept: 4,000 articles of
	// 500 words, and 190 MB. A text counts as a few words more than it has, for
	// what every one costs. What no pair that is still to be compared needs goes first,
	// and those that are kept are compared first: on us-homepages-2016 and
	// reuters-21578, whose candidates have 6.7 million words, 6.0 million are read,
	// half as many more with half as much kept, and 10 million where the oldest went first.
	maxWords = 2 << 20

	// maxGists bounds the words of the gists: 16,000 articles, and 110 MB.
	maxGists = 8 << 20
)

func newCache[T any](most int) *cache[T] {
	return &cache[T]{most: most, kept: map[*body]*list.Element{}}
}

func (c *cache[T]) get(b *body) *T {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.kept[b]; e != nil {
		return e.Value.(*held[T]).value
	}
	return nil
}

func (c *cache[T]) put(b *body, value *T, words int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept[b] != nil {
		return
	}
	for c.words+words > c.most && c.words > 0 {
		c.forget()
	}
	c.kept[b] = c.rest.PushBack(&held[T]{body: b, value: value, words: words})
	c.words += words
}

func (c *cache[T]) forget() {
	of := &c.spent
	if of.Len() == 0 {
		of = &c.rest
	}
	next := of.Remove(of.Front()).(*held[T])
	c.words -= next.words
	delete(c.kept, next.body)
}

// spend says that nothing is known to need what is kept of a text any more.
func (c *cache[T]) spend(b *body) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch e := c.kept[b]; {
	case e == nil:
	case e.Value.(*held[T]).spent:
		c.spent.MoveToBack(e)
	default:
		c.toSpent(e)
	}
}

// spendAll is spend for all that is not spent yet, where a batch of an index ends: what it needed and what it did not are as likely
// to have a look-alike in the next one, and what is old is less so. When what had not been needed was kept for longer, 3,600
// to 4,500 of 20,000 articles that came in had to be read again, and now 1,600 to 2,500.
func (c *cache[T]) spendAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.rest.Len() > 0 {
		c.toSpent(c.rest.Front())
	}
}

func (c *cache[T]) toSpent(e *list.Element) {
	h := c.rest.Remove(e).(*held[T])
	h.spent = true
	c.kept[h.body] = c.spent.PushBack(h)
}
