package input

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNamesOfSeveralPaths(t *testing.T) {
	dir := folder(t, map[string]string{"afp/1.txt": "A", "monde/1.txt": "B", "monde/sub/x.txtar": "-- m.txt --\nC"})
	t.Chdir(dir)
	for _, tt := range []struct {
		why   string
		paths string
		want  []string
	}{
		{"one folder: below it", "monde", []string{"1.txt: B", "sub/x/m: C\n"}},
		{"several: as given, so that equal names in them do not clash", "afp ./monde/", []string{"afp/1.txt: A", "monde/1.txt: B", "monde/sub/x/m: C\n"}},
		{"a file: as given", "./monde/1.txt", []string{"monde/1.txt: B"}},
		{"an archive names its members", "monde/sub/x.txtar", []string{"x/m: C\n"}},
		{"the working folder", ".", []string{"afp/1.txt: A", "monde/1.txt: B", "monde/sub/x/m: C\n"}},
		{"read once, though named twice", "afp afp/1.txt afp", []string{"afp/1.txt: A"}},
		{"missing", "afp nowhere.txt", []string{"afp/1.txt: A", "! nowhere.txt: no such file or directory"}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			require.Equal(t, tt.want, told(dir, nil, strings.Fields(tt.paths)...))
		})
	}
}

func TestLinksDoNotLoop(t *testing.T) {
	dir := folder(t, map[string]string{"a/1.txt": "A", "b.txt": "B"})
	link := func(to, name string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	link(dir, "a/loop")
	link("../b.txt", "a/same.txt") // read under this name, as it comes first
	link("a", "z")
	link("nowhere", "y.txt")
	want := []string{"a/1.txt: A", "a/same.txt: B", "! DIR/y.txt: no such file or directory"}
	require.Equal(t, want, told(dir, nil, dir))
}

func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("nothing is unreadable to root")
	}
	dir := folder(t, map[string]string{"a.txt": "A", "b.txt": "B", "c/d.txt": "D"})
	require.NoError(t, os.Chmod(filepath.Join(dir, "a.txt"), 0))
	require.NoError(t, os.Chmod(filepath.Join(dir, "c"), 0))
	t.Cleanup(func() { require.NoError(t, os.Chmod(filepath.Join(dir, "c"), 0o700)) })
	require.Equal(t, []string{"! DIR/a.txt: permission denied", "b.txt: B", "! DIR/c: permission denied"}, told(dir, nil, dir))
}

func TestSkipped(t *testing.T) {
	dir := folder(t, map[string]string{".git/a.txt": "", "b/c.pdf": "", "d.txt": "D", "e": ""})
	var got []string
	o := &Options{Skipped: func(p string) { got = append(got, strings.TrimPrefix(p, dir+"/")) }}
	require.Equal(t, []string{"d.txt: D"}, told(dir, o, dir))
	require.Equal(t, []string{".git", "b/c.pdf", "e"}, got)
}

func TestStdin(t *testing.T) {
	for _, tt := range []struct {
		why, in string
		want    []string
	}{
		{"an object: lines", ` { "id":"a","text":"A"}` + "\n?\n", []string{"a: A", "! standard input:2: broken JSON: invalid character '?' looking for beginning of value"}},
		{"else a text", "{ said the brace.", []string{"stdin: { said the brace."}},
		{"a text may name itself", "ID: a\n\nA", []string{"a: A"}},
		{"compressed", gz(`{"id":"a","text":"A"}`), []string{"a: A"}},
		{"nothing", "", []string{`! standard input: "stdin": no text`}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			require.Equal(t, tt.want, told("", &Options{Stdin: strings.NewReader(tt.in)}, "-", "-"))
		})
	}
}

func TestByContent(t *testing.T) {
	dir := folder(t, map[string]string{"lines": numbered(1), "text.gz": gz("A")})
	paths := []string{filepath.Join(dir, "lines"), filepath.Join(dir, "text.gz")}
	require.Equal(t, []string{"1: A", "DIR/text.gz: A"}, told(dir, nil, paths...))
}

func TestPatterns(t *testing.T) {
	dir := folder(t, map[string]string{"day-2.txt": "B", "day-1.txt": "A", "night.txt": "N", "w[1].txt": "W", "sub/day-3.txt": "C"})
	t.Chdir(dir)
	for _, tt := range []struct {
		why, paths string
		want       []string
	}{
		{"in lexical order, called as the shell would", "day-*.txt", []string{"day-1.txt: A", "day-2.txt: B"}},
		{"folders too", "su* night.txt", []string{"sub/day-3.txt: C", "night.txt: N"}},
		{"a name that only looks like one", "w[1].txt", []string{"w[1].txt: W"}},
		{"no match", "week-*.txt", []string{"! week-*.txt: no file matches this pattern"}},
		{"no pattern", "day-[", []string{"! day-[: no file matches this pattern"}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			require.Equal(t, tt.want, told(dir, nil, strings.Fields(tt.paths)...))
		})
	}
}

// Progress goes up to the sum of the sizes, of packed files as they are packed, and
// never beyond.
func TestProgress(t *testing.T) {
	packed := gz(random(100 << 10))
	rows, _ := plainRows(50)
	dir := folder(t, map[string]string{"a.txt": strings.Repeat("A", 200<<10), "b.txt.gz": packed, "c.pdf": "C", "d.parquet": parquetFileOf(t, rows)})
	d, err := os.Stat(filepath.Join(dir, "d.parquet"))
	require.NoError(t, err)
	want := int64(200<<10+len(packed)) + d.Size()
	last, calls := int64(0), 0
	o := &Options{Stdin: strings.NewReader("S"), Progress: func(read, total int64) {
		require.Equal(t, want, total)
		require.GreaterOrEqual(t, read, last)
		require.LessOrEqual(t, read, total)
		last = read
		calls++
	}}
	require.Len(t, told(dir, o, dir, "-"), 2+50+1)
	require.Greater(t, calls, 4)
	require.Greater(t, last, want-d.Size())
}
