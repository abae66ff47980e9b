package dedup

import (
	"math/bits"
	"slices"
	"sync"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// A ready is the text of a doc made ready to be compared.
type ready struct {
	text   *passage.Prepared
	words  int         // all, ignored or not, and ten: what it costs to keep
	set    shingle.Set // shingles
	stems  shingle.Set // of content words
	runs   shingle.Set // rows of minRun words: the shingles, but for scripts without spaces
	sieve  []uint64    // a bit for every row that the text may have
	begins []uint64    // the row that begins at a word, 0 where an ignored one interrupts it
	own    []bool      // of each word: neither ignored nor quoted
}

// minRun is the number of words of a run, as in package passage.
const minRun = 3

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
	r := &ready{text: passage.Prepare(t), words: len(t.Tokens) + 10, set: slices.Clone(set)}
	stems := s.hashes[:0]
	for i := range t.Tokens {
		if tok := &t.Tokens[i]; tok.Class&(shingle.Ignored|shingle.Stop) == 0 {
			stems = append(stems, tok.Stem)
		}
	}
	s.hashes = stems[:0]
	r.stems = slices.Clone(shingle.NewSet(stems))
	r.rows(t)
	return r
}

// rows sets what the text has in rows of minRun words.
func (r *ready) rows(t *shingle.Text) {
	n := len(t.Tokens)
	r.begins, r.own = make([]uint64, n), make([]bool, n)
	kept := 0 // words since the last ignored one
	for i := range t.Tokens {
		class := t.Tokens[i].Class
		r.own[i] = class&(shingle.Ignored|shingle.Quoted) == 0
		if kept++; class&shingle.Ignored != 0 {
			kept = 0
		}
		if kept >= minRun {
			r.begins[i+1-minRun] = t.Window(i+1-minRun, i+1)
		}
	}
	r.runs = r.set
	if t.Unspaced() {
		r.runs = shingle.NewSet(slices.DeleteFunc(slices.Clone(r.begins), func(h uint64) bool { return h == 0 }))
	}
	r.sieve = make([]uint64, 1<<bits.Len(uint(len(r.runs)/4))) // 16 bits or more for each
	for _, h := range r.runs {
		r.sieve[h>>6%uint64(len(r.sieve))] |= 1 << (h % 64)
	}
}

// has reports whether the text has this row.
func (r *ready) has(h uint64) bool {
	if r.sieve[h>>6%uint64(len(r.sieve))]>>(h%64)&1 == 0 {
		return false
	}
	_, ok := slices.BinarySearch(r.runs, h)
	return ok
}

// inRuns counts the words of r that can be in runs which both texts have, those
// of them outside quotations, of how many there, and the ones behind the third of
// their run: no alignment has more.
func (r *ready) inRuns(other *ready) (all, own, of, long int) {
	end, run := 0, 0 // where the row that was found last ends; own words in a row
	for i, h := range r.begins {
		if r.own[i] {
			of++
		}
		if h != 0 && other.has(h) {
			end = i + minRun
		}
		if i >= end {
			run = 0
			continue
		}
		all++
		if !r.own[i] {
			run = 0
			continue
		}
		switch run++; {
		case run == minRun:
			own += minRun
		case run > minRun:
			own++
			long++
		}
	}
	return all, own, of, long
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

// maxWords is 4,000 articles of 500 words, and 240 MB. A text counts as a few
// words more than it has, for what every one costs.
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
