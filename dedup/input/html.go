package input

import (
	"bufio"
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// page yields the article of an .html file.
func (r *reader) page(f file, in *bufio.Reader) {
	s, err := r.all(in)
	if err != nil {
		r.fail(&Error{Path: f.path, Err: err})
		return
	}
	r.document(document{text: s, id: f.id}, place{path: f.path})
}

// A document is a page before it is read.
type document struct {
	text    string
	charset string // that its sender names; "" if none does
	id      string
	host    string // that it came from; "" if unknown
}

// document yields the article of a page: the main text, without the menus, forms
// and lists of links around it.
func (r *reader) document(d document, at place) {
	if strings.Count(d.text, "<") > 4*maxElements { // a parser may take time for all of them
		r.fail(at.error(d.id, tooMany()))
		return
	}
	doc, err := html.Parse(strings.NewReader(toUTF8([]byte(d.text), d.charset)))
	if err != nil {
		r.fail(at.error(d.id, fmt.Errorf("this page cannot be read: %w", err)))
		return
	}
	m := metaOf(doc)
	if m.elements > maxElements {
		r.fail(at.error(d.id, tooMany()))
		return
	}
	var got readability.Article
	err = guarded("go-readability", func() (err error) {
		p := readability.NewParser()
		got, err = p.ParseAndMutate(doc, nil)
		return err
	})
	if err != nil {
		r.fail(at.error(d.id, err))
		return
	}
	c := m.record()
	c[fieldID] = d.id
	c[fieldTitle] = cmp.Or(strings.TrimSpace(got.Title()), c[fieldTitle])
	c[fieldSource] = cmp.Or(got.SiteName(), c[fieldSource], d.host)
	if got.Node != nil {
		var p prose
		p.node(got.Node)
		c[fieldText] = p.String()
	}
	if t, err := got.PublishedTime(); c[fieldPublished] == "" && err == nil {
		c[fieldPublished] = t.Format(time.RFC3339Nano)
	}
	r.recorded(c, at)
}

// maxElements bounds a page: go-readability looks at some elements many times. A
// long live blog has some 20,000; 50,000 made to be slow take two seconds.
const maxElements = 50_000

func tooMany() error {
	return &said{ErrTooLong, fmt.Sprintf("a page of more than %d elements", maxElements)}
}

// A meta is what the head of a page says, and else the first <time> in it.
type meta struct {
	values   map[string]string // of <meta>, by property, name or itemprop
	language string
	url      string // the canonical one
	time     string
	elements int
}

// metaOf gathers it, before go-readability takes the page apart. That knows fewer
// names for a date, and takes 04/03/2024 for the 3rd of April.
func metaOf(doc *html.Node) *meta {
	m := &meta{values: map[string]string{}}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		m.elements++
		shorten(n)
		switch n.Data {
		case "html":
			m.language = cmp.Or(attribute(n, "lang"), attribute(n, "xml:lang"))
		case "meta":
			name := cmp.Or(attribute(n, "property"), attribute(n, "name"), attribute(n, "itemprop"), attribute(n, "http-equiv"))
			name = strings.ToLower(strings.TrimSpace(name))
			m.values[name] = cmp.Or(m.values[name], strings.TrimSpace(attribute(n, "content")))
		case "link":
			if attribute(n, "rel") == "canonical" {
				m.url = attribute(n, "href")
			}
		case "time":
			m.time = cmp.Or(m.time, attribute(n, "datetime"))
		}
	}
	return m
}

// shorten takes out of an element what nobody wrote to be read, and go-readability
// would search with many patterns, at four seconds a MB: attributes and titles
// without end.
func shorten(n *html.Node) {
	const most = 8 << 10
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return len(a.Val) > most })
	if t := n.FirstChild; n.Data == "title" && t != nil && len(t.Data) > most {
		t.Data = strings.ToValidUTF8(t.Data[:most], "")
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// dateNames are the names of <meta> under which pages have their date, the most
// exact first.
var dateNames = []string{
	"article:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate", "publish-date",
	"publication_date", "dcterms.issued", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "date",
}

// record returns what the head says of the article. A date that cannot be read
// was not meant for us.
func (m *meta) record() (c record) {
	c[fieldTitle] = m.values["og:title"]
	c[fieldSource] = cmp.Or(m.values["og:site_name"], hostOf(cmp.Or(m.url, m.values["og:url"])))
	c[fieldLanguage] = cmp.Or(m.language, m.values["content-language"], m.values["og:locale"])
	for _, name := range append(dateNames, "") {
		s := m.values[name]
		if name == "" {
			s = m.time
		}
		if _, ok := date(s); ok && c[fieldPublished] == "" {
			c[fieldPublished] = s
		}
	}
	return c
}

// hostOf returns the host of an address, without "www.".
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
