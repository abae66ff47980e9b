package input

import (
	"encoding/binary"
	"math"

	"github.com/parquet-go/parquet-go/format"
)

// checkValues looks at encoded values for what makes much of few bytes: runs,
// deltas of width 0, prefixes of prefixes.
func checkValues(b []byte, e format.Encoding, n int64, limit int) error {
	switch e {
	case plainDictionary, format.RLEDictionary:
		if len(b) == 0 {
			return nil // nothing but nulls
		}
		return checkRuns(b[1:], int(b[0]), n)
	case format.RLE:
		if len(b) < 4 {
			return errValues
		}
		return checkRuns(b[4:], 1, n)
	case format.DeltaBinaryPacked:
		c := &compact{b: b}
		c.varint()
		c.varint()
		if total := c.varint(); c.err != nil || total > uint64(n) {
			return errValues
		}
	case format.DeltaLengthByteArray:
		if _, _, ok := deltas(b, n); !ok {
			return errValues
		}
	case format.DeltaByteArray:
		prefixes, rest, ok := deltas(b, n)
		suffixes, _, ok2 := deltas(rest, n)
		if !ok || !ok2 || prefixes+suffixes > int64(limit) {
			return errValues
		}
	}
	return nil
}

// plainDictionary is what files before version 2 call RLEDictionary.
const plainDictionary format.Encoding = 2

// checkRuns adds up runs, each a varint: a count << 1 and one value, or a count of
// eights << 1 | 1 and as many values bit by bit. They may be 7 more than n.
func checkRuns(b []byte, width int, n int64) error {
	total := int64(0)
	for len(b) > 0 {
		u, used := binary.Uvarint(b)
		if used <= 0 || width > 32 || u>>1 > uint64(n)+8 {
			return errValues
		}
		b = b[used:]
		bytes := int64(width+7) / 8
		count := int64(u >> 1)
		if u&1 != 0 {
			bytes = count * int64(width)
			count *= 8
		}
		if total += count; total > n+8 {
			return errValues
		}
		b = b[min(bytes, int64(len(b))):]
	}
	return nil
}

// deltas adds up the lengths, at most n, in a sequence of deltas, and returns what
// follows it. It is not ok if one is below 0.
//
//	header  block size, miniblocks a block, number of values (varints), first value (zigzag)
//	block   least delta (zigzag), a width for each miniblock, the miniblocks: deltas above
//	        the least one, of that many bits each
func deltas(b []byte, n int64) (sum int64, rest []byte, ok bool) {
	c := &compact{b: b}
	block, minis, left := c.varint(), c.varint(), c.varint()
	sum = c.zigzag()
	if c.err != nil || minis == 0 || block%minis != 0 || block > 1<<16 || left > uint64(n) || sum < 0 {
		return 0, nil, false
	}
	if left == 0 {
		return 0, c.b, true
	}
	per, value := block/minis, sum
	for left--; left > 0; {
		least := c.zigzag()
		for _, w := range c.take(minis) {
			if left == 0 {
				break
			}
			mini := c.take(per * uint64(w) / 8)
			for i := range min(per, left) {
				value += least + int64(bitsAt(mini, i*uint64(w), uint64(w)))
				if sum += value; value < 0 || value > math.MaxInt32 || w > 32 {
					return 0, nil, false
				}
			}
			left -= min(per, left)
		}
		if c.err != nil {
			return 0, nil, false
		}
	}
	return sum, c.b, true
}

// bitsAt returns up to 32 bits, the least first.
func bitsAt(b []byte, at, width uint64) uint64 {
	var eight [8]byte
	copy(eight[:], b[min(at/8, uint64(len(b))):])
	return binary.LittleEndian.Uint64(eight[:]) >> (at % 8) & (1<<width - 1)
}
