// Package shingle turns news text into the units that text reuse is measured
// in: words, sentences, stems and shingles, each with its byte span in the
// text it came from.
//
// A word is a maximal run of letters, digits and marks, folded: lower case,
// compatibility forms and width resolved, diacritics dropped, one form of
// apostrophe, digit groups joined ("2,000", "2 000" and "2000" are one word).
// French and Italian elisions are words of their own (l’accord is "l'" and
// "accord"), hyphenated words are their parts. In scripts written without
// spaces (Han, kana, Thai, Lao, Khmer, Myanmar) every character with its marks
// is a word. A shingle is a run of words, named by a hash of theirs; in scripts without spaces it is a run of twice as many
// characters. Which of them it is most words of a text decide, or, where a text has long rows of both, as of two languages,
// the row that the shingle begins in.
//
// Two sets of shingles are compared by their resemblance, the share of all
// shingles that both have, and by containment, the share of one set that the
// other has (Broder, "On the resemblance and containment of documents",
// Compression and Complexity of Sequences 1997):
//
//	var s shingle.Shingler
//	a, b := s.Set(first), s.Set(second)
//	fmt.Println(a.Resemblance(b), a.Containment(b))
//
// [Parse] gives all layers of a text at once: tokens with the hash of word and
// stem, sentences, quotations, and the language, which decides on stems, stop
// words and abbreviations. Stems are Snowball's for English, French, Spanish, Russian,
// Swedish, Norwegian and Hungarian. For German, Italian, Portuguese and Dutch
// an inflectional ending is cut, nothing more; other languages have none. There are lists of stop
// words for 25 languages; in others short and common words are taken for such.
//
// Promises: every span is a half-open range of bytes on character boundaries
// of the caller's text; any bytes are accepted as text (an invalid byte
// separates words); time is linear in the length of the text; hashes are the
// same on every machine and in every release with the same [Version].
//
// Reading order: span.go, fold.go, scan.go, stem.go, memory.go, language.go, common.go,
// sentence.go, line.go, abbreviation.go, quote.go, text.go, sort.go, set.go,
// scripts.go.
package shingle

// Version numbers the rules of this package: as long as it is the same, the
// same text has the same words, shingles and hashes. Whatever is stored with
// hashes should store it too.
const Version = 3
