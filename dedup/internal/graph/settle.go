package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
)

// Add puts a text in and returns its number. It is linked to others by Settle.
func (g *Graph) Add(t Text) int32 {
	g.mu.Lock()
	defer g.mu.Unlock()
	v := int32(len(g.texts))
	if n := len(g.free); n > 0 {
		v = g.free[n-1]
		g.free = g.free[:n-1]
	} else {
		g.texts = append(g.texts, vertex{})
	}
	g.texts[v] = hold(&t)
	g.bands[v] = t.Bands
	g.added = append(g.added, v)
	return v
}

// Remove takes a text out, with the next Settle. Its number is then used anew. The graph does not
// keep the keys of the bands: without them it looks through all buckets.
func (g *Graph) Remove(v int32, bands []uint32) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.texts[v].live = false
	if i := slices.Index(g.added, v); i >= 0 { // it came and went
		g.added = slices.Delete(g.added, i, i+1)
		delete(g.bands, v)
		g.free = append(g.free, v)
		return
	}
	g.removed = append(g.removed, v)
	g.bands[v] = bands
}

// Settle follows what was added and removed, and returns all groups that may
// have changed: those of texts that left apart, whoever was in one of their
// groups is in one of these. Groups and their members are in no order that counts.
// The graph is of no use any more after an error, which is the caller's or the
// context's.
func (g *Graph) Settle(ctx context.Context) ([][]int32, error) {
	for _, step := range []func(ctx context.Context) error{
		g.band, g.collapse, g.ask, g.lookAcross, g.close,
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
		if err := g.judge(ctx); err != nil {
			return nil, err
		}
	}
	groups, err := g.group(ctx)
	if err != nil {
		return nil, err
	}
	g.sweep()
	return groups, nil
}

// judge compares the pairs that have got a reason, and no verdict yet.
func (g *Graph) judge(ctx context.Context) error {
	fresh := slices.DeleteFunc(g.fresh, func(n int32) bool { return !g.link(n).alive() })
	g.fresh = nil
	g.sortLinks(fresh)
	fresh = slices.Compact(fresh)
	pairs := make([]Pair, len(fresh))
	for i, n := range fresh {
		pairs[i] = g.link(n).Pair
	}
	verdicts, err := g.caller.Judge(ctx, pairs)
	if err != nil {
		return err
	}
	for i, n := range fresh {
		g.decide(n, verdicts[i])
	}
	return nil
}

// sortLinks sorts links by the keys of their texts.
func (g *Graph) sortLinks(list []int32) {
	type keyed struct {
		a, b uint64
		n    int32
	}
	all := make([]keyed, len(list))
	for i, n := range list {
		l := g.link(n)
		all[i] = keyed{g.texts[l.A].key, g.texts[l.B].key, n}
	}
	slices.SortFunc(all, func(p, q keyed) int {
		if c := cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)); c != 0 {
			return c
		}
		return g.comparePairs(g.link(p.n).Pair, g.link(q.n).Pair)
	})
	for i, k := range all {
		list[i] = k.n
	}
}

// became returns the links of which a step sees something else than before, and
// notes what it sees.
func (g *Graph) became(bit uint8, is func(l *link) bool) (changed []int32) {
	for _, n := range g.touched {
		if l := g.link(n); is(l) != (l.was&bit != 0) {
			l.was ^= bit
			changed = append(changed, n)
		}
	}
	return changed
}

// ends puts the texts of links among those that the step is about.
func (g *Graph) ends(links []int32) {
	for _, n := range links {
		g.some.add(g.link(n).A)
		g.some.add(g.link(n).B)
	}
}

// band lets texts into their buckets and out of them.
func (g *Graph) band(context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	lost := map[int32]bool{} // whose bands are not known
	for _, v := range g.removed {
		if bands := g.bands[v]; bands != nil {
			g.buckets.Remove(v, bands)
		} else {
			lost[v] = true
		}
		for _, e := range g.texts[v].edges {
			g.link(e.link).is &^= memo
			g.touch(e.link)
		}
	}
	if len(lost) > 0 {
		g.buckets.Purge(func(v int32) bool { return lost[v] })
	}
	if g.buckets.Empty() {
		g.buckets.Fill(g.added, func(v int32) []uint32 { return g.bands[v] })
	} else {
		for _, v := range g.added {
			g.buckets.Add(v, g.bands[v])
		}
	}
	g.bands = map[int32][]uint32{}
	return nil
}

// collapse forms the families anew in which links came or went, and has others
// stand for them where that is so.
func (g *Graph) collapse(ctx context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	was := map[int32][]int32{} // members of the families that change, by head
	var start []int32          // members of those to come
	leave := func(v int32) {
		members := slices.Clone(g.family(v))
		if members == nil {
			return
		}
		head := g.texts[v].head[0]
		delete(g.families, head)
		was[head] = members
		for _, w := range members {
			g.texts[w].head[0] = none
		}
		start = append(start, members...)
	}
	for _, n := range g.became(wasCopy, func(l *link) bool { return l.bands > 0 && l.resemblance >= collapseAt }) {
		leave(g.link(n).A)
		leave(g.link(n).B)
	}
	for _, v := range g.removed {
		leave(v)
	}
	var heads []int32
	for _, v := range append(start, g.added...) {
		if g.texts[v].live && g.texts[v].head[0] == none {
			heads = append(heads, g.gather(v))
		}
	}
	return g.replace(ctx, was, heads)
}

