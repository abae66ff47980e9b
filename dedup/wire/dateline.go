package wire

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
)

// A dateline is
//
//	place [ "," date ] [ agency ] dash
//
// with an agency in brackets, between strokes or after a comma:
//
//	PARIS (AFP) -           WASHINGTON, July 15 (Reuters) -
//	Paris, 3 mars (AFP) –   Madrid, 15 jul (EFE).-
//	BERLIN (dpa)            GENEVA, Switzerland —
//
// There is no gazetteer: a place is one to eight words in upper case, and what
// follows it decides. Without an agency or a date the place must be in capitals
// and a sentence must follow, and only the first such line of a text is taken; not
// in French, where agencies name themselves and newspapers put rubrics there
// ("MÉTÉO - ").

// dateline reads the head of a line.
func (f *finder) dateline(line shingle.Span) (Mark, bool) {
	s := head(line.Of(f.text), maxHead)
	if !initialUpper(s) && s[0] != '(' {
		return Mark{}, false
	}
	m, ok := agencyDateline(s)
	if !ok && !f.dated && !f.french {
		m, ok = bareDateline(s)
		f.dated = ok
	}
	m.Start += line.Start
	m.End += line.Start
	return m, ok
}

// agencyDateline reads a head that names its agency in brackets.
func agencyDateline(s string) (Mark, bool) {
	for open := 0; ; {
		i := strings.IndexByte(s[open:], '(')
		if i < 0 || open+i > maxPlace+30 {
			return Mark{}, false
		}
		open += i
		end := strings.IndexByte(s[open:], ')')
		if end < 0 {
			return Mark{}, false
		}
		end += open
		group := s[open+1 : end]
		m, ok := parseCredit(group)
		if ok && len(m.Agencies) > 0 && !pictureGroup(group) {
			return closeDateline(m, s, open, end)
		}
		if dash, _ := dashAfter(s[end+1:]); dash > 0 && looksLikeAgency(group) {
			if acronym(group) {
				m.Agencies = []string{group}
			}
			return closeDateline(m, s, open, end)
		}
		open = end
	}
}

// looksLikeAgency reports whether s, in brackets between a place and a dash, can
// be the name of an agency that the package does not know: one to three words
// with capitals. It may be a region too, so that only an acronym is credited.
func looksLikeAgency(s string) bool {
	words := strings.Fields(s)
	return len(s) <= 40 && len(words) >= 1 && len(words) <= 3 && !slices.ContainsFunc(words, func(w string) bool { return !initialUpper(w) })
}

