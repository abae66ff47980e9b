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
	g.texts[v] = vertex{Text: t, live: true}
	g.added = append(g.added, v)
	return v
}

// Remove takes a text out, with the next Settle. Its number is then used anew.
func (g *Graph) Remove(v int32) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.texts[v].live = false
	if i := slices.Index(g.added, v); i >= 0 { // it came and went
		g.added = slices.Delete(g.added, i, i+1)
		g.free = append(g.free, v)
		return
	}
	g.removed = append(g.removed, v)
}

// Settle follows what was added and removed, and returns all groups that may
// have changed: those of texts that left apart, whoever was in one of their
// groups is in one of these. Groups and their members are in no order that counts.
// The graph is of no use any more after an error, which is the caller's or the
// context's.
func (g *Graph) Settle(ctx context.Context) ([][]int32, error) {
	for _, step := range []func(ctx context.Context) error{
		g.band, g.collapse, g.askFirst, g.askMore, g.lookAcross, g.close,
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
	links := slices.DeleteFunc(g.fresh, func(l *link) bool { return !l.alive() })
	g.fresh = nil
	slices.SortFunc(links, func(l, m *link) int { return g.comparePairs(l.Pair, m.Pair) })
	links = slices.Compact(links)
	pairs := make([]Pair, len(links))
	for i, l := range links {
		pairs[i] = l.Pair
	}
	verdicts, err := g.caller.Judge(ctx, pairs)
	if err != nil {
		return err
	}
	for i, l := range links {
		l.Verdict, l.judged = verdicts[i], true
	}
	return nil
}

// became returns the links of which a step sees something else than before, and
// notes what it sees.
func (g *Graph) became(bit uint8, is func(l *link) bool) (changed []*link) {
	for _, l := range g.touched {
		if is(l) != (l.was&bit != 0) {
			l.was ^= bit
			changed = append(changed, l)
		}
	}
	return changed
}

// band lets texts into their buckets and out of them.
func (g *Graph) band(context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, v := range g.removed {
		g.buckets.Remove(v, g.texts[v].Bands)
		for _, l := range g.texts[v].links {
			l.memo = false
			g.touch(l)
		}
	}
	for _, v := range g.added {
		g.buckets.Add(v, g.texts[v].Bands)
	}
	return nil
}

// collapse forms the families anew in which links came or went, and has others
// stand for them where that is so.
func (g *Graph) collapse(context.Context) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	was := map[int32][]int32{} // members of the families that change, by head
	var start []int32          // members of those to come
	leave := func(v int32) {
		f := g.texts[v].family
		if f == nil {
			return
		}
		was[f.head] = f.members
		for _, w := range f.members {
			g.texts[w].family = nil
		}
		start = append(start, f.members...)
	}
	for _, l := range g.became(wasCopy, func(l *link) bool { return l.bands > 0 && l.Resemblance >= collapseAt }) {
		leave(l.A)
		leave(l.B)
	}
	for _, v := range g.removed {
		leave(v)
	}
	start = append(start, g.added...)
	is := map[int32]*family{}
	for _, v := range start {
		if g.texts[v].live && g.texts[v].family == nil {
			f := g.gather(v)
			is[f.head] = f
		}
	}
	g.replace(was, is)
	return nil
}

// gather makes the family of a text.
func (g *Graph) gather(v int32) *family {
	f := &family{members: []int32{v}}
	g.texts[v].family = f
	for i := 0; i < len(f.members); i++ {
		v := f.members[i]
		for _, l := range g.texts[v].links {
			if w := l.other(v); l.was&wasCopy != 0 && g.texts[w].family == nil {
				g.texts[w].family = f
				f.members = append(f.members, w)
			}
		}
	}
	slices.SortFunc(f.members, g.Compare)
	f.head = f.members[0]
	for _, w := range f.members {
		if g.texts[w].Words > g.texts[f.head].Words {
			f.head = w
		}
	}
	return f
}

// replace lets heads of families out of the index of rare features, and into it.
// With a window a head leaves and comes back when it begins or ceases to stand
// for others, as others are then near to it.
func (g *Graph) replace(was map[int32][]int32, is map[int32]*family) {
	ask := func(v int32) { g.asks.add(v) }
	for v, members := range was {
		f := is[v]
		if f != nil && (g.o.Window <= 0 || len(f.members) > 1 == (len(members) > 1)) {
			continue
		}
		delete(was, v)
		g.rare.Remove(v, g.texts[v].Features, ask)
		for _, l := range g.texts[v].links {
			if w := l.other(v); l.asked&((askedFirst|askedMore)<<l.side(w)) != 0 {
				ask(w)
			}
		}
		ask(v)
	}
	for v, f := range is {
		members, stays := was[v]
		if !stays {
			g.rare.Add(v, g.texts[v].Features, ask)
			ask(v)
			g.newly.add(v)
		}
		if !slices.Equal(members, f.members) {
			g.resized.add(v)
		}
	}
}

// heads reports whether a text is there and stands for its family.
func (g *Graph) heads(v int32) bool {
	f := g.texts[v].family
	return f != nil && f.head == v
}

