package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/wirecopy/wirecopy/dedup/passage"
)

// A printer writes text of a given width. Errors stay in the buffer until it is
// flushed.
type printer struct {
	Options
	w    *bufio.Writer
	diff differ
}

func newPrinter(w io.Writer, o *Options) *printer {
	return &printer{Options: o.orDefault(), w: bufio.NewWriter(w)}
}

// A style is a reason to look different.
type style uint8

const (
	plain style = iota
	heading
	faint
	went // words that the other text does not have: of the first
	came // and of the second
	verbatim
	edited
	rewritten
	only
)

// The sequences are of the sixteen colours that every terminal has and every
// theme adapts; what changed is bold as well.
var sequences = [...]string{plain: "", heading: "1", faint: "2", went: "1;31", came: "1;32", verbatim: "32", edited: "33", rewritten: "36", only: "2"}

// say writes clean text in a style.
func (p *printer) say(st style, text string) {
	if !p.Color || st == plain || text == "" {
		p.w.WriteString(text)
		return
	}
	p.w.WriteString("\x1b[" + sequences[st] + "m" + text + "\x1b[0m")
}

func (p *printer) newline() { p.w.WriteByte('\n') }

// paragraph writes a flow behind a clean lead, its further lines indented by as
// much as the lead is wide.
func (p *printer) paragraph(st style, lead string, f *flow) {
	indent := cells(lead)
	for i, line := range f.lines(p.Width - indent) {
		if i > 0 {
			lead = strings.Repeat(" ", indent)
		}
		p.say(st, lead)
		p.put(line)
		p.newline()
	}
}

// sayf writes a paragraph of one style.
func (p *printer) sayf(st style, lead, format string, args ...any) {
	var f flow
	f.add(fmt.Sprintf(format, args...), st)
	p.paragraph(plain, lead, &f)
}

// The signs of the kinds, which stand for them where there is no colour.
var signs = [...]struct {
	sign  string
	style style
	name  string
}{
	passage.Verbatim:  {"=", verbatim, "verbatim"},
	passage.Edited:    {"~", edited, "edited"},
	passage.Rewritten: {":", rewritten, "rewritten"},
	passage.OnlyA:     {"-", only, "only there"},
	passage.OnlyB:     {"+", only, "only here"},
}

// legend explains the signs.
func (p *printer) legend(lead string, kinds ...passage.Kind) *flow {
	var f flow
	f.add(lead, faint)
	for _, k := range kinds {
		f.add(" ", faint)
		f.add(signs[k].sign, signs[k].style)
		f.add(" "+signs[k].name, faint)
	}
	return &f
}

// count returns "1 article", "2 articles".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
