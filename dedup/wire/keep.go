package wire

import (
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
)

// Sources returns the sources that have been added, in no order.
func (l *Lines) Sources() iter.Seq[string] { return maps.Keys(l.sources) }

// AppendSource appends what was learned of a source, for UnmarshalSource: at most Sample times 2 KiB. The
// form is the same on every machine: LinesVersion, the number of articles, and of each
// its hash and its number of lines with their hashes.
func (l *Lines) AppendSource(dst []byte, source string) []byte {
	dst = append(dst, LinesVersion)
	s := l.sources[source]
	if s == nil {
		return binary.AppendUvarint(dst, 0)
	}
	dst = binary.AppendUvarint(dst, uint64(len(s.articles)))
	for _, a := range s.articles {
		dst = binary.LittleEndian.AppendUint64(dst, a.id)
		dst = binary.AppendUvarint(dst, uint64(len(a.lines)))
		for _, h := range a.lines {
			dst = binary.LittleEndian.AppendUint64(dst, h)
		}
	}
	return dst
}

// UnmarshalSource takes in what AppendSource wrote, in place of what is known of the source. If
// data is damaged or of another version it returns an error and changes nothing.
func (l *Lines) UnmarshalSource(source string, data []byte) error {
	if len(data) == 0 || data[0] != LinesVersion {
		return fmt.Errorf("wire: lines of %q of an unknown version", source)
	}
	r := lineReader{data: data[1:]}
	s := &sourceLines{articles: make([]articleLines, r.count(9)), seen: map[uint64]uint16{}}
	for i := range s.articles {
		a := &s.articles[i]
		a.id = r.uint64()
		a.lines = make([]uint64, r.count(8))
		for k := range a.lines {
			a.lines[k] = r.uint64()
			r.short = r.short || k > 0 && a.lines[k] <= a.lines[k-1]
		}
		s.count(*a)
		r.short = r.short || i > 0 && a.id <= s.articles[i-1].id
	}
	if r.short || len(r.data) > 0 {
		return fmt.Errorf("wire: lines of %q are damaged", source)
	}
	if l.sources == nil {
		l.sources = map[string]*sourceLines{}
	}
	l.sources[source] = s
	return nil
}

// A lineReader reads such data; when that ends too early it returns zeros.
type lineReader struct {
	data  []byte
	short bool
}

func (r *lineReader) uint64() uint64 {
	if len(r.data) < 8 {
		r.data, r.short = nil, true
		return 0
	}
	x := binary.LittleEndian.Uint64(r.data)
	r.data = r.data[8:]
	return x
}

// count reads how many things of at least size bytes follow, no more than there is room for.
func (r *lineReader) count(size int) int {
	x, n := binary.Uvarint(r.data)
	if n <= 0 || x > uint64((len(r.data)-n)/size) {
		r.data, r.short = nil, true
		return 0
	}
	r.data = r.data[n:]
	return int(x)
}
