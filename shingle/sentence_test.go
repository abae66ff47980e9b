package shingle

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite testdata/stats.txt and testdata/hashes.txt")

// A sentenceCase is a text and the places of its breaks, counted in bytes that
// are no white space.
type sentenceCase struct {
	file, name, text string
	breaks           map[int]bool
}

func sentenceCases(t testing.TB) (cases []sentenceCase) {
	files, err := filepath.Glob("testdata/sentences/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		require.NoError(t, err)
		for _, f := range a.Files {
			marked := strings.TrimRight(string(f.Data), "\n")
			c := sentenceCase{filepath.Base(file), f.Name, strings.ReplaceAll(marked, "‖", ""), map[int]bool{}}
			n := 0
			for part := range strings.SplitSeq(marked, "‖") {
				n += solid(part)
				c.breaks[n] = true
			}
			cases = append(cases, c)
		}
	}
	return cases
}

// solid counts the bytes of s that are no white space.
func solid(s string) int { return len(strings.Join(strings.FieldsFunc(s, unicode.IsSpace), "")) }

// A tally counts breaks that should be there, are there, and both.
type tally struct{ want, got, right int }

func (n *tally) add(want, got map[int]bool) {
	for b := range got {
		if want[b] {
			n.right++
		}
	}
	n.want += len(want) - 1 // the end of the text is no achievement
	n.got += len(got) - 1
	n.right--
}

func (n *tally) String() string {
	return fmt.Sprintf("%4d %4d   %.3f   %.3f", n.want, n.got, float64(n.right)/float64(n.got), float64(n.right)/float64(n.want))
}

// TestSentences holds recall and precision of the breaks on testdata against
// testdata/stats.txt, with every case that is wrong, and with what UAX #29
// alone gives. Files named held-* were written after the rules.
func TestSentences(t *testing.T) {
	var out strings.Builder
	wrong := ""
	ours, theirs := map[string]*tally{}, map[string]*tally{}
	var order []string
	for _, c := range sentenceCases(t) {
		for _, file := range []string{c.file, map[bool]string{true: "held-*", false: "others"}[strings.HasPrefix(c.file, "held-")]} {
			if ours[file] == nil {
				ours[file], theirs[file] = new(tally), new(tally)
				order = append(order, file)
			}
			got := map[int]bool{}
			for s := range Sentences(c.text) {
				got[solid(c.text[:s.End])] = true
			}
			ours[file].add(c.breaks, got)
			uax := map[int]bool{}
			for it := sentences.FromString(c.text); it.Next(); {
				uax[solid(c.text[:it.End()])] = true
			}
			theirs[file].add(c.breaks, uax)
		}
		if s := show(c); s != "" {
			wrong += fmt.Sprintf("%s: %s: %s\n", c.file, c.name, s)
		}
	}
	fmt.Fprintf(&out, "%-16s %4s %4s %5s %6s     %s\n", "breaks", "want", "got", "prec", "recall", "UAX #29: got, precision, recall")
	for _, file := range order {
		fmt.Fprintf(&out, "%-16s %s     %s\n", file, ours[file], theirs[file].String()[5:])
	}
	out.WriteString("\nwrong, with + where a break is too many and - where one is missing:\n" + wrong)
	golden(t, "testdata/stats.txt", out.String())
}

// show returns the text of c with its wrong breaks, or "".
func show(c sentenceCase) string {
	got := map[int]bool{}
	for s := range Sentences(c.text) {
		got[solid(c.text[:s.End])] = true
	}
	var b strings.Builder
	bad, n := false, 0
	for _, r := range c.text {
		b.WriteRune(r)
		if unicode.IsSpace(r) {
			continue
		}
		n += len(string(r))
		if got[n] != c.breaks[n] {
			b.WriteString(map[bool]string{true: "[+]", false: "[-]"}[got[n]])
			bad = true
		}
	}
	if !bad {
		return ""
	}
	return strings.ReplaceAll(b.String(), "\n", "⏎")
}

// golden compares got with a file, or rewrites the file with -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o666))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "if it is better, go test -update")
}
