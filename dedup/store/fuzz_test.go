package store

import (
	"bytes"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

// FuzzRecord decodes any bytes, as they are and under a right sum. The error is
// ErrCorrupt and the record as before, or it is a record that survives its encoding.
func FuzzRecord(f *testing.F) {
	for i := range 4 {
		r := record{article("a", i*i), i%2 == 0}
		f.Add(r.encode())
	}
	f.Add([]byte{})
	key := rowKey(7)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= sumSize {
			data = seal(kindRecord, key, bytes.Clone(data))
		}
		before := record{article("before", 1), true}
		r := before
		if err := r.decode(key, data); err != nil {
			require.ErrorIs(t, err, dedup.ErrCorrupt)
			require.Equal(t, before, r)
			return
		}
		var again record
		require.NoError(t, again.decode(key, seal(kindRecord, key, r.encode())))
		require.Equal(t, r, again)
		require.ErrorIs(t, again.decode(rowKey(8), data), dedup.ErrCorrupt, "under another key")
		data[len(data)-1]++
		require.ErrorIs(t, again.decode(key, data), dedup.ErrCorrupt, "another last byte")
	})
}

// FuzzText does the same to texts, and encodes what it gets.
func FuzzText(f *testing.F) {
	c, err := newCoder()
	require.NoError(f, err)
	for i := range 4 {
		f.Add(c.encode(article("a", i*i).Text))
	}
	f.Add([]byte("\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00abc"))
	key := rowKey(7)
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := c.decode(key, seal(kindText, key, c.encode(string(data))))
		require.NoError(t, err)
		require.Equal(t, string(data), text)
		if len(data) >= sumSize {
			data = seal(kindText, key, bytes.Clone(data))
		}
		if _, err := c.decode(key, data); err != nil {
			require.ErrorIs(t, err, dedup.ErrCorrupt)
		}
	})
}

// FuzzPage takes any bytes for a page. What passes the check can be read.
func FuzzPage(f *testing.F) {
	f.Add([]byte("\x04\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01\x00\x00\x00\x00\x00" +
		"\x00\x00\x00\x00\x10\x00\x00\x00\x01\x00\x00\x00\x02\x00\x00\x00" + "kvv"))
	f.Add([]byte("\x04\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00" +
		"\x10\x00\x00\x00\x01\x00\x00\x00\x09\x00\x00\x00\x00\x00\x00\x00" + "k"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < pageHeader {
			return
		}
		for _, full := range []bool{false, true} {
			p := header(data)
			if err := p.check(nil, []byte("x"), full); err != nil {
				require.ErrorIs(t, err, dedup.ErrCorrupt)
				continue
			}
			size := pageHeader + p.count*elemSize
			for i := range p.count {
				e := p.elem(i)
				require.Negative(t, bytes.Compare(e.key, []byte("x")))
				size += len(e.key) + len(e.value)
			}
			require.LessOrEqual(t, size, len(data))
		}
	})
}

// FuzzFile writes over any part of a file. It is found whole, or damaged, or of
// another version, and never makes who reads it stumble.
func FuzzFile(f *testing.F) {
	s := open(f, f.TempDir(), nil)
	require.NoError(f, s.Apply(f.Context(), &dedup.Batch{Put: []dedup.Record{article("a", 1)}}))
	var file bytes.Buffer
	_, err := s.WriteTo(&file)
	require.NoError(f, err)
	f.Add(0, []byte{})
	for page := range file.Len() / pageSize {
		f.Add(page*pageSize+8, []byte{1})
	}
	f.Fuzz(func(t *testing.T, at int, change []byte) {
		bad := bytes.Clone(file.Bytes())
		if at < 0 || at > len(bad) {
			return
		}
		copy(bad[at:], change)
		r := bytes.NewReader(bad)
		m, damage, err := openFile(r, int64(len(bad)))
		if err != nil || damage != nil {
			return
		}
		tr := &tree{file: m}
		if _, err := tr.version(); err != nil {
			require.True(t, errors.Is(err, dedup.ErrCorrupt) || errors.Is(err, ErrVersion), "%v", err)
		}
		if err := tr.check(int64(len(bad)), make(map[string]uint64)); err != nil {
			require.ErrorIs(t, err, dedup.ErrCorrupt)
		}
	})
}
