package shingle

import (
	"bytes"
	"encoding/binary"
	"sync"
	"sync/atomic"

	"github.com/zeebo/xxh3"
)

// maxStems bounds the memory of word forms; at the bound it begins anew and
// forgets those that nobody has met since it last did. 1<<17 forms are 8 MB and
// hold the vocabulary of a week of news; Snowball itself takes 1 to 4 µs a word,
// the memory 10 ns. On 27,000 articles it has half the work that it had when all was
// forgotten at once.
const maxStems = 1 << 17

// A memory remembers the stems of word forms. All parsers share one, so that no word is stemmed
// by each of many workers: reading takes no lock, as forms come and never change.
type memory struct {
	current atomic.Pointer[generation]
}

var processMemory memory

// A generation is a memory till it is full.
type generation struct {
	memory *memory
	mu     sync.Mutex
	tables map[string]*stemTable // by language
	size   int                   // forms in all of them
	old    *generation           // the one before, while this is the last
}

// now returns the last generation.
func (m *memory) now() *generation {
	for {
		if g := m.current.Load(); g != nil {
			return g
		}
		m.current.CompareAndSwap(nil, &generation{memory: m, tables: map[string]*stemTable{}})
	}
}

// table returns the memory of a language.
func (g *generation) table(lang string) *stemTable {
	g.mu.Lock()
	defer g.mu.Unlock()
	m := g.tables[lang]
	if m == nil {
		m = &stemTable{of: g}
		slots := make([]stemmed, 1<<10)
		if g.old != nil {
			if old := g.old.lookUp(lang); old != nil {
				m.old.Store(old)
				slots = make([]stemmed, len(*old.slots.Load()))
			}
		}
		m.slots.Store(&slots)
		g.tables[lang] = m
	}
	return m
}

func (g *generation) lookUp(lang string) *stemTable {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.tables[lang]
}

// grew counts a form, with g.mu held. The one that fills a generation begins the next.
func (g *generation) grew() {
	if g.size++; g.size < maxStems {
		return
	}
	g.old = nil
	for _, m := range g.tables {
		m.old.Store(nil)
	}
	g.memory.current.CompareAndSwap(g, &generation{memory: g.memory, tables: map[string]*stemTable{}, old: g})
}

// A stemTable remembers words as written, in slots with open addresses and no pointers: a third of the time of a map of strings, which
// hashes the word once more and fetches it from elsewhere to compare.
type stemTable struct {
	of    *generation
	slots atomic.Pointer[[]stemmed] // a power of two, half of them empty
	old   atomic.Pointer[stemTable] // the one before

	size int // slots in use; guarded by of.mu
}

// stemmed is what is remembered of a word form: half a line of the cache.
type stemmed struct {
	form form // with stopBit; zero in an empty slot
	stem uint64
}

// A form is the bytes of a word as written, and zeros: NUL is in no word. Of a word of more than
// maxForm bytes, as a language of two bytes a letter has some, it is two hashes and the length.
type form [3]uint64

const (
	maxForm = 23      // bytes of the longest word of ordinary length
	stopBit = 1 << 63 // in form[2] of a stop word
	longBit = 1 << 62 // in form[2] of a long one
	longKey = 0x13198A2E03707344
)

// formOf returns the form of the word at s, whose hash this is.
func formOf(text string, s Span, hash uint64) (f form) {
	if s.Len() > maxForm {
		return form{xxh3.HashStringSeed(s.Of(text), longKey) | 1, hash, longBit | uint64(s.Len())}
	}
	for i := range f {
		n := s.End - s.Start
		if n <= 0 {
			break
		}
		if n >= 8 {
			f[i] = eightBytes(text, s.Start)
		} else if s.Start+8 <= len(text) {
			f[i] = eightBytes(text, s.Start) & (1<<(8*n) - 1)
		} else {
			for k, b := range []byte(text[s.Start:s.End]) {
				f[i] |= uint64(b) << (8 * k)
			}
		}
		s.Start += 8
	}
	return f
}

// eightBytes returns the bytes at pos as a number, the first in its lowest bits.
func eightBytes(text string, pos int) uint64 {
	b := text[pos : pos+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// hash returns the hash of the word of a form.
func (f *form) hash() uint64 {
	if f[2]&longBit != 0 {
		return f[1]
	}
	b := make([]byte, 0, 8*len(f))
	for _, x := range f {
		b = binary.LittleEndian.AppendUint64(b, x)
	}
	return hashBytes(bytes.TrimRight(b, "\x00"))
}

// maxProbes bounds the slots that are looked at for a form: one for which there
// is no place is not remembered, so that nobody who makes hashes meet makes time
// quadratic.
const maxProbes = 32

// find returns the slot of a form and whether the form is there, or the slot where it should be; nil if
// there is none. One that was empty may have another form a moment later: it is not to be read.
func find(slots []stemmed, hash uint64, f *form) (e *stemmed, there bool) {
	for i := range uint64(maxProbes) {
		e := slotOf(slots, hash+i)
		switch first := atomic.LoadUint64(&e.form[0]); {
		case first == 0:
			return e, false
		case first == f[0] && e.form[1] == f[1] && e.form[2]&^stopBit == f[2]:
			return e, true
		}
	}
	return nil, false
}

func slotOf(slots []stemmed, hash uint64) *stemmed { return &slots[hash&uint64(len(slots)-1)] }

// remember puts a form into its slot, unless somebody has or the generation is full.
func (m *stemTable) remember(hash uint64, f form, stem uint64, stop bool) {
	if m.of.memory.now() != m.of {
		return // it is full
	}
	m.of.mu.Lock()
	defer m.of.mu.Unlock()
	slots := *m.slots.Load()
	e, there := find(slots, hash, &f)
	if e == nil || there || m.of.size >= maxStems {
		return
	}
	e.form[1], e.form[2], e.stem = f[1], f[2], stem
	if stop {
		e.form[2] |= stopBit
	}
	atomic.StoreUint64(&e.form[0], f[0]) // whoever sees this sees the rest
	if m.size++; 2*m.size >= len(slots) {
		m.double(slots)
	}
	m.of.grew()
}

// double makes a table of twice the slots.
func (m *stemTable) double(old []stemmed) {
	slots := make([]stemmed, 2*len(old))
	m.size = 0
	for i := range old {
		f := old[i].form
		if f[0] == 0 {
			continue
		}
		f[2] &^= stopBit
		if to, _ := find(slots, f.hash(), &f); to != nil {
			*to = old[i]
			m.size++
		}
	}
	m.slots.Store(&slots)
}
