package shingle

import (
	"bytes"
	"encoding/binary"
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

// maxStems bounds a parser's memory of word forms; at the bound it begins anew and
// forgets those that it has not met since it last did. 1<<17 forms are 8 MB and
// hold the vocabulary of a week of news; Snowball itself takes 1 to 4 µs a word,
// the memory 10 ns. On 27,000 articles it has half the work that it had when all was
// forgotten at once.
const maxStems = 1 << 17

// maxStemmed is the length in bytes of the longest word that is stemmed.
const maxStemmed = 64

// maxScratch bounds in bytes the buffer that a parser keeps for the next text.
const maxScratch = 1 << 20

// A Parser makes Texts and remembers the stems it has met, which makes it 5 to
// 10 times faster on the next text than on the first. The zero value is ready. It
// is not for concurrent use: have one for each goroutine. [Parse] takes one that is
// free.
type Parser struct {
	stems  map[string]*stemTable // by language
	old    map[string]*stemTable // those before
	size   int                   // forms in all of them
	buf    []byte                // for folded words
	folded []foldedWord          // the words in buf

	touched uint64 // means nothing
}

// A foldedWord says where the folding of a token begins in a buffer.
type foldedWord struct{ token, start int }

// stem returns the hash of the stem of the word of a token of text, whose Stem
// is the hash of the word as written, and whether it is a stop word.
func (p *Parser) stem(m *stemTable, lang, text string, tok *Token) (stem uint64, stop bool) {
	word := tok.Of(text)
	if len(word) > maxForm {
		return p.stemLong(m, lang, word, tok.Word)
	}
	f := formOf(text, tok.Span)
	e := m.find(tok.Stem, &f)
	if e != nil && e.form[0] != 0 {
		return e.stem, e.form[2]&stopBit != 0
	}
	if e == nil || p.size >= maxStems {
		return hashString(Stem(word, lang)), isStop(lang, tok.Word)
	}
	if old := m.old.find(tok.Stem, &f); old != nil && old.form[0] != 0 {
		*e = *old
	} else {
		if isStop(lang, tok.Word) {
			f[2] |= stopBit
		}
		*e = stemmed{f, hashString(Stem(word, lang))}
	}
	stem, stop = e.stem, e.form[2]&stopBit != 0
	p.size++
	m.added()
	return stem, stop
}

func (p *Parser) stemLong(m *stemTable, lang, word, folded string) (stem uint64, stop bool) {
	if stem, ok := m.long[word]; ok {
		return stem, isStop(lang, folded)
	}
	stem = hashString(Stem(word, lang))
	if p.size < maxStems {
		m.long[strings.Clone(word)] = stem
		p.size++
	}
	return stem, isStop(lang, folded)
}

// table returns the memory of a language. Where all is full it begins a new one,
// and keeps the last.
func (p *Parser) table(lang string) *stemTable {
	if p.size >= maxStems || p.stems == nil {
		p.stems, p.old, p.size = map[string]*stemTable{}, p.stems, 0
	}
	m := p.stems[lang]
	if m == nil {
		m = &stemTable{long: map[string]uint64{}, old: &noStems}
		if old := p.old[lang]; old != nil {
			m.old = old
			old.old = nil
		}
		m.slots = make([]stemmed, max(1<<10, len(m.old.slots)))
		p.stems[lang] = m
	}
	return m
}

// A stemTable remembers words as written, those of ordinary length in slots with
// open addresses and no pointers: a third of the time of a map of strings, which
// hashes the word once more and fetches it from elsewhere to compare.
type stemTable struct {
	slots []stemmed // a power of two, half of them empty
	size  int       // slots in use
	long  map[string]uint64
	old   *stemTable // the one before
}

// noStems is empty.
var noStems = stemTable{slots: make([]stemmed, 1)}

// stemmed is what is remembered of a word form: half a line of the cache.
type stemmed struct {
	form form // with stopBit; zero in an empty slot
	stem uint64
}

// A form is the bytes of a word as written, and zeros: NUL is in no word.
type form [3]uint64

const (
	maxForm = 23      // bytes of the longest word of ordinary length
	stopBit = 1 << 63 // in form[2] of a stop word
)

// formOf returns the form of the word at s.
func formOf(text string, s Span) (f form) {
	for i := range f {
		n := s.End - s.Start
		if n <= 0 {
			break
		}
		if n >= 8 {
			f[i] = eightBytes(text, s.Start)
		} else if s.Start+8 <= len(text) {
			f[i] = eightBytes(text, s.Start) & (1<<(8*n) - 1)
		} else {
			for k, b := range []byte(text[s.Start:s.End]) {
				f[i] |= uint64(b) << (8 * k)
			}
		}
		s.Start += 8
	}
	return f
}

// eightBytes returns the bytes at pos as a number, the first in its lowest bits.
func eightBytes(text string, pos int) uint64 {
	b := text[pos : pos+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// word returns the word of a form.
func (f *form) word() string {
	var b []byte
	for _, x := range f {
		b = binary.LittleEndian.AppendUint64(b, x)
	}
	return string(bytes.TrimRight(b, "\x00"))
}

// maxProbes bounds the slots that are looked at for a form: one for which there
// is no place is not remembered, so that nobody who makes hashes meet makes time
// quadratic.
const maxProbes = 32

// find returns the slot of a form, or the one where it should be; nil if there
// is none.
func (m *stemTable) find(hash uint64, f *form) *stemmed {
	for i := range uint64(maxProbes) {
		e := m.slot(hash + i)
		if e.form[0] == f[0] && e.form[1] == f[1] && e.form[2]&^stopBit == f[2] || e.form[0] == 0 {
			return e
		}
	}
	return nil
}

func (m *stemTable) slot(hash uint64) *stemmed { return &m.slots[hash&uint64(len(m.slots)-1)] }

// added counts a form that was put into its slot, and doubles the table when it
// is half full.
func (m *stemTable) added() {
	if m.size++; m.size*2 < len(m.slots) {
		return
	}
	old := m.slots
	m.slots, m.size = make([]stemmed, 2*len(old)), 0
	for i := range old {
		e := &old[i]
		if e.form[0] == 0 {
			continue
		}
		f := e.form
		f[2] &^= stopBit
		if to := m.find(hashString(f.word()), &f); to != nil {
			*to = *e
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
