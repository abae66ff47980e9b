package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The story of these tests: b copies a, c has nothing to do with them.
const (
	storyA = "Dockers at Velmar, the biggest container port on the coast, walked off the job before dawn on Monday in a dispute over pay and cranes that need no driver. The union said 3,400 of its members had joined the stoppage, which has no end date. Management has offered a raise of 4.2 percent over two years.\n"
	storyB = "VELMAR (NPA) - " + storyA + "The last strike there, in 2011, lasted 19 days.\n"
	storyC = "The orchestra of Osten plays the nine symphonies in nine villages this summer, and the first of them, in a barn with swallows, was sold out within the hour.\n"
)

func line(id, text string) string {
	b, _ := json.Marshal(map[string]string{"id": id, "text": text})
	return string(b) + "\n"
}

// TestRun calls the command as a shell would, in a folder with the files of its
// row. What is wanted is on the line that begins like it, or anywhere if it is not
// a message.
func TestRun(t *testing.T) {
	for _, tt := range []struct {
		why    string
		files  map[string]string
		args   string
		status int
		stdout []string // parts of it
		stderr string   // all of it
	}{
		{
			why:   "a folder",
			files: map[string]string{"in/a.txt": storyA, "in/b.txt": storyB, "in/c.txt": storyC},
			args:  "in", status: done, stdout: []string{"3 articles", "a.txt", "b.txt", "The last strike there"},
		},
		{
			why:   "nothing found is not an error",
			files: map[string]string{"a.txt": storyA, "c.txt": storyC},
			args:  "a.txt c.txt", status: done, stdout: []string{"2 articles"},
		},
		{
			why: "neither is nothing to read, if it is what there is", files: map[string]string{"day.jsonl": ""},
			args: "-format json day.jsonl", status: done, stdout: []string{`"articles":0`},
		},
		{
			why:   "JSON, flags behind the path",
			files: map[string]string{"in.jsonl": line("a", storyA) + line("b", storyB)},
			args:  "in.jsonl -format json", status: done, stdout: []string{`"articles":2`, `"a":"a","b":"b"`, `"passages":[{"kind"`},
		},
		{
			why:   "two IDs explained",
			files: map[string]string{"in.jsonl": line("a", storyA) + line("b", storyB) + line("c", storyC)},
			args:  "-explain a b in.jsonl", status: done, stdout: []string{"The last strike there"},
		},
		{
			why:   "two files explained, and as JSON",
			files: map[string]string{"a.txt": storyA, "c.txt": storyC},
			args:  "-format json -explain ./a.txt c.txt", status: done, stdout: []string{`"relation":"unrelated"`, `"reasons":[`},
		},
		{
			why: "a missing file; the others are compared", files: map[string]string{"a.txt": storyA, "b.txt": storyB},
			args: "a.txt nowhere.txt b.txt", status: failed, stdout: []string{"2 articles"},
			stderr: "nowhere.txt: no such file or directory\n1 problem; going on with 2 articles\n",
		},
		{
			why:  "nothing but a missing file",
			args: "nowhere.txt", status: failed,
			stderr: "nowhere.txt: no such file or directory\nthere is nothing to compare\n",
		},
		{
			why:   "a broken line: named, and the rest goes on",
			files: map[string]string{"in/n.jsonl": line("a", storyA) + `{"id":"x","te` + "\n" + line("b", storyB)},
			args:  "in", status: failed, stdout: []string{"2 articles"},
			stderr: "in/n.jsonl:2: broken JSON: unexpected end of JSON input\n1 problem; going on with 2 articles\n",
		},
		{
			why: "empty articles", files: map[string]string{"a.txt": storyA, "b.txt": "Title: B\n\n", "n.jsonl": line("c", "") + line("d", storyC)},
			args: "a.txt b.txt n.jsonl", status: failed, stdout: []string{"2 articles"},
			stderr: "b.txt: no text\nn.jsonl:1: \"c\": no text\n2 problems; going on with 2 articles\n",
		},
		{
			why: "a taken ID", files: map[string]string{"n.jsonl": line("a", storyA) + line("a", storyC) + line("b", storyB)},
			args: "n.jsonl", status: failed, stdout: []string{"2 articles"},
			stderr: "n.jsonl:2: \"a\": this ID is taken: n.jsonl:1 has it\n1 problem; going on with 2 articles\n",
		},
		{
			why: "invalid UTF-8 is text like any other", files: map[string]string{"a.txt": storyA + "caf\xe9", "b.txt": storyB},
			args: "a.txt b.txt", status: done, stdout: []string{"2 articles"},
		},
		{
			why: "a folder without articles", files: map[string]string{"in/a.pdf": "", "in/.hidden": ""},
			args: "in", status: failed,
			stderr: "in: no file of a form that is read (txt, txtar, jsonl, json, csv, html, xml, parquet or warc, also .gz and .zst) in this folder or below\n" +
				"1 file of other kinds in the folders passed over (wirecopy -h lists what is read)\nthere is nothing to compare\n",
		},
		{
			why:  "no path",
			args: "-format json", status: misuse,
			stderr: "name the files or folders to compare, or - for standard input\nwirecopy -h explains the command.\n",
		},
		{
			why:  "an unknown flag",
			args: "-html in", status: misuse,
			stderr: "flag provided but not defined: -html\nwirecopy -h explains the command.\n",
		},
		{
			why:  "an unknown format",
			args: "-format pdf in", status: misuse,
			stderr: "-format pdf: there are text, json, jsonl, csv and html\nwirecopy -h explains the command.\n",
		},
		{
			why:  "an unknown table",
			args: "-format csv -table members in", status: misuse,
			stderr: "-table members: there are clusters and pairs\nwirecopy -h explains the command.\n",
		},
		{
			why:  "a table of one pair",
			args: "-format csv -explain a b in", status: misuse,
			stderr: "-explain with -format csv: a pair is explained as text, json, jsonl or html\nwirecopy -h explains the command.\n",
		},
		{
			why:   "JSON lines",
			files: map[string]string{"in.jsonl": line("a", storyA) + line("b", storyB)},
			args:  "in.jsonl -format jsonl", status: done, stdout: []string{`{"type":"cluster","id":"a"`, "\n" + `{"type":"pair","cluster":"a","a":"a","b":"b"`},
		},
		{
			why:   "JSON lines of two explained",
			files: map[string]string{"in.jsonl": line("a", storyA) + line("b", storyB)},
			args:  "in.jsonl -format jsonl -explain a b", status: done, stdout: []string{`{"a":"a","b":"b"`, `"reasons":[`},
		},
		{
			why:   "a table of clusters",
			files: map[string]string{"in.jsonl": line("=a", storyA) + line("b", storyB)},
			args:  "in.jsonl -format csv", status: done, stdout: []string{"cluster,size,role,id,", "'=a,2,", ",member,b,,,NPA,,'=a,near-duplicate,"},
		},
		{
			why:   "a table of pairs",
			files: map[string]string{"in.jsonl": line("a", storyA) + line("b", storyB)},
			args:  "in.jsonl -format csv -table pairs", status: done, stdout: []string{"cluster,a,b,source_a,", "\na,a,b,,,,,near-duplicate,"},
		},
		{
			why:   "other names for the fields, one by one or together",
			files: map[string]string{"in.csv": "key;body;paper\n1;" + quoted(storyA) + ";Courier\n2;" + quoted(storyB) + ";NPA\n"},
			args:  "-field text=body -field id=key,source=paper in.csv", status: done, stdout: []string{"2 articles", "Courier"},
		},
		{
			why:   "a form that the name does not tell",
			files: map[string]string{"a.dat": line("a", storyA), "b.dat": line("b", storyB)},
			args:  "-input jsonl a.dat b.dat", status: done, stdout: []string{"2 articles", "The last strike there"},
		},
		{
			why: "a pattern that the shell has left", files: map[string]string{"a.txt": storyA, "b.txt": storyB, "c.md": ""},
			args: "?.txt", status: done, stdout: []string{"2 articles"},
		},
		{
			why: "half a field", args: "-field body in", status: misuse,
			stderr: `invalid value "body" for flag -field: it is a field of an article and its name in the data, like text=body` + "\nwirecopy -h explains the command.\n",
		},
		{
			why: "an unknown field", args: "-field body=text in", status: misuse,
			stderr: `-field: a form that is not read: an article has no field "body"; its fields are id, title, text, source, language, published` + "\n",
		},
		{
			why: "an unknown form", args: "-input docx in", status: misuse,
			stderr: `-input: a form that is not read: "docx"; the forms are txt, txtar, jsonl, json, csv, html, xml, parquet or warc` + "\n",
		},
		{
			why: "a table without a text says what it has instead", files: map[string]string{"in.csv": "id,body\n1,A\n"},
			args: "in.csv", status: failed,
			stderr: `in.csv:1: no column "text"; say which of these holds the text, by -field text=NAME: "id", "body"` + "\nthere is nothing to compare\n",
		},
		{
			why:  "a threshold that is no score",
			args: "-threshold 80 in", status: misuse,
			stderr: "-threshold 80: it is a score above 0 and up to 1\nwirecopy -h explains the command.\n",
		},
		{
			why:  "half a pair",
			args: "-explain a", status: misuse,
			stderr: "-explain a: it takes two IDs, and then the paths to read\nwirecopy -h explains the command.\n",
		},
		{
			why: "an unknown ID, and what may be meant", files: map[string]string{"x.txtar": "-- agency.txt --\n" + storyA + "-- brief.txt --\n" + storyB},
			args: "-explain agency x/brief x.txtar", status: misuse,
			stderr: `-explain: no article is called "agency" among the 2 read; did you mean "x/agency"?` + "\n",
		},
		{
			why: "an unknown ID, and what IDs are like", files: map[string]string{"in.jsonl": line("a1", storyA) + line("b2", storyB)},
			args: "-explain a1 42 in.jsonl", status: misuse,
			stderr: `-explain: no article is called "42" among the 2 read; they are called like "a1"` + "\n",
		},
		{
			why: "a report that cannot be written, said before the work", files: map[string]string{"a.txt": storyA},
			args: "-o none/report.txt a.txt", status: failed,
			stderr: "cannot write the report: none/report.txt: no such file or directory\n",
		},
		{
			why: "a path that looks like a flag", files: map[string]string{"-a.txt": storyA, "b.txt": storyB},
			args: "-format json -- -a.txt b.txt", status: done, stdout: []string{`"articles":2`},
		},
	} {
		t.Run(tt.why, func(t *testing.T) {
			inFolder(t, tt.files)
			status, stdout, stderr := shell(t, tt.args, "")
			require.Equal(t, tt.status, status, stderr)
			require.Equal(t, tt.stderr, strings.ReplaceAll(stderr, "wirecopy: ", ""))
			for _, want := range tt.stdout {
				require.Contains(t, stdout, want)
			}
			if len(tt.stdout) == 0 {
				require.Empty(t, stdout)
			}
		})
	}
}

