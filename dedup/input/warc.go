package input

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// warc yields the articles of a web archive: the pages of its response records.
// All other records are passed over, and so are responses that are no page or say
// that there is none. Specification: ISO 28500,
// https://iipc.github.io/warc-specifications/
//
//	WARC/1.1
//	WARC-Type: response
//	WARC-Target-URI: https://metro.example/strike
//	WARC-Date: 2024-03-04T10:30:00Z
//	Content-Type: application/http;msgtype=response
//	Content-Length: 2143
//
//	HTTP/1.1 200 OK … the block: as many bytes as that says, then two empty lines
func (r *reader) warc(f file, c *content) {
	w := &archived{in: c.Reader, members: c.members}
	for !r.done {
		rec, err := w.next()
		at := place{path: f.path, record: w.n}
		if err == io.EOF {
			return
		}
		block := ""
		if err == nil && rec.isPage() {
			block, err = r.all(w)
		}
		long := errors.Is(err, ErrTooLong)
		if err == nil || long {
			if end := w.end(); end != nil {
				err, long = end, false
			}
		}
		switch {
		case err != nil:
			r.fail(at.error(rec.uri(), cause(err)))
			if !long && !w.resync(c) {
				return
			}
		case rec.isPage():
			r.response(rec.uri(), block, at)
		}
	}
}

// An archived reads the records of a web archive.
type archived struct {
	in      *bufio.Reader
	members *gzipMembers
	left    int64 // of the block at hand
	n       int   // of the record at hand, from 1
}

// A warcRecord is the header of one.
type warcRecord struct{ textproto.MIMEHeader }

func (w warcRecord) uri() string {
	return strings.Trim(w.Get("WARC-Target-URI"), "<> ") // version 1.0 has them in brackets
}

func (w warcRecord) isPage() bool {
	return w.Get("WARC-Type") == "response" && strings.HasPrefix(strings.ToLower(w.Get("Content-Type")), "application/http")
}

// maxHeader bounds the header of a record, and that of a response.
const maxHeader = 256 << 10

var errWARC = errors.New("this is no record of a web archive")

// next returns the header of the next record.
func (w *archived) next() (warcRecord, error) {
	w.n++
	if err := w.blank(); err != nil {
		return warcRecord{}, err
	}
	head := bufio.NewReader(io.LimitReader(oneByOne{w.in}, maxHeader))
	version, err := head.ReadString('\n')
	if err != nil || !strings.HasPrefix(version, "WARC/") {
		return warcRecord{}, within(err, errWARC)
	}
	h, err := textproto.NewReader(head).ReadMIMEHeader()
	if err != nil {
		return warcRecord{}, within(err, fmt.Errorf("%w: its header is broken: %w", errWARC, err))
	}
	rec := warcRecord{h}
	n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	if err != nil || n < 0 {
		return rec, fmt.Errorf("%w: its Content-Length is %.40q", errWARC, h.Get("Content-Length"))
	}
	w.left = n
	return rec, nil
}

// within returns otherwise, unless what lies below has failed.
func within(err, otherwise error) error {
	if err == nil || err == io.EOF || err == io.ErrUnexpectedEOF {
		return otherwise
	}
	if _, ok := errors.AsType[textproto.ProtocolError](err); ok {
		return otherwise
	}
	return err
}

// oneByOne returns a line at most at a time, so that a buffer above it holds
// nothing of the block behind a header.
type oneByOne struct{ in *bufio.Reader }

func (o oneByOne) Read(p []byte) (int, error) {
	b := byLine{in: o.in, left: len(p), commas: maxCommas}
	return b.Read(p)
}

// Read reads the block of the record.
func (w *archived) Read(p []byte) (int, error) {
	if w.left <= 0 {
		return 0, io.EOF
	}
	n, err := w.in.Read(p[:min(int64(len(p)), w.left)])
	w.left -= int64(n)
	if err == io.EOF {
		err = &said{io.ErrUnexpectedEOF, "the file ends within this record"}
	}
	return n, err
}

// end skips what is left of the block, and the empty lines behind it. A checksum
// that is wrong is that of this record, though it is known only there.
func (w *archived) end() error {
	if _, err := io.Copy(io.Discard, w); err != nil {
		return err
	}
	if err := w.blank(); errors.Is(err, gzip.ErrChecksum) {
		return err
	}
	return nil
}

// blank skips empty lines.
func (w *archived) blank() error {
	for {
		b, err := w.in.Peek(1)
		if err != nil || b[0] != '\r' && b[0] != '\n' {
			return err
		}
		_, _ = w.in.Discard(1)
	}
}

// resync finds the next record after a broken one: in a file of gzip members by
// theirs, in others by the next line that begins as a record does.
func (w *archived) resync(c *content) bool {
	w.left = 0
	if w.members != nil && w.members.failed {
		if !w.members.resync("WARC/") {
			return false
		}
		w.in = bufio.NewReaderSize(w.members, bufferBytes)
		c.Reader = w.in
		return true
	}
	l := lines{in: w.in, max: bufferBytes}
	for {
		if b, err := w.in.Peek(5); err != nil || string(b) == "WARC/" {
			return err == nil
		}
		if _, err := l.next(); err != nil && !errors.Is(err, ErrTooLong) {
			return false
		}
	}
}
