// Bench measures Wirecopy beside its rivals, over the number of articles, on corpora made to hurt, and
// against what the machine allows. It is a module of its own, so that nobody who imports Wirecopy
// downloads the rivals.
//
//	go -C dedup/internal/bench run . -h
//
// What it measured last stands in results.md and growth.svg, which it rewrites.
//
// # Terms
//
//	part     rivals, growth, worst, live, soak, limit: a table each
//	job      one measurement, in a process of its own with one core, which reports as JSON
//	truth    the pairs of articles whose sets of word 3-shingles have a resemblance of .5 or more,
//	         found exactly
//	recall   of the true pairs, the share found; linked counts a pair also if others connect it, as
//	         whoever groups copies does
//	MB       10^6 bytes resident; "beside texts" is what came after the articles lay in memory
//
// # Promises
//
// Rivals get the same articles, words and shingles (three words; Wirecopy makes its own, and so does
// datatrove), and bands of the same shape where they let one choose. Processor time is counted, so that
// other work on the machine changes little; the reading of files and the start of processes are not.
//
// # Reading the source
//
//	main.go      flags and parts
//	child.go     jobs and their processes
//	meter.go     time and memory; seconds_*.go processor time, by system
//	corpus.go    which articles
//	truth.go     near-duplicates by brute force, recall, precision
//	rival.go     the rivals in Go; ours.go Wirecopy among them; rivals.py, python.go those in Python
//	rivalrun.go  the table of rivals
//	group.go     Group, as rivals and growth run it
//	growth.go    growth and its exponents; plot.go its picture
//	worst.go     corpora made to hurt; collide.go the one that knows the seed; worstrun.go the table
//	live.go      a live index
//	soak.go      the same, killed
//	limit.go     the machine
//	results.go   tables into files
package main
