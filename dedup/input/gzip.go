package input

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
)

// gzipMembers reads a file of gzip members, one after the other, as one stream.
// Web archives have a member a record: after a broken one, resync goes on with
// the next.
type gzipMembers struct {
	in     *bufio.Reader
	z      *gzip.Reader
	failed bool // Read met an error: only resync goes on
}

// open begins the first member.
func (g *gzipMembers) open() (err error) {
	g.z, err = gzip.NewReader(g.in)
	if err == nil {
		g.z.Multistream(false)
	}
	return err
}

// Read reads on, from member to member. What follows the last one and is none is
// an error, unless it is padding.
func (g *gzipMembers) Read(p []byte) (n int, err error) {
	for n == 0 && err == nil {
		n, err = g.z.Read(p)
		if err != io.EOF {
			break
		}
		if err = nil; n == 0 { // that was the end of a member
			if g.padding() {
				return 0, io.EOF
			}
			err = g.begin()
		}
	}
	g.failed = err != nil
	return n, err
}

// padding skips zero bytes and reports whether the file ends with them.
func (g *gzipMembers) padding() bool {
	for {
		b, err := g.in.Peek(1)
		if err != nil {
			return errors.Is(err, io.EOF)
		}
		if b[0] != 0 {
			return false
		}
		_, _ = g.in.Discard(1)
	}
}

// begin begins the next member.
func (g *gzipMembers) begin() error {
	if magic, err := g.in.Peek(2); err == nil && string(magic) != "\x1f\x8b" {
		return &said{gzip.ErrHeader, "behind its compressed part the file holds something else"}
	}
	if err := g.z.Reset(g.in); err != nil {
		return cut(err)
	}
	g.z.Multistream(false)
	return nil
}

// resync skips to the next place where a member may begin that holds a record
// with this prefix, and reports whether there is one.
func (g *gzipMembers) resync(prefix string) bool {
	var probe gzip.Reader
	for {
		window, err := g.in.Peek(bufferBytes)
		i := bytes.Index(window, []byte{0x1f, 0x8b, 8})
		switch {
		case i < 0 && err != nil:
			return false
		case i < 0:
			_, _ = g.in.Discard(len(window) - 2)
			continue
		}
		_, _ = g.in.Discard(i)
		window, _ = g.in.Peek(bufferBytes)
		if beginsWith(&probe, window, prefix) {
			g.failed = false
			return g.begin() == nil
		}
		_, _ = g.in.Discard(3)
	}
}

// beginsWith reports whether a gzip member begins with these bytes.
func beginsWith(z *gzip.Reader, member []byte, prefix string) bool {
	if z.Reset(bytes.NewReader(member)) != nil {
		return false
	}
	b := make([]byte, len(prefix))
	_, err := io.ReadFull(z, b)
	return err == nil && string(b) == prefix
}
