package input

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite testdata/forms.txt, and testdata/forms/ferry.parquet if it is missing")

// TestForms reads a folder with a file of every form and compares what comes out
// with what a person has read and found right.
func TestForms(t *testing.T) {
	if p := filepath.Join("testdata", "forms", "ferry.parquet"); *update {
		if _, err := os.Stat(p); err != nil {
			require.NoError(t, parquet.WriteFile(p, ferryRows))
		}
	}
	entries, err := os.ReadDir("testdata/forms")
	require.NoError(t, err)
	require.Greater(t, len(entries), 11, "a form is missing")
	var b strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&b, "-- %s --\n", e.Name())
		for a, err := range Read([]string{filepath.Join("testdata", "forms", e.Name())}, nil) {
			require.NoError(t, err)
			published := "no date"
			if !a.Published.IsZero() {
				published = a.Published.UTC().Format(time.RFC3339)
			}
			fmt.Fprintf(&b, "%s | %s | %s | %s\n  # %s\n", a.ID, a.Source, a.Language, published, a.Title)
			for line := range strings.Lines(a.Text) {
				b.WriteString(strings.TrimRight("  "+line, " \n") + "\n")
			}
		}
	}
	golden := filepath.Join("testdata", "forms.txt")
	if *update {
		require.NoError(t, os.WriteFile(golden, []byte(b.String()), 0o666))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), b.String())
}

// A ferryRow is a row of testdata/forms/ferry.parquet, with a column nobody asks for.
type ferryRow struct {
	ID        string    `parquet:"id"`
	Title     string    `parquet:"title,optional"`
	Text      string    `parquet:"text,zstd"`
	Source    string    `parquet:"source,dict"`
	Lang      string    `parquet:"lang,dict"`
	Published time.Time `parquet:"published,timestamp(millisecond)"`
	Ads       []string  `parquet:"ads,list"`
}

var ferryRows = []ferryRow{
	{"post-31", "Second crew for the ferries?", "The captains of the two Halden ferries have asked for a second crew. Every twenty minutes, from five in the morning until midnight, is too much for one, they said on Monday.", "North Shore Post", "en", time.Date(2024, 5, 6, 13, 5, 0, 0, time.UTC), []string{"a", "b"}},
	{"post-32", "", "Rain is expected over the narrows until Thursday.", "North Shore Post", "en", time.Date(2024, 5, 6, 15, 0, 0, 0, time.UTC), nil},
}
