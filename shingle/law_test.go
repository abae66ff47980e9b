package shingle

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// checkText holds the laws of a text's layers.
func checkText(t require.TestingT, x *Text) {
	valid := utf8.ValidString(x.Source)
	border := func(pos int) bool { return pos == len(x.Source) || !valid || utf8.RuneStart(x.Source[pos]) }
	ordered := func(s Span, after int) {
		if s.Start < after || s.End <= s.Start || s.End > len(x.Source) || !border(s.Start) || !border(s.End) {
			require.Failf(t, "span", "%v after %d in %d bytes", s, after, len(x.Source))
		}
	}
	end := 0
	for i := range x.Tokens {
		ordered(x.Tokens[i].Span, end)
		end = x.Tokens[i].End
		if x.Tokens[i].Word == "" || x.Tokens[i].Hash != hashString(x.Tokens[i].Word) {
			require.Failf(t, "token", "%+v", x.Tokens[i])
		}
	}
	end, next := 0, 0
	for _, s := range x.Sentences {
		ordered(s.Span, end)
		end = s.End
		require.Equal(t, next, s.First, "the sentences have all the tokens")
		require.Greater(t, s.Last, s.First)
		require.LessOrEqual(t, s.Last-s.First, maxSentence)
		require.LessOrEqual(t, s.Start, x.Tokens[s.First].Start)
		require.LessOrEqual(t, x.Tokens[s.Last-1].End, s.End)
		require.True(t, x.Tokens[s.First].Has(First))
		next = s.Last
	}
	require.Equal(t, len(x.Tokens), next)
	end = 0
	for _, q := range x.Quotes {
		ordered(q, end)
		end = q.End
	}
}

// checkAll holds the laws that relate the entry points of the package.
func checkAll(t require.TestingT, text string) {
	x := Parse(text, "")
	checkText(t, x)
	i := 0
	for tok := range Tokens(text) {
		require.Equal(t, x.Tokens[i].Span, tok.Span)
		require.Equal(t, x.Tokens[i].Word, tok.Word)
		i++
	}
	require.Len(t, x.Tokens, i)
	require.Equal(t, Detect(text), x.Language)
	i = 0
	for s := range Sentences(text) {
		require.Equal(t, strings.TrimSpace(s.Of(text)), s.Of(text))
		if i < len(x.Sentences) && x.Sentences[i].Span == s {
			i++
		}
	}
	require.Len(t, x.Sentences, i, "Sentences yields those of Parse")
	for _, w := range []int{0, 1, 2, 5, 20} {
		s := Shingler{Words: w}
		set := s.Set(text)
		require.True(t, slices.Equal(set, s.Shingles(x)), "Set and Shingles with %d words", w)
		for i := 1; i < len(set); i++ {
			require.Less(t, set[i-1], set[i])
		}
	}
}

// texts draws texts of the characters that matter here.
func texts() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			" ", " ", " ", "\n", "\n\n", "\r\n", "\t", ". ", "? ", "! ", ", ", ".", "…", "...", " . . .", "-", "—", "'", "’", "l’", "“", "”", `"`,
			"«\u00a0", "\u00a0»", "„", "(", ")", "Mr. ", "U.S. ", "a.m. ", "J. ", "z. B. ", "No. 5", "1,234.5", "2 000", "3", "the", "The",
			"of", "harbor", "Élan", "e\u0301", "ﬁ", "Ｉ", "ß", "İ", "ı", "Σ", "ς", "\u00ad", "\u200b", "\u200d", "\u202e", "\ufeff", "\u0301",
			"\x00", "\xff", "\xed\xa0\x80", "\xe2\x80", "战", "が", "か\u3099", "ｶﾞ", "กำ", "한", "한", "й", "🙂", "½", "²", "•", "|", "。", "¿",
		}),
		rapid.StringN(0, 4, -1),
		rapid.StringMatching(`[A-Z]?[a-z]{1,9}`),
	)
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(t, "pieces"), "") })
}

func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkAll(t, texts().Draw(t, "text")) })
}

