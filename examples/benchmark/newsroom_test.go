package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const newsroom = "../../testdata/newsroom"

// ferry is a story without a fault. Tests damage it.
const ferry = `A ferry, as an example.

-- wire.txt --
Source: Agency
Published: 2024-03-04T07:12:00Z
Language: en

The ferry to Orm sank at noon. Nobody was hurt … so far. The captain swam.
-- daily.txt --
The ferry to Orm sank at midday. Nobody was hurt … so far.
-- other.txt --
A market opened.
-- gold --
# what readers know
cluster wire daily
cluster other
origin wire

pair derived wire daily 80
pair topic wire other 0
-- passages wire daily --
edited
a: The ferry … at noon.
b: The ferry … at midday.

verbatim
a: Nobody was hurt … so far.
b: Nobody was hurt … so far.
`

func TestNewsroom(t *testing.T) {
	dir := t.TempDir()
	writeText(t, dir, "ferry.txtar", ferry)
	c, err := loadCorpus(dir)
	require.NoError(t, err)
	require.Len(t, c.Articles, 3)
	require.Equal(t, article{ID: "ferry/wire", Text: c.texts["ferry/wire"], Lang: "en", Source: "Agency", Published: "2024-03-04T07:12:00Z"}, c.Articles[0])
	require.Equal(t, map[string]string{"ferry/wire": "ferry/wire", "ferry/daily": "ferry/wire", "ferry/other": "ferry/other"}, c.Clusters)
	require.Equal(t, map[string]string{"ferry/wire": "ferry/wire"}, c.Origins)
	require.Equal(t, []goldPair{{"ferry/wire", "ferry/daily", "derived", 80}, {"ferry/wire", "ferry/other", "topic", 0}}, c.Pairs)
	require.Len(t, c.Passages, 1)
	var got []string
	for r, kind := range c.Passages[0].spans() {
		got = append(got, kind, c.texts["ferry/wire"][r.A[0]:r.A[1]], c.texts["ferry/daily"][r.B[0]:r.B[1]])
	}
	require.Equal(t, []string{
		"edited", "The ferry to Orm sank at noon.", "The ferry to Orm sank at midday.",
		"verbatim", "Nobody was hurt … so far.", "Nobody was hurt … so far.", // the ellipsis is the text's own
	}, got)

	writeText(t, dir, "ferry.txtar", strings.ReplaceAll(ferry, "origin wire", "origin unseen daily"))
	c, err = loadCorpus(dir)
	require.NoError(t, err)
	require.Equal(t, map[string]string{"ferry/wire": ""}, c.Origins)
}

func TestNewsroomErrors(t *testing.T) {
	for _, test := range []struct{ old, with, want string }{
		{"cluster other", "cluster other market", `ferry.txtar:16: gold: no article has the id "ferry/market"`},
		{"cluster other", "cluster other wire", "ferry.txtar:16: gold: wire stands in two clusters"},
		{"cluster other", "", "ferry.txtar: gold: other stands in no cluster"},
		{"cluster other", "clusters other", `ferry.txtar:16: gold: "clusters other" is no line of gold`},
		{"origin wire", "origin wir", "ferry.txtar:17: gold: ferry/wir stands in no cluster above"},
		{"origin wire", "origin wire\norigin daily", "ferry.txtar:18: gold: a second origin"},
		{"daily 80", "daily much", `ferry.txtar:19: gold: share: strconv.ParseFloat: parsing "much"`},
		{"pair topic", "pair topical", `ferry.txtar:20: gold: "pair topical`},
		{"wire other 0", "wire other", `ferry.txtar:20: gold: "pair topic wire other" is no line of gold`},
		{"passages wire daily", "passages wire weekly", `ferry.txtar:21: passages wire weekly: no article has the id "ferry/weekly"`},
		{"\nverbatim", "\ncopied", `ferry.txtar:26: passages wire daily: "copied" is no kind`},
		{"b: The ferry … at midday.", "", `ferry.txtar:26: passages wire daily: "verbatim" should begin with "b: "`},
		{"a: The ferry … at noon.", "a: The boat … at noon.", `ferry.txtar:23: passages wire daily: "The boat" stands 0 times`},
		{"a: The ferry … at noon.", "a: The … noon.", `ferry.txtar:23: passages wire daily: "The" stands 2 times`},
		{"a: The ferry … at noon.", "a: at noon. … The ferry", `ferry.txtar:23: passages wire daily: "The ferry" does not follow "at noon."`},
		{"b: Nobody was hurt … so far.\n", "", "ferry.txtar:27: passages wire daily: the last stanza lacks"},
		{"2024-03-04T07:12:00Z", "yesterday", "ferry.txtar"},
	} {
		t.Run(test.want, func(t *testing.T) {
			require.Contains(t, ferry, test.old)
			dir := t.TempDir()
			writeText(t, dir, "ferry.txtar", strings.Replace(ferry, test.old, test.with, 1))
			_, err := loadCorpus(dir)
			require.ErrorContains(t, err, test.want)
		})
	}
}
