package input

import (
	"bufio"
	"bytes"
	"path/filepath"
	"strings"
)

// A form is a way to write articles into a file.
type form int

const (
	formOther   form = iota // an extension that says it is something else
	formUnknown             // no extension: the content decides
	formText
	formArchive
	formLines
)

// formOf tells the form by the name.
func formOf(name string) form {
	name = withoutCompression(strings.ToLower(filepath.Base(name)))
	switch filepath.Ext(name) {
	case ".txt":
		return formText
	case ".txtar":
		return formArchive
	case ".jsonl", ".ndjson":
		return formLines
	case "":
		return formUnknown
	}
	return formOther
}

// orSniffed returns the form, of an unknown one what the first bytes look like.
func (f form) orSniffed(in *bufio.Reader) form {
	if f != formUnknown {
		return f
	}
	head, _ := in.Peek(512) // an error shows itself to the reader that follows
	object, ok := bytes.CutPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("{"))
	if object = bytes.TrimLeft(object, " \t\r\n"); ok && bytes.HasPrefix(object, []byte(`"`)) {
		return formLines
	}
	return formText
}

// withoutCompression cuts the extension of a compressed file off a name.
func withoutCompression(name string) string {
	switch ext := filepath.Ext(name); strings.ToLower(ext) {
	case ".gz", ".zst":
		return strings.TrimSuffix(name, ext)
	}
	return name
}

// withoutForm cuts off all of the extensions that say how a file is written.
func withoutForm(name string) string {
	name = withoutCompression(name)
	return strings.TrimSuffix(name, filepath.Ext(name))
}
