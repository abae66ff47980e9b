package browser

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// axe returns the source of axe-core.
func axe(t *testing.T) string {
	name := os.Getenv("WIRECOPY_AXE")
	if name == "" {
		absent(t, "no axe-core: WIRECOPY_AXE does not name its axe.min.js")
	}
	text, err := os.ReadFile(name)
	require.NoError(t, err, "WIRECOPY_AXE")
	return string(text)
}

// TestAxe has axe-core look at every view, in light and dark, wide and narrow.
func TestAxe(t *testing.T) {
	source := axe(t)
	path, _ := write(t, append(newsroom(t), scripts()...))
	b := open(t, path, wide)
	b.script(source)
	for _, view := range []struct{ name, hash, before string }{
		{"overview", "#/", ""},
		{"family", "#/story/" + agency, ""},
		{"family without origin", "#/story/04-merger%2Fclose-tue", ""},
		{"pair", "#/pair/" + agency + "/" + update, `document.querySelector(".why").open = true`},
		{"passage", "#/pair/" + agency + "/" + update + "/2", ""},
		{"right to left", "#/pair/ar-1/ar-2/1", ""},
		{"not found", "#/story/nobody", ""},
	} {
		for _, s := range []screen{wide, dark, slim} {
			b.resize(s)
			b.visit(view.hash)
			b.script(view.before)
			b.settle()
			found := eval[[]string](b, violations)
			require.Empty(t, found, "%s, %d pixels, dark %v", view.name, s.width, s.dark)
		}
	}
	b.quiet()

	// It finds what there is: grey on white, a picture without words.
	b.visit("#/")
	b.script(`document.querySelector(".lede").style.color = "#ccc"; document.querySelector("main").append(document.createElement("img"))`)
	found := strings.Join(eval[[]string](b, violations), "\n")
	require.Contains(t, found, "color-contrast")
	require.Contains(t, found, "image-alt")
}

const violations = `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations
	.filter(v => v.impact === "serious" || v.impact === "critical")
	.flatMap(v => v.nodes.map(n => v.id + ": " + n.html.slice(0, 200) + " " + (n.any[0]?.message ?? n.all[0]?.message ?? n.none[0]?.message))))`
