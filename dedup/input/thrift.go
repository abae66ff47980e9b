package input

import (
	"encoding/binary"
	"errors"
)

// A compact reads what the compact protocol of Thrift writes, in which .parquet
// files have their footer and the headers of their pages. It exists to look before
// parquet-go does: that allocates what a length says before it has read anything,
// and recurses as deep as the bytes ask. A value that passes here has no length
// beyond its bytes, no more than maxParts parts and no depth beyond maxNested.
//
//	struct  fields, each a byte (delta of the number << 4 | type) and a value; then 0
//	list    a byte (size << 4 | type), the size apart if it is 15 or more; values
//	map     size, a byte (type of keys << 4 | of values) unless empty; pairs
//	binary  length, bytes
//	i16, i32, i64  zigzag varints; lengths and sizes are varints
//
// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
type compact struct {
	b     []byte
	parts int
	err   error
}

// A fields is a struct by the numbers of its fields: integers, bools as 0 and 1,
// and structs. Of all others only the length was of interest.
type fields struct {
	ints    map[int64]int64
	structs map[int64]fields
}

const (
	maxParts  = 1 << 20
	maxNested = 32
)

var (
	errThrift = errors.New("its metadata is broken")
	errShort  = errors.New("its metadata is cut short") // or its length is broken
)

func (c *compact) fail(err error) {
	if c.err == nil {
		c.err = err
	}
	c.b = nil
}

// take returns the next n bytes, nil if there are not as many.
func (c *compact) take(n uint64) []byte {
	if n > uint64(len(c.b)) {
		c.fail(errShort)
		return nil
	}
	b := c.b[:n]
	c.b = c.b[n:]
	return b
}

func (c *compact) byte() byte {
	if b := c.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (c *compact) varint() uint64 {
	u, n := binary.Uvarint(c.b)
	if n <= 0 {
		if n == 0 {
			c.fail(errShort)
		} else {
			c.fail(errThrift)
		}
		return 0
	}
	c.b = c.b[n:]
	return u
}

func (c *compact) zigzag() int64 {
	u := c.varint()
	return int64(u>>1) ^ -int64(u&1)
}

// structure reads a struct.
func (c *compact) structure(depth int) fields {
	f := fields{map[int64]int64{}, map[int64]fields{}}
	if depth > maxNested {
		c.fail(errThrift)
	}
	for id := int64(0); c.err == nil; {
		b := c.byte()
		if b == 0 {
			break
		}
		if delta := int64(b >> 4); delta > 0 {
			id += delta
		} else {
			id = c.zigzag()
		}
		switch typ := b & 15; typ {
		case 1, 2:
			f.ints[id] = int64(2 - typ)
		case 3:
			f.ints[id] = int64(c.byte())
		case 4, 5, 6:
			f.ints[id] = c.zigzag()
		case 12:
			f.structs[id] = c.structure(depth + 1)
		default:
			c.skip(typ, depth)
		}
		c.count(1)
	}
	return f
}

// skip passes over a value of one of the other types, or an element of a list.
func (c *compact) skip(typ byte, depth int) {
	switch typ {
	case 1, 2, 3: // in a list a bool is a byte
		c.byte()
	case 4, 5, 6:
		c.varint()
	case 7:
		c.take(8)
	case 8:
		c.take(c.varint())
	case 9, 10:
		head := c.byte()
		n := uint64(head >> 4)
		if n == 15 {
			n = c.varint()
		}
		c.elements(n, depth, head&15)
	case 11:
		if n := c.varint(); n > 0 {
			types := c.byte()
			c.elements(n, depth, types>>4, types&15)
		}
	case 12:
		c.structure(depth + 1)
	case 13:
		c.take(16)
	default:
		c.fail(errThrift)
	}
}

func (c *compact) elements(n uint64, depth int, types ...byte) {
	if n > uint64(len(c.b)) || depth > maxNested {
		c.fail(errThrift)
		return
	}
	for ; n > 0 && c.err == nil; n-- {
		for _, t := range types {
			c.skip(t, depth+1)
		}
		c.count(1)
	}
}

func (c *compact) count(n int) {
	if c.parts += n; c.parts > maxParts {
		c.fail(errThrift)
	}
}
