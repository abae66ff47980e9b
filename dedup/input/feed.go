package input

import (
	"cmp"
	"errors"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"
)

// A feed is what holds for all items of one.
type feed struct {
	before, after   string // what makes a feed of one item
	title, language string
}

// newFeed reads the part of a feed that stands before its first item.
func newFeed(s *scanner, label string) *feed {
	f := &feed{}
	for i := range s.path {
		f.before += s.path[i].tag
		f.after += "</" + s.path[len(s.path)-1-i].name + ">"
	}
	f.before = cleanXML([]byte(f.before), label)
	if whole, err := parseFeed(cleanXML(s.head, label) + f.after); err == nil {
		f.title, f.language = whole.Title, whole.Language
		if whole, ok := whole.OriginalFeed().(*atom.Feed); ok {
			f.language = cmp.Or(f.language, whole.Language)
		}
	}
	return f
}

// parseFeed reads a feed with what its format has beyond the others.
func parseFeed(text string) (whole *gofeed.Feed, err error) {
	err = guarded("gofeed", func() (err error) {
		p := gofeed.NewParser()
		p.KeepOriginalFeed = true
		p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
		whole, err = p.ParseString(text)
		return err
	})
	return whole, err
}

// feedItem yields the article of an item of a feed: the content if there is some,
// else the description, as text.
func (r *reader) feedItem(f *feed, it item, label string, at place) {
	whole, err := parseFeed(f.before + cleanXML(it.text, label) + f.after)
	if err == nil && len(whole.Items) == 0 {
		err = errors.New("no item in it")
	}
	if err != nil {
		r.fail(at.error("", &said{err, "this item cannot be read: " + err.Error()}))
		return
	}
	i := whole.Items[0]
	var c record
	c[fieldID] = cmp.Or(i.GUID, i.Link)
	c[fieldTitle] = strings.TrimSpace(fragmentText(i.Title))
	c[fieldText] = cmp.Or(fragmentText(i.Content), fragmentText(i.Description))
	c[fieldSource] = cmp.Or(sourceOf(whole), f.title)
	c[fieldLanguage] = cmp.Or(languageOf(i), f.language)
	c[fieldPublished] = cmp.Or(stamp(i.PublishedParsed), stamp(i.UpdatedParsed), i.Published, i.Updated)
	r.recorded(c, at)
}

// sourceOf returns the source that a feed of other people's items names.
func sourceOf(whole *gofeed.Feed) string {
	switch o := whole.OriginalFeed().(type) {
	case *rss.Feed:
		if len(o.Items) > 0 && o.Items[0].Source != nil {
			return o.Items[0].Source.Title
		}
	case *atom.Feed:
		if len(o.Entries) > 0 && o.Entries[0].Source != nil {
			return o.Entries[0].Source.Title
		}
	}
	return ""
}

func languageOf(i *gofeed.Item) string {
	if i.DublinCoreExt != nil && len(i.DublinCoreExt.Language) > 0 {
		return i.DublinCoreExt.Language[0]
	}
	return ""
}

func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}
