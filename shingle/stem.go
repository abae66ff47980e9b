package shingle

import (
	"strings"

	"github.com/kljensen/snowball"
	"golang.org/x/text/unicode/norm"
)

// snowballs are the languages that snowball stems.
var snowballs = map[string]string{
	"en": "english", "fr": "french", "es": "spanish", "ru": "russian",
	"sv": "swedish", "no": "norwegian", "hu": "hungarian",
}

// endings are cut, longest first, where there is no Snowball stemmer, as long
// as four letters stay. They are inflections only: plural, gender, case.
var endings = map[string][]string{
	"de": {"innen", "ungen", "enen", "eren", "erer", "eres", "erem", "ern", "ten", "ens", "end", "en", "er", "es", "em", "te", "e", "n", "s", "t"},
	"nl": {"enden", "heden", "ende", "ers", "den", "ten", "en", "er", "e", "s", "t"},
	"it": {"zioni", "zione", "mente", "ando", "endo", "ati", "ate", "ata", "ato", "iti", "ite", "ita", "ito", "are", "ere", "ire", "i", "e", "a", "o"},
	"pt": {"mente", "coes", "cao", "ando", "endo", "indo", "ados", "adas", "ado", "ada", "idos", "idas", "ido", "ida", "ar", "er", "ir", "os", "as", "es", "o", "a", "e", "s"},
}

// maxStemmed is the length in bytes of the longest word that is stemmed.
const maxStemmed = 64

// maxScratch bounds in bytes the buffer that a parser keeps for the next text.
const maxScratch = 1 << 20

// A Parser makes Texts in memory that it uses again. The zero value is ready. It
// is not for concurrent use: have one for each goroutine. [Parse] takes one that is
// free. What one has met of words all others know: a text whose words are new to the process
// takes 5 to 10 times as long as one whose are not.
type Parser struct {
	memory     *memory     // nil is the one of the process
	generation *generation // of it, and
	tables     map[string]*stemTable
	buf        []byte       // for folded words
	folded     []foldedWord // the words in buf

	touched uint64 // means nothing
}

// A foldedWord says where the folding of a token begins in a buffer.
type foldedWord struct{ token, start int }

// table returns the memory of a language.
func (p *Parser) table(lang string) *stemTable {
	if p.memory == nil {
		p.memory = &processMemory
	}
	g := p.memory.now()
	if p.generation != g {
		p.generation, p.tables = g, map[string]*stemTable{}
	}
	m := p.tables[lang]
	if m == nil {
		m = g.table(lang)
		p.tables[lang] = m
	}
	return m
}

// stem returns the hash of the stem of the word of a token of text, whose Stem
// is the hash of the word as written, and whether it is a stop word.
func (m *stemTable) stem(slots []stemmed, lang, text string, tok *Token) (stem uint64, stop bool) {
	f := formOf(text, tok.Span, tok.Stem)
	if e, there := find(slots, tok.Stem, &f); there {
		return e.stem, e.form[2]&stopBit != 0
	}
	if old := m.old.Load(); old != nil {
		if was, there := find(*old.slots.Load(), tok.Stem, &f); there {
			stem, stop = was.stem, was.form[2]&stopBit != 0
			m.remember(tok.Stem, f, stem, stop)
			return stem, stop
		}
	}
	stem, stop = hashString(Stem(tok.Of(text), lang)), isStop(lang, tok.Word)
	m.remember(tok.Stem, f, stem, stop)
	return stem, stop
}

// stemmedAs returns the language whose stems and stop words a language has: "" if it has none, of
// which there may be as many as there are codes.
func stemmedAs(language string) string {
	if snowballs[language] == "" && endings[language] == nil && stops()[language] == nil {
		return ""
	}
	return language
}

// plainForm undoes what Snowball does not know of.
var plainForm = strings.NewReplacer("’", "'", "ʼ", "'", "\u00ad", "")

// Stem returns the folded stem of a word in a language given by its two-letter
// code; the folded word itself where the language has no stemmer or the word
// is longer than 64 bytes.
func Stem(word, language string) string {
	if len(word) > maxStemmed {
		return foldString(word)
	}
	language = baseLanguage(language)
	if name, ok := snowballs[language]; ok {
		w := plainForm.Replace(norm.NFKC.String(strings.ToLower(word)))
		if s, err := snowball.Stem(w, name, true); err == nil && s != "" {
			return strings.TrimSuffix(foldString(s), "'s")
		}
	}
	w := strings.TrimSuffix(foldString(word), "'s")
	for _, e := range endings[language] {
		if strings.HasSuffix(w, e) && len(w)-len(e) >= 4 {
			return w[:len(w)-len(e)]
		}
	}
	return w
}
