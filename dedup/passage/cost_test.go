package passage

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/shingle"
)

const plain = "The minister said on Tuesday that the bridge over the river would be closed. "

// randomText has about n bytes of words that occur once.
func randomText(n int, seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 1))
	var w strings.Builder
	for w.Len() < n {
		for range 5 + r.IntN(25) {
			for range 2 + r.IntN(8) {
				w.WriteByte(byte('a' + r.IntN(26)))
			}
			w.WriteByte(' ')
		}
		w.WriteString("Stop. ")
	}
	return w.String()
}

// fewWords has n words of four.
func fewWords(n int, seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 1))
	var w strings.Builder
	for range n {
		w.WriteString([]string{"alpha ", "beta ", "gamma ", "delta "}[r.IntN(4)])
	}
	return w.String()
}

func oneWordSentences(n, step int) string {
	var w strings.Builder
	for i := range n {
		fmt.Fprintf(&w, "W%c%c%c. ", 'a'+i*step%26, 'a'+i/26%26, 'a'+i/676%26)
	}
	return w.String()
}

// costly are inputs that would be quadratic for somebody, of the size at which
// they are to take a few seconds at most, and what share of their words must be
// found to be shared.
var costly = []struct {
	name  string
	size  int
	texts func(n int) (a, b string)
	least float64
}{
	{"one word a million times, and once more", 1_000_000, func(n int) (string, string) {
		return strings.Repeat("word ", n), strings.Repeat("word ", n+1)
	}, .99},
	{"one word, the other half as often", 100_000, func(n int) (string, string) {
		return strings.Repeat("word ", n), strings.Repeat("word ", n/2)
	}, .5},
	{"two words in turn, out of step", 10_000, func(n int) (string, string) {
		return strings.Repeat("word other ", n/2), strings.Repeat("other word ", n/2)
	}, 0},
	{"four words at random", 10_000, func(n int) (string, string) { return fewWords(n, 1), fewWords(n, 2) }, 0},
	{"a sentence a hundred thousand times, and once more", 100_000, func(n int) (string, string) {
		return strings.Repeat(plain, n), strings.Repeat(plain, n+1)
	}, .99},
	{"the same between other sentences", 5_000, func(n int) (string, string) {
		return "Begin one here now. " + strings.Repeat(plain, n) + "Finish.", "No. " + strings.Repeat(plain, n) + "That was all there is."
	}, .99},
	{"two random texts", 1_000_000, func(n int) (string, string) { return randomText(n, 1), randomText(n, 2) }, 0},
	{"a long text against a sentence of it", 1_000_000, func(n int) (string, string) {
		a := randomText(n, 1)
		return a, a[n/2 : min(len(a), n/2+200)]
	}, 0},
	{"one word of a million letters", 1_000_000, func(n int) (string, string) {
		return strings.Repeat("x", n), strings.Repeat("x", n+1)
	}, 0},
	{"one character without spaces", 50_000, func(n int) (string, string) {
		return strings.Repeat("文", n), strings.Repeat("文", n+1)
	}, .99},
	{"sentences of one word", 50_000, func(n int) (string, string) { return oneWordSentences(n, 1), oneWordSentences(n, 7) }, 0},
	{"punctuation", 1_000_000, func(n int) (string, string) { return strings.Repeat("« ", n), strings.Repeat("! ", n) }, 0},
	{"a million spaces inside", 1_000_000, func(n int) (string, string) {
		return "The pier is closed," + strings.Repeat(" ", n) + "he said.", "The pier is closed," + strings.Repeat(" ", n) + "she said."
	}, .3},
}

// TestCost counts the steps of the word aligner and the links, at n and 2n, and
// takes the time at the size of the table, with a limit that only something
// quadratic reaches.
func TestCost(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, c := range costly {
		t.Run(c.name, func(t *testing.T) {
			once, twice := work(c.texts(c.size/50)), work(c.texts(c.size/25)) // smaller ones have not come to their bounds
			require.Less(t, float64(twice), 3*float64(once)+1000)

			a, b := c.texts(c.size)
			start := time.Now()
			r := Compare(a, b, nil)
			r.Regions()
			require.Less(t, time.Since(start), 30*time.Second)
			ca, _ := r.Coverage()
			require.GreaterOrEqual(t, float64(ca.Shared()), c.least*float64(ca.Words))
		})
	}
}

// work returns what a comparison costs beyond reading and sorting: steps of the
// word aligner, links, matches.
func work(a, b string) int {
	x, y := shingle.Parse(a, "en"), shingle.Parse(b, "en")
	s := begun(x, y)
	before := s.steps
	s.align()
	return before - s.steps + len(s.links) + len(s.found)
}

// TestStepsAreBounded holds the aligner to its budget: one pair of units may
// overdraw it, then it stops.
func TestStepsAreBounded(t *testing.T) {
	for _, c := range costly {
		n := min(c.size, 3000)
		a, b := c.texts(n)
		s := begun(shingle.Parse(a, "en"), shingle.Parse(b, "en"))
		s.align()
		const unitPairs = 80 * 80 // points of two units of the longest
		require.Greater(t, s.steps, -(maxSegments*unitPairs*unitPairs/2 + unitPairs), c.name)
		require.LessOrEqual(t, len(s.links), maxLinks*max(1, len(s.a.units)), c.name)
	}
}

// TestLongTextsKeepLaws compares texts of the lengths at which the aligner goes
// over to other means: the budget of postings, equal ends.
func TestLongTextsKeepLaws(t *testing.T) {
	for _, c := range costly {
		for _, n := range []int{10, 100, 1000} {
			a, b := c.texts(n * c.size / 1_000_000)
			checkLaws(t, Compare(a, b, nil))
			checkLaws(t, Compare(b, a, nil))
		}
	}
	a := strings.Repeat(plain, 300) + randomText(300_000, 5)
	b := "No. " + strings.Repeat(plain, 301) + a[len(a)/2:]
	checkLaws(t, Compare(a, b, nil))
	require.GreaterOrEqual(t, 2*len(shingle.Parse(a, "").Tokens), longTexts)
	checkLaws(t, Compare(a+"One more here.", a+"Another word there.", nil))
}
