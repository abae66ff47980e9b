package dedup

import (
	"time"
)

// A Cluster is a group of articles that reuse one text.
type Cluster struct {
	ID           string // the ID of its first member
	Origin       string // ID of the member the others come from; "" if that is none of them
	OriginReason string // why, in words
	Members      []Member
}

// A Member is an article of a cluster.
type Member struct {
	ID, Title, Source string
	Published         time.Time
	Credit            string // the agencies it credits, joined by ", "
}

func (r *run) cluster(g []int) Cluster {
	c := Cluster{ID: r.docs[g[0]].ID}
	for _, i := range g {
		d := r.docs[i]
		c.Members = append(c.Members, Member{ID: d.ID, Title: d.Title, Source: d.Source, Published: d.Published, Credit: d.credit()})
	}
	return c
}

func (d *doc) credit() string { return "" }
