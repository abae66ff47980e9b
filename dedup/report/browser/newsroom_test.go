package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/report"
)

const (
	agency = "01-harbour-strike%2Fagency"
	update = "01-harbour-strike%2Fupdate"
	portal = "01-harbour-strike%2Fportal"
)

// inView is whether passage n of a side, 0 or 1, is seen in its pane.
func inView(side, n int) string {
	return fmt.Sprintf(`(() => {
		const pane = document.querySelectorAll(".pane")[%d];
		const part = [...pane.querySelectorAll(".p")].find(p => p.passage === %d);
		const a = part.getBoundingClientRect(), b = pane.getBoundingClientRect();
		return a.bottom > b.top && a.top < b.bottom && a.top < innerHeight && a.bottom > 0;
	})()`, side, n)
}

const scrollToTop = `document.querySelectorAll(".pane").forEach(p => p.scrollTo({top: 0, behavior: "instant"}))`

// TestVisit goes through a report as a reader would.
func TestVisit(t *testing.T) {
	path, r := write(t, newsroom(t))
	b := open(t, path, wide)

	require.Equal(t, len(r.Clusters), eval[int](b, `document.querySelectorAll(".story").length`))
	require.Contains(t, eval[string](b, `document.querySelector(".lede").textContent`), fmt.Sprintf("%d articles", r.Articles))
	first := eval[string](b, `document.querySelector(".story").innerText`)
	for _, want := range []string{"4 Mar 2024", "Port workers of Velmar", "Northern Press Agency", "4 articles · 3 outlets · over 8 h 29 min", "% verbatim", "% edited"} {
		require.Contains(t, first, want)
	}

	// Overview, family, pair, by clicks.
	b.click(".story a")
	require.Equal(t, "#/story/"+agency, eval[string](b, `location.hash`))
	require.Equal(t, len(r.Clusters[0].Members), eval[int](b, `document.querySelectorAll(".member").length`))
	require.Equal(t, len(r.Clusters[0].Members)-1, eval[int](b, `document.querySelectorAll(".chart .line").length`), "a line for each but the origin")
	require.Equal(t, 2, eval[int](b, `document.querySelectorAll(".chart .is-agency").length`))
	require.Positive(t, eval[int](b, `document.querySelectorAll(".heat a").length`))
	b.script(`document.querySelector('.chart [data-row="3"]').dispatchEvent(new MouseEvent("click", {bubbles: true}))`)
	b.settle()
	require.Equal(t, "#/pair/"+agency+"/"+update, eval[string](b, `location.hash`), "a line leads to its pair")
	require.Equal(t, "H1", eval[string](b, `document.activeElement.tagName`), "the focus is where the view begins")

	requireTexts(b, r, "01-harbour-strike/agency", "01-harbour-strike/update")
	for _, selector := range []string{".pane .verbatim", ".pane .edited", ".pane del.went", ".pane ins.came", ".pane .aside", ".map .window", ".ribbons .ribbon"} {
		require.Positive(t, eval[int](b, fmt.Sprintf(`document.querySelectorAll(%q).length`, selector)), selector)
	}
	b.click(".why summary")
	require.Contains(t, eval[string](b, `document.querySelector(".why").innerText`), "of 01-harbour-strike/agency aligns with 01-harbour-strike/update")
	b.quiet()
}

// requireTexts wants the panes to hold these texts, but for white space.
func requireTexts(b *tab, r *dedup.Result, ids ...string) {
	b.t.Helper()
	b.script(`window.bare = text => text.replace(/\s+/g, "");
		window.shownTexts = [...document.querySelectorAll(".pane")].map(pane => {
			pane = pane.cloneNode(true);
			for (const n of pane.querySelectorAll(".n")) n.remove();
			return bare(pane.textContent);
		})`)
	for _, id := range ids {
		a, ok := r.Article(id)
		require.True(b.t, ok, id)
		require.True(b.t, eval[bool](b, fmt.Sprintf(`shownTexts.includes(bare(%s))`, quote(a.Text))), id)
	}
}

