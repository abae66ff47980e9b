package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/input"
)

// read returns the articles and the number of things that could not be read,
// each of which it mentions. The error is for flags that ask for what there is not.
func (c *command) read(ctx context.Context, stdin io.Reader, p *progress) (articles []dedup.Article, problems int, err error) {
	if slices.Contains(c.paths, "-") {
		stdin = interruptible(ctx, stdin)
	}
	others := 0
	o := &input.Options{Stdin: stdin, Form: c.input, Fields: c.fields, Skipped: func(path string) {
		if !strings.HasPrefix(filepath.Base(path), ".") {
			others++
		}
	}}
	if p.terminal {
		o.Progress = p.part
	}
	for a, err := range input.Read(c.paths, o) {
		if ctx.Err() != nil {
			return articles, problems, nil
		}
		if err == nil {
			articles = append(articles, a)
			p.count(len(articles))
			continue
		}
		if _, ok := errors.AsType[*input.Error](err); !ok { // without a place: it is no file's fault
			return nil, 0, c.unread(err)
		}
		if problems++; problems <= maxProblems {
			p.say("%s", flags.Replace(err.Error()))
		}
	}
	if problems > maxProblems {
		p.say("and %d more like these", problems-maxProblems)
	}
	if others > 0 {
		p.say("%s of other kinds in the folders passed over (wirecopy -h lists what is read)", plural(others, "file"))
	}
	if problems > 0 && len(articles) > 0 {
		p.say("%s; going on with %s", plural(problems, "problem"), plural(len(articles), "article"))
	}
	return articles, problems, nil
}

// flags calls what an error asks for by the names that it has here.
var flags = strings.NewReplacer("Options.Fields", "-field text=NAME", "Options.Form", "-input")

// unread says which flag is meant.
func (c *command) unread(err error) error {
	if c.input != "" && strings.Contains(err.Error(), fmt.Sprintf("%q", c.input)) {
		return fmt.Errorf("-input: %w", err)
	}
	return fmt.Errorf("-field: %w", err)
}

// maxProblems is as many as are mentioned one by one. A file that is not what
// its name says may have one on every line.
const maxProblems = 100

// known returns an error for an ID of -explain that no article has, with those
// that may have been meant.
func (c *command) known(articles []dedup.Article) error {
	if !c.explain {
		return nil
	}
	for _, id := range []string{c.first, c.second} {
		if !slices.ContainsFunc(articles, func(a dedup.Article) bool { return a.ID == id }) {
			return fmt.Errorf("-explain: no article is called %q among the %d read; %s", id, len(articles), meant(id, articles))
		}
	}
	return nil
}

// meant names up to three articles whose IDs have an ID in them or are in it,
// else one to show what IDs look like here.
func meant(id string, articles []dedup.Article) string {
	var like []string
	for _, a := range articles {
		if len(like) < 3 && (strings.Contains(a.ID, id) || strings.HasSuffix(id, a.ID)) {
			like = append(like, fmt.Sprintf("%q", a.ID))
		}
	}
	switch {
	case len(like) > 0:
		return "did you mean " + strings.Join(like, " or ") + "?"
	case len(articles) > 0:
		return fmt.Sprintf("they are called like %q", articles[0].ID)
	}
	return "there are none"
}

// plural returns "1 file", "2 files".
func plural(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// interruptible returns a reader that ends when ctx does, though a terminal or a
// pipe may have sent nothing. What waits for them then goes with the process.
func interruptible(ctx context.Context, in io.Reader) io.Reader {
	r, w := io.Pipe()
	go func() {
		_, err := io.Copy(w, in)
		w.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { r.CloseWithError(ctx.Err()) })
	return r
}
