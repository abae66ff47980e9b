package input

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// A prose is text in the making, out of markup: words with one space between
// them, lines, and paragraphs with an empty line between them. Package
// go-readability has a renderer of its own; it sets "b" behind "a" without a
// space in "<p>a</p>b", which is how many feeds are written.
type prose struct {
	b      strings.Builder
	breaks int  // newlines that are due before the next word
	space  bool // a space is
	opened bool // a word was written
}

// write adds running text, all white space of which is one space.
func (p *prose) write(s string) {
	for s != "" {
		i := strings.IndexFunc(s, unicode.IsSpace)
		if i == 0 {
			p.space = true
			s = strings.TrimLeftFunc(s, unicode.IsSpace)
			continue
		}
		if i < 0 {
			i = len(s)
		}
		p.word(s[:i])
		s = s[i:]
	}
}

func (p *prose) word(w string) {
	switch {
	case !p.opened:
	case p.breaks > 0:
		p.b.WriteString("\n\n"[:min(p.breaks, 2)])
	case p.space:
		p.b.WriteByte(' ')
	}
	p.breaks, p.space, p.opened = 0, false, true
	p.b.WriteString(w)
}

// preformatted adds text whose lines are its own.
func (p *prose) preformatted(s string) {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			p.br()
		}
		p.write(line)
	}
}

// br ends a line; two in a row end a paragraph, as people use them.
func (p *prose) br() { p.breaks++ }

// gap asks for at least n newlines here: 1 for a line, 2 for a paragraph.
func (p *prose) gap(n int) { p.breaks = max(p.breaks, n) }

// String returns the text so far.
func (p *prose) String() string { return p.b.String() }

// gaps are the newlines before and after an element, by the names of HTML and of
// NITF; 0 for those within a line, unknown ones among them.
func gaps(name string) int {
	switch name {
	case "p", "blockquote", "bq", "block", "hr", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2",
		"ul", "ol", "dl", "table", "body", "article", "section", "main", "header", "footer", "aside", "nav",
		"body.content", "media":
		return 2
	case "div", "li", "dt", "dd", "tr", "figure", "figcaption", "caption", "form", "fieldset", "address",
		"details", "summary", "center", "legend", "option", "title":
		return 1
	}
	return 0
}

// silent reports whether an element holds nothing to read.
func silent(name string) bool {
	switch name {
	case "script", "style", "head", "noscript", "template", "iframe", "object", "svg", "math", "canvas",
		"audio", "video", "map", "select", "textarea", "button", "datalist",
		"media-reference", "media-metadata", "media-object":
		return true
	}
	return false
}

// node adds the text below a node of a page. The parser bounds its depth.
func (p *prose) node(n *html.Node) {
	if n.Type == html.TextNode {
		p.write(n.Data)
		return
	}
	if n.Type == html.ElementNode {
		if silent(n.Data) {
			return
		}
		p.enter(n.Data)
		defer p.leave(n.Data)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if n.Data == "pre" && c.Type == html.TextNode {
			p.preformatted(c.Data)
			continue
		}
		p.node(c)
	}
}

func (p *prose) enter(name string) {
	switch name {
	case "br":
		p.br()
	case "td", "th":
		p.space = true
	default:
		p.gap(gaps(name))
	}
}

func (p *prose) leave(name string) {
	if name != "br" {
		p.gap(gaps(name))
	}
}

// fragmentText returns the text of a piece of HTML, as feeds have it, in time
// linear in it. No tree is built, for which a piece may be too deep.
func fragmentText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return s
	}
	var p prose
	z := html.NewTokenizer(strings.NewReader(s))
	hidden := "" // the silent element we are in
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			return p.String()
		}
		t := z.Token()
		switch {
		case hidden != "":
			if kind == html.EndTagToken && t.Data == hidden || hidden == "head" && t.Data == "body" {
				hidden = ""
			}
		case kind == html.TextToken:
			p.write(t.Data)
		case kind == html.StartTagToken && silent(t.Data):
			hidden = t.Data
		case kind == html.StartTagToken, kind == html.SelfClosingTagToken:
			p.enter(t.Data)
		case kind == html.EndTagToken:
			p.leave(t.Data)
		}
	}
}
