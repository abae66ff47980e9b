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

// say writes clean text in a style. Spaces that do not break have done their
// work by now and become plain ones, so that the output can be searched.
func (p *printer) say(st style, text string) {
	text = strings.ReplaceAll(text, nbsp, " ")
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
	passage.OnlyA:     {"-", only, "only in the first"},
	passage.OnlyB:     {"+", only, "only here"},
}

// legend explains the signs; with passages, those that only they have too.
func (p *printer) legend() {
	var f flow
	for _, s := range signs[:passage.OnlyA] {
		f.add(s.sign, s.style)
		f.add(nbsp+s.name+", ", faint)
	}
	if p.Passages {
		p.legendOfPassages(&f)
	} else {
		f.add("+"+nbsp+"only"+nbsp+"here, not in the text it is set beside", faint)
	}
	p.paragraph(plain, "", &f)
}

// legendOfPassages explains what bars do not have.
func (p *printer) legendOfPassages(f *flow) {
	f.add(strings.ReplaceAll("-_only_in_the_first_text, +_only_in_the_second, ", "_", nbsp), faint)
	if p.Color {
		f.add("words that ", faint)
		f.add("went", went)
		f.add(" and ", faint)
		f.add("came", came)
		return
	}
	f.add(strings.ReplaceAll("words_that_[went]_and_{came}", "_", nbsp), faint)
}

// count returns "1 article", "2 articles".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
