package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/zeebo/xxh3"
)

// What stands in the buckets, format 1; numbers are little-endian, rows as keys
// big-endian so that they sort, "uv" is an unsigned varint and a string is its
// length as one and its bytes.
//
//	header   "format"  sum  8: 1 (the format)
//	records  8: row    sum  4: sum of the ID  string ID  1: where the text is, 0 elsewhere, 1 in texts
//	                        8: arrival  8: published, Unix seconds  4: nanoseconds
//	                        string title  string source  string language  rest: state
//	texts    8: row    sum  uv: length  1: coding, 0 plain, 1 zstd  rest: the text so coded
//	meta     key       sum  rest: value
//
//	sum      8: xxh3 of what follows it in the value, seeded with xxh3 of the key,
//	            and that with the kind of value; of the ID the low half, so that a
//	            record can be named that cannot be read
//
// So a value that was damaged, or stands under another key than its own, is not
// taken for good: of 2^64 random ones, one is.
//
// An article has a row, the next number when it is first put, which it keeps until
// it is deleted. New ones so come to stand at the end of records and texts, whatever
// their IDs are: a batch of 256 with 3 KB texts writes 1 MB in one piece. With the IDs
// as keys it wrote 500 pages all over the file, and a disk that took 22 ms for a batch
// took 80. Where an ID's row is the store knows by heart, from the reading of
// the file when it is opened.
const format = 1

const sumSize = 8

// A kind of value is part of its sum.
type kind uint64

const (
	kindHeader kind = 1 + iota
	kindRecord
	kindText
	kindMeta
	kindID
)

func sum(k kind, key, body []byte) uint64 {
	return xxh3.HashSeed(body, xxh3.HashSeed(key, uint64(k)))
}

// seal puts the sum into the first bytes of a value, which were left for it.
func seal(k kind, key, value []byte) []byte {
	binary.LittleEndian.PutUint64(value, sum(k, key, value[sumSize:]))
	return value
}

// unseal returns what follows the sum, if it is right.
func unseal(k kind, key, value []byte) ([]byte, error) {
	if len(value) < sumSize {
		return nil, fmt.Errorf("%w: a value of %d bytes", dedup.ErrCorrupt, len(value))
	}
	if got, want := sum(k, key, value[sumSize:]), binary.LittleEndian.Uint64(value); got != want {
		return nil, fmt.Errorf("%w: checksum %016x instead of %016x", dedup.ErrCorrupt, got, want)
	}
	return value[sumSize:], nil
}

func rowKey(row uint64) []byte { return binary.BigEndian.AppendUint64(nil, row) }

// A record is a dedup.Record and where its text is.
type record struct {
	dedup.Record
	elsewhere bool
}

const idSumSize = 4

func idSum(id []byte) uint32 { return uint32(sum(kindID, nil, id)) }

// encode returns the value of a record, to be sealed when its row is known.
func (r *record) encode() []byte {
	n := sumSize + idSumSize + 4*binary.MaxVarintLen32 + len(r.ID) + 1 + 8 + 8 + 4 +
		len(r.Title) + len(r.Source) + len(r.Language) + len(r.State)
	v := make([]byte, sumSize, n)
	v = binary.LittleEndian.AppendUint32(v, idSum([]byte(r.ID)))
	v = appendString(v, r.ID)
	if r.elsewhere {
		v = append(v, 0)
	} else {
		v = append(v, 1)
	}
	v = binary.LittleEndian.AppendUint64(v, r.Arrival)
	v = binary.LittleEndian.AppendUint64(v, uint64(r.Published.Unix()))
	v = binary.LittleEndian.AppendUint32(v, uint32(r.Published.Nanosecond()))
	for _, s := range []string{r.Title, r.Source, r.Language} {
		v = appendString(v, s)
	}
	return append(v, r.State...)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// cutString returns the string at the start of b and what follows it.
func cutString(b []byte) (s, rest []byte, ok bool) {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > uint64(len(b)-size) {
		return nil, nil, false
	}
	end := size + int(n)
	return b[size:end], b[end:], true
}

// cutID returns the ID in a record's value, whatever the rest of it is, and what
// follows.
func cutID(value []byte) (id, rest []byte, err error) {
	if len(value) > sumSize+idSumSize {
		id, rest, ok := cutString(value[sumSize+idSumSize:])
		if ok && len(id) > 0 && idSum(id) == binary.LittleEndian.Uint32(value[sumSize:]) {
			return id, rest, nil
		}
	}
	return nil, nil, fmt.Errorf("%w: a record without a legible ID", dedup.ErrCorrupt)
}

// decode makes r the record that a value holds under its key. It keeps neither. In
// case of an error r is as before.
//
// Cost: linear, five allocations at most.
func (r *record) decode(key, value []byte) error {
	if _, err := unseal(kindRecord, key, value); err != nil {
		return err
	}
	id, rest, err := cutID(value)
	if err != nil {
		return err
	}
	if len(rest) < 1+8+8+4 || rest[0] > 1 {
		return fmt.Errorf("%w: a record that ends after its ID", dedup.ErrCorrupt)
	}
	d := record{elsewhere: rest[0] == 0}
	d.ID, rest = string(id), rest[1:]
	d.Arrival = binary.LittleEndian.Uint64(rest)
	nanos := binary.LittleEndian.Uint32(rest[16:])
	if nanos >= uint32(time.Second) {
		return fmt.Errorf("%w: %d nanoseconds", dedup.ErrCorrupt, nanos)
	}
	d.Published = time.Unix(int64(binary.LittleEndian.Uint64(rest[8:])), int64(nanos)).UTC()
	rest = rest[20:]
	for _, field := range []*string{&d.Title, &d.Source, &d.Language} {
		s, after, ok := cutString(rest)
		if !ok {
			return fmt.Errorf("%w: a record that ends within a string", dedup.ErrCorrupt)
		}
		*field, rest = string(s), after
	}
	if len(rest) > 0 {
		d.State = bytes.Clone(rest)
	}
	*r = d
	return nil
}
