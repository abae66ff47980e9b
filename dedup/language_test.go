package dedup_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/wirecopy/wirecopy/dedup"
)

// TestLanguages reads testdata/languages/*.txtar, each named by its language: the
// agency's dispatch, another desk's rewording of it, sentence by sentence, the
// report of somebody who was there, and that of a rival with the same facts. The language of the articles is told to the
// library, and then not.
func TestLanguages(t *testing.T) {
	names, err := filepath.Glob("testdata/languages/*.txtar")
	require.NoError(t, err)
	require.Len(t, names, 10)
	var all []dedup.Article
	for _, name := range names {
		lang := strings.TrimSuffix(filepath.Base(name), ".txtar")
		file, err := txtar.ParseFile(name)
		require.NoError(t, err)
		for _, told := range []string{lang, ""} {
			var as []dedup.Article
			for _, m := range file.Files {
				as = append(as, dedup.Article{ID: lang + "/" + strings.TrimSuffix(m.Name, ".txt"), Text: string(m.Data), Language: told})
			}
			require.Len(t, as, 4)
			wire, reworded := as[0], as[1]
			e := compare(t, wire, reworded, nil)
			t.Logf("%s %q: reworded %.2f, resemblance %.2f", lang, told, e.Score, e.Resemblance)
			require.Equal(t, dedup.Derived, e.Relation, "%s, told %q: score %.2f", lang, told, e.Score)
			for _, other := range as[2:] {
				for _, x := range []dedup.Article{wire, reworded} {
					e = compare(t, x, other, nil)
					require.Less(t, e.Score, 0.3, "%s %s, told %q", x.ID, other.ID, told)
				}
			}
			if told == "" {
				all = append(all, as...)
			}
		}
	}
	r := group(t, all, nil)
	require.Equal(t, "de/reworded de/wire\neo/reworded eo/wire\nes/reworded es/wire\nfr/reworded fr/wire\nit/reworded it/wire\nja/reworded ja/wire\n"+
		"pt/reworded pt/wire\nru/reworded ru/wire\nth/reworded th/wire\nzh/reworded zh/wire\n", clusters(r))
}

// TestTwoScripts: a dispatch below a long report in another script is contained in the whole, word for word.
func TestTwoScripts(t *testing.T) {
	for _, lang := range []string{"zh", "ja", "th"} {
		file, err := txtar.ParseFile("testdata/languages/" + lang + ".txtar")
		require.NoError(t, err)
		wire := dedup.Article{ID: "a", Text: string(file.Files[0].Data)}
		for n := range 4 {
			both := dedup.Article{ID: "b", Text: strings.Repeat(wireStory+"\n\n", n) + wire.Text}
			e := compare(t, wire, both, nil)
			require.EqualValues(t, 1, e.AInB, "%s below %d", lang, n)
			require.GreaterOrEqual(t, e.Relation, dedup.Derived)
			require.Len(t, group(t, []dedup.Article{wire, both}, nil).Clusters, 1)
		}
	}
}
