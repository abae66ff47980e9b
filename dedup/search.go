package dedup

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/cluster"
)

// twins finds the docs that are the same to the last byte, and links them: all
// with all in a small family, else each with the one before it and the first by
// date. From here on the leader, the first by number, is looked at for all.
func (r *run) twins(ctx context.Context) error {
	groups := map[uint64][]int32{}
	for i, d := range r.docs {
		groups[d.twin] = append(groups[d.twin], int32(i))
	}
	r.family = make([][]int32, len(r.docs))
	var pairs []candidate.Pair
	for i, d := range r.docs {
		g := groups[d.twin]
		r.family[i] = g
		if int32(i) != g[0] {
			continue
		}
		byDate := slices.SortedStableFunc(slices.Values(g), func(p, q int32) int { return r.earlier(int(p), int(q)) })
		for a, i := range byDate {
			for b := a + 1; b < len(g) && (len(g) <= maxFamily || b == a+1 || a == 0); b++ {
				if c := ordered(i, byDate[b]); r.near(c.A, c.B) {
					pairs = append(pairs, c)
				}
			}
		}
	}
	return r.judgeAll(ctx, candidate.Unique(pairs))
}

// copies compares the pairs that share a band and look alike by their sketches.
func (r *run) copies(ctx context.Context) error {
	keys := make([][]uint32, len(r.docs))
	content := make([]uint64, len(r.docs))
	for i, d := range r.docs {
		content[i] = d.content
		if r.family[i][0] == int32(i) {
			keys[i] = d.bands
		}
	}
	likely := candidate.Copies(keys, content)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	likely = slices.DeleteFunc(likely, func(c candidate.Pair) bool {
		return !r.meet(c) || !alike(r.docs[c.A], r.docs[c.B])
	})
	if err := r.judgeAll(ctx, r.local(likely)); err != nil {
		return err
	}
	return r.judgeAll(ctx, r.local(r.across(likely, func(i int32) []int32 { return r.family[i] })))
}

// meet reports whether the window lets two docs, or twins of theirs, be linked.
// Which of many twins do is left to across.
func (r *run) meet(c candidate.Pair) bool {
	return r.near(c.A, c.B) || len(r.family[c.A]) > 1 || len(r.family[c.B]) > 1
}

// across returns, for the pairs that are related, the pairs of those whom their
// two docs stand for.
func (r *run) across(pairs []candidate.Pair, members func(i int32) []int32) (out []candidate.Pair) {
	for _, c := range pairs {
		if score, _ := r.verdicts.get(c); score < relatedAt {
			continue
		}
		as, bs := members(c.A), members(c.B)
		for _, a := range first(as) {
			for _, b := range first(bs) {
				if p := ordered(a, b); p != c && r.near(p.A, p.B) {
					out = append(out, p)
				}
			}
		}
		if r.options.Window > 0 && max(len(as), len(bs)) > maxFamily {
			out = r.closest(r.closest(out, as, bs), bs, as)
		}
	}
	return candidate.Unique(out)
}

// closest appends for each of as the one of bs that is next to it in time, if the
// window allows it: the first of a large group may all be too old.
func (r *run) closest(out []candidate.Pair, as, bs []int32) []candidate.Pair {
	byDate := slices.SortedFunc(slices.Values(bs), func(p, q int32) int { return r.earlier(int(p), int(q)) })
	for _, a := range as {
		at, _ := slices.BinarySearchFunc(byDate, a, func(b, a int32) int { return r.earlier(int(b), int(a)) })
		for _, b := range byDate[max(0, at-1):min(len(byDate), at+1)] {
			if p := ordered(a, b); a != b && r.near(p.A, p.B) {
				out = append(out, p)
			}
		}
	}
	return out
}

// collapseAt is the resemblance from which articles stand for each other in
// the search for rewrites. What this and each step of the search finds and costs
// stands in examples/benchmark/testdata/ablation.md, table Finding.
const collapseAt = 0.6

// alike reports whether two sketches may be those of sets with a resemblance of
// collapseAt. Their lowest bytes agree by chance once in 256; three and a half
// standard deviations of the estimate are allowed.
func alike(p, q *doc) bool {
	n := min(len(p.low), len(q.low))
	equal := 0
	for i, b := range p.low[:n] {
		if b == q.low[i] {
			equal++
		}
	}
	slack := 3.5 * math.Sqrt(collapseAt*(1-collapseAt)/float64(n))
	return float64(equal) >= (collapseAt-slack)*float64(n)
}

// near reports whether two docs are within the window.
func (r *run) near(i, j int32) bool {
	p, q := r.docs[i].Published, r.docs[j].Published
	return r.options.Window <= 0 || p.IsZero() || q.IsZero() || p.Sub(q).Abs() <= r.options.Window
}

// rewrites searches among one representative of each group of copies and
// compares what it finds, then their copies, then what two links have in common.
// An article asks for its few best candidates, and for the others only if one of
// those is a relative: most have none, and a large family has many.
func (r *run) rewrites(ctx context.Context) error {
	members := r.collapse()
	asked, err := r.rare(ctx, members)
	if err != nil {
		return err
	}
	var found, rest []candidate.Pair
	for _, own := range asked {
		found = append(found, own[:min(len(own), firstAsked)]...)
	}
	found = candidate.Unique(found)
	if err := r.judgeAll(ctx, r.local(found)); err != nil {
		return err
	}
	related := r.related(found)
	for i, own := range asked {
		if related[i] && len(own) > firstAsked {
			rest = append(rest, own[firstAsked:]...)
		}
	}
	rest = candidate.Unique(rest)
	if err := r.judgeAll(ctx, r.local(rest)); err != nil {
		return err
	}
	// What holds for representatives is worth a look for their copies.
	more := r.across(append(found, rest...), func(i int32) []int32 { return members[i] })
	if err := r.judgeAll(ctx, r.local(more)); err != nil {
		return err
	}
	return r.judgeAll(ctx, r.local(r.triangles()))
}

