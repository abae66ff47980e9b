package input

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
)

// A row is files in a folder and what reading that folder gives, in order: an
// article as "ID: text", an error as "! message" with DIR for the folder.
type row struct {
	why     string
	files   map[string]string
	want    []string
	options *Options
}

var rows = []row{
	{
		why:   "a text is called by its path and stays as it is",
		files: map[string]string{"b.txt": "Rain.\r\n", "a/c.txt": " Snow \n"},
		want:  []string{"a/c.txt:  Snow \n", "b.txt: Rain.\r\n"},
	},
	{
		why: "an archive's texts are called by archive and member; the rest of it is passed over",
		files: map[string]string{
			"x/01-strike.txtar": "About.\n-- agency.txt --\nTitle: Strike\n\nPort shut.\n-- gold --\na b\n-- brief.txt --\nShut.\n",
		},
		want: []string{"x/01-strike/agency: Port shut.\n", "x/01-strike/brief: Shut.\n"},
	},
	{
		why: "lines: numbers as IDs, either name of the language, unknown fields, blank lines, no newline at the end",
		files: map[string]string{
			"n.jsonl": `{"id":7,"text":"A","lang":"fr"}` + "\n\n  \r\n" + `{"id":"b","text":"\u00e9\tB","language":"en","tags":[1]}`,
		},
		want: []string{"7: A", "b: é\tB"},
	},
	{
		why: "a broken line is named, and the rest goes on",
		files: map[string]string{
			"n.jsonl": `{"id":"a","text":"A"}` + "\n" + `{"id":"b","text":"B` + "\n[1]\n" + `{"id":"c","text":3}` + "\n" + `{"id":true}` + "\n" + `{"id":"e","text":"E"}`,
		},
		want: []string{
			"a: A",
			"! DIR/n.jsonl:2: broken JSON: unexpected end of JSON input",
			`! DIR/n.jsonl:3: here must be one object, {"id": …, "text": …}, and this is of type array`,
			`! DIR/n.jsonl:4: "c": "text" must be a string and is a number`,
			`! DIR/n.jsonl:5: "id" must be a string or a number and is true or false`,
			"e: E",
		},
	},
	{
		why: "an article needs an ID and a text",
		files: map[string]string{
			"a.txt":     " \n",
			"b.txtar":   "-- one.txt --\nTitle: One\n\n-- two.txt --\nTwo.\n",
			"c.jsonl":   `{"text":"A"}` + "\n" + `{"id":"b"}`,
			"d.txtar":   "-- gold --\n",
			"e.txt":     "",
			"f.txt.gz":  "",
			"g.jsonl":   "", // an hour without news is none the worse for it
			"title.txt": "Title: Nothing else\n\n",
		},
		want: []string{
			"! DIR/a.txt: no text",
			`! DIR/b.txtar: "b/one": no text`,
			"b/two: Two.\n",
			`! DIR/c.jsonl:1: no "id"`,
			`! DIR/c.jsonl:2: "b": no text`,
			"! DIR/d.txtar: no member *.txt in this archive",
			"! DIR/e.txt: no text",
			"! DIR/f.txt.gz: the compressed data end too early: the file was cut short",
			"! DIR/title.txt: no text",
		},
	},
	{
		why: "the second article of an ID is passed over, and both places named",
		files: map[string]string{
			"a.jsonl": "\n" + `{"id":"x","text":"1"}` + "\n" + `{"id":"x","text":"2"}`,
			"b.txt":   "ID: x\n\n3",
			"c.jsonl": `{"id":"x","text":""}` + "\n" + `{"id":"y","text":"4"}`,
		},
		want: []string{
			"x: 1",
			`! DIR/a.jsonl:3: "x": this ID is taken: DIR/a.jsonl:2 has it`,
			`! DIR/b.txt: "x": this ID is taken: DIR/a.jsonl:2 has it`,
			`! DIR/c.jsonl:1: "x": no text`,
			"y: 4",
		},
	},
	{
		why: "any bytes are text; byte order marks are not",
		files: map[string]string{
			"bad.txt":     "caf\xe9\x00\xff",
			"bom.txt":     "\ufeffTitle: T\n\nOne",
			"bom16.txt":   utf16Text("Été\n", binary.LittleEndian),
			"bom16be.txt": utf16Text("𝄞 Été", binary.BigEndian),
			"lines.jsonl": "\ufeff" + `{"id":"j","text":"J"}`,
		},
		want: []string{"bad.txt: caf\xe9\x00\xff", "bom.txt: One", "bom16.txt: Été\n", "bom16be.txt: 𝄞 Été", "j: J"},
	},
	{
		why: "compression is told by the bytes, whatever the name says",
		files: map[string]string{
			"a.txt.gz":    gz("A"),
			"b.txt":       zst("B"),
			"c.TXTAR.ZST": zst("-- m.txt --\nC"),
			"d.jsonl.gz":  "{\"id\":\"d\",\"text\":\"D\"}",
			"e.ndjson":    gz(`{"id":"e","text":"E"}`) + gz("\n"+`{"id":"f","text":"F"}`),
		},
		want: []string{"a.txt.gz: A", "b.txt: B", "c/m: C\n", "d: D", "e: E", "f: F"},
	},
	{
		why: "what stands before the end of a cut file is kept",
		files: map[string]string{
			"a.jsonl.gz": cutShort(gz(numbered(3)+random(200<<10)), 100<<10),
			"b.txt.gz":   cutShort(gz(random(10<<10)), 5<<10),
			"c.txt.gz":   cutShort(gz("c"), 7),
			"d.txt":      "D",
		},
		want: []string{
			"1: A", "2: A", "3: A",
			"! DIR/a.jsonl.gz:4: the compressed data end too early: the file was cut short",
			"! DIR/b.txt.gz: the compressed data end too early: the file was cut short",
			"! DIR/c.txt.gz: the compressed data end too early: the file was cut short",
			"d.txt: D",
		},
	},
	{
		why: "a date that cannot be read is no reason to lose the article",
		files: map[string]string{
			"a.jsonl": `{"id":"a","text":"A","published":"yesterday"}`,
			"b.txt":   "Published: 1 Vendémiaire\n\nB",
		},
		want: []string{
			`! DIR/a.jsonl:1: "a": "yesterday" is not a date like 2024-03-04 or 2024-03-04T07:12:00Z; the article is read without it`,
			"a: A",
			`! DIR/b.txt: "1 Vendémiaire" is not a date like 2024-03-04 or 2024-03-04T07:12:00Z; the article is read without it`,
			"b.txt: B",
		},
	},
	{
		why:   "a folder's hidden files and those of other forms are passed over",
		files: map[string]string{".git/a.txt": "A", ".b.txt": "B", "c.pdf": "C", "README": "D", "e.txt": "E"},
		want:  []string{"e.txt: E"},
	},
	{
		why:   "a folder without articles says so, and what would be one",
		files: map[string]string{"c.pdf": "C"},
		want:  []string{"! DIR: no file of a form that is read (txt, txtar, jsonl, json, csv, html, xml, parquet or warc, also .gz and .zst) in this folder or below"},
	},
	{
		why:   "a name that would disturb a terminal is quoted",
		files: map[string]string{"a\x1b[2J.txt": ""},
		want:  []string{`! "DIR/a\x1b[2J.txt": no text`},
	},
}

