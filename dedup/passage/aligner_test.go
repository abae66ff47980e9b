package passage

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/shingle"
	"pgregory.net/rapid"
)

// newsPair draws two texts of longer sentences than pair does, in which much
// is alike and some words have variants.
func newsPair(t *rapid.T) (a, b string) {
	sentences := article(200, uint64(rapid.IntRange(0, 50).Draw(t, "stock")))
	text := func(name string) string {
		var w strings.Builder
		for _, s := range rapid.SliceOfN(rapid.SampledFrom(sentences), 1, 15).Draw(t, name) {
			words := strings.Fields(s)
			for range rapid.IntRange(0, 9).Draw(t, "changes") {
				words[rapid.IntRange(0, len(words)-1).Draw(t, "at")] = rapid.SampledFrom(vocabulary).Draw(t, "word")
			}
			w.WriteString(strings.Join(words, " ") + ". ")
		}
		return w.String()
	}
	return text("a"), text("b")
}

func eitherPair(t *rapid.T) (a, b string) {
	if rapid.Bool().Draw(t, "news") {
		return newsPair(t)
	}
	return pair(t)
}

// TestLazyAlignment holds that aligning the promising links alone accepts what
// aligning all of them does.
func TestLazyAlignment(t *testing.T) {
	open, all := 0, 0
	check := func(t require.TestingT, a, b *shingle.Text) {
		s, full := begun(a, b), begun(a, b)
		s.align()
		full.align()
		for k := range s.tries {
			if all++; s.tries[k].state == 0 {
				open++
			}
		}
		found := full.found[:0]
		for k := range full.tries {
			full.tries[k] = try{link: full.tries[k].link}
			full.try(&full.tries[k])
		}
		full.rate()
		full.found = found
		full.accept()
		require.Len(t, s.found, len(full.found))
		for k, m := range s.found {
			n := full.found[k]
			require.Equal(t, full.kept[n.from:n.to], s.kept[m.from:m.to])
			n.from, n.to = m.from, m.to
			require.Equal(t, n, m)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := eitherPair(t)
		check(t, shingle.Parse(a, ""), shingle.Parse(b, ""))
	})
	for _, g := range goldens(t) {
		check(t, g.a, g.b)
	}
	open, all = 0, 0
	for seed := range uint64(10) {
		first := article(400, seed)
		for _, second := range [][]string{article(400, seed+20), rewritten(first, seed), first[3:]} {
			check(t, shingle.Parse(strings.Join(first, ""), "en"), shingle.Parse(strings.Join(second, ""), "en"))
		}
	}
	require.Greater(t, 6*open, all, "too few links were left out for the test to mean something")
}

// TestBounds holds that no match has more mass than the bound of its link.
func TestBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := eitherPair(t)
		s := begun(shingle.Parse(a, ""), shingle.Parse(b, ""))
		for _, l := range s.links {
			u, v := s.a.units[l.a], s.b.units[l.b]
			if s.equal(u.first, u.last, v.first, v.last) {
				continue // is aligned in any case
			}
			if m, ok := s.local(l); ok {
				require.LessOrEqual(t, m.mass, l.bound+slack)
				if m.equal && m.a1-m.a0 >= minVerbatim {
					require.True(t, s.shareRun(&l))
				}
			}
		}
	})
}

// TestAlignerForgets compares many pairs with one aligner, and each with one of
// its own.
func TestAlignerForgets(t *testing.T) {
	var l Aligner
	rapid.Check(t, func(t *rapid.T) {
		a, b := eitherPair(t)
		x, y := Prepare(shingle.Parse(a, "")), Prepare(shingle.Parse(b, ""))
		want := new(Aligner).Align(x, y)
		got := l.Align(x, y)
		kept := describe(got)
		require.Equal(t, describe(want), kept)
		require.Equal(t, want.Passages, got.Passages)
		ca, cb := l.Coverage(x, y)
		wa, wb := want.Coverage()
		require.Equal(t, wa, ca)
		require.Equal(t, wb, cb)
		l.Align(y, x)
		require.Equal(t, kept, describe(got), "a report changed with the next comparison")
	})
}

// TestPreparerForgets prepares many texts with one preparer: each is what another makes of it, clones stay
// what they were, and a report on lent texts is the one on texts that are kept.
func TestPreparerForgets(t *testing.T) {
	var first, second Preparer
	rapid.Check(t, func(t *rapid.T) {
		a, b := eitherPair(t)
		x, y := shingle.Parse(a, ""), shingle.Parse(b, "")
		want := describe(new(Aligner).Align(Prepare(x), Prepare(y)))
		clone := first.Prepare(y).Clone()
		got := new(Aligner).AlignLent(first.Prepare(x), second.Prepare(y), parsedPair{x, y})
		first.Prepare(y)
		second.Prepare(shingle.Parse("Something else, and longer than most of what stands here.", "en"))
		require.Equal(t, want, describe(got))
		require.Equal(t, describe(new(Aligner).Align(Prepare(y), Prepare(x))), describe(new(Aligner).Align(clone, Prepare(x))))
		require.Equal(t, describe(new(Aligner).Align(Prepare(x), Prepare(y)).Swapped()), describe(got.Swapped()))
	})
}

