package shingle

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// An abbreviation's stop ends a sentence or not by its kind and by what
// follows. An opener is a function word of the text's language with a capital:
// "in the U.S. The minister", but "the U.S. Treasury".
type abbreviation uint8

const (
	plain  abbreviation = iota
	title               // never ends one: Mr. Dr. cf. vs.
	suffix              // ends one before an opener: Inc. Jr. St. Mio.
	state               // like suffix, behind a comma or hyphen only: Mass. Ill. Miss.
	count               // is none but before a number: No. 5, art. 3, Jan. 6
)

// abbreviations by language, "" for all: what is a word of its own in one of
// them stands under the language in which it is not, or is a count. Those in
// lower case may be written either way; others need their capital.
var abbreviationLists = map[string]map[abbreviation]string{
	"": {
		title:  `mr mrs ms mx dr drs dra prof profs mgr sr sra srta mme mmes mlle mlles messrs vs cf`,
		suffix: `inc ltd corp Co Cos bros st ste jr Ave blvd rd Mt Ft`,
		count: `no nos nr vol vols pp p art arts abs fig figs tel jan feb mar apr jun jul aug sep sept oct okt nov dec dez déc
			janv févr avr juil ene abr ago set dic gen mag giu lug ott`,
	},
	"en": {
		title: `Sen Sens Rep Reps Gov Govs Gen Lt Col Maj Capt Sgt Cpl Pvt Adm Cmdr Hon Rev Fr Pres Supt Det Insp Atty Rt v viz approx
			Pfc Ald Amb Comm Dep Asst`,
		suffix: `llc plc dept univ assn natl intl govt Esq Pkwy Hwy Sq Bldg Cal Calif Colo Conn Fla Ariz Ala Kan Ky Md Mich
			Minn Mont Neb Nev Okla Tenn Tex Va Vt Wis Wyo Penn Ont`,
		state: `Ark Del Ga Ill Ind La Mass Miss Mo Ore Pa Wash`,
		count: `est ch sec ca Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun`,
	},
	"fr": {
		title:  `M MM Me Mes Pr Vve av env éd éds chap fém masc ex`,
		suffix: `bd dépt`,
		count:  `n hab t c`,
	},
	"es": {
		title:  `d dña ud uds mons lic ing arq aprox EE FF CC RR`,
		suffix: `avda UU AA OO`,
		count:  `núm núms pág págs cap n`,
	},
	"de": {
		title: `hr hrn fr frl dipl ing mag abg bgm priv doz ca bzw ggf evtl inkl exkl zzgl vgl sog geb gest mind max min bspw insb
			ehem z u v n`,
		suffix: `mio mrd tsd str jh jhdt chr`,
		count:  `kap bd ziff hausnr s jg`,
	},
	"it": {
		title:  `sig sigg sigra dott dottssa avv ing arch geom rag on profssa sen mons card`,
		count:  `artt n nn pag pagg cap sec`,
		suffix: `p.za v.le`,
	},
	"pt": {
		title:  `d eng arq exmo exma ilmo dep`,
		count:  `pág págs núm n`,
		suffix: `av`,
	},
	"nl": {title: `dhr mevr mw ir ing bijv`, count: `blz art`},
	"ru": {suffix: `г гг им ул тыс млн млрд руб`},
	"sv": {title: `bl a t`, count: `kl nr`},
	"no": {title: `bl`, count: `kl nr`},
}

// listed is an abbreviation as its list has it.
type listed struct {
	kind    abbreviation
	capital bool
}

var abbreviations = sync.OnceValue(func() map[string]map[string]listed {
	m := map[string]map[string]listed{}
	for lang, kinds := range abbreviationLists {
		m[lang] = map[string]listed{}
		for kind, words := range kinds {
			for w := range strings.FieldsSeq(words) {
				r, _ := utf8.DecodeRuneInString(w)
				m[lang][foldString(w)] = listed{kind, unicode.IsUpper(r)}
			}
		}
	}
	for lang := range m { // each has those for all
		for w, l := range m[""] {
			if _, ok := m[lang][w]; !ok {
				m[lang][w] = l
			}
		}
	}
	return m
})

// kindOf returns what kind of abbreviation w, without its stop, is.
func (c *splitter) kindOf(w string) abbreviation {
	var buf [32]byte
	f := appendFolded(buf[:0], w)
	own := abbreviations()[c.lang]
	if own == nil {
		own = abbreviations()[""]
	}
	a, ok := own[string(f)]
	if !ok && c.lang == "" && len(f) > 1 && votes()[string(f)] == 0 {
		for _, lang := range languages {
			if a, ok = abbreviations()[lang][string(f)]; ok {
				break
			}
		}
	}
	if r, _ := utf8.DecodeRuneInString(w); a.capital && !unicode.IsUpper(r) {
		return plain
	}
	return a.kind
}

