package browser

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
)

// quote writes text as a string of JavaScript.
func quote(text string) string {
	out, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string is always written
	}
	return string(out)
}

// at is the address of a pair.
func at(a, b string) string { return "#/pair/" + url.PathEscape(a) + "/" + url.PathEscape(b) }

// A writer makes up sentences, the same ones each time.
type writer struct{ *rand.Rand }

func newWriter() writer { return writer{rand.New(rand.NewPCG(7, 11))} }

func (w writer) word() string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for range 2 + w.IntN(3) {
		b.WriteByte(consonants[w.IntN(len(consonants))])
		b.WriteByte(vowels[w.IntN(len(vowels))])
	}
	return b.String()
}

func (w writer) sentence() string {
	words := make([]string, 9+w.IntN(6))
	for i := range words {
		words[i] = w.word()
	}
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	return strings.Join(words, " ") + "."
}

func (w writer) text(sentences int) string {
	out := make([]string, sentences)
	for i := range out {
		out[i] = w.sentence()
	}
	return strings.Join(out, " ")
}

// scripts are pairs of articles in scripts that run otherwise than this one.
func scripts() []dedup.Article {
	const (
		arabic = "أعلنت بلدية الميناء يوم الاثنين أن عمال الرصيف توقفوا عن العمل قبل الفجر احتجاجا على الرافعات التي تعمل دون سائق. " +
			"وقالت النقابة إن 3400 من أعضائها انضموا إلى الإضراب الذي بدأ مع نوبة الرابعة صباحا ولا يعرف أحد متى ينتهي. " +
			"ووصف مدير الميناء الإضراب بأنه ضربة ثقيلة وجهت إلى الناس الخطأ في أسوأ وقت من السنة."
		japanese = "港の労働者は月曜日の夜明け前、運転手のいないクレーンに抗議して仕事をやめた。組合によると、組合員三千四百人が参加しており、終わりの日は決まっていない。" +
			"港湾局長は、この行動は間違った人々に向けられた重い一撃だと述べた。冷蔵の果物は水曜日までに傷み始めるという。"
	)
	return []dedup.Article{
		{ID: "ar-1", Source: "الوكالة", Language: "ar", Title: "إضراب في الميناء", Text: arabic},
		{ID: "ar-2", Source: "الجريدة", Language: "ar", Title: "عمال الميناء يضربون", Text: "تقرير من مراسلنا.\n\n" + strings.Replace(arabic, "ضربة ثقيلة", "ضربة قاسية", 1)},
		{ID: "ja-1", Source: "通信", Language: "ja", Title: "港でスト", Text: japanese},
		{ID: "ja-2", Source: "新聞", Language: "ja", Title: "クレーンに抗議、港でスト", Text: strings.Replace(japanese, "重い一撃", "大きな打撃", 1)},
	}
}

// TestScripts: right-to-left text runs from the right, and passages are cut at
// the right characters where these take one, two or four bytes.
func TestScripts(t *testing.T) {
	articles := scripts()
	emoji := "🛳️ Le port 𝒅𝒆 Velmar est fermé. " + newWriter().text(6)
	articles = append(articles, dedup.Article{ID: "e-1", Text: emoji}, dedup.Article{ID: "e-2", Text: "📣📣 " + newWriter().sentence() + "\n\n" + emoji})
	path, r := write(t, articles)
	require.Len(t, r.Clusters, 3)
	b := open(t, path+at("ar-1", "ar-2"), wide)
	requireTexts(b, r, "ar-1", "ar-2")
	require.Equal(t, "rtl", eval[string](b, `getComputedStyle(document.querySelector(".pane p")).direction`))
	require.Equal(t, "ar", eval[string](b, `document.querySelector(".pane").lang`))
	b.visit(at("ja-1", "ja-2"))
	requireTexts(b, r, "ja-1", "ja-2")
	require.Contains(t, eval[string](b, `[...document.querySelectorAll(".went, .came")].map(x => x.textContent).join(" ")`), "大")
	b.visit(at("e-1", "e-2"))
	requireTexts(b, r, "e-1", "e-2")
	require.True(t, eval[bool](b, `[...document.querySelectorAll(".pane .verbatim")].some(p => p.textContent.replace(/^\d+[↑↓]?/, "").startsWith("🛳️ Le port 𝒅𝒆") || p.textContent.includes("Le port 𝒅𝒆 Velmar est fermé."))`))
	b.quiet()
}

