package input

import (
	"cmp"
	"encoding/json"
	"strings"
)

// A ninjs is what is read of an item of the IPTC's News in JSON. Versions 1 to 3
// differ in the names and in their capitals, of which package json makes nothing.
//
//	version 1               2 and 3
//	headline                headlines [{"role", "value"}]
//	body_text, body_xhtml   bodies    [{"role", "contentType", "value"}]
//	infosource [{"name"}]   infoSources [{"name"}]
//
// Specification: https://www.iptc.org/std/ninjs/userguide/
type ninjs struct {
	URI             string
	Type            string
	Language        string
	VersionCreated  string
	FirstCreated    string
	Headline        string
	Headlines       []ninjsPart
	BodyText        string `json:"body_text"`
	BodyXHTML       string `json:"body_xhtml"`
	Bodies          []ninjsPart
	InfoSource      []ninjsName
	InfoSources     []ninjsName
	CopyrightHolder string
}

type ninjsPart struct{ Role, ContentType, Value string }

type ninjsName struct{ Name string }

// isNinjs reports whether an object is an item of that standard: it has a URI, and
// no text under the name that a text has here.
func (o object) isNinjs(names fieldNames) bool {
	if o.value("uri") == nil {
		return false
	}
	for _, name := range names[fieldText] {
		if o.value(name) != nil {
			return false
		}
	}
	return true
}

// ninjs yields the article of an item. Pictures, videos and events are none.
func (r *reader) ninjs(text []byte, at place) {
	var n ninjs
	if err := json.Unmarshal(text, &n); err != nil {
		r.fail(at.error(n.URI, &said{err, "this object is not as ninjs has it: " + err.Error()}))
		return
	}
	body := n.body()
	if body == "" && n.Type != "" && n.Type != "text" && n.Type != "composite" {
		return
	}
	var c record
	c[fieldID] = n.URI
	c[fieldTitle] = cmp.Or(n.Headline, principal(n.Headlines).Value)
	c[fieldText] = body
	c[fieldSource] = cmp.Or(firstName(n.InfoSource), firstName(n.InfoSources), n.CopyrightHolder)
	c[fieldLanguage] = n.Language
	c[fieldPublished] = cmp.Or(n.VersionCreated, n.FirstCreated)
	r.recorded(c, at)
}

// body returns the text: the plain one as it is, else that of the markup.
func (n *ninjs) body() string {
	if n.BodyText != "" {
		return n.BodyText
	}
	if n.BodyXHTML != "" {
		return fragmentText(n.BodyXHTML)
	}
	var plain, marked []ninjsPart
	for _, b := range n.Bodies {
		if t := strings.ToLower(b.ContentType); strings.Contains(t, "html") || strings.Contains(t, "xml") {
			marked = append(marked, b)
		} else {
			plain = append(plain, b)
		}
	}
	if b := principal(plain); b.Value != "" {
		return b.Value
	}
	return fragmentText(principal(marked).Value)
}

// principal returns the part whose role is "main", else the first.
func principal(parts []ninjsPart) ninjsPart {
	for _, p := range parts {
		if p.Role == "main" {
			return p
		}
	}
	if len(parts) > 0 {
		return parts[0]
	}
	return ninjsPart{}
}

func firstName(names []ninjsName) string {
	for _, n := range names {
		if n.Name != "" {
			return n.Name
		}
	}
	return ""
}
