package dedup

import "sync"

// A cache keeps something of texts, of so many words in all: more than that only
// if one text alone has more. It forgets the oldest first.
type cache[T any] struct {
	most  int
	mu    sync.Mutex
	kept  map[*body]held[T]
	queue []*body
	words int
}

type held[T any] struct {
	value *T
	words int
}

const (
	// maxWords bounds the words of the ready texts that are kept: 4,000 articles of
	// 500 words, and 190 MB. A text counts as a few words more than it has, for
	// what every one costs. Each step of the search reads a text about once: half as
	// many words are a tenth slower on us-homepages-2016 and reuters-21578, twice as
	// many no faster, as no step finds what the last one left. To begin a step with
	// what is kept, to go through every other one backwards, and never to forget the
	// first million words were tried: 0, 10 and 3 % fewer texts read.
	maxWords = 2 << 20

	// maxGists bounds the words of the gists: 16,000 articles, and 110 MB.
	maxGists = 8 << 20
)

func newCache[T any](most int) *cache[T] { return &cache[T]{most: most, kept: map[*body]held[T]{}} }

func (c *cache[T]) get(b *body) *T {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.kept[b].value
}

func (c *cache[T]) put(b *body, value *T, words int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.kept[b]; ok {
		return
	}
	for len(c.queue) > 0 && c.words+words > c.most {
		oldest := c.queue[0]
		c.queue = c.queue[1:]
		c.words -= c.kept[oldest].words
		delete(c.kept, oldest)
	}
	c.kept[b] = held[T]{value, words}
	c.queue = append(c.queue, b)
	c.words += words
}
