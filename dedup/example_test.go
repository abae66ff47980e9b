package dedup_test

import (
	"context"
	"fmt"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
)

var newsDay = time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC)

// Three articles of one morning: a dispatch, what a free paper made of it, and
// something else.
var morning = []dedup.Article{
	{
		ID: "metro-7", Source: "Metro Osten", Published: newsDay.Add(10 * time.Hour),
		Text: "The ferry Halden sank early on Monday after it ran onto a reef off Skarn. All 212 passengers were taken off by fishing boats.",
	},
	{
		ID: "npa-12", Source: "Northern Press Agency", Published: newsDay.Add(7 * time.Hour),
		Text: "SKARN, May 6 (NPA) - The ferry Halden ran onto a reef off Skarn in thick fog early on Monday and sank within forty minutes, " +
			"after all 212 passengers and 19 crew had been taken off by fishing boats.\n\n" +
			"The radar had shown clear water until a minute before the ship struck, the captain said.",
	},
	{
		ID: "metro-8", Source: "Metro Osten", Published: newsDay.Add(10 * time.Hour),
		Text: "The wettest April for thirty years has put the sowing of barley three weeks behind, growers say.",
	},
}

// Which articles are one story, and where does each come from?
func ExampleGroup() {
	result, err := dedup.Group(context.Background(), morning, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range result.Clusters {
		fmt.Printf("from %s: %s\n", c.Origin, c.OriginReason)
		for _, m := range c.Members {
			fmt.Println(" ", m.ID, m.Source)
		}
	}
	for _, p := range result.Pairs {
		fmt.Printf("%s %s: %v, %.0f %% of the first stands in the second\n", p.A, p.B, p.Relation, 100*p.AInB)
	}
	// Output:
	// from npa-12: published by the agency Northern Press Agency
	//   metro-7 Metro Osten
	//   npa-12 Northern Press Agency
	// metro-7 npa-12: derived, 45 % of the first stands in the second
}

// Two texts at hand need no run over a collection.
func ExampleCompare() {
	e, err := dedup.Compare(morning[0], morning[1], nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Relation)
	for _, p := range e.Passages {
		if p.Kind.Shared() {
			fmt.Printf("%v: %q\n", p.Kind, p.A.Of(e.First.Text))
		}
	}
	// Output:
	// derived
	// edited: "The ferry Halden sank early on Monday after it ran onto a reef off Skarn. "
	// edited: "All 212 passengers were taken off by fishing boats."
}

// Why were two articles linked, and two others not?
func ExampleResult_Explain() {
	result, err := dedup.Group(context.Background(), morning, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, id := range []string{"metro-7", "metro-8"} {
		e, err := result.Explain(id, "npa-12")
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %v. %s\n", id, e.Relation, e.Reasons[0])
	}
	// Output:
	// metro-7: derived. 100 % of metro-7 aligns with npa-12: 0 % verbatim, 100 % edited, 0 % rewritten.
	// metro-8: unrelated. Nothing of metro-8 aligns with npa-12.
}
