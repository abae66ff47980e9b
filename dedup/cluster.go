package dedup

import (
	"time"
)

// A Cluster is a group of articles that reuse one text.
type Cluster struct {
	ID           string // the ID of its first member
	Origin       string // ID of the member the others come from; "" if that is none of them, or if nothing tells
	OriginReason string // why, in words

	// OriginConfidence is how far to trust that, 0 to 1: .95 where the origin
	// is published by an agency, .4 where containment alone speaks, 0 where nothing tells.
	OriginConfidence float64

	Members []Member
}

// A Member is an article of a cluster.
type Member struct {
	ID, Title, Source string
	Published         time.Time
	Credit            string // the agencies it credits, joined by ", "
	Agency            string // the agency that published it; "" if none did
}

func newCluster(id string, docs []*doc, o origin) Cluster {
	c := Cluster{ID: id, Origin: o.ID, OriginReason: o.Reason, OriginConfidence: o.Confidence}
	for _, d := range docs {
		c.Members = append(c.Members, Member{ID: d.ID, Title: d.Title, Source: d.Source, Published: d.Published, Credit: d.credit(), Agency: d.agency()})
	}
	return c
}
