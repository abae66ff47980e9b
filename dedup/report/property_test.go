package report

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/dedup/wire"
	"github.com/wirecopy/wirecopy/shingle"
)

var ourSequences = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// requireHarmless holds what the package promises of text.
func requireHarmless(t require.TestingT, out string, o *Options) {
	if o.Color {
		out = ourSequences.ReplaceAllString(out, "")
	}
	require.True(t, utf8.ValidString(out))
	for line := range strings.Lines(out) {
		line, ok := strings.CutSuffix(line, "\n")
		require.True(t, ok, "%q", line)
		require.LessOrEqual(t, cells(line), o.orDefault().Width, "%q", line)
		for _, r := range line {
			require.False(t, unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Bidi_Control, r), "%q", line)
		}
	}
}

// words draws texts that share words, with whatever else a text may have.
func words(t *rapid.T, label string) string {
	part := rapid.OneOf(
		rapid.SampledFrom([]string{"harbour ", "strike ", "the ", "of ", "cranes ", "seven ", "moved. ", "said \"", "told\n\n", "14 "}),
		rapid.SampledFrom([]string{"港口", "工人。", "「罷工」", "שביתה ", "بندر ", "e\u0301\u0301\u0301", "👩‍👩‍👧 ", "🇫🇷🇩🇪", "ไทยไทย"}),
		rapid.SampledFrom([]string{"\x1b[31m", "\x1b]0;x\a", "\u202e", "\u2066", "\x00", "\xff\xfe", "\r", "\t", "\u009b2J", "\u200f", "\u2028", "\ufeff"}),
		rapid.Map(rapid.IntRange(1, 200), func(n int) string { return strings.Repeat("x", n) }),
		rapid.String(),
	)
	return strings.Join(rapid.SliceOfN(part, 0, 40).Draw(t, label), "")
}

func anyOptions(t *rapid.T) *Options {
	return &Options{
		Width: rapid.IntRange(0, 160).Draw(t, "width"), Color: rapid.Bool().Draw(t, "color"),
		Full: rapid.Bool().Draw(t, "full"), Passages: rapid.Bool().Draw(t, "passages"),
	}
}

func TestAnyOpening(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := words(t, "text")
		got := opening(text, wire.Find(text, ""))
		require.True(t, utf8.ValidString(got))
		require.LessOrEqual(t, cells(got), maxOpening, "%q", got)
		require.Equal(t, clean(got), got)
	})
}

func TestAnyTextIsHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := dedup.Article{ID: "a" + words(t, "id"), Title: words(t, "title"), Source: words(t, "source"), Text: words(t, "a")}
		b := dedup.Article{ID: "b", Text: words(t, "b") + a.Text[len(a.Text)/2:], Published: time.Unix(1e9, 0)}
		e := &dedup.Explanation{
			Pair: dedup.Pair{A: a.ID, B: b.ID}, First: a, Second: b,
			Report: passage.Compare(a.Text, b.Text, nil), Reasons: []string{words(t, "reason")},
		}
		o := anyOptions(t)
		var out bytes.Buffer
		require.NoError(t, Explain(&out, e, o))
		requireHarmless(t, out.String(), o)
	})
}

func TestAnyResultIsHarmless(t *testing.T) {
	const body = "The harbour of Velmar stood still on Monday after the drivers of all the cranes had left their cabins at dawn."
	rapid.Check(t, func(t *rapid.T) {
		var articles []dedup.Article
		for i := range rapid.IntRange(0, 4).Draw(t, "articles") {
			articles = append(articles, dedup.Article{
				ID: fmt.Sprint(i, words(t, "id")), Title: words(t, "title"), Source: words(t, "source"), Language: "en",
				Text: words(t, "head") + body + words(t, "tail"), Published: time.Unix(int64(1e9+i*4000), 0),
			})
		}
		r, err := dedup.Group(context.Background(), articles, &dedup.Options{Passages: rapid.Bool().Draw(t, "keep"), Workers: 1})
		require.NoError(t, err)
		o := anyOptions(t)
		var out bytes.Buffer
		require.NoError(t, Text(&out, r, o))
		requireHarmless(t, out.String(), o)
		out.Reset()
		require.NoError(t, JSON(&out, r, o))
		requireSchema(t, out.Bytes())
	})
}

// A mark alone takes no column, but the space behind it does.
func TestMarkAloneAtTheStart(t *testing.T) {
	for width := 2; width < 40; width++ {
		var f flow
		f.add("\u0300 The harbour of Velmar stood still "+strings.Repeat("x", 50), 0)
		for _, line := range f.lines(width) {
			require.LessOrEqual(t, lineCells(line), width)
		}
	}
}

