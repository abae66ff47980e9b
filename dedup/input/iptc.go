package input

import (
	"cmp"
	"strings"
	"time"
)

// A newsItem is what is read of an item of NewsML-G2, whatever prefix its names
// have. Specification: https://iptc.org/std/NewsML-G2/guidelines/
//
//	<newsItem guid="urn:newsml:npa.example:20240304:strike" xml:lang="en">
//	  <itemMeta>    <itemClass qcode="ninat:text"/> <provider><name>, <versionCreated>
//	  <contentMeta> <headline>, <language tag="en"/>
//	  <contentSet>  <inlineXML contenttype="application/nitf+xml">, or XHTML; <inlineData>
type newsItem struct {
	GUID     string   `xml:"guid,attr"`
	Lang     string   `xml:"lang,attr"`
	Class    qcode    `xml:"itemMeta>itemClass"`
	Provider party    `xml:"itemMeta>provider"`
	Version  string   `xml:"itemMeta>versionCreated"`
	First    string   `xml:"itemMeta>firstCreated"`
	Title    string   `xml:"itemMeta>title"`
	Headline []marked `xml:"contentMeta>headline"`
	Language []struct {
		Tag string `xml:"tag,attr"`
	} `xml:"contentMeta>language"`
	XML  []marked `xml:"contentSet>inlineXML"`
	Data []marked `xml:"contentSet>inlineData"`
}

type qcode struct {
	QCode string `xml:"qcode,attr"`
}

// A party is somebody, in one of the ways that the standard has to name them.
type party struct {
	Names   []string `xml:"name"`
	Literal string   `xml:"literal,attr"`
	QCode   string   `xml:"qcode,attr"`
	URI     string   `xml:"uri,attr"`
}

// A marked is an element that holds text or more elements.
type marked struct {
	Type     string `xml:"contenttype,attr"`
	Encoding string `xml:"encoding,attr"`
	Lang     string `xml:"lang,attr"`
	Inner    string `xml:",innerxml"`
	Plain    string `xml:",chardata"`
}

// text returns the text of an element, "" of one that cannot be read.
func (m marked) text() string {
	s, err := markupText(m.Inner)
	if err != nil {
		return m.Plain
	}
	return s
}

// newsItem yields the article of an item of NewsML-G2. Pictures, videos and what
// else has no text are none.
func (r *reader) newsItem(text string, at place) {
	var n newsItem
	if err := guarded("encoding/xml", func() error { return decoder(text).Decode(&n) }); err != nil {
		r.fail(at.error(n.GUID, &said{err, "this newsItem cannot be read: " + err.Error()}))
		return
	}
	var c record
	c[fieldID] = n.GUID
	body, lang, err := n.body()
	if err != nil {
		r.fail(at.error(n.GUID, &said{err, "the content of this newsItem cannot be read: " + err.Error()}))
		return
	}
	if class := n.Class.QCode; body == "" && class != "" && !strings.HasSuffix(class, "text") && !strings.HasSuffix(class, "composite") {
		return
	}
	c[fieldText] = body
	c[fieldTitle] = cmp.Or(firstText(n.Headline), strings.TrimSpace(n.Title))
	c[fieldSource] = n.Provider.name()
	c[fieldPublished] = strings.TrimSpace(cmp.Or(n.Version, n.First))
	for _, l := range n.Language {
		lang = cmp.Or(lang, l.Tag)
	}
	c[fieldLanguage] = cmp.Or(lang, n.Lang)
	r.recorded(c, at)
}

// body returns the first text among the contents: NITF or XHTML, else plain.
func (n *newsItem) body() (body, lang string, err error) {
	for _, m := range n.XML {
		if root := rootName([]byte(m.Inner)); root == "nitf" {
			var d nitf
			if err = decoder(m.Inner).Decode(&d); err == nil {
				body, err = d.body()
			}
		} else {
			body, err = markupText(m.Inner)
		}
		if body != "" {
			return body, m.Lang, nil
		}
	}
	for _, m := range n.Data {
		if body = m.data(); body != "" {
			return body, m.Lang, nil
		}
	}
	return "", "", err
}

