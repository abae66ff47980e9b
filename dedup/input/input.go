package input

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
)

// Options are the choices of a reading. Nil and the zero value mean the defaults.
type Options struct {
	// MaxBytes bounds a line of .jsonl, a text and an archive, each after
	// decompression. Zero means 64 MB (64 << 20).
	MaxBytes int

	// Stdin is what the path "-" names. Nil means os.Stdin.
	Stdin io.Reader

	// Skipped, unless nil, is told of each file in a folder that is passed over:
	// for its extension, because it is hidden, or because it is a device. A
	// hidden folder is told of once.
	Skipped func(path string)
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
		for f, err := range files(paths, r.Skipped) {
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
}

// A place is where an article stands.
type place struct {
	path string
	line int
}

// String returns "path:line", or the path alone.
func (p place) String() string {
	if p.line == 0 {
		return printable(p.path)
	}
	return fmt.Sprintf("%s:%d", printable(p.path), p.line)
}

// read yields what one file holds.
func (r *reader) read(f file) {
	c, err := open(f, r.Stdin)
	if err != nil {
		r.fail(&Error{Path: f.path, Err: cause(err)})
		return
	}
	defer c.close()
	switch f.form.orSniffed(c.Reader) {
	case formText:
		r.text(f, c.Reader)
	case formArchive:
		r.archive(f, c.Reader)
	case formLines:
		r.jsonl(f, c.Reader)
	}
}

// all reads a text or an archive whole.
func (r *reader) all(in *bufio.Reader) (string, error) {
	var b strings.Builder
	n, err := io.Copy(&b, io.LimitReader(in, int64(r.MaxBytes)+1))
	if err != nil {
		return "", cause(err)
	}
	if n > int64(r.MaxBytes) {
		return "", tooLong(r.MaxBytes)
	}
	return b.String(), nil
}

func tooLong(limit int) error {
	return &said{ErrTooLong, fmt.Sprintf("longer than %s, the most that is read at a time", size(limit))}
}

// size writes a number of bytes as people do.
func size(n int) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// article yields an article that can be compared, or else why it cannot.
func (r *reader) article(a dedup.Article, at place) {
	e := &Error{Path: at.path, Line: at.line, ID: a.ID}
	first, again := r.seen[a.ID]
	switch {
	case a.ID == "":
		e.Err = &said{dedup.ErrNoID, `no "id"`}
	case strings.TrimSpace(a.Text) == "":
		e.Err = ErrEmpty
	case again:
		e.Err = &said{dedup.ErrDuplicate, fmt.Sprintf("this ID is taken: %s has it", first)}
	default:
		r.seen[a.ID] = at
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
