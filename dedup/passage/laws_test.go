package passage

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/shingle"
	"pgregory.net/rapid"
)

// checkLaws holds a report against what the package promises for any two texts.
func checkLaws(t require.TestingT, r *Report) {
	var onA, onB []shingle.Span
	for _, p := range r.Passages {
		checkPassage(t, r, p)
		require.Equal(t, p.Kind != OnlyB, p.A.Len() > 0, "%+v", p)
		require.Equal(t, p.Kind != OnlyA, p.B.Len() > 0, "%+v", p)
		if p.Kind != OnlyB {
			onA = append(onA, p.A)
		}
		if p.Kind != OnlyA {
			onB = append(onB, p.B)
		}
	}
	x, y := r.texts.Texts()
	checkTiles(t, onA, x, "the first text")
	slices.SortFunc(onB, func(p, q shingle.Span) int { return cmp.Compare(p.Start, q.Start) })
	checkTiles(t, onB, y, "the second text")
	for _, p := range r.Echoes {
		checkPassage(t, r, p)
		require.True(t, p.Kind.Shared(), "%+v", p)
	}
	regions := r.Regions()
	for i, g := range regions {
		checkSpan(t, g.A, x)
		checkSpan(t, g.B, y)
		require.GreaterOrEqual(t, min(g.A.Len(), g.B.Len()), minRegion)
		require.True(t, i == 0 || g.A.Start >= regions[i-1].A.Start, "regions are ordered")
	}
	require.Equal(t, regions, r.Regions(), "a second call gives the same")
	a, b := r.Coverage()
	checkCoverage(t, a, x)
	checkCoverage(t, b, y)
}

// checkTiles holds that the spans, in this order, cover a text, and that every
// word is wholly in one of them.
func checkTiles(t require.TestingT, spans []shingle.Span, text *Prepared, which string) {
	at := 0
	for _, s := range spans {
		require.Equal(t, at, s.Start, "spans of %s have a gap or overlap", which)
		checkSpan(t, s, text)
		at = s.End
	}
	require.Equal(t, len(text.source), at, "spans cover %s", which)
	n := 0
	for _, s := range spans {
		n += len(wordsIn(text, s))
	}
	require.Len(t, text.spans, n, "a passage cuts a word of %s", which)
}

func checkSpan(t require.TestingT, s shingle.Span, text *Prepared) {
	require.True(t, 0 <= s.Start && s.Start <= s.End && s.End <= len(text.source), "%v of %d bytes", s, len(text.source))
	if !utf8.ValidString(text.source) {
		return
	}
	for _, i := range []int{s.Start, s.End} {
		require.True(t, i == len(text.source) || utf8.RuneStart(text.source[i]), "%v cuts a character", s)
	}
}

func checkPassage(t require.TestingT, r *Report, p Passage) {
	x, y := r.texts.Texts()
	checkSpan(t, p.A, x)
	checkSpan(t, p.B, y)
	require.True(t, 0 <= p.Alike && p.Alike <= 1, "%+v", p)
	switch p.Kind {
	case Verbatim:
		require.Equal(t, 1.0, p.Alike)
		require.Equal(t, wordsIn(x, p.A), wordsIn(y, p.B), "%+v", p)
	case Edited:
		require.GreaterOrEqual(t, p.Alike, editedAlike)
	case Rewritten:
		require.True(t, 0 < p.Alike && p.Alike < editedAlike, "%+v", p)
	case OnlyA, OnlyB:
		require.Zero(t, p.Alike)
	}
}

// wordsIn returns the hashes of the words that lie wholly in a span.
func wordsIn(text *Prepared, s shingle.Span) (out []uint64) {
	i, _ := slices.BinarySearchFunc(text.spans, s.Start, func(t span, pos int) int { return int(t.start) - pos })
	for ; i < len(text.spans) && int(text.spans[i].end) <= s.End; i++ {
		out = append(out, text.hash[i])
	}
	return out
}