// TestCounterpart: what the pointer or the focus is on in one text lights up in
// both and scrolls into view in the other.
func TestCounterpart(t *testing.T) {
	path, _ := write(t, newsroom(t))
	b := open(t, path+"#/pair/"+agency+"/"+update, screen{width: 1280, height: 700, scale: 1})
	last := eval[int](b, `Math.max(...[...document.querySelectorAll(".pane .p")].map(p => p.passage))`)

	b.script(scrollToTop)
	require.False(t, eval[bool](b, inView(1, last)))
	b.script(fmt.Sprintf(`[...document.querySelectorAll(".pane")[0].querySelectorAll(".p")].find(p => p.passage === %d)
		.dispatchEvent(new PointerEvent("pointerover", {bubbles: true, pointerType: "mouse"}))`, last))
	b.wait(inView(1, last))
	require.False(t, eval[bool](b, inView(0, last)), "the text one is in stays where it is")
	require.Equal(t, 2, eval[int](b, fmt.Sprintf(`new Set([...document.querySelectorAll(".pane .p.lit")].filter(p => p.passage === %d).map(p => p.closest(".pane"))).size`, last)))

	b.script(scrollToTop)
	b.script(fmt.Sprintf(`document.querySelectorAll(".pane")[0].querySelector('.n[href$="/%d"]').focus()`, last))
	b.wait(inView(1, last))
	require.Positive(t, eval[int](b, `document.querySelectorAll(".ribbon.lit").length`))

	// Enter goes over to the other text.
	b.press(kb.Enter)
	require.True(t, eval[bool](b, fmt.Sprintf(`document.activeElement.getAttribute("href").endsWith("/%d") && document.activeElement.closest(".pane") === document.querySelectorAll(".pane")[1]`, last)))
	require.Equal(t, fmt.Sprintf("#/pair/%s/%s/%d", agency, update, last), eval[string](b, `location.hash`))
	b.quiet()
}

// TestKeys goes through a report without a pointer.
func TestKeys(t *testing.T) {
	path, _ := write(t, newsroom(t))
	b := open(t, path, wide)
	b.press("/")
	require.Equal(t, "search", eval[string](b, `document.activeElement.id`))
	b.script(`document.activeElement.value = ""`) // a key that is sent is typed, though the page wants it not to be
	b.press("osvald")
	b.wait(`document.querySelectorAll(".story").length === 1`)
	b.press(kb.Tab + kb.Tab + kb.Tab + kb.Tab + kb.Tab + kb.Enter)
	require.Equal(t, "#/story/"+agency, eval[string](b, `location.hash`))
	b.press(kb.Tab) // past the headline, to the first pair
	require.Equal(t, "#/pair/"+agency+"/"+portal, eval[string](b, `document.activeElement.getAttribute("href")`))
	b.press(kb.Enter)
	b.press("j")
	b.press("j")
	require.Equal(t, "#/pair/"+agency+"/"+portal+"/2", eval[string](b, `location.hash`))
	require.Regexp(t, `^Passage 2 of \d+, `, eval[string](b, `document.getElementById("said").textContent`))
	require.True(t, eval[bool](b, inView(0, 2)) && eval[bool](b, inView(1, 2)))
	b.press("k")
	require.Equal(t, "#/pair/"+agency+"/"+portal+"/1", eval[string](b, `location.hash`))
	b.press(kb.ArrowRight)
	b.press(kb.ArrowRight)
	require.Equal(t, "#/pair/"+agency+"/"+update, eval[string](b, `location.hash`))
	b.press(kb.ArrowRight)
	require.Equal(t, "#/pair/"+agency+"/"+update, eval[string](b, `location.hash`), "the last pair")
	b.press(kb.ArrowLeft)
	b.press(kb.Escape)
	require.Equal(t, "#/story/"+agency, eval[string](b, `location.hash`))

	// One cell of the heat map is in the tab order, arrows go to the others.
	require.Equal(t, 1, eval[int](b, `document.querySelectorAll('.heat a[tabindex="0"]').length`))
	b.script(`document.querySelector('.heat a[tabindex="0"]').focus()`)
	before := eval[string](b, `document.activeElement.getAttribute("aria-label")`)
	b.press(kb.ArrowRight)
	require.NotEqual(t, before, eval[string](b, `document.activeElement.getAttribute("aria-label")`))
	b.press(kb.Escape)
	require.Equal(t, "#/", eval[string](b, `location.hash`))
	require.Equal(t, "osvald", eval[string](b, `document.getElementById("search").value`), "what was chosen stays chosen")

	// The link that skips to the content does not change the address.
	b.script(`document.querySelector(".skip").click()`)
	require.Equal(t, "#/ main", eval[string](b, `location.hash + " " + document.activeElement.id`))
	b.quiet()
}

