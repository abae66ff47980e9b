package dedup

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/zeebo/xxh3"

	"github.com/wirecopy/wirecopy/dedup/internal/graph"
	"github.com/wirecopy/wirecopy/dedup/internal/image"
)

// An image is what an index had in memory when it was closed, or opened with much that was
// new, in pages in its store, so that the next opening need not make it anew: which text stands
// in which bucket, who asks for whom, which pairs were compared. It is no more than that. The
// records say what is there; an article whose record is another one since comes as a new one,
// one whose record is missing goes, and an image of which anything is missing, damaged, or of
// another version is none.
//
// The pages, under imageKey and their number from 1 on, are a sum and what package image writes:
//
//	a sum of the versions of all that the image depends on
//	a 1, and a pictured, for each record in the order of Load; a 0
//	the groups of two texts and more; an empty one
//	the graph
//
// The sum of each page is seeded with its number and with the number of the image, which the index's state
// names when all pages stand: so pages of two images are never one.
type imageNote struct {
	ID    uint64 `json:"id"`
	Pages uint64 `json:"pages"`
}

const (
	imageKey     = "i/" // and a number of 16 digits: a page of the image
	imageVersion = 1

	// An index leaves an image if so many articles came or went since there was one, and of
	// all a sixteenth when it is closed, a quarter when it is opened: one that is killed
	// every day is never closed.
	minImage    = 4096
	closedShare = 16
	openedShare = 4

	maxHead    = 128     // bytes of what was prepared before the bands, but for one in a language with a long name
	maxApplied = 8 << 20 // bytes of pages in one batch
)

// A pictured is an article in an image.
type pictured struct {
	id    uint64 // hash of the ID
	sum   uint64 // of what was prepared, the source, and the date
	text  int32  // number in the graph
	spans uint32 // where they begin in what was prepared
}

func sumOf(r *Record) uint64 {
	return xxh3.HashSeed(r.State, xxh3.HashString(r.Source)+uint64(nanoseconds(r.Published)))
}

// imageStamp says on what an image depends.
func (x *Index) imageStamp(g *graph.Graph) uint64 {
	return xxh3.HashString(fmt.Sprintln(imageVersion, stateVersion, ledgerVersion, x.options.Sketch, x.options.Threshold, x.options.Window, g.Version()))
}

func sealPage(note imageNote, page []byte) []byte {
	sum := xxh3.HashSeed(page, note.ID+note.Pages)
	return append(binary.LittleEndian.AppendUint64(make([]byte, 0, 8+len(page)), sum), page...)
}

// leaveImage leaves an image if so much has changed that it is worth it. An index can do without.
func (x *Index) leaveImage(ctx context.Context, share int) {
	l := x.live
	if l.stale || l.corpus.loses() || l.moved < max(x.minImage, len(l.docs)/share) {
		return
	}
	if err := x.saveImage(ctx, l); err != nil {
		x.options.Logger.Warn("dedup: no image of the index was left: it is opened more slowly", "error", err)
		return
	}
	l.moved = 0
}

func (x *Index) saveImage(ctx context.Context, l *live) error {
	note := imageNote{ID: rand.Uint64()}
	var b Batch
	size := 0
	w := image.Writer{Put: func(page []byte) (err error) {
		note.Pages++
		value := sealPage(note, page)
		b.Meta = append(b.Meta, Entry{numbered(imageKey, note.Pages), value})
		if size += len(value); size >= maxApplied {
			err = x.store.Apply(ctx, &b)
			b, size = Batch{}, 0
		}
		return err
	}}
	w.Long(x.imageStamp(l.corpus.graph))
	for r, err := range x.store.Load() {
		d := l.docs[r.ID]
		switch {
		case err != nil && !isLost(err):
			return err
		case err == nil && d != nil:
			w.Word(1)
			w.Long(xxh3.HashString(r.ID))
			w.Long(sumOf(&r))
			w.Word(uint32(d.text))
			w.Word(uint32(len(r.State) - len(d.spans)))
		}
	}
	w.Word(0)
	for v, g := range l.group {
		if len(g.texts) > 1 && v == g.texts[0] {
			w.Numbers(g.texts)
		}
	}
	w.Numbers(nil)
	l.corpus.graph.Save(&w, func(detail any) {
		aInB, bInA := containments(detail)
		w.Word(uint32(detail.(*brief).relation))
		w.Long(math.Float64bits(aInB))
		w.Long(math.Float64bits(bInA))
	})
	if err := w.Close(); err != nil {
		return err
	}
	last := len(imageKey) - 1
	for e, err := range x.store.Meta(numbered(imageKey, note.Pages+1), imageKey[:last]+string(imageKey[last]+1)) {
		if err == nil {
			b.Meta = append(b.Meta, Entry{Key: e.Key})
		}
	}
	l.image = note
	state := l.state(&x.options)
	b.Meta = append(b.Meta, state.entry())
	return x.store.Apply(ctx, &b)
}

