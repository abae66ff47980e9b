package dedup

import (
	"math/bits"
	"sync/atomic"
	"time"
)

// Stats is what an index has done since it was opened, and what it has now: numbers that fit
// expvar, Prometheus or a log line.
type Stats struct {
	Articles int // there are
	Texts    int // different ones among them
	Clusters int
	Pairs    int    // of texts that the search compares, or that clusters wanted to know of
	LastSeq  uint64 // of the last event

	Added, Updated, Unchanged, Removed uint64 // articles; Removed counts the Expired that were there, too
	Expired                            uint64 // that the window left behind, or that came too late for it
	Lost                               uint64 // left out, as their texts or states could not be read
	Events                             uint64
	Compared                           uint64 // pairs, by changes and by Match
	Waiting                            int    // requests that wait now

	Add   Histogram // time of a call of Add that succeeded
	Match Histogram // time of a call of Match
	Batch Histogram // time that a batch of changes took
	Store Histogram // and of it the store's Apply
}

// A Histogram counts durations.
type Histogram struct {
	Count uint64
	Sum   time.Duration

	// Buckets count the durations below 1 µs, 2 µs, 4 µs and so on; the last has all that are
	// longer.
	Buckets [32]uint64
}

// Bound returns the upper bound of a bucket.
func (h *Histogram) Bound(bucket int) time.Duration { return time.Microsecond << bucket }

// Quantile returns the bound of the bucket in which the q-th part of the durations ends, 0 without any.
func (h *Histogram) Quantile(q float64) time.Duration {
	left := uint64(q * float64(h.Count))
	for i, n := range h.Buckets {
		if n > left || n == left && left > 0 {
			return h.Bound(i)
		}
		left -= n
	}
	return 0
}

type stats struct {
	added, updated, unchanged, removed, expired, lost, events, compared, pairs atomic.Uint64

	add, match, batch, store histogram
}

type histogram struct {
	count   atomic.Uint64
	sum     atomic.Int64
	buckets [32]atomic.Uint64
}

func (h *histogram) observe(d time.Duration) {
	h.count.Add(1)
	h.sum.Add(int64(d))
	h.buckets[min(bits.Len64(uint64(max(0, d)/time.Microsecond)), len(h.buckets)-1)].Add(1)
}

func (h *histogram) read() (out Histogram) {
	out.Count, out.Sum = h.count.Load(), time.Duration(h.sum.Load())
	for i := range h.buckets {
		out.Buckets[i] = h.buckets[i].Load()
	}
	return out
}

// Stats returns the numbers of the index. It waits for no batch, only while one is entered in memory.
func (x *Index) Stats() Stats {
	s := &x.stats
	out := Stats{
		Added: s.added.Load(), Updated: s.updated.Load(), Unchanged: s.unchanged.Load(), Removed: s.removed.Load(),
		Expired: s.expired.Load(), Lost: s.lost.Load(), Events: s.events.Load(), Compared: s.compared.Load(),
		Pairs: int(s.pairs.Load()), Waiting: len(x.requests),
		Add: s.add.read(), Match: s.match.read(), Batch: s.batch.read(), Store: s.store.read(),
	}
	out.LastSeq, _ = x.events.state()
	x.mu.RLock()
	defer x.mu.RUnlock()
	l := x.live
	out.Articles, out.Clusters, out.Texts = len(l.docs), len(l.stories), len(l.at)
	return out
}
