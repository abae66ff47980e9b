package dedup

import (
	"strings"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/wirecopy/wirecopy/shingle"
)

// A doc is an article with what later stages need of it. Texts are parsed
// again when two articles are compared: keeping them would cost 28 KB for 500
// words, against 12 KB for the rest.
type doc struct {
	Article
	words    int
	set      shingle.Set
	bands    []uint64
	features []uint64
	stems    shingle.Set    // of content words
	cuts     bool           // an ellipsis stands somewhere
	content  uint64         // hash of all words: equal for identical articles
	marks    []wire.Mark    // credits, datelines, furniture
	ignored  []shingle.Span // of the marks and of recurring lines
	posts    []shingle.Span // embedded posts
}

// A stage holds what a worker reuses from article to article.
type stage struct {
	parser shingle.Parser
	parsed shingle.Text // of prepare
	slots  []uint64
	hashes []uint64
}

// maxReused bounds in bytes the texts whose memory a stage keeps: 4 MB of it.
const maxReused = 1 << 18

// prepare makes the doc of an article. Lines may be nil.
func (s *stage) prepare(a Article, o *Options, lines *wire.Lines) *doc {
	d := &doc{Article: a}
	d.marks = wire.Find(a.Text, a.Language)
	all := d.marks
	if lines != nil {
		all = wire.Merge(all, lines.Find(a.Source, a.Text))
	}
	for _, m := range all {
		d.ignored = append(d.ignored, m.Span)
	}
	d.posts = wire.Posts(a.Text)
	t := &s.parsed
	s.parser.ParseInto(t, a.Text, a.Language)
	d.mark(t)
	d.Language = t.Language
	d.cuts = strings.Contains(a.Text, "...") || strings.Contains(a.Text, "…")
	s.count(d, t)
	d.set = s.keep(shingle.NewSet(shingle.Shingler{}.AppendShingles(s.hashes[:0], t)))
	d.features = s.keep(candidate.Features(s.hashes[:0], t))
	s.slots = o.Sketch.AppendTo(s.slots[:0], d.set)
	d.bands = bands(o.Sketch.View(s.slots))
	if len(a.Text) > maxReused {
		s.parsed, s.hashes = shingle.Text{}, nil
	}
	return d
}

// count sets what is counted word by word.
func (s *stage) count(d *doc, t *shingle.Text) {
	stems := s.hashes[:0]
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if tok.Class&shingle.Ignored != 0 {
			continue
		}
		d.words++
		d.content = mix(d.content ^ tok.Hash)
		if tok.Class&shingle.Stop == 0 {
			stems = append(stems, tok.Stem)
		}
	}
	d.stems = s.keep(shingle.NewSet(stems))
}

// keep returns a copy of hashes, whose memory is used again.
func (s *stage) keep(hashes []uint64) []uint64 {
	if hashes == nil {
		return nil
	}
	s.hashes = hashes[:0]
	return append(make([]uint64, 0, len(hashes)), hashes...)
}

// bands returns the band keys of a sketch: fewer where it is smaller than usual.
func bands(s minhash.Sketch) []uint64 {
	size := s.Scheme().Size
	rows := min(candidate.Rows, size)
	return s.AppendBands(nil, min(candidate.Bands, size/rows), rows)
}

// text parses the text of d and marks what is no evidence.
func (s *stage) text(d *doc) *shingle.Text {
	t := s.parser.Parse(d.Text, d.Language)
	d.mark(t)
	return t
}

// mark marks in the text of d what is no evidence.
func (d *doc) mark(t *shingle.Text) {
	t.Ignore(d.ignored...)
	t.Quote(d.posts...)
}

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	return x ^ x>>31
}
