package input

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
)

// What may be wrong, for errors.Is; beside these [dedup.ErrNoID],
// [dedup.ErrDuplicate] and the errors of the file system and of the decoders.
// Their texts carry no "input:", as an [Error] begins with the place.
var (
	ErrEmpty   = errors.New("no text")
	ErrTooLong = errors.New("too long")
	ErrDate    = errors.New("not a date") // the article follows, without it
	ErrForm    = errors.New("a form that is not read")
	ErrNone    = errors.New("no article here")
)

// An Error says what could not be read, and where it stands.
type Error struct {
	Path string // as given or as walked; "standard input" for "-"
	Line int    // from 1; 0 where a file has no lines that matter

	// Record is the number, from 1, of the row of a .parquet, the record of a
	// .warc and the value of a .json; 0 elsewhere.
	Record int

	ID  string // of the article, "" if it is not known
	Err error
}

// Error returns place and cause: `news/monday.jsonl:7: "a12": no text`.
func (e *Error) Error() string {
	s := printable(e.Path)
	if e.Line > 0 {
		s += ":" + strconv.Itoa(e.Line)
	}
	if e.Record > 0 {
		s += ": record " + strconv.Itoa(e.Record)
	}
	if e.ID != "" && !e.isPlace(e.ID) {
		s += ": " + strconv.Quote(e.ID)
	}
	return s + ": " + e.Err.Error()
}

// isPlace reports whether an ID says no more than where the article stands.
func (e *Error) isPlace(id string) bool {
	where := "/" + filepath.ToSlash(e.Path)
	return strings.HasSuffix(where, "/"+id) || strings.HasSuffix(where+":"+strconv.Itoa(e.Line+e.Record), "/"+id)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// A said error is one of the sentinels, or another, in the words that its place
// calls for.
type said struct {
	err  error
	text string
}

func (e *said) Error() string { return e.text }
func (e *said) Unwrap() error { return e.err }

// guarded runs the parser of a library and makes an error of its panic: what it
// was given is other people's bytes.
func guarded(what string, parse func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: %v", what, p)
		}
	}()
	return parse()
}

// cause takes from an error what an Error says already, its path, and puts in
// words what a reader's error leaves to guess.
func cause(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		err = pe.Err
	}
	if _, ok := errors.AsType[*said](err); !ok && errors.Is(err, io.ErrUnexpectedEOF) {
		return &said{err, "the compressed data end too early: the file was cut short"}
	}
	return err
}

// printable quotes a path that would disturb a terminal or a log.
func printable(path string) string {
	if strings.ContainsFunc(path, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return strconv.Quote(path)
	}
	return path
}
