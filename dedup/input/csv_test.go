package input

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var tableRows = []row{
	{
		why: "columns in any order, names in any case, quotes, a text over several lines",
		files: map[string]string{
			"a.csv": "Source,TEXT,id\nX,\"A, \"\"quoted\"\"\nand more\",1\n\nY,B,2",
		},
		want: []string{"1: A, \"quoted\"\nand more", "2: B"},
	},
	{
		why: "the delimiter is the one met most often; a spreadsheet may say it",
		files: map[string]string{
			"a.csv": "id;text\n1;A, B\n",
			"b.tsv": "id\ttext\n2\tsays \"no\", \"never\"\n",
			"c.csv": "id|text\r\n3|C\r\n",
			"d.csv": "sep=;\nid;text,more\n4;D\n",
			"e.csv": "\ufeffid,text\n5,E\n",
		},
		want: []string{"1: A, B", `2: says "no", "never"`, "3: C", `! DIR/d.csv:2: no column "text"; say which of these holds the text, by Options.Fields: "id", "text,more"`, "5: E"},
	},
	{
		why:   "rows without a column for IDs are called by their lines",
		files: map[string]string{"n/a.csv": "title,text\nT,\"A\nA\"\nU,B\nV,\n"},
		want:  []string{"n/a.csv:2: A\nA", "n/a.csv:4: B", "! DIR/n/a.csv:5: no text"},
	},
	{
		why: "a row that is wrong is named by its line, and the rest goes on",
		files: map[string]string{
			"a.csv": "id,text\n1,A\n2,B, and more\n3\n4,\"D\n5\" no\n6,F \"f\" F\n,G\n8,H\n8,I\n",
		},
		want: []string{
			"1: A",
			"! DIR/a.csv:3: 3 fields, and the header has 2; a text with ',' in it must stand in quotes",
			"! DIR/a.csv:4: 1 fields, and the header has 2; a text with ',' in it must stand in quotes",
			"! DIR/a.csv:5: a quotation that begins here ends wrongly in line 6",
			`! DIR/a.csv:7: bare " in non-quoted-field`,
			`! DIR/a.csv:8: no "id"`,
			"8: H",
			`! DIR/a.csv:10: "8": this ID is taken: DIR/a.csv:9 has it`,
		},
	},
	{
		why: "a quotation without an end",
		files: map[string]string{
			"a.csv": "id,text\n1,\"A\n2,B\n",
			"b.csv": "id,text\n1,\"" + strings.Repeat("A\n", 1000) + "\n3,C\n4,D\n",
		},
		options: &Options{MaxBytes: 1000},
		want: []string{
			`! DIR/a.csv:2: a quotation that begins here ends wrongly in line 3`,
			"! DIR/b.csv:500: a row that ends here, or a quotation in it that does not, is longer than 1000 bytes, the most that is read at a time",
			"3: C", "4: D",
		},
	},
	{
		why: "no column for the text", files: map[string]string{"a.csv": "id,body,headline\n1,A,B\n", "b.csv": "", "c.csv": "\n\n"},
		want: []string{`! DIR/a.csv:1: no column "text"; say which of these holds the text, by Options.Fields: "id", "body", "headline"`},
	},
	{
		why: "other names", files: map[string]string{"a.csv": "url,body,text\n1,A,not this\n"},
		options: &Options{Fields: map[string]string{"id": "url", "text": "body"}},
		want:    []string{"1: A"},
	},
}

func TestManyFields(t *testing.T) {
	in := "id,text\n1,A\n" + strings.Repeat(",", maxCommas+10) + "\n2,B\n"
	want := []string{"1: A", "! standard input:3: a row that ends here, or a quotation in it that does not, is of more than 1048576 fields", "2: B"}
	require.Equal(t, want, told("", &Options{Form: "csv", Stdin: strings.NewReader(in)}, "-"))
}

func TestDelimiter(t *testing.T) {
	for in, want := range map[string]rune{
		"":                        ',',
		"text":                    ',',
		"a,b;c":                   ',',
		"a;b;c,d":                 ';',
		"\"a,b,c\";d":             ';',
		"a\tb,c\td":               '\t',
		"a|b\r\n1,2,3,4,5,6,7,8,": '|',
	} {
		got, declared := delimiter([]byte(in))
		require.Equal(t, string(want), string(got), in)
		require.False(t, declared)
	}
}
