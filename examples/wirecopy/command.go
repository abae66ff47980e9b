package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed help.txt
var help string

// A command is what the command line asks for.
type command struct {
	paths     []string
	input     string            // the form of the files; "" to tell it
	fields    map[string]string // which field of the data holds which of an article
	format    string
	table     string // of the two that csv has
	out       string // "" for standard output
	passages  choice
	full      bool
	threshold float64
	window    time.Duration

	explain       bool
	first, second string // the IDs to explain
}

// A choice is a flag that differs from its default only if it was given.
type choice struct{ set, value bool }

func (c *choice) String() string   { return "" }
func (c *choice) IsBoolFlag() bool { return true }

func (c *choice) Set(s string) (err error) {
	c.set = true
	c.value, err = strconv.ParseBool(s)
	return err
}

func (c choice) or(otherwise bool) bool {
	if c.set {
		return c.value
	}
	return otherwise
}

// parse reads the command line. The error is flag.ErrHelp if it asks for help.
//
// Package flag stops at the first argument that is no flag and gives each flag one
// value. People write "wirecopy news -format json" and "-explain A B", so parse
// takes that argument, a path or the B of -explain, and lets flag go on behind it.
func parse(args []string) (*command, error) {
	c := &command{}
	fs := c.flags()
	args, rest := cutDashes(args)
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		args = fs.Args()
		if len(args) == 0 {
			break
		}
		if c.explain && c.second == "" {
			c.second = args[0]
		} else {
			c.paths = append(c.paths, args[0])
		}
		args = args[1:]
	}
	c.paths = append(c.paths, rest...)
	return c, c.check()
}

func (c *command) flags() *flag.FlagSet {
	fs := flag.NewFlagSet("wirecopy", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&c.format, "format", "text", "")
	fs.StringVar(&c.table, "table", "clusters", "")
	fs.StringVar(&c.input, "input", "", "")
	fs.Func("field", "", c.field)
	fs.StringVar(&c.out, "o", "", "")
	fs.Var(&c.passages, "passages", "")
	fs.BoolVar(&c.full, "full", false, "")
	fs.Float64Var(&c.threshold, "threshold", 0, "")
	fs.DurationVar(&c.window, "window", 0, "")
	fs.Func("explain", "", func(id string) error {
		if c.explain {
			return errors.New("one pair at a time")
		}
		c.explain, c.first = true, id
		return nil
	})
	return fs
}

// field takes a "text=body", or several with commas between.
func (c *command) field(s string) error {
	if c.fields == nil {
		c.fields = map[string]string{}
	}
	for pair := range strings.SplitSeq(s, ",") {
		field, name, ok := strings.Cut(pair, "=")
		if !ok || field == "" || name == "" {
			return errors.New("it is a field of an article and its name in the data, like text=body")
		}
		c.fields[field] = name
	}
	return nil
}

// cutDashes parts the arguments at "--", behind which there are only paths.
func cutDashes(args []string) (before, after []string) {
	if i := slices.Index(args, "--"); i >= 0 {
		return args[:i], args[i+1:]
	}
	return args, nil
}

// formats are those of -format.
var formats = []string{"text", "json", "jsonl", "csv", "html"}

// check says what is missing or cannot be meant.
func (c *command) check() error {
	switch {
	case !slices.Contains(formats, c.format):
		return fmt.Errorf("-format %s: there are text, json, jsonl, csv and html", c.format)
	case c.table != "clusters" && c.table != "pairs":
		return fmt.Errorf("-table %s: there are clusters and pairs", c.table)
	case c.explain && c.format == "csv":
		return errors.New("-explain with -format csv: a pair is explained as text, json, jsonl or html")
	case c.threshold < 0 || c.threshold > 1:
		return fmt.Errorf("-threshold %v: it is a score above 0 and up to 1", c.threshold)
	case c.window < 0:
		return fmt.Errorf("-window %v: it is a time like 36h", c.window)
	case c.explain && c.second == "":
		return fmt.Errorf("-explain %s: it takes two IDs, and then the paths to read", c.first)
	case c.explain && c.first == c.second:
		return fmt.Errorf("-explain %s %s: that is one article; name two", c.first, c.second)
	case c.explain && len(c.paths) == 0: // two files
		c.paths = []string{c.first, c.second}
		c.first, c.second = fileID(c.first), fileID(c.second)
	case len(c.paths) == 0:
		return errors.New("name the files or folders to compare, or - for standard input")
	}
	return nil
}

// fileID is what package input calls the article in a text file.
func fileID(path string) string { return filepath.ToSlash(filepath.Clean(path)) }
