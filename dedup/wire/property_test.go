package wire

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// pieces make texts that come near every pattern, and break them.
var pieces = []string{
	"\n", "\r\n", " ", "\u00a0", "\u202f", "(", ")", "©", "—", "–", " - ", "/", ".", ". ", ", ", "»", "«", "“", "”", ":", "|", "\x00", "\xff", "\xe2\x80", "é", "\u200b",
	"AFP", "Reuters", "The Associated Press", "afp", "ats", "nxp", "dpa", "Getty Images", "AP Photo", "Photo: ", "By ", "Par ", "avec ", "Source: ",
	"PARIS", "Paris", "July 15", "3 mars", "2018", "7:30", "Jane Doe", "contributed to this report", "Reporting by ", "Editing by ", "reported from ",
	"abc/def/gh", "read more", "Lire aussi ", "Sign up for ", "newsletter", "Copyright ", "hide caption", "share", "tweet", "(@", "the ferry sailed at noon", "FILE - ", "www.", "@",
}

func anyText() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.SampledFrom(pieces), rapid.String(), rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 4), func(b []byte) string { return string(b) }))
	return rapid.Map(rapid.SliceOfN(piece, 0, 60), func(s []string) string { return strings.Join(s, "") })
}

// lawful checks what Find promises of its marks.
func lawful(t require.TestingT, text string, marks []Mark) {
	end := 0
	for _, m := range marks {
		require.GreaterOrEqual(t, m.Start, end, "in order, without overlaps")
		require.Greater(t, m.End, m.Start, "not empty")
		require.LessOrEqual(t, m.End, len(text))
		require.True(t, onBoundary(text, m.Start) && onBoundary(text, m.End), "%q %v", text, m)
		require.NotEqual(t, "unknown", m.Kind.String())
		end = m.End
	}
}

// onBoundary reports whether a loop over the characters of text comes to i.
func onBoundary(text string, i int) bool {
	if i == len(text) || utf8.RuneStart(text[i]) {
		return true
	}
	for j := range text {
		if j >= i {
			return j == i
		}
	}
	return false
}

func TestFindLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		language := rapid.SampledFrom([]string{"", "en", "fr-BE", "DE", "xx", "es_MX"}).Draw(t, "language")
		marks := Find(text, language)
		lawful(t, text, marks)
		require.Equal(t, marks, Find(text, language), "the same each time")
		seen := make(map[string]bool)
		partly := false
		for _, a := range Credits(text, language) {
			require.False(t, seen[a.Agency], "each agency once")
			require.False(t, partly && !a.Partly, "whole before part")
			require.Contains(t, a.Mark.Agencies, a.Agency)
			seen[a.Agency], partly = true, a.Partly
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add(strings.Join(pieces, ""), "")
	f.Add("PARIS (AFP) - Le pont.\n(Avec AFP)\n\xff(", "fr")
	f.Fuzz(func(t *testing.T, text, language string) {
		marks := Find(text, language)
		lawful(t, text, marks)
		var l Lines
		l.Add("s", text)
		lawful(t, text, Merge(marks, l.Find("s", text)))
	})
}

// TestFindIsLinear bounds the time on the texts that come nearest to a
// quadratic one: groups, dashes and sentences without end, in one line.
func TestFindIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, unit := range []string{"(", ")", "(AFP", "(AFP) ", "©", "a", "A ", ". ", "\n", "—", "Reporting by ", "diting by ", "\x80", "é", "(Jane Doe/AFP) ", "PARIS (AFP) - ", "Follow us on ", "/"} {
		text := strings.Repeat(unit, (4<<20)/len(unit))
		start := time.Now()
		Find(text, "")
		require.Less(t, time.Since(start), 10*time.Second, "%q", unit)
	}
	for _, text := range []string{
		strings.Repeat(".", 1<<20) + "x",
		"a" + strings.Repeat(" (AFP)", 1<<17) + strings.Repeat(" .", 3<<17),
		"a" + strings.Repeat(" (AFP) -", 1<<17) + strings.Repeat(" .", 3<<17),
	} {
		start := time.Now()
		Find(text, "")
		require.Less(t, time.Since(start), 10*time.Second, "%.10q", text)
	}
}

func TestMergeLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText().Draw(t, "text")
		a, b := Find(text, "en"), Find(text, "fr")
		merged := Merge(a, b)
		lawful(t, text, merged)
		require.Subset(t, merged, a)
	})
}

// TestLinesOrder checks that the marks do not depend on the order of Add, on
// adding twice, nor, beyond the sample, on what came first.
func TestLinesOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.SampledFrom([]string{"Home", "Share", "Sport", "Read on", "Ferry", strings.Repeat("the ferry sailed ", 12), strings.Repeat("the bridge fell ", 12), "é", "\xff"})
		texts := rapid.SliceOfN(rapid.Map(rapid.SliceOfN(line, 1, 5), func(s []string) string { return strings.Join(s, "\n") }), 1, 30).Draw(t, "texts")
		sample := rapid.IntRange(1, 12).Draw(t, "sample")
		a, b := Lines{Sample: sample}, Lines{Sample: sample}
		for _, text := range texts {
			a.Add("s", text)
		}
		shuffled := append([]string(nil), texts...)
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for _, text := range append(shuffled, shuffled[0]) {
			b.Add("s", text)
		}
		for _, text := range texts {
			marks := a.Find("s", text)
			lawful(t, text, marks)
			require.Equal(t, marks, b.Find("s", text))
		}
	})
}
