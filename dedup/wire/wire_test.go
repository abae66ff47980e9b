package wire

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the marks in testdata")

// TestTables reads testdata/*.txtar. An archive is a table; its comment begins
// with the language. A row is two files: "reason: text" and "reason: marks".
func TestTables(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		require.NoError(t, err)
		language := strings.TrimPrefix(strings.SplitN(string(archive.Comment), "\n", 2)[0], "language: ")
		require.NotEmpty(t, archive.Files, name)
		for i := 0; i+1 < len(archive.Files); i += 2 {
			text, marks := archive.Files[i], &archive.Files[i+1]
			reason, ok := strings.CutSuffix(text.Name, ": text")
			require.True(t, ok && marks.Name == reason+": marks", "%s: %s", name, text.Name)
			t.Run(filepath.Base(name)+"/"+reason, func(t *testing.T) {
				got := describe(string(text.Data), language)
				if *update {
					marks.Data = []byte(got)
					return
				}
				require.Equal(t, string(marks.Data), got, reason)
			})
		}
		if *update {
			require.NoError(t, os.WriteFile(name, txtar.Format(archive), 0o666))
		}
	}
}

// describe prints the marks of text, one a line.
func describe(text, language string) string {
	var b strings.Builder
	for _, m := range Find(text, language) {
		b.WriteString(m.Kind.String())
		if m.Partly {
			b.WriteString(" partly")
		}
		for _, a := range m.Agencies {
			b.WriteString(" " + a)
		}
		if m.Place != "" {
			fmt.Fprintf(&b, ", place %s", m.Place)
		}
		fmt.Fprintf(&b, " | %s\n", m.Of(text))
	}
	if b.Len() == 0 {
		return "nothing\n"
	}
	return b.String()
}
