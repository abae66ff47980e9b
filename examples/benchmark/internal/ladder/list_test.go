package ladder

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReadErrors(t *testing.T) {
	const head = "stage S\ncolumn ferry found %.0f a b\n"
	for _, test := range []struct{ list, want string }{
		{"row x\n", "1: a list begins with a stage"},
		{"stage\n", "1: a list begins with a stage"},
		{"stage S\nrow x\n", "2: stage S has no column"},
		{"stage S\n", "2: stage S has no column"},
		{"stage S\nstage T\n", "2: stage S has no column"},
		{"stage S\ncolumn ferry found a\n", "2: a column is CORPUS PATH FORMAT TITLE"},
		{"stage S\ncolumn ferry found 4 a\n", "2: a column is CORPUS PATH FORMAT TITLE"},
		{"stage S\nwhy x\n", `2: "why" says nothing of a stage`},
		{head + "row\n", "3: a row without a name"},
		{head + "number limit\n", "3: a number is NAME in FILE"},
		{head + "row x\n", "4: row x has no why"},
		{head + "row x\nwhy y\n", "5: row x changes nothing"},
		{head + "row x\nwhy y\nrow z\n", "5: row x changes nothing"},
		{head + "row x\nwhy y\n- a\n", `5: "-" does not belong here`},
		{head + "row x\nwhy y\nin f\n+ a\n", `6: "+" does not belong here`},
		{head + "row x\nwhy y\nin f\n- a\n\n+ b\n", `8: "+" does not belong here`},
		{head + "row x\nwhy y\nin f\n- a\n", `7: row x: nothing to put for "a"`},
		{head + "row x\nwhy y\nin f\n- a\n- b\n\n- c\n+ d\n", `11: row x: nothing to put for "a b"`},
		{head + "row x\nwhy y\ntry 4\n", `5: "try" does not belong here`},
		{head + "number x in f\nwhy y\nin f\n", `5: "in" does not belong here`},
		{head + "row x\nwhat y\n", `4: "what" does not belong here`},
	} {
		_, err := Read(strings.NewReader(test.list))
		require.ErrorContains(t, err, test.want, test.list)
	}
}

func TestRead(t *testing.T) {
	stages, err := Read(strings.NewReader(""))
	require.NoError(t, err)
	require.Empty(t, stages)
	stages, err = Read(strings.NewReader("stage S\n column ferry found %.0f a b\r\nrow  x y\n\twhy it\nwhy is\nin f\n- a\n-   b  c\n+\n- d\n+ e\n+ f\n"))
	require.NoError(t, err)
	require.Equal(t, []Stage{{
		Name:    "S",
		Columns: []Column{{"ferry", "found", "%.0f", "a b"}},
		Rows: []Row{{Line: 3, Name: "x y", Why: "it is", Edits: []edit{
			{"f", []string{"a", "b  c"}, []string{""}},
			{"f", []string{"d"}, []string{"e", "f"}},
		}}},
	}}, stages)
}

func TestFind(t *testing.T) {
	const text = "const (\n\tlimit\t=  3 // words\n\tlimits = 3.5\n)\nif x &&\n\t\ty { é = 1 }\n"
	for _, test := range []struct {
		lines string
		want  string // "" if it is not to be found
	}{
		{"limit = 3", "limit\t=  3"},
		{"limits = 3", ""},
		{"limits = 3.5", "limits = 3.5"},
		{"imit = 3", ""},
		{"x && y {", "x &&\n\t\ty {"},
		{"= 1", "= 1"},
		{"= 3", "=  3"},
		{"(", "("},
		{"\t", ""},
	} {
		from, to, err := find([]byte(text), []string{test.lines})
		if test.want == "" {
			require.Error(t, err, test.lines)
			continue
		}
		require.NoError(t, err, test.lines)
		require.Equal(t, test.want, text[from:to])
	}
}

func TestThirds(t *testing.T) {
	for _, test := range []struct{ now, down, up string }{
		{"100", "67", "133"},
		{"4", "3", "5"},
		{"3", "2", "4"},
		{"1", "0", "2"},
		{"1 << 16", "43691", "87381"},
		{"-3", "-2", "-4"},
		{"0.3", "0.2", "0.4"},
		{"15.0", "10.0", "20.0"},
		{"-2.50", "-1.67", "-3.33"},
		{"0.0125", "0.00833", "0.0167"},
		{"3e6", "2e+06", "4e+06"},
	} {
		got, err := thirds(test.now)
		require.NoError(t, err)
		require.Equal(t, []string{test.down, test.up}, got, test.now)
	}
	for _, now := range []string{"0", "0.0", "other", `"3"`, "true", "3 +"} {
		_, err := thirds(now)
		require.Error(t, err, now)
	}
}

func TestTokens(t *testing.T) {
	same := func(a, b string) bool { return bytes.Equal(tokens([]byte(a)), tokens([]byte(b))) }
	require.True(t, same("x := 1 // one\n", "/* now */ x  :=\t1\n"))
	require.True(t, same("f(a, b)\n", "f(a, b)"))
	require.False(t, same("x := 1", "x := 2"))
	require.False(t, same(`x := "a"`, `x := "b"`))
	require.False(t, same("//go:embed a\nvar x", "//go:embed b\nvar x"))
	require.False(t, same("return\nx", "return x"), "a line's end may end a statement")
	require.False(t, same("ab", "a b"))
}

func TestCells(t *testing.T) {
	plain := Column{Format: "%.2f"}
	count := Column{Format: "%s"}
	time := Column{Format: "×%.1f", Path: timePath}
	for _, test := range []struct {
		c       Column
		f, base figure
		isBase  bool
		want    string
	}{
		{plain, figure{.5, ""}, figure{.5, ""}, true, "0.50"},
		{plain, figure{.501, ""}, figure{.5, ""}, false, ""},
		{plain, figure{.49, ""}, figure{.5, ""}, false, "−0.01"},
		{plain, figure{.51, ""}, figure{.5, ""}, false, "+0.01"},
		{plain, figure{.5051, ""}, figure{.5049, ""}, false, ""},
		{count, figure{2, "300"}, figure{2, "300"}, true, "2/300"},
		{count, figure{14, "300"}, figure{2, "300"}, false, "+12"},
		{count, figure{0, "300"}, figure{2, "300"}, false, "−2"},
		{count, figure{2, "299"}, figure{2, "300"}, false, "2/299"},
		{time, figure{8, ""}, figure{8, ""}, true, "×1.0"},
		{time, figure{8.1, ""}, figure{8, ""}, false, ""},
		{time, figure{16, ""}, figure{8, ""}, false, "×2.0"},
	} {
		require.Equal(t, test.want, test.c.cell(test.f, test.base, test.isBase))
	}
}
