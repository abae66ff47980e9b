package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"

	"github.com/wirecopy/wirecopy/dedup"
)

// bbolt writes the file; we read it ourselves. bbolt follows whatever stands in a
// page without a look: a flipped bit ends in a fault at some address, in a loop, or
// in the bytes of another page. Here every number is checked before it is used,
// and damage costs what lies below the damaged page and nothing else.
//
// The file is pages of one size, numbers in the machine's order (little-endian on
// all that we know to run this), page numbers called ids:
//
//	page    8: id  2: flags  2: count  4: overflow, the pages that it runs on for; then by the flags
//	branch  01  count times { 4: pos  4: ksize  8: id of a page below }  the keys
//	leaf    02  count times { 4: flags, 1 for a bucket  4: pos  4: ksize  4: vsize }  keys and values
//	meta    04  4: ed0cdaed  4: 2  4: page size  4: flags  8: root  8: its sequence  8: freelist
//	            8: pages in use  8: transaction  8: FNV-1a of the 56 bytes before it
//	free    10  count times { 8: id }; a count of ffff says that the first 8 are the count
//	bucket      (the value of a leaf's bucket) 8: root, 0 if its one leaf follows  8: sequence
//
// pos counts from the element it stands in. Keys and values follow each other
// without a gap, which catches most of what a flipped bit does to an element.
const (
	branchPage = 1 << iota
	leafPage
	metaPage
	_
	freePage

	pageHeader   = 16
	elemSize     = 16
	metaSize     = 64
	bucketHeader = 16

	maxDepth = 64 // of a tree: each level has at least two branches
)

var native = binary.NativeEndian

// A meta is what a valid meta page says.
type meta struct {
	pageSize             int
	root, free, end, txn uint64
}

// parseMeta reads the meta page at the start of b.
func parseMeta(b []byte) (m meta, err error) {
	b = b[pageHeader : pageHeader+metaSize]
	h := fnv.New64a()
	h.Write(b[:metaSize-8])
	switch {
	case native.Uint32(b) != 0xED0CDAED:
		return m, errors.New("no mark of bbolt")
	case native.Uint64(b[metaSize-8:]) != h.Sum64():
		return m, errors.New("a wrong checksum")
	case native.Uint32(b[4:]) != 2:
		return m, fmt.Errorf("%w: version %d of bbolt", ErrVersion, native.Uint32(b[4:]))
	}
	m = meta{
		pageSize: int(native.Uint32(b[8:])),
		root:     native.Uint64(b[16:]),
		free:     native.Uint64(b[32:]),
		end:      native.Uint64(b[40:]),
		txn:      native.Uint64(b[48:]),
	}
	if m.pageSize < 1<<10 || m.pageSize > 1<<24 || m.pageSize&(m.pageSize-1) != 0 || m.end > 1<<40 {
		return m, fmt.Errorf("%d pages of %d bytes", m.end, m.pageSize)
	}
	return m, nil
}

// A file reads pages.
type file struct {
	io.ReaderAt
	meta
}

// A page is one that was checked, with its overflow.
type page struct {
	id       uint64
	flags    uint16
	count    int
	overflow uint64
	data     []byte
}

// An elem is an element of a branch or leaf page.
type elem struct {
	key, value []byte // of the page's bytes; a branch has no values
	id         uint64 // of the page below
	bucket     bool
}

func damaged(id uint64, form string, args ...any) error {
	return fmt.Errorf("%w: page %d: %s", dedup.ErrCorrupt, id, fmt.Sprintf(form, args...))
}

// read reads a page into *buf, which grows, and checks its header. The page is
// valid until buf is used again.
func (f *file) read(id uint64, buf *[]byte) (p page, err error) {
	if id < 2 || id >= f.end {
		return p, damaged(id, "is none of the %d in use", f.end)
	}
	if err := f.fill(id, 0, 1, buf); err != nil {
		return p, err
	}
	p = header(*buf)
	switch {
	case p.id != id:
		return p, damaged(id, "calls itself %d", p.id)
	case p.overflow >= f.end-id:
		return p, damaged(id, "runs on for %d pages of %d", p.overflow, f.end)
	case p.overflow > 0:
		if err := f.fill(id, 1, int(p.overflow)+1, buf); err != nil {
			return p, err
		}
	}
	p.data = *buf
	return p, nil
}

