package report_test

import (
	"context"
	"fmt"
	"io"
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
	if err := report.JSON(os.Stdout, ferries(), nil); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"articles":3,"clusters":[
	// {"id":"agency","origin":"agency","origin_reason":"daily credits TNA","members":[{"id":"agency","source":"TNA","credit":""},{"id":"daily","source":"Courier","credit":"TNA"}],"pairs":[{"a":"agency","b":"daily","relation":"derived","score":0.87,"resemblance":0.25,"a_in_b":0.5,"b_in_a":0.4}]}
	// ],"related":[]}
}

func span(start, end int) shingle.Span { return shingle.Span{Start: start, End: end} }

func ExampleJSONL() {
	if err := report.JSONL(os.Stdout, ferries(), nil); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"type":"cluster","id":"agency","origin":"agency","origin_reason":"daily credits TNA","members":[{"id":"agency","source":"TNA","credit":""},{"id":"daily","source":"Courier","credit":"TNA"}]}
	// {"type":"pair","cluster":"agency","a":"agency","b":"daily","relation":"derived","score":0.87,"resemblance":0.25,"a_in_b":0.5,"b_in_a":0.4}
}

// A copy and its original, as a spreadsheet has them.
func ExampleClustersCSV() {
	tables(report.ClustersCSV)
	// Output:
	// cluster,size,role,id,source,published,credit,title,beside,relation,score,verbatim,edited,rewritten,own
	// agency,2,base,agency,TNA,,,,,,,,,,
	// agency,2,member,copy,Courier,,,,agency,identical,1,10,0,0,0
}

func ExamplePairsCSV() {
	tables(report.PairsCSV)
	// Output:
	// cluster,a,b,source_a,source_b,published_a,published_b,relation,score,resemblance,a_in_b,b_in_a
	// agency,agency,copy,TNA,Courier,,,identical,1,1,1,1
}

func tables(write func(io.Writer, *dedup.Result, *report.Options) error) {
	second := dedup.Article{ID: "copy", Source: "Courier", Text: first.Text}
	r, err := dedup.Group(context.Background(), []dedup.Article{first, second}, &dedup.Options{Passages: true})
	if err == nil {
		err = write(os.Stdout, r, nil)
	}
	if err != nil {
		fmt.Println(err)
	}
}

// ferries is a result as dedup.Group makes one.
func ferries() *dedup.Result {
	return &dedup.Result{
		Articles: 3,
		Clusters: []dedup.Cluster{{
			ID: "agency", Origin: "agency", OriginReason: "daily credits TNA",
			Members: []dedup.Member{{ID: "agency", Source: "TNA"}, {ID: "daily", Source: "Courier", Credit: "TNA"}},
		}},
		Pairs: []dedup.Pair{{A: "agency", B: "daily", Relation: dedup.Derived, Score: 0.87, Resemblance: 0.25, AInB: 0.5, BInA: 0.4}},
	}
}
