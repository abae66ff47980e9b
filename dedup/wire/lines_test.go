package wire

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/zeebo/xxh3"
	"pgregory.net/rapid"
)

func TestLines(t *testing.T) {
	body := func(i int) string {
		return strings.Repeat(fmt.Sprintf("Article %c tells of ferry number %c and of its crew. ", 'a'+i, 'a'+i), 6)
	}
	var l Lines
	require.Empty(t, l.Find("lantern", "Our harbour desk"), "nothing is known of a source that was not added")
	for i := range 3 {
		l.Add("lantern", "Our harbour desk\n"+body(i)+"\nSeen 12 times")
	}
	marked := func(source, text string) []string {
		var s []string
		for _, m := range l.Find(source, text) {
			require.Equal(t, Furniture, m.Kind)
			s = append(s, m.Of(text))
		}
		return s
	}
	require.Equal(t, []string{"OUR HARBOUR DESK", "Seen 9 times"}, marked("lantern", "OUR HARBOUR DESK\nNew prose.\nSeen 9 times"),
		"case and numbers do not count")
	require.Empty(t, marked("courier", "Our harbour desk"), "what one source repeats, another may say")

	saga := "The strike began in May, when the owners of the nine ferries cut the crews by half."
	for i := range 5 {
		l.Add("saga", body(i)+"\n"+saga)
	}
	require.Empty(t, marked("saga", saga), "a sentence in five articles may be background")
	l.Add("saga", body(9)+"\n"+saga)
	require.NotEmpty(t, marked("saga", saga), "in six it is furniture")

	for i := range 9 {
		l.Add("portal", fmt.Sprintf("%s\n%s\nThe crew waits", body(1), body(i+2)))
	}
	require.Empty(t, marked("portal", "The crew waits"), "versions of one dispatch are one article")
	for range 9 {
		l.Add("copies", "Home\n"+body(1))
	}
	require.Empty(t, marked("copies", "Home"), "an article added nine times is one article")
}

// TestLineHash holds the hashes of version 1: a Lines kept on disk by a caller
// would silently forget all if they changed.
func TestLineHash(t *testing.T) {
	require.Equal(t, 1, LinesVersion)
	for _, test := range []struct {
		line string
		hash uint64
	}{
		{"Share this 12 times", 0x7386c52a02ecbe00},
		{"SHARE  this\u00a07 times", 0x7386c52a02ecbe00},
	} {
		h, _ := lineHash(nil, test.line)
		require.Equal(t, test.hash, h, "%q: %#x", test.line, h)
	}
}

// TestCorpusLines counts the lines repeated three times in a source that are
// taken for furniture, and those that are left.
func TestCorpusLines(t *testing.T) {
	for _, corpus := range []string{"provenance", "gilets-jaunes", "us-homepages-2016"} {
		articles := readCorpus(t, corpus)
		var l Lines
		for _, a := range articles {
			l.Add(a.Source, a.Text)
		}
		taken, left := 0, 0
		for source, s := range l.sources {
			seen := make(map[uint64]bool)
			for _, a := range articles {
				if a.Source != source {
					continue
				}
				for line := range lines(a.Text) {
					h, _ := lineHash(nil, line.Of(a.Text))
					if seen[h] || s.seen[h] < 3 {
						continue
					}
					seen[h] = true
					if s.furniture(h, line.Of(a.Text)) {
						taken++
						if *sample > 0 {
							fmt.Printf("taken %s %d %s\n", source, s.seen[h], line.Of(a.Text))
						}
						continue
					}
					left++
					if *sample > 0 {
						fmt.Printf("left %s %d %s\n", source, s.seen[h], line.Of(a.Text))
					}
				}
			}
		}
		marked, extra, total := 0, 0, 0
		for _, a := range articles {
			m := Find(a.Text, a.Lang)
			n := 0
			for _, x := range m {
				n += x.Len()
			}
			marked += n
			for _, x := range Merge(m, l.Find(a.Source, a.Text)) {
				extra += x.Len()
			}
			total += len(a.Text)
		}
		t.Logf("%s: %d repeated lines taken, %d left; %.2f %% of bytes marked by Find, %.2f %% with Lines",
			corpus, taken, left, 100*float64(marked)/float64(total), 100*float64(extra)/float64(total))
		require.Positive(t, taken)
	}
}