// A parsedPair prepares its texts whenever it is asked.
type parsedPair struct{ a, b *shingle.Text }

func (p parsedPair) Texts() (a, b *Prepared) { return Prepare(p.a), Prepare(p.b) }

// TestAlignerLongAndShort goes from texts so long that their scratch space is
// given up to short ones.
func TestAlignerLongAndShort(t *testing.T) {
	long := prepared(strings.Join(article(longTexts, 1), ""))
	x, y := prepared(strings.Join(article(100, 1), "")), prepared(strings.Join(article(120, 2), ""))
	var l Aligner
	want := l.Align(x, y)
	require.Len(t, l.Align(long, long).Passages, 1)
	l.Coverage(long, x)
	require.Equal(t, want, l.Align(x, y))
}

// TestPreparedIsShared compares one text with others from several goroutines.
func TestPreparedIsShared(t *testing.T) {
	first := article(300, 1)
	a := prepared(strings.Join(first, ""))
	b := prepared(strings.Join(rewritten(first, 2), ""))
	c := Prepare(shingle.Parse("Le quai est fermé. "+strings.Join(first[:3], ""), "fr"))
	want := []string{describe(new(Aligner).Align(a, b)), describe(new(Aligner).Align(a, c))}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var l Aligner
			for range 5 {
				if want[0] != describe(l.Align(a, b)) || want[1] != describe(l.Align(a, c)) {
					t.Error("a report differs")
				}
			}
		})
	}
	wg.Wait()
}

// TestPreparedKeepsMarks marks words after the text was prepared.
func TestPreparedKeepsMarks(t *testing.T) {
	x := shingle.Parse(plain, "en")
	p := Prepare(x)
	x.Ignore(shingle.Span{End: len(plain)})
	ca, _ := new(Aligner).Coverage(p, p)
	require.Equal(t, 14, ca.Verbatim)
	ca, _ = new(Aligner).Coverage(Prepare(x), p)
	require.Equal(t, Coverage{}, ca)
}

// TestAllocations holds that an aligner that is warm allocates reports alone.
func TestAllocations(t *testing.T) {
	first := article(400, 1)
	x := prepared(strings.Join(first, ""))
	for _, text := range [][]string{article(400, 3), rewritten(first, 2), first, first[:5]} {
		y := prepared(strings.Join(text, ""))
		var l Aligner
		l.Align(x, y)
		require.Zero(t, testing.AllocsPerRun(5, func() { l.Coverage(x, y) }))
		require.LessOrEqual(t, testing.AllocsPerRun(5, func() { l.Align(x, y) }), 10.0)
	}
}

// TestCopies holds that of the same words, furniture between them here and there, those of short sentences are shared like the
// others, and each once.
func TestCopies(t *testing.T) {
	story := []string{"No. ", "The mayor of Bergamo, Ida Marsh, opened the ninth bridge on Monday. ", "Why? ", "No. ", "Shopkeepers fear for their trade."}
	page := func(furniture string, before ...int) *shingle.Text {
		var text strings.Builder
		var spans []shingle.Span
		for i, sentence := range story {
			if slices.Contains(before, i) {
				spans = append(spans, shingle.Span{Start: text.Len(), End: text.Len() + len(furniture)})
				text.WriteString(furniture)
			}
			text.WriteString(sentence)
		}
		parsed := shingle.Parse(text.String(), "en")
		parsed.Ignore(spans...)
		return parsed
	}
	for _, test := range []struct{ a, b *shingle.Text }{
		{page(""), page("")},
		{page("Read more here. ", 0, 2), page("")},
		{page("Advertisement. ", 1, 2, 3, 4), page("Subscribe to our letters today. ", 0, 4)},
	} {
		r := Align(test.a, test.b)
		a, b := r.Coverage()
		for _, c := range []Coverage{a, b} {
			require.Equal(t, 20, c.Words)
			require.Equal(t, 20, c.Verbatim)
			require.Equal(t, 20, c.OwnShared)
			require.Equal(t, 4, c.FactsKept)
			require.Zero(t, c.Replaced)
		}
		ca, cb := new(Aligner).Coverage(Prepare(test.a), Prepare(test.b))
		require.Equal(t, [2]Coverage{a, b}, [2]Coverage{ca, cb})
		require.Empty(t, r.Echoes)
		for _, p := range r.Passages {
			require.NotContains(t, []Kind{Edited, Rewritten}, p.Kind)
		}
	}
}
