package dedup_test

import (
	"fmt"
	"math"
	"testing"
	"strings"
	"slices"
	"github.com/wirecopy/wirecopy/dedup"
)

func TestRBScratch(t *testing.T) {
	n := loadNewsroom(t)
	for part := range 3 {
		for _, p := range n.labelled("copy", "derived") {
			a, b := n.byID[p.a], n.byID[p.b]
			base := compare(t, a, b, nil)
			f := func(a dedup.Article) dedup.Article {
				c := clutter[a.Language]
				ps := strings.Split(strings.TrimSpace(a.Text), "\n\n")
				switch part {
				case 0:
					ps = append([]string{c[0]}, ps...)
				case 1:
					ps = slices.Insert(ps, (len(ps)+1)/2, c[1])
				case 2:
					ps = append(ps, c[2])
				}
				a.Text = strings.Join(ps, "\n\n")
				return a
			}
			for i, e := range []*dedup.Explanation{compare(t, f(a), b, nil), compare(t, a, f(b), nil)} {
				m := e.Score - base.Score
				if math.Abs(m) >= 0.03 {
					fmt.Printf("part %d: %s %s side %d: %.2f -> %.2f (%v -> %v)\n", part, p.a, p.b, i, base.Score, e.Score, base.Relation, e.Relation)
					fmt.Printf("    %+v\n    %+v\n", base.Evidence, e.Evidence)
				}
			}
		}
	}
}
