package dedup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/dedup/passage"
)

// An Explanation says why two articles were, or were not, linked.
type Explanation struct {
	Pair
	Reasons []string        // sentences, the weightiest first
	First   Article         // the article Pair.A names
	Second  Article         // the article Pair.B names
	Report  *passage.Report // its Passages are those of [passage.Shown], like the pair's
}

// Article returns the article with this ID, and whether there is one.
func (r *Result) Article(id string) (Article, bool) {
	d := r.find(id)
	if d == nil {
		return Article{}, false
	}
	return d.Article, true
}

// Explain compares two articles of the result, whatever became of them, and
// gives the reasons. The error is ErrUnknown, naming the ID.
func (r *Result) Explain(a, b string) (*Explanation, error) {
	p, q := r.find(a), r.find(b)
	if p == nil {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, a)
	}
	if q == nil {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, b)
	}
	e := explain(p, q, &r.corpus.options)
	e.Reasons = append(e.Reasons, r.corpus.beyond(&e.Pair, p, q, r.together(p, q))...)
	return e, nil
}

// Compared reports whether the search found two articles worth comparing, and
// the window allowed them to be linked.
func (r *Result) Compared(a, b string) bool {
	p, q := r.find(a), r.find(b)
	return p != nil && q != nil && r.corpus.near(p, q) && r.corpus.compared(p, q)
}

// find returns an article, or nil.
func (r *Result) find(id string) *doc {
	i, ok := slices.BinarySearchFunc(r.docs, id, func(d *doc, id string) int { return strings.Compare(d.ID, id) })
	if !ok {
		return nil
	}
	return r.docs[i]
}

// Compare gives the verdict on two articles by themselves: without the
// furniture that other articles of their sources would reveal. Errors: ErrNoID, ErrDuplicate, ErrOptions.
func Compare(a, b Article, o *Options) (*Explanation, error) {
	if err := cmp.Or(o.check(), check([]Article{a, b})); err != nil {
		return nil, err
	}
	if a.ID > b.ID {
		a, b = b, a
	}
	d := o.orDefault()
	s := stages.Get().(*stage)
	defer stages.Put(s)
	p, t := s.prepare(a, &d, nil, first)
	q, u := s.prepare(b, &d, nil, second)
	return s.explain(p, q, t, u, &d), nil
}

// explain compares two docs.
func explain(p, q *doc, o *Options) *Explanation {
	s := stages.Get().(*stage)
	defer stages.Put(s)
	t, u := s.readBoth(p, q)
	return s.explain(p, q, t, u, o)
}

// readBoth makes the texts of two docs ready, in memory of the stage.
func (s *stage) readBoth(p, q *doc) (a, b *ready) {
	t := s.parseDoc(p, p.Text)
	a = s.lend(0, t, s.set(t))
	t = s.parseDoc(q, q.Text)
	b = s.lend(1, t, s.set(t))
	s.shrink(max(len(p.Text), len(q.Text)))
	return a, b
}

// explain compares two docs, whose texts are a and b, in the order of the graph, in which
// the search does, and answers in that of their IDs.
func (s *stage) explain(p, q *doc, a, b *ready, o *Options) *Explanation {
	if p.twin > q.twin {
		p, q, a, b = q, p, b, a
	}
	e := &Explanation{Pair: exact(p, q, a, b)}
	if p.words > 0 && q.words > 0 {
		e.Report = s.aligner.AlignLent(a.text, b.text, pairOf{p, q})
		e.Evidence.A, e.Evidence.B = e.Report.Coverage()
		e.Pair = decide(p, q, a, b, e.Evidence, o)
		e.Report.Passages = s.aligner.Shown(e.Report.Passages, a.text, b.text)
		e.Passages = e.Report.Passages
	}
	if p.ID > q.ID {
		p, q, e.Pair = q, p, e.inOrder()
		if e.Report != nil {
			e.Report = e.Report.Swapped()
		}
	}
	e.First, e.Second = p.Article, q.Article
	e.Reasons = e.reasons(p, q, o)
	return e
}

// A pairOf makes the texts of two docs ready anew.
type pairOf struct{ p, q *doc }

// Texts reads them.
func (x pairOf) Texts() (a, b *passage.Prepared) {
	t, u := new(stage).readBoth(x.p, x.q)
	return t.text, u.text
}

// reasons puts the evidence in words.
func (e *Explanation) reasons(p, q *doc, o *Options) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if p.words == 0 || q.words == 0 {
		say("%s has no words of its own.", e.empty(p))
		return out
	}
	short, long := e.B, e.A
	v, isA := e.Evidence.Shorter()
	if isA {
		short, long = e.A, e.B
	}
	switch e.Relation {
	case Identical:
		say("The words are the same, page furniture and typography aside.")
	case NearDuplicate:
		say("%s of all three-word sequences stand in both.", percent(e.Resemblance))
	}
	if v.Shared() == 0 {
		say("Nothing of %s aligns with %s.", short, long)
	} else {
		say("%s of %s aligns with %s: %s verbatim, %s edited, %s rewritten.", part(v.Shared(), v), short, long, part(v.Verbatim, v), part(v.Edited, v), part(v.Rewritten, v))
		say("Outside quotations %s of it aligns, and %s stands there word for word in runs of three or more; longest run %s; %s kept.",
			percent(share(v.OwnShared, v.Own)), percent(share(v.OwnRuns, v.Own)), counted(v.OwnLongest, "word", "words"), counted(v.OwnContent, "content word", "content words"))
	}
	if v.Cuts > 0 {
		say("Both cut the same passage with an ellipsis (%s), as independent reports do not.", counted(v.Cuts, "time", "times"))
	}
	switch {
	case v.Replaced > max(1, v.FactsKept):
		say("In what they share %s and %d stand against others, as in a template filled anew.", counted(v.FactsKept, "name or number agrees", "names and numbers agree"), v.Replaced)
	case v.NumbersReplaced > 1 && kept(v.NumbersKept, v.NumbersReplaced) < numbersKept:
		say("In what they share %s and %d stand against others, as in a template filled anew.", counted(v.NumbersKept, "number agrees", "numbers agree"), v.NumbersReplaced)
	}
	if v.Runs > 2*v.OwnRuns && e.Relation < Derived {
		say("Most of what they share is quotation, which independent reports share too.")
	}
	if v.Inserted > 0 {
		say("%d words that both print word for word have nothing to do with the rest of either, as a teaser has not: they are no evidence.", v.Inserted)
	}
	if n := len(p.ignored()) + len(q.ignored()); n > 0 {
		say("Left out as page furniture, credits and datelines: %s of text.", counted(n, "stretch", "stretches"))
	}
	say("Score %.2f; derived from %.2f on.", e.Score, o.Threshold)
	return out
}

func (e *Explanation) empty(p *doc) string {
	if p.words == 0 {
		return e.A
	}
	return e.B
}

func part(n int, c passage.Coverage) string { return percent(share(n, c.Words)) }

// counted returns "1 time", "2 times".
func counted(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func percent(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) }
