// Package policy holds the rules of the repository as tests, so that whoever
// breaks one reads which, and why it stands.
//
//	imports_test.go   which package may import which, of ours and of others
//	exported_test.go  the exported names, listed in testdata/exported.txt
//	tree_test.go      what lies where; formatting, comments, testdata, go.mod
//	fused_test.go     arithmetic that is the same on every machine
//	files_test.go     the files they look at: those of git, ignored ones never
//
// To change a rule, change its text in the test, with the reason, in the commit
// that needs it. The list of names is rewritten by
//
//	go test ./dedup/internal/policy -update
//
// and read as a diff: a line that goes away or changes breaks somebody's build.
package policy