func checkCoverage(t require.TestingT, c Coverage, text *Prepared) {
	n := 0
	for i := range text.spans {
		if !text.has(i, ignored) {
			n++
		}
	}
	require.Equal(t, n, c.Words+c.Inserted)
	for _, least := range []int{c.Verbatim, c.Edited, c.Rewritten, c.Runs, c.OwnLongest, c.FactsKept, c.Replaced, c.Cuts} {
		require.GreaterOrEqual(t, least, 0)
	}
	require.LessOrEqual(t, c.Shared(), c.Words)
	require.LessOrEqual(t, c.Runs, c.Shared(), "words of runs are in shared passages")
	require.LessOrEqual(t, c.Own, c.Words)
	require.LessOrEqual(t, c.OwnShared, min(c.Own, c.Shared()))
	require.LessOrEqual(t, c.OwnRuns, min(c.OwnShared, c.Runs))
	require.LessOrEqual(t, c.OwnContent, c.OwnShared)
	require.LessOrEqual(t, c.OwnLongest, c.OwnShared)
	require.LessOrEqual(t, c.FactsKept, c.Shared())
	require.LessOrEqual(t, c.NumbersKept, c.FactsKept)
	require.LessOrEqual(t, c.NumbersReplaced, c.Replaced)
}

// vocabulary has words of all the kinds that the aligner tells apart: function
// words, names and their variants, relatives, numbers, quotations, scripts
// without spaces, bytes that are no text.
var vocabulary = strings.Fields(`the of and to in that was said on a le la de et der die und
	bridge river minister council harbour pillars engineers ferries notice quay closed opened reopened
	indictment indicted indicts repair repaired repairs storm winter farmers
	Calder Amir-Abdollahian Amirabdollahian Zelensky Zelenskyy Kyiv Kiev Abdel Fattah Abdelfattah
	11 1,200 1200 3.5 2024 20th l'île d’Arc “yes” «non» "no" … — * ( ) 东京 大学 の カメラ ไทย İstanbul ß é
	é ` + "\xff \xc3 \x00 \u200b \u00ad")

// sentence draws a sentence of up to 20 words.
var sentence = rapid.Custom(func(t *rapid.T) string {
	words := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 0, 20).Draw(t, "words")
	return strings.Join(words, " ") + rapid.SampledFrom([]string{". ", ".\n\n", "? ", " ", "。", ""}).Draw(t, "stop")
})

// pair draws two texts of sentences from a common stock, some of them changed.
func pair(t *rapid.T) (a, b string) {
	stock := rapid.SliceOfN(sentence, 1, 12).Draw(t, "stock")
	text := func(name string) string {
		var w strings.Builder
		for _, s := range rapid.SliceOfN(rapid.SampledFrom(stock), 0, 12).Draw(t, name) {
			words := strings.Fields(s)
			if n := len(words); n > 2 && rapid.Bool().Draw(t, "changed") {
				i := rapid.IntRange(0, n-1).Draw(t, "at")
				words[i] = rapid.SampledFrom(vocabulary).Draw(t, "word")
				s = strings.Join(words, " ") + " "
			}
			w.WriteString(s)
		}
		return w.String()
	}
	return text("a"), text("b")
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := pair(t)
		r := Compare(a, b, nil)
		checkLaws(t, r)
		checkLaws(t, r.Swapped())
		require.Equal(t, r.Passages, r.Swapped().Swapped().Passages)
	})
}

// With words ignored at random, none of them is where a passage begins or ends.
func TestLawsWithIgnoredWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := pair(t)
		x, y := shingle.Parse(a, ""), shingle.Parse(b, "")
		for _, text := range []*shingle.Text{x, y} {
			for _, s := range text.Sentences {
				if rapid.IntRange(0, 3).Draw(t, "ignored") == 0 {
					text.Ignore(s.Span)
				}
			}
		}
		r := Align(x, y)
		checkLaws(t, r)
		for _, p := range append(slices.Clone(r.Echoes), r.Passages...) {
			if p.Kind == Verbatim {
				require.False(t, anyIgnored(x, p.A) || anyIgnored(y, p.B), "%+v", p)
			}
		}
	})
}