// gather makes the family of a text and returns who stands for it: the longest.
func (g *Graph) gather(v int32) int32 {
	members := []int32{v}
	g.texts[v].head[0] = v
	for i := 0; i < len(members); i++ {
		for _, e := range g.texts[members[i]].edges {
			if g.texts[e.to].head[0] == none && g.link(e.link).was&wasCopy != 0 {
				g.texts[e.to].head[0] = v
				members = append(members, e.to)
			}
		}
	}
	if len(members) == 1 {
		return v
	}
	g.sort(members)
	head := members[0]
	for _, w := range members {
		if g.texts[w].words > g.texts[head].words {
			head = w
		}
	}
	for _, w := range members {
		g.texts[w].head[0] = head
	}
	g.families[head] = members
	return head
}

// replace lets heads of families out of the index of rare features, and into it.
// With a window a head leaves and comes back when it begins or ceases to stand
// for others, as others are then near to it.
func (g *Graph) replace(ctx context.Context, was map[int32][]int32, heads []int32) error {
	ask := func(v int32) { g.asks.add(v) }
	var gone []int32
	for v, members := range was {
		if g.heads(v) && (g.o.Window <= 0 || g.families[v] != nil == (len(members) > 1)) {
			continue
		}
		delete(was, v)
		gone = append(gone, v)
	}
	if err := g.forget(ctx, gone); err != nil {
		return err
	}
	for _, v := range gone {
		g.rare.Remove(v, g.texts[v].features(nil), ask)
		ask(v)
	}
	fill := g.rare.Empty() && len(heads) > 0
	if fill {
		n := 0
		for _, v := range heads {
			n += int(g.texts[v].rare)
		}
		g.rare.Fill(heads, n, func(dst []uint32, v int32) []uint32 { return g.texts[v].features(dst) })
	}
	for _, v := range heads {
		members, stays := was[v]
		if !stays {
			if !fill {
				g.rare.Add(v, g.texts[v].features(nil), ask)
			}
			ask(v)
			g.newly.add(v)
		}
		if !slices.Equal(members, g.family(v)) {
			g.resized.add(v)
		}
	}
	return nil
}

// forget takes texts that leave the index of rare features out of the lists of others.
func (g *Graph) forget(ctx context.Context, gone []int32) error {
	knows := make([][]int32, len(gone))
	err := g.caller.Each(ctx, len(gone), func(a *candidate.Asker, i int) {
		v := gone[i]
		a.Features = g.texts[v].features(a.Features[:0])
		g.rare.Ask(a, v, a.Features, func(int32) bool { return true }, func(s candidate.Scored) {
			if g.texts[s.Text].asks.Has(v) {
				knows[i] = append(knows[i], s.Text)
			}
		})
	})
	for i, v := range gone {
		for _, w := range knows[i] {
			g.texts[w].asks.Drop(v)
			g.asks.add(w)
		}
	}
	return err
}

// ask has the new ones ask, then those whose lists are sure no more, and notes for whom they ask.
func (g *Graph) ask(ctx context.Context) error {
	var fresh []int32
	for _, v := range g.take(&g.asks) {
		if g.newly.has(v) && g.heads(v) {
			fresh = append(fresh, v)
		} else {
			g.some.add(v)
		}
	}
	offers := make([][]candidate.Scored, len(fresh))
	err := g.caller.Each(ctx, len(fresh), func(a *candidate.Asker, i int) {
		g.list(a, fresh[i], func(s candidate.Scored) {
			if !g.newly.has(s.Text) && g.texts[s.Text].asks.Wants(s) {
				offers[i] = append(offers[i], s)
			}
		})
	})
	if err != nil {
		return err
	}
	for i, v := range fresh {
		for _, s := range offers[i] {
			g.texts[s.Text].asks.Take(candidate.Scored{Text: v, Score: s.Score})
			g.some.add(s.Text)
		}
	}
	g.newly.clear()
	changed := g.take(&g.some)
	err = g.caller.Each(ctx, len(changed), func(a *candidate.Asker, i int) {
		if v := changed[i]; g.heads(v) && !g.rare.Order(&g.texts[v].asks) {
			g.list(a, v, nil)
		}
	})
	if err != nil {
		return err
	}
	for _, v := range slices.Concat(fresh, changed) {
		g.listen(v)
	}
	return nil
}

// list makes the list of a text.
func (g *Graph) list(a *candidate.Asker, v int32, offer func(s candidate.Scored)) {
	a.Features = g.texts[v].features(a.Features[:0])
	g.texts[v].asks = g.rare.Ask(a, v, a.Features, func(w int32) bool { return g.meetHeads(v, w) }, offer)
}

