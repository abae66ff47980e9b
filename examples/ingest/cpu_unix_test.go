//go:build unix

package main

import (
	"syscall"
	"time"
)

// cpuTime returns what this process has used of processors, which on a machine
// that others use too says more than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