// longestListed is the length in bytes of the longest abbreviation, folded.
const longestListed = 8

// abbreviated reports whether the stop of g is that of an abbreviation, an
// initial or an ordinal, and ends no sentence.
func (c *splitter) abbreviated(g gap) bool {
	text := c.text
	if g.last-g.stop != 1 || text[g.stop] != '.' || g.closed || c.long(g.stop) {
		return false
	}
	w := c.wordTo(g.stop)
	if w == "" {
		return false
	}
	kind := c.kindOf(w)
	first, size := utf8.DecodeRuneInString(w)
	if kind == plain && size < len(w) && !isDigits(w) && !strings.Contains(w, ".") {
		return false
	}
	next, at := firstLetter(text, g.next)
	before := strings.TrimSpace(text[max(c.start, g.stop-len(w)-40) : g.stop-len(w)])
	opens := unicode.IsUpper(next) && !isInitial(text, at) && c.isOpener(wordFrom(text, at))
	switch {
	case kind == title:
		return true
	case kind == suffix && !opens:
		return true
	case kind == state && !opens:
		return strings.HasSuffix(before, ",") || strings.HasSuffix(before, "-")
	case kind == count && (unicode.IsDigit(next) || isRoman(text, at)):
		return true
	case isDigits(w):
		return g.stop-len(w) == c.start && len(w) <= 3 || c.ordinal(w, before, wordFrom(text, at), opens)
	case size == len(w) && unicode.IsUpper(first):
		return c.initial(first, before, opens, text, at)
	case size == len(w) && unicode.IsLower(first):
		if isInitial(text, at) { // z. B., a. m.
			return true
		}
		if i := len(before) - 2; i >= 0 && before[i+1] == '.' && (i == 0 || before[i-1] == ' ') {
			return c.dotted(before[i:]+w, text, at, opens)
		}
		return false
	}
	return c.dotted(w, text, at, opens)
}

// long reports cheaply of many words that end at pos that they are longer than
// any abbreviation.
func (c *splitter) long(pos int) bool {
	at := pos
	for at > c.start && pos-at <= longestListed && kinds[c.text[at-1]] == small {
		at--
	}
	return pos-at > longestListed
}

// wordTo returns the word, stops and apostrophes inside it included, that ends
// at pos; none if it is longer than any abbreviation.
func (c *splitter) wordTo(pos int) string {
	const longest = 24
	at := pos
	for at > c.start && kinds[c.text[at-1]] == small {
		at--
	}
	if pos-at > longest {
		return ""
	}
	for at > c.start {
		r, n := utf8.DecodeLastRuneInString(c.text[c.start:at])
		if !isWord(r) && r != '.' && r != '\'' && r != '’' && fold(r).class != mark {
			break
		}
		if at -= n; pos-at > longest {
			return ""
		}
	}
	w := c.text[at:pos]
	if w != "" && kinds[w[0]] == small && strings.IndexByte(w, '\'') < 0 && strings.IndexByte(w, 0xE2) < 0 {
		return w // as most
	}
	w = strings.TrimLeft(w, ".'’")
	if i := strings.LastIndexAny(w, "'’"); i >= 0 { // l’art. 5
		_, n := utf8.DecodeRuneInString(w[i:])
		w = w[i+n:]
	}
	return w
}

// initial reports whether the capital letter before a stop is one of a name:
// J. Smith, but "vitamin C. The" and "so do I. Others".
func (c *splitter) initial(r rune, before string, opens bool, text string, at int) bool {
	if r == 'I' && c.lang == "en" && !isInitial(text, at) && startsLower(lastField(before)) {
		return false
	}
	return !opens || isParticle(wordFrom(text, at))
}

// dotted reports whether w is a row of initials that goes on: U.S. Treasury,
// J.F. Kennedy, z.B. Autos, 5 p.m. Monday. Rows of capitals end before an
// opener, hours before anything but a day, a month or a time zone.
func (c *splitter) dotted(w, text string, at int, opens bool) bool {
	if !strings.Contains(w, ".") {
		return false
	}
	for part := range strings.SplitSeq(w, ".") {
		if utf8.RuneCountInString(part) != 1 && part != "EE" && part != "UU" {
			return false
		}
	}
	switch f := foldString(w); f {
	case "am", "pm":
		if next := wordFrom(text, at); w[0] >= 'a' {
			return isDate(next) || isZone(text, at) || text[at-1] == '('
		}
	case "eg", "ie":
		return true
	}
	r, _ := utf8.DecodeRuneInString(w)
	return !opens || unicode.IsLower(r) && c.lang == "de" // z.B. Die Zeit
}

