package wire

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
)

// A credit phrase is a list of names, of which one at least is an agency, after
// an optional lead:
//
//	credit = [ lead ] item { separator item } .
//	item   = agency | "agencies" | initials | name .
//	initials = two to four lower-case letters: the desk that handled the text .
//	name   = one to four words in upper case: a newspaper or a person .
//
// Prose that cites an agency ("a told Reuters", "selon l'AFP") has words that
// are none of these, so the grammar refuses it; there is no list of verbs.

// leads are what a credit may begin with, folded, longest first where one
// begins another. The value says that the lead announces a part only.
var leads = []struct {
	words  string
	partly bool
}{
	{"mit material von ", true},
	{"mit agenturmaterial von ", true},
	{"mit informationen von ", true},
	{"unter verwendung von material von ", true},
	{"with material from ", true},
	{"with files from ", true},
	{"with reporting by ", true},
	{"con información de ", true},
	{"con informaciones de ", true},
	{"con informazioni di ", true},
	{"com informações da ", true},
	{"com ", true},
	{"avec ", true},
	{"with ", true},
	{"mit ", true},
	{"con ", true},
	{"met ", true},
	{"source: ", false},
	{"source : ", false},
	{"sources: ", false},
	{"sources : ", false},
	{"quelle: ", false},
	{"quellen: ", false},
	{"fuente: ", false},
	{"fuentes: ", false},
	{"fonte: ", false},
	{"bron: ", false},
	{"text: ", false},
	{"texte: ", false},
	{"from ", false},
	{"by ", false},
	{"par ", false},
	{"por ", false},
	{"von ", false},
	{"di ", false},
	{"door ", false},
}

// parseCredit reads s as a credit phrase.
func parseCredit(s string) (m Mark, ok bool) {
	s = strings.Trim(s, " \u00a0\t.*;–—-")
	if len(s) < 2 || len(s) > 110 || !mayName(s) {
		return m, false
	}
	s, partly, led := cutLead(s)
	m = Mark{Kind: Credit, Partly: partly}
	generic, names := false, 0
	for item := range items(s) {
		rest, part, _ := cutLead(item)
		if part {
			m.Partly, item = true, rest
		}
		switch name := agency(item); {
		case name != "":
			if !slices.Contains(m.Agencies, name) {
				m.Agencies = append(m.Agencies, name)
			}
		case services[strings.ToLower(item)]:
			generic = true
		case initials(item):
		case properName(item):
			names++
		default:
			return m, false
		}
	}
	if names > 0 {
		m.Partly = true
	}
	return m, names <= 2 && (len(m.Agencies) > 0 || generic && led)
}

// cutLead cuts the lead off s and says whether it announces a part only.
func cutLead(s string) (rest string, partly, ok bool) {
	var b [48]byte
	for _, lead := range leads {
		n := len(lead.words)
		if len(s) <= n || !utf8.RuneStart(s[n]) || s[0]|0x20 != lead.words[0] {
			continue
		}
		if f := fold(b[:0], s[:n]); string(f) == lead.words {
			return s[n:], lead.partly, true
		}
	}
	return s, false, false
}

// separators stand between the names of a credit.
var separators = []string{"/", ",", ";", "|", "+", "&", " - ", " – ", " — ", " et ", " and ", " und ", " y ", " e ", " en "}

// withs part a newspaper from the agency it used, and stay with the agency.
var withs = []string{" avec ", " with ", " mit ", " con ", " com ", " met "}

// items yields the names of a credit phrase, without white space around them.
func items(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for s != "" {
			end, next := len(s), len(s)
			for _, sep := range separators {
				if i := strings.Index(s[:end], sep); i >= 0 {
					end, next = i, i+len(sep)
				}
			}
			for _, with := range withs {
				if i := strings.Index(s[:end], with); i >= 0 {
					end, next = i, i+1
				}
			}
			item := trim(s, shingle.Span{End: end}).Of(s)
			if item != "" && !yield(item) {
				return
			}
			s = s[next:]
		}
	}
}

// initials reports whether s may be the sign of a desk: two to four small
// letters, or three capitals at most with a stop.
func initials(s string) bool {
	if len(s) < 2 || len(s) > 4 {
		return false
	}
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return !services[s] && s != "and" && s != "the"
}

// properName reports whether s may be the name of a newspaper or of a person.
func properName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 || len(s) > 40 {
		return false
	}
	for i, w := range words {
		if !initialUpper(w) && (i == 0 || !particle(w)) {
			return false
		}
		if strings.ContainsAny(w, "0123456789()\"“”«»?!@") {
			return false
		}
	}
	return true
}

// particle reports whether w is a small word that stands inside names.
func particle(w string) bool {
	switch w {
	case "de", "la", "le", "du", "des", "d", "van", "von", "der", "den", "da", "dos", "del", "di", "of", "the", "y", "et", "and", "en", "al", "bin", "sur", "les", "lès", "am", "an", "el":
		return true
	}
	return false
}