// listen notes for whom a text asks.
func (g *Graph) listen(v int32) {
	best := g.texts[v].asks.Best()
	for _, e := range g.texts[v].edges {
		bit := uint8(1) << g.link(e.link).side(v)
		if g.link(e.link).asked&bit != 0 && !slices.ContainsFunc(best, func(s candidate.Scored) bool { return s.Text == e.to }) {
			g.link(e.link).asked ^= bit
			g.touch(e.link)
		}
	}
	for _, s := range best {
		n := g.get(v, s.Text)
		l := g.link(n)
		if bit := uint8(1) << l.side(v); l.asked&bit == 0 {
			l.asked |= bit
			g.touch(n)
		}
	}
}

// lookAcross proposes the copies of two heads that are related.
func (g *Graph) lookAcross(context.Context) error {
	bases := g.became(wasBase, func(l *link) bool { return l.asked != 0 && l.score >= g.o.Related })
	for _, v := range g.take(&g.resized) {
		for _, e := range g.texts[v].edges {
			if g.link(e.link).was&wasBase != 0 {
				bases = append(bases, e.link)
			}
		}
	}
	for _, n := range bases {
		for _, m := range g.across[n] {
			g.link(m).is &^= across
			g.touch(m)
		}
		delete(g.across, n)
	}
	for _, n := range bases {
		if g.link(n).was&wasBase == 0 || g.across[n] != nil {
			continue
		}
		for _, p := range g.copiesOf(g.link(n)) {
			m := g.get(p.A, p.B)
			g.link(m).is |= across
			g.touch(m)
			g.across[n] = append(g.across[n], m)
		}
	}
	return nil
}

// copiesOf returns the pairs of the families of two heads, without themselves.
func (g *Graph) copiesOf(l *link) (out []Pair) {
	as, bs := g.family(l.A), g.family(l.B)
	for _, a := range first(as) {
		for _, b := range first(bs) {
			if p := g.pair(a, b); p != l.Pair && g.near(a, b) {
				out = append(out, p)
			}
		}
	}
	if g.o.Window > 0 && max(len(as), len(bs)) > maxFamily {
		out = g.closest(g.closest(out, as, bs), bs, as)
	}
	return out
}

// closest appends for each of as the one of bs that is next to it in time, if the
// window allows it: the first of a large family may all be too old.
func (g *Graph) closest(out []Pair, as, bs []int32) []Pair {
	byTime := slices.SortedFunc(slices.Values(bs), g.compareTime)
	for _, a := range as {
		at, _ := slices.BinarySearchFunc(byTime, a, g.compareTime)
		for _, b := range byTime[max(0, at-1):min(len(byTime), at+1)] {
			if g.near(a, b) {
				out = append(out, g.pair(a, b))
			}
		}
	}
	return out
}

// first bounds the copies that are compared one by one.
func first(f []int32) []int32 { return f[:min(len(f), maxFamily)] }

// close proposes the pairs that two links have in common: in a large family a text
// has more relatives than it may ask for.
func (g *Graph) close(context.Context) error {
	g.ends(g.became(wasKin, func(l *link) bool { return l.before() && l.is&derived != 0 }))
	for _, v := range g.take(&g.some) {
		g.triangles(g.kin[v], ^uint16(0))
		if kin := g.closestKin(v); len(kin) > 1 {
			g.kin[v] = kin
			g.triangles(kin, 1)
		} else {
			delete(g.kin, v)
		}
	}
	return nil
}

// triangles proposes the pairs of the kin of a text once more, or once less.
func (g *Graph) triangles(kin []int32, by uint16) {
	for i, a := range kin {
		for _, b := range kin[i+1:] {
			if g.near(a, b) {
				n := g.get(a, b)
				g.link(n).closes += by
				g.touch(n)
			}
		}
	}
}

// closestKin returns those that a text is most surely derived from, or they from it.
func (g *Graph) closestKin(v int32) []int32 {
	var kin []edge
	for _, e := range g.texts[v].edges {
		if g.link(e.link).was&wasKin != 0 {
			kin = append(kin, e)
		}
	}
	slices.SortFunc(kin, func(p, q edge) int {
		return cmp.Or(cmp.Compare(g.link(q.link).score, g.link(p.link).score), g.Compare(p.to, q.to))
	})
	out := make([]int32, min(len(kin), maxKin))
	for i := range out {
		out[i] = kin[i].to
	}
	return out
}

// sweep forgets the links for which there is no reason any more, and gives back the
// numbers of who left.
func (g *Graph) sweep() {
	for _, n := range g.touched {
		l := g.link(n)
		l.is &^= touched
		if !l.alive() && l.is&memo == 0 {
			g.drop(n)
		}
	}
	g.touched, g.added = nil, nil
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, v := range g.removed {
		g.texts[v] = vertex{}
		g.free = append(g.free, v)
	}
	g.removed = nil
}
