package shingle

import "unicode/utf8"

// In a language without a list of stop words its function words are told by what
// they are in every language: short, or common. Counted as content, they make articles alike that
// have nothing else in common. On provenance and gilets-jaunes, as if English and French were unknown:
//
//	                            gilets-jaunes                        provenance
//	                            pairs P  R    AP    spans P  R       pairs P  R    AP    spans P  R
//	the list of the language    .936  .906  .970    .865  .855       1.00  .796  .984    .918  .859
//	no stop words               .847  .953  .970    .694  .863       .917  .898  .973    .904  .879
//	two letters                 .855  .922  .964    .784  .855       .915  .878  .974    .918  .868
//	three                       .879  .906  .969    .866  .849       .976  .816  .974    .922  .859
//	three, or common, as below  .921  .906  .968    .883  .848       .976  .816  .974    .922  .850
//
// Stems, that such a language has none of either, are worth little beside: with lists and without
// stems average precision is .970 and .984, with words cut to six letters .962 and .985.
const (
	shortWord    = 3 // letters of a word that is one for that alone,
	commonWord   = 6 // and of one that is one for being common:
	commonTimes  = 4 // it stands so often in the text,
	commonPerMil = 5 // and so often in a thousand words of it
)

// A wordCount counts a word in a text, and where a capital says that it is a name.
type wordCount struct{ all, names int }

// guessStops marks the words that are taken for stop words, in time linear in the text.
func (t *Text) guessStops() {
	counts := make(map[uint64]wordCount, len(t.Tokens)/2)
	words := 0
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if tok.Class&(Number|Solo) != 0 {
			continue
		}
		words++
		n := counts[tok.Hash]
		n.all++
		if tok.Class&(Upper|First) == Upper {
			n.names++
		}
		counts[tok.Hash] = n
	}
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		n := counts[tok.Hash]
		if tok.Class&(Number|Solo) != 0 || 2*n.names > n.all {
			continue
		}
		letters := utf8.RuneCountInString(tok.Word)
		if letters <= shortWord || letters <= commonWord && n.all >= commonTimes && 1000*n.all >= commonPerMil*words {
			tok.Class |= Stop
		}
	}
}
