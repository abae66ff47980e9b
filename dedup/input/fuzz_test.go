package input

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzRead reads any bytes under every name of plain text, and as whatever they
// look like. Whatever they are, there is no panic, an article has an ID of its own
// and a text, and an error a place.
func FuzzRead(f *testing.F) {
	seed(f, rows, 4<<10)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, in []byte) {
		paths := []string{"-"}
		for _, name := range []string{"a.txt", "b.txtar", "c.jsonl", "d"} {
			p := filepath.Join(dir, name)
			if err := os.WriteFile(p, in, 0o666); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, p)
		}
		check(t, paths, &Options{Stdin: bytes.NewReader(in), MaxBytes: 1 << 20})
	})
}

// The other forms are read as themselves, and give the same twice.
func fuzzForm(f *testing.F, form form, rows []row, fields map[string]string) {
	seed(f, rows, 16<<10)
	forms, err := filepath.Glob("testdata/forms/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range forms {
		if b, err := os.ReadFile(p); err == nil && formOf(p) == form {
			f.Add(b)
		}
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		read := func() []string {
			return check(t, []string{"-"}, &Options{Stdin: bytes.NewReader(in), Form: string(form), Fields: fields, MaxBytes: 64 << 10})
		}
		if first, second := read(), read(); !slices.Equal(first, second) {
			t.Fatalf("%q\nand then\n%q", first, second)
		}
	})
}

func FuzzJSON(f *testing.F)    { fuzzForm(f, formJSON, jsonRows, map[string]string{"title": "a.b.title"}) }
func FuzzTable(f *testing.F)   { fuzzForm(f, formTable, tableRows, nil) }
func FuzzPage(f *testing.F)    { fuzzForm(f, formPage, pageRows, nil) }
func FuzzXML(f *testing.F)     { fuzzForm(f, formXML, xmlRows, nil) }
func FuzzWARC(f *testing.F)    { fuzzForm(f, formWARC, archiveRows, nil) }
func FuzzParquet(f *testing.F) { fuzzForm(f, formParquet, nil, nil) }

func seed(f *testing.F, rows []row, most int) {
	for _, r := range rows {
		for _, s := range r.files {
			if len(s) < most {
				f.Add([]byte(s))
			}
		}
	}
}

// check reads, holds what comes out to the promises, and returns it.
func check(t *testing.T, paths []string, o *Options) (out []string) {
	ids := map[string]bool{}
	for a, err := range Read(paths, o) {
		if err != nil {
			if e, ok := errors.AsType[*Error](err); !ok || e.Path == "" || e.Err == nil || e.Error() == "" {
				t.Fatalf("an error without a place: %#v", err)
			}
			out = append(out, "! "+err.Error())
			continue
		}
		if a.ID == "" || ids[a.ID] || strings.TrimSpace(a.Text) == "" {
			t.Fatalf("not an article: %q", a)
		}
		if o.Form == string(formPage) && !utf8.ValidString(a.Text) {
			t.Fatalf("a page gave text that is not UTF-8: %q", a)
		}
		ids[a.ID] = true
		out = append(out, a.ID+a.Title+a.Source+a.Language+a.Published.String()+a.Text)
	}
	return out
}
