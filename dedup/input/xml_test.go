package input

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const rssHead = `<rss version="2.0"><channel><title>F</title><language>en-us</language>`

func rssItem(id, text string) string {
	return "\n<item><guid>" + id + "</guid><description>" + text + "</description></item>"
}

var xmlRows = []row{
	{
		why: "an item that is broken is named by its line, and the rest goes on",
		files: map[string]string{
			"a.rss": rssHead + rssItem("1", "A") + rssItem("2", "") + "\n<item><guid>3</guid><description>C</wrong></item>" + rssItem("", "D") + rssItem("5", "E") + "</channel></rss>",
		},
		want: []string{"1: A", `! DIR/a.rss:3: "2": no text`, "3: C", `! DIR/a.rss:5: no "id"`, "5: E"},
	},
	{
		why: "a feed that is cut short, or never ends",
		files: map[string]string{
			"a.rss": rssHead + rssItem("1", "A") + "\n<item><guid>2</guid>\n<descr",
			"b.rss": rssHead + rssItem("3", "C"),
			"c.rss": rssHead + rssItem("4", "D") + "\n<!-- no end",
		},
		want: []string{
			"1: A", "! DIR/a.rss:3: the file ends within a tag, comment or CDATA section",
			"3: C", "4: D", "! DIR/c.rss:3: the file ends within a tag, comment or CDATA section",
		},
	},
	{
		why: "what looks like an end is none in comments, CDATA, declarations and attributes",
		files: map[string]string{
			"a.rss": "<?xml version='1.0'?><?x </item> ?><!DOCTYPE rss [<!ENTITY y '</item>'>]>" + rssHead +
				`<item><!-- </item> --><guid a="/item>">1</guid><description><![CDATA[<p>A &lt;/item> </item></p>]]></description></item></channel></rss>`,
		},
		want: []string{"1: A </item>"},
	},
	{
		why: "RSS 1.0, a prefix, Atom; what is in the entry of another root is no item",
		files: map[string]string{
			"a.rdf": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="x"><title>Old</title></channel>
<item rdf:about="1"><title>T</title><link>http://old.example/1</link><description>A</description><dc:date>2001-02-03</dc:date></item></rdf:RDF>`,
			"b.atom": `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>F</a:title><a:entry><a:id>2</a:id><a:summary>B</a:summary></a:entry></a:feed>`,
			"c.xml":  `<feed xmlns="http://www.w3.org/2005/Atom"><title>None today</title></feed>`,
			"d.xml":  `<catalogue><item><guid>4</guid><description>D</description></item></catalogue>`,
			"e.xml":  `Not XML`,
			"f.xml":  ``,
		},
		want: []string{
			"http://old.example/1: A", "2: B",
			"! DIR/d.xml: no article in <catalogue>: of XML, feeds (RSS, Atom), NewsML-G2 and NITF are read",
			"! DIR/e.xml: no element: this is no XML",
			"! DIR/f.xml: no element: this is no XML",
		},
	},
	{
		why: "entities: those of HTML; none of a declaration, from a file or of others",
		files: map[string]string{
			"a.rss":  `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY l "` + strings.Repeat("&l2;", 100) + `">]>` + rssHead + rssItem("1", "&amp;eacute; &l; &x; &eacute;") + "</channel></rss>",
			"b.nitf": `<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]><nitf><body><body.content><p>&x; &eacute;&nbsp;a</p></body.content></body></nitf>`,
		},
		want: []string{"1: é &l; &x; é", "b.nitf: &x; é a"},
	},
	{
		why: "encodings: declared, declared wrongly, not at all, without ASCII, UTF-16 without a mark",
		files: map[string]string{
			"a.rss": `<?xml version="1.0" encoding="windows-1252"?>` + rssHead + rssItem("1", "caf\xe9 \x96 \x93A\x94") + "</channel></rss>",
			"b.rss": `<?xml version="1.0" encoding="ISO-8859-1"?>` + rssHead + rssItem("2", "café") + "</channel></rss>",
			"c.rss": `<?xml version="1.0" encoding="utf-8"?>` + rssHead + rssItem("3", "caf\xe9") + rssItem("4", "Été, café, d\xe9j\xe0") + "</channel></rss>",
			"d.rss": `<?xml version="1.0" encoding="iso-2022-jp"?>` + rssHead + rssItem("5", "\x1b$B%K%e!<%9\x1b(B") + "</channel></rss>",
			"e.rss": `<?xml version="1.0" encoding="klingon"?>` + rssHead + rssItem("6", "a\x0bb\x00c") + "</channel></rss>",
			"f.rss": strings.TrimPrefix(utf16Text(`<?xml version="1.0" encoding="UTF-16"?>`+rssHead+rssItem("7", "é")+"</channel></rss>", binary.LittleEndian), "\xff\xfe"),
			"g.rss": `<?xml version="1.0" encoding="Shift_JIS"?>` + rssHead + rssItem("8", "\x83j\x83\x85\x81[\x83X") + "</channel></rss>",
		},
		want: []string{"1: café – “A”", "2: café", "3: café", "4: Été, café, d\ufffdj\ufffd", "5: ニュース", "6: abc", "7: é", "8: ニュース"},
	},
	{
		why: "too long, too deep: the next one is read",
		files: map[string]string{
			"a.rss": rssHead + rssItem("1", strings.Repeat("A", 2000)) + rssItem("2", strings.Repeat("<b>", 300)+"B"+strings.Repeat("</b>", 300)) + rssItem("3", strings.Repeat("<br>", 300)+"C") + "</channel></rss>",
		},
		options: &Options{MaxBytes: 1999},
		want: []string{
			"! DIR/a.rss:2: longer than 1999 bytes, the most that is read at a time",
			"! DIR/a.rss:3: longer than 1999 bytes, the most that is read at a time",
			"3: C",
		},
	},
	{
		why:   "elements within elements",
		files: map[string]string{"a.rss": rssHead + rssItem("2", strings.Repeat("<b>", 300)+"B"+strings.Repeat("</b>", 300)) + rssItem("3", "C") + "</channel></rss>"},
		want:  []string{"! DIR/a.rss:2: elements within each other, 256 deep and more", "3: C"},
	},
	{
		why: "a date that cannot be read",
		files: map[string]string{
			"a.rss": rssHead + `<item><guid>1</guid><pubDate>soon</pubDate><description>A</description></item></channel></rss>`,
		},
		want: []string{
			`! DIR/a.rss:1: "1": "soon" is not a date like 2024-03-04 or 2024-03-04T07:12:00Z; the article is read without it`,
			"1: A",
		},
	},
	{
		why: "NewsML-G2: plain text, escaped HTML, a prefix; not base64, not a picture; one without a guid",
		files: map[string]string{
			"a.xml": `<n:newsMessage xmlns:n="http://iptc.org/std/nar/2006-10-01/"><n:itemSet>` +
				newsML("1", "text", `<n:inlineData contenttype="text/plain">A &amp; B
C</n:inlineData>`) +
				newsML("2", "text", `<n:inlineData contenttype="text/html">&lt;p&gt;A&lt;/p&gt;B</n:inlineData>`) +
				newsML("3", "text", `<n:inlineData contenttype="text/plain" encoding="base64">QQ==</n:inlineData>`) +
				newsML("4", "picture", `<n:remoteContent href="x.jpg"/>`) +
				newsML("", "text", `<n:inlineXML contenttype="application/nitf+xml"><nitf><body><body.content><p>E</p></body.content></body></nitf></n:inlineXML>`) +
				newsML("6", "text", `<n:inlineXML><p>F</p><pre>one
two</pre></n:inlineXML>`) +
				`</n:itemSet></n:newsMessage>`,
			"b.xml": `<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="p"/>`,
		},
		want: []string{
			"1: A & B\nC", "2: A\n\nB", `! DIR/a.xml:2: "3": no text`, `! DIR/a.xml:2: no "id"`, "6: F\n\none\ntwo",
			"! DIR/b.xml: no article in <packageItem>: of XML, feeds (RSS, Atom), NewsML-G2 and NITF are read",
		},
	},
	{
		why:   "the NITF within a NewsML of the first version",
		files: map[string]string{"a.xml": `<NewsML><NewsItem><NewsComponent><ContentItem><DataContent><nitf><head><docdata><doc-id id-string="1"/></docdata></head><body><body.content><p>A</p></body.content></body></nitf></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>`},
		want:  []string{"1: A"},
	},
}

