package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/term"
)

// A work is what is being done.
type work struct {
	doing, noun string
	since       time.Time
	n           int   // articles or pairs so far
	done, all   int64 // the part of it, in whatever it is measured; 0, 0 if that is unknown
}

// line says how far it has come, no wider than a terminal:
//
//	reading [=========           ] 45 %  12,300 articles, 2,100/s, 7 s left
//	reading 12,300 articles, 2,100/s, 6 s
//
// The time that is left is that of this step, if the rest is like what was done. A
// library for such lines would bring as many modules as the whole command needs.
func (w *work) line(now time.Time, width int) string {
	taken := now.Sub(w.since)
	text := fmt.Sprintf("%s %s", thousands(w.n), strings.TrimPrefix(plural(w.n, w.noun), strconv.Itoa(w.n)+" "))
	if rate := float64(w.n) / taken.Seconds(); rate >= 1 {
		text += fmt.Sprintf(", %s/s", thousands(int(rate)))
	}
	if w.all <= 0 {
		return cutTo(fmt.Sprintf("%s %s, %s", w.doing, text, span(taken)), width)
	}
	part := min(float64(w.done)/float64(w.all), 1)
	if part >= 0.01 {
		text += ", " + span(time.Duration(float64(taken)*(1-part)/part)) + " left"
	}
	full := int(part*barWidth + 0.5)
	bar := strings.Repeat("=", full) + strings.Repeat(" ", barWidth-full)
	return cutTo(fmt.Sprintf("%s [%s] %.0f %%  %s", w.doing, bar, 100*part, text), width)
}

const barWidth = 20

// cutTo keeps a line on one line: what wraps cannot be rewritten.
func cutTo(s string, width int) string {
	if width > 1 && len(s) >= width {
		return s[:width-1]
	}
	return s
}

// span writes a time as people say it.
func span(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d >= time.Hour:
		return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
	case d >= time.Minute:
		return fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d s", int(d.Seconds()))
}

// thousands writes 12300 as 12,300.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// columns is the width of a terminal, 80 where that is not known.
func columns(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 0 {
			return n
		}
	}
	return 80
}