// TestLawsOfTwoScripts: rows of words and of characters without spaces, in any order.
func TestLawsOfTwoScripts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, 45), 0, 9).Draw(t, "rows") {
			b.WriteString(strings.Repeat(rapid.SampledFrom([]string{"ferry ", "港", "か", "Élan ", "7 "}).Draw(t, "word"), n))
		}
		checkAll(t, b.String())
	})
}

// TestFoldingIsIdempotent: a folded word folds to itself.
func TestFoldingIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for tok := range Tokens(texts().Draw(t, "text")) {
			if !strings.ContainsRune(tok.Word, '\'') { // l' alone has no apostrophe inside
				words := wordsOf(tok.Word)
				require.Equal(t, tok.Word, strings.Join(words, ""), "%q", tok.Word)
			}
		}
	})
	for r := range rune(0x20000) {
		f := foldRune(r)
		for _, c := range f.text {
			if g := fold(c); g.text != string(c) && f.class != apostrophe {
				t.Errorf("%q folds to %q, and %q to %q", r, f.text, c, g.text)
			}
		}
	}
}

// TestNormalForms: words are the same in every normal form.
func TestNormalForms(t *testing.T) {
	for r := range rune(0x20000) {
		if !utf8.ValidRune(r) || fold(r).class != letter && fold(r).class != solo {
			continue
		}
		s := "a" + string(r) + "b"
		want := strings.Join(wordsOf(s), "")
		for _, f := range []norm.Form{norm.NFC, norm.NFD} {
			if got := strings.Join(wordsOf(f.String(s)), ""); got != want {
				t.Errorf("%q: %q and, in another normal form, %q", s, want, got)
			}
		}
	}
	for _, s := range []string{
		"Élysée", "Łódź", "Škoda", "Nguyễn", "ΟΔΟΣ", "Ёлка", "ガザ", "ｶﾞｻﾞ", "がっこう", "한국", "ﬁnance", "Ｉｒａｎ", "กำลัง", "İstanbul", "½",
	} {
		want := wordsOf(s)
		require.NotEmpty(t, want)
		for _, f := range []norm.Form{norm.NFC, norm.NFD, norm.NFKC, norm.NFKD} {
			if s != "½" {
				require.Equal(t, want, wordsOf(f.String(s)), s)
			}
		}
	}
}

// TestIgnorable: characters that are not there change no word.
func TestIgnorable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "B", "é", "7", "战", " ", ".", "\u00ad", "\u200d", "\u200e", "\ufeff"}), 0, 30).Draw(t, "text")
		joined := strings.Join(text, "")
		plain := strings.NewReplacer("\u00ad", "", "\u200d", "", "\u200e", "", "\ufeff", "").Replace(joined)
		if strings.Contains(plain, "7.") || strings.Contains(plain, "7 ") {
			return // a separator between digits must stand next to them
		}
		require.Equal(t, wordsOf(plain), wordsOf(joined))
	})
}

// TestGrowing: text added at the end leaves all but the last words as they
// were. (The last may grow, and the last two grow together: "2 000 00" and 0.)
func TestGrowing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, more := texts().Draw(t, "text"), texts().Draw(t, "more")
		before := slices.Collect(Tokens(text))
		after := slices.Collect(Tokens(text + more))
		keep := max(0, len(before)-2)
		require.GreaterOrEqual(t, len(after), keep)
		require.True(t, slices.Equal(before[:keep], after[:keep]))
	})
}

// TestSortHashes: any hashes, however many and however they meet, come out sorted.
func TestSortHashes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{0, 1, fewHashes, fewHashes + 1, 300, onStack, onStack + 1, 5000, maxBuckets * fullBucket}).Draw(t, "hashes")
		mask := rapid.Uint64().Draw(t, "mask")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		h := make([]uint64, n)
		for i := range h {
			if h[i] = r.Uint64() & mask; r.IntN(8) == 0 {
				h[i] = h[r.IntN(i+1)]
			}
		}
		want := slices.Clone(h)
		slices.Sort(want)
		sortHashes(h)
		require.True(t, slices.Equal(want, h))
	})
}

