package dedup

import (
	"slices"
	"sync"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// A ready is the text of a doc made ready to be compared; a gist alone where text is
// nil.
type ready struct {
	text  *passage.Prepared
	words int         // all, ignored or not, and ten: what it costs to keep
	set   shingle.Set // shingles
	gist  *gist
}

// A stage holds what a worker reuses from article to article.
type stage struct {
	parser   shingle.Parser
	parsed   shingle.Text
	hashes   []uint64
	stems    []uint64
	slots    []uint64
	features []uint32
	asker    candidate.Asker
	aligner  passage.Aligner

	// Of two texts that are compared once:
	preparers [2]*passage.Preparer // the first serves every text
	sets      [2]shingle.Set
}

// stages are those that nobody uses.
var stages = sync.Pool{New: func() any { return new(stage) }}

// maxReused bounds in bytes the texts whose memory a stage keeps: 7 MB of it, 11 MB where it compared two.
const maxReused = 1 << 18

// parse parses a text into the stage and marks what is no evidence.
func (s *stage) parse(text, language string, ignored, posts []shingle.Span) *shingle.Text {
	s.parser.ParseInto(&s.parsed, text, language)
	s.parsed.Ignore(ignored...)
	s.parsed.Quote(posts...)
	return &s.parsed
}

// parseDoc is parse for a doc that was prepared.
func (s *stage) parseDoc(d *doc, text string) *shingle.Text {
	ignored, posts := unpack(d.spans)
	return s.parse(text, d.Language, ignored, posts)
}

// set returns the shingles of t, in memory of the stage.
func (s *stage) set(t *shingle.Text) shingle.Set {
	set := shingle.NewSet(shingle.Shingler{}.AppendShingles(s.hashes[:0], t))
	s.hashes = set[:0]
	return set
}

// read makes the text of d ready, whose gist is g, or nil if it is not at hand.
func (s *stage) read(d *doc, text string, g *gist) *ready {
	t := s.parseDoc(d, text)
	set := s.set(t)
	if g == nil {
		g = s.gist(t, set)
	}
	r := s.ready(t, set, g)
	s.shrink(len(text))
	return r
}

// ready returns what a comparison needs of a parsed text, its shingles and its gist, if
// there is one, and keeps neither of the first two.
func (s *stage) ready(t *shingle.Text, set shingle.Set, g *gist) *ready {
	return &ready{text: s.preparer(0).Prepare(t).Clone(), words: len(t.Tokens) + 10, set: slices.Clone(set), gist: g}
}

// lend returns what a comparison needs of the first or the second of two texts, in memory
// of the stage.
func (s *stage) lend(which int, t *shingle.Text, set shingle.Set) *ready {
	s.sets[which] = append(s.sets[which][:0], set...)
	return &ready{text: s.preparer(which).Prepare(t), set: s.sets[which]}
}

func (s *stage) preparer(which int) *passage.Preparer {
	if s.preparers[which] == nil {
		s.preparers[which] = new(passage.Preparer)
	}
	return s.preparers[which]
}

// shrink gives back the memory that a long text has taken.
func (s *stage) shrink(bytes int) {
	if bytes > maxReused {
		s.parsed, s.hashes, s.stems = shingle.Text{}, nil, nil
		clear(s.preparers[:]) // who has a text of theirs may keep it
		clear(s.sets[:])
	}
}
