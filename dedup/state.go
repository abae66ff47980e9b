package dedup

import (
	"encoding/binary"
	"fmt"

	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/wirecopy/wirecopy/shingle"
)

// stateVersion is the version of what an index prepares from an article and of its
// form. It changes when the same article is prepared otherwise: articles of
// an older version are prepared anew when the index is opened. TestStateIsVersioned notices.
const stateVersion = 1

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
	dst = binary.AppendUvarint(dst, uint64(len(d.bands)))
	for _, k := range d.bands {
		dst = le.AppendUint32(dst, k)
	}
	dst = appendString(dst, string(d.low))
	dst = binary.AppendUvarint(dst, uint64(len(d.features)))
	last := uint32(0)
	for _, f := range d.features {
		dst = binary.AppendUvarint(dst, uint64(f-last))
		last = f
	}
	for _, spans := range [][]shingle.Span{d.ignored, d.posts} {
		dst = binary.AppendUvarint(dst, uint64(len(spans)))
		for _, s := range spans {
			dst = appendSpan(dst, s)
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(d.marks)))
	for _, m := range d.marks {
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

// readState makes the doc of a record. The error is ErrCorrupt; stale says that the state is of
// another version.
func readState(r *Record) (d *doc, stale bool, err error) {
	d = &doc{Article: r.Article, body: new(body), given: r.Language, arrival: r.Arrival}
	if len(r.State) > 0 && r.State[0] != stateVersion {
		return d, true, nil
	}
	s := reader{b: r.State}
	s.byte()
	d.Language = s.string()
	d.arrived = s.varint()
	d.words = int(s.uvarint())
	d.cuts = s.byte() != 0
	d.hash, d.content, d.twin = s.uint64(), s.uint64(), s.uint64()
	d.bands = make([]uint32, s.count(4))
	for i := range d.bands {
		d.bands[i] = s.uint32()
	}
	d.low = []byte(s.string())
	d.features = make([]uint32, s.count(1))
	last := uint32(0)
	for i := range d.features {
		last += uint32(s.uvarint())
		d.features[i] = last
	}
	d.ignored, d.posts = s.spans(), s.spans()
	d.marks = make([]wire.Mark, s.count(1))
	for i := range d.marks {
		m := &d.marks[i]
		m.Span, m.Kind = s.span(), wire.Kind(s.byte())
		for range s.count(1) {
			m.Agencies = append(m.Agencies, s.string())
		}
		m.Partly = s.byte() != 0
		m.Place = s.string()
	}
	if s.short || len(s.b) > 0 {
		return nil, false, fmt.Errorf("%w: what was prepared of article %q", ErrCorrupt, r.ID)
	}
	return d, false, nil
}

// A reader reads a state. When that ends too early it returns zeros.
type reader struct {
	b     []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.b, r.short = nil, true
		return make([]byte, 8)
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) byte() byte     { return r.take(1)[0] }
func (r *reader) uint32() uint32 { return binary.LittleEndian.Uint32(r.take(4)) }
func (r *reader) uint64() uint64 { return binary.LittleEndian.Uint64(r.take(8)) }

func (r *reader) uvarint() uint64 {
	x, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.b, r.short = nil, true
		return 0
	}
	r.b = r.b[n:]
	return x
}

func (r *reader) varint() int64 {
	x, n := binary.Varint(r.b)
	if n <= 0 {
		r.b, r.short = nil, true
		return 0
	}
	r.b = r.b[n:]
	return x
}

// count reads how many things of at least size bytes follow: no more than there is
// room for.
func (r *reader) count(size int) int {
	n := r.uvarint()
	if n > uint64(len(r.b)/size) {
		r.b, r.short = nil, true
		return 0
	}
	return int(n)
}

func (r *reader) string() string {
	n := r.count(1)
	return string(r.take(n)[:n])
}

func (r *reader) span() shingle.Span {
	start := int(r.uvarint())
	return shingle.Span{Start: start, End: start + int(r.uvarint())}
}

func (r *reader) spans() []shingle.Span {
	out := make([]shingle.Span, r.count(2))
	for i := range out {
		out[i] = r.span()
	}
	return out
}
