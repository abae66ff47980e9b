package graph

import (
	"fmt"
	"math"

	"github.com/wirecopy/wirecopy/dedup/internal/candidate"
	"github.com/wirecopy/wirecopy/dedup/internal/cluster"
	"github.com/wirecopy/wirecopy/dedup/internal/image"
)

// version is that of the search and of the form in which Save writes. It changes when the same
// texts make another graph for another reason than the numbers that Version has besides:
// TestImageIsVersioned of package dedup notices.
const version = 3

// Version says by what the graph of some texts is made: one that was saved with another is to be made anew.
func (g *Graph) Version() string {
	return fmt.Sprintln(version, g.o, collapseAt, maxKin, maxFamily, moduleTexts, moduleSlack, moduleWords, moduleSteps, maxSharers, formTexts, affairTexts, laterDays, against,
		candidate.Version(), cluster.Version())
}

// Save writes a settled graph, the details of verdicts by the function.
func (g *Graph) Save(w *image.Writer, detail func(d any)) {
	w.Word(uint32(len(g.texts)))
	for v := range g.texts {
		g.texts[v].save(w)
	}
	w.Word(uint32(len(g.families)))
	for h, members := range g.families {
		w.Word(uint32(h))
		w.Numbers(members)
	}
	g.buckets.Save(w)
	g.rare.Save(w)
	w.Word(uint32(g.made))
	for n := range g.made {
		l := g.link(n)
		w.Word(uint32(l.A))
		w.Word(uint32(l.B))
		w.Long(math.Float64bits(l.score))
		w.Long(math.Float64bits(l.resemblance))
		w.Word(uint32(l.closes) | uint32(l.bands)<<16 | uint32(l.asked)<<24)
		w.Word(uint32(l.was) | uint32(l.is)<<8 | uint32(l.block)<<16)
		d := *g.detail(n)
		if d == nil {
			w.Word(0)
			continue
		}
		w.Word(1)
		detail(d)
	}
	for _, m := range []map[int32][]int32{g.across, g.kin} {
		w.Word(uint32(len(m)))
		for n, list := range m {
			w.Word(uint32(n))
			w.Numbers(list)
		}
	}
}

// Load reads into an empty graph with the same options what Save wrote. If the reader is short then the graph
// is of no use.
func (g *Graph) Load(r *image.Reader, detail func() any) {
	n := r.Word()
	g.texts = make([]vertex, 0, min(n, 1<<20)) // it may be damaged
	for v := uint32(0); v < n && !r.Short; v++ {
		g.texts = append(g.texts, vertex{})
		if g.texts[v].load(r); !g.texts[v].live {
			g.free = append(g.free, int32(v))
		}
	}
	for range r.Word() {
		if r.Short {
			return
		}
		h := int32(r.Below(n))
		g.families[h] = r.Numbers()
	}
	g.buckets.Load(r)
	g.rare.Load(r)
	g.loadLinks(r, n, detail)
	for _, m := range []map[int32][]int32{g.across, g.kin} {
		for range r.Word() {
			if r.Short {
				return
			}
			k := int32(r.Word())
			m[k] = r.Numbers()
		}
	}
}

func (g *Graph) loadLinks(r *image.Reader, texts uint32, detail func() any) {
	made := int32(r.Word())
	degrees := make([]int32, texts)
	for g.made < made && !r.Short {
		n := g.make()
		l := g.link(n)
		l.A, l.B = int32(r.Below(texts)), int32(r.Below(texts))
		l.score, l.resemblance = math.Float64frombits(r.Long()), math.Float64frombits(r.Long())
		reasons, bits := r.Word(), r.Word()
		l.closes, l.bands, l.asked = uint16(reasons), uint8(reasons>>16), uint8(reasons>>24)
		if l.was, l.is, l.block = uint8(bits), uint8(bits>>8), uint16(bits>>16); r.Word() == 1 {
			*g.detail(n) = detail()
		}
		if l.A == l.B {
			g.unused = append(g.unused, n)
			continue
		}
		degrees[l.A]++
		degrees[l.B]++
	}
	if r.Short {
		return
	}
	for v, k := range degrees {
		if k > 0 {
			g.texts[v].edges = make([]edge, 0, k)
		}
	}
	for n := range g.made {
		if l := g.link(n); l.A != l.B {
			g.texts[l.A].edges = append(g.texts[l.A].edges, edge{l.B, n})
			g.texts[l.B].edges = append(g.texts[l.B].edges, edge{l.A, n})
		}
	}
}

func (u *vertex) save(w *image.Writer) {
	if !u.live {
		w.Word(0)
		return
	}
	w.Word(1)
	w.Long(u.key)
	w.Long(uint64(u.time))
	w.Word(uint32(u.words))
	w.Word(uint32(u.slots))
	w.Word(uint32(u.rare))
	w.Word(uint32(u.head[0]))
	w.Words(u.data)
	u.asks.Save(w)
}

func (u *vertex) load(r *image.Reader) {
	if u.live = r.Word() == 1; !u.live {
		return
	}
	u.key, u.time = r.Long(), int64(r.Long())
	u.words, u.slots, u.rare, u.head[0] = int32(r.Word()), int32(r.Word()), int32(r.Word()), int32(r.Word())
	u.data = r.Words()
	u.asks.Load(r)
}
