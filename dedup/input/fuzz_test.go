package input

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzRead reads any bytes under every name. Whatever they are, there is no
// panic, an article has an ID of its own and a text, and an error a place.
func FuzzRead(f *testing.F) {
	for _, r := range rows {
		for _, s := range r.files {
			if len(s) < 4<<10 {
				f.Add([]byte(s))
			}
		}
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, in []byte) {
		var paths []string
		for _, name := range []string{"a.txt", "b.txtar", "c.jsonl", "d"} {
			p := filepath.Join(dir, name)
			if err := os.WriteFile(p, in, 0o666); err != nil {
				t.Fatal(err)
			}
			paths = append(paths, p)
		}
		ids := map[string]bool{}
		for a, err := range Read(append(paths, "-"), &Options{Stdin: bytes.NewReader(in), MaxBytes: 1 << 20}) {
			if err != nil {
				if e, ok := errors.AsType[*Error](err); !ok || e.Path == "" || e.Err == nil || e.Error() == "" {
					t.Fatalf("an error without a place: %#v", err)
				}
				continue
			}
			if a.ID == "" || ids[a.ID] || strings.TrimSpace(a.Text) == "" {
				t.Fatalf("not an article: %q", a)
			}
			ids[a.ID] = true
		}
	})
}
