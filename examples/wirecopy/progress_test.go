package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The line appears after a moment, is rewritten in place, gives way to a message
// and does not stay.
func TestProgress(t *testing.T) {
	var b bytes.Buffer
	p := newProgress(&b)
	defer p.stop()
	start := time.Now()
	p.line(start.Add(time.Hour)) // nothing is being done yet
	p.task("reading", "article")
	p.count(1)
	p.line(start)
	require.Empty(t, b.String())
	p.line(start.Add(2200 * time.Millisecond))
	p.count(700)
	p.part(1, 4)
	p.line(start.Add(3200 * time.Millisecond))
	p.say("a.txt: no text")
	require.Regexp(t, `^reading 1 article, 2 s\r\x1b\[Kreading \[=====               \] 25 %  700 articles, 2\d\d/s, 1?0 s left\r\x1b\[Kwirecopy: a.txt: no text\n$`, b.String())

	b.Reset()
	p.hint("for a person")
	require.Empty(t, b.String(), "this is no terminal")
}

// Each step and round of dedup.Group begins at nothing; workers may overtake each
// other.
func TestProgressOfGroup(t *testing.T) {
	var b bytes.Buffer
	p := newProgress(&b)
	defer p.stop()
	for _, step := range []struct {
		what      string
		done, all int
		want      string
	}{
		{"articles", 2, 4, "preparing [==========          ] 50 %  2 articles"},
		{"articles", 1, 4, "preparing [==========          ] 50 %  2 articles"},
		{"articles", 4, 4, "preparing [====================] 100 %  4 articles"},
		{"pairs", 1, 4000, "comparing [                    ] 0 %  1 pair"},
		{"pairs", 3999, 4000, "comparing [====================] 100 %  3,999 pairs"},
		{"pairs", 1, 4, "comparing [=====               ] 25 %  1 pair"},
	} {
		b.Reset()
		p.shown = false
		p.group(step.what, step.done, step.all)
		p.line(time.Now().Add(10 * time.Second))
		require.True(t, strings.HasPrefix(b.String(), step.want), b.String())
	}
}

func TestLineOfWork(t *testing.T) {
	since := time.Unix(0, 0)
	for want, tt := range map[string]struct {
		w       work
		seconds int
		width   int
	}{
		"reading 0 articles, 5 s":               {work{doing: "reading", noun: "article"}, 5, 80},
		"reading 12,300 articles, 2,050/s, 6 s": {work{doing: "reading", noun: "article", n: 12300}, 6, 80},
		"reading 12,300 ar":                     {work{doing: "reading", noun: "article", n: 12300}, 6, 18},
		"comparing [=======             ] 33 %  1,000,000 pairs, 13,888/s, 2 min 24 s left": {work{doing: "comparing", noun: "pair", n: 1e6, done: 1, all: 3}, 72, 90},
		"reading [                    ] 0 %  1 article":                                     {work{doing: "reading", noun: "article", n: 1, done: 1, all: 1000}, 72, 90},
		"reading [====================] 100 %  1 article, 0 s left":                         {work{doing: "reading", noun: "article", n: 1, done: 9, all: 8}, 72, 90},
	} {
		tt.w.since = since
		require.Equal(t, want, tt.w.line(since.Add(time.Duration(tt.seconds)*time.Second), tt.width))
	}
	require.Equal(t, "2 h 5 min", span(2*time.Hour+5*time.Minute+20*time.Second))
	require.Equal(t, []string{"0", "999", "1,000", "12,345,678"}, []string{thousands(0), thousands(999), thousands(1000), thousands(12345678)})
}
