package input

import (
	"bufio"
	"io"
)

// lines reads lines of at most max bytes. A longer one is an error, which costs
// no memory, and the next line follows.
type lines struct {
	in  *bufio.Reader
	max int
	n   int // number of the last line, from 1
	buf []byte
}

// next returns a line with its newline, if it has one; it is valid until the next
// call. At the end the error is io.EOF. A line that another error cuts is dropped.
func (l *lines) next() ([]byte, error) {
	l.n++
	part, err := l.in.ReadSlice('\n')
	if err == nil && len(part) <= l.max {
		return part, nil
	}
	l.buf = l.buf[:0]
	if cap(l.buf) > 1<<20 {
		l.buf = nil // one giant does not mean another
	}
	length := 0
	for ; ; part, err = l.in.ReadSlice('\n') {
		if length += len(part); length <= l.max {
			l.buf = append(l.buf, part...)
		}
		if err != bufio.ErrBufferFull {
			break
		}
	}
	switch {
	case err != nil && err != io.EOF:
		return nil, err
	case length > l.max:
		return nil, tooLong(l.max)
	case length == 0:
		return nil, io.EOF
	}
	return l.buf, nil
}
