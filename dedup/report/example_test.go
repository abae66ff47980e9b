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
	report.Text(os.Stdout, r, &report.Options{Width: 120, Passages: true})
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
}

func span(start, end int) shingle.Span { return shingle.Span{Start: start, End: end} }
