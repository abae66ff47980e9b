package input

import (
	"bufio"
	"bytes"
	"io"
	"os"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A content is what a file holds: decompressed, in UTF-8 or bytes of no known
// encoding, without a byte order mark.
type content struct {
	*bufio.Reader
	file    *os.File     // nil for standard input
	members *gzipMembers // nil unless compressed by gzip
	as      bool         // is the file as it is: neither decompressed nor decoded
	closers []func() error
}

func (c *content) close() {
	for _, f := range c.closers {
		_ = f() // what was read is read
	}
}

// bufferBytes is the size of the buffers: longer than most lines, so that these
// are read in place.
const bufferBytes = 64 << 10

func open(f file, in io.Reader, m *meter) (*content, error) {
	c := &content{as: true}
	if f != stdin {
		h, err := os.Open(f.path)
		if err != nil {
			return nil, err
		}
		c.closers = append(c.closers, h.Close)
		c.file = h
		in = m.reader(h)
	}
	c.Reader = bufio.NewReaderSize(in, bufferBytes)
	if err := c.decompress(f); err != nil {
		c.close()
		return nil, err
	}
	c.decode()
	return c, nil
}

// maxWindow is the widest zstd window that is read, which the format's own tool
// allows too unless it is told otherwise.
const maxWindow = 128 << 20

func (c *content) decompress(f file) error {
	magic, err := c.Peek(4)
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		c.members = &gzipMembers{in: c.Reader}
		if err := c.members.open(); err != nil {
			return cut(err)
		}
		c.Reader, c.as = bufio.NewReaderSize(c.members, bufferBytes), false
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(c.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return cut(err)
		}
		c.closers = append(c.closers, z.IOReadCloser().Close)
		c.Reader, c.as = bufio.NewReaderSize(z, bufferBytes), false
	case len(magic) == 0 && err == io.EOF && withoutCompression(f.path) != f.path:
		return io.ErrUnexpectedEOF // even nothing compresses to something
	case err != nil && err != io.EOF:
		return err
	}
	return nil
}

// cut calls the end of a file within the header of its compression by its name.
func cut(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// decode removes a byte order mark, and UTF-16 with it.
func (c *content) decode() {
	mark, _ := c.Peek(4)
	switch {
	case bytes.HasPrefix(mark, []byte("\ufeff")):
		_, _ = c.Discard(len("\ufeff")) // of what Peek returned
		c.as = false
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}), bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		c.utf16(unicode.BigEndian, unicode.ExpectBOM)
	case bytes.HasPrefix(mark, []byte("<\x00?\x00")): // XML need not have a mark
		c.utf16(unicode.LittleEndian, unicode.IgnoreBOM)
	case bytes.HasPrefix(mark, []byte("\x00<\x00?")):
		c.utf16(unicode.BigEndian, unicode.IgnoreBOM)
	}
}

func (c *content) utf16(order unicode.Endianness, mark unicode.BOMPolicy) {
	d := unicode.UTF16(order, mark).NewDecoder()
	c.Reader, c.as = bufio.NewReaderSize(transform.NewReader(c.Reader, d), bufferBytes), false
}

// A meter counts the bytes that are read.
type meter struct {
	read, total int64
	tell        func(read, total int64)
}

// reader returns a file that is metered.
func (m *meter) reader(h *os.File) io.Reader {
	if m.tell == nil {
		return h
	}
	return metered{h, m}
}

// add counts, never beyond what there is: a file may grow, or be read twice.
func (m *meter) add(n int) {
	if m.tell != nil {
		m.read = min(m.read+int64(n), m.total)
		m.tell(m.read, m.total)
	}
}

type metered struct {
	*os.File
	m *meter
}

func (t metered) Read(p []byte) (int, error) {
	n, err := t.File.Read(p)
	t.m.add(n)
	return n, err
}
