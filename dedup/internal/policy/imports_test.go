package policy

import (
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// imports says what each package may import beyond the standard library. A
// package's name ends in a colon; below it stand packages of ours, by their
// folder and exactly, then those of others, each with all that lies below it.
// Imports run downward: a package of ours stands above those that import it.
//
// Do not change this text to make a build pass: a line of ours moves a wall
// between rooms, a line of others is a module that every user downloads.
const imports = `
	shingle:
		github.com/abadojack/whatlanggo            # language, where stop words do not tell
		github.com/kljensen/snowball               # stems
		github.com/zeebo/xxh3                      # the hash of words and shingles
		golang.org/x/text/unicode/norm

	dedup/minhash:
		shingle
		github.com/dgryski/go-minhash              # the family MinWise

	dedup/wire:
		shingle
		github.com/zeebo/xxh3

	dedup/passage:
		shingle
		github.com/zeebo/xxh3

	dedup/internal/image:  # numbers in pages: nothing of ours

	dedup/internal/candidate:
		shingle
		dedup/minhash
		dedup/internal/image

	dedup/internal/cluster: # scored pairs of ints: nothing of ours

	dedup/internal/graph:
		dedup/internal/candidate
		dedup/internal/cluster
		dedup/internal/image

	dedup/internal/invent:  # corpora for tests and benchmarks of any package: nothing of ours

	dedup/internal/invent/write:
		dedup/internal/invent

	dedup/internal/policy:

	dedup:
		shingle
		dedup/minhash
		dedup/wire
		dedup/passage
		dedup/internal/candidate                   # what to ask with, and how sketches are cut
		dedup/internal/graph
		dedup/internal/image
		github.com/zeebo/xxh3

	dedup/report:
		shingle
		dedup/passage
		dedup/wire                                 # what is no evidence, which the page greys
		dedup
		github.com/clipperhouse/uax29/v2/graphemes # what takes one place on a terminal
		golang.org/x/text/width                    # and what takes two

	# A module of its own.
	dedup/report/browser:
		github.com/chromedp/cdproto
		github.com/chromedp/chromedp               # drives Chromium

	dedup/input:
		dedup
		codeberg.org/readeck/go-readability/v2     # the main text of a page
		github.com/andybalholm/brotli              # of responses and of pages of .parquet
		github.com/go-json-experiment/json/v1      # encoding/json of Go 1.27, a mirror by its authors
		github.com/klauspost/compress              # gzip and zstd
		github.com/mmcdole/gofeed                  # RSS and Atom
		github.com/parquet-go/parquet-go
		github.com/pierrec/lz4/v4                  # pages of .parquet
		golang.org/x/net/html                      # and its charset
		golang.org/x/text/encoding                 # UTF-16
		golang.org/x/text/transform
		golang.org/x/tools/txtar

	dedup/store:
		dedup
		github.com/klauspost/compress              # zstd, for texts
		github.com/zeebo/xxh3                      # the sums of values
		go.etcd.io/bbolt                           # the file; its module brings golang.org/x/sys and no other

	dedup/store/storetest:
		dedup
		github.com/stretchr/testify/require        # tests, for the tests of others

	# A module of its own, so that nobody downloads the rivals who does not measure them.
	dedup/internal/bench:
		*
		github.com/dgryski/go-minhash
		github.com/ekzhu/minhash-lsh
		github.com/zeebo/xxh3

	# Commands may import any package above them, never each other.
	examples/wirecopy:
		*
		golang.org/x/term                          # is it a terminal, how wide

	examples/benchmark/internal/ladder: # runs a command it is told: nothing of ours

	examples/benchmark:
		*
		github.com/klauspost/compress              # the corpora are .gz
		golang.org/x/text/cases                    # words as score.py folds them
		golang.org/x/text/language
		golang.org/x/tools/txtar                   # testdata/newsroom

	examples/ingest/internal/pipeline:
		dedup
		dedup/input
		dedup/store

	examples/ingest:
		examples/ingest/internal/pipeline

	# A module of its own, so that nobody downloads NATS who does not use it.
	examples/ingest/nats:
		dedup/input
		examples/ingest/internal/pipeline
		github.com/nats-io/nats.go

	# What test files may import beside what their package may, and any of ours.
	test:
		*
		github.com/clipperhouse/uax29/v2/sentences # the Unicode rules, beside which ours are measured
		github.com/stretchr/testify/require
		github.com/nats-io/nats-server/v2/server   # in the tests of examples/ingest/nats
		golang.org/x/tools/txtar
		pgregory.net/rapid
`

// A rule is what one package may import.
type rule struct {
	ours   []string
	others []string
}

func rules(t *testing.T) map[string]*rule {
	all := make(map[string]*rule)
	var above []string // packages named so far, commands left out
	var r *rule
	for line := range strings.Lines(imports) {
		line, _, _ = strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		name, isPackage := strings.CutSuffix(line, ":")
		switch {
		case line == "":
		case isPackage:
			require.NotContains(t, all, name, "named twice")
			r = new(rule)
			all[name] = r
			if !strings.HasPrefix(name, "examples/") || strings.Contains(name, "/internal/") {
				above = append(above, name)
			}
		case line == "*":
			r.ours = slices.Clone(above)
		case strings.Contains(line, "."):
			r.others = append(r.others, line)
		default:
			require.Contains(t, above, line, "imports run downward")
			r.ours = append(r.ours, line)
		}
	}
	return all
}

func TestImports(t *testing.T) {
	all := rules(t)
	tests := all["test"]
	delete(all, "test")
	used := make(map[string]map[string]bool) // package, line of others
	for _, f := range goFiles(t) {
		r := all[f.Dir]
		if r == nil {
			t.Errorf("%s: the import rules do not name the package %s", f.Path, f.Dir)
			continue
		}
		if used[f.Dir] == nil {
			used[f.Dir] = make(map[string]bool)
		}
		for _, spec := range f.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			require.NoError(t, err)
			first, _, _ := strings.Cut(imported, "/")
			ours, isOurs := strings.CutPrefix(imported, module+"/")
			switch {
			case isOurs && (slices.Contains(r.ours, ours) || f.Test && slices.Contains(tests.ours, ours)):
			case !isOurs && !strings.Contains(first, ".") && imported != "C": // the standard library
			case !isOurs && within(r.others, imported) != "":
				used[f.Dir][within(r.others, imported)] = true
			case !isOurs && f.Test && within(tests.others, imported) != "":
			default:
				t.Errorf("%s may not import %s", f.Path, imported)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if used[name] == nil {
			t.Errorf("the import rules name %s, and there is no such package", name)
			continue
		}
		for _, other := range all[name].others {
			if !used[name][other] {
				t.Errorf("the import rules allow %s to import %s, and it does not", name, other)
			}
		}
	}
}

// within returns the line that allows an import, "" if none does.
func within(lines []string, imported string) string {
	for _, line := range lines {
		for p := imported; p != "."; p = path.Dir(p) {
			if p == line {
				return line
			}
		}
	}
	return ""
}
