package input

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	"github.com/parquet-go/parquet-go/format"
	"github.com/stretchr/testify/require"
)

// A plainRow is a row as most files have them.
type plainRow struct {
	ID   string `parquet:"id"`
	Text string `parquet:"text,optional"`
}

// plainRows returns n rows, the text of each third one missing.
func plainRows(n int) (rows []plainRow, want []string) {
	for i := range n {
		r := plainRow{ID: strconv.Itoa(i), Text: fmt.Sprint("text ", i%7, " of ", i)}
		if i%3 == 2 {
			r.Text = ""
			want = append(want, fmt.Sprintf(`! standard input: record %d: "%d": no text`, i+1, i))
		} else {
			want = append(want, r.ID+": "+r.Text)
		}
		rows = append(rows, r)
	}
	return rows, want
}

func parquetFileOf[T any](t testing.TB, rows []T, o ...parquet.WriterOption) string {
	var b bytes.Buffer
	require.NoError(t, parquet.Write(&b, rows, o...))
	return b.String()
}

func fromStdin(in string, o Options) []string {
	o.Stdin = strings.NewReader(in)
	return told("", &o, "-")
}

// Whatever the writer chose, the rows are the same.
func TestParquetWriters(t *testing.T) {
	rows, want := plainRows(1000)
	for why, o := range map[string][]parquet.WriterOption{
		"plain":      {},
		"row groups": {parquet.MaxRowsPerRowGroup(77)},
		"pages":      {parquet.PageBufferSize(300)},
		"version 1":  {parquet.DataPageVersion(1), parquet.PageBufferSize(500)},
		"snappy":     {parquet.Compression(&parquet.Snappy)},
		"gzip":       {parquet.Compression(&parquet.Gzip), parquet.DataPageVersion(1)},
		"zstd":       {parquet.Compression(&parquet.Zstd), parquet.PageBufferSize(300)},
		"brotli":     {parquet.Compression(&parquet.Brotli)},
		"lz4":        {parquet.Compression(&parquet.Lz4Raw), parquet.PageBufferSize(300)},
	} {
		t.Run(why, func(t *testing.T) {
			require.Equal(t, want, fromStdin(parquetFileOf(t, rows, o...), Options{}))
		})
	}
}

func TestParquetEncodings(t *testing.T) {
	type row struct {
		ID   int64  `parquet:"id,delta"`
		Text string `parquet:"text,dict"`
		A    string `parquet:"title,delta"`
		B    []byte `parquet:"source,plain"`
	}
	var rows []row
	var want []string
	for i := range 500 {
		rows = append(rows, row{int64(1000 - 3*i), "text " + strconv.Itoa(i%5), strings.Repeat("prefix ", 5) + strconv.Itoa(i), []byte("S")})
		want = append(want, fmt.Sprintf("%d: text %d", 1000-3*i, i%5))
	}
	for version := range 2 {
		in := parquetFileOf(t, rows, parquet.DataPageVersion(version+1), parquet.PageBufferSize(400))
		require.Equal(t, want, fromStdin(in, Options{}))
		in = parquetFileOf(t, rows, parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.DeltaByteArray), parquet.DataPageVersion(version+1))
		require.Equal(t, want, fromStdin(in, Options{}))
	}
}

func TestParquetTypes(t *testing.T) {
	when := time.Date(2024, 3, 4, 7, 12, 5, 250e6, time.UTC)
	type micros struct {
		ID   [16]byte  `parquet:"id,uuid"`
		Text string    `parquet:"text"`
		Time time.Time `parquet:"published,timestamp(microsecond)"`
	}
	type day struct {
		Text string `parquet:"text"`
		Time int32  `parquet:"published,date"`
	}
	type text struct {
		ID   int32  `parquet:"id"`
		Text string `parquet:"text"`
		Time string `parquet:"published"`
	}
	type nested struct {
		Doc struct {
			Key  string  `parquet:"key"`
			Body *string `parquet:"body"`
		} `parquet:"doc"`
		Text []string `parquet:"text,list"`
	}
	body := "Body"
	n := nested{Text: []string{"a"}}
	n.Doc.Key, n.Doc.Body = "k", &body
	read := func(in string, o Options) (out []string) {
		o.Stdin = strings.NewReader(in)
		for a, err := range Read([]string{"-"}, &o) {
			if err != nil {
				return append(out, err.Error())
			}
			out = append(out, fmt.Sprintf("%s|%s|%s", a.ID, a.Text, a.Published.Format(time.RFC3339Nano)))
		}
		return out
	}
	uuid := [16]byte{0x12, 0x34, 15: 0xff}
	require.Equal(t, []string{"12340000-0000-0000-0000-0000000000ff|A|2024-03-04T07:12:05.25Z"}, read(parquetFileOf(t, []micros{{uuid, "A", when}}), Options{}))
	require.Equal(t, []string{"stdin:1|A|2024-03-04T00:00:00Z"}, read(parquetFileOf(t, []day{{"A", 19786}}), Options{}))
	require.Equal(t, []string{"7|A|2024-03-04T07:12:00Z"}, read(parquetFileOf(t, []text{{7, "A", "2024-03-04 07:12"}}), Options{}))
	in := parquetFileOf(t, []nested{n, {}})
	require.Equal(t, []string{"k|Body|0001-01-01T00:00:00Z", `standard input: record 2: no "id"`}, read(in, Options{Fields: map[string]string{"id": "doc.key", "text": "doc.body"}}))
	require.Equal(t, []string{`standard input: no column "text"; say which of these holds the text, by Options.Fields: "doc.key", "doc.body", "text.list.element"`}, read(in, Options{}))
	require.Equal(t, []string{`standard input: the column "text.list.element" holds lists, and not a value a row`}, read(in, Options{Fields: map[string]string{"text": "text.list.element"}}))
}