// A picture is an image that was read.
type picture struct {
	docs   []pictured
	next   int            // what the next record may be
	at     map[uint64]int // by hash of the ID, when they are in another order
	groups [][]int32
	graph  *graph.Graph
	due    []int32 // articles of each text that are missing yet
}

// readImage reads the image that the state names, nil if there is none.
func (x *Index) readImage(c *corpus, note imageNote) *picture {
	if note.Pages == 0 {
		return nil
	}
	next, stop := iter.Pull2(x.notes(imageKey))
	defer stop()
	read := imageNote{ID: note.ID}
	r := image.Reader{Next: func() ([]byte, bool) {
		e, err, ok := next()
		read.Pages++
		if !ok || err != nil || e.Key != numbered(imageKey, read.Pages) || len(e.Value) < 8 {
			return nil, false
		}
		return e.Value[8:], xxh3.HashSeed(e.Value[8:], read.ID+read.Pages) == binary.LittleEndian.Uint64(e.Value)
	}}
	p := &picture{graph: newGraph(c)}
	if r.Long() != x.imageStamp(p.graph) && !r.Short {
		return nil
	}
	for r.Word() == 1 {
		p.docs = append(p.docs, pictured{r.Long(), r.Long(), int32(r.Word()), r.Word()})
	}
	for {
		g := r.Numbers()
		if len(g) == 0 {
			break
		}
		p.groups = append(p.groups, g)
	}
	p.graph.Load(&r, func() any {
		return &brief{Relation(r.Word()), math.Float64frombits(r.Long()), math.Float64frombits(r.Long())}
	})
	if r.Short || read.Pages != note.Pages {
		x.options.Logger.Warn("dedup: the image of the index cannot be read: it is made anew from the articles")
		return nil
	}
	p.due = make([]int32, p.graph.Numbers())
	for _, q := range p.docs {
		if p.graph.Has(q.text) {
			p.due[q.text]++
		}
	}
	return p
}

// doc returns the article of a record without what the graph has of it, nil if it is not in the picture.
func (p *picture) doc(c *corpus, r *Record) *doc {
	if p == nil {
		return nil
	}
	id := xxh3.HashString(r.ID)
	at, ok := p.next, true
	if at >= len(p.docs) || p.docs[at].id != id {
		if p.at == nil {
			p.at = make(map[uint64]int, len(p.docs))
			for i, q := range p.docs {
				p.at[q.id] = i
			}
		}
		at, ok = p.at[id]
	}
	if !ok {
		return nil
	}
	p.next = at + 1
	q := p.docs[at]
	if int(q.spans) > len(r.State) || q.sum != sumOf(r) || !p.graph.Has(q.text) {
		return nil
	}
	d, s, stale := readHead(r, min(int(q.spans), maxHead))
	d.empty = s.uvarint() == 0
	if stale || s.short || c.key(d) != (textKey{p.graph.Key(q.text), p.graph.Time(q.text)}) {
		return nil
	}
	d.spans = string(r.State[q.spans:])
	p.due[q.text]--
	return d
}

// enter makes the graph that of the picture. Its texts have no articles yet.
func (p *picture) enter(l *live) {
	l.corpus.graph = p.graph
	l.corpus.docs, l.at = make([]*doc, p.graph.Numbers()), make(map[textKey]int32, p.graph.Numbers())
	for v := range int32(p.graph.Numbers()) {
		if p.graph.Has(v) {
			l.at[textKey{p.graph.Key(v), p.graph.Time(v)}] = v
		}
	}
}

// leave removes the texts that have got none. Where some are missing the source may be another.
func (p *picture) leave(l *live) {
	for k, v := range l.at {
		switch {
		case l.corpus.docs[v] == nil:
			delete(l.at, k)
			p.graph.Remove(v, nil)
			l.moved++
		case int(v) < len(p.due) && p.due[v] > 0:
			p.graph.Again(v)
			l.moved++
		}
	}
}

// all returns the groups that there are when those given were made since.
func (p *picture) all(c *corpus, groups [][]int32) [][]int32 {
	done := map[int32]bool{}
	for _, g := range groups {
		for _, v := range g {
			done[v] = true
		}
	}
	for _, g := range p.groups {
		if !slices.ContainsFunc(g, func(v int32) bool { return done[v] || !c.graph.Has(v) }) {
			groups = append(groups, g)
			for _, v := range g {
				done[v] = true
			}
		}
	}
	for v := range c.twins {
		if !done[v] {
			groups = append(groups, []int32{v})
		}
	}
	return groups
}
