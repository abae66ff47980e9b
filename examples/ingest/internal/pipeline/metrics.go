package pipeline

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
)

// metrics writes the numbers in the text format of Prometheus.
func metrics(s dedup.Stats, bad, told uint64) []byte {
	var b bytes.Buffer
	single := func(name, kind, help string, value uint64) {
		fmt.Fprintf(&b, "# HELP wirecopy_%[1]s %[3]s\n# TYPE wirecopy_%[1]s %[2]s\nwirecopy_%[1]s %[4]d\n", name, kind, help, value)
	}
	gauge := func(name, help string, value int) { single(name, "gauge", help, uint64(value)) }
	counter := func(name, help string, value uint64) { single(name, "counter", help, value) }

	gauge("articles", "Articles in the index.", s.Articles)
	gauge("texts", "Different texts among them.", s.Texts)
	gauge("clusters", "Clusters of two articles or more.", s.Clusters)
	gauge("pairs", "Pairs of texts that the search compares.", s.Pairs)
	gauge("waiting_requests", "Requests that wait for the index.", s.Waiting)
	gauge("last_event", "Number of the last event in the store.", int(s.LastSeq))
	gauge("last_event_written", "Number of the last event that was written to the output.", int(told))
	counter("added_total", "Articles that were new.", s.Added)
	counter("updated_total", "New versions of articles.", s.Updated)
	counter("unchanged_total", "Articles that came again as they were.", s.Unchanged)
	counter("removed_total", "Articles that left.", s.Removed)
	counter("expired_total", "Articles that the window left behind, or that came too late for it.", s.Expired)
	counter("lost_total", "Articles whose texts or states could not be read.", s.Lost)
	counter("bad_total", "Articles that could not be read from the source, or not without an error.", bad)
	counter("events_total", "Events.", s.Events)
	counter("compared_total", "Pairs of texts compared.", s.Compared)
	histogram(&b, "add_seconds", "Time of adding a batch of articles.", &s.Add)
	histogram(&b, "match_seconds", "Time of answering what an article is a copy of.", &s.Match)
	histogram(&b, "batch_seconds", "Time that the index took for a batch of changes.", &s.Batch)
	histogram(&b, "store_seconds", "Time of it in which the store wrote.", &s.Store)
	return b.Bytes()
}

// histogram writes a histogram. Its last bucket is the one without a bound.
func histogram(b *bytes.Buffer, name, help string, h *dedup.Histogram) {
	fmt.Fprintf(b, "# HELP wirecopy_%[1]s %[2]s\n# TYPE wirecopy_%[1]s histogram\n", name, help)
	count := uint64(0)
	for i, n := range h.Buckets {
		count += n
		le := "+Inf"
		if i < len(h.Buckets)-1 {
			le = seconds(h.Bound(i))
		}
		fmt.Fprintf(b, "wirecopy_%s_bucket{le=%q} %d\n", name, le, count)
	}
	fmt.Fprintf(b, "wirecopy_%[1]s_sum %[2]s\nwirecopy_%[1]s_count %[3]d\n", name, seconds(h.Sum), count)
}

func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'g', -1, 64) }
