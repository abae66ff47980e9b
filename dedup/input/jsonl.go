package input

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/v1" // two and a half times as fast as encoding/json before Go 1.27

	"github.com/wirecopy/wirecopy/dedup"
)

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
			r.fail(at.error("", err))
		case err != nil:
			r.fail(at.error("", cause(err)))
			return
		default:
			if line = bytes.TrimSpace(line); len(line) > 0 {
				r.object(line, at)
			}
		}
	}
}

// Object returns the article of one JSON object, as a line of jsonl has it: a message
// of a queue, the body of a request. It may lack an ID. An error that is [ErrDate]
// comes with the article, which is then without its date; with any other the
// article is the zero one. The text is not kept.
func Object(text []byte, o *Options) (a dedup.Article, err error) {
	r := &reader{Options: o.orDefault(), seen: map[string]place{}, nameless: true}
	r.yield = func(b dedup.Article, e error) bool {
		a, err = b, cmp.Or(e, err)
		return true
	}
	if r.names, err = r.Options.names(); err != nil {
		return a, err
	}
	if len(text) > r.MaxBytes {
		return a, tooLong(r.MaxBytes)
	}
	r.object(text, place{})
	if e, ok := errors.AsType[*Error](err); ok {
		err = e.Err // there is no place to name
	}
	return a, err
}

// object yields the article of one JSON object.
func (r *reader) object(text []byte, at place) {
	var o object
	if err := json.Unmarshal(text, &o); err != nil {
		r.fail(at.error("", jsonCause(err)))
		return
	}
	if o.isNinjs(r.names) {
		r.ninjs(text, at)
		return
	}
	var c record
	for i, names := range r.names {
		s, err := o.scalar(names, i == fieldID || i == fieldPublished)
		if err != nil {
			r.fail(at.error(c[fieldID], err))
			return
		}
		c[i] = s
	}
	r.recorded(c, at)
}

// An object is a JSON object whose values are not yet read.
type object map[string]json.RawMessage

// scalar returns the first value there is under one of these names, "" if there
// is none. It must be a string, or if so allowed a number, which some write there.
func (o object) scalar(names []string, number bool) (string, error) {
	for _, name := range names {
		v := o.value(name)
		if v == nil || string(v) == "null" {
			continue
		}
		var s string
		switch {
		case number && (v[0] == '-' || '0' <= v[0] && v[0] <= '9'):
			return string(v), nil
		case v[0] != '"' && number:
			return "", fmt.Errorf("%q must be a string or a number and is %s", name, typeOf(v))
		case v[0] != '"':
			return "", fmt.Errorf("%q must be a string and is %s", name, typeOf(v))
		}
		if plain := v[1 : len(v)-1]; bytes.IndexByte(plain, '\\') < 0 && utf8.Valid(plain) {
			s = string(plain) // it was found to be a string before: no need to do so again
		} else if err := json.Unmarshal(v, &s); err != nil {
			return "", jsonCause(err)
		}
		if s != "" {
			return s, nil
		}
	}
	return "", nil
}

// value returns what stands under a name: the very name, one that differs in
// case, or for "a.b" what stands under b in the object under a.
func (o object) value(name string) json.RawMessage {
	if v, ok := o[name]; ok {
		return v
	}
	first := ""
	for key := range o {
		if strings.EqualFold(key, name) && (first == "" || key < first) {
			first = key
		}
	}
	if first != "" {
		return o[first]
	}
	outer, inner, ok := strings.Cut(name, ".")
	if !ok {
		return nil
	}
	var below object
	if json.Unmarshal(o.value(outer), &below) != nil {
		return nil
	}
	return below.value(inner)
}

// typeOf names the type of a JSON value.
func typeOf(v json.RawMessage) string {
	switch v[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case 't', 'f':
		return "true or false"
	case '"':
		return "a string"
	}
	return "a number"
}

// jsonCause puts what is wrong with a value in the words of someone who has JSON
// before them, not Go.
func jsonCause(err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return &said{err, fmt.Sprintf(`here must be one object, {"id": …, "text": …}, and this is of type %s`, t.Value)}
	}
	return &said{err, "broken JSON: " + err.Error()}
}
