package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/examples/benchmark/internal/ladder"
)

// What the list looks for stands in the source, each once. Who changes a line or a name that it changes too changes
// the list with it; the error says which row.
func TestAblationFits(t *testing.T) {
	require.NoError(t, ladder.Check(t.Context(), "testdata/ablation.txt", "../..", program))
}

// Who reads a number finds what it buys: each file with a number of the list names the table.
func TestAblationCited(t *testing.T) {
	n := 0
	for line := range strings.Lines(readText(t, "testdata", "ablation.txt")) {
		_, file, ok := strings.Cut(line, " in ")
		if !ok || !strings.HasPrefix(line, "number ") {
			continue
		}
		n++
		require.Contains(t, readText(t, "../..", strings.TrimSpace(file)), "examples/benchmark/testdata/ablation.md", file)
	}
	require.NotZero(t, n)
}

// One row on the newsroom, from the command line to the table.
func TestAblate(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the command twice")
	}
	dir := t.TempDir()
	writeText(t, dir, "list", `
stage  Finding
about  Of the newsroom.
column testdata/newsroom candidate_recall %.2f recall
column testdata/newsroom scores.hard_pairs.called_derived.derived %s hard
column elsewhere candidate_recall %.2f elsewhere
number hardBelow in examples/benchmark/pairs.go
try    0.1
why    n-grams
number hardBelow in examples/benchmark/pairs.go
why    not asked for
`)
	args := []string{"-ablate", filepath.Join(dir, "list"), "-all", dir, "-cache", filepath.Join(dir, "cache"), "-only", "Finding: hard.* 0.1$"}
	status, stdout, stderr := benchmark(t, args...)
	require.Equal(t, done, status, stderr)
	require.Regexp(t, `^# What each part of the library buys

Written by

    go run ./examples/benchmark -ablate \S+ -all DIR -only 'Finding: hard\.\* 0\.1\$'

on \d{4}-\d\d-\d\d( at \S+)? with go\S+ (?s:.*)\.

## Finding

Of the newsroom\.

\| change +\| recall \| hard +\| why it is there \|
\| -+ \| -+ \| -+ \| -+ \|
\| as it is +\| \d\.\d\d +\| \d+/\d+ +\| +\|
\| hardBelow \.2 → 0\.1 +\| +\| \d+/\d+ +\| n-grams +\|

$`, stdout)
	requireTables(t, stdout)
	require.Equal(t, 2, strings.Count(stderr, "testdata/newsroom: "), stderr)
	status, again, stderr := benchmark(t, args...)
	require.Equal(t, done, status, stderr)
	require.Equal(t, stdout, again)
	require.Zero(t, strings.Count(stderr, "testdata/newsroom: "), "kept")
}

func TestAblateUsage(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"-ablate", "list"}, "-ablate needs -all DIR"},
		{[]string{"-ablate", "list", "-all", "x", "-json"}, "-json is not for -ablate"},
		{[]string{"-ablate", "list", "-all", "x", "-only", "("}, "missing closing )"},
		{[]string{"-corpus", newsroom, "-only", "x"}, "-only and -cache are for -ablate"},
	} {
		status, _, stderr := benchmark(t, test.args...)
		require.Equal(t, misuse, status)
		require.Contains(t, stderr, test.want)
	}
	status, stdout, stderr := benchmark(t, "-ablate", "none", "-all", "none")
	require.Equal(t, failed, status)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "open none: no such file")
}

// Where there is no git, as in a module's zip, nothing is said of a commit.
func TestCommit(t *testing.T) {
	t.Setenv("GIT_CEILING_DIRECTORIES", t.TempDir())
	require.Empty(t, commit(t.Context(), t.TempDir()))
	require.Regexp(t, `^( at [0-9a-f]{7,}(-dirty)?)?$`, commit(t.Context(), "../.."))
}

func TestModuleRoot(t *testing.T) {
	root, err := moduleRoot(t.Context())
	require.NoError(t, err)
	require.FileExists(t, filepath.Join(root, "go.mod"))
	t.Chdir(t.TempDir())
	_, err = moduleRoot(t.Context())
	require.ErrorContains(t, err, "no go.mod above this folder")
}

// A table that somebody reads tells where it comes from.
func TestAblationTables(t *testing.T) {
	text := readText(t, "testdata", "ablation.md")
	require.Contains(t, text, "go run ./examples/benchmark -ablate ")
	requireTables(t, text)
}
