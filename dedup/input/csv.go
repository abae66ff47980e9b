package input

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// table yields the articles of a .csv file: a header row, then a row an article.
func (r *reader) table(f file, in *bufio.Reader) {
	t := newTable(in, r.MaxBytes)
	header, err := t.next()
	if err == io.EOF {
		return // as an empty .jsonl file
	}
	if err != nil {
		r.fail((place{path: f.path, line: t.line}).error("", err))
		return
	}
	at := r.names.columns(header)
	if at[fieldText] < 0 {
		r.fail((place{path: f.path, line: t.line}).error("", r.names.missing(header)))
		return
	}
	t.csv.FieldsPerRecord = len(header)
	for !r.done {
		row, err := t.next()
		switch {
		case err == io.EOF:
			return
		case err != nil:
			r.fail((place{path: f.path, line: t.line}).error("", err))
			if t.over {
				return
			}
		default:
			r.row(f, row, at, t.line)
		}
	}
}

// row yields the article of a row. Without a column for IDs it is called by file
// and line.
func (r *reader) row(f file, row []string, at [fieldCount]int, line int) {
	var c record
	for i, j := range at {
		if j >= 0 {
			c[i] = row[j]
		}
	}
	if at[fieldID] < 0 {
		c[fieldID] = f.id + ":" + strconv.Itoa(line)
	}
	r.recorded(c, place{path: f.path, line: line})
}

// A tableReader reads rows of bounded length.
type tableReader struct {
	in   *byLine
	csv  *csv.Reader
	base int  // lines before those that csv counts
	line int  // of the last row, or of the fault in it
	lost bool // a row was cut: what follows is rows again from the first that is whole
	over bool // nothing more can be read
}

func newTable(in *bufio.Reader, limit int) *tableReader {
	t := &tableReader{in: &byLine{in: in, max: limit}}
	first, _ := in.Peek(sniffBytes)
	comma, declared := delimiter(first)
	if declared {
		t.in.skipLine()
		t.base = 1
	}
	t.begin(comma)
	return t
}

func (t *tableReader) begin(comma rune) {
	t.csv = csv.NewReader(t.in)
	t.csv.Comma = comma
	t.csv.LazyQuotes = comma == '\t' // where quotes are seldom more than characters
	t.csv.FieldsPerRecord = -1
	t.csv.ReuseRecord = false
}

// next returns a row. After an error the next one follows, unless t.over.
func (t *tableReader) next() ([]string, error) {
	for {
		row, err := t.read()
		if _, broken := errors.AsType[*csv.ParseError](err); broken && t.lost {
			continue
		}
		t.lost = errors.Is(err, ErrTooLong)
		return row, err
	}
}

func (t *tableReader) read() ([]string, error) {
	t.in.left, t.in.commas = t.in.max, maxCommas
	row, err := t.csv.Read()
	if err == nil {
		line, _ := t.csv.FieldPos(0)
		t.line = t.base + line
		return row, nil
	}
	if err == io.EOF {
		return nil, err
	}
	if p, ok := errors.AsType[*csv.ParseError](err); ok {
		t.line = t.base + p.StartLine
		return nil, t.wrong(p, len(row))
	}
	t.line = t.in.n + 1
	if !errors.Is(err, ErrTooLong) {
		t.over = true
		return nil, cause(err)
	}
	t.in.skipLine()
	fields := t.csv.FieldsPerRecord
	t.base = t.in.n
	t.begin(t.csv.Comma)
	t.csv.FieldsPerRecord = fields
	return nil, &said{err, "a row that ends here, or a quotation in it that does not, is " + err.Error()}
}

// wrong puts an error of package csv in words.
func (t *tableReader) wrong(p *csv.ParseError, fields int) error {
	switch {
	case errors.Is(p.Err, csv.ErrFieldCount):
		return &said{p, fmt.Sprintf("%d fields, and the header has %d; a text with %q in it must stand in quotes", fields, t.csv.FieldsPerRecord, t.csv.Comma)}
	case errors.Is(p.Err, csv.ErrQuote) && p.Line > p.StartLine:
		return &said{p, fmt.Sprintf("a quotation that begins here ends wrongly in line %d", t.base+p.Line)}
	}
	return &said{p, p.Err.Error()}
}

// delimiter tells what parts the fields of a first line: of comma, semicolon, tab
// and bar the one met most often outside quotes, of equals the first. A line
// "sep=;", as spreadsheets write it, says so and is no row.
func delimiter(head []byte) (comma rune, declared bool) {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if sep, ok := bytes.CutPrefix(line, []byte("sep=")); ok && len(sep) == 1 && bytes.ContainsAny(sep, ",;\t|") {
		return rune(sep[0]), true
	}
	count := map[rune]int{}
	quoted := false
	for _, c := range string(line) {
		if c == '"' {
			quoted = !quoted
		} else if !quoted {
			count[c]++
		}
	}
	comma = ','
	for _, c := range ";\t|" {
		if count[c] > count[comma] {
			comma = c
		}
	}
	return comma, false
}

// isTable reports whether a file of an unknown form begins with a header row that
// names the text and something else.
func isTable(head []byte, names fieldNames) bool {
	comma, declared := delimiter(head)
	if declared {
		return true
	}
	line, _, ended := bytes.Cut(head, []byte("\n"))
	c := csv.NewReader(bytes.NewReader(line))
	c.Comma = comma
	header, err := c.Read()
	return ended && err == nil && len(header) > 1 && names.columns(header)[fieldText] >= 0
}

// byLine is a reader that returns at most a line at a time, so that nobody who
// reads it has more than that in store, and no more bytes than are left.
type byLine struct {
	in        *bufio.Reader
	max, left int
	commas    int // that may still come in this row: each is a field in memory
	n         int // lines that were read to their end
}

// maxCommas is for a row, of all delimiters together.
const maxCommas = 1 << 20

func (b *byLine) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, tooLong(b.max)
	}
	if b.commas <= 0 {
		return 0, &said{ErrTooLong, fmt.Sprintf("of more than %d fields", maxCommas)}
	}
	if _, err := b.in.Peek(1); err != nil {
		return 0, err
	}
	part, _ := b.in.Peek(min(b.in.Buffered(), len(p), b.left))
	if i := bytes.IndexByte(part, '\n'); i >= 0 {
		part = part[:i+1]
		b.n++
	}
	n := copy(p, part)
	_, _ = b.in.Discard(n)
	b.left -= n
	for _, c := range []string{",", ";", "\t", "|"} {
		b.commas -= bytes.Count(p[:n], []byte(c))
	}
	return n, nil
}

// skipLine skips what is left of a line.
func (b *byLine) skipLine() {
	for {
		_, err := b.in.ReadSlice('\n')
		if err == bufio.ErrBufferFull {
			continue
		}
		b.n++
		return
	}
}
