package dedup

import (
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"github.com/wirecopy/wirecopy/dedup/internal/graph"
)

// ledgerVersion is the version of what verdicts say. It changes when the same two texts
// get another verdict, or the form of an entry changes: what was kept is then forgotten, and the
// texts are compared anew. TestVerdictsAreVersioned notices.
const ledgerVersion = 1

// A ledger keeps the verdicts of an index for the next time it is opened: comparing
// is nearly all of its work. A verdict depends on the two texts alone, so it is kept by
// their hashes, and outlives the articles.
type ledger struct {
	mu   sync.Mutex
	old  map[ledgerKey]graph.Verdict // what an earlier index knew; nil once the texts are settled
	used []byte                      // the entries of old that were asked for
	page []byte                      // what is new since the last batch
}

// A ledgerKey names two texts in the order of the graph.
type ledgerKey struct{ a, b uint64 }

// A brief is what an index keeps of a pair that is related or closer.
type brief struct {
	relation   Relation
	aInB, bInA float64
}

// containments returns those of the detail of a verdict.
func containments(detail any) (aInB, bInA float64) {
	switch d := detail.(type) {
	case *Pair:
		return d.AInB, d.BInA
	case *brief:
		return d.aInB, d.bInA
	}
	return 0, 0
}

// known returns a verdict from before.
func (l *ledger) known(d, e *doc) (graph.Verdict, bool) {
	if l == nil || l.old == nil {
		return graph.Verdict{}, false
	}
	v, ok := l.old[ledgerKey{d.twin, e.twin}]
	if ok {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.used = appendVerdict(l.used, ledgerKey{d.twin, e.twin}, v)
	}
	return v, ok
}

// note keeps a new verdict, in the form in which an index has it.
func (l *ledger) note(d, e *doc, v graph.Verdict, p *Pair) graph.Verdict {
	if p.Relation >= Related {
		v.Detail = &brief{p.Relation, p.AInB, p.BInA}
	}
	l.append(d, e, v)
	return v
}

func (l *ledger) append(d, e *doc, v graph.Verdict) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.page = appendVerdict(l.page, ledgerKey{d.twin, e.twin}, v)
}

// take returns what was noted since it was last called.
func (l *ledger) take() []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	page := l.page
	l.page = nil
	return page
}

// A rewriting is how far the ledger of an index that runs for long is written anew: versions of articles that are
// gone leave their verdicts in it. Each batch brings the verdicts on some texts, in the page of its own,
// and when all texts are through the pages from before are deleted. If the index ends in between nothing is
// missing, and some verdicts are there twice.
type rewriting struct {
	size  int    // bytes of the pages, or of those since it began
	first uint64 // number of the first page
	last  uint64 // of those to be deleted; 0 if there is nothing to do
	text  int    // the next
}

// A ledger is written anew when it has wornLedger times what is known of the texts that are there, and minLedger
// bytes besides. A batch brings about maxRenewed verdicts, some milliseconds, and deletes that many pages.
const (
	wornLedger = 4
	maxRenewed = 1 << 12
)

// renew goes a step on with that.
func (l *live) renew(b *Batch) {
	r, c := &l.rewrite, l.corpus
	if r.last == 0 {
		if r.size <= wornLedger*longEntry*c.graph.Compared()+minLedger {
			return
		}
		r.last, r.text, r.size = l.pages, 0, 0
	}
	if c.loses() {
		return // verdicts on who is to be dropped are of no account
	}
	n := 0
	for ; r.text < len(c.docs) && n < maxRenewed; r.text++ {
		v := int32(r.text)
		if n++; !c.graph.Has(v) {
			continue
		}
		for _, p := range c.graph.Links(v) {
			if n++; p.A == v {
				verdict, _ := c.graph.Verdict(p.A, p.B)
				c.ledger.append(c.docs[p.A][0], c.docs[p.B][0], verdict)
			}
		}
	}
	if n > 0 {
		return
	}
	for ; r.first <= r.last && n < maxRenewed; n++ {
		b.Meta = append(b.Meta, Entry{numbered(pageKey, r.first), nil})
		r.first++
	}
	if r.first > r.last {
		r.last = 0
	}
}

// An entry of the ledger: both hashes, the relation, the score and the resemblance, and
// of pairs that are related or closer both containments; little endian.
const (
	shortEntry = 8 + 8 + 1 + 8 + 8
	longEntry  = shortEntry + 8 + 8
)

func appendVerdict(dst []byte, k ledgerKey, v graph.Verdict) []byte {
	le := binary.LittleEndian
	dst = le.AppendUint64(le.AppendUint64(dst, k.a), k.b)
	d, ok := v.Detail.(*brief)
	if !ok {
		d = new(brief)
	}
	dst = append(dst, byte(d.relation))
	dst = le.AppendUint64(dst, math.Float64bits(v.Score))
	dst = le.AppendUint64(dst, math.Float64bits(v.Resemblance))
	if ok {
		dst = le.AppendUint64(dst, math.Float64bits(d.aInB))
		dst = le.AppendUint64(dst, math.Float64bits(d.bInA))
	}
	return dst
}

// entrySize returns the size of the entry that begins a page.
func entrySize(page []byte) int {
	if len(page) > 16 && page[16] != 0 {
		return longEntry
	}
	return shortEntry
}

// whole returns how many bytes the whole entries take that fit into n.
func whole(page []byte, n int) int {
	at := 0
	for at < len(page) && at+entrySize(page[at:]) <= n {
		at += entrySize(page[at:])
	}
	return at
}

// read adds a page to what is known.
func (l *ledger) read(page []byte) error {
	le := binary.LittleEndian
	float := func(at int) float64 { return math.Float64frombits(le.Uint64(page[at:])) }
	for len(page) > 0 {
		size := entrySize(page)
		if len(page) < size || Relation(page[16]) > Identical {
			return fmt.Errorf("%w: a page of verdicts", ErrCorrupt)
		}
		v := graph.Verdict{Score: float(17), Resemblance: float(25), Derived: Relation(page[16]) >= Derived}
		if size == longEntry {
			v.Detail = &brief{Relation(page[16]), float(33), float(41)}
		}
		l.old[ledgerKey{le.Uint64(page), le.Uint64(page[8:])}] = v
		page = page[size:]
	}
	return nil
}