// TestLawsOfShown holds that what is shown keeps every shared passage, whole, and the
// laws of a report, and that of a text with itself it is one passage.
func TestLawsOfShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := eitherPair(t)
		if rapid.Bool().Draw(t, "same") {
			b = a
		}
		x, y := shingle.Parse(a, ""), shingle.Parse(b, "")
		for _, s := range x.Sentences {
			if rapid.IntRange(0, 3).Draw(t, "ignored") == 0 {
				x.Ignore(s.Span)
				if a == b {
					y.Ignore(s.Span)
				}
			}
		}
		for _, tok := range y.Tokens {
			if a != b && rapid.IntRange(0, 5).Draw(t, "ignored word") == 0 {
				y.Ignore(tok.Span)
			}
		}
		p, q := Prepare(x), Prepare(y)
		r := Align(x, y)
		before := slices.Clone(r.Passages)
		r.Passages = Shown(r.Passages, p, q)
		checkLaws(t, r)
		require.Equal(t, r.Passages, Shown(r.Passages, p, q))
		shared := slices.DeleteFunc(before, func(p Passage) bool { return !p.Kind.Shared() })
		for _, p := range shared {
			require.True(t, slices.ContainsFunc(r.Passages, func(q Passage) bool {
				return q.Kind == p.Kind && q.Alike == p.Alike && within(p.A, q.A) && within(p.B, q.B)
			}), "%+v", p)
		}
		if a == b && len(shared) > 0 {
			all := shingle.Span{End: len(a)}
			require.Equal(t, []Passage{{Kind: Verbatim, A: all, B: all, Alike: 1}}, r.Passages)
		}
	})
}

func within(s, in shingle.Span) bool { return in.Start <= s.Start && s.End <= in.End }

func anyIgnored(text *shingle.Text, s shingle.Span) bool {
	return slices.ContainsFunc(text.Tokens, func(t shingle.Token) bool {
		return t.Has(shingle.Ignored) && t.Start >= s.Start && t.End <= s.End
	})
}

func TestSameTextIsVerbatim(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, _ := pair(t)
		checkSame(t, a)
	})
	for name, g := range goldens(t) {
		t.Run(name, func(t *testing.T) { checkSame(t, g.a.Source) })
	}
}

// checkSame compares a text with itself: one passage if it has a word, nothing
// shared if it has none, nothing at all if it is empty.
func checkSame(t require.TestingT, a string) {
	r := Compare(a, a, nil)
	all := shingle.Span{End: len(a)}
	x, _ := r.texts.Texts()
	switch {
	case a == "":
		require.Empty(t, r.Passages)
	case len(x.spans) == 0:
		require.Equal(t, []Passage{{Kind: OnlyB, B: all}, {Kind: OnlyA, A: all}}, r.Passages)
	default:
		require.Equal(t, []Passage{{Kind: Verbatim, A: all, B: all, Alike: 1}}, r.Passages)
	}
	require.Empty(t, r.Echoes)
	ca, cb := r.Coverage()
	require.Equal(t, ca, cb)
	require.Equal(t, len(x.spans), ca.Verbatim)
}

func TestTextsWithoutWords(t *testing.T) {
	for _, a := range []string{"", " ", "\n\t ", "...", "« » “”", "\xff\xfe", "\x00", "—", "\u200b"} {
		checkSame(t, a)
		r := Compare(a, "The pier is closed.", nil)
		checkLaws(t, r)
		for _, p := range r.Passages {
			require.False(t, p.Kind.Shared(), "%q: %+v", a, p)
		}
	}
}

// TestSymmetry compares both ways round. Which of two equally good matches is
// taken may differ, what is found may not.
func TestSymmetry(t *testing.T) {
	for name, g := range goldens(t) {
		a, b := Align(g.a, g.b).Coverage()
		d, c := Align(g.b, g.a).Coverage()
		require.InDelta(t, a.Shared(), c.Shared(), 2, name)
		require.InDelta(t, b.Shared(), d.Shared(), 2, name)
		require.InDelta(t, a.Verbatim, c.Verbatim, 2, name)
	}
	words, apart := 0, 0.0
	rapid.Check(t, func(t *rapid.T) {
		x, y := pair(t)
		a, b := Compare(x, y, nil).Coverage()
		d, c := Compare(y, x, nil).Coverage()
		words += a.Words + b.Words
		apart += math.Abs(float64(a.Shared()-c.Shared())) + math.Abs(float64(b.Shared()-d.Shared()))
	})
	require.Less(t, apart, 0.01*float64(words)+20, "more than a sentence beyond a hundredth")
}

// TestDeterminism compares twice: no order of a map shows.
func TestDeterminism(t *testing.T) {
	for name, g := range goldens(t) {
		require.Equal(t, describe(Align(g.a, g.b)), describe(Align(g.parse("a"), g.parse("b"))), name)
	}
}

