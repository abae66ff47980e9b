package input

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestHead(t *testing.T) {
	for _, tt := range []struct {
		why, in string
		head    map[string]string
		body    string
	}{
		{"all keys", "Title: A: b\nSource:S\nPublished: P\nLanguage: en\nID: i\n\nText\n\nmore", map[string]string{"Title": "A: b", "Source": "S", "Published": "P", "Language": "en", "ID": "i"}, "Text\n\nmore"},
		{"lines may end as on Windows", "Title: A\r\n\r\nText\r\n", map[string]string{"Title": "A"}, "Text\r\n"},
		{"only the first empty line goes", "Title: A\n\n\nText", map[string]string{"Title": "A"}, "\nText"},
		{"another key: text", "Title: A\nSays: B\n\nText", nil, "Title: A\nSays: B\n\nText"},
		{"a key twice: text", "Title: A\nTitle: B\n\nText", nil, "Title: A\nTitle: B\n\nText"},
		{"keys are as written here", "title: A\n\nText", nil, "title: A\n\nText"},
		{"no empty line: text", "Source: ANSA\nText", nil, "Source: ANSA\nText"},
		{"no line after it: text", "Source: ANSA", nil, "Source: ANSA"},
		{"an empty line first: text", "\nTitle: A\n\nText", nil, "\nTitle: A\n\nText"},
		{"nothing", "", nil, ""},
	} {
		t.Run(tt.why, func(t *testing.T) {
			head, body := splitHead(tt.in)
			require.Equal(t, tt.head, head)
			require.Equal(t, tt.body, body)
		})
	}
}

func TestDate(t *testing.T) {
	for in, want := range map[string]string{
		"2024-03-04":                      "2024-03-04T00:00:00Z",
		"2024-03-04T07:12":                "2024-03-04T07:12:00Z",
		"2024-03-04 07:12":                "2024-03-04T07:12:00Z",
		"2024-03-04T07:12+01:00":          "2024-03-04T06:12:00Z",
		"2024-03-04T07:12:05":             "2024-03-04T07:12:05Z",
		"2024-03-04 07:12:05.25":          "2024-03-04T07:12:05.25Z",
		"2024-03-04T07:12:05-04:00":       "2024-03-04T11:12:05Z",
		"2024-03-04T07:12:05+0100":        "2024-03-04T06:12:05Z",
		"2024-03-04 07:12:05 +0100":       "2024-03-04T06:12:05Z",
		"2024-03-04 07:12:05 UTC":         "2024-03-04T07:12:05Z",
		"Mon, 04 Mar 2024 07:12:05 GMT":   "2024-03-04T07:12:05Z",
		"Mon, 4 Mar 2024 07:12:05 -0500":  "2024-03-04T12:12:05Z",
		"1709536325":                      "2024-03-04T07:12:05Z",
		"1709536325250":                   "2024-03-04T07:12:05.25Z",
		"Mon, 04 Mar 2024 07:12:05 EST":   "", // is five hours away, or eleven, or ten
		"2024-02-30":                      "",
		"2024":                            "",
		"20240304":                        "",
		"04/03/2024":                      "",
		"99999999999999999999":            "",
		"2024-03-04T07:12:05Z and so on.": "",
	} {
		t.Run(in, func(t *testing.T) {
			got, ok := date(in)
			require.Equal(t, want != "", ok)
			if ok {
				require.Equal(t, want, got.UTC().Format(time.RFC3339Nano))
			}
		})
	}
}

func TestLinesAreBounded(t *testing.T) {
	const limit = 40
	in := strings.Repeat("a", 39) + "\n" + strings.Repeat("b", 40) + "\n" + "c\n" + strings.Repeat("d", 1000) + "\n\n" + strings.Repeat("e", 40)
	for _, buffer := range []int{16, 39, 41, 2000} {
		l := lines{in: bufio.NewReaderSize(strings.NewReader(in), buffer), max: limit}
		var got []string
		for {
			line, err := l.next()
			if err == io.EOF {
				break
			}
			if errors.Is(err, ErrTooLong) {
				line = []byte("too long")
			}
			got = append(got, strings.TrimSpace(string(line)))
		}
		require.Equal(t, []string{strings.Repeat("a", 39), "too long", "c", "too long", "", strings.Repeat("e", 40)}, got)
		require.LessOrEqual(t, cap(l.buf), 100)
	}
}

// A line of 50 MB is an article; one above the limit costs its own length and
// nothing else.
func TestLongLines(t *testing.T) {
	long := strings.Repeat("word ", 10<<20)
	in := `{"id":"a","text":"` + long + `"}` + "\n" + `{"id":"b","text":"` + long + long + `"}` + "\n" + `{"id":"c","text":"C"}`
	var got []string
	for a, err := range Read([]string{"-"}, &Options{Stdin: strings.NewReader(in)}) {
		switch {
		case err != nil:
			got = append(got, err.Error())
		case a.Text == long:
			got = append(got, a.ID+": all of it")
		default:
			got = append(got, a.ID+": "+a.Text)
		}
	}
	require.Equal(t, []string{"a: all of it", "standard input:2: longer than 64 MB, the most that is read at a time", "c: C"}, got)
}
