package input

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// Package parquet-go is made for files from friends: it allocates what a page says
// it will need, and a page of 100 bytes may say 2 GB, unpack to more, or ask for a
// value a billion times. So the pages of a column are looked at before it reads
// them, one at a time: what they hold is unpacked, counted and thrown away. That
// is a sixth of the time that reading takes (BenchmarkParquet).

// maxFooter bounds the metadata of a file: some 100 bytes a column and row group.
const maxFooter = 16 << 20

// maxPage is the largest page that is read. Most writers make pages of 1 MB; some
// have only one a row group.
func maxPage(maxBytes int) int { return 4 * maxBytes }

var errParquet = errors.New("not a .parquet file, or not all of one")

// checkFooter looks at the end of a file: metadata, its length, a mark.
func checkFooter(in io.ReaderAt, size int64) error {
	if size < 12 {
		return errParquet
	}
	tail := make([]byte, 8)
	if _, err := in.ReadAt(tail, size-8); err != nil {
		return cause(err)
	}
	n := int64(binary.LittleEndian.Uint32(tail))
	switch {
	case string(tail[4:]) == "PARE":
		return &said{ErrForm, "this .parquet file is encrypted"}
	case string(tail[4:]) != "PAR1", n > size-12:
		return errParquet
	case n > maxFooter:
		return &said{ErrTooLong, fmt.Sprintf("its metadata are longer than %s", sizeOf(maxFooter))}
	}
	footer := make([]byte, n)
	if _, err := in.ReadAt(footer, size-8-n); err != nil {
		return cause(err)
	}
	c := &compact{b: footer}
	c.structure(0)
	return c.err
}

// The numbers of the fields and values of a page header.
const (
	pageType         = 1 // 0 and 3: data, 2: a dictionary
	pageUnpacked     = 2 // its size
	pagePacked       = 3
	pageData         = 5
	pageDictionary   = 7
	pageDataV2       = 8
	inPageValues     = 1 // within one of the three above
	inPageEncoding   = 2
	inV2Encoding     = 4
	inV2Definitions  = 5 // length
	inV2Repetitions  = 6
	inV2IsCompressed = 7
)

// checkChunk looks at the pages of a column in one row group.
func checkChunk(in io.ReaderAt, m *format.ColumnMetaData, levels, limit int) error {
	pos := m.DataPageOffset
	if m.DictionaryPageOffset != 0 {
		pos = m.DictionaryPageOffset
	}
	end := pos + m.TotalCompressedSize
	if pos < 0 || m.TotalCompressedSize < 0 || end < pos {
		return errThrift
	}
	u := &unpacker{codec: m.Codec, limit: limit}
	defer u.close()
	for n := 1; pos < end; n++ {
		header, length, err := pageHeader(io.NewSectionReader(in, pos, end-pos))
		if err == nil {
			pos += int64(length)
			err = u.check(io.NewSectionReader(in, pos, end-pos), header, levels)
		}
		if err != nil {
			return fmt.Errorf("page %d: %w", n, err)
		}
		pos += header.ints[pagePacked]
	}
	return nil
}

// pageHeader reads a header, which may hold values of any length as statistics.
func pageHeader(in *io.SectionReader) (fields, int, error) {
	for size := int64(1 << 10); ; size *= 16 {
		b := make([]byte, min(size, in.Size()))
		if _, err := in.ReadAt(b, 0); err != nil && err != io.EOF {
			return fields{}, 0, err
		}
		c := &compact{b: b}
		f := c.structure(0)
		if errors.Is(c.err, errShort) && int64(len(b)) < in.Size() && size < maxFooter {
			continue
		}
		return f, len(b) - len(c.b), c.err
	}
}

// An unpacker unpacks the pages of a column, into memory that it uses again.
type unpacker struct {
	codec format.CompressionCodec
	limit int
	raw   []byte
	out   bytes.Buffer
	zstd  *zstd.Decoder
}

func (u *unpacker) close() {
	if u.zstd != nil {
		u.zstd.Close()
	}
}

