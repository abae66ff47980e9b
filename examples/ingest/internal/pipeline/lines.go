package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
)

const (
	// MaxArticle bounds the bytes of an article's JSON, here and in /match.
	MaxArticle = 1 << 20

	maxID = 4096 // the store's own bound is 32 KB, less what the index writes before it
)

// Parse returns the article of one JSON object. An error that is [input.ErrDate] comes with
// the article, which then has no date.
func Parse(text []byte) (dedup.Article, error) {
	a, err := input.Object(text, &input.Options{MaxBytes: MaxArticle})
	switch {
	case err != nil && !errors.Is(err, input.ErrDate):
		return dedup.Article{}, err
	case a.ID == "":
		return dedup.Article{}, fmt.Errorf("%w", dedup.ErrNoID)
	case len(a.ID) > maxID:
		return dedup.Article{}, fmt.Errorf("%w: an ID of %d bytes", dedup.ErrTooLong, len(a.ID))
	}
	return a, err
}

// item makes an item of a line; nothing of an empty one.
func item(line []byte, err error, name string, n int) (i Item) {
	if err == nil && len(bytes.TrimSpace(line)) > 0 {
		i.Article, err = Parse(line)
	}
	if err != nil {
		i.Err = fmt.Errorf("%s:%d: %w", name, n, err)
	}
	return i
}

// Lines returns a source of the JSON lines of a stream. It has no position: who begins anew
// sends again what may not have arrived. When ctx ends, the lines that were read are still
// articles.
func Lines(in io.Reader, name string) Source {
	return Source{Name: name, Read: func(ctx context.Context, _ []byte, items chan<- Item) error {
		l := lines{in: bufio.NewReaderSize(&interruptible{ctx: ctx, in: in}, 64<<10)}
		for {
			line, err := l.next()
			if err == io.EOF {
				line, err = l.rest()
			}
			switch {
			case err == io.EOF || errors.Is(err, context.Canceled):
				return nil
			case err != nil && !errors.Is(err, errTooLong):
				return fmt.Errorf("%s: %w", name, err)
			}
			if i := item(line, err, name, l.n); i.Err != nil || i.Article.ID != "" {
				items <- i
			}
		}
	}}
}

// An interruptible reader returns ctx.Err() when ctx ends, be it in the midst of a Read of a pipe
// into which nobody writes. That one is left waiting: the process ends before it does.
type interruptible struct {
	ctx  context.Context
	in   io.Reader
	wait chan []byte
	err  error
	buf  []byte
}

func (r *interruptible) Read(b []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, r.ctx.Err()
	}
	if r.wait == nil {
		r.wait, r.buf = make(chan []byte, 1), make([]byte, 64<<10)
	}
	go func() {
		n, err := r.in.Read(r.buf[:min(len(b), len(r.buf))])
		r.err = err
		r.wait <- r.buf[:n]
	}()
	select {
	case got := <-r.wait:
		return copy(b, got), r.err
	case <-r.ctx.Done():
		select {
		case got := <-r.wait:
			return copy(b, got), r.err
		default:
			return 0, r.ctx.Err()
		}
	}
}

// Lines reads lines of at most MaxArticle bytes of what may grow while it is read.
type lines struct {
	in     *bufio.Reader
	n      int    // number of the last line, from 1
	offset int64  // where it ends
	mark   []byte // the last bytes before that
	buf    []byte // of a line that has not ended, if it is not too long
	length int64  // of it
	last   []byte // the last bytes of it and before it
}

// maxMark is the length of a mark: more than what lines of a feed have in common at their ends.
const maxMark = 256

var errTooLong = fmt.Errorf("longer than %d KB, the most that is read at a time", MaxArticle>>10)

// next returns the next line, without its end, until the next call. At io.EOF it may be called again
// when there is more: what there is of a line is kept.
func (l *lines) next() ([]byte, error) {
	for {
		part, err := l.in.ReadSlice('\n')
		l.length += int64(len(part))
		if l.length <= MaxArticle+1 {
			l.buf = append(l.buf, part...)
		}
		l.last = append(l.last, part...)
		l.last = l.last[max(0, len(l.last)-maxMark):]
		if err == nil {
			return l.end()
		}
		if err != bufio.ErrBufferFull {
			return nil, err
		}
	}
}

// rest returns the last line if it lacks an end, else io.EOF.
func (l *lines) rest() ([]byte, error) {
	if l.length == 0 {
		return nil, io.EOF
	}
	return l.end()
}

func (l *lines) end() (line []byte, err error) {
	if line = bytes.TrimSuffix(l.buf, []byte("\n")); l.length > MaxArticle+1 {
		line, err = nil, errTooLong
	}
	l.n++
	l.offset += l.length
	l.mark = slices.Clone(l.last)
	l.buf, l.length = l.buf[:0], 0
	return line, err
}