// A file is read row group by row group; one that comes packed must be held.
func TestParquetFromFileAndPacked(t *testing.T) {
	rows, want := plainRows(3000)
	in := parquetFileOf(t, rows, parquet.MaxRowsPerRowGroup(500))
	dir := folder(t, map[string]string{"a.parquet": in, "b.parquet.gz": gz(in), "c.dat": in})
	o := &Options{MaxBytes: 20 << 10}
	got := told("", o, filepath.Join(dir, "a.parquet"))
	require.Len(t, got, len(want))
	require.Equal(t, want[0], got[0])
	require.Equal(t, "! DIR/b.parquet.gz: longer than 20 KB, the most that is read at a time, where it cannot be read piece by piece: unpack it, and name the file",
		strings.ReplaceAll(told("", o, filepath.Join(dir, "b.parquet.gz"))[0], dir, "DIR"))
	require.Len(t, told("", nil, filepath.Join(dir, "b.parquet.gz")), len(want))
	require.Len(t, told("", nil, filepath.Join(dir, "c.dat")), len(want), "told by its first bytes")
}

// A row group that is broken costs its rows, and a file without its end all of them.
func TestParquetBroken(t *testing.T) {
	rows, _ := plainRows(300)
	for i := range rows {
		rows[i].Text = random(200)[:100] + strconv.Itoa(i)
	}
	in := []byte(parquetFileOf(t, rows, parquet.MaxRowsPerRowGroup(100), parquet.Compression(&parquet.Snappy)))
	f, err := parquet.OpenFile(bytes.NewReader(in), int64(len(in)))
	require.NoError(t, err)
	at := f.Metadata().RowGroups[1].Columns[1].MetaData.DataPageOffset
	damaged := bytes.Clone(in)
	for i := range 20 {
		damaged[at+int64(i)] = 0xff
	}
	got := fromStdin(string(damaged), Options{})
	require.Len(t, got, 201)
	require.Contains(t, got[100], "! standard input: record 101: row group 2 cannot be read from here: column \"text\": page 1: ")
	require.True(t, strings.HasPrefix(got[101], "200: "))

	for _, cut := range []int{0, 1, 4, 11, 12, 100, len(in) - 9, len(in) - 1} {
		got := fromStdin(string(in[:cut]), Options{Form: "parquet"})
		require.Equal(t, []string{"! standard input: not a .parquet file, or not all of one"}, got, cut)
	}
	footer := bytes.Clone(in)
	binary.LittleEndian.PutUint32(footer[len(in)-8:], 1<<31)
	require.Equal(t, []string{"! standard input: not a .parquet file, or not all of one"}, fromStdin(string(footer), Options{}))
	copy(footer[len(in)-4:], "PARE")
	require.Equal(t, []string{"! standard input: this .parquet file is encrypted"}, fromStdin(string(footer), Options{}))
}

// Bits of a file are turned, one at a time: there are errors, other texts, or nothing,
// and neither panic nor much memory.
func TestParquetBits(t *testing.T) {
	rows, _ := plainRows(40)
	for _, o := range [][]parquet.WriterOption{
		{parquet.Compression(&parquet.Zstd), parquet.DataPageVersion(1)},
		{parquet.Compression(&parquet.Lz4Raw), parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.DeltaByteArray)},
		{parquet.Compression(&parquet.Snappy), parquet.DefaultEncodingFor(parquet.ByteArray, &parquet.RLEDictionary)},
	} {
		in := []byte(parquetFileOf(t, rows, o...))
		step := 5
		if testing.Short() {
			step = 61
		}
		for i := 0; i < 8*len(in); i += step {
			b := bytes.Clone(in)
			b[i/8] ^= 1 << (i % 8)
			fromStdin(string(b), Options{Form: "parquet", MaxBytes: 1 << 20})
		}
	}
}

// A codec that packs zeros, n MB of which become little.
type bomb struct {
	compress.Codec
	n int
}

func (b bomb) Encode(dst, _ []byte) ([]byte, error) { return b.Codec.Encode(dst, make([]byte, b.n)) }

