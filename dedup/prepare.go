package dedup

import (
	"slices"
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
	slots  []uint64
	stems  []uint64
}

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
	t := s.text(d)
	d.Language = t.Language
	for i, tok := range t.Tokens {
		if !tok.Has(shingle.Ignored) {
			d.words++
			d.content = mix(d.content ^ t.Tokens[i].Hash)
			if !tok.Has(shingle.Stop) {
				s.stems = append(s.stems, tok.Stem)
			}
		}
	}
	d.stems = slices.Clone(shingle.NewSet(s.stems))
	s.stems = s.stems[:0]
	d.cuts = strings.Contains(a.Text, "...") || strings.Contains(a.Text, "…")
	d.set = shingle.Shingler{}.Shingles(t)
	s.slots = o.Sketch.AppendTo(s.slots[:0], d.set)
	d.bands = bands(o.Sketch.View(s.slots))
	d.features = candidate.Features(nil, t)
	return d
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
	t.Ignore(d.ignored...)
	t.Quote(d.posts...)
	return t
}

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	return x ^ x>>31
}
