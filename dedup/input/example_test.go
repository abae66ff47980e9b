package input_test

import (
	"fmt"
	"strings"

	"github.com/wirecopy/wirecopy/dedup/input"
)

func ExampleRead() {
	feed := `{"id":"a1","title":"Port workers walk out","text":"Dockers walked off the job on Monday.","source":"NPA"}
{"id":"a2","text":"Dockers walked
{"id":"a3","text":""}
{"id":"a4","text":"The port of Velmar is shut.","source":"The Courier"}`

	// A path would be "news.jsonl" or "news"; "-" is standard input.
	for a, err := range input.Read([]string{"-"}, &input.Options{Stdin: strings.NewReader(feed)}) {
		if err != nil {
			fmt.Println("passed over:", err)
			continue
		}
		fmt.Println(a.ID, a.Source, len(a.Text), "bytes")
	}
	// Output:
	// a1 NPA 37 bytes
	// passed over: standard input:2: broken JSON: unexpected end of JSON input
	// passed over: standard input:3: "a3": no text
	// a4 The Courier 27 bytes
}

// A table with names of its own, as a spreadsheet in half of Europe writes it.
func ExampleRead_fields() {
	table := "key;headline;body\n" +
		"k-1;Port shut;\"The port of Velmar is shut; dockers walked off.\"\n" +
		"k-2;Rain;Rain; and more rain\n"

	o := &input.Options{
		Stdin:  strings.NewReader(table),
		Form:   "csv", // without it the content must tell
		Fields: map[string]string{"id": "key", "title": "headline", "text": "body"},
	}
	for a, err := range input.Read([]string{"-"}, o) {
		if err != nil {
			fmt.Println("passed over:", err)
			continue
		}
		fmt.Printf("%s, %s: %s\n", a.ID, a.Title, a.Text)
	}
	// Output:
	// k-1, Port shut: The port of Velmar is shut; dockers walked off.
	// passed over: standard input:3: 4 fields, and the header has 3; a text with ';' in it must stand in quotes
}

// The text of a page, without the menu around it.
func ExampleRead_page() {
	page := `<html lang="en-GB"><head><title>Port shut</title><meta property="og:site_name" content="The Courier"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Port shut</h1>
<p>Dockers walked off the job on Monday.</p><p>The port of Velmar is shut.</p></article></body></html>`

	for a, err := range input.Read([]string{"-"}, &input.Options{Stdin: strings.NewReader(page)}) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Printf("%s, %s (%s)\n%s\n", a.Title, a.Source, a.Language, a.Text)
	}
	// Output:
	// Port shut, The Courier (en)
	// Dockers walked off the job on Monday.
	//
	// The port of Velmar is shut.
}
