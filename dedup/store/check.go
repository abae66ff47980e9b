package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/wirecopy/wirecopy/dedup"
)

// The buckets of a file, and the key in the first that tells its format.
const (
	headerBucket  = "header"
	metaBucket    = "meta"
	recordsBucket = "records"
	textsBucket   = "texts"

	formatKey = "format"
)

// buckets returns their names in order.
func buckets() []string { return []string{headerBucket, metaBucket, recordsBucket, textsBucket} }

// openFile reads the two meta pages and returns the file as the newer one has it.
// Err is not nil if there is none; damage, if one of them is broken: then the file
// is as it was before its last batch, or after one that was never acknowledged.
func openFile(r io.ReaderAt, size int64) (f file, damage, err error) {
	b := make([]byte, 4<<10)
	meta0, err0 := metaAt(r, b, 0, size)
	var meta1 meta
	err1 := err0
	if err0 == nil {
		meta1, err1 = metaAt(r, b, int64(meta0.pageSize), size)
	}
	for at := int64(1 << 10); at <= 1<<24 && err0 != nil && err1 != nil; at <<= 1 {
		meta1, err1 = metaAt(r, b, at, size)
	}
	switch {
	case err0 != nil && err1 != nil && errors.Is(err0, ErrVersion):
		return f, nil, err0
	case err0 != nil && err1 != nil:
		return f, nil, fmt.Errorf("%w: neither of its first two pages is whole: %w", dedup.ErrCorrupt, err0)
	case err0 != nil:
		damage = damaged(0, "%v", err0)
	case err1 != nil:
		damage = damaged(1, "%v", err1)
	}
	m := meta0
	if err0 != nil || err1 == nil && meta1.txn > meta0.txn {
		m = meta1
	}
	return file{r, m}, damage, nil
}

// metaAt reads a meta page.
func metaAt(r io.ReaderAt, b []byte, at, size int64) (meta, error) {
	n, err := r.ReadAt(b[:min(int64(len(b)), max(size-at, 0))], at)
	if err != nil && !errors.Is(err, io.EOF) {
		return meta{}, err
	}
	if n < pageHeader+metaSize {
		return meta{}, fmt.Errorf("a file of %d bytes", size)
	}
	return parseMeta(b)
}

// version checks the format. A file in which no transaction was ever written, as
// one has who was stopped while making it, has none: fresh.
func (t *tree) version() (fresh bool, err error) {
	p, err := t.node(t.top(), t.root, 0, nil, nil)
	if err != nil {
		return false, err
	}
	if p.count == 0 && t.txn <= 1 && t.end == 4 {
		return true, nil
	}
	b, err := t.bucket(headerBucket)
	if err != nil {
		return false, err
	}
	e, err := t.find(b, []byte(formatKey))
	if err != nil {
		return false, err
	}
	if e.key == nil {
		return false, fmt.Errorf("%w: it does not tell its format", dedup.ErrCorrupt)
	}
	body, err := unseal(kindHeader, e.key, e.value)
	if err != nil {
		return false, err
	}
	switch {
	case len(body) < 8:
		return false, fmt.Errorf("%w: a format of %d bytes", dedup.ErrCorrupt, len(body))
	case binary.LittleEndian.Uint64(body) != format:
		return false, fmt.Errorf("%w: format %d; this one reads %d", ErrVersion, binary.LittleEndian.Uint64(body), format)
	}
	return false, nil
}

// check reads every page and returns the first damage to the structure: to pages,
// trees and the list of free pages, all that a writer relies on; not to values,
// each of which has a sum of its own. What it passes bbolt may have. On its way it
// learns the rows.
//
// Cost: one reading of the file, and a byte a page.
func (t *tree) check(size int64, rows map[string]uint64) error {
	if size/int64(t.pageSize) < int64(t.end) {
		return fmt.Errorf("%w: %d of %d pages: the file was cut short", dedup.ErrCorrupt, size/int64(t.pageSize), t.end)
	}
	used := make([]bool, t.end)
	mark := func(id, n uint64) error {
		for ; n > 0; id, n = id+1, n-1 {
			if id < 2 || id >= t.end || used[id] {
				return damaged(id, "is used twice")
			}
			used[id] = true
		}
		return nil
	}
	t.visit = func(p *page) error { return mark(p.id, p.overflow+1) }
	defer func() { t.visit = nil }()
	if err := t.checkBuckets(rows); err != nil {
		return err
	}
	if err := t.checkFree(mark); err != nil {
		return err
	}
	for id := range used[2:] {
		if !used[2+id] {
			return damaged(uint64(2+id), "is neither used nor free")
		}
	}
	return nil
}