// ordinal tells "am 3. Oktober" from "on page 3. October was". In languages
// that write ordinals with a stop a number goes on before a month and the like,
// and behind an article or preposition.
func (c *splitter) ordinal(w, before, next string, opens bool) bool {
	if len(w) > 2 || opens {
		return false
	}
	switch c.lang {
	case "de", "no", "hu":
	case "":
		return slices.Contains([]string{"am", "als", "dem", "den", "vom", "zum", "seit"}, lastWord(before))
	default:
		return false
	}
	switch next {
	case "januar", "februar", "marz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember",
		"janner", "jahrhundert", "jahrhunderts", "runde", "platz", "weltkrieg", "weltkriegs", "liga", "bundesliga", "etage", "stock",
		"spieltag", "geburtstag", "jahrestag", "minute", "woche", "klasse", "auflage", "kapitel", "mal", "bezirk", "etappe", "tag":
		return true
	}
	switch lastWord(before) {
	case "als", "am", "im", "der", "dem", "den", "vom", "zum", "zur", "beim", "bis", "ab", "des", "das", "die", "seit", "und", "ein", "eine",
		"einen", "einem", "einer", "sein", "seine", "seinen", "seinem", "ihr", "ihre", "ihren", "ihrem", "jeder", "jeden", "jedes":
		return true
	}
	return false
}

// isOpener reports whether the folded word w, written with a capital, begins a
// sentence rather than goes on with a name.
func (c *splitter) isOpener(w string) bool {
	switch w {
	case "will", "may", "can": // names as well
		return false
	case "however", "meanwhile", "according", "since", "still", "yet", "several", "many", "another", "although", "despite",
		"earlier", "later", "now", "even":
		return c.lang == "en" || c.lang == ""
	}
	return c.isFunction(w)
}

// isFunction reports whether the folded word w is a function word of the
// text's language, or of any if that is not known.
func (c *splitter) isFunction(w string) bool {
	if set, ok := stops()[c.lang]; ok {
		return set[w]
	}
	return votes()[w] != 0
}

// isParticle reports whether the folded word w may stand between a first name
// and a surname.
func isParticle(w string) bool {
	switch w {
	case "de", "di", "da", "do", "du", "dos", "das", "del", "della", "des", "la", "le", "el", "al", "los", "las", "van", "von", "den",
		"der", "d'", "l'", "zu", "ter", "ten", "mac", "mc", "bin", "an", "so":
		return true
	}
	return false
}

// isDate reports whether the folded word w is an English day or month.
func isDate(w string) bool {
	switch w {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may",
		"june", "july", "august", "september", "october", "november", "december", "jan", "feb", "aug", "sept", "oct", "nov", "dec",
		"eastern", "pacific", "central", "mountain", "local":
		return true
	}
	return false
}

// isZone reports whether two to four capitals stand at pos: ET, GMT, AEST.
func isZone(text string, pos int) bool {
	n := 0
	for pos+n < len(text) && 'A' <= text[pos+n] && text[pos+n] <= 'Z' {
		n++
	}
	return 2 <= n && n <= 4 && !wordAt(text, pos+n)
}

// isRoman reports whether a Roman numeral stands at pos.
func isRoman(text string, pos int) bool {
	n := 0
	for pos+n < len(text) && strings.IndexByte("IVXLC", text[pos+n]) >= 0 {
		n++
	}
	return n > 0 && !wordAt(text, pos+n)
}

// isInitial reports whether a single letter with a stop stands at pos.
func isInitial(text string, pos int) bool {
	if pos >= len(text) {
		return false
	}
	r, n := decodeRune(text, pos)
	return unicode.IsLetter(r) && pos+n < len(text) && text[pos+n] == '.'
}

func isDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// lastField returns what stands behind the last space of s.
func lastField(s string) string {
	return s[strings.LastIndexFunc(s, unicode.IsSpace)+1:]
}

// lastWord returns the word that s ends with, folded.
func lastWord(s string) string {
	s = s[max(0, len(s)-40):]
	return foldString(lastField(s))
}

// firstField returns what stands at pos up to a space, folded.
func firstField(text string, pos int) string {
	s := text[pos:min(len(text), pos+40)]
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		s = s[:i]
	}
	return foldString(s)
}

// wordFrom returns the word that begins at pos, folded.
func wordFrom(text string, pos int) string {
	s := scanner{text: text[:min(len(text), pos+64)], pos: pos}
	if pos >= len(text) || !wordAt(text, pos) {
		return ""
	}
	var buf [128]byte
	w, _, _, _ := s.next(buf[:0])
	return string(w)
}
