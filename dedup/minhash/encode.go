package minhash

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
)

// An encoded sketch, version 1, both families; numbers are little-endian:
//
//	0   4       5        6      8      16                  16+8n     20+8n
//	+---+-------+--------+------+------+-------------------+---------+
//	|WCMH version family | size | seed | n slots, 8 each   | CRC-32C |
//	+---+-------+--------+------+------+-------------------+---------+
//
// The version is 1; the family is the [Family] as a number; n is size, or 0 when the set is empty; the sum covers all that
// stands before it (Castagnoli's polynomial). Nothing may follow. The slots stand in the order of [Sketch.Slots], for MinWise
// after the shuffle. A default sketch takes 1,044 bytes.
const (
	encodingMagic   = "WCMH"
	encodingVersion = 1

	headerSize = 16
	sumSize    = 4
)

// AppendBinary appends the encoding of the sketch to dst. The error is always nil; it implements [encoding.BinaryAppender].
//
// Cost: O(k), no allocation but that of dst.
func (s Sketch) AppendBinary(dst []byte) ([]byte, error) {
	c, start := s.Scheme(), len(dst)
	dst = slices.Grow(dst, headerSize+8*len(s.slots)+sumSize)
	dst = append(dst, encodingMagic...)
	dst = append(dst, encodingVersion, byte(c.Family))
	dst = binary.LittleEndian.AppendUint16(dst, uint16(c.Size))
	dst = binary.LittleEndian.AppendUint64(dst, c.Seed)
	for _, v := range s.slots {
		dst = binary.LittleEndian.AppendUint64(dst, v)
	}
	return binary.LittleEndian.AppendUint32(dst, checksum(dst[start:])), nil
}

// MarshalBinary returns the encoding of the sketch. It implements [encoding.BinaryMarshaler]; the error is always nil.
func (s Sketch) MarshalBinary() ([]byte, error) {
	return s.AppendBinary(nil)
}

// UnmarshalBinary makes s the sketch that data encodes, of whatever scheme. It keeps no reference to data. The error is
// [ErrVersion] for a sketch of a version that this package does not read and [ErrFormat] for anything else, with s unchanged.
// It implements [encoding.BinaryUnmarshaler].
//
// Cost: O(k), one allocation.
func (s *Sketch) UnmarshalBinary(data []byte) error {
	c, body, err := parse(data)
	if err != nil {
		return err
	}
	slots := make([]uint64, len(body)/8)
	for i := range slots {
		v := binary.LittleEndian.Uint64(body[8*i:])
		if v == empty || c.Family == FastSimilarity && !plausibleFast(v, i, c.Size) {
			return fmt.Errorf("%w: slot %d holds %#x", ErrFormat, i, v)
		}
		slots[i] = v
	}
	*s = c.View(slots)
	return nil
}

// parse checks an encoding apart from the slots and returns its scheme and its slots.
func parse(data []byte) (c Scheme, body []byte, err error) {
	n := len(data) - headerSize - sumSize
	if len(data) <= len(encodingMagic) || string(data[:len(encodingMagic)]) != encodingMagic {
		return c, nil, fmt.Errorf("%w: no %q at its start", ErrFormat, encodingMagic)
	}
	if v := data[len(encodingMagic)]; v != encodingVersion {
		return c, nil, fmt.Errorf("%w: %d", ErrVersion, v)
	}
	if n < 0 {
		return c, nil, fmt.Errorf("%w: %d bytes", ErrFormat, len(data))
	}
	c.Family = Family(data[5])
	c.Size = int(binary.LittleEndian.Uint16(data[6:]))
	c.Seed = binary.LittleEndian.Uint64(data[8:])
	switch sum := binary.LittleEndian.Uint32(data[headerSize+n:]); {
	case sum != checksum(data[:headerSize+n]):
		err = fmt.Errorf("%w: checksum %08x does not match", ErrFormat, sum)
	case !c.valid():
		err = fmt.Errorf("%w: scheme %+v", ErrFormat, c)
	case n != 0 && n != 8*c.Size:
		err = fmt.Errorf("%w: %d bytes of slots for a size of %d", ErrFormat, n, c.Size)
	}
	return c, data[headerSize : headerSize+n], err
}

func checksum(b []byte) uint32 {
	return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))
}