// quoted is a cell of a table.
func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// inFolder makes a new folder with these files the working one.
func inFolder(t *testing.T, files map[string]string) {
	t.Chdir(t.TempDir())
	for name, text := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o777))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o666))
	}
}

func shell(t *testing.T, args, stdin string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = run(t.Context(), strings.Fields(args), strings.NewReader(stdin), &out, &errs)
	return status, out.String(), errs.String()
}

func TestHelp(t *testing.T) {
	status, stdout, stderr := shell(t, "news -h", "")
	require.Equal(t, done, status)
	require.Empty(t, stderr)
	for f := range strings.FieldsSeq("-format -o -passages -full -explain -threshold -window PATH .txtar Exit") {
		require.Contains(t, stdout, f)
	}
	require.Contains(t, strings.Join(strings.Fields(stdout), " "), "a translation and what it was made from are not")
	for l := range strings.Lines(stdout) {
		require.LessOrEqual(t, len(l), 82, l)
	}
}

func TestStdin(t *testing.T) {
	status, stdout, _ := shell(t, "-format json -", line("a", storyA)+line("b", storyB))
	require.Equal(t, done, status)
	require.Contains(t, stdout, `"articles":2`)
}

// A line of 50 MB does not stand in the way of the others, whole or broken, nor
// does a text that is longer than any article.
func TestLongLine(t *testing.T) {
	page := `{"id":"b","html":"` + strings.Repeat("word ", 10<<20) + `","text":` + strconv.Quote(storyB) + "}\n"
	text := line("long", strings.Repeat("word ", 1<<18))
	status, stdout, stderr := shell(t, "-format json -", line("a", storyA)+page+text+page[:50<<20]+"\n"+line("c", storyC))
	require.Equal(t, failed, status)
	require.Contains(t, stdout, `"articles":4`)
	require.Contains(t, stdout, `"a":"a","b":"b"`)
	require.Contains(t, stderr, "standard input:4: broken JSON")
}