// fill reads the pages from..to after id to their places in *buf.
func (f *file) fill(id uint64, from, to int, buf *[]byte) error {
	lo, hi := from*f.pageSize, to*f.pageSize
	if cap(*buf) < hi {
		*buf = append(make([]byte, 0, hi), (*buf)[:lo]...)
	}
	*buf = (*buf)[:hi]
	_, err := f.ReadAt((*buf)[lo:], int64(id)*int64(f.pageSize)+int64(lo))
	if errors.Is(err, io.EOF) {
		return damaged(id, "lies beyond the end of the file, which was cut short")
	}
	if err != nil {
		return fmt.Errorf("dedup/store: page %d: %w", id, err)
	}
	return nil
}

func header(b []byte) page {
	return page{
		id:       native.Uint64(b),
		flags:    native.Uint16(b[8:]),
		count:    int(native.Uint16(b[10:])),
		overflow: uint64(native.Uint32(b[12:])),
		data:     b,
	}
}

// elem returns element i of a page that was checked.
func (p *page) elem(i int) elem {
	at := pageHeader + i*elemSize
	b := p.data[at:]
	if p.flags == branchPage {
		pos := native.Uint32(b)
		return elem{key: b[pos : pos+native.Uint32(b[4:])], id: native.Uint64(b[8:])}
	}
	pos, ksize, vsize := native.Uint32(b[4:]), native.Uint32(b[8:]), native.Uint32(b[12:])
	end := pos + ksize + vsize
	return elem{key: b[pos : pos+ksize], value: b[pos+ksize : end : end], bucket: native.Uint32(b) == 1}
}

// check checks the elements of a branch or leaf page: that they lie in it, without
// gaps, with keys that rise and are in [lo, hi), where nil is no bound. Full says
// that data must end with the last one.
func (p *page) check(lo, hi []byte, full bool) error {
	if p.flags != branchPage && p.flags != leafPage {
		return damaged(p.id, "flags %#x where a tree goes on", p.flags)
	}
	at := pageHeader + p.count*elemSize
	if at > len(p.data) {
		return damaged(p.id, "%d elements in %d bytes", p.count, len(p.data))
	}
	last, first := lo, true
	for i := range p.count {
		size, err := p.place(i, at)
		if err != nil {
			return err
		}
		at += size
		key := p.elem(i).key
		if c := bytes.Compare(last, key); c > 0 || c == 0 && !first {
			return damaged(p.id, "the key of element %d is out of order", i)
		}
		last, first = key, false
	}
	switch {
	case p.count > 0 && hi != nil && bytes.Compare(last, hi) >= 0:
		return damaged(p.id, "its last key belongs to the next page")
	case full && at != len(p.data):
		return damaged(p.id, "%d bytes of %d used", at, len(p.data))
	case p.count == 0 && p.flags == branchPage:
		return damaged(p.id, "a branch without elements")
	}
	return nil
}

// place checks that the data of element i begin at a place in the page, and
// returns their size.
func (p *page) place(i, at int) (int, error) {
	b := p.data[pageHeader+i*elemSize:]
	var pos, ksize, vsize uint32
	if p.flags == branchPage {
		pos, ksize = native.Uint32(b), native.Uint32(b[4:])
	} else {
		pos, ksize, vsize = native.Uint32(b[4:]), native.Uint32(b[8:]), native.Uint32(b[12:])
		if native.Uint32(b) > 1 {
			return 0, damaged(p.id, "element %d has flags %#x", i, native.Uint32(b))
		}
	}
	size := int64(ksize) + int64(vsize)
	if int64(pos) != int64(at-pageHeader-i*elemSize) || ksize == 0 || size > int64(len(p.data)-at) {
		return 0, damaged(p.id, "element %d does not lie where it should", i)
	}
	return int(size), nil
}
