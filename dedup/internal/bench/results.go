package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Sections of a Markdown file are marked so that a person may write around them:
//
//	<!-- bench rivals -->
//	...
//	<!-- end -->
const sectionEnd = "<!-- end -->"

func sectionStart(name string) string { return "<!-- bench " + name + " -->" }

// errNoSection says that no file has a place for what was measured.
var errNoSection = errors.New("no section")

// rewrite puts text into the sections of that name of the files; one of them must have one.
func rewrite(files []string, name, text string) error {
	found := len(files) == 0
	for _, file := range files {
		old, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		s, ok := replaceSection(string(old), name, text)
		found = found || ok
		if ok && s != string(old) {
			if err := os.WriteFile(file, []byte(s), 0o666); err != nil {
				return err
			}
		}
	}
	if !found {
		return fmt.Errorf("%w %q in %s", errNoSection, sectionStart(name), strings.Join(files, ", "))
	}
	return nil
}

// replaceSection returns s with text in the section of that name, and whether it has one.
func replaceSection(s, name, text string) (string, bool) {
	before, rest, ok := strings.Cut(s, sectionStart(name)+"\n")
	if !ok {
		return s, false
	}
	_, after, ok := strings.Cut(rest, sectionEnd)
	if !ok {
		return s, false
	}
	return before + sectionStart(name) + "\n" + strings.TrimSpace(text) + "\n" + sectionEnd + after, true
}

// A table is written in Markdown, and read on a terminal too.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) String() string {
	widths := make([]int, len(t.head))
	for _, r := range slices.Concat([][]string{t.head}, t.rows) {
		for i, c := range r {
			widths[i] = max(widths[i], len([]rune(c)))
		}
	}
	var b strings.Builder
	line := func(cells []string) {
		for i, c := range cells {
			fmt.Fprintf(&b, "| %-*s ", widths[i], c)
		}
		b.WriteString("|\n")
	}
	line(t.head)
	rule := make([]string, len(widths))
	for i, w := range widths {
		rule[i] = strings.Repeat("-", max(3, w))
	}
	line(rule)
	for _, r := range t.rows {
		line(r)
	}
	return b.String()
}

// machine names what the figures were measured on.
func machine() string {
	cpu := runtime.GOARCH
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if m := regexp.MustCompile(`(?m)^model name\s*: (.+)$`).FindSubmatch(info); m != nil {
			cpu = string(m[1])
		}
	}
	return fmt.Sprintf("%s, %d cores, %s, %s, %s", cpu, runtime.NumCPU(), runtime.GOOS, runtime.Version(), commit())
}

// commit names the state of the repository.
func commit() string {
	out, err := exec.Command("git", "log", "-1", "--format=%h of %cs").Output()
	if err != nil {
		return time.Now().Format("2 January 2006")
	}
	s := "commit " + strings.TrimSpace(string(out))
	if changed, err := exec.Command("git", "status", "--porcelain", "--", ":/", ":!*results.md", ":(top,exclude)README.md", ":!*.svg").Output(); err == nil && len(changed) > 0 {
		s += " with changes"
	}
	return s
}

// count writes a number with commas.
func count(n float64) string {
	s := fmt.Sprintf("%.0f", n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// figures writes a number in three figures.
func figures(x float64) string {
	switch {
	case x == 0:
		return "0"
	case x >= 100:
		return count(x)
	case x >= 10:
		return fmt.Sprintf("%.1f", x)
	case x >= 1:
		return fmt.Sprintf("%.2f", x)
	default:
		return fmt.Sprintf("%.3g", x)
	}
}
