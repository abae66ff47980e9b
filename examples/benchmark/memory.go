package main

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"strings"
)

// peakMB returns the largest resident size of the process since the last resetPeak, in MB. Where there is no /proc it is
// the memory that Go's runtime holds now, which after a collection may be less.
func peakMB() float64 {
	if kb, ok := highWater(); ok {
		return float64(kb) * 1024 / 1e6
	}
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(held)
	return float64(held[0].Value.Uint64()-held[1].Value.Uint64()) / 1e6
}

// highWater reads the kernel's own peak.
func highWater() (kb int, ok bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(status)) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "VmHWM:" {
			kb, err = strconv.Atoi(f[1])
			return kb, err == nil
		}
	}
	return 0, false
}

// resetPeak gives back what an earlier corpus left and starts the peak anew. Where the kernel refuses that, the peak of
// a later corpus is at least that of the earlier ones.
func resetPeak() {
	debug.FreeOSMemory()
	// proc(5): 5 makes the peak the present size.
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}