// creditLine reads a whole line as a credit, which may be prose.
func creditLine(s string, prose bool) (Mark, bool) {
	if m, ok := notice(s); ok {
		return m, true
	}
	if m, ok := contributed(s); ok {
		return m, true
	}
	if m, ok := signOff(s); ok {
		return m, true
	}
	if len(s) > 110 || prose {
		return Mark{}, false
	}
	inner := s
	if s[0] == '(' && s[len(s)-1] == ')' {
		inner = s[1 : len(s)-1]
	}
	m, ok := parseCredit(inner)
	if !ok || pictureCredit(s, false) || pictureGroup(inner) || authors(s) || strings.HasPrefix(s, "By ") && len(m.Agencies) > 0 && m.Partly {
		return m, false
	}
	m.Partly = m.Partly && !strings.Contains(s, " By ") // "The Associated Press — By JANE DOE"
	return m, true
}

// notice reads a line that begins as a copyright notice does. One with a year
// and an agency credits the text. "© AFP" without a year stands under
// pictures: 59 of 61 times in gilets-jaunes.
func notice(s string) (Mark, bool) {
	rest := strings.TrimLeft(s, "( ")
	sign := strings.HasPrefix(rest, "©") || strings.HasPrefix(rest, "(c) ")
	if !sign && !copyright(rest) {
		return Mark{}, false
	}
	m := Mark{Kind: Furniture, Agencies: named(rest)}
	full := strings.Contains(s, "Agence France") || strings.Contains(s, "Associated Press")
	if len(m.Agencies) > 0 && (full || strings.ContainsAny(s, "0123456789")) && !house(s) {
		m.Kind, m.Partly = Credit, strings.Contains(s, "ontributed")
		return m, true
	}
	m.Agencies = nil
	return m, true
}

// copyright reports whether s begins as a notice does, and not as prose on
// copyright does: a year, a sign or "by" follows the word.
func copyright(s string) bool {
	if !hasFold(s, "copyright") {
		return false
	}
	rest := strings.TrimLeft(s[len("copyright"):], " :")
	if rest == "" || len(s) > 80 && !strings.Contains(s, "ights") {
		return rest == ""
	}
	return rest[0] >= '0' && rest[0] <= '9' || rest[0] == '(' || strings.HasPrefix(rest, "©") ||
		hasFold(rest, "by ") || hasFold(rest, "the associated press")
}

// reports are the ends of "... contributed to this report".
var reports = []string{
	"contributed to this report", "contributed to this story", "contributed to this article",
	"contributed reporting", "contributed to the report",
	"a contribué à cet article", "ont contribué à cet article", "contribuyó a este reportaje",
	"contribuyeron a este reportaje", "hat zu diesem bericht beigetragen", "haben zu diesem bericht beigetragen",
}

// contributed reads "Reuters contributed to this report." and its kin. An
// agency's own writers sign its own text, so that is the whole of it.
func contributed(s string) (Mark, bool) {
	if len(s) < 20 || len(s) > 300 {
		return Mark{}, false
	}
	end := strings.TrimRight(s, " .)*")
	if n := len(end); n == 0 || dense(end[n-1]) && strings.IndexByte("tyegn", end[n-1]|0x20) < 0 { // the last letters of reports
		return Mark{}, false
	}
	end = s[max(0, len(s)-60):]
	if !strings.Contains(end, "ontribu") && !strings.Contains(end, "eigetragen") {
		return Mark{}, false
	}
	var b [320]byte
	f := strings.TrimRight(string(fold(b[:0], s)), " .)*")
	if !slices.ContainsFunc(reports, func(r string) bool { return strings.HasSuffix(f, r) }) {
		return Mark{}, false
	}
	if strings.ContainsAny(s[:1], "\"'") || strings.HasPrefix(s, "“") || strings.HasPrefix(s, "«") {
		return Mark{}, false
	}
	m := Mark{Kind: Credit, Agencies: named(s)}
	m.Partly = !strings.Contains(f, "associated press writer") && !strings.HasPrefix(f, "ap writer")
	if len(m.Agencies) == 0 && !strings.Contains(f, "wire") && !strings.Contains(f, "agenc") {
		m = Mark{Kind: Byline}
	}
	return m, true
}

// Reuters signs off with those who reported, wrote, translated and edited.
// Their first letters are those that signOff looks for.
var signs = []string{"reporting by ", "additional reporting by ", "writing by ", "editing by ", "compiled by ", "reportage de ", "reporte de ", "reportes de "}

var editors = []string{"editing by ", "édité par", "editado por", "redigiert von", "edited by ", "reporting by ", "service français", "traducido por"}

// signOff reads a line that is Reuters' list of reporters and editors.
func signOff(s string) (Mark, bool) {
	rest := strings.TrimLeft(s, "( ")
	if len(s) > maxTail || rest == "" || strings.IndexByte("rawec", rest[0]|0x20) < 0 || !slices.ContainsFunc(signs, func(p string) bool { return hasFold(rest, p) }) {
		return Mark{}, false
	}
	bracketed := s[0] == '(' && strings.IndexByte(s, ')') >= len(s)-2
	if !bracketed && !strings.Contains(s[1:], "diting by") {
		return Mark{}, false
	}
	return Mark{Kind: Credit, Agencies: []string{"Reuters"}}, true
}

// hasFold reports whether s begins with prefix, which is ASCII in lower case.
func hasFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}