// checkBuckets walks through all buckets: those that we make, and no others.
func (t *tree) checkBuckets(rows map[string]uint64) error {
	var names []string
	for _, name := range buckets() {
		e, err := t.find(t.top(), []byte(name))
		if err == nil && e.key != nil {
			names = append(names, name)
			err = t.checkBucket(elem{key: bytes.Clone(e.key), value: bytes.Clone(e.value), bucket: e.bucket}, rows)
		}
		if err != nil {
			return err
		}
	}
	var found []string
	var err error
	t.walk(t.top(), nil, func(e elem, _ []byte, err1 error) bool {
		found, err = append(found, string(e.key)), err1
		return err == nil
	})
	fresh := len(found) == 0
	if err == nil && !fresh && (!slices.Equal(names, buckets()) || !slices.Equal(found, buckets())) {
		err = fmt.Errorf("%w: its buckets are %q", dedup.ErrCorrupt, found)
	}
	return err
}

func (t *tree) checkBucket(e elem, rows map[string]uint64) (err error) {
	name := string(e.key)
	if !e.bucket {
		return fmt.Errorf("%w: %q is no bucket", dedup.ErrCorrupt, name)
	}
	b, err := parseBucket(e)
	if err != nil {
		return err
	}
	t.walk(b, nil, func(e elem, hi []byte, err1 error) bool {
		switch {
		case err1 != nil:
			err = between(name, e.key, hi, err1)
		case e.bucket:
			err = fmt.Errorf("%w: a bucket in %s", dedup.ErrCorrupt, name)
		case name == recordsBucket && (len(e.key) != 8 || binary.BigEndian.Uint64(e.key) > b.sequence):
			err = fmt.Errorf("%w: record %x after number %x", dedup.ErrCorrupt, e.key, b.sequence)
		case name == recordsBucket:
			err = learn(rows, e)
		}
		return err == nil
	})
	return err
}

// learn enters the row of a record, if its ID can be read.
func learn(rows map[string]uint64, e elem) error {
	id, _, err := cutID(e.value)
	if err != nil || len(e.key) != 8 {
		return nil //nolint:nilerr // Load will tell
	}
	if rows[string(id)] > 0 {
		return fmt.Errorf("%w: article %q stands there twice", dedup.ErrCorrupt, id)
	}
	rows[string(id)] = binary.BigEndian.Uint64(e.key)
	return nil
}

// rows learns what rows there are in a file that may be damaged.
func (t *tree) rows(rows map[string]uint64) error {
	b, err := t.bucket(recordsBucket)
	if err == nil {
		t.walk(b, nil, func(e elem, _ []byte, err error) bool {
			if err == nil {
				_ = learn(rows, e)
			}
			return true
		})
	}
	return err
}

// checkFree marks the pages of the free list and those that it names.
func (t *tree) checkFree(mark func(id, n uint64) error) error {
	p, err := t.read(t.free, &t.bufs[0])
	if err != nil {
		return err
	}
	if p.flags != freePage {
		return damaged(p.id, "flags %#x in a list of free pages", p.flags)
	}
	if err := mark(p.id, p.overflow+1); err != nil {
		return err
	}
	n, ids := uint64(p.count), p.data[pageHeader:]
	if n == 0xffff {
		n, ids = native.Uint64(ids), ids[8:]
	}
	if n > uint64(len(ids)/8) {
		return damaged(p.id, "lists %d free pages in %d bytes", n, len(ids))
	}
	for i := range n {
		if err := mark(native.Uint64(ids[8*i:]), 1); err != nil {
			return fmt.Errorf("%w, by the list of free pages", err)
		}
	}
	return nil
}

// between says what a damaged page may have held.
func between(name string, lo, hi []byte, err error) error {
	form := "%q"
	if name == recordsBucket || name == textsBucket {
		form = "%x"
	}
	if hi == nil {
		return fmt.Errorf("%w; with it %s from "+form+" on", err, name, lo)
	}
	return fmt.Errorf("%w; with it %s from "+form+" to before "+form, err, name, lo, hi)
}
