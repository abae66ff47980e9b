package input

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/dedup"
)

var jsonRows = []row{
	{
		why: "a .json file: one object over several lines, some of them, or a list",
		files: map[string]string{
			"a.json": "{\n  \"id\": \"a\",\n  \"text\": \"A\"\n}\n",
			"b.json": `{"id":"b","text":"B"}{"id":"c","text":"C"} {"id":"d","text":"D"}`,
			"e.json": " [ {\"id\":\"e\",\"text\":\"E\"},\n{\"id\":\"f\",\"text\":\"F\"}\n]\n",
			"g.json": "[]",
			"h.json": "",
		},
		want: []string{"a: A", "b: B", "c: C", "d: D", "e: E", "f: F"},
	},
	{
		why: "a value that is wrong is named by its number, and what comes after it is read",
		files: map[string]string{
			"a.json": `[{"id":"a","text":"A"}, 7, {"id":"c","text":["C"]}, {"id":"d"}, {"id":"e","text":"E"}]`,
		},
		want: []string{
			"a: A",
			`! DIR/a.json: record 2: here must be one object, {"id": …, "text": …}, and this is of type number`,
			`! DIR/a.json: record 3: "c": "text" must be a string and is a list`,
			`! DIR/a.json: record 4: "d": no text`,
			"e: E",
		},
	},
	{
		why: "behind broken JSON nothing can be found again",
		files: map[string]string{
			"a.json": `[{"id":"a","text":"A"}, {"id":]`,
			"b.json": `[{"id":"b","text":"B"}`,
			"c.json": `{"id":"c","text":"C"} {"id":"d","te`,
			"e.json": `[{"id":"e","text":"E"} {"id":"f","text":"F"}]`,
		},
		want: []string{
			"a: A",
			"! DIR/a.json: record 2: broken JSON: invalid character ']' looking for beginning of value; the file is not read beyond it",
			"b: B",
			"! DIR/b.json: record 2: the file ends within this value",
			"c: C",
			"! DIR/c.json: record 2: the file ends within this value",
			"e: E",
			"! DIR/e.json: record 2: broken JSON: expected comma after array element; the file is not read beyond it",
		},
	},
	{
		why:     "a value longer than the limit",
		files:   map[string]string{"a.json": `[{"id":"a","text":"A"},{"id":"b","text":"` + strings.Repeat("B", 4<<10) + `"}]`},
		options: &Options{MaxBytes: 1 << 10},
		want:    []string{"a: A", "! DIR/a.json: record 2: longer than 1 KB, the most that is read at a time; the file is not read beyond it"},
	},
	{
		why: "other names: of a field, of one within an object, in other capitals",
		files: map[string]string{
			"a.jsonl": `{"key":"a","content":{"body":"A","head":{"line":"T"}},"text":"not this"}` + "\n" +
				`{"KEY":7,"content":{"Body":"B"}}` + "\n" + `{"key":"c","content.body":"C","content":"not this"}` + "\n" +
				`{"key":"d","content":"text"}` + "\n" + `{"key":"e","content":{"body":3}}`,
		},
		options: &Options{Fields: map[string]string{"id": "key", "text": "content.body", "title": "content.head.line"}},
		want: []string{
			"a: A", "7: B", "c: C",
			`! DIR/a.jsonl:4: "d": no text`,
			`! DIR/a.jsonl:5: "e": "content.body" must be a string and is a number`,
		},
	},
	{
		why: "ninjs: lines of it, any version; what is a picture is no article",
		files: map[string]string{
			"a.jsonl": `{"uri":"a","body_text":"A"}` + "\n" + `{"uri":"b","bodies":[{"role":"x","contenttype":"text/plain","value":"X"},{"role":"main","value":"B"}]}` + "\n" +
				`{"uri":"c","type":"picture"}` + "\n" + `{"uri":"d","type":"text"}` + "\n" + `{"uri":"e","headlines":"?"}` + "\n" + `{"uri":"f","text":"F"}`,
		},
		want: []string{
			"a: A", "b: B",
			`! DIR/a.jsonl:4: "d": no text`,
			`! DIR/a.jsonl:5: "e": this object is not as ninjs has it: json: cannot unmarshal string into Go struct field ninjs.Headlines of type []input.ninjsPart`,
			`! DIR/a.jsonl:6: no "id"`,
		},
	},
}

