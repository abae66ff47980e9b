//go:build unix

package main

import "syscall"

// seconds returns the processor time of this process: on a machine that others use too it moves
// less than the clock does.
func seconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
