package input

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A scanner cuts items out of an XML document, with as little knowledge of XML as
// that takes: where comments, CDATA sections, declarations and tags end, and that
// an item ends with the end tag of its name.
//
//	<rss version="2.0"><channel><title>The Courier</title> <item> … </item> <item> …
//	└─────── path ────────────┘                            └── an item ───┘
//	└──────────────────── head ───────────────────────────┘
type scanner struct {
	in   *bufio.Reader
	max  int
	line int

	root string
	path []ancestor // elements that are open around the next item
	head []byte     // all before the first item, if not too long
	seen bool       // the first item

	keep []byte // what is read, while it is kept
	over bool   // more than max is read
}

// An ancestor is an element around an item.
type ancestor struct{ name, tag string }

// An item is an element that holds an article.
type item struct {
	name    string // as written, with its prefix
	text    []byte // valid until the next item
	line    int
	skipped bool // there is an error, and the next item follows
}

// Bounds that no document of news comes near to.
const (
	maxHead  = 1 << 20 // bytes before the first item that are remembered
	maxPath  = 64      // elements around an item
	maxTag   = 64 << 10
	maxDepth = 256 // elements within an item: parsers recurse
)

// next returns the next item. At the end the error is io.EOF; with an item.skipped
// it is that of this item alone.
func (s *scanner) next() (item, error) {
	for {
		if s.seen {
			s.keep, s.over = s.keep[:0], false
		}
		before := len(s.keep)
		tag, err := s.markup()
		if err != nil {
			return item{line: s.line}, err
		}
		name, kind := nameOf(tag)
		if s.root == "" && (kind == opens || kind == empty) {
			s.root = name
		}
		switch {
		case kind == closes:
			s.leave(name)
		case kind != opens && kind != empty:
		case !isItem(s.root, name):
			if kind == opens {
				s.enter(name, tag)
			}
		default:
			if !s.seen {
				s.head, s.seen = bytes.Clone(s.keep[:min(before, maxHead)]), true
			}
			return s.item(name, kind, tag)
		}
		if len(s.keep) > maxHead {
			s.keep = s.keep[:0] // its title stands elsewhere, or nowhere
		}
	}
}

// item reads an item to its end.
func (s *scanner) item(name string, kind kind, tag string) (item, error) {
	it := item{name: name, line: s.line - strings.Count(tag, "\n")}
	s.keep, s.over = append(s.keep[:0], tag...), false
	depth, deepest, same := 1, 1, 1
	for kind == opens && same > 0 {
		inner, err := s.markup()
		switch {
		case err == io.EOF:
			return it, &said{io.ErrUnexpectedEOF, fmt.Sprintf("the file ends within this <%.60s>", name)}
		case err != nil:
			return it, err
		}
		switch n, k := nameOf(inner); k {
		case opens:
			if !isVoid(n) {
				depth++
			}
			deepest = max(deepest, depth)
			if n == name {
				same++
			}
		case closes:
			depth--
			if n == name {
				same--
			}
		}
	}
	it.text, it.skipped = s.keep, true
	switch {
	case s.over:
		return it, tooLong(s.max)
	case deepest > maxDepth:
		return it, &said{ErrTooLong, fmt.Sprintf("elements within each other, %d deep and more", maxDepth)}
	}
	return it, nil
}

// isVoid reports whether an element of HTML has no end. Some feeds have it as it is.
func isVoid(name string) bool {
	switch name {
	case "br", "hr", "img", "input", "link", "meta", "wbr":
		return true
	}
	return false
}

func (s *scanner) enter(name, tag string) {
	size := len(tag) // every item is parsed with all of them around it
	for _, a := range s.path {
		size += len(a.tag)
	}
	if len(s.path) < maxPath && size <= maxTag {
		s.path = append(s.path, ancestor{name, tag})
	}
}

func (s *scanner) leave(name string) {
	for i, a := range slices.Backward(s.path) {
		if a.name == name {
			s.path = s.path[:i]
			return
		}
	}
}

// markup skips text and returns what begins with the next "<", without what it
// may hold of comments and CDATA.
func (s *scanner) markup() (string, error) {
	if err := s.until('<'); err != nil {
		return "", err
	}
	tag := []byte{'<'}
	for quote := byte(0); ; {
		b, err := s.byte()
		if err != nil {
			return "", endWithin(err)
		}
		if len(tag) <= maxTag {
			tag = append(tag, b)
		}
		switch {
		case len(tag) == 4 && string(tag) == "<!--":
			return "", s.through("-->")
		case len(tag) == 9 && string(tag) == "<![CDATA[":
			return "", s.through("]]>")
		case len(tag) == 2 && b == '?':
			return "", s.through("?>")
		case len(tag) == 9 && strings.EqualFold(string(tag), "<!doctype"):
			return "", s.doctype()
		case b == '<' && len(tag) > 2: // that of before was text, or its quotes are broken
			tag, quote = tag[:1], 0
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case (b == '"' || b == '\'') && tag[1] != '/':
			quote = b
		case b == '>':
			return string(tag), nil
		}
	}
}

// doctype skips a declaration with the entities it may define: none is used.
func (s *scanner) doctype() error {
	depth := 1
	for depth > 0 {
		b, err := s.byte()
		if err != nil {
			return endWithin(err)
		}
		switch b {
		case '<':
			depth++
		case '>':
			depth--
		}
	}
	return nil
}

// through skips to the end of a string.
func (s *scanner) through(end string) error {
	last := make([]byte, 0, 2*len(end))
	for {
		b, err := s.byte()
		if err != nil {
			return endWithin(err)
		}
		if len(last) == cap(last) {
			last = append(last[:0], last[len(end):]...)
		}
		if last = append(last, b); bytes.HasSuffix(last, []byte(end)) {
			return nil
		}
	}
}

// until skips to the end of the next byte of this value.
func (s *scanner) until(b byte) error {
	for {
		part, err := s.in.ReadSlice(b)
		s.line += bytes.Count(part, []byte("\n"))
		s.kept(part)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

func (s *scanner) byte() (byte, error) {
	b, err := s.in.ReadByte()
	if err != nil {
		return 0, err
	}
	if b == '\n' {
		s.line++
	}
	s.kept([]byte{b})
	return b, nil
}

func (s *scanner) kept(part []byte) {
	if len(s.keep)+len(part) > s.max {
		s.over = true
		return
	}
	s.keep = append(s.keep, part...)
}

// endWithin is for the end of a file where something has begun.
func endWithin(err error) error {
	if err == io.EOF {
		return &said{io.ErrUnexpectedEOF, "the file ends within a tag, comment or CDATA section"}
	}
	return err
}

// A kind is what a piece of markup does.
type kind int

const (
	other kind = iota // comments, declarations and whatever is no tag
	opens
	closes
	empty
)

// nameOf returns the name in a tag, and what the tag does.
func nameOf(tag string) (string, kind) {
	inner := strings.TrimSuffix(strings.TrimPrefix(tag, "<"), ">")
	k := opens
	if rest, ok := strings.CutPrefix(inner, "/"); ok {
		inner, k = rest, closes
	} else if rest, ok := strings.CutSuffix(inner, "/"); ok {
		inner, k = rest, empty
	}
	name := inner
	if i := strings.IndexAny(inner, " \t\r\n/"); i >= 0 {
		name = inner[:i]
	}
	if name == "" || strings.ContainsAny(name[:1], "!?0123456789.-=&;,\"'") {
		return "", other
	}
	return name, k
}
