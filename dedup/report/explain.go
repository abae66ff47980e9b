package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
)

// Explain writes why two articles were, or were not, linked: the verdict, the
// reasons, and the two texts passage by passage. Nil options mean the defaults.
// Time is linear in the texts; the error is the writer's.
func Explain(w io.Writer, e *dedup.Explanation, o *Options) error {
	p := newPrinter(w, o)
	p.sayf(heading, "", "%s – %s: %s", e.A, e.B, verdict(&e.Pair))
	p.head("< ", &e.First)
	p.head("> ", &e.Second)
	for _, r := range e.Reasons {
		p.sayf(plain, " - ", "%s", r)
	}
	ps := passagesOf(e)
	if len(ps) > 0 {
		p.newline()
		p.Passages = true
		p.legend()
		p.aligned(&e.First, &e.Second, ps)
	}
	return p.w.Flush()
}

// head writes what an article is.
func (p *printer) head(sign string, a *dedup.Article) {
	parts := []string{a.ID}
	if a.Source != "" {
		parts = append(parts, a.Source)
	}
	if !a.Published.IsZero() {
		parts = append(parts, a.Published.UTC().Format("2006-01-02 15:04 UTC"))
	}
	text := strings.Join(parts, ", ")
	if a.Title != "" {
		text += fmt.Sprintf(": %s", a.Title)
	}
	p.sayf(plain, sign, "%s", text)
}

func passagesOf(e *dedup.Explanation) []passage.Passage {
	if e.Passages == nil && e.Report != nil {
		return e.Report.Passages
	}
	return e.Passages
}
