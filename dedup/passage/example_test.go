package passage_test

import (
	"fmt"
	"strings"

	"github.com/wirecopy/wirecopy/dedup/passage"
)

const (
	dispatch = `The harbour authority of Velmora closed its northern pier on Monday after engineers found cracks in eleven of its pillars. Repairs will take five months and cost nine million crowns, according to a first estimate. "We will not send anyone out on a pier that we do not trust," the harbour master, Ines Calder, told reporters.`
	rewrite  = `The harbour authority of Velmora closed its northern pier on Monday after engineers found cracks in eleven of its pillars. The harbour master, Ines Calder, said they would not send anyone out on a pier they do not trust. Fishermen are angry.`
)

func ExampleCompare() {
	r := passage.Compare(dispatch, rewrite, nil)
	for _, p := range r.Passages {
		switch p.Kind {
		case passage.Verbatim:
			fmt.Println("=", strings.TrimSpace(p.A.Of(dispatch)))
		case passage.OnlyA:
			fmt.Println("-", strings.TrimSpace(p.A.Of(dispatch)))
		case passage.OnlyB:
			fmt.Println("+", strings.TrimSpace(p.B.Of(rewrite)))
		default:
			fmt.Printf("%s, %.2f alike\n  %s\n  %s\n", p.Kind, p.Alike, strings.TrimSpace(p.A.Of(dispatch)), strings.TrimSpace(p.B.Of(rewrite)))
		}
	}
	// Output:
	// = The harbour authority of Velmora closed its northern pier on Monday after engineers found cracks in eleven of its pillars.
	// - Repairs will take five months and cost nine million crowns, according to a first estimate. "We will
	// edited, 0.85 alike
	//   not send anyone out on a pier that we do not trust," the harbour master, Ines Calder,
	//   The harbour master, Ines Calder, said they would not send anyone out on a pier they do not trust.
	// + Fishermen are angry.
	// - told reporters.
}

func ExampleReport_Regions() {
	r := passage.Compare(dispatch, rewrite, nil)
	for _, g := range r.Regions() {
		fmt.Printf("bytes %d to %d come again as bytes %d to %d\n", g.A.Start, g.A.End, g.B.Start, g.B.End)
	}
	// Output:
	// bytes 0 to 323 come again as bytes 0 to 219
}

func ExampleReport_Coverage() {
	a, b := passage.Compare(dispatch, rewrite, nil).Coverage()
	fmt.Printf("%d of %d words of the dispatch went into the rewrite\n", a.Shared(), a.Words)
	fmt.Printf("%d of %d words of the rewrite are from it: %d verbatim, %d edited, %d rewritten\n", b.Shared(), b.Words, b.Verbatim, b.Edited, b.Rewritten)
	fmt.Printf("outside quotations: %d of %d, the longest run %d words\n", b.OwnShared, b.Own, b.OwnLongest)
	// Output:
	// 37 of 56 words of the dispatch went into the rewrite
	// 39 of 42 words of the rewrite are from it: 20 verbatim, 19 edited, 0 rewritten
	// outside quotations: 29 of 32, the longest run 20 words
}

func ExampleReport_Beyond() {
	// What does the rewrite have from the dispatch that an earlier brief did not have already?
	brief := "Velmora's northern pier is closed since Monday. Engineers found cracks in eleven of its pillars."
	shared, more := passage.Compare(rewrite, dispatch, nil).Beyond(passage.Compare(rewrite, brief, nil))
	fmt.Printf("%d words shared with the dispatch, %d of them not with the brief\n", shared, more)
	// Output:
	// 39 words shared with the dispatch, 24 of them not with the brief
}
