package input

import (
	"fmt"
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
)

// The fields of an article, as Options.Fields names them.
const (
	fieldID = iota
	fieldTitle
	fieldText
	fieldSource
	fieldLanguage
	fieldPublished
	fieldCount
)

var fieldOf = [fieldCount]string{"id", "title", "text", "source", "language", "published"}

// fieldNames are the names under which data have each field, the first that is
// there counts.
type fieldNames [fieldCount][]string

// A record is an article before it is one: a line, row or object, all strings.
type record [fieldCount]string

// names returns the names that Options.Fields asks for, and those of the package
// comment for the rest.
func (o *Options) names() (fieldNames, error) {
	n := fieldNames{{"id"}, {"title"}, {"text"}, {"source"}, {"lang", "language"}, {"published"}}
	for field, name := range o.Fields {
		i := slices.Index(fieldOf[:], field)
		switch {
		case i < 0:
			return n, fmt.Errorf("%w: an article has no field %q; its fields are %s", ErrForm, field, strings.Join(fieldOf[:], ", "))
		case name == "":
			return n, fmt.Errorf("%w: no name for the field %q", ErrForm, field)
		}
		n[i] = []string{name}
	}
	return n, nil
}

// columns returns which of some columns holds each field; -1 where none does.
// Names that differ in case only will do where no other does.
func (n fieldNames) columns(have []string) (at [fieldCount]int) {
	for f, names := range n {
		at[f] = -1
		for _, same := range []func(a, b string) bool{equal, strings.EqualFold} {
			for _, name := range names {
				if at[f] < 0 {
					at[f] = slices.IndexFunc(have, func(h string) bool { return same(h, name) })
				}
			}
		}
	}
	return at
}

func equal(a, b string) bool { return a == b }

// missing says that there is no column for the text, and what there is instead.
func (n fieldNames) missing(have []string) error {
	const most = 20
	var list []string
	for _, h := range have[:min(len(have), most)] {
		list = append(list, fmt.Sprintf("%.60q", h))
	}
	if len(have) > most {
		list = append(list, "…")
	}
	return &said{ErrNone, fmt.Sprintf("no column %q; say which of these holds the text, by Options.Fields: %s", n[fieldText][0], strings.Join(list, ", "))}
}

// recorded yields the article of a record.
func (r *reader) recorded(c record, at place) {
	a := dedup.Article{ID: c[fieldID], Title: c[fieldTitle], Text: c[fieldText], Source: c[fieldSource], Language: c[fieldLanguage]}
	r.dated(a, c[fieldPublished], at)
}
