package input

import (
	"fmt"
	"strings"
	"testing"

	"github.com/klauspost/compress/zlib"
	"github.com/stretchr/testify/require"
)

// webRecord is a record of a web archive.
func webRecord(kind, uri, block string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nContent-Type: application/http;msgtype=%s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		kind, uri, kind, len(block), block)
}

func webPage(uri, headers, body string) string {
	return webRecord("response", uri, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"+headers+"\r\n"+body)
}

var archiveRows = []row{
	{
		why: "pages; not requests, redirects, pictures or what is not there",
		files: map[string]string{
			"a.warc": "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\na b\r\n\r\n" +
				webRecord("request", "http://a.example/1", "GET /1 HTTP/1.1\r\n\r\n") +
				webPage("http://a.example/1", "", "<p>A") +
				webRecord("response", "http://a.example/2", "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\nLocation: /1\r\n\r\n<p>B") +
				webRecord("response", "http://a.example/3", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n<p>C") +
				webRecord("response", "dns:a.example", "") +
				webRecord("revisit", "http://a.example/4", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") +
				webPage("<http://a.example/5>", "", "<p>E"),
		},
		want: []string{
			"http://a.example/1: A",
			`! DIR/a.warc: record 6: "dns:a.example": this is no response of a web server: unexpected EOF`,
			"http://a.example/5: E",
		},
	},
	{
		why: "the ways in which a page is sent, and headers that speak of them in vain",
		files: map[string]string{
			"a.warc": webPage("chunks", "Transfer-Encoding: chunked\r\n", "3\r\n<p>\r\n1\r\nA\r\n0\r\n\r\n") +
				webPage("gzip", "Content-Encoding: gzip\r\n", gz("<p>B")) +
				webPage("both", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(gz("<p>C")), gz("<p>C"))) +
				webPage("zstd", "Content-Encoding: zstd\r\n", zst("<p>D")) +
				webPage("zlib", "Content-Encoding: deflate\r\n", deflated("<p>E")) +
				webPage("not", "Content-Encoding: gzip\r\n", "<p>F") +
				webPage("nor", "Content-Encoding: br\r\n", "<p>G") +
				webPage("ascii", "Content-Length: 2\r\n", "<p>H") +
				webPage("other", "Content-Encoding: lzma\r\n", "<p>I") +
				webPage("cut", "Content-Length: 5000\r\n", "<p>I was long") +
				webPage("last", "", "<p>J"),
		},
		want: []string{
			"chunks: A", "gzip: B", "both: C", "zstd: D", "zlib: E", "not: F", "nor: G",
			`! DIR/a.warc: record 8: "ascii": no text`,
			`! DIR/a.warc: record 9: "other": the page is broken: Content-Encoding "lzma" is not read`,
			"cut: I was long",
			"last: J",
		},
	},
	{
		why: "a page that is packed too often, and one with an endless header",
		files: map[string]string{
			"a.warc": webPage("often", "Content-Encoding: gzip"+strings.Repeat(", deflate", 4)+"\r\n", "<p>A") +
				webPage("endless", "X: "+strings.Repeat("a", maxHeader)+"\r\n", "<p>B") +
				webRecord("response", "never", "HTTP/1.1 200 OK\r\nX: "+strings.Repeat("a", maxHeader)) +
				webRecord("response", "feeds", "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<p>B<!--"+strings.Repeat("-", maxHeader)+"\r\n\r\n-->") +
				webPage("next", "", "<p>C"),
		},
		want: []string{
			`! DIR/a.warc: record 1: "often": the page is broken: it is packed 5 times over`,
			`! DIR/a.warc: record 2: "endless": a header of more than 256 KB`,
			`! DIR/a.warc: record 3: "never": a header of more than 256 KB`,
			"feeds: B", "next: C",
		},
	},
	{
		why: "chunks whose sizes are gone: a crawler put the page together and left the header",
		files: map[string]string{
			"a.warc": webPage("whole", "Transfer-Encoding: chunked\r\n", "<p>A") + webPage("next", "", "<p>B"),
		},
		want: []string{"whole: A", "next: B"},
	},
	{
		why: "the encoding that a server names; none of the page's own",
		files: map[string]string{
			"a.warc": webRecord("response", "a", "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=KOI8-R\r\n\r\n<p>\xce\xcf\xd7\xcf\xd3\xd4\xc9"),
		},
		want: []string{"a: новости"},
	},
	{
		why: "a record that is broken is named by its number, and the rest goes on",
		files: map[string]string{
			"a.warc": webPage("1", "", "<p>A") + "rubbish\r\nand more\r\n" + webPage("2", "", "<p>B") +
				"WARC/1.0\r\nContent-Length: many\r\n\r\nx\r\n\r\n" + webPage("3", "", "<p>C") +
				"WARC/1.0\r\nno colon\r\n\r\n" + webPage("4", "", "<p>D") +
				cutShort(webPage("5", "", "<p>E"+random(2000)), 1000),
			"b.warc.gz": gz(webPage("6", "", "<p>F")) + broken(gz(webPage("7", "", "<p>G"+random(2000)))) + "\x1f\x8b\x08" + gz(webPage("8", "", "<p>H")) + "\x00\x00",
			"c.warc":    "",
			"d.warc":    "no archive",
			"e.warc.gz": gz(webPage("9", "", "<p>I")) + "trailing",
		},
		want: []string{
			"1: A",
			"! DIR/a.warc: record 2: this is no record of a web archive",
			"2: B",
			`! DIR/a.warc: record 4: this is no record of a web archive: its Content-Length is "many"`,
			"3: C",
			`! DIR/a.warc: record 6: this is no record of a web archive: its header is broken: malformed MIME header: missing colon: "no colon"`,
			"4: D",
			`! DIR/a.warc: record 8: "5": the file ends within this record`,
			"6: F",
			`! DIR/b.warc.gz: record 2: "7": gzip: invalid checksum`,
			"8: H",
			"! DIR/d.warc: record 1: this is no record of a web archive",
			"9: I",
			"! DIR/e.warc.gz: record 2: behind its compressed part the file holds something else",
		},
	},
	{
		why: "a page longer than the limit, packed or not, costs only itself",
		files: map[string]string{
			"a.warc.zst": zst(webPage("1", "", "<p>"+strings.Repeat("A", 5000)) + webPage("2", "Content-Encoding: gzip\r\n", gz("<p>"+strings.Repeat("B", 1<<20))) + webPage("3", "", "<p>C")),
		},
		options: &Options{MaxBytes: 4 << 10},
		want: []string{
			`! DIR/a.warc.zst: record 1: "1": longer than 4 KB, the most that is read at a time`,
			`! DIR/a.warc.zst: record 2: "2": longer than 4 KB, the most that is read at a time`,
			"3: C",
		},
	},
}

// broken changes a byte of the checksum at the end of a gzip member.
func broken(member string) string {
	b := []byte(member)
	b[len(b)-6] ^= 1
	return string(b)
}

func deflated(s string) string {
	var b strings.Builder
	w := zlib.NewWriter(&b)
	_, _ = w.Write([]byte(s))
	_ = w.Close()
	return b.String()
}

// A header without end costs no more than its bound.
func TestWARCHeaderIsBounded(t *testing.T) {
	in := "WARC/1.0\r\n" + strings.Repeat("a: b\r\n", 1<<16) + "\r\n" + webPage("2", "", "<p>B")
	got := told("", &Options{Stdin: strings.NewReader(in)}, "-")
	require.Len(t, got, 2)
	require.Contains(t, got[0], "standard input: record 1: this is no record of a web archive: its header is broken")
	require.Equal(t, "2: B", got[1])
}
