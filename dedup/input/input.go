package input

import (
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
)

// Options are the choices of a reading. Nil and the zero value mean the defaults.
type Options struct {
	// MaxBytes bounds what is held of a file at a time, after decompression: a
	// text, an archive, a page; a line, row, record or item of the other forms.
	// Zero means 64 MB (64 << 20).
	MaxBytes int

	// Form says how all of the files are written, whatever their names and first
	// bytes: "txt", "txtar", "jsonl", "json", "csv", "html", "xml", "parquet" or
	// "warc". In folders every file that is not hidden is then read. Empty means
	// to tell by name and content.
	Form string

	// Fields says which field of the data holds which of the article, for .jsonl,
	// .json, .csv and .parquet: {"text": "body"}. The keys are "id", "title",
	// "text", "source", "language" and "published"; for those left out the names
	// are as the package comment has them. A field within an object is "a.b".
	Fields map[string]string

	// Stdin is what the path "-" names. Nil means os.Stdin.
	Stdin io.Reader

	// Skipped, unless nil, is told of each file in a folder that is passed over:
	// for its extension, because it is hidden, or because it is a device. A
	// hidden folder is told of once.
	Skipped func(path string)

	// Progress, unless nil, is told now and then how many bytes of all files were
	// read, as they are on disk, and how many there are; those of standard input
	// are in neither. The folders are walked once more for it.
	Progress func(read, total int64)
}

func (o *Options) orDefault() Options {
	var d Options
	if o != nil {
		d = *o
	}
	if d.MaxBytes <= 0 {
		d.MaxBytes = 64 << 20
	}
	if d.Stdin == nil {
		d.Stdin = os.Stdin
	}
	if d.Skipped == nil {
		d.Skipped = func(string) {}
	}
	return d
}

// Read returns the articles that the paths name, files, folders or "-", in the
// order of the paths. What is broken gives an error, an [*Error], and the rest
// goes on; with an error the article is the zero one. Every article has an ID of
// its own and a text with something in it.
//
// Nothing is read before the sequence is ranged over, and each time it is, all
// of it is read again. Time is linear in the bytes.
func Read(paths []string, o *Options) iter.Seq2[dedup.Article, error] {
	return func(yield func(dedup.Article, error) bool) {
		r := &reader{Options: o.orDefault(), yield: yield, seen: map[string]place{}}
		if err := r.prepare(paths); err != nil {
			r.fail(err)
			return
		}
		for f, err := range files(paths, form(r.Form), r.Skipped) {
			if err != nil {
				r.fail(err)
			} else {
				r.read(f)
			}
			if r.done {
				return
			}
		}
	}
}

// A reader is one range over Read. Its methods do nothing once done.
type reader struct {
	Options
	yield func(dedup.Article, error) bool
	done  bool             // the caller has left the loop
	seen  map[string]place // of every ID so far
	names fieldNames
	meter meter

	nameless bool // an article may be without an ID
}

// prepare checks the options, and measures the files for Progress.
func (r *reader) prepare(paths []string) (err error) {
	if r.names, err = r.Options.names(); err != nil {
		return err
	}
	if r.Form != "" && !slices.Contains(readable, form(r.Form)) {
		return fmt.Errorf("%w: %q; the forms are %s", ErrForm, r.Form, formNames)
	}
	if r.Progress != nil {
		r.meter = meter{tell: r.Progress}
		for f, err := range files(paths, form(r.Form), func(string) {}) {
			if fi, statErr := os.Stat(f.path); err == nil && f != stdin && statErr == nil && fi.Mode().IsRegular() {
				r.meter.total += fi.Size()
			}
		}
	}
	return nil
}

// A place is where an article stands.
type place struct {
	path   string
	line   int
	record int
}

// String returns "path:line", "path: record 3", or the path alone.
func (p place) String() string {
	switch {
	case p.line > 0:
		return fmt.Sprintf("%s:%d", printable(p.path), p.line)
	case p.record > 0:
		return fmt.Sprintf("%s: record %d", printable(p.path), p.record)
	}
	return printable(p.path)
}

// error returns an [Error] at a place.
func (p place) error(id string, err error) *Error {
	return &Error{Path: p.path, Line: p.line, Record: p.record, ID: id, Err: err}
}

// read yields what one file holds.
func (r *reader) read(f file) {
	c, err := open(f, r.Stdin, &r.meter)
	if err != nil {
		r.fail(&Error{Path: f.path, Err: cause(err)})
		return
	}
	defer c.close()
	if r.Form != "" {
		f.form = form(r.Form)
	} else {
		f.form = f.form.orSniffed(c.Reader, r.names)
	}
	r.dispatch(f, c)
}

func (r *reader) dispatch(f file, c *content) {
	switch f.form {
	case formText:
		r.text(f, c.Reader)
	case formArchive:
		r.archive(f, c.Reader)
	case formLines:
		r.jsonl(f, c.Reader)
	case formJSON:
		r.json(f, c.Reader)
	case formTable:
		r.table(f, c.Reader)
	case formPage:
		r.page(f, c.Reader)
	case formXML:
		r.xml(f, c.Reader)
	case formParquet:
		r.parquet(f, c)
	case formWARC:
		r.warc(f, c)
	default:
		r.fail(&Error{Path: f.path, Err: &said{ErrForm, "neither name nor content is of a form that is read; if it is one, say which, by Options.Form: " + formNames}})
	}
}

// all reads a text, an archive or a page whole. With an error there is what was
// read before it.
func (r *reader) all(in io.Reader) (string, error) {
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(in, int64(r.MaxBytes)+1))
	if err != nil {
		return b.String(), cause(err)
	}
	if n > int64(r.MaxBytes) {
		return "", tooLong(r.MaxBytes)
	}
	return b.String(), nil
}

func tooLong(limit int) error {
	return &said{ErrTooLong, fmt.Sprintf("longer than %s, the most that is read at a time", sizeOf(limit))}
}

// sizeOf writes a number of bytes as people do.
func sizeOf(n int) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// language returns the language of a tag: "en" for "en-US". What is no tag stays.
func language(tag string) string {
	tag = strings.TrimSpace(tag)
	i := strings.IndexFunc(tag, func(c rune) bool { return c|0x20 < 'a' || c|0x20 > 'z' })
	switch {
	case i < 0 && len(tag) <= 3:
		return strings.ToLower(tag)
	case i == 2 || i == 3:
		if tag[i] == '-' || tag[i] == '_' {
			return strings.ToLower(tag[:i])
		}
	}
	return tag
}

// article yields an article that can be compared, or else why it cannot.
func (r *reader) article(a dedup.Article, at place) {
	e := at.error(a.ID, nil)
	a.Language = language(a.Language)
	first, again := r.seen[a.ID]
	switch {
	case a.ID == "" && !r.nameless:
		e.Err = &said{dedup.ErrNoID, `no "id"`}
	case strings.TrimSpace(a.Text) == "":
		e.Err = ErrEmpty
	case again:
		e.Err = &said{dedup.ErrDuplicate, fmt.Sprintf("this ID is taken: %s has it", first)}
	default:
		r.seen[strings.Clone(a.ID)] = at // it may be a piece of a row or text
		if !r.done {
			r.done = !r.yield(a, nil)
		}
		return
	}
	r.fail(e)
}

func (r *reader) fail(err error) {
	if !r.done {
		r.done = !r.yield(dedup.Article{}, err)
	}
}