// TestMarkup: an article is text, whatever is in it and wherever.
func TestMarkup(t *testing.T) {
	const attack = `</script><script>window.owned = 1</script><img src=x onerror="owned=2"><!--<script>` + "\u2028`${owned=3}`" + `{{.}} '"><svg onload=owned=4>&lt;b&gt;`
	w := newWriter()
	body := w.text(4) + " " + attack + " " + w.text(4)
	path, r := write(t, []dedup.Article{
		{ID: attack + "1", Title: attack, Source: attack, Language: `"><b>`, Text: body},
		{ID: attack + "2", Title: attack, Source: "Courier", Language: "en", Text: w.sentence() + "\n\n" + body + "\x00\xff\xfe end"},
	})
	require.Len(t, r.Clusters, 1)
	b := open(t, path, wide)
	visit := func(hash string) {
		b.visit(hash)
		require.True(t, eval[bool](b, `typeof owned === "undefined" && document.querySelectorAll("img, main b b, svg[onload], main script").length === 0`), hash)
	}
	visit("#/")
	require.Contains(t, eval[string](b, `document.querySelector(".story h2").textContent`), "</script><script>window.owned")
	b.click(".story a")
	visit(eval[string](b, `location.hash`))
	b.click(".member .title a")
	visit(eval[string](b, `location.hash`))
	text := eval[string](b, `document.querySelector(".panes").textContent`)
	require.Equal(t, 2, strings.Count(text, "</script><script>window.owned = 1</script>"))
	require.Contains(t, text, "U+0000", "control characters are shown as what they are")
	require.Contains(t, text, "\ufffd\ufffd end", "bytes that are no text")
	b.press("j")
	require.Positive(t, eval[int](b, `document.querySelectorAll(".lit").length`))
	visit(eval[string](b, `location.hash`))
	b.quiet()

	// The policy holds even if something got in.
	b.script(`document.body.append(Object.assign(document.createElement("script"), {textContent: "window.owned = 5"}))`)
	require.True(t, eval[bool](b, `typeof owned === "undefined"`))
	require.NotEmpty(t, b.trouble, "the browser tells of what it refused")
}

// TestOverrides: characters that reverse what is read are shown, not obeyed.
func TestOverrides(t *testing.T) {
	w := newWriter()
	body := w.text(6) + " The file is called exe.\u202egpj\u202c and \u2067honest\u2069. " + w.text(3)
	path, _ := write(t, []dedup.Article{
		{ID: "1", Title: "Annexe \u202egpj", Source: "Cou\u202drier", Text: body},
		{ID: "2", Title: "Plain", Source: "Daily", Text: body},
	})
	b := open(t, path, wide)
	for _, hash := range []string{"#/", "#/story/1", at("1", "2")} {
		b.visit(hash)
		require.False(t, eval[bool](b, `/[\u202a-\u202e\u2066-\u2069]/.test(document.querySelector("main").textContent + document.title)`), hash)
	}
	require.Equal(t, 2, eval[int](b, `[...document.querySelectorAll(".pane .odd")].filter(x => x.textContent === "U+202E").length`))
	b.quiet()
}

// within wants something done in a time that a reader would wait for, many times
// what it takes on an idle machine.
func within(t *testing.T, limit time.Duration, what string, f func()) {
	t.Helper()
	start := time.Now()
	f()
	took := time.Since(start)
	t.Logf("%s: %d ms", what, took.Milliseconds())
	require.Less(t, took, limit, what)
}

// TestLongArticle: five megabytes on both sides, some of it without a space or a
// line break, stay readable.
func TestLongArticle(t *testing.T) {
	w := newWriter()
	var paragraphs []string
	for size := 0; size < 5<<20; {
		p := w.text(40)
		paragraphs = append(paragraphs, p)
		size += len(p)
	}
	a := strings.Join(paragraphs, "\n\n")
	paragraphs[7] = strings.Repeat("x", 100_000)
	c := strings.Join(paragraphs[:600], "\n\n") + w.sentence() + strings.Join(paragraphs[600:], " ") // one paragraph of megabytes
	path, r := write(t, []dedup.Article{{ID: "a", Text: a}, {ID: "b", Text: c}})
	require.Len(t, r.Clusters, 1)
	b := open(t, path, wide)
	within(t, 20*time.Second, "to the pair", func() { b.visit(at("a", "b")) })
	requireTexts(b, r, "a", "b")
	last := eval[int](b, `Math.max(...[...document.querySelectorAll(".pane .p")].map(p => p.passage))`)
	within(t, 10*time.Second, "to the last passage", func() { b.visit(fmt.Sprintf("%s/%d", at("a", "b"), last)) })
	b.wait(inView(0, last))
	b.wait(inView(1, last))
	within(t, 10*time.Second, "to the first", func() { b.visit(at("a", "b") + "/1") })
	b.wait(inView(1, 1))
	b.quiet()
}