// A page that unpacks to more than it says is refused before it does.
func TestParquetBomb(t *testing.T) {
	rows := []plainRow{{"1", "A"}}
	for _, codec := range []compress.Codec{&parquet.Zstd, &parquet.Gzip, &parquet.Snappy, &parquet.Lz4Raw, &parquet.Brotli} {
		in := parquetFileOf(t, rows, parquet.Compression(bomb{codec, 100 << 20}))
		require.Less(t, len(in), 11<<20) // the worst packs 10 to 1
		got := fromStdin(in, Options{})
		require.Len(t, got, 1)
		require.Contains(t, got[0], "record 1: row group 1 cannot be read from here: column \"id\": page 1: it does not unpack to what it says", codec.String())
	}
	dir := folder(t, map[string]string{
		"a.parquet": parquetFileOf(t, []plainRow{{"1", strings.Repeat("A", 5<<20)}}, parquet.Compression(&parquet.Zstd)),
		"b.parquet": parquetFileOf(t, []plainRow{{"2", strings.Repeat("A", 3<<20)}, {"3", "B"}}, parquet.Compression(&parquet.Zstd)),
	})
	got := told(dir, &Options{MaxBytes: 1 << 20}, dir)
	require.Equal(t, []string{
		`! DIR/a.parquet: record 1: row group 1 cannot be read from here: column "text": page 1: longer than 4 MB, the most that is read of a page; MaxBytes is a quarter of that`,
		`! DIR/b.parquet: record 1: "2": longer than 1 MB, the most that is read at a time`, "3: B",
	}, got)
}

// A page of LZ4 has at most 255 times as much in it as it is long, whatever it says.
func TestLZ4SaysTooMuch(t *testing.T) {
	u := &unpacker{codec: format.Lz4Raw, limit: 1 << 40}
	_, err := u.unpack([]byte{0x10, 'a'}, 1<<40)
	require.ErrorIs(t, err, errPacked)
}

// The compact protocol of Thrift may ask for more than its bytes.
func TestThriftIsBounded(t *testing.T) {
	for why, b := range map[string][]byte{
		"structs in structs":          bytes.Repeat([]byte{0x1c}, 1<<20),
		"lists in lists":              bytes.Repeat([]byte{0x19}, 1<<20),
		"a list longer than its data": {0x19, 0xf5, 0xff, 0xff, 0xff, 0xff, 0x07},
		"a string longer than itself": {0x18, 0xff, 0xff, 0xff, 0xff, 0x07},
		"a map longer than its data":  {0x1b, 0xff, 0xff, 0xff, 0x07, 0x55},
		"a varint without end":        bytes.Repeat([]byte{0x15, 0xff, 0xff}, 10),
		"a type that there is not":    {0x1e},
		"no end":                      {0x15, 0x02},
		"a million fields":            bytes.Repeat([]byte{0x11}, maxParts+1),
	} {
		c := &compact{b: b}
		c.structure(0)
		require.Error(t, c.err, why)
	}
	c := &compact{b: []byte{0x15, 0x05, 0x1c, 0x11, 0x00, 0x19, 0x25, 0x02, 0x04, 0x00, 'x'}}
	f := c.structure(0)
	require.NoError(t, c.err)
	require.Equal(t, "x", string(c.b))
	require.Equal(t, int64(-3), f.ints[1])
	require.Equal(t, int64(1), f.structs[2].ints[1])
}

// What is counted of deltas is what parquet-go makes of them.
func TestDeltas(t *testing.T) {
	for _, lengths := range [][]int{{}, {0}, {5}, {1, 2, 3}, {9, 0, 9, 0}, make([]int, 1000), {1 << 20, 1, 1 << 20}} {
		var text []byte
		offsets := []uint32{0}
		sum := 0
		for _, n := range lengths {
			sum += n
			text = append(text, make([]byte, n)...)
			offsets = append(offsets, uint32(len(text)))
		}
		b, err := parquet.DeltaLengthByteArray.EncodeByteArray(nil, text, offsets)
		require.NoError(t, err)
		got, rest, ok := deltas(b, int64(len(lengths)))
		require.True(t, ok)
		require.Equal(t, sum, int(got))
		require.Len(t, rest, sum)
		if len(lengths) > 1 {
			_, _, ok = deltas(b, int64(len(lengths)-1))
			require.False(t, ok, "more values than the page says")
		}
	}
}

func BenchmarkParquet(b *testing.B) {
	var rows []plainRow
	for i := range 2000 {
		rows = append(rows, plainRow{strconv.Itoa(i), random(3000)})
	}
	in := parquetFileOf(b, rows, parquet.Compression(&parquet.Zstd))
	p := filepath.Join(b.TempDir(), "a.parquet")
	require.NoError(b, os.WriteFile(p, []byte(in), 0o666))
	b.Run("read", func(b *testing.B) {
		b.SetBytes(6000 * 1000)
		for b.Loop() {
			for _, err := range Read([]string{p}, nil) {
				require.NoError(b, err)
			}
		}
	})
	b.Run("check", func(b *testing.B) {
		b.SetBytes(6000 * 1000)
		f, err := parquet.OpenFile(strings.NewReader(in), int64(len(in)))
		require.NoError(b, err)
		for b.Loop() {
			for _, g := range f.Metadata().RowGroups {
				for i := range g.Columns {
					require.NoError(b, checkChunk(strings.NewReader(in), &g.Columns[i].MetaData, i, maxPage(64<<20)))
				}
			}
		}
	})
}