// TestFilters: search, filters and order, alone and together.
func TestFilters(t *testing.T) {
	path, r := write(t, newsroom(t))
	b := open(t, path, wide)
	titles := `[...document.querySelectorAll(".story h2")].map(h => h.textContent)`
	set := func(label, value string) {
		b.script(fmt.Sprintf(`(() => {
			const field = [...document.querySelectorAll(".field")].find(f => f.textContent.startsWith(%q)).querySelector("select, input");
			field.value = %q;
			field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", {bubbles: true}));
		})()`, label, value))
		b.settle()
	}
	set("Language", "es")
	require.Equal(t, []string{"Un incendio forestal obliga a desalojar a 2.300 vecinos en la sierra de Almoraña"}, eval[[]string](b, titles))
	set("Search", "velmar")
	require.Empty(t, eval[[]string](b, titles))
	require.Contains(t, eval[string](b, `document.querySelector(".status").textContent`), "0 of ")
	set("Language", "")
	require.Equal(t, "Port workers of Velmar walk out over driverless cranes", eval[[]string](b, titles)[0])
	set("Search", "ALMORANA desalojar") // capitals, accents, two words
	require.Len(t, eval[[]string](b, titles), 1)
	set("Search", "")
	set("Outlet", "Metro Osten")
	require.Contains(t, eval[[]string](b, titles), "Port workers of Velmar walk out over driverless cranes")
	require.Less(t, len(eval[[]string](b, titles)), len(r.Clusters))
	set("Outlet", "")
	set("Closest relation", "near-duplicate")
	require.Less(t, len(eval[[]string](b, titles)), len(r.Clusters))
	set("Closest relation", "")
	set("Order", "Headline")
	require.IsIncreasing(t, eval[[]int](b, titles+`.map((x, i, all) => all.toSorted((p, q) => p.localeCompare(q)).indexOf(x))`))
	set("Order", "Newest first")
	require.Len(t, eval[[]string](b, titles), len(r.Clusters))
	b.quiet()
}

// TestAddresses: what is sent to somebody opens where it should, and what is
// not in the report says so.
func TestAddresses(t *testing.T) {
	path, _ := write(t, newsroom(t))
	b := open(t, path+"#/pair/"+agency+"/"+update+"/5", wide)
	require.True(t, eval[bool](b, inView(0, 5)) && eval[bool](b, inView(1, 5)))
	require.Equal(t, "Northern Press Agency and Northern Press Agency – Wirecopy report", eval[string](b, `document.title`))
	b.visit("#/pair/" + agency + "/" + update + "/2")
	require.True(t, eval[bool](b, inView(0, 2)) && eval[bool](b, inView(1, 2)))
	for _, address := range []string{"#/story/nobody", "#/pair/a/b", "#/pair/" + agency + "/nobody", "#/story/%E0%A4%A", "#/pair/" + agency + "/" + agency} {
		b.visit(address)
		require.Equal(t, "Not found", eval[string](b, `document.querySelector("h1").textContent`), address)
	}
	b.visit("#/pair/" + agency + "/" + update + "/999")
	require.Equal(t, 2, eval[int](b, `document.querySelectorAll(".pane").length`), "a passage that is not there is left aside")
	b.visit("#/nonsense")
	require.Positive(t, eval[int](b, `document.querySelectorAll(".story").length`))
	b.visit("#/story/" + update) // of any member
	require.Equal(t, "Port workers of Velmar walk out over driverless cranes", eval[string](b, `document.querySelector("h1").textContent`))
	b.quiet()
}

// TestExplanation: the page of one pair shows it at once.
func TestExplanation(t *testing.T) {
	r, err := dedup.Group(t.Context(), newsroom(t), nil)
	require.NoError(t, err)
	e, err := r.Explain("01-harbour-strike/agency", "01-harbour-strike/brief")
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "pair.html")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, report.ExplainHTML(file, e, nil))
	require.NoError(t, file.Close())
	b := open(t, path, wide)
	requireTexts(b, r, "01-harbour-strike/agency", "01-harbour-strike/brief")
	b.press("j")
	require.Positive(t, eval[int](b, `document.querySelectorAll(".lit").length`))
	b.quiet()
}

// TestPrint: nothing of the texts is cut off on paper.
func TestPrint(t *testing.T) {
	path, _ := write(t, newsroom(t))
	b := open(t, path+"#/pair/"+agency+"/"+update, wide)
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
	require.NoError(t, err)
	require.Greater(t, len(pdf), 10_000)
	require.False(t, eval[bool](b, `document.documentElement.classList.contains("printing")`), "and is as it was")
	b.media("print")
	b.script(`dispatchEvent(new Event("beforeprint"))`)
	require.True(t, eval[bool](b, `[...document.querySelectorAll(".pane")].every(p => p.scrollHeight <= p.clientHeight + 1)`))
	require.Equal(t, "none", eval[string](b, `getComputedStyle(document.querySelector(".arrows")).display`))
	b.quiet()
}
