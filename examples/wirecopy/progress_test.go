package main

import (
	"bytes"
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
	p.task("reading")
	p.count(1)
	p.line(start)
	require.Empty(t, b.String())
	p.line(start.Add(2200 * time.Millisecond))
	p.count(700)
	p.line(start.Add(3200 * time.Millisecond))
	p.say("a.txt: no text")
	require.Regexp(t, `^reading 1 article, 2 s\r\x1b\[Kreading 700 articles, 3 s\r\x1b\[Kwirecopy: a.txt: no text\n$`, b.String())

	b.Reset()
	p.hint("for a person")
	require.Empty(t, b.String(), "this is no terminal")
}
