// Package store keeps what an index must not forget: in a folder ([Open]), or in
// memory ([Memory]).
//
// Into it go batches of records with their texts, which package dedup prepared;
// out of it come all records when an index is opened again, and single texts when
// it compares. What [dedup.Store] says is all that an index asks for:
//
//	s, err := store.Open("/var/lib/news", nil)
//	if err != nil {
//		return err
//	}
//	defer s.Close()
//	err = s.Apply(ctx, &dedup.Batch{Put: records}) // returns when they are on disk
//	...
//	for r, err := range s.Load() {
//		if err != nil {
//			log.Print(err) // a damaged record is named, and the next one comes
//			continue
//		}
//		...
//	}
//
// # The folder
//
// It has one file, of go.etcd.io/bbolt, with one value an article for its record and
// one for its text, compressed by zstd; or none for the text, if it is kept elsewhere
// (Options.Text). record.go draws the values, page.go the pages. Of files of older
// formats one each is kept below testdata and read by a test; this is the first.
// [Store.Backup] copies the folder while it is in use.
//
// # Promises
//
//   - When Apply has returned nil the batch survives kill -9 and the loss of power, if the disk keeps
//     what it says it has; when it has returned an error, nothing of the batch is stored. TestCrash kills
//     a writing process two hundred times.
//   - Batches that come at the same time are written together. At most Options.Queue wait; who comes
//     then waits before its batch is encoded.
//   - A value that was damaged is never returned: each has a checksum of 64 bits, tied to its place.
//     It is named (ErrCorrupt), costs only itself, and can be put anew.
//   - A file whose structure is damaged or cut short is not opened to be written (ErrCorrupt), nor is one
//     of another version (ErrVersion); nothing in it is changed. Options.ReadOnly opens what is damaged,
//     and returns all records that can still be reached: put them into a new store.
//   - A full disk (ErrFull) costs the batch that did not fit, and the store goes on when there is room. A
//     failure that leaves in doubt what the disk has ends all writing (ErrFailed).
//   - One process has the folder to write it, or several to read it; others get ErrLocked.
//   - No goroutine outlives the call that began it. Nothing is locked while a caller's loop runs. Readers
//     do not wait for writers.
//   - No bytes in the file make it panic, hang or read outside of it.
//
// # Cost
//
// Measured with records of 1.5 KB and texts of 3 KB, IDs in no order, on a 2-core
// EPYC with Go 1.26 and a disk that takes 4 ms to make a page durable (go test
// -bench . ./dedup/store): 21,000 puts a second in batches of 256, 50 µs of processor
// each, and 6,000 to 11,000 while others have most of processors and disk; Load
// 309,000 records a second (3 to 4 µs of processor each, the collector's included);
// Open and Load together 164,000. An article takes 5.6 KB of the file, and an estimated 60 bytes and its ID in
// memory. Space of deleted articles is used again, the file does not shrink.
//
// # Reading the source
//
//	error.go   what can go wrong
//	store.go   Open and Close
//	record.go  the format: values
//	text.go    the format: texts
//	queue.go   Apply: how batches wait and meet
//	write.go   a transaction
//	rows.go    where an article is; what a transaction changes of that
//	read.go    Load, Record, Text, Meta
//	page.go    the format: pages, read without trust
//	tree.go    pages as trees: find and walk
//	check.go   is the whole file sound?
//	backup.go  copies
//	memory.go  the store without a file
package store