// askFirst has those ask for whom the answer may have changed.
func (g *Graph) askFirst(ctx context.Context) error {
	asking := g.take(&g.asks)
	newly := g.newly
	g.newly = nil
	again := set{}
	for len(asking) > 0 {
		own := make([][]candidate.Scored, len(asking))
		offers := make([][]candidate.Scored, len(asking))
		err := g.caller.Each(ctx, len(asking), func(a *candidate.Asker, i int) {
			v := asking[i]
			if !g.heads(v) {
				return
			}
			var offer func(s candidate.Scored)
			if newly[v] {
				offer = func(s candidate.Scored) {
					if !newly[s.Text] && g.rare.Wants(g.texts[s.Text].own, candidate.Scored{Text: v, Score: s.Score}) {
						offers[i] = append(offers[i], s)
					}
				}
			}
			own[i] = g.rare.Ask(nil, a, v, g.texts[v].Features, func(w int32) bool { return g.meetHeads(v, w) }, offer)
		})
		if err != nil {
			return err
		}
		for i, v := range asking {
			g.listen(v, own[i])
			again[v] = true
		}
		next := set{}
		for _, of := range offers {
			for _, s := range of {
				if !again[s.Text] {
					next.add(s.Text)
				}
			}
		}
		newly = nil
		asking = g.take(&next)
	}
	return nil
}

// listen notes for whom a text asks.
func (g *Graph) listen(v int32, own []candidate.Scored) {
	t := &g.texts[v]
	for i, s := range t.own {
		g.bid(v, s.Text, i, false)
	}
	t.own = own
	for i, s := range t.own {
		g.bid(v, s.Text, i, true)
	}
}

// bid has a text ask, or ask no longer, for the one that is at place i of its list.
func (g *Graph) bid(v, w int32, i int, on bool) {
	bit := askedFirst
	if i >= firstAsked {
		bit = askedMore
		if !g.texts[v].more {
			return
		}
	}
	l := g.get(v, w)
	bit <<= l.side(v)
	if on != (l.asked&bit != 0) {
		l.asked ^= bit
		g.touch(l)
	}
}

// askMore has those ask for all that they found who have a relative among the
// first, and among those who asked for them first: most texts have none, and a
// large family has many.
func (g *Graph) askMore(context.Context) error {
	var toggle set
	for _, l := range g.became(wasRelated, func(l *link) bool { return l.asked&anyFirst != 0 && l.Score >= g.o.Related }) {
		by := -1
		if l.was&wasRelated != 0 {
			by = 1
		}
		for _, v := range []int32{l.A, l.B} {
			g.texts[v].related += by
			toggle.add(v)
		}
	}
	for _, v := range g.take(&toggle) {
		t := &g.texts[v]
		if more := t.related > 0; more != t.more {
			t.more = true // bid is deaf to the others else
			for i, s := range t.own[min(len(t.own), firstAsked):] {
				g.bid(v, s.Text, firstAsked+i, more)
			}
			t.more = more
		}
	}
	return nil
}

// lookAcross proposes the copies of two heads that are related.
func (g *Graph) lookAcross(context.Context) error {
	links := g.became(wasBase, func(l *link) bool { return l.asked != 0 && l.Score >= g.o.Related })
	for _, v := range g.take(&g.resized) {
		for _, l := range g.texts[v].links {
			if l.was&wasBase != 0 {
				links = append(links, l)
			}
		}
	}
	for _, l := range links {
		for _, m := range g.across[l] {
			m.across = false
			g.touch(m)
		}
		delete(g.across, l)
	}
	for _, l := range links {
		if l.was&wasBase == 0 || g.across[l] != nil {
			continue
		}
		for _, p := range g.copiesOf(l) {
			m := g.get(p.A, p.B)
			m.across = true
			g.touch(m)
			g.across[l] = append(g.across[l], m)
		}
	}
	return nil
}

// copiesOf returns the pairs of the families of two heads, without themselves.
func (g *Graph) copiesOf(l *link) (out []Pair) {
	as, bs := g.texts[l.A].family.members, g.texts[l.B].family.members
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
	var changed set
	for _, l := range g.became(wasKin, func(l *link) bool { return l.before() && l.Derived }) {
		changed.add(l.A)
		changed.add(l.B)
	}
	for _, v := range g.take(&changed) {
		t := &g.texts[v]
		for _, l := range t.closed {
			l.closes--
			g.touch(l)
		}
		t.closed = nil
		kin := g.closestKin(v)
		for i, k := range kin {
			for _, m := range kin[i+1:] {
				if a, b := k.other(v), m.other(v); g.near(a, b) {
					l := g.get(a, b)
					l.closes++
					g.touch(l)
					t = &g.texts[v]
					t.closed = append(t.closed, l)
				}
			}
		}
	}
	return nil
}

// closestKin returns the links of a text to those that it is most surely derived
// from, or they from it.
func (g *Graph) closestKin(v int32) []*link {
	var kin []*link
	for _, l := range g.texts[v].links {
		if l.was&wasKin != 0 {
			kin = append(kin, l)
		}
	}
	slices.SortFunc(kin, func(l, m *link) int {
		return cmp.Or(cmp.Compare(m.Score, l.Score), g.Compare(l.other(v), m.other(v)))
	})
	return kin[:min(len(kin), maxKin)]
}

// sweep forgets the links for which there is no reason any more, and gives back the
// numbers of who left.
func (g *Graph) sweep() {
	for _, l := range g.touched {
		l.touched = false
		if !l.alive() && !l.memo {
			delete(g.links, l.Pair)
			for _, v := range []int32{l.A, l.B} {
				own := g.texts[v].links
				i := slices.Index(own, l)
				own[i] = own[len(own)-1]
				own[len(own)-1] = nil
				g.texts[v].links = own[:len(own)-1]
			}
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
