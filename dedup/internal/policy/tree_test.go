package policy

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The top level, dotfiles aside. What is new goes below one of these.
var topLevel = []string{"LICENSE", "README.md", "dedup", "examples", "go.mod", "go.sum", "shingle", "testdata"}

func TestTopLevel(t *testing.T) {
	var got []string
	for _, name := range files(t) {
		first, _, _ := strings.Cut(name, "/")
		if !strings.HasPrefix(first, ".") {
			got = append(got, first)
		}
	}
	slices.Sort(got)
	require.Equal(t, topLevel, slices.Compact(got))
}

func TestGoMod(t *testing.T) {
	mod := string(read(t, "go.mod"))
	require.Regexp(t, `(?m)^module `+regexp.QuoteMeta(module)+`$`, mod)
	require.Regexp(t, `(?m)^go 1\.26(\.\d+)?$`, mod)
	require.NotRegexp(t, `(?m)^\s*(replace|exclude|toolchain)\b`, mod, "users of a library do not get these")
}

// TestReadme holds README's first screen to the two commands that a newcomer
// can run with only Go installed; .ci/run runs both as they stand there.
func TestReadme(t *testing.T) {
	if !slices.Contains(files(t), "README.md") {
		t.Fatal("there is no README.md")
	}
	lines := strings.SplitN(string(read(t, "README.md")), "\n", 41)
	screen := strings.Join(lines[:min(40, len(lines))], "\n")
	require.Contains(t, screen, "go run ./examples/wirecopy testdata/newsroom")
	require.Contains(t, screen, "go test ./...")
}

func TestFormat(t *testing.T) {
	for _, f := range goFiles(t) {
		formatted, err := format.Source(f.Text)
		require.NoError(t, err, f.Path)
		if !bytes.Equal(formatted, f.Text) {
			t.Errorf("%s: not as gofmt writes it", f.Path)
		}
	}
}

// TestPackageComments wants one comment a package, beginning as go doc expects:
// "Package name ...", and for a command with the command's name.
func TestPackageComments(t *testing.T) {
	comments := make(map[string][]string) // folder, files with a package comment
	for _, f := range goFiles(t) {
		if f.Test {
			continue
		}
		if f.Doc == nil {
			comments[f.Dir] = append(comments[f.Dir], "")
			continue
		}
		comments[f.Dir] = append(comments[f.Dir], f.Path)
		begin := "Package " + f.Name.Name + " "
		if f.Name.Name == "main" {
			begin = path.Base(f.Dir) + " "
		}
		if !strings.HasPrefix(strings.ToLower(f.Doc.Text()), strings.ToLower(begin)) {
			t.Errorf("%s: the package comment does not begin %q", f.Path, begin)
		}
	}
	for dir, paths := range comments {
		slices.Sort(paths)
		switch with := slices.DeleteFunc(paths, func(p string) bool { return p == "" }); len(with) {
		case 0:
			t.Errorf("%s: no package comment", dir)
		case 1:
		default:
			t.Errorf("%s: package comments in %s", dir, strings.Join(with, ", "))
		}
	}
}

// TestNoLooseEnds: what is to be done is an issue, not a comment.
func TestNoLooseEnds(t *testing.T) {
	words := regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)
	for _, f := range goFiles(t) {
		for _, at := range words.FindAllIndex(f.Text, -1) {
			t.Errorf("%s:%d: %s", f.Path, 1+bytes.Count(f.Text[:at[0]], []byte("\n")), f.Text[at[0]:at[1]])
		}
	}
}

// TestNoInit: importing a package of ours does nothing, and takes no time.
func TestNoInit(t *testing.T) {
	for _, f := range goFiles(t) {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.Name == "init" {
				t.Errorf("%s: func init", f.Path)
			}
		}
	}
}

// TestTestdata wants every pattern below testdata that stands in a string of a
// Go file to match a file: a test that runs over none passes, and tests nothing.
func TestTestdata(t *testing.T) {
	pattern := regexp.MustCompile(`(^|/)testdata/.*[*?\[]`)
	all := files(t)
	matched := func(glob string) bool {
		return slices.ContainsFunc(all, func(name string) bool { ok, _ := path.Match(glob, name); return ok })
	}
	require.True(t, matched(path.Join("testdata", "newsroom", "*.txtar")))
	for _, f := range goFiles(t) {
		ast.Inspect(f.File, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			glob, err := strconv.Unquote(lit.Value)
			if err != nil || !strings.Contains(glob, "testdata/") || !pattern.MatchString(glob) {
				return true
			}
			if glob = path.Join(f.Dir, glob); !matched(glob) {
				t.Errorf("%s: nothing matches %s", f.Path, glob)
			}
			return true
		})
	}
}
