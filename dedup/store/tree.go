package store

import (
	"bytes"
	"fmt"
	"sort"

	"github.com/wirecopy/wirecopy/dedup"
)

// A tree reads the buckets of a file as one transaction left them. It is for one
// goroutine; what it returns is valid until its next call.
type tree struct {
	file
	bufs  [maxDepth][]byte    // the page read last on each level
	visit func(p *page) error // if not nil, is told of each page that walk reads
}

// A bucket is where a tree of keys begins.
type bucket struct {
	root     uint64 // page; 0 if inline is all of it
	sequence uint64
	inline   []byte
}

func (t *tree) top() bucket { return bucket{root: t.root} }

// bucket returns one of the file's buckets.
func (t *tree) bucket(name string) (b bucket, err error) {
	e, err := t.find(t.top(), []byte(name))
	if err != nil {
		return b, err
	}
	if e.key == nil || !e.bucket {
		return b, fmt.Errorf("%w: there is no bucket %q", dedup.ErrCorrupt, name)
	}
	return parseBucket(e)
}

func parseBucket(e elem) (b bucket, err error) {
	if len(e.value) < bucketHeader {
		return b, fmt.Errorf("%w: bucket %q of %d bytes", dedup.ErrCorrupt, e.key, len(e.value))
	}
	b.root, b.sequence = native.Uint64(e.value), native.Uint64(e.value[8:])
	if b.root == 0 {
		b.inline = bytes.Clone(e.value[bucketHeader:])
	} else if len(e.value) > bucketHeader {
		return b, fmt.Errorf("%w: bucket %q of %d bytes", dedup.ErrCorrupt, e.key, len(e.value))
	}
	if b.root == 0 && len(b.inline) < pageHeader {
		return b, fmt.Errorf("%w: bucket %q of %d bytes", dedup.ErrCorrupt, e.key, len(e.value))
	}
	return b, nil
}

// node returns page id on a level of a bucket, checked: with its keys in [lo, hi).
func (t *tree) node(b bucket, id uint64, level int, lo, hi []byte) (page, error) {
	if level == maxDepth {
		return page{}, damaged(id, "lies %d levels deep", level)
	}
	if b.root == 0 {
		p := header(b.inline)
		if p.flags != leafPage {
			return p, damaged(0, "flags %#x in a bucket", p.flags)
		}
		return p, p.check(lo, hi, true)
	}
	p, err := t.read(id, &t.bufs[level])
	if err != nil {
		return p, err
	}
	if p.count == 0 && !(level == 0 && id == t.root) {
		return p, damaged(id, "has no elements")
	}
	return p, p.check(lo, hi, false)
}

// find returns the element of a key, one without a key if there is none.
//
// Cost: a page a level, three or four for a million keys.
func (t *tree) find(b bucket, key []byte) (e elem, err error) {
	var lo, hi []byte
	id := b.root
	for level := 0; ; level++ {
		p, err := t.node(b, id, level, lo, hi)
		if err != nil {
			return e, err
		}
		i := sort.Search(p.count, func(i int) bool { return bytes.Compare(p.elem(i).key, key) > 0 }) - 1
		if i < 0 {
			return e, nil
		}
		switch e := p.elem(i); {
		case p.flags == branchPage:
			id, lo, hi = e.id, e.key, p.below(i, hi)
		case bytes.Equal(e.key, key):
			return e, nil
		default:
			return elem{}, nil
		}
	}
}

// below returns the bound of the keys below element i of a branch.
func (p *page) below(i int, hi []byte) []byte {
	if i+1 < p.count {
		return p.elem(i + 1).key
	}
	return hi
}

// walk calls yield for each element of a bucket from a key on. Where a page is
// damaged it yields an error once, with the first key that may lie below that page
// and the first that does not, nil if there is none, and goes on, until yield
// returns false.
func (t *tree) walk(b bucket, from []byte, yield func(e elem, hi []byte, err error) bool) {
	t.descend(b, b.root, 0, from, nil, nil, yield)
}

// descend walks what lies below a page, and returns whether to go on.
func (t *tree) descend(b bucket, id uint64, level int, from, lo, hi []byte, yield func(e elem, hi []byte, err error) bool) bool {
	p, err := t.node(b, id, level, lo, hi)
	if err == nil && t.visit != nil && b.root != 0 {
		err = t.visit(&p)
	}
	if err != nil {
		if bytes.Compare(lo, from) < 0 {
			lo = from
		}
		return yield(elem{key: lo}, hi, err)
	}
	for i := range p.count {
		e := p.elem(i)
		if p.flags == branchPage {
			next := p.below(i, hi)
			if next != nil && bytes.Compare(next, from) <= 0 {
				continue
			}
			if !t.descend(b, e.id, level+1, from, e.key, next, yield) {
				return false
			}
		} else if bytes.Compare(e.key, from) >= 0 && !yield(e, nil, nil) {
			return false
		}
	}
	return true
}
