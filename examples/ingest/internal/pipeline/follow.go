package pipeline

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// Follow returns a source of the JSON lines of a file that others write to, as tail -F does: it
// waits for the file, for more of it, and for a new one when it was renamed.
//
// Where it was is told by the bytes before that place, and so found again in a file that was
// renamed, copied or cut meanwhile, in the process's absence too, and however often. Beside the
// path it looks at files called like it with a number or a date behind: news.jsonl.1,
// news.jsonl-20240304. These are lost: what was removed, compressed or renamed otherwise before it was
// read, and what a writer adds to a file that was renamed after a second of silence.
func Follow(path string, log *slog.Logger) Source {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	f := &follower{path: path, poll: 100 * time.Millisecond, quiet: time.Second, log: log.With("file", path)}
	return Source{Name: path, Read: f.read}
}

type follower struct {
	path  string
	poll  time.Duration // how often it looks for more
	quiet time.Duration // how long a file that was renamed is given for the rest of what is written to it
	log   *slog.Logger
}

// A place is where a line ended.
type place struct {
	Offset int64  `json:"offset"`
	Line   int    `json:"line"`
	Mark   []byte `json:"mark"` // what stands before it

	// Since says, before the first line, which files are not older than the first.
	Since time.Time `json:"since,omitzero"`
}

// An opened file is read from a place on.
type opened struct {
	*os.File
	lines
}

func (f *follower) read(ctx context.Context, position []byte, items chan<- Item) error {
	var at place
	if position != nil {
		if err := json.Unmarshal(position, &at); err != nil {
			return fmt.Errorf("the position in %s: %w", f.path, err)
		}
	} else {
		at.Since = time.Now().Add(-time.Second) // the clocks of file systems are coarse
		if info, err := os.Stat(f.path); err == nil {
			at.Since = info.ModTime()
		}
		items <- Item{Position: at.json()}
	}
	o, err := f.resume(ctx, at)
	for err == nil {
		if err = f.drain(ctx, o, items); err == nil {
			var next *opened
			if next, err = f.look(ctx, o, items); next != nil {
				_ = o.Close() // it was read
				o = next
			} else if err == nil {
				err = f.sleep(ctx)
			}
		}
	}
	if o != nil {
		_ = o.Close()
	}
	if ctx.Err() != nil {
		return nil //nolint:nilerr // it was asked to end
	}
	return err
}

// drain sends the lines that there are.
func (f *follower) drain(ctx context.Context, o *opened, items chan<- Item) error {
	for ctx.Err() == nil {
		line, err := o.next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil && !errors.Is(err, errTooLong):
			return err
		}
		f.send(o, line, err, items)
	}
	return ctx.Err()
}

func (f *follower) send(o *opened, line []byte, err error, items chan<- Item) {
	i := item(line, err, f.path, o.n)
	i.Position = o.at().json()
	items <- i
}

// at returns where the last line ended.
func (l *lines) at() place { return place{Offset: l.offset, Line: l.n, Mark: l.mark} }

func (p place) json() []byte {
	text, err := json.Marshal(p)
	if err != nil {
		panic(err) // numbers and bytes
	}
	return text
}

// look finds out what became of a file at whose end we are, and returns the one to go on with: nil
// for this one.
func (f *follower) look(ctx context.Context, o *opened, items chan<- Item) (*opened, error) {
	at := o.at()
	now, err := os.Stat(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	is, err2 := o.Stat()
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	if os.SameFile(now, is) {
		if is.Size() >= o.offset+o.length && at.in(o.File) {
			return nil, nil
		}
		next, err := f.find(at)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil // it was renamed just now
		}
		return next, err
	}
	if time.Since(is.ModTime()) < f.quiet {
		return nil, nil
	}
	next, err := f.after(is)
	if next == nil || err != nil {
		return nil, err
	}
	if err := f.drain(ctx, o, items); err != nil { // written since
		return nil, err
	}
	if line, err := o.rest(); err != io.EOF { // it will not end any more
		f.send(o, line, err, items)
	}
	f.log.Info("goes on in the next file", "lines", o.n)
	return next, nil
}

// in reports whether a place is in this file.
func (p place) in(r io.ReaderAt) bool {
	b := make([]byte, len(p.Mark))
	n, err := r.ReadAt(b, p.Offset-int64(len(b)))
	return n == len(b) && (err == nil || err == io.EOF) && bytes.Equal(b, p.Mark)
}