func newsML(guid, class, content string) string {
	return fmt.Sprintf(`<n:newsItem guid="%s"><n:itemMeta><n:itemClass qcode="ninat:%s"/></n:itemMeta><n:contentSet>%s</n:contentSet></n:newsItem>`, guid, class, content)
}

// Each item of a feed is parsed with the tags around it, of maxTag bytes in all.
func TestItemsInLongTags(t *testing.T) {
	tag := `<channel a="` + strings.Repeat("x", maxTag/3) + `">`
	var s scanner
	for range 60 {
		s.enter("channel", tag)
	}
	require.Len(t, s.path, 2)
	s.enter("short", "<short>")
	require.Len(t, s.path, 3)
}

// The time of a feed grows with its length, whatever it is made of.
func TestXMLIsLinear(t *testing.T) {
	for why, in := range map[string]string{
		"tags that are never closed":     strings.Repeat("<a>", 1<<19),
		"items that are never closed":    "<rss>" + strings.Repeat("<item>", 1<<18),
		"brackets":                       strings.Repeat("<", 1<<20),
		"a comment without an end":       "<rss><!--" + strings.Repeat("-", 1<<20),
		"quotes":                         "<rss>" + strings.Repeat(`<item a="`, 1<<17),
		"elements in an item":            "<rss><item>" + strings.Repeat("<a>", 1<<19) + "</item>",
		"a declaration without an end":   "<!DOCTYPE " + strings.Repeat("<[", 1<<19),
		"attributes":                     "<rss><item " + strings.Repeat("a='b' ", 1<<17) + "/></rss>",
		"end tags of elements not begun": "<rss>" + strings.Repeat("<b>", 100) + strings.Repeat("</a>", 1<<18),
	} {
		t.Run(why, func(t *testing.T) {
			start := time.Now()
			for _, err := range Read([]string{"-"}, &Options{Form: "xml", Stdin: strings.NewReader(in)}) {
				require.Error(t, err)
			}
			require.Less(t, time.Since(start), 20*time.Second) // a tenth of a second, usually
		})
	}
}
