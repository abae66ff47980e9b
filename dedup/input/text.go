package input

import (
	"bufio"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
)

// text yields the one article of a .txt file.
func (r *reader) text(f file, in *bufio.Reader) {
	s, err := r.all(in)
	if err != nil {
		r.fail(&Error{Path: f.path, Err: err})
		return
	}
	r.headed(f.id, s, place{path: f.path})
}

// headed yields the article of a text that may have a head. The ID is the one
// for a text that brings none.
func (r *reader) headed(id, s string, at place) {
	head, body := splitHead(s)
	a := dedup.Article{ID: id, Title: head["Title"], Text: body, Source: head["Source"], Language: head["Language"]}
	if head["ID"] != "" {
		a.ID = head["ID"]
	}
	r.dated(a, head["Published"], at)
}

// splitHead parts a text from the head it may have. A text with none is returned
// whole.
func splitHead(s string) (head map[string]string, body string) {
	head = map[string]string{}
	for rest := s; ; {
		line, after, more := strings.Cut(rest, "\n")
		line = strings.TrimSuffix(line, "\r")
		if line == "" && len(head) > 0 {
			return head, after
		}
		key, value, ok := strings.Cut(line, ":")
		if _, twice := head[key]; !ok || twice || !isKey(key) || !more {
			return nil, s
		}
		head[key] = strings.TrimSpace(value)
		rest = after
	}
}

func isKey(s string) bool {
	switch s {
	case "Title", "Source", "Published", "Language", "ID":
		return true
	}
	return false
}
