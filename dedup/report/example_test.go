package report_test

import (
	"context"
	"fmt"
	"os"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/dedup/report"
	"github.com/wirecopy/wirecopy/shingle"
)

var (
	first  = dedup.Article{ID: "agency", Source: "TNA", Text: "The ferry to Skarn sank at dawn. Nobody was hurt."}
	second = dedup.Article{ID: "daily", Source: "Courier", Text: "The old ferry to Skarn went down at dawn. Nobody was hurt."}
)

// Every article of a stream of news, what it comes from, and passage by passage
// what was kept.
func ExampleText() {
	r, err := dedup.Group(context.Background(), []dedup.Article{first, second}, &dedup.Options{Passages: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := report.Text(os.Stdout, r, &report.Options{Width: 120, Passages: true}); err != nil {
		fmt.Println(err)
	}
}

func ExampleExplain() {
	e := &dedup.Explanation{
		Pair:  dedup.Pair{A: "agency", B: "daily", Relation: dedup.Derived, Score: 0.87},
		First: first, Second: second,
		Reasons: []string{"All of agency aligns with daily."},
	}
	e.Passages = []passage.Passage{
		{Kind: passage.Edited, A: span(0, 33), B: span(0, 42), Alike: 0.8},
		{Kind: passage.Verbatim, A: span(33, 49), B: span(42, 58), Alike: 1},
	}
	if err := report.Explain(os.Stdout, e, nil); err != nil {
		fmt.Println(err)
	}
	// Output:
	// agency – daily: derived, score 0.87
	// < agency, TNA
	// > daily, Courier
	//  - All of agency aligns with daily.
	//
	// = verbatim, ~ edited, : rewritten, - only in the first text,
	// + only in the second, words that [went] and {came}
	//      < agency
	//      > daily
	//    ~ < The ferry to Skarn [sank] at dawn.
	//      > The {old} ferry to Skarn {went down} at dawn.
	//    =   Nobody was hurt.
}

func ExampleJSON() {
	r := &dedup.Result{
		Articles: 3,
		Clusters: []dedup.Cluster{{
			ID: "agency", Origin: "agency", OriginReason: "daily credits TNA",
			Members: []dedup.Member{{ID: "agency", Source: "TNA"}, {ID: "daily", Source: "Courier", Credit: "TNA"}},
		}},
		Pairs: []dedup.Pair{{A: "agency", B: "daily", Relation: dedup.Derived, Score: 0.87, Resemblance: 0.25, AInB: 0.5, BInA: 0.4}},
	}
	if err := report.JSON(os.Stdout, r, nil); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"articles":3,"clusters":[
	// {"id":"agency","origin":"agency","origin_reason":"daily credits TNA","members":[{"id":"agency","source":"TNA","credit":""},{"id":"daily","source":"Courier","credit":"TNA"}],"pairs":[{"a":"agency","b":"daily","relation":"derived","score":0.87,"resemblance":0.25,"a_in_b":0.5,"b_in_a":0.4}]}
	// ],"related":[]}
}

func span(start, end int) shingle.Span { return shingle.Span{Start: start, End: end} }