func TestPassages(t *testing.T) {
	inFolder(t, map[string]string{"a.txt": storyA, "b.txt": storyB})
	_, with, _ := shell(t, "a.txt b.txt", "")
	_, without, _ := shell(t, "a.txt b.txt -passages=false", "")
	require.Contains(t, with, "The last strike there")
	require.NotContains(t, without, "The last strike there")
	_, without, _ = shell(t, "a.txt b.txt -passages=false -format json", "")
	require.NotContains(t, without, `"kind"`)
}

// A file keeps what it had until the new report is whole.
func TestOut(t *testing.T) {
	files := map[string]string{"a.txt": storyA, "b.txt": storyB, "out/r.json": "old"}
	for _, tt := range []struct {
		why, args string
		status    int
		changes   bool
	}{
		{"replaced", "-format json -o out/r.json a.txt b.txt", done, true},
		{"replaced though something was missing", "-format json -o out/r.json a.txt b.txt c.txt", failed, true},
		{"nothing read: kept", "-format json -o out/r.json c.txt", failed, false},
		{"nothing to explain: kept", "-format json -o out/r.json -explain a.txt c.txt .", misuse, false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			inFolder(t, files)
			status, stdout, stderr := shell(t, tt.args, "")
			require.Equal(t, tt.status, status, stderr)
			require.Empty(t, stdout)
			got, err := os.ReadFile("out/r.json")
			require.NoError(t, err)
			require.Equal(t, tt.changes, string(got) != "old")
			entries, err := os.ReadDir("out")
			require.NoError(t, err)
			require.Len(t, entries, 1, "something was left behind")
		})
	}
}

