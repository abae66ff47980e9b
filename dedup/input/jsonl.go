package input

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/wirecopy/wirecopy/dedup"
)

// A record is a line of a .jsonl file.
type record struct {
	ID        scalar `json:"id"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Source    string `json:"source"`
	Lang      string `json:"lang"`
	Language  string `json:"language"`
	Published scalar `json:"published"`
}

// A scalar is a string that some write as a number.
type scalar string

// UnmarshalJSON takes a string or a number.
func (s *scalar) UnmarshalJSON(b []byte) error {
	if b[0] == '-' || '0' <= b[0] && b[0] <= '9' {
		*s = scalar(b)
		return nil
	}
	if err := json.Unmarshal(b, (*string)(s)); err != nil {
		return errScalar
	}
	return nil
}

var errScalar = errors.New(`"id" and "published" must be strings or numbers`)

// jsonl yields the articles of JSON lines, empty lines passed over.
func (r *reader) jsonl(f file, in *bufio.Reader) {
	l := lines{in: in, max: r.MaxBytes}
	for !r.done {
		line, err := l.next()
		at := place{path: f.path, line: l.n}
		switch {
		case err == io.EOF:
			return
		case errors.Is(err, ErrTooLong):
			r.fail(&Error{Path: at.path, Line: at.line, Err: err})
		case err != nil:
			r.fail(&Error{Path: at.path, Line: at.line, Err: cause(err)})
			return
		default:
			r.record(bytes.TrimSpace(line), at)
		}
	}
}

// record yields the article of one line, of an empty one none.
func (r *reader) record(line []byte, at place) {
	if len(line) == 0 {
		return
	}
	var c record
	if err := json.Unmarshal(line, &c); err != nil {
		r.fail(&Error{Path: at.path, Line: at.line, ID: string(c.ID), Err: jsonCause(err)})
		return
	}
	a := dedup.Article{ID: string(c.ID), Title: c.Title, Text: c.Text, Source: c.Source, Language: c.Lang}
	if a.Language == "" {
		a.Language = c.Language
	}
	r.dated(a, string(c.Published), at)
}

// jsonCause puts what is wrong with a line in the words of someone who has JSON
// before them, not Go.
func jsonCause(err error) error {
	t, ok := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case errors.Is(err, errScalar):
		return err
	case !ok:
		return &said{err, "broken JSON: " + err.Error()}
	case t.Field == "":
		return &said{err, fmt.Sprintf(`a line must hold one object, {"id": …, "text": …}, and this is of type %s`, t.Value)}
	}
	return &said{err, fmt.Sprintf("%q must be a string and is of type %s", t.Field, t.Value)}
}
