package input

import (
	"fmt"
	"strconv"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
)

// dated yields an article with its date. One that cannot be read is reported; it
// is no reason to lose the article.
func (r *reader) dated(a dedup.Article, published string, at place) {
	if published != "" {
		t, ok := date(published)
		if !ok {
			r.fail(at.error(a.ID, &said{
				ErrDate,
				fmt.Sprintf("%.60q is not a date like 2024-03-04 or 2024-03-04T07:12:00Z; the article is read without it", published),
			}))
		}
		a.Published = t
	}
	r.article(a, at)
}

// layouts are the dates that are read, those with a T also with a space for it.
// Seconds may have a fraction.
var layouts = []string{
	time.RFC3339,
	time.DateOnly,
	"2006-01-02T15:04:05",
	"2006-01-02T15:04",
	"2006-01-02T15:04Z07:00",
	"2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05 Z0700",
	"2006-01-02T15:04:05 UTC",
	"Mon, 2 Jan 2006 15:04:05 Z0700",
	"Mon, 2 Jan 2006 15:04:05 GMT", // of names of zones only this one: EST is not the same everywhere
}

func date(s string) (time.Time, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return unix(n)
	}
	iso := s
	if len(s) > 10 && s[10] == ' ' && s[4] == '-' {
		iso = s[:10] + "T" + s[11:]
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, iso); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// unix reads seconds or milliseconds since 1970, from 2001 on: less may be a year.
func unix(n int64) (time.Time, bool) {
	switch {
	case n < 1e9:
		return time.Time{}, false
	case n < 1e11:
		return time.Unix(n, 0).UTC(), true
	case n < 1e14:
		return time.UnixMilli(n).UTC(), true
	}
	return time.Time{}, false
}
