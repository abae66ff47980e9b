package report

import (
	"unicode"

	"github.com/wirecopy/wirecopy/shingle"
)

// tokens returns the words of a text, at most the first n if n is above 0.
func tokens(text string, n int) []shingle.Token {
	var out []shingle.Token
	for t := range shingle.Tokens(text) {
		if out = append(out, t); len(out) == n {
			break
		}
	}
	return out
}

// wordy reports whether text has a word.
func wordy(text string) bool {
	for range shingle.Tokens(text) {
		return true
	}
	return false
}

// isSpace reports what is cut off at the ends of a passage: white space, and
// the byte order mark that some files begin with.
func isSpace(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' }

// perWord returns how many tokens make a word.
func perWord(toks []shingle.Token) int {
	n, _, _ := unit(toks)
	return n
}

// unit returns how many tokens make a word, and what they are called: in
// scripts without spaces a token is a character.
func unit(toks []shingle.Token) (n int, one, many string) {
	solo := 0
	for _, t := range toks {
		if t.Has(shingle.Solo) {
			solo++
		}
	}
	if 2*solo > len(toks) {
		return 2, "character", "characters"
	}
	return 1, "word", "words"
}