// check looks at one page.
func (u *unpacker) check(in io.Reader, h fields, levels int) error {
	packed, unpacked := h.ints[pagePacked], h.ints[pageUnpacked]
	if packed < 0 || unpacked < 0 {
		return errThrift
	}
	if packed > int64(u.limit) || unpacked > int64(u.limit) {
		return &said{ErrTooLong, fmt.Sprintf("longer than %s, the most that is read of a page; MaxBytes is a quarter of that", sizeOf(u.limit))}
	}
	u.raw = grown(u.raw, int(packed))
	if _, err := io.ReadFull(in, u.raw); err != nil {
		return &said{io.ErrUnexpectedEOF, "it is cut short"}
	}
	switch h.ints[pageType] {
	case 0:
		return u.data(h.structs[pageData], unpacked, levels)
	case 2:
		return u.dictionary(h.structs[pageDictionary], unpacked)
	case 3:
		return u.dataV2(h.structs[pageDataV2], unpacked, levels)
	}
	return nil // an index, which is not read
}

func (u *unpacker) dictionary(h fields, unpacked int64) error {
	if err := u.values(h); err != nil {
		return err
	}
	_, err := u.unpack(u.raw, unpacked)
	return err
}

// data looks at a page whose levels are packed with its values.
func (u *unpacker) data(h fields, unpacked int64, levels int) error {
	if err := u.values(h); err != nil {
		return err
	}
	b, err := u.unpack(u.raw, unpacked)
	if err != nil {
		return err
	}
	n := h.ints[inPageValues]
	if levels > 0 {
		if len(b) < 4 {
			return errValues
		}
		length := int64(binary.LittleEndian.Uint32(b))
		if length > int64(len(b)-4) {
			return errValues
		}
		if err := checkRuns(b[4:4+length], bits.Len(uint(levels)), n); err != nil {
			return err
		}
		b = b[4+length:]
	}
	return checkValues(b, format.Encoding(h.ints[inPageEncoding]), n, u.limit)
}

// dataV2 looks at a page whose levels stand unpacked before its values.
func (u *unpacker) dataV2(h fields, unpacked int64, levels int) error {
	if err := u.values(h); err != nil {
		return err
	}
	n := h.ints[inPageValues]
	def, rep := h.ints[inV2Definitions], h.ints[inV2Repetitions]
	if def < 0 || rep < 0 || rep > int64(len(u.raw)) || def > int64(len(u.raw))-rep {
		return errValues
	}
	if err := checkRuns(u.raw[rep:rep+def], bits.Len(uint(levels)), n); err != nil {
		return err
	}
	b := u.raw[rep+def:]
	if compressed, ok := h.ints[inV2IsCompressed]; !ok || compressed != 0 {
		var err error
		if b, err = u.unpack(b, unpacked); err != nil {
			return err
		}
	}
	return checkValues(b, format.Encoding(h.ints[inV2Encoding]), n, u.limit)
}

// values bounds the number of values, for each of which some bytes are allocated.
func (u *unpacker) values(h fields) error {
	if n := h.ints[inPageValues]; n < 0 || n > int64(u.limit/16)+1<<10 {
		return &said{ErrTooLong, fmt.Sprintf("it says that it has %d values", n)}
	}
	return nil
}

// unpack returns what is packed, if it is not more than it should be.
func (u *unpacker) unpack(b []byte, size int64) ([]byte, error) {
	if len(b) == 0 {
		return nil, nil
	}
	u.out.Reset()
	var z io.Reader
	var err error
	switch u.codec {
	case format.Uncompressed:
		return b, nil
	case format.Snappy:
		n, err := snappy.DecodedLen(b)
		if err != nil || int64(n) > size {
			return nil, errPacked
		}
		return snappy.Decode(grown(u.out.Bytes(), n), b)
	case format.Lz4Raw:
		if size > 255*int64(len(b)) { // the most that the format packs
			return nil, errPacked
		}
		out := make([]byte, size)
		n, err := lz4.UncompressBlock(b, out)
		if err != nil {
			return nil, errPacked
		}
		return out[:n], nil
	case format.Gzip:
		z, err = gzip.NewReader(bytes.NewReader(b))
	case format.Brotli:
		z = brotli.NewReader(bytes.NewReader(b))
	case format.Zstd:
		if u.zstd == nil {
			u.zstd, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		}
		if err == nil {
			z, err = u.zstd, u.zstd.Reset(bytes.NewReader(b))
		}
	default:
		return nil, fmt.Errorf("its compression, %v, is not read", u.codec)
	}
	if err != nil {
		return nil, errPacked
	}
	n, err := u.out.ReadFrom(io.LimitReader(z, size+1))
	if err != nil || n > size {
		return nil, errPacked
	}
	return u.out.Bytes(), nil
}

// grown returns n bytes, those of b if it has as many.
func grown(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}

var (
	errPacked = errors.New("it does not unpack to what it says")
	errValues = errors.New("its values are broken")
)