// TestParseInto: the memory of another text changes nothing.
func TestParseInto(t *testing.T) {
	p, reused := new(Parser), new(Text)
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		lang := rapid.SampledFrom([]string{"", "en", "fr"}).Draw(t, "language")
		p.ParseInto(reused, text, lang)
		want := Parse(text, lang)
		require.Equal(t, want.Language, reused.Language)
		require.True(t, slices.Equal(want.Tokens, reused.Tokens))
		require.True(t, slices.Equal(want.Sentences, reused.Sentences))
		require.True(t, slices.Equal(want.Quotes, reused.Quotes))
		reused.Ignore(Span{0, len(text)})
	})
}

// TestSets: resemblance and containment against their definitions.
func TestSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		element := rapid.Uint64Range(0, 12)
		a := rapid.SliceOfN(element, 0, 10).Draw(t, "a")
		b := rapid.SliceOfN(element, 0, 10).Draw(t, "b")
		in := func(s []uint64) map[uint64]bool {
			m := map[uint64]bool{}
			for _, x := range s {
				m[x] = true
			}
			return m
		}
		ma, mb, union := in(a), in(b), in(append(slices.Clone(a), b...))
		shared := 0
		for x := range ma {
			if mb[x] {
				shared++
			}
		}
		s, u := NewSet(a), NewSet(b)
		require.Len(t, s, len(ma))
		require.Equal(t, shared, s.Shared(u))
		require.Equal(t, ratio(shared, len(union)), s.Resemblance(u))
		require.Equal(t, s.Resemblance(u), u.Resemblance(s))
		require.Equal(t, ratio(shared, len(ma)), s.Containment(u))
		require.LessOrEqual(t, s.Resemblance(u), math.Min(s.Containment(u), u.Containment(s))+1e-12)
		require.Equal(t, ratio(len(ma), len(ma)), s.Resemblance(s))
	})
	require.Zero(t, Set(nil).Resemblance(nil))
	require.Zero(t, Set(nil).Containment(Set{1}))
	require.Zero(t, Set{1}.Containment(nil))
}

func ratio(n, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(n) / float64(of)
}

// TestParserIsAFunction: what a parser met before changes nothing.
func TestParserIsAFunction(t *testing.T) {
	p := &Parser{memory: new(memory)}
	rapid.Check(t, func(t *rapid.T) {
		text := texts().Draw(t, "text")
		lang := rapid.SampledFrom([]string{"", "en", "fr", "de", "ru", "it", "th"}).Draw(t, "language")
		require.Equal(t, Parse(text, lang), p.Parse(text, lang))
	})
	p.memory.now().size = maxStems - 1
	require.Equal(t, Parse("the storms raged on", "en"), p.Parse("the storms raged on", "en"))
}

func wordsOf(text string) (words []string) {
	for t := range Tokens(text) {
		words = append(words, t.Word)
	}
	return words
}

func seed(f *testing.F) {
	for _, m := range monsters {
		f.Add(m(40))
	}
	f.Add("Mr. Smith’s 2,000 “harbor” men met in Dunmore.Iran’s Élan did not… No. 5, etc.\n\nl’accord du 3. Mai")
	f.Add("战争。が か\u3099 กำลัง \xff\xed\xa0\x80 e\u0301 \u00ad\u200b\u202e½")
}

func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) { checkAll(t, text) })
}

func FuzzSentences(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range []string{"", "en", "fr", "de", "es"} {
			end, words := 0, 0
			for s := range sentencesIn(text, lang) {
				require.GreaterOrEqual(t, s.Start, end)
				require.Greater(t, s.End, s.Start)
				require.Empty(t, wordsOf(text[end:s.Start]))
				words += len(wordsOf(s.Of(text)))
				end = s.End
			}
			require.Empty(t, wordsOf(text[end:]))
			require.Equal(t, len(wordsOf(text)), words)
		}
	})
}

func FuzzTokens(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for tok := range Tokens(text) {
			require.GreaterOrEqual(t, tok.Start, end)
			require.Greater(t, tok.End, tok.Start)
			require.NotEmpty(t, tok.Word)
			require.True(t, utf8.ValidString(tok.Word))
			end = tok.End
			for lang := range snowballs {
				Stem(tok.Of(text), lang)
			}
		}
	})
}
