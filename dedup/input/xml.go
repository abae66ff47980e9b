package input

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// xml yields the articles of feeds, RSS and Atom, and of the IPTC's NewsML-G2 and
// NITF. A scanner cuts the elements that hold one out of the file, which is all it
// knows of XML; each is then parsed alone. So memory is one item, one that is not
// well-formed costs only itself, and nothing an XML parser does with entities,
// depth or declarations can reach beyond it.
func (r *reader) xml(f file, in *bufio.Reader) {
	in, label := declared(in)
	s := &scanner{in: in, max: r.MaxBytes, line: 1}
	var feed *feed
	items := 0
	for !r.done {
		item, err := s.next()
		at := place{path: f.path, line: item.line}
		switch {
		case err == io.EOF:
			if items == 0 && !isFeed(s.root) {
				r.fail(place{path: f.path}.error("", s.nothing()))
			}
			return
		case err != nil && !item.skipped:
			r.fail(at.error("", cause(err)))
			return
		case err != nil:
			r.fail(at.error("", err))
		case isNITF(item.name):
			r.nitf(cleanXML(item.text, label), f.id, at)
		case local(item.name) == "newsitem":
			r.newsItem(cleanXML(item.text, label), at)
		default:
			if feed == nil {
				feed = newFeed(s, label)
			}
			r.feedItem(feed, item, label, at)
		}
		items++
	}
}

// declared returns the encoding that the first line of a document names. The
// scanner reads bytes, which must be ASCII where they look so; what is encoded in
// another way is decoded first.
func declared(in *bufio.Reader) (*bufio.Reader, string) {
	head, _ := in.Peek(sniffBytes)
	head = bytes.TrimLeft(head, " \t\r\n")
	if !bytes.HasPrefix(head, []byte("<?xml")) {
		return in, ""
	}
	line, _, _ := bytes.Cut(head, []byte("?>"))
	_, rest, _ := bytes.Cut(line, []byte("encoding"))
	rest = bytes.TrimLeft(rest, " \t\r\n=")
	if len(rest) == 0 {
		return in, ""
	}
	label, _, _ := bytes.Cut(rest[1:], rest[:1])
	switch e, name := charset.Lookup(string(label)); name {
	case "iso-2022-jp":
		return bufio.NewReaderSize(e.NewDecoder().Reader(in), bufferBytes), "utf-8"
	case "utf-16le", "utf-16be": // it was decoded, as the first line can be read
		return in, "utf-8"
	}
	return in, string(label)
}

// cleanXML returns an element in UTF-8 and without the control characters that no
// XML may have, and much has.
func cleanXML(text []byte, label string) string {
	if label == "" {
		label = "utf-8"
	}
	return strings.Map(func(c rune) rune {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xfffe || c == 0xffff {
			return -1
		}
		return c
	}, toUTF8(text, label))
}

// nothing says that a document holds no article, and what does.
func (s *scanner) nothing() error {
	if s.root == "" {
		return &said{ErrNone, "no element: this is no XML"}
	}
	return &said{ErrNone, fmt.Sprintf("no article in <%.60s>: of XML, feeds (RSS, Atom), NewsML-G2 and NITF are read", s.root)}
}

// local returns the name of an element in lower case without its prefix.
func local(name string) string {
	return strings.ToLower(name[strings.LastIndexByte(name, ':')+1:])
}

func isNITF(name string) bool { return local(name) == "nitf" }

// isFeed reports whether a root is that of a feed, which may be empty.
func isFeed(root string) bool {
	switch local(root) {
	case "rss", "rdf", "channel", "feed":
		return true
	}
	return false
}

// isXMLRoot reports whether a document with this root is for us.
func isXMLRoot(root string) bool {
	switch local(root) {
	case "newsitem", "newsmessage", "nitf", "newsml", "packageitem", "conceptitem", "knowledgeitem", "planningitem":
		return true
	}
	return isFeed(root)
}

// isItem reports whether an element holds an article.
func isItem(root, name string) bool {
	switch local(name) {
	case "item":
		return isFeed(root) && local(root) != "feed"
	case "entry":
		return local(root) == "feed"
	case "newsitem": // that of NewsML 1 is spelt NewsItem, and holds a nitf
		return strings.HasSuffix(name, "newsItem")
	}
	return isNITF(name)
}

// rootName returns the name of the first element in the first bytes of a
// document, in lower case; "" if it is beyond them.
func rootName(head []byte) string {
	s := &scanner{in: bufio.NewReader(bytes.NewReader(head)), max: len(head)}
	for {
		tag, err := s.markup()
		if err != nil {
			return ""
		}
		if name, kind := nameOf(tag); kind == opens || kind == empty {
			return local(name)
		}
	}
}

// markupText returns the text of XML: XHTML, or the content of a NITF. Entities are
// those of HTML; others stay as they are written, and none is ever fetched.
func markupText(inner string) (string, error) {
	d := decoder(inner)
	var p prose
	pre := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return p.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch t := t.(type) {
		case xml.StartElement:
			name := strings.ToLower(t.Name.Local)
			if silent(name) || name == "media" {
				if err := d.Skip(); err != nil {
					return "", err
				}
				continue
			}
			p.enter(name)
			pre += isPre(name)
		case xml.EndElement:
			name := strings.ToLower(t.Name.Local)
			pre -= isPre(name)
			p.leave(name)
		case xml.CharData:
			if pre > 0 {
				p.preformatted(string(t))
			} else {
				p.write(string(t))
			}
		}
	}
}

func isPre(name string) int {
	if name == "pre" {
		return 1
	}
	return 0
}

// decoder returns a parser that forgives what people forgive.
func decoder(text string) *xml.Decoder {
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	return d
}
