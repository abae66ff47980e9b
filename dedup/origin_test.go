package dedup_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
)

// TestOrigin takes each rule of origin.go by itself, with what it overrules. How
// many origins of the newsroom are right stands in testdata/stats.txt.
func TestOrigin(t *testing.T) {
	bare := strings.TrimPrefix(wireStory, "SKARN, May 6 (NPA) - ") // credits nobody
	brief := strings.TrimSuffix(wireBrief, " (NPA)")
	ps := strings.Split(bare, "\n\n")
	parts := func(is ...int) string {
		var out []string
		for _, i := range is {
			out = append(out, ps[i])
		}
		return strings.Join(out, "\n\n")
	}
	at := func(minutes int) time.Time {
		return time.Date(2024, 5, 6, 9, minutes, 0, 0, time.UTC)
	}
	for _, test := range []struct {
		why        string
		in         []dedup.Article
		origin     string
		reason     string
		confidence float64
	}{
		{
			"the publisher is an agency, though it came last and credits another",
			[]dedup.Article{
				{ID: "agency", Source: "Agence France-Presse", Text: bare, Published: at(30)},
				{ID: "daily", Source: "Courier", Text: bare + "\n\n(Reuters)", Published: at(10)},
			},
			"agency", "published by the agency AFP", 0.95,
		},
		{
			"of two agencies the first",
			[]dedup.Article{
				{ID: "1", Source: "AFP", Text: bare, Published: at(30)},
				{ID: "2", Source: "Reuters", Text: bare, Published: at(20)},
			},
			"2", "published by the agency Reuters", 0.95,
		},
		{
			"an agency nobody knows signs its dateline with its initials",
			[]dedup.Article{
				{ID: "a", Source: "Courier", Text: bare, Published: at(1)},
				{ID: "z", Source: "Northern Press Agency", Text: wireStory, Published: at(9)},
			},
			"z", "published by the agency Northern Press Agency", 0.95,
		},
		{
			"initials of another are a credit",
			[]dedup.Article{
				{ID: "a", Source: "Courier", Text: wireStory, Published: at(1)},
				{ID: "b", Source: "Examiner", Text: bare, Published: at(9)},
			},
			"", "unseen source: NPA, credited by a", 0.8,
		},
		{
			"all credit an agency that is not among them; some credit a second",
			[]dedup.Article{
				{ID: "a", Source: "Courier", Text: bare + "\n\n(Reuters)", Published: at(1)},
				{ID: "b", Source: "Examiner", Text: bare + "\n\n(AFP)", Published: at(2)},
				{ID: "c", Source: "Metro", Text: brief + " (AFP)", Published: at(3)},
			},
			"", "unseen source: AFP, credited by b, c", 0.8,
		},
		{
			"the desk marks that close a dispatch outweigh an earlier date",
			[]dedup.Article{
				{ID: "a", Source: "Courier", Text: bare, Published: at(1)},
				{ID: "b", Text: bare + "\n\ntre-ols/kb/mh", Published: at(20)},
			},
			"b", "it closes with the desk marks of an agency's dispatch", 0.7,
		},
		{
			"two have paragraphs in common that the first lacks",
			[]dedup.Article{
				{ID: "a", Source: "Courier", Text: parts(0, 1, 3), Published: at(1)},
				{ID: "b", Source: "Examiner", Text: parts(0, 2, 4, 5), Published: at(20)},
				{ID: "c", Source: "Metro", Text: parts(5, 0, 4, 3), Published: at(30)},
			},
			"", "unseen source: b and c share text that is not in a, otherwise the likeliest origin", 0.5,
		},
		{
			"the first by date",
			[]dedup.Article{
				{ID: "a", Source: "Courier", Text: bare, Published: at(50)},
				{ID: "b", Source: "Examiner", Text: brief, Published: at(8)},
			},
			"b", "the first of them, 42 minutes before the next", 0.6,
		},
		{
			"by one minute, in words",
			[]dedup.Article{
				{ID: "a", Text: bare, Published: at(9)},
				{ID: "b", Text: brief, Published: at(8)},
			},
			"b", "the first of them, 1 minute before the next", 0.6,
		},
		{
			"by hours",
			[]dedup.Article{
				{ID: "a", Text: bare, Published: at(125)},
				{ID: "b", Text: brief, Published: at(0)},
			},
			"b", "the first of them, 2 h 05 min before the next", 0.6,
		},
		{
			"by days",
			[]dedup.Article{
				{ID: "a", Text: bare, Published: at(60 * 24 * 3)},
				{ID: "b", Text: brief, Published: at(0)},
			},
			"b", "the first of them, 3 days before the next", 0.6,
		},
		{
			"seconds say nothing: the longer holds the shorter",
			[]dedup.Article{
				{ID: "a", Text: brief, Published: at(0)},
				{ID: "b", Text: bare, Published: at(0).Add(59 * time.Second)},
			},
			"b", "it holds more of the others than they of it", 0.4,
		},
		{
			"neither does a date that stands alone",
			[]dedup.Article{
				{ID: "a", Text: brief, Published: at(0)},
				{ID: "b", Text: bare},
			},
			"b", "it holds more of the others than they of it", 0.4,
		},
		{
			"no dates",
			[]dedup.Article{
				{ID: "a", Text: brief},
				{ID: "b", Text: bare},
				{ID: "c", Text: brief + " Nobody was hurt."},
			},
			"b", "it holds more of the others than they of it", 0.4,
		},
		{
			"of copies without dates nothing tells",
			[]dedup.Article{{ID: "a", Text: bare}, {ID: "b", Text: bare}},
			"", "unknown: a and b have the same words, and no date tells which was first", 0,
		},
		{
			"nor of those whose dates are seconds apart",
			[]dedup.Article{{ID: "a", Text: bare, Published: at(1)}, {ID: "b", Text: bare, Published: at(1).Add(-time.Second)}},
			"", "unknown: a and b have the same words, and no date tells which was first", 0,
		},
		{
			"nor do a few words more",
			[]dedup.Article{{ID: "a", Text: bare}, {ID: "b", Text: bare + " More follows."}},
			"", "unknown: b and a hold about as much of each other, and no date tells which was first", 0,
		},
		{
			"a brief does not tell which of two copies it was made of",
			[]dedup.Article{{ID: "a", Text: brief}, {ID: "b", Text: bare}, {ID: "c", Text: bare}},
			"", "unknown: b and c have the same words, and no date tells which was first", 0,
		},
		{
			"nor of two that are almost copies",
			[]dedup.Article{{ID: "a", Text: brief}, {ID: "b", Text: bare}, {ID: "c", Text: bare + " More follows."}},
			"", "unknown: c and b hold about as much of the others, and no date tells which was first", 0,
		},
	} {
		r := group(t, test.in, nil)
		require.Len(t, r.Clusters, 1, test.why)
		c := r.Clusters[0]
		require.Len(t, c.Members, len(test.in), test.why)
		require.Equal(t, test.reason, c.OriginReason, test.why)
		require.Equal(t, test.origin, c.Origin, test.why)
		require.Equal(t, test.confidence, c.OriginConfidence, test.why)
	}
}

func TestMembers(t *testing.T) {
	noon := time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC)
	r := group(t, []dedup.Article{
		{ID: "b", Title: "Ferry", Source: "Metro", Text: strings.TrimSuffix(wireBrief, " (NPA)") + " (AFP, Reuters)", Published: noon},
		{ID: "a", Text: wireStory},
	}, nil)
	require.Equal(t, []dedup.Member{
		{ID: "a", Credit: "NPA"},
		{ID: "b", Title: "Ferry", Source: "Metro", Published: noon, Credit: "AFP, Reuters"},
	}, r.Clusters[0].Members)
}

// A reason names some of a crowd.
func TestOriginOfCrowd(t *testing.T) {
	var articles []dedup.Article
	for i := range 9 {
		articles = append(articles, dedup.Article{ID: fmt.Sprintf("p%d", i), Source: fmt.Sprintf("Paper %d", i), Text: wireBrief + "\n\n(AFP)"})
	}
	r := group(t, articles, nil)
	require.Len(t, r.Clusters, 1)
	require.Equal(t, "unseen source: AFP, credited by p0, p1, p2, p3, p4, p5 and 3 more", r.Clusters[0].OriginReason)
}
