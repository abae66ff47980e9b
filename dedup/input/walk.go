package input

import (
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A file is something to open.
type file struct {
	path string // to open and to show
	id   string // what an article in it is called, unless it says so itself
	form form
}

// stdin is the file that "-" stands for.
var stdin = file{path: "standard input", id: "stdin", form: formUnknown}

// files returns the files that the paths name, folders walked, each file once.
// The errors are [*Error].
func files(paths []string, forced form, skipped func(string)) iter.Seq2[file, error] {
	return func(yield func(file, error) bool) {
		w := &walk{yield: yield, forced: forced, skipped: skipped, seen: map[string]bool{}}
		for _, p := range paths {
			for _, q := range expand(p) {
				below := filepath.ToSlash(filepath.Clean(q))
				if len(paths) == 1 && q == p {
					below = ""
				}
				if !w.named(q, below) {
					return
				}
			}
		}
	}
}

// expand returns what a pattern matches, in lexical order, and any other path as
// it is: one that there is, or that matches nothing.
func expand(p string) []string {
	if _, err := os.Lstat(p); err == nil || !strings.ContainsAny(p, "*?[") {
		return []string{p}
	}
	if matches, err := filepath.Glob(p); err == nil && len(matches) > 0 {
		return matches
	}
	return []string{p}
}

type walk struct {
	yield   func(file, error) bool
	forced  form // of all files; "" to tell it
	skipped func(string)
	seen    map[string]bool // real paths of files and folders
	found   int             // files yielded
}

// named yields what a caller's path stands for. Its methods are false when the
// caller has left the loop.
func (w *walk) named(p, below string) bool {
	if p == "-" {
		return !w.first("-") || w.yield(stdin, nil)
	}
	fi, err := os.Stat(p)
	if err != nil {
		if strings.ContainsAny(p, "*?[") {
			err = &said{cause(err), "no file matches this pattern"}
		}
		return w.fail(p, err)
	}
	if fi.IsDir() {
		return w.folder(p, below)
	}
	f := w.file(p, filepath.ToSlash(filepath.Clean(p)))
	if f.form == formArchive {
		f.id = withoutForm(path.Base(f.id))
	}
	return !w.first(real(p)) || w.yield(f, nil)
}

// file returns a file of the form that was asked for, or of the one its name has.
func (w *walk) file(p, id string) file {
	f := file{path: p, id: id, form: formOf(p)}
	if w.forced != "" {
		f.form = w.forced
	}
	return f
}

// folder yields the files of a folder that was named. Below is what their IDs
// begin with.
func (w *walk) folder(dir, below string) bool {
	before := w.found
	again := w.seen[real(dir)]
	if !w.walk(dir, real(dir), below) {
		return false
	}
	if w.found == before && !again {
		return w.fail(dir, &said{ErrNone, "no file of a form that is read (" + formNames + ", also .gz and .zst) in this folder or below"})
	}
	return true
}

// walk yields the files of a folder and those below it. Links are followed; the
// real path tells what was met before, which ends loops.
func (w *walk) walk(dir, real, below string) bool {
	if !w.first(real) {
		return true
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !w.broken(dir, err) {
		return false
	}
	for _, e := range entries {
		if !w.entry(filepath.Join(dir, e.Name()), filepath.Join(real, e.Name()), path.Join(below, e.Name()), e) {
			return false
		}
	}
	return true
}

// entry yields what one name in a folder stands for.
func (w *walk) entry(p, realPath, id string, e fs.DirEntry) bool {
	if strings.HasPrefix(e.Name(), ".") {
		w.skipped(p)
		return true
	}
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		fi, err := os.Stat(p)
		if err != nil {
			return w.broken(p, err)
		}
		mode, realPath = fi.Mode().Type(), real(p)
	}
	if mode.IsDir() {
		return w.walk(p, realPath, id)
	}
	f := w.file(p, id)
	if f.form == formOther || f.form == formUnknown || !mode.IsRegular() { // opening a pipe would wait for ever
		w.skipped(p)
		return true
	}
	if f.form == formArchive {
		f.id = withoutForm(id)
	}
	w.found++
	return !w.first(realPath) || w.yield(f, nil)
}

// first reports whether a real path is met for the first time.
func (w *walk) first(real string) bool {
	if w.seen[real] {
		return false
	}
	w.seen[real] = true
	return true
}

// broken is fail for something in a folder: that there is nothing to read there
// needs no second message.
func (w *walk) broken(p string, err error) bool {
	w.found++
	return w.fail(p, err)
}

func (w *walk) fail(p string, err error) bool {
	return w.yield(file{}, &Error{Path: p, Err: cause(err)})
}

// real returns the one path of a file that has several. Where that cannot be
// known, as for a pipe, the path itself must do.
func real(p string) string {
	if abs, err := filepath.Abs(p); err == nil {
		p = abs
	}
	if r, err := filepath.EvalSymlinks(p); err == nil {
		return r
	}
	return p
}
