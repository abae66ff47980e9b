package shingle

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// monsters are texts, made from n, on which a careless loop is quadratic.
var monsters = map[string]func(n int) string{
	"one word":              func(n int) string { return strings.Repeat("a", n) },
	"one word many times":   func(n int) string { return strings.Repeat("war ", n/4) },
	"spaces":                func(n int) string { return "a." + strings.Repeat(" ", n) + "B" },
	"newlines":              func(n int) string { return "a" + strings.Repeat("\n", n) + "B" },
	"newlines and spaces":   func(n int) string { return strings.Repeat("\n ", n/2) },
	"carriage returns":      func(n int) string { return strings.Repeat("\r", n) },
	"lines of one letter":   func(n int) string { return strings.Repeat("a\n", n/2) },
	"wrapped lines":         func(n int) string { return strings.Repeat(strings.Repeat("wind of ", 8)+"\n", n/65) },
	"stops":                 func(n int) string { return strings.Repeat(".", n) },
	"stops and spaces":      func(n int) string { return strings.Repeat(". ", n/2) },
	"abbreviations":         func(n int) string { return strings.Repeat("Mr. ", n/4) },
	"initials":              func(n int) string { return strings.Repeat("A. ", n/3) },
	"rows of initials":      func(n int) string { return strings.Repeat("A.", n/2) },
	"ordinals":              func(n int) string { return strings.Repeat("1. A ", n/5) },
	"hebrew initials":       func(n int) string { return strings.Repeat("א.", n/3) },
	"opening marks":         func(n int) string { return strings.Repeat("“", n/3) },
	"opening marks, spaced": func(n int) string { return strings.Repeat("“a ", n/5) },
	"all opening marks":     func(n int) string { return strings.Repeat("“a «a „a ‘a ‹a 「a 『a »a ", n/38) },
	"plain marks":           func(n int) string { return strings.Repeat(`"a `, n/3) },
	"plain marks alone":     func(n int) string { return strings.Repeat(`"`, n) },
	"marks and lines":       func(n int) string { return strings.Repeat("“a\n", n/5) },
	"marks and empty lines": func(n int) string { return strings.Repeat("“a\n\n", n/6) },
	"closing marks":         func(n int) string { return "a." + strings.Repeat(")", n) + "B" },
	"closing marks, spaced": func(n int) string { return "a." + strings.Repeat(" »", n/3) + " B" },
	"commas":                func(n int) string { return strings.Repeat("a,", n/2) },
	"hyphens":               func(n int) string { return strings.Repeat("a-", n/2) },
	"apostrophes":           func(n int) string { return strings.Repeat("a'", n/2) },
	"elisions":              func(n int) string { return strings.Repeat("l'", n/2) },
	"digit groups":          func(n int) string { return strings.Repeat("000 ", n/4) },
	"digits and points":     func(n int) string { return strings.Repeat("1.", n/2) },
	"marks on a letter":     func(n int) string { return "e" + strings.Repeat("\u0301", n/2) },
	"marks first":           func(n int) string { return strings.Repeat("\u0301", n/2) },
	"joiners":               func(n int) string { return "a" + strings.Repeat("\u200d", n/3) + "b" },
	"joiners and digits":    func(n int) string { return strings.Repeat("1\u200d", n/4) },
	"joiners after words":   func(n int) string { return strings.Repeat("a\u200d\u200d ", n/8) },
	"han":                   func(n int) string { return strings.Repeat("战", n/3) },
	"invalid":               func(n int) string { return strings.Repeat("\xff", n) },
	"cut characters":        func(n int) string { return strings.Repeat("\xe2\x80", n/2) },
	"addresses":             func(n int) string { return strings.Repeat("xxxx.Xxxx", n/9) },
	"ellipses":              func(n int) string { return strings.Repeat("… A ", n/6) },
	"bullets":               func(n int) string { return strings.Repeat(" •", n/4) },
	"questions":             func(n int) string { return strings.Repeat("?” Aa Bb Cc ", n/14) },
}

// TestLinear lets no monster take more than 8 µs a byte, some 40 times the worst
// of them: quadratic loops take minutes. A busy machine may stall one run (it
// did, for a second, in 4 ms of work), hence the best of three.
func TestLinear(t *testing.T) {
	n := 1 << 17
	if testing.Short() {
		n = 1 << 14
	}
	limit := time.Duration(n) * 8000
	for name, monster := range monsters {
		t.Run(name, func(t *testing.T) {
			text := monster(n)
			var x *Text
			took := time.Duration(1 << 62)
			for range 3 {
				start := time.Now()
				x = Parse(text, "en")
				Shingler{}.Set(text)
				if took = min(took, time.Since(start)); took < limit {
					break
				}
			}
			checkText(t, x)
			require.Less(t, took, limit)
		})
	}
}
