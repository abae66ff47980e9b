package dedup

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"sync"

	"github.com/wirecopy/wirecopy/dedup/internal/graph"
)

// ledgerVersion is the version of what verdicts say. It changes when the same two texts
// get another verdict, or the form of an entry changes: what was kept is then forgotten, and the
// texts are compared anew. TestVerdictsAreVersioned notices.
const ledgerVersion = 6

// A ledger keeps the verdicts of an index for the next time it is opened: comparing
// is nearly all of its work. A verdict depends on the two texts alone, so it is kept by
// their hashes, and outlives the articles.
type ledger struct {
	mu   sync.Mutex
	page []byte // what is new since the last batch

	// What an earlier index knew, until the texts are settled: entries, and a table that has where
	// one begins, and 1, or 0, at the first free place from where its key says.
	old   []byte
	slots []uint32
	used  []uint64 // a bit for each slot that was asked for
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
func (l *ledger) known(k ledgerKey) (graph.Verdict, bool) {
	if l.slots == nil {
		return graph.Verdict{}, false
	}
	slot := l.slot(k)
	at := l.slots[slot]
	if at == 0 {
		return graph.Verdict{}, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.used[slot/64] |= 1 << (slot % 64)
	return readVerdict(l.old[at-1:]), true
}

// slot returns the place of a key in the table, or that for it.
func (l *ledger) slot(k ledgerKey) uint64 {
	mask := uint64(len(l.slots) - 1)
	for i := mix(k.a+3*k.b) & mask; ; i = (i + 1) & mask {
		if at := l.slots[i]; at == 0 || keyOf(l.old[at-1:]) == k {
			return i
		}
	}
}

// index makes the table, when all pages have been read. The last of the entries of a key counts.
func (l *ledger) index() {
	l.slots = make([]uint32, 1<<bits.Len(uint(2*len(l.old)/shortEntry+1)))
	l.used = make([]uint64, len(l.slots)/64+1)
	for at := 0; at < len(l.old) && at < math.MaxUint32; at += entrySize(l.old[at:]) {
		l.slots[l.slot(keyOf(l.old[at:]))] = uint32(at + 1)
	}
}

// close forgets what was known, and returns the entries that were asked for.
func (l *ledger) close() (used []byte) {
	for slot, at := range l.slots {
		if l.used[slot/64]>>(slot%64)&1 != 0 {
			entry := l.old[at-1:]
			used = append(used, entry[:entrySize(entry)]...)
		}
	}
	l.old, l.slots, l.used = nil, nil, nil
	return used
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
		c.graph.Beside(v, func(w int32, verdict graph.Verdict) {
			if n++; c.graph.Compare(v, w) < 0 {
				c.ledger.append(c.docs[v], c.docs[w], verdict)
			}
		})
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

// An entry of the ledger: both hashes, the relation, whose highest bits are Form, Much and Most of the verdict, the score,
// the resemblance and the block, and of pairs that are related or closer both containments; little endian.
const (
	formBit     = 1 << 7
	muchBit     = 1 << 6
	mostBit     = 1 << 5
	verdictBits = formBit | muchBit | mostBit
	shortEntry  = 8 + 8 + 1 + 8 + 8 + 2
	longEntry   = shortEntry + 8 + 8
)

func appendVerdict(dst []byte, k ledgerKey, v graph.Verdict) []byte {
	le := binary.LittleEndian
	dst = le.AppendUint64(le.AppendUint64(dst, k.a), k.b)
	d, ok := v.Detail.(*brief)
	if !ok {
		d = new(brief)
	}
	relation := byte(d.relation)
	if v.Form {
		relation |= formBit
	}
	if v.Much {
		relation |= muchBit
	}
	if v.Most {
		relation |= mostBit
	}
	dst = append(dst, relation)
	dst = le.AppendUint64(dst, math.Float64bits(v.Score))
	dst = le.AppendUint64(dst, math.Float64bits(v.Resemblance))
	dst = le.AppendUint16(dst, v.Block)
	if ok {
		dst = le.AppendUint64(dst, math.Float64bits(d.aInB))
		dst = le.AppendUint64(dst, math.Float64bits(d.bInA))
	}
	return dst
}

func relationOf(entry []byte) Relation { return Relation(entry[16] &^ verdictBits) }

// entrySize returns the size of the entry that begins a page.
func entrySize(page []byte) int {
	if len(page) > 16 && relationOf(page) != Unrelated {
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
	for at := 0; at < len(page); {
		size := entrySize(page[at:])
		if len(page)-at < size || relationOf(page[at:]) > Identical {
			return fmt.Errorf("%w: a page of verdicts", ErrCorrupt)
		}
		at += size
	}
	l.old = append(l.old, page...)
	return nil
}

func keyOf(entry []byte) ledgerKey {
	return ledgerKey{binary.LittleEndian.Uint64(entry), binary.LittleEndian.Uint64(entry[8:])}
}

// readVerdict reads an entry.
func readVerdict(entry []byte) graph.Verdict {
	float := func(at int) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(entry[at:])) }
	r := relationOf(entry)
	v := graph.Verdict{
		Score: float(17), Resemblance: float(25), Derived: r >= Derived,
		Block: binary.LittleEndian.Uint16(entry[33:]),
		Form:  entry[16]&formBit != 0, Much: entry[16]&muchBit != 0, Most: entry[16]&mostBit != 0,
	}
	if r > Unrelated {
		v.Detail = &brief{r, float(35), float(43)}
	}
	return v
}
