package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/dedup/wire"
)

// articles is what a report asks of a result beside its lists.
type articles interface {
	Article(id string) (dedup.Article, bool)
	Explain(a, b string) (*dedup.Explanation, error)
	Marks(id string) []wire.Mark
}

// A story is a cluster as it is told: every member but the first is set beside one
// other, so that n members make n-1 comparisons to read and not n².
type story struct {
	*dedup.Cluster
	base    dedup.Article // the origin, else the member closest to all others
	title   string        // a headline for all
	began   time.Time     // the earliest date; zero if there is none
	members []member      // the base first, then by date
}

// A member is an article of a story and what it is set beside.
type member struct {
	dedup.Member
	pair *dedup.Pair // with what it is set beside, see hang; nil if it was not kept
	from string      // the other article of the pair; "" for the base itself
}

// tell makes the story of a cluster, whose pairs are given. It takes time n log n
// in members and pairs.
func tell(c *dedup.Cluster, pairs []dedup.Pair, in articles) *story {
	s := &story{Cluster: c}
	base := s.chooseBase(pairs)
	s.base, _ = in.Article(base)
	s.title = s.base.Title
	by := s.hang(pairs, base)
	for _, m := range c.Members {
		x := member{Member: m}
		if m.ID != base {
			x.from = base
			if x.pair = by[m.ID]; x.pair != nil {
				x.from = other(x.pair, m.ID)
			}
		}
		s.members = append(s.members, x)
		if !m.Published.IsZero() && (s.began.IsZero() || m.Published.Before(s.began)) {
			s.began = m.Published
		}
		if s.title == "" {
			s.title = m.Title
		}
	}
	slices.SortFunc(s.members, func(p, q member) int {
		return cmp.Or(last(p.from != "", q.from != ""), byDate(p.Member, q.Member))
	})
	return s
}

// chooseBase returns the ID of the origin, or, if that is none of the members,
// of the one with the highest sum of scores; of equals the earliest.
func (s *story) chooseBase(pairs []dedup.Pair) string {
	sum := map[string]float64{}
	for _, p := range pairs {
		sum[p.A] += p.Score
		sum[p.B] += p.Score
	}
	best := slices.MinFunc(s.Members, func(p, q dedup.Member) int {
		return cmp.Or(
			last(p.ID != s.Origin, q.ID != s.Origin),
			cmp.Compare(sum[q.ID], sum[p.ID]),
			byDate(p, q))
	})
	return best.ID
}

func other(p *dedup.Pair, id string) string {
	if p.A == id {
		return p.B
	}
	return p.A
}

// byDate orders members by date, those without one behind, then by ID.
func byDate(p, q dedup.Member) int {
	return cmp.Or(
		last(p.Published.IsZero(), q.Published.IsZero()),
		p.Published.Compare(q.Published),
		cmp.Compare(p.ID, q.ID))
}

// last orders what is true behind what is false.
func last(p, q bool) int {
	switch {
	case p == q:
		return 0
	case p:
		return 1
	}
	return -1
}

// passages returns what the member and the article it is set beside, which is
// the first side, have in common.
func (m *member) passages(in articles) ([]passage.Passage, error) {
	p := m.pair
	if p == nil || p.Passages == nil {
		e, err := in.Explain(m.from, m.ID)
		if err != nil {
			return nil, err
		}
		p = &e.Pair
		if p.Passages == nil && e.Report != nil {
			p.Passages = e.Report.Passages
		}
		m.pair = p
	}
	if p.A == m.from {
		return p.Passages, nil
	}
	return turn(p.Passages), nil
}

// turn exchanges the two sides.
func turn(ps []passage.Passage) []passage.Passage {
	out := slices.Clone(ps)
	for i := range out {
		p := &out[i]
		p.A, p.B = p.B, p.A
		switch p.Kind {
		case passage.OnlyA:
			p.Kind = passage.OnlyB
		case passage.OnlyB:
			p.Kind = passage.OnlyA
		}
	}
	return out
}
