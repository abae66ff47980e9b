package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/shingle"
)

const (
	shownMembers = 24 // of a cluster, evenly taken; each is held against the others of them
	shownText    = 90 // bytes of what two members share
)

// writeLargest lists the n largest clusters, to be read: of their members when and where each was published, and what
// it shares with the other member that it is most alike to. Where two events are mixed the mean score is low.
func writeLargest(w io.Writer, r *dedup.Result, n int) error {
	for k, c := range r.Clusters[:min(n, len(r.Clusters))] {
		shown := evenly(c.Members, shownMembers)
		lines := make([]string, len(shown))
		sum := 0.0
		for i := range shown {
			best, all, err := mostAlike(r, shown, i)
			if err != nil {
				return err
			}
			sum += all / float64(len(shown)-1)
			lines[i] = memberLine(&shown[i], best)
		}
		if _, err := fmt.Fprintf(w, "cluster %d\t%d articles\tmean score %.2f\n%s\n",
			k+1, len(c.Members), sum/float64(len(shown)), strings.Join(lines, "\n")); err != nil {
			return err
		}
	}
	return nil
}

// evenly takes n of all, or all where there are fewer.
func evenly(all []dedup.Member, n int) []dedup.Member {
	if len(all) <= n {
		return all
	}
	out := make([]dedup.Member, n)
	for i := range out {
		out[i] = all[i*len(all)/n]
	}
	return out
}

// mostAlike compares member i with the others. It returns the pair with the highest score, and the sum of all scores.
func mostAlike(r *dedup.Result, members []dedup.Member, i int) (best *dedup.Explanation, sum float64, err error) {
	for j := range members {
		if j == i {
			continue
		}
		e, err := r.Explain(members[i].ID, members[j].ID)
		if err != nil {
			return nil, 0, err
		}
		sum += e.Score
		if best == nil || e.Score > best.Score {
			best = e
		}
	}
	return best, sum, nil
}

// memberLine is a member with the pair that it is most alike in.
func memberLine(m *dedup.Member, e *dedup.Explanation) string {
	other := e.B
	if other == m.ID {
		other = e.A
	}
	c, _ := e.Evidence.Shorter()
	n, text := sharedText(e)
	return fmt.Sprintf("\t%s\t%s\t%s\t%q\t%.2f with %s: %d of %d words in %d passages: %q",
		m.Published.Format("2006-01-02"), cmp.Or(m.Source, "-"), m.ID, m.Title, e.Score, other, c.Shared(), c.Words, n, text)
}

// sharedText counts the passages that two articles share and returns the beginning of the longest.
func sharedText(e *dedup.Explanation) (n int, text string) {
	var longest shingle.Span
	for _, p := range e.Passages {
		if !p.Kind.Shared() {
			continue
		}
		n++
		if p.A.Len() > longest.Len() {
			longest = p.A
		}
	}
	text = longest.Of(e.First.Text)
	return n, strings.ToValidUTF8(text[:min(len(text), shownText)], "")
}
