package dedup

import (
	"strings"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/minhash"
	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/wirecopy/wirecopy/shingle"
	"github.com/zeebo/xxh3"
)

// A doc is an article with what the search needs of its text.
type doc struct {
	Article
	*body
	text int32 // its number in the graph

	// In an index:
	given   string // the language that it came with; Language may have been detected
	arrival uint64 // number in the order of arrival
	arrived int64  // when that was, in nanoseconds
}

// A body is what the search needs of a text, about 2 KB for 500 words; articles
// that have the same share it. The text is made ready again when it is
// compared: keeping that would cost 40 KB.
type body struct {
	words    int
	cuts     bool           // an ellipsis stands somewhere
	hash     uint64         // of the text
	content  uint64         // hash of all words: equal for identical articles
	twin     uint64         // hash of the text and of what is ignored in it
	bands    []uint32       // keys of the bands
	low      []byte         // the lowest byte of each slot of the sketch
	features []uint32       // rare ones make candidates
	marks    []wire.Mark    // credits, datelines, furniture
	ignored  []shingle.Span // of the marks and of recurring lines
	posts    []shingle.Span // embedded posts
}

// A wish says what prepare is to keep of a text beside the doc.
type wish uint8

const (
	docOnly wish = iota
	withGist
	withText // and gist
)

// prepare makes the doc of an article, and what is wished for of its text.
// Lines may be nil.
func (s *stage) prepare(a Article, o *Options, lines *wire.Lines, w wish) (*doc, *ready) {
	d := &doc{Article: a, body: new(body), given: a.Language}
	d.marks = wire.Find(a.Text, a.Language)
	d.ignored = ignored(d.marks, lines, a)
	d.posts = wire.Posts(a.Text)
	t := s.parse(d, a.Text)
	d.Language = t.Language
	d.cuts = strings.Contains(a.Text, "...") || strings.Contains(a.Text, "…")
	d.count(t)
	set := s.set(t)
	s.slots = o.Sketch.AppendTo(s.slots[:0], set)
	d.sketch(o.Sketch.View(s.slots))
	s.features = candidate.Features(s.features[:0], t)
	d.features = append(make([]uint32, 0, len(s.features)), s.features...)
	var r *ready
	switch w {
	case withText:
		r = s.ready(t, set, nil)
	case withGist:
		r = &ready{gist: s.gist(t, set)}
	}
	s.shrink(len(a.Text))
	return d, r
}

// ignored returns the spans of the marks and of what recurs in the articles of the source.
func ignored(marks []wire.Mark, lines *wire.Lines, a Article) (spans []shingle.Span) {
	if lines != nil {
		marks = wire.Merge(marks, lines.Find(a.Source, a.Text))
	}
	for _, m := range marks {
		spans = append(spans, m.Span)
	}
	return spans
}

// count sets what is counted word by word.
func (d *doc) count(t *shingle.Text) {
	for i := range t.Tokens {
		if tok := &t.Tokens[i]; tok.Class&shingle.Ignored == 0 {
			d.words++
			d.content = mix(d.content ^ tok.Hash)
		}
	}
	d.hash = xxh3.HashString(d.Text)
	d.twin = d.hash ^ xxh3.HashString(d.Language)
	for _, spans := range [][]shingle.Span{d.ignored, d.posts} {
		d.twin = mix(d.twin + 1)
		for _, s := range spans {
			d.twin = mix(mix(d.twin^uint64(s.Start)) ^ uint64(s.End))
		}
	}
}

// sketch keeps of a sketch the keys of its bands, fewer where it is smaller
// than usual, and the lowest byte of each slot.
func (d *doc) sketch(s minhash.Sketch) {
	size := s.Scheme().Size
	rows := min(candidate.Rows, size)
	var keys [candidate.Bands]uint64
	ks := s.AppendBands(keys[:0], min(candidate.Bands, size/rows), rows)
	d.bands = make([]uint32, len(ks))
	for i, k := range ks {
		d.bands[i] = uint32(k >> 32)
	}
	d.low = make([]byte, len(s.Slots()))
	for i, v := range s.Slots() {
		d.low[i] = byte(v)
	}
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
