package input

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// parquet yields the articles of a .parquet file, a row an article. Only the
// columns that are asked for are read, row group by row group and page by page. A
// row group that is broken costs its rows.
func (r *reader) parquet(f file, c *content) {
	in, size, err := r.seekable(c)
	if err != nil {
		r.fail(&Error{Path: f.path, Err: err})
		return
	}
	t, err := openParquet(in, size, r.MaxBytes, r.names)
	if err != nil {
		r.fail(&Error{Path: f.path, Err: err})
		return
	}
	rows := 0 // before the row group at hand
	for i := range t.file.RowGroups() {
		n, err := r.rowGroup(f, t, i, rows)
		if r.done {
			return
		}
		if err != nil {
			r.fail((place{path: f.path, record: rows + n + 1}).error("", fmt.Errorf("row group %d cannot be read from here: %w", i+1, err)))
		}
		if err != nil { // as far as it says how many it has
			n = max(n, int(min(t.file.RowGroups()[i].NumRows(), 1<<31)))
		}
		rows += n
	}
}

// seekable returns what may be read in any order: a file as it is, or all of what
// comes in another way, which MaxBytes bounds.
func (r *reader) seekable(c *content) (io.ReaderAt, int64, error) {
	if c.file != nil && c.as {
		if fi, err := c.file.Stat(); err == nil && fi.Mode().IsRegular() {
			return meteredAt{c.file, &r.meter}, fi.Size(), nil
		}
	}
	s, err := r.all(c.Reader)
	if errors.Is(err, ErrTooLong) {
		err = &said{err, err.Error() + ", where it cannot be read piece by piece: unpack it, and name the file"}
	}
	return strings.NewReader(s), int64(len(s)), err
}

type meteredAt struct {
	in io.ReaderAt
	m  *meter
}

// ReadAt reads from the file and counts.
func (t meteredAt) ReadAt(p []byte, off int64) (int, error) {
	n, err := t.in.ReadAt(p, off)
	t.m.add(n)
	return n, err
}

// A parquetFile is one that is open, and the columns of it that are read.
type parquetFile struct {
	in      io.ReaderAt
	max     int
	file    *parquet.File
	columns [fieldCount]*column
}

// A column is one that holds a field.
type column struct {
	leaf parquet.LeafColumn
	name string
	text func(parquet.Value) string
}

func openParquet(in io.ReaderAt, size int64, limit int, names fieldNames) (*parquetFile, error) {
	if err := checkFooter(in, size); err != nil {
		return nil, err
	}
	t := &parquetFile{in: in, max: limit}
	err := guarded("parquet-go", func() (err error) {
		t.file, err = parquet.OpenFile(in, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(bufferBytes))
		if err != nil {
			return err
		}
		return t.choose(names)
	})
	return t, err
}

// choose finds the columns. A field within a group is called "group.field".
func (t *parquetFile) choose(names fieldNames) error {
	schema := t.file.Schema()
	var have []string
	for _, path := range schema.Columns() {
		have = append(have, strings.Join(path, "."))
	}
	at := names.columns(have)
	if at[fieldText] < 0 {
		return names.missing(have)
	}
	for i, j := range at {
		if j < 0 {
			continue
		}
		leaf, ok := schema.Lookup(schema.Columns()[j]...)
		if !ok || leaf.MaxRepetitionLevel > 0 {
			return &said{ErrForm, fmt.Sprintf("the column %q holds lists, and not a value a row", have[j])}
		}
		t.columns[i] = &column{leaf: leaf, name: have[j], text: textOf(leaf.Node.Type())}
	}
	return nil
}

// rowGroup yields the articles of a row group and returns how many rows were read.
func (r *reader) rowGroup(f file, t *parquetFile, group, before int) (n int, err error) {
	var cursors [fieldCount]*cursor
	defer func() {
		for _, c := range cursors {
			if c != nil {
				_ = guarded("parquet-go", c.pages.Close)
			}
		}
	}()
	for i, c := range t.columns {
		if c == nil {
			continue
		}
		meta := t.file.Metadata().RowGroups[group].Columns[c.leaf.ColumnIndex].MetaData
		if err := checkChunk(t.in, &meta, c.leaf.MaxDefinitionLevel, maxPage(t.max)); err != nil {
			return 0, fmt.Errorf("column %q: %w", c.name, err)
		}
		chunk := t.file.RowGroups()[group].ColumnChunks()[c.leaf.ColumnIndex]
		cursors[i] = &cursor{column: c, pages: chunk.Pages()}
	}
	for ; !r.done; n++ {
		row, err := next(cursors[:])
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		r.parquetRow(f, t, row, before+n+1)
	}
	return n, nil
}

// parquetRow yields the article of a row. Without a column for IDs it is called by
// file and number.
func (r *reader) parquetRow(f file, t *parquetFile, row record, number int) {
	at := place{path: f.path, record: number}
	if t.columns[fieldID] == nil {
		row[fieldID] = f.id + ":" + strconv.Itoa(number)
	}
	if len(row[fieldText]) > r.MaxBytes {
		r.fail(at.error(row[fieldID], tooLong(r.MaxBytes)))
		return
	}
	r.recorded(row, at)
}

// next returns the next row of all columns. At the end the error is io.EOF.
func next(cursors []*cursor) (row record, err error) {
	var ended []string
	read := 0
	for i, c := range cursors {
		if c == nil {
			continue
		}
		read++
		s, err := c.next()
		if err == io.EOF {
			ended = append(ended, c.column.name)
			continue
		}
		if err != nil {
			return row, fmt.Errorf("column %q: %w", c.column.name, err)
		}
		row[i] = s
	}
	switch len(ended) {
	case 0:
		return row, nil
	case read:
		return row, io.EOF
	}
	slices.Sort(ended)
	return row, fmt.Errorf("the column %q ends before others", ended[0])
}

// A cursor goes through the values of one column of a row group.
type cursor struct {
	column *column
	pages  parquet.Pages
	page   parquet.Page
	values parquet.ValueReader
	buf    [64]parquet.Value
	have   []parquet.Value
}

// next returns the next value, "" for none. At the end the error is io.EOF.
func (c *cursor) next() (string, error) {
	for len(c.have) == 0 {
		if err := guarded("parquet-go", c.fill); err != nil {
			return "", err
		}
	}
	v := c.have[0]
	c.have = c.have[1:]
	if v.IsNull() {
		return "", nil
	}
	var s string
	err := guarded("parquet-go", func() error { s = c.column.text(v); return nil })
	return s, err
}

// fill reads some values, from the next page if this one has no more.
func (c *cursor) fill() error {
	if c.values == nil {
		if c.page != nil {
			parquet.Release(c.page)
			c.page = nil
		}
		page, err := c.pages.ReadPage()
		if err != nil {
			return err
		}
		c.page, c.values = page, page.Values()
	}
	n, err := c.values.ReadValues(c.buf[:])
	c.have = c.buf[:n]
	if errors.Is(err, io.EOF) {
		c.values, err = nil, nil
	}
	return err
}
