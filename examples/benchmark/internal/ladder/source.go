package ladder

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A source is all that a program is made of in its own module, this package aside, which does the measuring.
type source struct {
	root  string
	files map[string][]byte // by path from root, with slashes
}

// readSource asks the go command which files a program is made of, and reads them.
func readSource(ctx context.Context, root, pkg string) (*source, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "go", "list", "-deps", "-json=Dir,ImportPath,Module,GoFiles,CgoFiles,EmbedFiles", pkg)
	cmd.Dir = root
	out, err := output(cmd)
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	s := &source{root: root, files: map[string][]byte{}}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		if err := s.add(&p); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		if err := s.read(filepath.Join(root, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return s, nil
}

// listed is a package as go list prints it.
type listed struct {
	Dir        string
	ImportPath string
	Module     *struct{ Main bool }
	GoFiles    []string
	CgoFiles   []string
	EmbedFiles []string
}

func (s *source) add(p *listed) error {
	if p.Module == nil || !p.Module.Main || strings.HasSuffix(p.ImportPath, "/internal/ladder") {
		return nil
	}
	for _, name := range slices.Concat(p.GoFiles, p.CgoFiles, p.EmbedFiles) {
		if err := s.read(filepath.Join(p.Dir, name)); err != nil {
			return err
		}
	}
	return nil
}

func (s *source) read(path string) error {
	name, err := filepath.Rel(s.root, path)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if err == nil {
		s.files[filepath.ToSlash(name)] = text
	}
	return err
}

// text returns a file, changed or as it is.
func (s *source) text(changed map[string][]byte, name string) ([]byte, error) {
	if text, ok := changed[name]; ok {
		return text, nil
	}
	if text, ok := s.files[name]; ok {
		return text, nil
	}
	return nil, fmt.Errorf("the program has no file %s", name)
}

// unchanged reports a file that is not any more as it was read: what was built from it is not what the hash says.
func (s *source) unchanged() error {
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if text, err := os.ReadFile(filepath.Join(s.root, filepath.FromSlash(name))); err != nil || !bytes.Equal(text, s.files[name]) {
			return fmt.Errorf("%s changed while it was measured; what was measured before is kept", name)
		}
	}
	return nil
}

// hash is the same for sources that make the same program, as far as it uses these folders; nil is all of it.
func (s *source) hash(changed map[string][]byte, uses []string) []byte {
	h := sha256.New()
	_, _ = fmt.Fprintln(h, runtime.Version(), runtime.GOARCH)
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		if _, ok := changed[name]; !ok && !used(name, uses) {
			continue
		}
		text := s.files[name]
		if other, ok := changed[name]; ok {
			text = other
		}
		if strings.HasSuffix(name, ".go") {
			text = tokens(text)
		}
		_, _ = fmt.Fprintf(h, "%s %d\n%s\n", name, len(text), text)
	}
	return h.Sum(nil)
}

func used(name string, folders []string) bool {
	return folders == nil || slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(name, f+"/") }) || !strings.Contains(name, "/")
}

// tokens returns a Go file without what makes no difference to the compiler: comments, but for its directives, and
// layout. Line numbers are in a binary, but no figure depends on them.
func tokens(text []byte) []byte {
	var s scanner.Scanner
	set := token.NewFileSet()
	s.Init(set.AddFile("", set.Base(), len(text)), text, nil, scanner.ScanComments)
	var out []byte
	for {
		_, tok, lit := s.Scan()
		switch {
		case tok == token.EOF:
			return out
		case tok == token.COMMENT && !strings.HasPrefix(lit, "//go:"):
			continue
		case tok == token.SEMICOLON:
			lit = ";" // "\n" where the scanner put it in
		case lit == "":
			lit = tok.String()
		}
		out = append(append(out, lit...), '\n')
	}
}

// hashDir hashes the files of a folder, of no folder below it. The error is [fs.ErrNotExist] where it is not there.
func hashDir(dir string) (string, error) {
	entries, err := os.ReadDir(dir) // in order of their names
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, e := range entries {
		if !e.Type().IsRegular() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return "", err
		}
		_, _ = fmt.Fprintf(h, "%s %d\n%s\n", e.Name(), len(text), text)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// output runs a command, and puts what it says on standard error into the error.
func output(cmd *exec.Cmd) ([]byte, error) {
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, bytes.TrimSpace(problems.Bytes()))
	}
	return out.Bytes(), nil
}