// data returns the text of an inlineData.
func (m marked) data() string {
	switch t := strings.ToLower(m.Type); {
	case m.Encoding != "": // base64: not a text, or one in disguise
		return ""
	case strings.Contains(t, "html"):
		return fragmentText(m.Plain)
	case t == "", strings.HasPrefix(t, "text/"):
		return strings.TrimSpace(m.Plain)
	}
	return ""
}

// firstText returns the first text there is.
func firstText(ms []marked) string {
	for _, m := range ms {
		if s := m.text(); s != "" {
			return s
		}
	}
	return ""
}

func (p party) name() string {
	for _, n := range p.Names {
		if n = strings.TrimSpace(n); n != "" {
			return n
		}
	}
	if p.Literal != "" {
		return p.Literal
	}
	_, code, ok := strings.Cut(p.QCode, ":")
	if ok && code != "" {
		return code
	}
	return hostOf(p.URI)
}

// A nitf is what is read of a document of the News Industry Text Format.
// Specification: https://iptc.org/std/NITF/
//
//	<nitf>
//	  <head> <title>
//	    <docdata> <doc-id id-string=""/> <date.issue norm="20240304T071200Z"/> <doc.copyright holder=""/>
//	    <pubdata name="Metro Osten" date.publication=""/>
//	  <body>
//	    <body.head>    <hedline><hl1>, <distributor>, <dateline><story.date norm=""/>
//	    <body.content> <p>, <hl2>, <block>, <table>; <media> is left out
type nitf struct {
	Lang  string `xml:"lang,attr"`
	Title string `xml:"head>title"`
	DocID struct {
		ID string `xml:"id-string,attr"`
	} `xml:"head>docdata>doc-id"`
	Issue   norm `xml:"head>docdata>date.issue"`
	Release norm `xml:"head>docdata>date.release"`
	Right   struct {
		Holder string `xml:"holder,attr"`
	} `xml:"head>docdata>doc.copyright"`
	Publication struct {
		Name string `xml:"name,attr"`
		Date string `xml:"date.publication,attr"`
	} `xml:"head>pubdata"`
	Headline    []marked `xml:"body>body.head>hedline>hl1"`
	Distributor []marked `xml:"body>body.head>distributor"`
	Story       norm     `xml:"body>body.head>dateline>story.date"`
	Content     []marked `xml:"body>body.content"`
}

type norm struct {
	Norm string `xml:"norm,attr"`
}

// nitf yields the article of a NITF document; id is for one that has none.
func (r *reader) nitf(text, id string, at place) {
	var d nitf
	if err := guarded("encoding/xml", func() error { return decoder(text).Decode(&d) }); err != nil {
		r.fail(at.error(d.DocID.ID, &said{err, "this nitf cannot be read: " + err.Error()}))
		return
	}
	var c record
	body, err := d.body()
	if err != nil {
		r.fail(at.error(d.DocID.ID, &said{err, "the content of this nitf cannot be read: " + err.Error()}))
		return
	}
	c[fieldID] = cmp.Or(d.DocID.ID, id)
	c[fieldText] = body
	c[fieldTitle] = cmp.Or(firstText(d.Headline), strings.TrimSpace(d.Title))
	c[fieldSource] = cmp.Or(d.Publication.Name, firstText(d.Distributor), d.Right.Holder)
	c[fieldLanguage] = d.Lang
	c[fieldPublished] = basic(cmp.Or(d.Issue.Norm, d.Release.Norm, d.Publication.Date, d.Story.Norm))
	r.recorded(c, at)
}

// body returns the text of a document.
func (d *nitf) body() (string, error) {
	var parts []string
	for _, m := range d.Content {
		s, err := markupText(m.Inner)
		if err != nil {
			return "", err
		}
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "\n\n"), nil
}

// basic writes a date without hyphens and colons, as NITF has them, with them.
func basic(s string) string {
	for _, layout := range []string{"20060102T150405Z0700", "20060102T1504Z0700", "20060102T150405", "20060102"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(time.RFC3339)
		}
	}
	return s
}
