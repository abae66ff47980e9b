package candidate

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/shingle"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the features of a new version")

// Features are stored with the index, so they are the same in every release of
// one shingle.Version. A change of theirs needs a new version and a new file.
func TestFeaturesOfThisVersion(t *testing.T) {
	var w strings.Builder
	for _, c := range []struct{ language, text string }{
		{"en", "The harbour authority of Velmora closed its northern pier on Monday. Ferries leave from the coal quay."},
		{"fr", "Les pêcheurs de l'île de Vareuse ont bloqué lundi l'entrée du port."},
		{"de", "Die Stadtwerke Brunnthal erhöhen zum Jahreswechsel den Strompreis um elf Prozent."},
		{"zh", "青石市图书馆星期一宣布。"},
		{"", "3.2 percent, 1,200 crowns"},
	} {
		fmt.Fprintf(&w, "%s: %s\n", c.language, c.text)
		for _, f := range Features(nil, shingle.Parse(c.text, c.language)) {
			fmt.Fprintf(&w, "\t%08x\n", f)
		}
	}
	name := fmt.Sprintf("testdata/features-v%d.txt", shingle.Version)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o777))
		require.NoError(t, os.WriteFile(name, []byte(w.String()), 0o666))
	}
	want, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(want), w.String(), "features changed without a new shingle.Version")
}

func of(text string, ignored ...string) []uint64 {
	t := shingle.Parse(text, "en")
	for _, s := range ignored {
		at := strings.Index(text, s)
		t.Ignore(shingle.Span{Start: at, End: at + len(s)})
	}
	return slices.Compact(slices.Sorted(features(t)))
}

func TestFeatures(t *testing.T) {
	require.Empty(t, of(""))
	require.Empty(t, of("... !"))
	require.Empty(t, of("bridge"), "one word has no neighbour")
	require.Len(t, of("bridge closed"), 1, "a pair")
	require.Len(t, of("storm closed the harbour"), 3, "three pairs")
	require.Equal(t, of("bridge closed"), of("closed bridge"), "either order")
	require.Equal(t, of("bridge closed"), of("bridges closing"), "stems")
	require.Equal(t, of("bridge closed"), of("the bridge closed"), "stop words count in windows only")
	require.Empty(t, of("Bridge. Closed."), "never across sentences")

	const text = "Subscribe now. The storm closed the harbour bridge at noon. Read more stories here."
	require.Equal(t, of("The storm closed the harbour bridge at noon."),
		of(text, "Subscribe now.", "Read more stories here."), "ignored words make none")
	require.Empty(t, of(text, text))
}

// TestFeaturesLaws: the same every time, ascending without repeats, appended.
func TestFeaturesLaws(t *testing.T) {
	word := rapid.SampledFrom(strings.Fields("the of storm storms closed harbour bridge noon 11 Velmora 東 京 l'île . , \xff"))
	rapid.Check(t, func(t *rapid.T) {
		text := shingle.Parse(strings.Join(rapid.SliceOfN(word, 0, 40).Draw(t, "words"), " "), "")
		got := Features(nil, text)
		for k := 1; k < len(got); k++ {
			require.Less(t, got[k-1], got[k])
		}
		require.True(t, slices.Equal(got, Features(nil, shingle.Parse(text.Source, ""))))
		require.True(t, slices.Equal(append([]uint32{9, 9}, got...), Features([]uint32{9, 9}, text)), "what stood in dst stays")
		all := 0
		for h := range features(text) {
			all++
			_, found := slices.BinarySearch(got, uint32(h>>32))
			require.True(t, found || h%sampling != 0)
		}
		require.LessOrEqual(t, len(got), all)
		text.Ignore(shingle.Span{End: len(text.Source)})
		require.Empty(t, Features(nil, text))
	})
}