func TestForcedForm(t *testing.T) {
	dir := folder(t, map[string]string{"a.dat": "id,text\n1,One\n", "b.txt": "id\ttext\n2\tTwo, too\n", ".c": "id,text\n3,Three"})
	require.Equal(t, []string{"1: One", "2: Two, too"}, told(dir, &Options{Form: "csv"}, dir))
	require.Equal(t, []string{"DIR/a.dat: id,text\n1,One\n"}, told(dir, &Options{Form: "txt"}, dir+"/a.dat"))
	want := `! a form that is not read: "docx"; the forms are txt, txtar, jsonl, json, csv, html, xml, parquet or warc`
	require.Equal(t, []string{want}, told(dir, &Options{Form: "docx"}, dir))
}

func TestFieldsAreChecked(t *testing.T) {
	for want, fields := range map[string]map[string]string{
		`! a form that is not read: an article has no field "body"; its fields are id, title, text, source, language, published`: {"body": "text"},
		`! a form that is not read: no name for the field "text"`:                                                                {"text": ""},
	} {
		require.Equal(t, []string{want}, told("", &Options{Fields: fields}, "none.txt"))
	}
}

func TestObject(t *testing.T) {
	day := time.Date(2024, 3, 4, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		why, in string
		options *Options
		want    dedup.Article
		is      error
		says    string
	}{
		{"all fields", `{"id":"a","title":"T","text":"Ä","source":"S","lang":"en-GB","published":"2024-03-04"}`, nil, dedup.Article{ID: "a", Title: "T", Text: "Ä", Source: "S", Language: "en", Published: day}, nil, ""},
		{"a request has no ID", `{"text":"A"}`, nil, dedup.Article{Text: "A"}, nil, ""},
		{"another name", `{"text":"A","body":"B"}`, &Options{Fields: map[string]string{"text": "body"}}, dedup.Article{Text: "B"}, nil, ""},
		{"ninjs", `{"uri":"urn:1","headline":"T","body_text":"A"}`, nil, dedup.Article{ID: "urn:1", Title: "T", Text: "A"}, nil, ""},
		{"the article comes without its date", `{"id":"a","text":"A","published":"today"}`, nil, dedup.Article{ID: "a", Text: "A"}, ErrDate, `"today" is not a date like 2024-03-04 or 2024-03-04T07:12:00Z; the article is read without it`},
		{"no text", `{"id":"a","text":" "}`, nil, dedup.Article{}, ErrEmpty, "no text"},
		{"a date is no text", `{"id":"a","published":"today"}`, nil, dedup.Article{}, ErrEmpty, "no text"},
		{"broken", `{"id":`, nil, dedup.Article{}, nil, "broken JSON: unexpected end of JSON input"},
		{"too long", `{"text":"A"}`, &Options{MaxBytes: 11}, dedup.Article{}, ErrTooLong, "longer than 11 bytes, the most that is read at a time"},
		{"no such field", `{}`, &Options{Fields: map[string]string{"body": "text"}}, dedup.Article{}, ErrForm, `a form that is not read: an article has no field "body"; its fields are id, title, text, source, language, published`},
	} {
		t.Run(tt.why, func(t *testing.T) {
			got, err := Object([]byte(tt.in), tt.options)
			require.Equal(t, tt.want, got)
			if tt.says == "" {
				require.NoError(t, err)
				return
			}
			require.EqualError(t, err, tt.says)
			if tt.is != nil {
				require.ErrorIs(t, err, tt.is)
			}
		})
	}
}
