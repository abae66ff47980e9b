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
