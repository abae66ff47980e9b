package main

import (
	"iter"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// The number of words in the n-grams that containment counts.
const gramWords = 4

// A gram is a run of words, each by its number in a vocabulary.
type gram [gramWords]int32

// containment is the share of the shorter text's distinct word 4-grams that the other has too; shorter is the one with
// fewer of them. Linear in the texts.
func containment(a, b string) float64 {
	v := make(map[string]int32)
	x, y := grams(a, v), grams(b, v)
	if len(x) > len(y) {
		x, y = y, x
	}
	both := 0
	for g := range x {
		if _, ok := y[g]; ok {
			both++
		}
	}
	return float64(both) / float64(max(1, len(x)))
}

// grams is the set of text's word 4-grams. It adds the words that are new to vocabulary.
func grams(text string, vocabulary map[string]int32) map[gram]struct{} {
	set := make(map[gram]struct{})
	var g gram
	n := 0
	for w := range words(text) {
		id, ok := vocabulary[w]
		if !ok {
			id = int32(len(vocabulary))
			vocabulary[w] = id
		}
		copy(g[:], g[1:])
		g[gramWords-1] = id
		if n++; n >= gramWords {
			set[g] = struct{}{}
		}
	}
	return set
}

// words yields the words of text in lower case: what Python's re.findall(r"\w+", text.lower()) finds. Lower case comes
// first and in full, so that "İ" becomes i and a combining dot, which ends the word, and a final Σ becomes ς.
func words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		text := cases.Lower(language.Und).String(text)
		start := -1
		for i, r := range text {
			switch in := isWord(r); {
			case in && start < 0:
				start = i
			case !in && start >= 0:
				if !yield(text[start:i]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(text[start:])
		}
	}
}

// isWord says whether r is one of Python's \w: a letter, a number of any kind or the underscore. Combining marks are not.
func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || r == '_'
}