func TestRead(t *testing.T) {
	for _, r := range slices.Concat(rows, jsonRows, tableRows, pageRows, xmlRows, archiveRows) {
		t.Run(r.why, func(t *testing.T) {
			dir := folder(t, r.files)
			require.Equal(t, r.want, told(dir, r.options, dir))
		})
	}
}

// folder writes files and returns the folder they are in.
func folder(t testing.TB, files map[string]string) string {
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(p), 0o777))
		require.NoError(t, os.WriteFile(p, []byte(text), 0o666))
	}
	return dir
}

// told returns what reading gives, as a row has it.
func told(dir string, o *Options, paths ...string) (out []string) {
	for a, err := range Read(paths, o) {
		s := a.ID + ": " + a.Text
		if err != nil {
			s = "! " + err.Error()
		}
		if dir != "" {
			s = strings.ReplaceAll(s, dir, "DIR")
		}
		out = append(out, s)
	}
	return out
}

// What is kept of articles that went by is their IDs, which may be pieces of their rows.
func TestReadKeepsIDsAlone(t *testing.T) {
	const rows, size = 200, 100 << 10
	var b strings.Builder
	b.WriteString("id,text\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d,%s\n", i, strings.Repeat("word ", size/5))
	}
	in := strings.NewReader(b.String())
	heap := func() int {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	before, n := heap(), 0
	for _, err := range Read([]string{"-"}, &Options{Form: "csv", Stdin: in}) {
		require.NoError(t, err)
		if n++; n == rows {
			require.Less(t, heap()-before, rows*size/4)
		}
	}
	require.Equal(t, rows, n)
}

