package shingle_test

import (
	"fmt"

	"github.com/wirecopy/wirecopy/shingle"
)

func ExampleTokens() {
	text := "L’accord de Saint-Brel vaut 2 000 €."
	for t := range shingle.Tokens(text) {
		fmt.Printf("%d-%d %q %q\n", t.Start, t.End, t.Of(text), t.Word)
	}
	// Output:
	// 0-4 "L’" "l'"
	// 4-10 "accord" "accord"
	// 11-13 "de" "de"
	// 14-19 "Saint" "saint"
	// 20-24 "Brel" "brel"
	// 25-29 "vaut" "vaut"
	// 30-35 "2 000" "2000"
}

func ExampleSentences() {
	text := "Ferry sinks off coast\nMr. Orr of the U.S. Coast Guard was aboard. “We saw it.” The search went on in Dunmore.Boats left at 5 a.m. Monday."
	for s := range shingle.Sentences(text) {
		fmt.Println(s.Of(text))
	}
	// Output:
	// Ferry sinks off coast
	// Mr. Orr of the U.S. Coast Guard was aboard.
	// “We saw it.”
	// The search went on in Dunmore.
	// Boats left at 5 a.m. Monday.
}

func ExampleShingler_Set() {
	var s shingle.Shingler
	a := s.Set("The ferry sank off the northern coast on Monday.")
	b := s.Set("The FERRY sank off the northern coast on Sunday, police said.")
	fmt.Printf("%d and %d shingles, resemblance %.2f, containment %.2f\n", len(a), len(b), a.Resemblance(b), a.Containment(b))
	// Output:
	// 7 and 9 shingles, resemblance 0.60, containment 0.86
}

func ExampleParse() {
	t := shingle.Parse("The envoy said “we will stay”. Nobody in the room believed him.", "")
	fmt.Println(t.Language, len(t.Sentences), "sentences")
	for _, q := range t.Quotes {
		fmt.Println(q.Of(t.Source))
	}
	for _, tok := range t.Tokens {
		if !tok.Has(shingle.Stop) && !tok.Has(shingle.Quoted) {
			fmt.Print(tok.Word, " ")
		}
	}
	// Output:
	// en 2 sentences
	// “we will stay”
	// envoy said nobody room believed
}

func ExampleStem() {
	fmt.Println(shingle.Stem("negotiations", "en"), shingle.Stem("négociations", "fr"), shingle.Stem("Verhandlungen", "de"))
	// Output:
	// negoti negoci verhandl
}
