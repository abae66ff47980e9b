package dedup

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/cluster"
	"github.com/wirecopy/wirecopy/dedup/passage"
	"github.com/wirecopy/wirecopy/shingle"
)

// copies compares the pairs that share a band.
func (r *run) copies(ctx context.Context) error {
	keys := make([][]uint64, len(r.docs))
	content := make([]uint64, len(r.docs))
	for i, d := range r.docs {
		keys[i], content[i] = d.bands, d.content
	}
	var likely []candidate.Pair
	for _, c := range candidate.Copies(keys, content) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if r.near(c.A, c.B) && r.docs[c.A].set.Resemblance(r.docs[c.B].set) >= collapseAt {
			likely = append(likely, c)
		}
	}
	return r.judgeAll(ctx, likely)
}

// collapseAt is the resemblance from which articles stand for each other in
// the search for rewrites.
const collapseAt = 0.6

// near reports whether two docs are within the window.
func (r *run) near(i, j int32) bool {
	p, q := r.docs[i].Published, r.docs[j].Published
	return r.options.Window <= 0 || p.IsZero() || q.IsZero() || p.Sub(q).Abs() <= r.options.Window
}

// rewrites searches among one representative of each group of copies and
// compares what it finds, then their copies, then what two links have in common.
func (r *run) rewrites(ctx context.Context) error {
	members := r.collapse()
	found := candidate.Rare(r.source(members))
	if err := r.judgeAll(ctx, found); err != nil {
		return err
	}
	// What holds for representatives is worth a look for their copies.
	var more []candidate.Pair
	for _, c := range found {
		if r.pairs[[2]int32{c.A, c.B}].Score < relatedAt {
			continue
		}
		for _, a := range first(members[c.A]) {
			for _, b := range first(members[c.B]) {
				if p := (candidate.Pair{A: int32(min(a, b)), B: int32(max(a, b))}); r.near(p.A, p.B) {
					more = append(more, p)
				}
			}
		}
	}
	if err := r.judgeAll(ctx, more); err != nil {
		return err
	}
	return r.judgeAll(ctx, r.triangles())
}

// collapse returns the groups of copies, each at the number of its
// representative; elsewhere it is nil.
func (r *run) collapse() [][]int {
	var edges []cluster.Edge
	for k, p := range r.pairs {
		if p.Resemblance >= collapseAt {
			edges = append(edges, cluster.Edge{I: int(k[0]), J: int(k[1])})
		}
	}
	members := make([][]int, len(r.docs))
	for _, g := range cluster.Components(len(r.docs), edges) {
		members[r.representative(g)] = g
	}
	return members
}

// source is what the index of rare features asks for. Times are whole seconds
// there: the window is rounded up, and what lies beyond it falls out later. A
// representative of several has no time: its copies may have been published
// over days.
func (r *run) source(members [][]int) candidate.Source {
	src := candidate.Source{Features: make([][]uint64, len(r.docs)), Time: make([]int64, len(r.docs))}
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
	kin := make([][]int32, len(r.docs))
	for k, p := range r.pairs {
		if p.Relation >= Derived {
			kin[k[0]] = append(kin[k[0]], k[1])
			kin[k[1]] = append(kin[k[1]], k[0])
		}
	}
	for d, ks := range kin {
		score := func(e int32) float64 { return r.pairs[[2]int32{min(int32(d), e), max(int32(d), e)}].Score }
		slices.SortFunc(ks, func(p, q int32) int { return cmp.Or(cmp.Compare(score(q), score(p)), cmp.Compare(p, q)) })
		ks = ks[:min(len(ks), maxKin)]
		for i, a := range ks {
			for _, b := range ks[i+1:] {
				c := candidate.Pair{A: min(a, b), B: max(a, b)}
				if _, ok := r.pairs[[2]int32{c.A, c.B}]; !ok && r.near(c.A, c.B) {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortFunc(out, byNumber)
	return slices.Compact(out)
}

// maxKin bounds the links of an article that are closed to triangles.
const maxKin = 8

func byNumber(p, q candidate.Pair) int { return cmp.Or(cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) }

// first bounds the copies that are compared one by one.
func first(g []int) []int { return g[:min(len(g), 16)] }

// representative returns the member with most words, of equals the first.
func (r *run) representative(g []int) int {
	return slices.MaxFunc(g, func(p, q int) int {
		if d := r.docs[p].words - r.docs[q].words; d != 0 {
			return d
		}
		return q - p
	})
}

// judgeAll compares pairs and keeps the verdicts.
func (r *run) judgeAll(ctx context.Context, pairs []candidate.Pair) error {
	slices.SortFunc(pairs, byNumber)
	pairs = slices.Compact(pairs)
	return r.each(ctx, "pairs", len(pairs), func(s *stage, i int) {
		r.judge(s, int(pairs[i].A), int(pairs[i].B))
	})
}

// judge returns the verdict on two docs, a below b, from memory if it was given
// before.
func (r *run) judge(s *stage, a, b int) Pair {
	key := [2]int32{int32(a), int32(b)}
	r.mu.Lock()
	p, ok := r.pairs[key]
	r.mu.Unlock()
	if ok {
		return p
	}
	r.compare.Add(1)
	var rep *passage.Report
	if d, e := r.docs[a], r.docs[b]; hopeless(d, e) {
		p = exact(d, e)
	} else {
		p, rep = judge(d, e, r.text(s, a), r.text(s, b), &r.options)
	}
	if r.options.Passages && rep != nil && p.Relation >= Derived {
		p.Passages = rep.Passages
	}
	r.mu.Lock()
	r.pairs[key] = p
	r.mu.Unlock()
	return p
}

func (r *run) text(s *stage, i int) *shingle.Text {
	if t := r.texts.get(i); t != nil {
		return t
	}
	t := s.text(r.docs[i])
	r.texts.put(i, t)
	return t
}

// A cache keeps parsed texts, of maxWords words in all: more than that only if
// one text alone has more. It forgets the oldest first.
type cache struct {
	mu    sync.Mutex
	texts map[int]*shingle.Text
	queue []int
	words int
}

// maxWords is 4,000 articles of 500 words, and 110 MB.
const maxWords = 2 << 20

func (c *cache) get(i int) *shingle.Text {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.texts[i]
}

func (c *cache) put(i int, t *shingle.Text) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.texts == nil {
		c.texts = map[int]*shingle.Text{}
	}
	if _, ok := c.texts[i]; ok {
		return
	}
	for len(c.queue) > 0 && c.words+len(t.Tokens) > maxWords {
		oldest := c.queue[0]
		c.queue = c.queue[1:]
		c.words -= len(c.texts[oldest].Tokens)
		delete(c.texts, oldest)
	}
	c.texts[i] = t
	c.queue = append(c.queue, i)
	c.words += len(t.Tokens)
}
