package input

import (
	"bufio"
	"bytes"
	"path/filepath"
	"slices"
	"strings"
)

// A form is a way to write articles into a file. The values are those of
// Options.Form.
type form string

const (
	formUnknown form = "" // no extension: the content decides
	formText    form = "txt"
	formArchive form = "txtar"
	formLines   form = "jsonl"
	formJSON    form = "json"
	formTable   form = "csv"
	formPage    form = "html"
	formXML     form = "xml"
	formParquet form = "parquet"
	formWARC    form = "warc"
	formOther   form = "?" // an extension that says it is something else
)

// readable are the forms, in the order of the package comment.
var readable = []form{
	formText, formArchive, formLines, formJSON, formTable, formPage, formXML, formParquet, formWARC,
}

// formNames is how messages list them.
const formNames = "txt, txtar, jsonl, json, csv, html, xml, parquet or warc"

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
	case ".json", ".ninjs":
		return formJSON
	case ".csv", ".tsv":
		return formTable
	case ".html", ".htm", ".xhtml":
		return formPage
	case ".xml", ".rss", ".atom", ".rdf", ".newsml", ".nitf":
		return formXML
	case ".parquet":
		return formParquet
	case ".warc":
		return formWARC
	case "":
		return formUnknown
	}
	return formOther
}

// sniffBytes is how much of a file is looked at to tell its form.
const sniffBytes = 4 << 10

// orSniffed returns the form that the first bytes show, where they do, and else f.
// Some forms begin with a mark that nothing else begins with; those win over any
// name. What is plain text by its name stays what the name says: nothing keeps an
// article from beginning with a bracket.
func (f form) orSniffed(in *bufio.Reader, names fieldNames) form {
	head, _ := in.Peek(sniffBytes) // an error shows itself to the reader that follows
	switch {
	case bytes.HasPrefix(head, []byte("PAR1")):
		return formParquet
	case bytes.HasPrefix(head, []byte("WARC/")):
		return formWARC
	case slices.Contains([]form{formText, formArchive, formLines, formTable}, f):
		return f
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte("<")):
		return f.orMarkup(head)
	case f == formPage, f == formXML, f == formJSON, f == formParquet, f == formWARC:
		return f
	case isObject(head):
		return linesOrJSON(head)
	case bytes.HasPrefix(head, []byte("[")) && isObject(bytes.TrimLeft(head[1:], " \t\r\n")):
		return formJSON
	case isTable(head, names):
		return formTable
	case f == formUnknown:
		return formText
	}
	return f
}

// orMarkup tells pages from other XML by the first element, which a page may lack.
func (f form) orMarkup(head []byte) form {
	switch root := rootName(head); {
	case isXMLRoot(root):
		return formXML
	case root == "html", bytes.HasPrefix(bytes.ToLower(head), []byte("<!doctype html")):
		return formPage
	case f == formUnknown || f == formOther || f == formJSON:
		if bytes.HasPrefix(head, []byte("<?xml")) {
			return formXML
		}
		return formPage
	}
	return f
}

// isObject reports whether JSON text begins with an object.
func isObject(head []byte) bool {
	rest, ok := bytes.CutPrefix(head, []byte("{"))
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return ok && (bytes.HasPrefix(rest, []byte(`"`)) || bytes.HasPrefix(rest, []byte("}")))
}

// linesOrJSON tells one object a line from one that goes over several.
func linesOrJSON(head []byte) form {
	line, _, ended := bytes.Cut(head, []byte("\n"))
	if ended && !bytes.HasSuffix(bytes.TrimSpace(line), []byte("}")) {
		return formJSON
	}
	return formLines
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
