package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/term"
)

// An output is where the report goes: standard output, or a file that appears
// under its name only when it is whole.
type output struct {
	*bufio.Writer
	stdout io.Writer // nil for a file
	file   *os.File
	temp   string // the file's name so far; "" once there is nothing to rename
	path   string
}

// create opens the output. Once ctx is done, writing to it is an error.
func create(ctx context.Context, path string, stdout io.Writer) (*output, error) {
	if path == "" {
		return &output{Writer: bufio.NewWriter(until{ctx, stdout}), stdout: stdout}, nil
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link is to stay one
	}
	o := &output{path: path}
	name, mode := path, os.O_WRONLY
	if fi, err := os.Stat(path); err != nil || fi.Mode().IsRegular() {
		o.temp = fmt.Sprintf("%s.%d.partial", path, os.Getpid())
		name, mode = o.temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC
	} // else a device or pipe, which must not be renamed over
	f, err := os.OpenFile(name, mode, 0o666)
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return nil, fmt.Errorf("%s: %w", path, pe.Err)
	}
	o.file, o.Writer = f, bufio.NewWriter(until{ctx, f})
	return o, nil
}

// until is a writer that fails once ctx is done.
type until struct {
	ctx context.Context
	w   io.Writer
}

func (u until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}

// commit ends the report and gives the file its name.
func (o *output) commit() error {
	if err := o.Flush(); err != nil || o.file == nil {
		return err
	}
	if err := o.file.Close(); err != nil || o.temp == "" {
		return err
	}
	if err := os.Rename(o.temp, o.path); err != nil {
		return err
	}
	o.temp = ""
	return nil
}

// abandon removes a file that commit has not named.
func (o *output) abandon() {
	if o.file != nil && o.temp != "" {
		_ = o.file.Close()
		_ = os.Remove(o.temp)
	}
}

// width is that of COLUMNS or the terminal, 0 for the report's own choice.
func (o *output) width() int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	if isTerminal(o.stdout) {
		if n, _, err := term.GetSize(int(o.stdout.(*os.File).Fd())); err == nil {
			return n
		}
	}
	return 0
}

// color follows no-color.org.
func (o *output) color() bool {
	return isTerminal(o.stdout) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
