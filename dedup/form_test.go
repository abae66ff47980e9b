package dedup_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
)

// levels is a form that an office fills in every morning.
func levels(id string, upper, lower, boats int) dedup.Article {
	const words = `The Waterways Office in Lindhafen said the gauge at Upper Marsk stood at %d centimetres at 6 this morning.
It called on skippers to keep to the Marsk Channel between Buoy 9 and the lock at Sorrel Ferry, where Gauge 14 showed %d
centimetres. The ferry to Oster Island runs every 20 minutes, Harbour Master Tilda Brandvik said. On the day before %d barges
had passed the lock. The next report of the Waterways Office comes at 12.`
	return dedup.Article{ID: id, Source: "Tide Table", Language: "en", Text: fmt.Sprintf(words, upper, lower, boats)}
}

// What a source fills in anew day by day is no story, as three tell: each has other facts than each. Two cannot tell, nor
// is it so where several sources have it, nor where two of three agree, of which the third may be the uncorrected version.
func TestForms(t *testing.T) {
	days := []dedup.Article{
		levels("1", 312, 275, 41), levels("2", 298, 261, 38),
		levels("3", 305, 268, 57), levels("4", 330, 283, 22),
	}
	x, err := dedup.Compare(days[0], days[1], nil)
	require.NoError(t, err)
	require.GreaterOrEqual(t, x.Relation, dedup.Derived, "they are the same words, mostly with the same facts")

	r := group(t, days, nil)
	require.Empty(t, clusters(r))
	x, err = r.Explain("1", "2")
	require.NoError(t, err)
	require.Equal(t, "They are in no cluster together: Tide Table fills in the same words with other facts again and again.", last(x.Reasons))
	require.Equal(t, "1 2\n", clusters(group(t, days[:2], nil)), "two cannot tell")
	wire := make([]dedup.Article, len(days))
	for i, a := range days {
		wire[i] = a
		wire[i].Source = fmt.Sprint("Table ", i)
	}
	require.Equal(t, "1 2 3 4\n", clusters(group(t, wire, nil)), "each is another source's")
	corrected := []dedup.Article{days[0], days[1], levels("5", 298, 261, 38)}
	require.Equal(t, "1 2 5\n", clusters(group(t, corrected, nil)), "a figure was corrected")

	again := days[2]
	again.ID, again.Text = "6", again.Text+" It was the third dry week in a row."
	all := append(days, again)
	require.Equal(t, "3 6\n", clusters(group(t, all, nil)), "copies of one day's are a story")

	// An index finds the same, however they come, and when one more tells, or one less, or another source has one.
	elsewhere := days[0]
	elsewhere.ID, elsewhere.Source = "7", "Lindhafen Courier"
	openTested(t, nil).sameOneByOne(t, append(all, elsewhere), "7", "1", "2", "6")
}
