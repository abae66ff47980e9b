package dedup

import (
	"slices"
	"strings"
	"unique"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/graph"
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
	given   unique.Handle[string] // the language that it came with; Language may have been detected
	arrival uint64                // number in the order of arrival
	arrived int64                 // when that was, in nanoseconds
}

// A body is what is known of a text beside what the graph has of it; articles that have the
// same share it. The text is made ready again when it is compared: keeping that would
// cost 40 KB.
type body struct {
	words   int
	cuts    bool   // an ellipsis stands somewhere
	empty   bool   // it has no shingle
	hash    uint64 // of the text
	content uint64 // hash of all words: equal for identical articles
	twin    uint64 // hash of the text and of what is ignored in it
	spans   string // what of it is ignored, embedded posts, marks: as it is stored

	search *graph.Text // until the graph has it
}

// own leaves of an article what an index keeps in memory, and nothing of the caller's: its strings may be
// cut out of something large. Sources and languages are few.
func (d *doc) own() {
	d.Text = ""
	d.ID, d.Title = strings.Clone(d.ID), strings.Clone(d.Title)
	d.Source, d.Language = unique.Make(d.Source).Value(), unique.Make(d.Language).Value()
}

// ignored returns the spans of the marks and of recurring lines.
func (b *body) ignored() []shingle.Span {
	ignored, _ := unpack(b.spans)
	return ignored
}

// marks returns the credits, datelines and furniture.
func (b *body) marks() []wire.Mark {
	return unpackMarks(b.spans)
}

// A wish says what prepare is to keep of a text beside the doc.
type wish uint8

const (
	docOnly wish = iota
	withGist
	withText // and gist
	first    // of two texts that are compared and not searched: lent, without a gist
	second
)

// wishOf says what to keep of one more of many texts, of which so many words are prepared: as much as the caches hold.
func wishOf(words int64) wish {
	switch {
	case words < maxWords:
		return withText
	case words < maxGists:
		return withGist
	}
	return docOnly
}

// prepare makes the doc of an article, and what is wished for of its text.
// Lines may be nil.
func (s *stage) prepare(a Article, o *Options, lines *wire.Lines, w wish) (*doc, *ready) {
	d := &doc{Article: a, body: new(body), given: unique.Make(a.Language)}
	marks := wire.Find(a.Text, a.Language)
	none, posts := ignored(marks, lines, a), wire.Posts(a.Text)
	d.spans = string(appendSpans(nil, none, posts, marks))
	t := s.parse(a.Text, a.Language, none, posts)
	d.Language = t.Language
	d.cuts = strings.Contains(a.Text, "...") || strings.Contains(a.Text, "…")
	d.count(t, none, posts)
	set := s.set(t)
	var r *ready
	switch w {
	case withGist:
		r = &ready{gist: s.gist(t, set)}
	case withText:
		r = s.ready(t, set, s.gist(t, set))
	case first, second:
		r = s.lend(int(w-first), t, set)
	}
	if w < first {
		s.search(d, t, set, o)
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
func (d *doc) count(t *shingle.Text, ignored, posts []shingle.Span) {
	for i := range t.Tokens {
		if tok := &t.Tokens[i]; tok.Class&shingle.Ignored == 0 {
			d.words++
			d.content = mix(d.content ^ tok.Hash)
		}
	}
	d.hash = xxh3.HashString(d.Text)
	d.twin = d.hash ^ xxh3.HashString(d.Language)
	for _, spans := range [][]shingle.Span{ignored, posts} {
		d.twin = mix(d.twin + 1)
		for _, s := range spans {
			d.twin = mix(mix(d.twin^uint64(s.Start)) ^ uint64(s.End))
		}
	}
}

// search sets what the search goes by.
func (s *stage) search(d *doc, t *shingle.Text, set shingle.Set, o *Options) {
	d.search = new(graph.Text)
	s.slots = o.Sketch.AppendTo(s.slots[:0], set)
	d.sketch(o.Sketch.View(s.slots))
	s.features = candidate.Features(s.features[:0], t)
	if d.words > volumeWords {
		for i := range s.features {
			s.features[i] ^= volume
		}
		slices.Sort(s.features)
	}
	d.search.Features = slices.Clone(s.features)
}

// From volumeWords on a text is no article but a volume, in which every article may stand: it has features of its own, that
// only other volumes have, and beside them its copies are found. One of 10 MB, made of 4,000 articles, was compared with
// 3,600, for six minutes in which an index did nothing else; the longest that is none is compared with as many as it
// is made of, for 3 ms each.
const (
	volumeWords = 50_000
	volume      = 0x5A5A5A5A
)

// sketch keeps of a sketch the keys of its bands, fewer where it is smaller
// than usual, and the lowest byte of each slot.
func (d *doc) sketch(s minhash.Sketch) {
	size := s.Scheme().Size
	rows := min(candidate.Rows, size)
	var keys [candidate.Bands]uint64
	ks := s.AppendBands(keys[:0], min(candidate.Bands, size/rows), rows)
	d.empty = len(ks) == 0
	d.search.Bands = make([]uint32, len(ks))
	for i, k := range ks {
		d.search.Bands[i] = uint32(k >> 32)
	}
	d.search.Low = make([]byte, len(s.Slots()))
	for i, v := range s.Slots() {
		d.search.Low[i] = byte(v)
	}
}

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	return x ^ x>>31
}
