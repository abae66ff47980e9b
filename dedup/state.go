package dedup

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unique"

	"github.com/wirecopy/wirecopy/dedup/internal/graph"
	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/wirecopy/wirecopy/shingle"
)

// stateVersion is the version of what an index prepares from an article and of its
// form. It changes when the same article is prepared otherwise: articles of
// an older version are prepared anew when the index is opened. TestStateIsVersioned notices.
const stateVersion = 5

// appendState appends what was prepared of a doc: the version; the language; numbers,
// sets and spans as varints, those that ascend as differences.
func appendState(dst []byte, d *doc) []byte {
	le := binary.LittleEndian
	dst = append(dst, stateVersion)
	dst = appendString(dst, d.Language)
	dst = binary.AppendVarint(dst, d.arrived)
	dst = binary.AppendUvarint(dst, uint64(d.words))
	dst = append(dst, 0)
	if d.cuts {
		dst[len(dst)-1] = 1
	}
	dst = le.AppendUint64(le.AppendUint64(le.AppendUint64(dst, d.hash), d.content), d.twin)
	dst = binary.AppendUvarint(dst, uint64(len(d.search.Bands)))
	for _, k := range d.search.Bands {
		dst = le.AppendUint32(dst, k)
	}
	dst = append(binary.AppendUvarint(dst, uint64(len(d.search.Low))), d.search.Low...)
	dst = binary.AppendUvarint(dst, uint64(len(d.search.Features)))
	last := uint32(0)
	for _, f := range d.search.Features {
		dst = binary.AppendUvarint(dst, uint64(f-last))
		last = f
	}
	return append(dst, d.spans...)
}

// appendSpans appends what is ignored of a text, the posts in it, and its marks.
func appendSpans(dst []byte, ignored, posts []shingle.Span, marks []wire.Mark) []byte {
	for _, spans := range [][]shingle.Span{ignored, posts} {
		dst = binary.AppendUvarint(dst, uint64(len(spans)))
		for _, s := range spans {
			dst = appendSpan(dst, s)
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(marks)))
	for _, m := range marks {
		dst = append(appendSpan(dst, m.Span), byte(m.Kind))
		dst = binary.AppendUvarint(dst, uint64(len(m.Agencies)))
		for _, a := range m.Agencies {
			dst = appendString(dst, a)
		}
		dst = append(dst, 0)
		if m.Partly {
			dst[len(dst)-1] = 1
		}
		dst = appendString(dst, m.Place)
	}
	return dst
}

func appendString(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

func appendSpan(dst []byte, s shingle.Span) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(dst, uint64(s.Start)), uint64(s.End-s.Start))
}

// unpack returns the spans that appendSpans appended, and unpackMarks the marks.
func unpack(spans string) (ignored, posts []shingle.Span) {
	s := reader{b: spans}
	return s.spans(), s.spans()
}

func unpackMarks(spans string) []wire.Mark {
	s := reader{b: spans}
	s.spans()
	s.spans()
	return s.marks()
}

// readState makes the doc of a record. The error is ErrCorrupt; stale says that the state is of
// another version.
func readState(r *Record) (d *doc, stale bool, err error) {
	d, s, stale := readHead(r, len(r.State))
	if stale {
		return d, true, nil
	}
	d.search = &graph.Text{Bands: make([]uint32, s.count(4))}
	for i := range d.search.Bands {
		d.search.Bands[i] = s.uint32()
	}
	d.empty = len(d.search.Bands) == 0
	d.search.Low = []byte(s.string())
	d.search.Features = make([]uint32, s.count(1))
	last := uint32(0)
	for i := range d.search.Features {
		last += uint32(s.uvarint())
		d.search.Features[i] = last
	}
	d.spans = strings.Clone(s.b)
	s.spans()
	s.spans()
	s.marks()
	if s.short || len(s.b) > 0 {
		return nil, false, fmt.Errorf("%w: what was prepared of article %q", ErrCorrupt, r.ID)
	}
	return d, false, nil
}

// readHead reads what stands before the keys of the bands, where only so many bytes of the state are needed.
func readHead(r *Record, size int) (d *doc, s reader, stale bool) {
	d = &doc{Article: r.Article, body: new(body), given: unique.Make(r.Language), arrival: r.Arrival}
	d.Source = unique.Make(d.Source).Value()
	if len(r.State) > 0 && r.State[0] != stateVersion {
		return d, s, true
	}
	s = reader{b: string(r.State[:size])}
	s.byte()
	d.Language = unique.Make(s.string()).Value()
	d.arrived = s.varint()
	d.words = int(s.uvarint())
	d.cuts = s.byte() != 0
	d.hash, d.content, d.twin = s.uint64(), s.uint64(), s.uint64()
	return d, s, false
}

// A reader reads a state. When that ends too early it returns zeros.
type reader struct {
	b     string
	short bool
}

func (r *reader) take(n int) string {
	if n < 0 || n > len(r.b) {
		r.b, r.short = "", true
		return "\x00\x00\x00\x00\x00\x00\x00\x00"
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) byte() byte { return r.take(1)[0] }

func (r *reader) uint32() uint32 {
	b := r.take(4)
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func (r *reader) uint64() uint64 { return uint64(r.uint32()) | uint64(r.uint32())<<32 }

func (r *reader) uvarint() (x uint64) {
	for i := range min(len(r.b), binary.MaxVarintLen64) {
		if x |= uint64(r.b[i]&0x7F) << (7 * i); r.b[i] < 0x80 {
			r.b = r.b[i+1:]
			return x
		}
	}
	r.b, r.short = "", true
	return 0
}

func (r *reader) varint() int64 {
	x := r.uvarint()
	return int64(x>>1) ^ -int64(x&1)
}

// count reads how many things of at least size bytes follow: no more than there is
// room for.
func (r *reader) count(size int) int {
	n := r.uvarint()
	if n > uint64(len(r.b)/size) {
		r.b, r.short = "", true
		return 0
	}
	return int(n)
}

func (r *reader) string() string { return r.take(r.count(1)) }

func (r *reader) span() shingle.Span {
	start := int(r.uvarint())
	return shingle.Span{Start: start, End: start + int(r.uvarint())}
}

func (r *reader) spans() (out []shingle.Span) {
	for range r.count(2) {
		out = append(out, r.span())
	}
	return out
}

func (r *reader) marks() (out []wire.Mark) {
	for range r.count(1) {
		m := wire.Mark{Span: r.span(), Kind: wire.Kind(r.byte())}
		for range r.count(1) {
			m.Agencies = append(m.Agencies, r.string())
		}
		m.Partly = r.byte() != 0
		m.Place = r.string()
		out = append(out, m)
	}
	return out
}