func TestReadIsRepeatableAndMayBeLeft(t *testing.T) {
	dir := folder(t, map[string]string{"n.jsonl": numbered(3), "o.jsonl": "?", "p.txt": "P"})
	all := Read([]string{dir}, nil)
	for range 2 {
		n := 0
		for range all {
			n++
		}
		require.Equal(t, 5, n)
	}
	for stop := range 5 {
		n := 0
		for range all {
			if n++; n > stop {
				break
			}
		}
		require.Equal(t, stop+1, n)
	}
}

func TestErrorsAreTold(t *testing.T) {
	dir := folder(t, map[string]string{
		"n.jsonl": "\n" + `{"id":"a"}` + "\n" + `{"text":"T"}` + "\n" + `{"id":"b","text":"T"}` + "\n" + `{"id":"b","text":"T"}` + "\n" +
			`{"id":"d","text":"T","published":"?"}` + "\n" + `{"id":"e","text":"` + strings.Repeat("T", 100) + `"}`,
		"x.pdf":  "%PDF-1.7",
		"z/z":    "",
		"y.json": `[{"id":"y","text":"Y"},`,
	})
	n := filepath.Join(dir, "n.jsonl")
	paths := []string{n, filepath.Join(dir, "x.pdf"), filepath.Join(dir, "z"), filepath.Join(dir, "none.txt"), filepath.Join(dir, "y.json")}
	want := []Error{
		{n, 2, 0, "a", ErrEmpty},
		{n, 3, 0, "", dedup.ErrNoID},
		{n, 5, 0, "b", dedup.ErrDuplicate},
		{n, 6, 0, "d", ErrDate},
		{n, 7, 0, "", ErrTooLong},
		{paths[1], 0, 0, "", ErrForm},
		{paths[2], 0, 0, "", ErrNone},
		{paths[3], 0, 0, "", os.ErrNotExist},
		{paths[4], 0, 2, "", io.ErrUnexpectedEOF},
	}
	for _, err := range Read(paths, &Options{MaxBytes: 100}) {
		if err == nil {
			continue
		}
		var e *Error
		require.ErrorAs(t, err, &e)
		require.ErrorIs(t, err, want[0].Err)
		require.Equal(t, want[0], Error{e.Path, e.Line, e.Record, e.ID, want[0].Err}) //nolint:testifylint // want[0] is what is expected
		want = want[1:]
	}
	require.Empty(t, want)
}

// numbered returns lines with the articles 1, 2, …, each of text A.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`{"id":` + string(rune('1'+i)) + `,"text":"A"}` + "\n")
	}
	return b.String()
}

func gz(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(s))
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err)
	}
	return b.String()
}

func zst(s string) string {
	w, _ := zstd.NewWriter(nil)
	return string(w.EncodeAll([]byte(s), nil))
}

func cutShort(s string, n int) string { return s[:n] }

// random returns letters that do not compress to much less.
func random(n int) string {
	b := make([]byte, n)
	for i, x := 0, uint64(1); i < n; i++ {
		x = x*6364136223846793005 + 1442695040888963407
		b[i] = 'a' + byte(x>>59)%26
	}
	return string(b)
}

func utf16Text(s string, order binary.AppendByteOrder) string {
	var b []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}
