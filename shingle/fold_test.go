package shingle

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFolding: texts on one line have the same words, which are the last.
func TestFolding(t *testing.T) {
	for _, c := range []struct{ why, texts, words string }{
		{"case", "Iran|IRAN|iran", "iran"},
		{"diacritics", "Élysée|Elysee|élysée|E\u0301lyse\u0301e", "elysee"},
		{"width", "Ｉｒａｎ|Iran", "iran"},
		{"ligatures", "œuvre|oeuvre|Œuvre", "oeuvre"},
		{"ligature of printers", "ﬁnance|finance", "finance"},
		{"ae", "Ærø|aero", "aero"},
		{"sharp s", "Straße|STRASSE|STRAẞE", "strasse"},
		{"Turkish i", "İstanbul|Istanbul|ıstanbul", "istanbul"},
		{"final sigma", "ΟΔΟΣ|οδος|οδός|οδοσ", "οδοσ"},
		{"Cyrillic", "ёлка|елка|ЁЛКА", "елка"},
		{"apostrophes", "O'Brien|O’Brien|OʼBrien|O´Brien|O′Brien", "o'brien"},
		{"French elision", "l’accord|l'accord|L’Accord", "l' accord"},
		{"longer elision", "jusqu’à|jusqu'a", "jusqu' a"},
		{"Italian elision", "dell’anno|dell'anno", "dell' anno"},
		{"no elision", "aujourd’hui", "aujourd'hui"},
		{"possessive", "Iran’s|Iran's", "iran's"},
		{"apostrophe at the ends", "’tis players’|tis players'", "tis players"},
		{"hyphen", "Abdel-Rahman|Abdel Rahman|Abdel‑Rahman|Abdel – Rahman", "abdel rahman"},
		{"soft hyphen", "har\u00adbor|harbor", "harbor"},
		{"zero width", "har\u200bbor", "har bor"},
		{"joiner, byte order mark, direction", "har\u200dbor|\ufeffhar\ufeffbor|\u202eharbor", "harbor"},
		{"digit groups", "2,000|2.000|2 000|2\u00a0000|2\u202f000|2’000|2000", "2000"},
		{"decimals", "3.5|3,5", "3.5"},
		{"groups and decimals", "1,234,567.89|1.234.567,89|1 234 567,89", "1234567.89"},
		{"a year is no group", "in 2018 300 people", "in 2018 300 people"},
		{"two groups are", "in 18 300 people", "in 18300 people"},
		{"four digits are none", "18 3000", "18 3000"},
		{"a stop is no point", "in 2018. 300 people", "in 2018 300 people"},
		{"hours", "16h30|16H30", "16h30"},
		{"clock", "10:30", "10 30"},
		{"ordinal", "20th|20TH", "20th"},
		{"date", "2018-07-15", "2018 07 15"},
		{"fraction", "3½ years", "3½ years"},
		{"superscript", "km²|km2", "km2"},
		{"money", "$2.5bn", "2.5bn"},
		{"mark first", "\u0301abc", "abc"},
		{"invalid bytes part words", "ab\xffcd|ab\xed\xa0\x80cd|ab\x00cd", "ab cd"},
		{"Hangul", "한국|한국", "한국"},
		{"kana", "ガ|ガ|ｶﾞ", "カ\u3099"},
		{"Han", "战争", "战 争"},
		{"Han and Latin", "在NATO的", "在 nato 的"},
		{"Thai", "กำ", "ก า"},
		{"Arabic vowels stay", "كِتاب", "كِتاب"},
	} {
		for text := range strings.SplitSeq(c.texts, "|") {
			require.Equal(t, norms(c.words), norms(strings.Join(wordsOf(text), " ")), "%s: %q", c.why, text)
		}
	}
}

// norms returns the words of a table's line as this package writes them:
// Hangul in jamo.
func norms(s string) string { return strings.Join(wordsOf(s), " ") }

func TestTokens(t *testing.T) {
	text := "L’Iran’s Amir-Abdollahian: 2,000 drones, 战争"
	var got []string
	for tok := range Tokens(text) {
		s := tok.Of(text) + "=" + tok.Word
		for _, c := range []struct {
			class Class
			name  string
		}{{Number, "number"}, {Upper, "upper"}, {Solo, "solo"}, {Glued, "glued"}} {
			if tok.Has(c.class) {
				s += " " + c.name
			}
		}
		got = append(got, s)
	}
	require.Equal(t, []string{
		"L’=l' upper", "Iran’s=iran's upper", "Amir=amir upper", "Abdollahian=abdollahian upper glued", "2,000=2000 number",
		"drones=drones", "战=战 solo", "争=争 solo",
	}, got)
}

func TestGlued(t *testing.T) {
	for text, want := range map[string]bool{
		"a-b": true, "a‐b": true, "a‑b": true, "a - b": false, "a–b": false, "a--b": false, "a b": false, "a- b": false, "2-b": true,
		"-b": false, "a, -b": false,
	} {
		last := false
		for tok := range Tokens(text) {
			last = tok.Has(Glued)
		}
		require.Equal(t, want, last, text)
	}
}
