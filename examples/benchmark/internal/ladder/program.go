package ladder

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// An answer is what the program said of a corpus, as it lies in the cache.
type answer struct {
	Program string         `json:"program"` // name of the variant, for a reader of the cache
	Corpus  string         `json:"corpus"`
	Seconds float64        `json:"seconds"` // processor time
	Figures map[string]any `json:"figures"`
}

// measure returns the figures of a variant, running it where the cache has no answer.
func (l *ladder) measure(ctx context.Context, s Stage, columns []Column, v variant) ([]figure, error) {
	p := program{ladder: l, variant: v, args: s.Args, sum: l.source.hash(v.files, s.Uses)}
	defer p.remove()
	answers := map[string]*answer{}
	figures := make([]figure, len(columns))
	for i, c := range columns {
		a := answers[c.Corpus]
		if a == nil {
			var err error
			if a, err = p.ask(ctx, c.Corpus); err != nil {
				return nil, err
			}
			answers[c.Corpus] = a
		}
		var err error
		if figures[i], err = c.of(a); err != nil {
			return nil, err
		}
	}
	return figures, nil
}

// A program is a variant, built at the first question that the cache does not answer.
type program struct {
	*ladder
	variant
	args   []string
	sum    []byte // of its source
	binary string // "" until it is built
}

// ask returns the program's answer for a corpus.
func (p *program) ask(ctx context.Context, corpus string) (*answer, error) {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%x %s %q", p.sum, p.corpora[corpus], p.args)
	path := filepath.Join(p.Cache, hex.EncodeToString(h.Sum(nil)[:16])+".json")
	a := new(answer)
	text, err := os.ReadFile(path)
	if err == nil && json.Unmarshal(text, a) == nil {
		return a, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if a, err = p.run(ctx, corpus); err != nil {
		return nil, err
	}
	if text, err = json.MarshalIndent(a, "", " "); err != nil {
		return nil, err
	}
	return a, replace(path, text)
}

// run builds the program if need be, and runs it.
func (p *program) run(ctx context.Context, corpus string) (*answer, error) {
	if err := p.build(ctx); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, p.binary, append([]string{"-corpus", p.dir(corpus), "-json"}, p.args...)...)
	cmd.Dir = p.source.root
	out, err := output(cmd)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", corpus, err)
	}
	a := &answer{Program: p.name, Corpus: corpus, Seconds: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()}
	if err := json.Unmarshal(out, &a.Figures); err != nil {
		return nil, fmt.Errorf("%s: the program prints no JSON object: %w", corpus, err)
	}
	p.log("%s, %s: %.1f s", p.name, strings.Join(append([]string{corpus}, p.args...), " "), a.Seconds)
	return a, nil
}

// build writes the changed files, and the overlay that names them, and runs go build. Binaries of the same source are
// the same.
func (p *program) build(ctx context.Context) error {
	if p.binary != "" {
		return nil
	}
	dir, err := os.MkdirTemp("", "wirecopy-ablation-") // others may measure the same
	if err != nil {
		return err
	}
	p.binary = filepath.Join(dir, "program")
	overlay, err := p.overlay(dir)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-overlay", overlay, "-o", p.binary, p.Package)
	cmd.Dir = p.source.root
	if _, err := output(cmd); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	return p.source.unchanged()
}

// overlay writes the files and returns the name of the overlay.
func (p *program) overlay(dir string) (string, error) {
	files := map[string]string{}
	for i, name := range slices.Sorted(maps.Keys(p.files)) {
		path := filepath.Join(dir, fmt.Sprintf("%d.go", i))
		if err := os.WriteFile(path, p.files[name], 0o644); err != nil {
			return "", err
		}
		files[filepath.Join(p.source.root, filepath.FromSlash(name))] = path
	}
	text, err := json.Marshal(map[string]any{"Replace": files})
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "overlay.json")
	return path, os.WriteFile(path, text, 0o644)
}

// remove removes the binary: an answer is a few hundred bytes, a binary ten million.
func (p *program) remove() {
	if p.binary != "" {
		_ = os.RemoveAll(filepath.Dir(p.binary)) // in the system's folder for what is left behind
	}
}

// replace writes a file whole or not at all.
func replace(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp := fmt.Sprintf("%s.%d.part", path, os.Getpid())
	if err := os.WriteFile(temp, text, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