// TestFindHashesEnough holds Find to one that hashes every line, at the lengths where it does not and with paragraphs that become
// furniture and cease to be: as texts came, past the sample, and as it was written and read.
func TestFindHashesEnough(t *testing.T) {
	lengths := []int{20, 79, 80, 81, 158, 159, 160, 161, 319, 320, 321, 2047, 2048, 2049}
	marked, paragraphs := 0, 0
	for seed := range uint64(36) {
		r := rand.New(rand.NewPCG(seed, 1))
		line := func() string {
			k := r.IntN(len(lengths) * (1 + 2*int(seed%2)))
			s := strings.Repeat(fmt.Sprintf("Line %c of %c; ", 'a'+k, 'a'+k%7), lengths[k%len(lengths)]/5)
			if k%3 == 0 {
				s = strings.ReplaceAll(s, "; ", ";  12  é ") // folded it is shorter
			}
			s = s[:boundary(s, lengths[k%len(lengths)])]
			if k%3 == 1 { // folded it is as long as it was
				s = strings.Replace(s, " ", "    ", 1)
			}
			return s
		}
		l := &Lines{Sample: []int{0, 40, 60}[seed%3]}
		var texts []string
		for i := range 200 {
			var b strings.Builder
			for range 1 + r.IntN(1+int(seed%12)) {
				fmt.Fprintln(&b, line())
			}
			if i%50 == 0 {
				for k := range linesKept + 9 {
					fmt.Fprintf(&b, "row %c%c%c\n", 'a'+k%26, 'a'+k/26, 'a'+k%7)
				}
			}
			fmt.Fprint(&b, "Article ", r.Uint64())
			texts = append(texts, b.String())
			l.Add("a", b.String())
			if i%9 > 0 {
				continue
			}
			again := new(Lines)
			require.NoError(t, again.UnmarshalSource("a", l.AppendSource(nil, "a")))
			require.Equal(t, l.sources, again.sources)
			s := l.sources["a"]
			for _, x := range texts {
				var want []Mark
				for span := range lines(x) {
					h, _ := lineHash(nil, span.Of(x))
					if s.furniture(h, span.Of(x)) {
						want = append(want, Mark{Span: span, Kind: Furniture})
						paragraphs += int(h & 1)
					}
				}
				require.Equal(t, want, l.Find("a", x))
				marked += len(want)
			}
		}
	}
	require.Positive(t, paragraphs)
	require.Greater(t, marked, paragraphs)
}

// TestChanged holds that what is said not to have changed has not, and that little else is said to have.
func TestChanged(t *testing.T) {
	told, changed, all := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) string {
			lines := rapid.SliceOfN(rapid.IntRange(0, 40), 1, 6).Draw(t, "lines")
			var b strings.Builder
			for _, n := range lines {
				fmt.Fprintln(&b, strings.Repeat(fmt.Sprintf("Line %c%c ", 'a'+n%20, 'a'+n%7), 1+20*(n%3)))
			}
			if lines[0] == 0 { // of so many not all are kept
				for k := range 3 * linesKept {
					fmt.Fprintf(&b, "row %c%c\n", 'a'+k%26, 'a'+k/26)
				}
			}
			return b.String()
		})
		texts := rapid.SliceOfN(text, 60, 200).Draw(t, "texts")
		l, other := &Lines{Sample: 150}, &Lines{Sample: 150}
		from, to := rapid.IntRange(0, 20).Draw(t, "from"), rapid.IntRange(40, len(texts)).Draw(t, "to")
		for _, x := range texts[from:] {
			l.Add("a", x)
		}
		for _, x := range texts[:to] {
			other.Add("a", x)
		}
		may := l.Changed(other, "a")
		for _, x := range texts {
			is := !reflect.DeepEqual(l.Find("a", x), other.Find("a", x))
			says := may != nil && may(xxh3.HashString(x))
			if is && !says {
				t.Fatalf("%q changed and is not said to have", x)
			}
			all++
			if is {
				changed++
			}
			if says {
				told++
			}
		}
	})
	require.Greater(t, changed, all/100, "too few changed for the test to mean something")
	require.Less(t, told, changed+all/2)
	t.Logf("%d articles, %d said to have changed, %d have", all, told, changed)
}

// TestSamplerIsLines learns from a sampler that met the texts, some of which are gone by then, and beside it from the
// texts: what is wanted and not at hand is as much as went.
func TestSamplerIsLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"Tickets at the counter", "A line", "Another.", "Subscribe", strings.Repeat("A long paragraph. ", 20)}), 1, 5).Draw(t, "lines"), "\n") +
				fmt.Sprint("\n", rapid.IntRange(0, 2000).Draw(t, "n"))
		})
		texts := rapid.SliceOfN(text, 1, 400).Draw(t, "texts")
		source := func(i int) string { return []string{"a", "b"}[i*i%3%2] }
		var s Sampler
		for i, x := range texts {
			s.Add(source(i), x, xxh3.HashString(x))
		}
		gone := rapid.IntRange(0, len(texts)).Draw(t, "gone")
		want, got, missing := new(Lines), new(Lines), 0
		for i, x := range texts[gone:] {
			want.Add(source(gone+i), x)
			if h := xxh3.HashString(x); got.Wants(source(gone+i), h) && !got.AddFrom(&s, source(gone+i), h) {
				got.Add(source(gone+i), x)
				missing++
			}
		}
		require.Equal(t, want.sources, got.sources)
		require.LessOrEqual(t, missing, gone)
		for _, name := range []string{"a", "b"} {
			require.Nil(t, got.Changed(want, name))
		}
		s.Reset(got)
		for i, x := range texts[gone:] {
			if h := xxh3.HashString(x); !got.Wants(source(gone+i), h) {
				_, in := find(got.sources[source(gone+i)].articles, h)
				require.Equal(t, in, new(Lines).AddFrom(&s, source(gone+i), h))
			}
		}
	})
}
