package policy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	root   = "../../.."
	module = "github.com/wirecopy/wirecopy"
)

// A goFile is a Go file of ours, of any build tag and of nested modules too.
type goFile struct {
	*ast.File
	Path string // from the root, with slashes
	Dir  string // of Path; "." is the root
	Test bool
	Text []byte
}

var tree = sync.OnceValues(func() ([]string, error) {
	listed := gitFiles()
	var names []string
	// Every folder is read even where git has the list: the go command reruns a
	// test for a file it has seen the test look for, not for what git looked at.
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case d.IsDir(), rel == ".git": // a file in a worktree
			return nil
		case listed == nil || listed[rel]:
			names = append(names, rel)
		}
		return nil
	})
	return names, err
})

// gitFiles returns what git tracks or would on "git add .", nil without git.
func gitFiles() map[string]bool {
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GIT_") { // a hook's GIT_DIR is not for us
			cmd.Env = append(cmd.Env, v)
		}
	}
	out, err := cmd.Output()
	if err != nil || len(out) == 0 {
		return nil
	}
	listed := make(map[string]bool)
	for name := range strings.SplitSeq(string(out), "\x00") {
		listed[name] = true
	}
	return listed
}

// files returns the paths of all files, from the root, sorted.
func files(t *testing.T) []string {
	names, err := tree()
	require.NoError(t, err)
	require.Contains(t, names, "go.mod", "the root is not "+root)
	return names
}

// goFiles returns the Go files in the order of their paths.
func goFiles(t *testing.T) []goFile {
	all, err := parsed()
	require.NoError(t, err)
	return all
}

var parsed = sync.OnceValues(func() ([]goFile, error) {
	names, err := tree()
	if err != nil {
		return nil, err
	}
	var all []goFile
	for _, name := range names {
		if path.Ext(name) != ".go" || slices.Contains(strings.Split(name, "/"), "testdata") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		all = append(all, goFile{f, name, path.Dir(name), strings.HasSuffix(name, "_test.go"), text})
	}
	return all, nil
})

func read(t *testing.T, name string) []byte {
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	require.NoError(t, err)
	return text
}