func TestOutToALinkAndADevice(t *testing.T) {
	inFolder(t, map[string]string{"a.txt": storyA, "b.txt": storyB, "real.json": "old"})
	if err := os.Symlink("real.json", "link.json"); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	status, _, _ := shell(t, "-format json -o link.json a.txt b.txt", "")
	require.Equal(t, done, status)
	got, err := os.ReadFile("real.json")
	require.NoError(t, err)
	require.Contains(t, string(got), `"articles":2`)

	status, _, _ = shell(t, "-o "+os.DevNull+" a.txt b.txt", "")
	require.Equal(t, done, status)
	fi, err := os.Stat(os.DevNull)
	require.NoError(t, err)
	require.False(t, fi.Mode().IsRegular())
}

// An interrupt ends it even while standard input is silent.
func TestInterrupt(t *testing.T) {
	inFolder(t, nil)
	silent, _ := io.Pipe()
	ctx, interrupt := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, interrupt)
	var stdout, stderr bytes.Buffer
	require.Equal(t, failed, run(ctx, []string{"-o", "r.txt", "-"}, silent, &stdout, &stderr))
	require.Equal(t, "wirecopy: stopped before the report was finished\n", stderr.String())
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	require.Empty(t, entries)
}

// A file that is not what its name says has an error on every line.
func TestManyProblems(t *testing.T) {
	status, _, stderr := shell(t, "-", line("a", storyA)+strings.Repeat("?\n", maxProblems+7))
	require.Equal(t, failed, status)
	require.Equal(t, maxProblems+2, strings.Count(stderr, "\n"))
	require.Contains(t, stderr, "and 7 more like these")
}

// TestNewsroom holds what README shows of the newsroom to what the command prints.
func TestNewsroom(t *testing.T) {
	status, stdout, stderr := shell(t, "../../testdata/newsroom", "")
	require.Equal(t, done, status, stderr)
	printed := map[string]bool{"": true}
	for line := range strings.Lines(stdout) {
		printed[strings.TrimSpace(line)] = true
	}
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, shown, _ := strings.Cut(string(readme), "among more:\n")
	shown, _, found := strings.Cut(shown, "\nThe same as one file")
	require.True(t, found)
	for line := range strings.Lines(shown) {
		require.True(t, printed[strings.TrimSpace(line)], "not printed: %s", line)
	}
}

// A page goes to standard output or to a file, there only when it is whole.
func TestPage(t *testing.T) {
	inFolder(t, map[string]string{"a.txt": storyA, "b.txt": storyB, "r.html": "old"})
	status, stdout, stderr := shell(t, "-format html -o r.html a.txt b.txt", "")
	require.Equal(t, done, status, stderr)
	require.Empty(t, stdout)
	page, err := os.ReadFile("r.html")
	require.NoError(t, err)
	require.Contains(t, string(page), "Content-Security-Policy")
	require.Contains(t, string(page), "a.txt")
	_, stdout, _ = shell(t, "-format html a.txt b.txt", "")
	require.Equal(t, string(page), stdout)

	status, stdout, stderr = shell(t, "-format html -explain a.txt b.txt a.txt b.txt", "")
	require.Equal(t, done, status, stderr)
	require.Contains(t, stdout, "Content-Security-Policy")
}

// One story told in every form that is read.
func TestForms(t *testing.T) {
	status, stdout, stderr := shell(t, "-format csv ../../dedup/input/testdata/forms", "")
	require.Equal(t, done, status, stderr)
	require.Empty(t, stderr)
	for _, id := range []string{
		"urn:newsml:npa.example:20240506:bridge", "worldlink.html", "courier-1187", "metro-20240506-004",
		"https://shore.example/bridge", "https://npa.example/items/20240506-ferry", "post-31",
	} {
		require.Contains(t, stdout, ","+id+",")
	}
}
