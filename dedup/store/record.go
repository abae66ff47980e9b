package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/zeebo/xxh3"
)

// What stands in the buckets, format 1; numbers are little-endian, row numbers
// as keys big-endian so that they sort, "uv" is an unsigned varint and a string
// is its length as one and its bytes.
//
//	header   "format"  sum  8: 1 (the format)
//	records  ID        sum  8: row of the text, 0 if it is elsewhere  8: arrival
//	                        8: published, Unix seconds  4: nanoseconds
//	                        string title  string source  string language  rest: state
//	texts    8: row    sum  uv: length  1: coding, 0 plain, 1 zstd  rest: the text so coded
//	meta     key       sum  rest: value
//
//	sum      8: xxh3 of what follows it in the value, seeded with xxh3 of the key,
//	            for a text of its article's ID, and that seeded with the kind of value
//
// So a value that was damaged, or stands under another key than its own, is not
// taken for good: of 2^64 random ones, one is. A record is found by its ID; its
// text is filed under a row number that only grows, so that texts are written one
// after the other and pages fill up, whatever the IDs are. With texts under the
// IDs, batches touch twice the pages.
const format = 1

const sumSize = 8

// A kind of value is part of its sum.
type kind uint64

const (
	kindHeader kind = 1 + iota
	kindRecord
	kindText
	kindMeta
)

func sum(k kind, key string, body []byte) uint64 {
	return xxh3.HashSeed(body, xxh3.HashStringSeed(key, uint64(k)))
}

// seal puts the sum into the first bytes of a value, which were left for it.
func seal(k kind, key string, value []byte) []byte {
	binary.LittleEndian.PutUint64(value, sum(k, key, value[sumSize:]))
	return value
}

// unseal returns what follows the sum, if it is right.
func unseal(k kind, key string, value []byte) ([]byte, error) {
	if len(value) < sumSize {
		return nil, fmt.Errorf("%w: a value of %d bytes", dedup.ErrCorrupt, len(value))
	}
	if got, want := sum(k, key, value[sumSize:]), binary.LittleEndian.Uint64(value); got != want {
		return nil, fmt.Errorf("%w: checksum %016x instead of %016x", dedup.ErrCorrupt, got, want)
	}
	return value[sumSize:], nil
}

// A record is a dedup.Record and where its text is filed.
type record struct {
	dedup.Record
	row uint64
}

const (
	rowAt     = sumSize // in a value
	fixedSize = 8 + 8 + 8 + 4
)

// encode returns the value of a record; setRow fills in the row when it is known.
func (r *record) encode() []byte {
	n := sumSize + fixedSize + 3*binary.MaxVarintLen32 + len(r.Title) + len(r.Source) + len(r.Language) + len(r.State)
	v := make([]byte, sumSize, n)
	v = binary.LittleEndian.AppendUint64(v, r.row)
	v = binary.LittleEndian.AppendUint64(v, r.Arrival)
	v = binary.LittleEndian.AppendUint64(v, uint64(r.Published.Unix()))
	v = binary.LittleEndian.AppendUint32(v, uint32(r.Published.Nanosecond()))
	for _, s := range []string{r.Title, r.Source, r.Language} {
		v = binary.AppendUvarint(v, uint64(len(s)))
		v = append(v, s...)
	}
	return seal(kindRecord, r.ID, append(v, r.State...))
}

// setRow changes the row in an encoded record.
func setRow(id string, value []byte, row uint64) {
	binary.LittleEndian.PutUint64(value[rowAt:], row)
	seal(kindRecord, id, value)
}

// decode makes r the record that a value holds under an ID. It keeps neither; in
// case of an error r is as before.
//
// Cost: linear, five allocations at most.
func (r *record) decode(id string, value []byte) error {
	body, err := unseal(kindRecord, id, value)
	if err != nil {
		return err
	}
	if len(body) < fixedSize {
		return fmt.Errorf("%w: a record of %d bytes", dedup.ErrCorrupt, len(body))
	}
	var d record
	d.row = binary.LittleEndian.Uint64(body)
	d.Arrival = binary.LittleEndian.Uint64(body[8:])
	nanos := binary.LittleEndian.Uint32(body[24:])
	if nanos >= uint32(time.Second) {
		return fmt.Errorf("%w: %d nanoseconds", dedup.ErrCorrupt, nanos)
	}
	d.Published = time.Unix(int64(binary.LittleEndian.Uint64(body[16:])), int64(nanos)).UTC()
	rest := body[fixedSize:]
	for _, s := range []*string{&d.Title, &d.Source, &d.Language} {
		n, size := binary.Uvarint(rest)
		if size <= 0 || n > uint64(len(rest)-size) {
			return fmt.Errorf("%w: a record's string ends beyond it", dedup.ErrCorrupt)
		}
		*s = string(rest[size : size+int(n)])
		rest = rest[size+int(n):]
	}
	d.ID = id
	if len(rest) > 0 {
		d.State = bytes.Clone(rest)
	}
	*r = d
	return nil
}
