package input

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
)

// json yields the articles of JSON values that need not stand on lines of their
// own: one object, several, or a list of them.
func (r *reader) json(f file, in *bufio.Reader) {
	a := &allowance{in: in, max: r.MaxBytes, left: r.MaxBytes}
	d := json.NewDecoder(a)
	list := firstByte(in) == '['
	at := place{path: f.path}
	if list {
		_, _ = d.Token() // the bracket that was seen
	}
	for !r.done && (!list || d.More()) {
		at.record++
		a.left = a.max
		var v json.RawMessage
		switch err := d.Decode(&v); {
		case err == nil:
			r.object(v, at)
		case errors.Is(err, io.EOF) && !list:
			return
		default:
			r.fail(at.error("", jsonEnd(err)))
			return
		}
	}
	if list && !r.done {
		a.left = a.max
		if _, err := d.Token(); err != nil { // the bracket that ends it
			at.record++
			r.fail(at.error("", jsonEnd(err)))
		}
	}
}

// firstByte returns the first byte that is no space, 0 if there is none.
func firstByte(in *bufio.Reader) byte {
	for n := 1; n <= in.Size(); n++ {
		head, _ := in.Peek(n)
		if len(head) < n {
			return 0
		}
		if b := head[n-1]; b != ' ' && b != '\t' && b != '\r' && b != '\n' {
			return b
		}
	}
	return 0
}

// jsonEnd is for an error behind which nothing can be found again.
func jsonEnd(err error) error {
	switch {
	case errors.Is(err, ErrTooLong):
		return &said{err, err.Error() + "; the file is not read beyond it"}
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return &said{io.ErrUnexpectedEOF, "the file ends within this value"}
	}
	if _, ok := errors.AsType[*json.SyntaxError](err); !ok {
		return cause(err)
	}
	return &said{err, "broken JSON: " + err.Error() + "; the file is not read beyond it"}
}

// An allowance is a reader of so many bytes, until left is set again.
type allowance struct {
	in        io.Reader
	max, left int
}

func (a *allowance) Read(p []byte) (int, error) {
	if a.left <= 0 {
		return 0, tooLong(a.max)
	}
	n, err := a.in.Read(p[:min(len(p), a.left)])
	a.left -= n
	return n, err
}
