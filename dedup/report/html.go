package report

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"iter"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
)

// HTML writes a result as one page that needs nothing else: no network, no
// other file, no build. It opens from disk in any browser, shows the stories,
// each story's family and any two of its texts side by side, and prints.
//
// The page holds every text it shows once, as data that its script lays out when
// it is asked for. Nothing of an article is ever markup: package html/template
// and the page's own script escape it, and a Content-Security-Policy forbids
// every script and style but the page's own, by their hashes, and all requests.
//
// Ask Group for [dedup.Options.Passages]; a pair without passages is compared
// anew if it is one that the page has to show. Beside that, time and size are
// linear in the texts. The same result gives the same bytes. The error is the
// writer's, or that of a comparison.
func HTML(w io.Writer, r *dedup.Result, o *Options) error {
	p := newPage(r, o.orDefault())
	if err := p.result(r); err != nil {
		return err
	}
	return p.write(w)
}

//go:embed page
var assets embed.FS

// scripts are the files of the page's script, in the order in which they stand.
var scripts = [...]string{"base.js", "words.js", "overview.js", "family.js", "timeline.js", "heat.js", "pair.js", "text.js", "map.js", "ribbon.js", "main.js"}

// write fills in the template. Texts and pairs are made one by one as they are
// written: a page of many is never in memory as a whole.
func (p *page) write(w io.Writer) error {
	t, err := template.ParseFS(assets, "page/page.html")
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	style, err := asset("style.css")
	if err != nil {
		return err
	}
	script, err := asset(scripts[:]...)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	err = t.Execute(b, shell{
		Title:  p.index.Title,
		Policy: policy(style, script),
		Style:  template.CSS(style),
		Script: template.JS(script),
		Index:  &p.index,
		Texts:  p.texts(),
		Pairs:  p.pairs(),
	})
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if p.err != nil {
		return p.err
	}
	return b.Flush()
}

// A shell is what page.html is filled with.
type shell struct {
	Title  string
	Policy string
	Style  template.CSS // ours, as is
	Script template.JS  // ours, as is
	Index  *pageIndex
	Texts  iter.Seq2[int, pageText]
	Pairs  iter.Seq2[int, []pagePair]
}

// asset returns files of the page as one. Lines end as the browser reads them: a
// hash is one of what it reads, and some checkouts have other line ends.
func asset(names ...string) (string, error) {
	var b strings.Builder
	for _, name := range names {
		text, err := assets.ReadFile("page/" + name)
		if err != nil {
			return "", fmt.Errorf("report: %w", err)
		}
		b.WriteString(strings.ReplaceAll(string(text), "\r\n", "\n"))
	}
	return b.String(), nil
}

// policy allows the page its own style and script and nothing else: no request,
// no other script, no form, no base, no frame.
func policy(style, script string) string {
	return "default-src 'none'; script-src " + hash(script) + "; style-src " + hash(style) +
		"; img-src data:; base-uri 'none'; form-action 'none'"
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
