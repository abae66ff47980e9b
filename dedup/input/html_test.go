package input

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// prosePage has a text that is long enough to be taken for the main one.
func prosePage(head, body string) string {
	return "<html><head>" + head + "</head><body>" + body + "</body></html>"
}

var pageRows = []row{
	{
		why: "a page is called by its path",
		files: map[string]string{
			"a/b.html": prosePage("", "<p>A</p><p>B<br>C</p>D"),
			"c.htm":    "Just words",
			"d.xhtml":  `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>E</p></body></html>`,
			"e":        "<!DOCTYPE html><p>F</p>",
		},
		want: []string{"a/b.html: A\n\nB\nC\n\nD", "c.htm: Just words", "d.xhtml: E"},
	},
	{
		why: "a page without a text",
		files: map[string]string{
			"a.html": "",
			"b.html": prosePage("<title>T</title>", "<script>var a = 1</script><form><select><option>x</select></form>"),
			"c.html": "<html><body>" + strings.Repeat("<div>", 600) + "x",
			"d.html": prosePage("", strings.Repeat("<br>", maxElements)),
			"e.html": strings.Repeat("<", 4*maxElements+1),
			"f.html": prosePage("", "<p>F"),
		},
		want: []string{
			"! DIR/a.html: no text",
			"! DIR/b.html: no text",
			"! DIR/c.html: this page cannot be read: html: open stack of elements exceeds 512 nodes",
			"! DIR/d.html: a page of more than 50000 elements",
			"! DIR/e.html: a page of more than 50000 elements",
			"f.html: F",
		},
	},
	{
		why: "encodings: declared, declared wrongly, not at all, without ASCII",
		files: map[string]string{
			"a.html": prosePage(`<meta charset="windows-1252">`, "<p>caf\xe9 \x93A\x94"),
			"b.html": prosePage(`<meta charset="iso-8859-1">`, "<p>café"),
			"c.html": prosePage(`<meta charset="utf-8">`, "<p>caf\xe9"),
			"d.html": prosePage(`<meta http-equiv="content-type" content="text/html; charset=koi8-r">`, "<p>\xce\xcf\xd7\xcf\xd3\xd4\xc9"),
			"e.html": prosePage(`<meta charset="iso-2022-jp">`, "<p>\x1b$B%K%e!<%9\x1b(B"),
			"f.html": prosePage(``, "<p>caf\xe9"),
			"g.html": prosePage(`<meta charset="klingon">`, "<p>café"),
			"h.html": prosePage(`<meta charset="utf-8">`, "<p>Été, café, d\xe9j\xe0"),
			"i.html": prosePage(`<meta charset="gb18030">`, "<p>\xd0\xc2\xce\xc5"),
		},
		want: []string{
			"a.html: café “A”", "b.html: café", "c.html: café", "d.html: новости", "e.html: ニュース", "f.html: café", "g.html: café",
			"h.html: Été, café, d\ufffdj\ufffd", "i.html: 新闻",
		},
	},
}

func TestPageMeta(t *testing.T) {
	const text = "<p>The bridge is shut.</p>"
	for _, tt := range []struct{ why, head, body, want string }{
		{"nothing", "", "", "||| no date"},
		{"the usual", `<title>T | Site</title><meta property="og:site_name" content="Site"><meta property="article:published_time" content="2024-05-06T07:08:09Z">`, "", "T | Site|Site|| 2024-05-06T07:08:09Z"},
		{"a page about a page: JSON-LD", `<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"H","datePublished":"2024-05-06T07:08:09+02:00","publisher":{"name":"P"}}</script>`, "", "H|P|| 2024-05-06T05:08:09Z"},
		{"the host, where there is no name", `<link rel="canonical" href="https://www.Paper.example/a">`, "", "|paper.example|| no date"},
		{"languages", `<meta http-equiv="content-language" content="pt-BR">`, "", "||pt| no date"},
		{"a locale", `<meta property="og:locale" content="fr_CA">`, "", "||fr| no date"},
		{"the time of the text", "", `<time datetime="2024-05-06">today</time>`, "||| 2024-05-06T00:00:00Z"},
		{"a date that may be two is none", `<meta name="date" content="04/05/2024">`, "", "||| no date"},
		{"the first of several", `<meta name="date" content="2024-05-07"><meta name="pubdate" content="2024-05-06"><meta name="pubdate" content="2024-05-05">`, "", "||| 2024-05-06T00:00:00Z"},
		{"a title without end", "<title>" + strings.Repeat("x", 20<<10), "</title>", "*||| no date"},
		{"attributes without end", "", `<p class="` + strings.Repeat("a ", 1<<20) + `">`, "||| no date"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			start := time.Now()
			n := 0
			for a, err := range Read([]string{"-"}, &Options{Form: "html", Stdin: strings.NewReader(prosePage(tt.head, tt.body+text))}) {
				require.NoError(t, err)
				n++
				if strings.HasPrefix(tt.want, "*") {
					require.Less(t, len(a.Title), 10<<10)
					a.Title = "*"
				}
				published := "no date"
				if !a.Published.IsZero() {
					published = a.Published.UTC().Format(time.RFC3339)
				}
				require.Equal(t, tt.want, a.Title+"|"+a.Source+"|"+a.Language+"| "+published)
				require.Contains(t, a.Text, "The bridge is shut.")
			}
			require.Equal(t, 1, n)
			require.Less(t, time.Since(start), 20*time.Second)
		})
	}
}

func TestFragmentText(t *testing.T) {
	for in, want := range map[string]string{
		"no markup,  not\ntouched":                "no markup,  not\ntouched",
		"a &lt; b &amp; c":                        "a < b & c",
		"<p>a</p>b":                               "a\n\nb",
		"<b>a</b>b <i> c</i>":                     "ab c",
		"a<br>b<br/><br />c":                      "a\nb\n\nc",
		"<script>x</script><style>y</style>z":     "z",
		"<head><title>t</title><body>z":           "z",
		"<ul><li>a<li>b</ul>":                     "a\nb",
		"<table><tr><td>a<td>b<tr><td>c</table>d": "a b\nc\n\nd",
		"a<!-- b -->c":                            "ac",
		"a < b":                                   "a < b",
		"<p>a":                                    "a",
		"<":                                       "<",
		"&#0;&#x110000;&nosuch;":                  "\ufffd\ufffd&nosuch;",
		"<p> </p>":                                "",
		"a\u00a0 \u3000b<p>":                      "a b",
		strings.Repeat("<b>", 10000) + "a":        "a",
	} {
		require.Equal(t, want, fragmentText(in), in)
	}
}

func TestLanguage(t *testing.T) {
	require.Equal(t, "de", language(" de "))
	for in, want := range map[string]string{"en": "en", "EN-us": "en", "fr_CA": "fr", "yue": "yue", "zh-Hant-TW": "zh", "": "", "English": "English", "x": "x", "en1": "en1", "ger-": "ger"} {
		require.Equal(t, want, language(in), in)
	}
}
