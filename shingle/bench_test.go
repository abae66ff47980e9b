package shingle

import (
	"slices"
	"strings"
	"testing"
)

// article is 3 KB of plain English, made of the sentences of testdata.
func article(tb testing.TB) string {
	var b strings.Builder
	for b.Len() < 3000 {
		n := b.Len()
		for _, c := range sentenceCases(tb) {
			if strings.HasSuffix(c.file, "en.txtar") && b.Len() < 3000 && isPlain(c.text) {
				b.WriteString(strings.ReplaceAll(c.text, "\n", " ") + "\n")
			}
		}
		if b.Len() == n {
			tb.Fatal("no text")
		}
	}
	return b.String()
}

func isPlain(s string) bool { return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 }) }

func BenchmarkAppend(b *testing.B) {
	text := article(b)
	var dst []uint64
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		dst = Shingler{}.Append(dst[:0], text)
	}
}

func BenchmarkSet(b *testing.B) {
	text := article(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Shingler{}.Set(text)
	}
}

func BenchmarkSentences(b *testing.B) {
	text := article(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		for range Sentences(text) {
		}
	}
}

func BenchmarkParse(b *testing.B) {
	text := article(b)
	b.Run("parser=warm", func(b *testing.B) {
		var p Parser
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			p.Parse(text, "")
		}
	})
	b.Run("parser=cold", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		b.ReportAllocs()
		for b.Loop() {
			p := Parser{memory: new(memory)}
			p.Parse(text, "")
		}
	})
}

func TestAppendAllocates(t *testing.T) {
	text := article(t)
	dst := slices.Grow([]uint64(nil), len(text))
	n := testing.AllocsPerRun(100, func() { dst = Shingler{}.Append(dst[:0], text) })
	if n != 0 {
		t.Errorf("Append allocates %v times", n)
	}
}
