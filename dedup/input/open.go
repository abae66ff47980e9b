package input

import (
	"bufio"
	"bytes"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// A content is what a file holds: decompressed, in UTF-8 or bytes of no known
// encoding, without a byte order mark.
type content struct {
	*bufio.Reader
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

func open(f file, in io.Reader) (*content, error) {
	c := &content{}
	if f != stdin {
		h, err := os.Open(f.path)
		if err != nil {
			return nil, err
		}
		c.closers = append(c.closers, h.Close)
		in = h
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
		z, err := gzip.NewReader(c.Reader)
		if err != nil {
			return cut(err)
		}
		c.Reader = bufio.NewReaderSize(z, bufferBytes)
	case bytes.Equal(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		z, err := zstd.NewReader(c.Reader, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return cut(err)
		}
		c.closers = append(c.closers, z.IOReadCloser().Close)
		c.Reader = bufio.NewReaderSize(z, bufferBytes)
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
	mark, _ := c.Peek(3)
	switch {
	case bytes.Equal(mark, []byte("\ufeff")):
		_, _ = c.Discard(len(mark)) // of what Peek returned
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}), bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		utf16 := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder()
		c.Reader = bufio.NewReaderSize(transform.NewReader(c.Reader, utf16), bufferBytes)
	}
}