func FuzzCompare(f *testing.F) {
	for _, g := range goldens(f) {
		f.Add(g.a.Source, g.b.Source)
	}
	f.Add("", "\xff")
	f.Add("a\x00b", "a b")
	f.Add("word word word word", "word word word")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 1<<14 {
			t.Skip("the laws are checked, not the cost")
		}
		checkLaws(t, Compare(a, b, nil))
		checkSame(t, a)
	})
}

// FuzzEdit compares a text with itself less a stretch of bytes.
func FuzzEdit(f *testing.F) {
	for _, g := range goldens(f) {
		f.Add(g.a.Source, uint(10), uint(40))
	}
	f.Fuzz(func(t *testing.T, a string, from, n uint) {
		if len(a) > 1<<13 {
			t.Skip("the laws are checked, not the cost")
		}
		from = min(from, uint(len(a)))
		b := a[:from] + a[from+min(n, uint(len(a))-from):]
		checkLaws(t, Compare(a, b, nil))
	})
}

// TestCutOut holds that what was cut out of a text is one passage, though sentences of it stand elsewhere in the text, too.
func TestCutOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := article(120, uint64(rapid.IntRange(0, 20).Draw(t, "stock")))
		sentences := rapid.SliceOfN(rapid.SampledFrom(stock), 2, 30).Draw(t, "sentences")
		from := rapid.IntRange(0, len(sentences)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(sentences)).Draw(t, "to")
		require.True(t, cutOut(strings.Join(sentences[from:to], ""), strings.Join(sentences, "")))
	})
}

// TestCutOutInLines does the same with lines that break at other words, where a sentence stands twice: then sentences are
// cut otherwise, and a unit may agree better with one that is no neighbour.
func TestCutOutInLines(t *testing.T) {
	const texts = 500
	one := 0
	for seed := range uint64(texts) {
		r := rand.New(rand.NewPCG(seed, 9))
		sentences := article(400, seed)
		sentences = slices.Insert(sentences, r.IntN(len(sentences)+1), sentences[r.IntN(len(sentences))])
		from := r.IntN(len(sentences) - 1)
		part := strings.Fields(strings.Join(sentences[from:from+2+r.IntN(len(sentences)-from-1)], ""))
		for i, line := 0, 12+r.IntN(80); i+line < len(part); i += line {
			part[i+line-1] += "\n"
		}
		if cutOut(strings.Join(part, " "), strings.Join(sentences, "")) {
			one++
		}
	}
	require.Equal(t, texts, one, "of 5,000 all but two")
}

// cutOut reports whether all of part is one verbatim passage.
func cutOut(part, whole string) bool {
	r := Align(shingle.Parse(part, "en"), shingle.Parse(whole, "en"))
	ofA := slices.DeleteFunc(r.Passages, func(p Passage) bool { return p.Kind == OnlyB })
	return len(ofA) == 1 && ofA[0].Kind == Verbatim
}

// TestTrimBothSides holds that regions do not depend on which text is the first.
func TestTrimBothSides(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 11))
		stock := article(2600, seed)
		half := func(s, u string) string { // much of a sentence, in another
			w, v := strings.Fields(s), strings.Fields(u)
			r.Shuffle(len(w), func(i, j int) { w[i], w[j] = w[j], w[i] })
			return strings.Join(slices.Concat(v[:len(v)/2], w[:len(w)/2]), " ") + ". "
		}
		a := append(slices.Clone(stock[:8]), stock[20:24]...)
		b := append(slices.Clone(stock[:8]), stock[40:41+r.IntN(5)]...)
		for i := range 8 { // not word for word
			w := strings.Fields(b[i])
			w[2], w[5], w[8] = w[5], w[8], w[2]
			b[i] = strings.Join(w, " ") + " "
		}
		a, b = append(a, stock[60]), append(b, half(stock[60], stock[61]))
		report := Compare(strings.Join(a, ""), strings.Join(b, ""), nil)
		want, swapped := report.Regions(), report.Swapped().Regions()
		for i := range swapped {
			swapped[i].A, swapped[i].B = swapped[i].B, swapped[i].A
		}
		require.ElementsMatch(t, want, swapped)
	}
}