// related tells of each doc whether one of the pairs relates it to another.
func (r *run) related(pairs []candidate.Pair) []bool {
	yes := make([]bool, len(r.docs))
	for _, c := range pairs {
		if score, _ := r.verdicts.get(c); score >= relatedAt {
			yes[c.A], yes[c.B] = true, true
		}
	}
	return yes
}

// rare returns for each representative the pairs that share rare features with
// it, the best first.
func (r *run) rare(ctx context.Context, members [][]int32) ([][]candidate.Pair, error) {
	index := candidate.NewRare(r.source(members))
	own := make([][]candidate.Pair, len(r.docs))
	err := r.each(ctx, "searches", len(r.docs), func(s *stage, i int) {
		if members[i] != nil {
			own[i] = index.Ask(nil, &s.asker, int32(i))
		}
	})
	return own, err
}

// collapse returns the groups of copies, each at the number of its
// representative; elsewhere it is nil.
func (r *run) collapse() [][]int32 {
	var edges []cluster.Edge
	for c, v := range r.verdicts.of {
		if v.pair >= 0 && r.verdicts.pairs[v.pair].Resemblance >= collapseAt {
			edges = append(edges, cluster.Edge{I: int(c.A), J: int(c.B)})
		}
	}
	for i, f := range r.family { // those too, that the window keeps from being linked
		if r.docs[i].words > 0 {
			edges = append(edges, cluster.Edge{I: int(f[0]), J: i})
		}
	}
	members := make([][]int32, len(r.docs))
	for _, g := range cluster.Components(len(r.docs), edges) {
		rep := r.representative(g)
		for _, i := range g {
			members[rep] = append(members[rep], int32(i))
		}
	}
	return members
}

// source is what the index of rare features asks for. Times are whole seconds
// there: the window is rounded up, and what lies beyond it falls out later. A
// representative of several has no time: its copies may have been published
// over days.
func (r *run) source(members [][]int32) candidate.Source {
	src := candidate.Source{Features: make([][]uint32, len(r.docs)), Time: make([]int64, len(r.docs))}
	if w := r.options.Window; w > 0 {
		src.Window = int64(w/time.Second) + 1
	}
	for rep, g := range members {
		if len(g) == 0 {
			continue
		}
		d := r.docs[rep]
		src.Features[rep] = d.features
		if len(g) == 1 && !d.Published.IsZero() {
			src.Time[rep] = d.Published.Unix()
		}
	}
	return src
}

// triangles proposes the pairs that two links have in common: in a large
// family an article has more relatives than it may ask for.
func (r *run) triangles() (out []candidate.Pair) {
	type link struct {
		to    int32
		score float64
	}
	kin := make([][]link, len(r.docs))
	for c, v := range r.verdicts.of {
		if v.pair >= 0 && r.verdicts.pairs[v.pair].Relation >= Derived {
			kin[c.A] = append(kin[c.A], link{c.B, v.score})
			kin[c.B] = append(kin[c.B], link{c.A, v.score})
		}
	}
	for _, ks := range kin {
		slices.SortFunc(ks, func(p, q link) int { return cmp.Or(cmp.Compare(q.score, p.score), cmp.Compare(p.to, q.to)) })
		ks = ks[:min(len(ks), maxKin)]
		for i, a := range ks {
			for _, b := range ks[i+1:] {
				c := ordered(a.to, b.to)
				if _, ok := r.verdicts.get(c); !ok && r.near(c.A, c.B) {
					out = append(out, c)
				}
			}
		}
	}
	return candidate.Unique(out)
}

const (
	firstAsked = 4  // candidates that an article asks for before it has a relative
	maxKin     = 8  // links of an article that are closed to triangles
	maxFamily  = 16 // copies that are compared one by one
)

// first bounds the copies that are compared one by one.
func first(g []int32) []int32 { return g[:min(len(g), maxFamily)] }

// representative returns the member with most words, of equals the first.
func (r *run) representative(g []int) int {
	return slices.MaxFunc(g, func(p, q int) int {
		if d := r.docs[p].words - r.docs[q].words; d != 0 {
			return d
		}
		return q - p
	})
}

// local reorders pairs so that those of one neighbourhood come together, and the
// cache of texts serves them: docs are numbered anew as a breadth-first search
// over the pairs meets them, and pairs ordered by the later of their docs.
func (r *run) local(pairs []candidate.Pair) []candidate.Pair {
	next := make([][]int32, len(r.docs))
	for _, c := range pairs {
		next[c.A] = append(next[c.A], c.B)
		next[c.B] = append(next[c.B], c.A)
	}
	place := make([]int32, len(r.docs)) // 0 is none
	var queue []int32
	meet := func(d int32) {
		if place[d] == 0 {
			queue = append(queue, d)
			place[d] = int32(len(queue))
		}
	}
	head := 0
	for d := range next {
		if next[d] == nil {
			continue
		}
		for meet(int32(d)); head < len(queue); head++ {
			for _, e := range next[queue[head]] {
				meet(e)
			}
		}
	}
	slices.SortFunc(pairs, func(p, q candidate.Pair) int {
		a, b, c, d := place[p.A], place[p.B], place[q.A], place[q.B]
		return cmp.Or(cmp.Compare(max(a, b), max(c, d)), cmp.Compare(min(a, b), min(c, d)))
	})
	return pairs
}
