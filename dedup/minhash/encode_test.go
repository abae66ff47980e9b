package minhash

import (
	"bytes"
	"encoding/hex"
	"flag"
	"fmt"
	"hash/crc32"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A change of testdata/v1.txt means that sketches which users have stored are no longer understood, or mean something else: it
// wants a new version beside it, not an update.
var update = flag.Bool("update", false, "rewrite testdata/v1.txt")

const golden1 = "testdata/v1.txt"

// goldenSketches are the sets that golden1 holds; the hashes are 1, 2, … n.
var goldenSketches = []struct {
	c Scheme
	n uint64
}{
	{Scheme{}, 0},
	{Scheme{Size: 4}, 1},
	{Scheme{Size: 5, Seed: 7}, 3},
	{Scheme{Size: 8, Seed: 1<<64 - 1}, 500},
	{Scheme{Size: 6, Family: MinWise}, 0},
	{Scheme{Size: 4, Family: MinWise}, 1},
	{Scheme{Size: 8, Seed: 7, Family: MinWise}, 500},
}

func goldenText(t *testing.T) string {
	var text strings.Builder
	for _, g := range goldenSketches {
		var set []uint64
		for x := range g.n {
			set = append(set, x+1)
		}
		s := g.c.Sketch(set)
		data, err := s.MarshalBinary()
		require.NoError(t, err)
		fmt.Fprintf(&text, "%v size=%d seed=%d hashes=1..%d\n\t%x\n", s.Scheme().Family, s.Scheme().Size, s.Scheme().Seed, g.n, data)
		if !s.Empty() {
			fmt.Fprintf(&text, "\tbands 2x2: %016x\n", s.AppendBands(nil, 2, 2))
		}
	}
	return text.String()
}

// TestGolden: the same bytes on every machine and by every later release, and every one can be read.
func TestGolden(t *testing.T) {
	text := goldenText(t)
	if *update {
		require.NoError(t, os.WriteFile(golden1, []byte(text), 0o644))
	}
	stored, err := os.ReadFile(golden1)
	require.NoError(t, err)
	require.Equal(t, string(stored), text)

	read := 0
	for line := range strings.Lines(string(stored)) {
		data, err := hex.DecodeString(strings.TrimSpace(line))
		if err != nil || len(data) == 0 {
			continue // a title, or band keys
		}
		var s Sketch
		require.NoError(t, s.UnmarshalBinary(data))
		require.Equal(t, goldenSketches[read].c.resolved(), s.Scheme())
		require.Equal(t, goldenSketches[read].n == 0, s.Empty())
		read++
	}
	require.Len(t, goldenSketches, read)
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyScheme.Draw(t, "scheme").Sketch(anySet.Draw(t, "set"))
		data, err := want.AppendBinary([]byte("before"))
		require.NoError(t, err)
		got := Scheme{Size: 3}.Sketch([]uint64{1})
		require.NoError(t, got.UnmarshalBinary(data[len("before"):]))
		require.Equal(t, want, got)
	})
}

// refused requires one of the named errors and an unchanged receiver.
func refused(t require.TestingT, data []byte, why string) {
	before := Scheme{Size: 2, Seed: 5}.Sketch([]uint64{1})
	s := before
	err := s.UnmarshalBinary(data)
	if len(data) > 4 && string(data[:4]) == encodingMagic && data[4] != encodingVersion {
		require.ErrorIs(t, err, ErrVersion, why)
	} else {
		require.ErrorIs(t, err, ErrFormat, why)
	}
	require.Equal(t, before, s, why)
}

func TestDamageIsRefused(t *testing.T) {
	for _, c := range []Scheme{{Size: 8}, {Size: 8, Family: MinWise}} {
		for _, set := range [][]uint64{nil, {1, 2, 3}} {
			data, err := c.Sketch(set).MarshalBinary()
			require.NoError(t, err)
			for n := range data {
				refused(t, data[:n], fmt.Sprintf("cut to %d bytes", n))
			}
			refused(t, append(slices.Clip(data), 0), "a byte too many")
			for bit := range 8 * len(data) {
				bad := append([]byte(nil), data...)
				bad[bit/8] ^= 1 << (bit % 8)
				refused(t, bad, fmt.Sprintf("bit %d flipped", bit))
			}
		}
	}
}

func TestRandomDamageIsRefused(t *testing.T) {
	data, err := Scheme{}.Sketch(elements(1, 50)).MarshalBinary()
	require.NoError(t, err)
	rapid.Check(t, func(t *rapid.T) {
		bad := append([]byte(nil), data...)
		at := rapid.IntRange(0, len(bad)-1).Draw(t, "at")
		noise := rapid.SliceOfN(rapid.Byte(), 1, 8).Draw(t, "noise")
		if copy(bad[at:], noise); !bytes.Equal(bad, data) {
			refused(t, bad, "noise")
		}
	})
}

// TestNonsenseIsRefused: what no damage makes but a bad writer might, under a correct checksum.
func TestNonsenseIsRefused(t *testing.T) {
	for why, change := range map[string]func(b []byte){
		"size 0":                    func(b []byte) { b[6] = 0 },
		"size over MaxSize":         func(b []byte) { b[7] = 0xff },
		"unknown family":            func(b []byte) { b[5] = 2 },
		"another size":              func(b []byte) { b[6] = 7 },
		"an unfilled slot":          func(b []byte) { copy(b[16:], "\xff\xff\xff\xff\xff\xff\xff\xff") },
		"a round that slot has not": func(b []byte) { b[16+7], b[16+6] = 0, 9 },
	} {
		data, err := Scheme{Size: 8}.Sketch([]uint64{1, 2, 3}).MarshalBinary()
		require.NoError(t, err)
		change(data)
		sum := crc32.Checksum(data[:len(data)-4], crc32.MakeTable(crc32.Castagnoli))
		copy(data[len(data)-4:], []byte{byte(sum), byte(sum >> 8), byte(sum >> 16), byte(sum >> 24)})
		refused(t, data, why)
	}
}

func FuzzUnmarshal(f *testing.F) {
	for _, g := range goldenSketches {
		data, _ := g.c.Sketch(elements(1, int(g.n))).MarshalBinary()
		f.Add(data)
	}
	f.Add([]byte(encodingMagic + "\x02"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Sketch
		if s.UnmarshalBinary(data) != nil {
			refused(t, data, "as before")
			return
		}
		again, err := s.MarshalBinary()
		require.NoError(t, err)
		require.Equal(t, data, again, "what is accepted has one encoding")
	})
}