// TestManyPassages: ten thousand of them, hundreds moved.
func TestManyPassages(t *testing.T) {
	const n = 10_000
	w := newWriter()
	var first, second []string
	for range n {
		kept := w.sentence()
		first = append(first, kept, w.sentence())
		second = append(second, kept, w.sentence())
	}
	for i := 0; i+60 < len(second); i += 200 { // some change places
		second[i], second[i+50] = second[i+50], second[i]
	}
	path, r := write(t, []dedup.Article{{ID: "a", Text: breaks(first)}, {ID: "b", Text: breaks(second)}})
	require.Len(t, r.Clusters, 1)
	b := open(t, path, wide)
	within(t, 20*time.Second, "to the pair", func() { b.visit(at("a", "b")) })
	requireTexts(b, r, "a", "b")
	parts := eval[int](b, `new Set([...document.querySelectorAll(".pane .p")].map(p => p.passage)).size`)
	require.Greater(t, parts, n*9/10)
	within(t, 10*time.Second, "to one in the middle", func() { b.visit(fmt.Sprintf("%s/%d", at("a", "b"), parts/2)) })
	b.wait(inView(0, parts/2))
	b.wait(inView(1, parts/2))
	within(t, 10*time.Second, "ten on", func() {
		for range 10 {
			b.do(chromedp.KeyEvent("j"))
		}
		b.wait(fmt.Sprintf(`location.hash.endsWith("/%d")`, parts/2+10))
	})
	b.wait(inView(1, parts/2+10))
	require.Less(t, eval[int](b, `document.querySelectorAll(".ribbon").length`), 300)
	b.quiet()
}

// breaks joins sentences to paragraphs of four.
func breaks(sentences []string) string {
	var b strings.Builder
	for i, s := range sentences {
		b.WriteString(s)
		if i%4 == 3 {
			b.WriteString("\n\n")
		} else {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// TestManyStories: five hundred stay quick.
func TestManyStories(t *testing.T) {
	const n = 500
	w := newWriter()
	var articles []dedup.Article
	day := time.Date(2024, 5, 6, 0, 0, 0, 0, time.UTC)
	for i := range n {
		text := w.text(12)
		for k := range 3 {
			articles = append(articles, dedup.Article{
				ID: fmt.Sprintf("%03d-%d", i, k), Title: strings.TrimSuffix(w.sentence(), "."), Source: fmt.Sprintf("Daily %d", w.IntN(40)),
				Language: "en", Text: w.sentence() + "\n\n" + text, Published: day.Add(time.Duration(i*60+k) * time.Minute),
			})
		}
	}
	path, r := write(t, articles)
	require.Len(t, r.Clusters, n)
	start := time.Now()
	b := open(t, path, wide)
	t.Logf("a browser and the report in it: %d ms", time.Since(start).Milliseconds())
	t.Logf("the page by itself: %.0f ms", eval[float64](b, `performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd`))
	require.Equal(t, 50, eval[int](b, `document.querySelectorAll(".story").length`))
	within(t, 5*time.Second, "a first search through all texts", func() {
		word := strings.Fields(articles[3*417].Text)[3]
		b.script(fmt.Sprintf(`(() => { const s = document.getElementById("search"); s.value = %q; s.dispatchEvent(new Event("input")); })()`, word))
		b.wait(`document.querySelectorAll(".story").length < 50`)
	})
	require.Contains(t, eval[string](b, `document.querySelector(".story").innerHTML`), "417-")
	within(t, 5*time.Second, "and back", func() {
		b.script(`(() => { const s = document.getElementById("search"); s.value = ""; s.dispatchEvent(new Event("input")); })()`)
		b.wait(`document.querySelectorAll(".story").length === 50`)
	})
	b.click(".more button")
	require.Equal(t, 100, eval[int](b, `document.querySelectorAll(".story").length`))
	require.Equal(t, 50, eval[int](b, `[...document.querySelectorAll(".story")].indexOf(document.activeElement.closest(".story"))`))
	within(t, 5*time.Second, "all of them, for the printer", func() { b.script(`dispatchEvent(new Event("beforeprint"))`) })
	require.Equal(t, n, eval[int](b, `document.querySelectorAll(".story").length`))
	b.quiet()
}

// TestCrowd: a story of hundreds shows the first hundred, then all if one asks.
func TestCrowd(t *testing.T) {
	const n = 300
	w := newWriter()
	text := w.text(12)
	var articles []dedup.Article
	for i := range n {
		articles = append(articles, dedup.Article{
			ID: fmt.Sprintf("c%03d", i), Source: fmt.Sprintf("Daily %d", i), Text: text + " " + w.sentence(),
			Published: time.Date(2024, 5, 6, 0, i*i, 0, 0, time.UTC),
		})
	}
	path, r := write(t, articles)
	require.Len(t, r.Clusters, 1)
	b := open(t, path, wide)
	b.click(".story a")
	require.Equal(t, 100, eval[int](b, `document.querySelectorAll(".member").length`))
	const inside = `document.querySelector(".chart").getBBox().x + document.querySelector(".chart").getBBox().width <= document.querySelector(".chart").clientWidth`
	require.True(t, eval[bool](b, inside), "the lines stay in their column")
	b.click(".rest button")
	require.Equal(t, n, eval[int](b, `document.querySelectorAll(".member").length`))
	require.Equal(t, n, eval[int](b, `document.querySelectorAll(".chart .dot").length`))
	require.True(t, eval[bool](b, inside))
	require.Equal(t, 40, eval[int](b, `document.querySelectorAll(".heat tbody tr").length`))
	b.click(".member:nth-child(200) .title a")
	require.Equal(t, 2, eval[int](b, `document.querySelectorAll(".pane").length`))
	b.quiet()
}