// resume opens the file that has a place in it, or waits for one.
func (f *follower) resume(ctx context.Context, at place) (*opened, error) {
	for first := true; ; first = false {
		o, err := f.find(at)
		if !errors.Is(err, fs.ErrNotExist) {
			return o, err
		}
		if first {
			f.log.Info("waits for the file")
		}
		if err := f.sleep(ctx); err != nil {
			return nil, err
		}
	}
}

// find opens the file that has a place in it. If none has, it begins at the beginning.
func (f *follower) find(at place) (*opened, error) {
	rotated, err := f.rotated()
	if err != nil {
		return nil, err
	}
	names := []string{f.path}
	for _, r := range rotated {
		names = append(names, r.name)
		if !at.Since.IsZero() && !r.ModTime().Before(at.Since) {
			names = names[len(names)-1:] // the first of them has the first line
			break
		}
	}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			if name != f.path && errors.Is(err, fs.ErrNotExist) || at.Offset > 0 && len(names) > 1 {
				continue
			}
			return nil, err
		}
		if at.in(file) {
			if name != f.path {
				f.log.Info("goes on in a file that was renamed or copied", "name", name, "offset", at.Offset)
			}
			return begin(file, at)
		}
		_ = file.Close()
	}
	file, err := os.Open(f.path)
	if err != nil {
		return nil, err
	}
	f.log.Warn("the file is another or was cut, and what was read last is in none beside it: it is read from its beginning", "offset", at.Offset)
	return begin(file, place{})
}

func begin(file *os.File, at place) (*opened, error) {
	if _, err := file.Seek(at.Offset, io.SeekStart); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &opened{file, lines{in: bufio.NewReaderSize(file, 64<<10), n: at.Line, offset: at.Offset, mark: at.Mark, last: slices.Clone(at.Mark)}}, nil
}

// A rotated file is one that had the path before.
type rotated struct {
	name string
	fs.FileInfo
	number int // in news.jsonl.3, else 0
}

var rotatedName = regexp.MustCompile(`^[._-](\d+)([\d._:TZ-]*)$`)

// rotated returns the files that had the path before, the oldest first: by when they were last
// written, and where a clock is too coarse by their numbers, which grow as files grow old.
func (f *follower) rotated() (all []rotated, err error) {
	entries, err := os.ReadDir(filepath.Dir(f.path))
	if err != nil {
		return nil, err
	}
	base := filepath.Base(f.path)
	for _, e := range entries {
		name := e.Name()
		if len(name) <= len(base) || name[:len(base)] != base {
			continue
		}
		m := rotatedName.FindStringSubmatch(name[len(base):])
		info, err := e.Info()
		if m == nil || err != nil || !info.Mode().IsRegular() {
			continue // another's, or renamed once more: then it is found on the next look
		}
		r := rotated{name: filepath.Join(filepath.Dir(f.path), name), FileInfo: info}
		if m[2] == "" && len(m[1]) < 6 {
			r.number, _ = strconv.Atoi(m[1]) // digits
		}
		all = append(all, r)
	}
	slices.SortFunc(all, rotated.compare)
	return all, nil
}

func (r rotated) compare(s rotated) int {
	return cmp.Or(r.ModTime().Compare(s.ModTime()), cmp.Compare(s.number, r.number))
}

// after opens the file that was begun when this one, which has the path no more, was renamed. Nil says that it is
// empty as yet, or is being renamed.
func (f *follower) after(this fs.FileInfo) (*opened, error) {
	now, err := os.Stat(f.path) // first: one that is renamed meanwhile is then in the list
	if err != nil {
		return nil, nil //nolint:nilerr // it is looked for again
	}
	all, err := f.rotated()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(r rotated) bool { return os.SameFile(r.FileInfo, this) })
	if i < 0 { // it was moved away or removed: only its age tells
		i = -1 + len(slices.DeleteFunc(slices.Clone(all), func(r rotated) bool { return r.compare(rotated{FileInfo: this}) > 0 }))
	}
	next := rotated{name: f.path, FileInfo: now}
	for _, r := range slices.Backward(all[i+1:]) {
		if r.Size() > 0 {
			next = r
		}
	}
	if next.Size() == 0 {
		return nil, nil
	}
	file, err := os.Open(next.name)
	if err != nil {
		return nil, nil //nolint:nilerr // it is looked for again
	}
	if is, err := file.Stat(); err != nil || !os.SameFile(is, next.FileInfo) {
		return nil, errors.Join(err, file.Close())
	}
	return begin(file, place{})
}

func (f *follower) sleep(ctx context.Context) error {
	select {
	case <-time.After(f.poll):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
