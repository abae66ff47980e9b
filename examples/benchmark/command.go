package main

import (
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

//go:embed help.txt
var help string

// A command is what the command line asks for.
type command struct {
	corpora     []string // folders, one unless all
	all         bool
	predictions string // "" to write none
	json        bool
	nogroup     bool
	baseline    bool
	reliability bool
	wrong       bool
	largest     int // clusters that are listed
	profile     string
	noise       []string // folders of corpora whose articles are thrown in
	noiseCount  int      // how many of them; 0 for all
	ablate      string   // a list of changes to the library, "" to measure it as it is
	root        string   // where the corpora for it lie
	only        *regexp.Regexp
	cache       string
}

// parse reads the command line. The error is [flag.ErrHelp] if it asks for help.
func parse(args []string) (*command, error) {
	c := new(command)
	var one, all string
	fs := flag.NewFlagSet("benchmark", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&one, "corpus", "", "")
	fs.StringVar(&all, "all", "", "")
	fs.StringVar(&c.predictions, "predictions", "", "")
	fs.BoolVar(&c.json, "json", false, "")
	fs.BoolVar(&c.nogroup, "nogroup", false, "")
	fs.BoolVar(&c.baseline, "baseline", false, "")
	fs.BoolVar(&c.reliability, "reliability", false, "")
	fs.BoolVar(&c.wrong, "wrong", false, "")
	fs.IntVar(&c.largest, "largest", 0, "")
	fs.StringVar(&c.profile, "cpuprofile", "", "")
	fs.Func("noise", "", func(s string) error { c.noise = strings.Split(s, ","); return nil })
	fs.IntVar(&c.noiseCount, "noisearticles", 0, "")
	fs.StringVar(&c.ablate, "ablate", "", "")
	fs.Func("only", "", func(s string) (err error) { c.only, err = regexp.Compile(s); return err })
	fs.StringVar(&c.cache, "cache", "", "")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	switch {
	case fs.NArg() > 0:
		return nil, fmt.Errorf("%q is not asked for: a corpus is named by -corpus DIR", fs.Arg(0))
	case c.ablate != "":
		c.root = all
		return c, alone(fs, "ablate", "all", "only", "cache")
	case c.only != nil || c.cache != "":
		return nil, errors.New("-only and -cache are for -ablate")
	case c.noiseCount < 0 || c.noiseCount > 0 && c.noise == nil:
		return nil, errors.New("-noisearticles N is for -noise, and N counts articles")
	case one != "" && all != "":
		return nil, errors.New("-corpus is for one corpus and -all for several, not both")
	case one == "" && all == "":
		return nil, errors.New("which corpus? -corpus DIR, or -all DIR for each below DIR")
	case one != "":
		c.corpora = []string{one}
		return c, c.apart()
	}
	return c, c.below(all)
}

// alone refuses flags beside the first that are not among the others, the second of which it needs.
func alone(fs *flag.FlagSet, first, needed string, others ...string) (err error) {
	set := map[string]bool{}
	fs.Visit(func(f *flag.Flag) {
		set[f.Name] = true
		if f.Name != first && f.Name != needed && !slices.Contains(others, f.Name) {
			err = fmt.Errorf("-%s is not for -%s", f.Name, first)
		}
	})
	if err == nil && !set[needed] {
		err = fmt.Errorf("-%s needs -%s DIR, the folder of the corpora", first, needed)
	}
	return err
}

// below takes the corpora in the folders of dir, with all there is to print.
func (c *command) below(dir string) error {
	c.all, c.baseline, c.reliability = true, true, true
	folders, err := os.ReadDir(dir) // in order of their names
	if err != nil {
		return err
	}
	for _, f := range folders {
		if path := filepath.Join(dir, f.Name()); isCorpus(path) {
			c.corpora = append(c.corpora, path)
		}
	}
	if len(c.corpora) == 0 {
		return fmt.Errorf("no folder in %s has an articles.jsonl, articles.jsonl.gz or *.txtar; for a single corpus there is -corpus", dir)
	}
	return nil
}

// isCorpus reports whether dir is a folder with articles.
func isCorpus(dir string) bool {
	for _, pattern := range []string{"articles.jsonl", "articles.jsonl.gz", "*.txtar"} {
		if found, _ := filepath.Glob(filepath.Join(dir, pattern)); len(found) > 0 {
			return true
		}
	}
	return false
}

// apart refuses to write the predictions over the gold, whose files have the same names.
func (c *command) apart() error {
	gold, err := os.Stat(c.corpora[0])
	out, missing := os.Stat(c.predictions)
	if err == nil && missing == nil && os.SameFile(gold, out) {
		return fmt.Errorf("predictions in %s would overwrite its gold", c.predictions)
	}
	return nil
}

// out is the folder for the predictions of a corpus: each has its own if there are several.
func (c *command) out(name string) string {
	if c.all {
		return filepath.Join(c.predictions, name)
	}
	return c.predictions
}

// corpusName is what a corpus is called in tables: the last part of its path.
func corpusName(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return filepath.Base(dir)
}
