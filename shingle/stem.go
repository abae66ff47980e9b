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

// maxStems bounds a parser's memory of word forms; at the bound it forgets all
// and begins anew. 1<<16 forms are 6 MB and hold the vocabulary of a week of
// news; Snowball itself takes 1 to 4 µs a word, the memory 10 ns.
const maxStems = 1 << 16

// maxStemmed is the length in bytes of the longest word that is stemmed.
const maxStemmed = 64

// maxScratch bounds in bytes the buffer that a parser keeps for the next text.
const maxScratch = 1 << 20

// A Parser makes Texts and remembers the stems it has met, which makes it 5 to
// 10 times faster on the next text than [Parse]. The zero value is ready. It
// is not for concurrent use: have one for each goroutine.
type Parser struct {
	stems  map[string]*stemTable // by language
	size   int                   // forms in all of them
	buf    []byte                // for folded words
	folded []foldedWord          // the words in buf
}

// A foldedWord says where the folding of a token begins in a buffer.
type foldedWord struct{ token, start int }

// stem returns the hash of the stem of a word and whether it is a stop word.
func (p *Parser) stem(m *stemTable, lang string, tok *Token, form string) (uint64, bool) {
	hash := tok.Hash
	if form != tok.Word {
		hash = hashString(form)
	}
	e := m.find(hash, form)
	if e != nil && e.form == form {
		return e.stem, e.stop
	}
	stem, stop := hashString(Stem(form, lang)), isStop(lang, tok.Word)
	if e != nil && p.size < maxStems {
		*e = stemmed{strings.Clone(form), stem, stop}
		m.size++
		p.size++
		m.grow()
	}
	return stem, stop
}

// table returns the memory of a language. It forgets all where that is full.
func (p *Parser) table(lang string) *stemTable {
	if p.size >= maxStems || p.stems == nil {
		p.stems, p.size = map[string]*stemTable{}, 0
	}
	m := p.stems[lang]
	if m == nil {
		m = &stemTable{slots: make([]stemmed, 1<<10)}
		p.stems[lang] = m
	}
	return m
}

// A stemTable remembers words as written, in a table with open addresses: a
// third of the time of a map, which would hash the word once more.
type stemTable struct {
	slots []stemmed // a power of two, half of them empty
	size  int
}

// stemmed is what is remembered of a word form.
type stemmed struct {
	form string // "" in an empty slot
	stem uint64
	stop bool
}

// maxProbes bounds the slots that are looked at for a form: one for which there
// is no place is not remembered, so that nobody who makes hashes meet makes time
// quadratic.
const maxProbes = 32

// find returns the slot of a form, or the one where it should be; nil if there
// is none.
func (m *stemTable) find(hash uint64, form string) *stemmed {
	for i := range uint64(maxProbes) {
		e := &m.slots[(hash+i)&uint64(len(m.slots)-1)]
		if e.form == "" || e.form == form {
			return e
		}
	}
	return nil
}

// grow doubles the table when it is half full.
func (m *stemTable) grow() {
	if m.size*2 < len(m.slots) {
		return
	}
	old := m.slots
	m.slots, m.size = make([]stemmed, 2*len(old)), 0
	for _, e := range old {
		if e.form == "" {
			continue
		}
		if to := m.find(hashString(e.form), e.form); to != nil {
			*to = e
			m.size++
		}
	}
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
