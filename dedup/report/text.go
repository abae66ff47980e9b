package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
)

// Text writes a result for a person to read: a summary, the clusters with the
// largest first, and the pairs that are related and no more. Nil options mean
// the defaults.
//
// A member whose pair has no passages is compared anew, so ask Group for
// [dedup.Options.Passages]. Beside that the time is linear in the texts of the
// members. The error is the writer's.
func Text(w io.Writer, r *dedup.Result, o *Options) error {
	return newPrinter(w, o).result(r, r)
}

func (p *printer) result(r *dedup.Result, in articles) error {
	inside, across := divide(r)
	p.summary(r)
	for i := range r.Clusters {
		p.newline()
		if err := p.story(i+1, tell(&r.Clusters[i], derived(inside[i]), in), in); err != nil {
			return err
		}
	}
	p.related(across)
	return p.w.Flush()
}

// summary writes what was found and how to read it.
func (p *printer) summary(r *dedup.Result) {
	if r.Articles == 0 {
		p.sayf(heading, "", "No articles.")
		return
	}
	n := 0
	for _, c := range r.Clusters {
		n += len(c.Members)
	}
	switch {
	case n == 0:
		p.sayf(heading, "", "%s, no two of them the same story.", count(r.Articles, "article", "articles"))
	case n == r.Articles:
		p.sayf(heading, "", "%s tell %s.", count(n, "article", "articles"), count(len(r.Clusters), "story", "stories"))
	default:
		p.sayf(heading, "", "%s: %d of them tell %s, %s alone.", count(r.Articles, "article", "articles"), n,
			count(len(r.Clusters), "story", "stories"), count(r.Articles-n, "stands", "stand"))
	}
	if n > 0 {
		p.legend()
	}
}

// story writes one cluster.
func (p *printer) story(n int, s *story, in articles) error {
	lead := fmt.Sprintf("%d. ", n)
	title := s.title
	if strings.TrimSpace(title) == "" {
		title = cmp.Or(opening(s.base.Text, in.Marks(s.base.ID)), s.base.ID)
	}
	var f flow
	f.add(title, heading)
	p.paragraph(heading, lead, &f)
	p.origin(s)
	shown := s.members
	if !p.Full {
		shown = shown[:min(len(shown), maxMembers)]
	}
	all := make([][]passage.Passage, len(shown))
	t := p.table(s, shown)
	for i := range shown {
		if err := t.row(&shown[i], &all[i], in); err != nil {
			return err
		}
	}
	if n := len(s.members) - len(shown); n > 0 {
		p.sayf(faint, "     ", "and %d more", n)
	}
	if p.Passages {
		p.members(s, shown, all, in)
	}
	return nil
}

// origin writes which member the others come from and why.
func (p *printer) origin(s *story) {
	const indent = "   "
	switch base := s.members[0].Member; {
	case base.ID == s.Origin && base.Source != "":
		p.sayf(plain, indent, "Origin: %s, %s", base.ID, base.Source)
	case base.ID == s.Origin:
		p.sayf(plain, indent, "Origin: %s", base.ID)
	default:
		which, how := "not among these", ""
		if s.OriginConfidence == 0 {
			which = "unknown"
		}
		if len(s.members) > 2 {
			how = fmt.Sprintf(" Each but %s is set beside the one named, so that all together share the most.", base.ID)
		}
		p.sayf(plain, indent, "Origin: %s.%s", which, how)
	}
	if s.OriginReason != "" {
		p.sayf(faint, indent, "Reason: %s", strings.TrimPrefix(s.OriginReason, "unknown: "))
	}
}

// members writes the aligned passages of every member but the base.
func (p *printer) members(s *story, shown []member, all [][]passage.Passage, in articles) {
	for i := range shown {
		m := &shown[i]
		if m.from == "" {
			continue
		}
		first, second := s.base, dedup.Article{}
		if m.from != first.ID {
			first, _ = in.Article(m.from)
		}
		second, _ = in.Article(m.ID)
		p.newline()
		arrow := "–"
		if m.from == s.Origin {
			arrow = "→"
		}
		p.sayf(heading, "   ", "%s %s %s (%s)", m.from, arrow, m.ID, verdict(m.pair))
		p.aligned(&first, &second, all[i])
	}
}

// verdict is the relation and the score of a pair.
func verdict(p *dedup.Pair) string {
	return fmt.Sprintf("%s, score %.2f", p.Relation, p.Score)
}

// related writes pairs that are in no cluster together, the closest first.
func (p *printer) related(pairs []dedup.Pair) {
	if len(pairs) == 0 {
		return
	}
	pairs = slices.Clone(pairs)
	slices.SortStableFunc(pairs, func(x, y dedup.Pair) int {
		return cmp.Or(cmp.Compare(y.Relation, x.Relation), cmp.Compare(y.Score, x.Score))
	})
	p.newline()
	p.sayf(heading, "", "Alike, but not one story: %s", count(len(pairs), "pair", "pairs"))
	for i, x := range pairs {
		if i == maxRelated && !p.Full {
			p.sayf(faint, "   ", "and %d more", len(pairs)-i)
			break
		}
		p.sayf(plain, fmt.Sprintf("   %-7s %.2f  ", x.Relation, x.Score), "%s – %s", x.A, x.B)
	}
}

// lag says how long after the first an article came.
func lag(d time.Duration) string {
	minutes := int(d.Minutes())
	switch {
	case minutes < 60:
		return fmt.Sprintf("+%d min", minutes)
	case minutes < 48*60 && minutes%60 == 0:
		return fmt.Sprintf("+%d h", minutes/60)
	case minutes < 48*60:
		return fmt.Sprintf("+%d h %d min", minutes/60, minutes%60)
	}
	return fmt.Sprintf("+%d days", minutes/(24*60))
}