// acronym reports whether s is three to five capital letters.
func acronym(s string) bool {
	return len(s) >= 3 && len(s) <= 5 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// closeDateline makes a dateline of a head whose agency stands at s[open:end+1].
func closeDateline(m Mark, s string, open, end int) (Mark, bool) {
	dash, whole := dashAfter(s[end+1:])
	place, ok := placeOf(s[:open])
	if open == 0 && dash > 0 { // "(CNN) -"
		place, ok = "", true
	}
	if !ok || mixed(place) || dash == 0 && whole && strings.Contains(place, " ") && !strings.Contains(place, ",") {
		return Mark{}, false
	}
	if dash == 0 && !whole && !(allUpper(place) && startsSentence(s[end+1:])) {
		return Mark{}, false
	}
	m.Kind, m.Place, m.Partly = Dateline, place, false
	m.Span = shingle.Span{End: end + 1 + dash}
	return m, true
}

// mixed reports whether place is a headline or byline run together with a place
// in capitals.
func mixed(place string) bool {
	words := strings.Fields(place)
	return len(words) > 1 && !allUpper(words[0]) && slices.ContainsFunc(words, func(w string) bool {
		return len(w) > 3 && allUpper(w)
	})
}

// startsSentence reports whether s goes on as prose does after "BERLIN (dpa)".
func startsSentence(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \u00a0"))
	return len(s) > 0 && s[0] == ' ' && (unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("\"“«„'‘", r))
}

// dashAfter returns the length of the dash that s begins with, spaces before it
// included, and whether nothing follows.
func dashAfter(s string) (n int, nothing bool) {
	i := len(s) - len(strings.TrimLeft(s, " \u00a0\t."))
	j := i
	for j < len(s) {
		r, size := utf8.DecodeRuneInString(s[j:])
		if r != '-' && r != '–' && r != '—' && r != '―' && r != ':' {
			break
		}
		j += size
	}
	nothing = strings.TrimLeft(s[j:], " \u00a0\t.") == ""
	if j == i {
		return 0, nothing
	}
	return j, nothing
}

// placeOf reads s, what stands before the agency or the dash, as a place and
// perhaps a date, and returns the place.
func placeOf(s string) (string, bool) {
	s = strings.Trim(s, " \u00a0\t,-–—/")
	if s == "" || len(s) > maxPlace {
		return "", false
	}
	place, _ := cutDate(s)
	place = strings.Trim(place, " \u00a0,")
	if strings.HasPrefix(place, "(") && strings.HasSuffix(place, ")") {
		place = place[1 : len(place)-1] // "(HELSINKI) —"
	}
	words := strings.FieldsFunc(place, func(r rune) bool { return blank(r) || r == '/' || r == ',' || r == '(' || r == ')' })
	if len(words) == 0 || len(words) > 8 {
		return "", false
	}
	for i, w := range words {
		if !initialUpper(w) && (i == 0 || !particle(w) && w != "à" && w != "near") {
			return "", false
		}
		if strings.ContainsAny(w, "\"“”«»?!:;@#") || len(w) > 5 && strings.HasSuffix(w, ".") {
			return "", false
		}
	}
	return place, true
}

// cutDate cuts a date off the end of s: "July 15", "3 mars", "15. Juli 2018",
// "le 3 mars", "Monday".
func cutDate(s string) (place string, dated bool) {
	words := strings.Fields(s)
	cut := len(words)
	for cut > 1 && dateWord(words[cut-1]) {
		cut--
	}
	if cut == len(words) {
		return s, false
	}
	return strings.Join(words[:cut], " "), true
}

func dateWord(w string) bool {
	w = strings.Trim(w, ".,()")
	if w == "" || len(w) > 14 {
		return false
	}
	if w[0] >= '0' && w[0] <= '9' {
		return len(w) <= 4 || strings.Trim(w, "0123456789./-") == ""
	}
	var b [20]byte
	return calendar[string(fold(b[:0], w))] && !initialUpper(w) || month(w) || weekday(w)
}

func weekday(w string) bool {
	var b [20]byte
	return len(w) >= 5 && len(w) < 14 && strings.Contains(weekdays, string(fold(b[:0], w))) && calendar[string(fold(b[:0], w))]
}

// slugs are words in capitals that stand before a dash and are no place.
var slugs = map[string]bool{
	"BREAKING": true, "UPDATE": true, "UPDATED": true, "EXCLUSIVE": true, "EXCLUSIF": true, "WATCH": true, "VIDEO": true,
	"VIDÉO": true, "PHOTOS": true, "PHOTO": true, "FILE": true, "LIVE": true, "DIRECT": true, "EN DIRECT": true, "MORE": true,
	"ANALYSIS": true, "OPINION": true, "INTERVIEW": true, "ENTRETIEN": true, "RELATED": true, "READ MORE": true, "NOTE": true,
	"CORRECTION": true, "ANALYSE": true, "EXKLUSIV": true, "KOMMENTAR": true, "NEWS": true, "POLL": true, "FACT": true,
	"WHO": true, "WHAT": true, "WHEN": true, "WHERE": true, "WHY": true, "HOW": true, "CNN": true, "AP": true, "CBS": true,
	"NBC": true, "ABC": true, "FOX": true, "BBC": true, "NEXT": true, "SUMMARY": true, "BACKGROUND": true, "TRUE": true,
	"FALSE": true, "YES": true, "NO": true, "NOT": true, "ALERT": true, "URGENT": true, "LISTEN": true, "ALSO": true,
}

// bareDateline reads "GENEVA, Switzerland — " and "Berlin, 15. Juli – ".
func bareDateline(s string) (Mark, bool) {
	start := head(s, maxPlace)
	end, n := firstDash(start)
	if end <= 0 || !startsSentence(s[end+n:]) {
		return Mark{}, false
	}
	before := strings.TrimRight(start[:end], " \u00a0.")
	agencies := []string(nil)
	if i := strings.LastIndexAny(before, ",/ "); i > 0 && agency(before[i+1:]) != "" && before[i] != ' ' {
		agencies = []string{agency(before[i+1:])}
		before = strings.TrimRight(before[:i], " ,/")
	}
	place, ok := placeOf(before)
	if !ok {
		return Mark{}, false
	}
	_, dated := cutDate(before)
	first, _, _ := strings.Cut(place, ",")
	words := strings.Count(first, " ") + 1
	switch {
	case slugs[first] || words > 3 || strings.ContainsAny(first, "0123456789"):
		return Mark{}, false
	case len(agencies) > 0 || dated && strings.Contains(before, ","):
	case allUpper(first) && len(first) >= 4 && !allUpper(afterDash(s[end+n:])):
	default:
		return Mark{}, false
	}
	return Mark{Span: shingle.Span{End: end + n}, Kind: Dateline, Place: place, Agencies: agencies}, true
}

// afterDash returns the two words after a dash: a headline in capitals goes on
// in capitals.
func afterDash(s string) string {
	words := strings.Fields(s)
	return strings.Join(words[:min(2, len(words))], " ")
}

// firstDash returns the offset and length of the first dash of s that has a
// space before it, or that is wide.
func firstDash(s string) (at, n int) {
	for i, r := range s {
		switch {
		case r == '—' || r == '–':
			return i, utf8.RuneLen(r)
		case r == '-' && i > 0 && (s[i-1] == ' ' || s[i-1] == '.'):
			n := 1
			for i+n < len(s) && s[i+n] == '-' {
				n++
			}
			return i, n
		}
	}
	return -1, 0
}

// innerDateline reads a dateline in the middle of a line, as in texts that have
// lost their line breaks: the agency stands at s[open:end+1] and a dash after
// it. The place is the run of capitals, or else of names, before it.
func innerDateline(m Mark, s string, open, end int) (Mark, bool) {
	dash, _ := dashAfter(s[end+1:])
	if dash == 0 || len(m.Agencies) == 0 || m.Partly {
		return m, false
	}
	low := boundary(s, max(0, open-maxPlace))
	start := placeStart(s[low:open]) + low
	if start >= open {
		return m, false
	}
	place, ok := placeOf(s[start:open])
	if !ok {
		return m, false
	}
	m.Kind, m.Place = Dateline, place
	m.Span = shingle.Span{Start: start, End: end + 1 + dash}
	return m, true
}

// placeStart walks back over the place at the end of s and returns its start.
// Words in capitals bound it if there are any; else it is one word, and the
// words before its comma.
func placeStart(s string) int {
	i := len(strings.TrimRight(s, " \u00a0"))
	start, capitals := i, false
	for words := 0; i > 0 && words < 6; words++ {
		at := strings.LastIndexAny(s[:i], " \n") + 1
		w := s[at:i]
		upper := allUpper(w)
		switch {
		case w == "" || !initialUpper(w) && !dateWord(w):
			return start
		case capitals && !upper:
			return start
		case !capitals && !upper && words > 0 && !strings.HasSuffix(w, ",") && !dateWord(w):
			return start
		case ended(w) && words > 0 && len(w) > 5:
			return start
		}
		start, capitals = at, upper
		i = len(strings.TrimRight(s[:at], " \u00a0"))
	}
	return start
}
