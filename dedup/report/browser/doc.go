// Package browser tests the page of dedup/report in Debian's Chromium, as people
// and their keyboards, screen readers and phones will meet it: it opens reports of
// the newsroom in testdata and of hostile texts from disk, goes through them, and
// wants no error on the console, no request that leaves the page, and nothing that
// axe-core calls a serious or critical violation.
//
// It is a module of its own, so that no user of the library downloads a driver of
// browsers. Without a browser, or without axe-core, its tests skip and say so:
//
//	WIRECOPY_CHROMIUM  the browser; unless it is set, chromium or chrome on the PATH
//	WIRECOPY_AXE       the file axe.min.js of npm's axe-core
//	WIRECOPY_BROWSER   "required": fail where tests would skip, as .ci/run wants
//
// The pictures in docs are made anew by
//
//	go test -run TestPictures -pictures ../docs
//
// Reading order: browser_test.go (the browser, a page in it), newsroom_test.go
// (visits by pointer and by keys, filters, addresses, paper), axe_test.go,
// hostile_test.go, pictures_test.go.
package browser
