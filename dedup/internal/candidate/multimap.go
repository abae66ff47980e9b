package candidate

import (
	"math/bits"
	"math/rand/v2"
	"runtime"
	"slices"
	"sort"

	"github.com/wirecopy/wirecopy/dedup/internal/image"
)

// A multimap holds for each key the texts that have it, in the order in which they were
// placed. The zero value is empty and ready.
//
// It is a table by linear hashing (Litwin, VLDB 1980): buckets are split one by one as
// texts come, so that no insertion waits for the whole to grow. What a bucket's number says
// of a key its entries need not say again: of 2^l buckets each stands for l bits of the
// scrambled key, and an entry has the text in their place. There is room for any text, as there
// are always twice as many buckets as texts: some tens of entries in each. A key and a text take
// 4.4 bytes so, growth and all; a Go map from keys to texts took seventeen.
type multimap struct {
	pages   []*[pageSize][]uint32 // buckets: entries ascending by key
	buckets uint32
	entries uint64
	seed    uint32 // nobody knows which keys share a bucket
}

const (
	pageSize  = 1 << 8
	perBucket = 64 // entries of a bucket in the mean, at most
)

// A run is the texts of a key, valid until the next change.
type run struct {
	own    []uint32 // entries
	mask   uint32   // of the text in an entry
	key    uint32   // the rest of an entry
	bucket *[]uint32
	from   int // where own begins in it
}

func (r run) len() int       { return len(r.own) }
func (r run) at(i int) int32 { return int32(r.own[i] & r.mask) }

// cut returns a part of a run.
func (r run) cut(from, to int) run {
	r.own = r.own[from:to]
	return r
}

// search returns the place of a text, or where it belongs, by an order in which the run is.
func (r run) search(order func(w int32) int) int {
	return sort.Search(len(r.own), func(i int) bool { return order(r.at(i)) >= 0 })
}

// scramble is a permutation of the keys.
func (m *multimap) scramble(k uint32) uint32 {
	k ^= m.seed
	k ^= k >> 16
	k *= m.seed | 1
	k ^= k >> 15
	k *= 0x846CA68B
	return k ^ k>>16
}

// at returns a bucket.
func (m *multimap) at(i uint32) *[]uint32 { return &m.pages[i/pageSize][i%pageSize] }

// level returns the number of bits of a key for which all buckets stand; those that are split, and their
// other halves, stand for one more.
func (m *multimap) level() int { return bits.Len32(m.buckets) - 1 }

// mask returns the bits for which a bucket stands, of which these are the first.
func (m *multimap) mask(k uint32) uint32 {
	top := uint32(1) << m.level()
	if k&(top-1) < m.buckets-top {
		return 2*top - 1
	}
	return top - 1
}

// warm looks at where the entries of some keys are, before they are looked for one after the
// other: the processor waits for all of them at once.
func (m *multimap) warm(keys []uint32) {
	if m.buckets == 0 {
		return
	}
	sum := uint32(0)
	for _, k := range keys {
		k = m.scramble(k)
		b := *m.at(k & m.mask(k))
		if n := len(b); n > 0 {
			sum += b[uint64(k)*uint64(n)>>32]
		}
	}
	runtime.KeepAlive(sum)
}

// find returns the texts of a key.
func (m *multimap) find(k uint32) run {
	if m.buckets == 0 {
		return run{}
	}
	k = m.scramble(k)
	mask := m.mask(k)
	return runOf(m.at(k&mask), k, mask)
}

// search returns the first text of a bucket that is looked for, and its run.
func (m *multimap) search(bucket uint32, is func(v int32) bool) (r run, v int32, ok bool) {
	mask := m.mask(bucket)
	for _, e := range *m.at(bucket) {
		if v := int32(e & mask); is(v) {
			return runOf(m.at(bucket), e, mask), v, true
		}
	}
	return r, 0, false
}

// runOf returns the run of a scrambled key in its bucket.
func runOf(b *[]uint32, k, mask uint32) run {
	r := run{mask: mask, key: k &^ mask, bucket: b}
	r.from = lower(*b, r.key)
	rest := (*b)[r.from:]
	to := 0
	for to < len(rest) && to < few && rest[to] <= r.key|mask {
		to++
	}
	if to == few {
		to += sort.Search(len(rest)-to, func(i int) bool { return rest[to+i] > r.key|mask })
	}
	r.own = rest[:to]
	return r
}

