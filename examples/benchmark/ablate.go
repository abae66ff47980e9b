package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/wirecopy/wirecopy/examples/benchmark/internal/ladder"
)

// program is this command as the go command names it from the module's root.
const program = "./examples/benchmark"

// ablationHead stands above the tables: list, rows, day, commit, version of Go.
const ablationHead = `# What each part of the library buys

Written by

    go run ./examples/benchmark -ablate %s -all DIR%s

on %s%s with %s. The first row of a table is the library as it is. Below it stands what a change makes
different: an empty cell is no difference, and a figure that falls is what the thing taken away is there for. Time is
that of all processors for the whole command beside the first row, and good to a fifth; every other figure is the same
on every machine.

`

// chosen is how the rows were chosen, as on the command line.
func (c *command) chosen() string {
	if c.only == nil {
		return ""
	}
	return " -only '" + c.only.String() + "'"
}

// commit names the commit that was measured, and says if the source differs from it; "" without git.
func commit(ctx context.Context, root string) string {
	cmd := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty", "--exclude=*")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return " at " + strings.TrimSpace(string(out))
}

// climb measures what each part of the library buys: every change of the list, on the corpora of its stage, beside the
// library as it is. Tables come out as they are complete.
func (c *command) climb(ctx context.Context, stdout, stderr io.Writer) error {
	root, err := moduleRoot(ctx)
	if err != nil {
		return err
	}
	if c.cache == "" {
		if c.cache, err = os.UserCacheDir(); err != nil {
			return fmt.Errorf("%w; there is -cache DIR", err)
		}
		c.cache = filepath.Join(c.cache, "wirecopy-ablation")
	}
	if err := ladder.Check(ctx, c.ablate, root, program); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(stdout, ablationHead, c.ablate, c.chosen(), time.Now().UTC().Format(time.DateOnly), commit(ctx, root), runtime.Version()); err != nil {
		return err
	}
	o := ladder.Options{Root: root, Package: program, Corpora: c.root, Cache: c.cache, Only: c.only, Log: stderr}
	return ladder.Measure(ctx, c.ablate, o, func(t *ladder.Table) error {
		return (&table{title: t.Title, about: t.About, columns: t.Columns, rows: t.Rows}).write(stdout)
	})
}

// moduleRoot is the folder of the go.mod for the folder that the command runs in.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	mod := strings.TrimSpace(string(out))
	if filepath.Base(mod) != "go.mod" {
		return "", fmt.Errorf("no go.mod above this folder: -ablate changes the library's source, and runs where that is")
	}
	return filepath.Dir(mod), nil
}
