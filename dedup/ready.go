package dedup

import (
	"slices"
	"sync"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// A ready is the text of a doc made ready to be compared.
type ready struct {
	text  *passage.Prepared
	words int         // all, ignored or not
	set   shingle.Set // shingles
	stems shingle.Set // of content words
}

// A stage holds what a worker reuses from article to article.
type stage struct {
	parser   shingle.Parser
	parsed   shingle.Text
	hashes   []uint64
	slots    []uint64
	features []uint32
	asker    candidate.Asker
	aligner  passage.Aligner
}

// maxReused bounds in bytes the texts whose memory a stage keeps: 4 MB of it.
const maxReused = 1 << 18

// parse parses the text of d into the stage and marks what is no evidence.
func (s *stage) parse(d *doc) *shingle.Text {
	s.parser.ParseInto(&s.parsed, d.Text, d.Language)
	d.mark(&s.parsed)
	return &s.parsed
}

// set returns the shingles of t, in memory of the stage.
func (s *stage) set(t *shingle.Text) shingle.Set {
	set := shingle.NewSet(shingle.Shingler{}.AppendShingles(s.hashes[:0], t))
	s.hashes = set[:0]
	return set
}

// read makes the text of d ready.
func (s *stage) read(d *doc) *ready {
	t := s.parse(d)
	r := s.ready(t, s.set(t))
	s.shrink(len(d.Text))
	return r
}

// ready returns what a comparison needs of a parsed text and its shingles, and
// keeps neither.
func (s *stage) ready(t *shingle.Text, set shingle.Set) *ready {
	r := &ready{text: passage.Prepare(t), words: len(t.Tokens), set: slices.Clone(set)}
	stems := s.hashes[:0]
	for i := range t.Tokens {
		if tok := &t.Tokens[i]; tok.Class&(shingle.Ignored|shingle.Stop) == 0 {
			stems = append(stems, tok.Stem)
		}
	}
	s.hashes = stems[:0]
	r.stems = slices.Clone(shingle.NewSet(stems))
	return r
}

// shrink gives back the memory that a long text has taken.
func (s *stage) shrink(bytes int) {
	if bytes > maxReused {
		s.parsed, s.hashes = shingle.Text{}, nil
	}
}

// A cache keeps ready texts, of maxWords words in all: more than that only if
// one text alone has more. It forgets the oldest first. The zero value is ready.
type cache struct {
	mu    sync.Mutex
	texts map[int]*ready
	queue []int
	words int
}

// maxWords is 4,000 articles of 500 words, and 160 MB.
const maxWords = 2 << 20

// room reports whether a text can be kept without forgetting another.
func (c *cache) room() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.words < maxWords
}

func (c *cache) get(i int) *ready {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.texts[i]
}

func (c *cache) put(i int, t *ready) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.texts == nil {
		c.texts = map[int]*ready{}
	}
	if _, ok := c.texts[i]; ok {
		return
	}
	for len(c.queue) > 0 && c.words+t.words > maxWords {
		oldest := c.queue[0]
		c.queue = c.queue[1:]
		c.words -= c.texts[oldest].words
		delete(c.texts, oldest)
	}
	c.texts[i] = t
	c.queue = append(c.queue, i)
	c.words += t.words
}