// lower returns the number of entries below x: about as many as x says, as keys are scattered
// evenly, but for long runs.
func lower(b []uint32, x uint32) int {
	i := int(uint64(x) * uint64(len(b)) >> 32)
	for range few {
		switch {
		case i < len(b) && b[i] < x:
			i++
		case i > 0 && b[i-1] >= x:
			i--
		default:
			return i
		}
	}
	return sort.Search(len(b), func(i int) bool { return b[i] >= x })
}

// few is how many entries are looked at one by one.
const few = 12

// fit makes room for one more entry, of this text.
func (m *multimap) fit(v int32) {
	if m.buckets == 0 {
		m.seed = rand.Uint32()
		m.pages, m.buckets = append(m.pages, new([pageSize][]uint32)), 1
	}
	for uint64(m.buckets) < 2*(uint64(v)+1) || m.entries >= perBucket*uint64(m.buckets) {
		m.split()
	}
}

// split divides the next bucket, of those that are not divided yet, by one bit more of the keys.
func (m *multimap) split() {
	if m.buckets%pageSize == 0 {
		m.pages = append(m.pages, new([pageSize][]uint32))
	}
	top := uint32(1) << m.level()
	from, to := m.at(m.buckets-top), m.at(m.buckets)
	m.buckets++
	there := 0
	for _, e := range *from {
		if e&top != 0 {
			there++
		}
	}
	if len(*from) == 0 {
		return
	}
	low, high := make([]uint32, 0, len(*from)-there), make([]uint32, 0, there)
	for _, e := range *from {
		if e&top != 0 {
			high = append(high, e&^top)
		} else {
			low = append(low, e)
		}
	}
	*from, *to = low, high
}

// fill puts texts into an empty table, in which they will have so many entries, and orders those of a key
// by their numbers. It takes a third of the time of insertions. Keys appends those of a text.
func (m *multimap) fill(texts []int32, entries int, keys func(dst []uint32, v int32) []uint32) {
	if len(texts) == 0 {
		return
	}
	m.entries = uint64(entries)
	m.fit(slices.Max(texts))
	var own []uint32
	each := func(f func(b, k, mask uint32, v int32)) {
		for _, v := range texts {
			own = keys(own[:0], v)
			for _, k := range own {
				k = m.scramble(k)
				mask := m.mask(k)
				f(k&mask, k, mask, v)
			}
		}
	}
	sizes := make([]uint32, m.buckets)
	each(func(b, _, _ uint32, _ int32) { sizes[b]++ })
	for b, n := range sizes {
		*m.at(uint32(b)) = make([]uint32, 0, n)
	}
	each(func(b, k, mask uint32, v int32) {
		own := m.at(b)
		*own = append(*own, k&^mask|uint32(v))
	})
	for b := range m.buckets {
		slices.Sort(*m.at(b))
	}
}

// runs calls f with the runs of two texts and more.
func (m *multimap) runs(f func(r run)) {
	for i := range m.buckets {
		mask, b := m.mask(i), *m.at(i)
		for from := 0; from < len(b); {
			to := from + 1
			for to < len(b) && b[to]&^mask == b[from]&^mask {
				to++
			}
			if to > from+1 {
				f(run{own: b[from:to], mask: mask, key: b[from] &^ mask, bucket: m.at(i), from: from})
			}
			from = to
		}
	}
}

// insert puts a text at a place of a run, for which fit has made room, and returns the run with it.
func (m *multimap) insert(r run, at int, v int32) run {
	b := *r.bucket
	if len(b) == cap(b) {
		b = append(make([]uint32, 0, len(b)+len(b)/8+2), b...)
	}
	*r.bucket = slices.Insert(b, r.from+at, r.key|uint32(v))
	m.entries++
	r.own = (*r.bucket)[r.from : r.from+len(r.own)+1]
	return r
}

// remove takes the text at a place out of a run, and returns what remains of it.
func (m *multimap) remove(r run, at int) run {
	b := slices.Delete(*r.bucket, r.from+at, r.from+at+1)
	if len(b) < cap(b)/2 {
		b = slices.Clone(b)
	}
	*r.bucket = b
	m.entries--
	r.own = b[r.from : r.from+len(r.own)-1]
	return r
}

// save writes the table, and load reads it into an empty one.
func (m *multimap) save(w *image.Writer) {
	w.Word(m.buckets)
	w.Long(m.entries)
	w.Word(m.seed)
	for i := range m.buckets {
		w.Words(*m.at(i))
	}
}

func (m *multimap) load(r *image.Reader) {
	m.buckets, m.entries, m.seed = r.Word(), r.Long(), r.Word()
	for i := uint32(0); i < m.buckets && !r.Short; i++ {
		if i%pageSize == 0 {
			m.pages = append(m.pages, new([pageSize][]uint32))
		}
		*m.at(i) = r.Words()
	}
}
