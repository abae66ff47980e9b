package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
	"time"
)

// A figure is what was measured of one job.
type figure struct {
	Articles int     `json:"articles"`
	Bytes    int     `json:"bytes"`   // of the texts
	Seconds  float64 `json:"seconds"` // of one core
	Peak     float64 `json:"peak"`    // MB resident at most, texts and all
	Before   float64 `json:"before"`  // MB resident when the job began: texts and runtime
	Kept     float64 `json:"kept"`    // MB of heap that the answer keeps alive, after collection
}

// rate returns articles a second.
func (f figure) rate() float64 { return float64(f.Articles) / max(f.Seconds, 1e-9) }

// A meter measures one job of this process.
type meter struct {
	start  float64
	before float64
	heap   uint64
}

// newMeter starts measuring. What lies on the heap is taken for the job's input.
func newMeter() meter {
	runtime.GC()
	debug.FreeOSMemory()
	m := meter{heap: heap(), before: resident("VmRSS:")}
	// proc(5): 5 makes the peak the present size. Where that is refused, the
	// peak includes what making the input took.
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
	m.start = seconds()
	return m
}

// stop ends measuring; the caller keeps alive, until afterwards, what counts as kept.
func (m meter) stop() figure {
	f := figure{Seconds: seconds() - m.start, Peak: resident("VmHWM:"), Before: m.before}
	runtime.GC()
	runtime.GC() // what had a finaliser
	f.Kept = (float64(heap()) - float64(m.heap)) / 1e6
	return f
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// resident returns a line of /proc/self/status in MB; without one, what Go holds.
func resident(line string) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for l := range strings.Lines(string(status)) {
			if f := strings.Fields(l); len(f) == 3 && f[0] == line {
				kb, _ := strconv.ParseFloat(f[1], 64)
				return kb * 1024 / 1e6
			}
		}
	}
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(held)
	return float64(held[0].Value.Uint64()-held[1].Value.Uint64()) / 1e6
}

// watch ends the process with a message when it takes more than its memory, in MB, or time.
func watch(memory float64, limit time.Duration) {
	end := time.Now().Add(limit)
	for range time.Tick(50 * time.Millisecond) {
		if r := resident("VmRSS:"); memory > 0 && r > memory {
			fmt.Fprintf(os.Stderr, "ended at %.0f MB\n", r)
			os.Exit(exitLimit)
		}
		if limit > 0 && time.Now().After(end) {
			fmt.Fprintf(os.Stderr, "ended after %v\n", limit)
			os.Exit(exitLimit)
		}
	}
}

// exitLimit is the status of a process that watch ended.
const exitLimit = 3