// No word is lost between a text and its lines.
func TestLinesKeepText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var f flow
		want := ""
		for range rapid.IntRange(0, 3).Draw(t, "parts") {
			text := words(t, "text")
			f.add(text, style(rapid.IntRange(0, 2).Draw(t, "style")))
			want += clean(text)
		}
		var got strings.Builder
		for _, line := range f.lines(rapid.IntRange(0, 90).Draw(t, "width")) {
			for _, a := range line {
				got.WriteString(a.text)
			}
		}
		require.Equal(t, strings.ReplaceAll(want, " ", ""), strings.ReplaceAll(got.String(), " ", ""))
	})
}

// A differ's words are the same on both sides, and as many as brute force finds.
func TestDiffer(t *testing.T) {
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"harbour", "strike", "cranes", "seven"}), 0, 9),
		func(w []string) string { return strings.Join(w, " ") })
	rapid.Check(t, func(t *rapid.T) {
		a, b := tokens(text.Draw(t, "a"), 0), tokens(text.Draw(t, "b"), 0)
		var d differ
		inA, inB := d.stayed(a, b)
		kept := keptWords(a, inA)
		require.Equal(t, kept, keptWords(b, inB))
		require.Len(t, kept, longestCommon(a, b))
	})
}

func TestDifferLarge(t *testing.T) {
	var a, b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&a, "word%d filler ", i)
		if i%7 > 0 {
			fmt.Fprintf(&b, "word%d filler ", i)
		}
	}
	x, y := tokens(a.String(), 0), tokens(b.String(), 0)
	var d differ
	inA, inB := d.stayed(x, y)
	require.Equal(t, keptWords(x, inA), keptWords(y, inB))
	require.Len(t, keptWords(y, inB), len(y), "anchors find all that stayed")

	x, y = tokens(strings.Repeat("filler ", 5000), 0), tokens(strings.Repeat("other filler ", 5000), 0)
	start := time.Now()
	d.stayed(x, y)
	require.Less(t, time.Since(start), 5*time.Second)
}

func keptWords(ts []shingle.Token, in []bool) []string {
	out := []string{}
	for i, t := range ts {
		if in[i] {
			out = append(out, t.Word)
		}
	}
	return out
}

func longestCommon(a, b []shingle.Token) int {
	switch {
	case len(a) == 0 || len(b) == 0:
		return 0
	case a[0].Word == b[0].Word:
		return 1 + longestCommon(a[1:], b[1:])
	}
	return max(longestCommon(a[1:], b), longestCommon(a, b[1:]))
}

// The heaviest sequence weighs what brute force finds.
func TestHeaviest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		starts := rapid.Permutation([]int{0, 100, 200, 300, 400, 500, 600}).Draw(t, "starts")
		var rs []row
		var all []int
		for i, s := range starts {
			rs = append(rs, row{b: shingle.Span{Start: s, End: s + rapid.IntRange(1, 99).Draw(t, "weight")}})
			all = append(all, i)
		}
		best := 0
		for set := range 1 << len(rs) {
			best = max(best, weight(rs, func(i int) bool { return set>>i&1 > 0 }))
		}
		kept := heaviest(rs, all)
		require.Equal(t, best, weight(rs, func(i int) bool { return kept[i] }))
	})
}

// weight is -1 if the chosen rows are out of order.
func weight(rs []row, chosen func(int) bool) int {
	sum, last := 0, -1
	for i, r := range rs {
		if chosen(i) {
			if r.b.Start < last {
				return -1
			}
			sum, last = sum+r.b.Len(), r.b.Start
		}
	}
	return sum
}

func TestShareAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s share
		sum := 0
		for k := range s {
			s[k] = rapid.IntRange(0, 1000).Draw(t, "count")
			sum += s[k]
		}
		n := rapid.IntRange(1, 100).Draw(t, "n")
		if sum == 0 {
			n = 0
		}
		parts := s.of(n)
		got := 0
		for k, p := range parts {
			require.GreaterOrEqual(t, p, n*s[k]/max(1, sum))
			got += p
		}
		require.Equal(t, n, got)
	})
}

// Turning a comparison round twice, or sorting what is sorted, changes nothing.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := words(t, "a")
		ps := passage.Compare(a, words(t, "b")+a[len(a)/2:], nil).Passages
		require.Len(t, turn(turn(ps)), len(ps))
		require.True(t, slices.Equal(ps, turn(turn(ps))))
		require.Equal(t, inOrder(ps), inOrder(turn(inOrder(turn(ps)))))
	})
}
