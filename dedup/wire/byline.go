package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// byline reads a line that names who wrote or reported the text: "By Jane Doe",
// "Par Jeanne Dupont", "JANE DOE, Associated Press", "Doe reported from
// Moscow."
func byline(s string) (Mark, bool) {
	if len(s) > 160 || len(s) < 6 {
		return Mark{}, false
	}
	switch {
	case bylined(s), authors(s), reportedFrom(s):
		return Mark{Kind: Byline, Agencies: bylineAgencies(s)}, true
	}
	return Mark{}, false
}

// bylineAgencies returns the agencies a byline names, but for the ones a person
// merely has in his title.
func bylineAgencies(s string) []string {
	if reportedFrom(s) {
		return nil
	}
	return named(s)
}

var bys = []string{"by ", "par ", "von ", "por ", "di ", "door ", "an analysis by ", "analysis by ", "un édito de ", "une chronique de ", "propos recueillis par ", "written by ", "story by ", "opinion by ", "authored by ", "reported by ", "edited by "}

// bylined reports whether s begins with "By" and goes on in names only.
func bylined(s string) bool {
	var b [40]byte
	f := string(fold(b[:0], head(s, 28)))
	for _, by := range bys {
		if !strings.HasPrefix(f, by) {
			continue
		}
		if !initialUpper(s) && s[0] != 'p' && s[0] != 'v' {
			return false
		}
		return people(s[len(by):])
	}
	return false
}

// people reports whether s is two names or more, with small words and marks
// between them, and does not read like a heading or a sentence.
func people(s string) bool {
	if s == "" || strings.ContainsAny(s, "\"“”«»?!") {
		return false
	}
	names, total := 0, 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return blank(r) || strings.ContainsRune(",;|/•&()", r) }) {
		total++
		w = strings.Trim(w, ".:-–—")
		switch {
		case w == "":
		case initialUpper(w):
			names++
			if monthNotName(w) && names <= 2 {
				return false
			}
		case particle(w) || digit(w) || calendar[strings.ToLower(strings.Trim(w, "."))] || w == "in" || w == "for" || w == "und" || w == "with" || w == "à" || w == "pour" || strings.Contains(w, "@"):
		default:
			return false
		}
	}
	return names >= 2 && total <= 16
}

func monthNotName(w string) bool {
	return weekday(w) || w == "The" || w == "Numbers" || w == "Contrast"
}

// authors reads "Jane Doe and John Roe, Associated Press" and its like without
// a "By": the agency's full name ends it.
func authors(s string) bool {
	for _, agency := range [...]string{"Associated Press", "The Canadian Press", "Agence France-Presse"} {
		rest, ok := strings.CutSuffix(s, agency)
		rest = strings.TrimSuffix(strings.TrimRight(rest, " ,|/—–-\u00a0"), ", The")
		rest = strings.TrimSuffix(rest, " The")
		if ok && len(rest) > 4 && people(rest) && !house(s) && !strings.ContainsAny(rest, "0123456789:/") {
			return true
		}
	}
	return false
}

// reportedFrom reads "Doe reported from Moscow." and "Doe and Roe reported from
// Washington.", the end of a dispatch written in two places.
func reportedFrom(s string) bool {
	if len(s) > 120 || !strings.HasSuffix(s, ".") {
		return false
	}
	who, where, ok := strings.Cut(s, " reported from ")
	if !ok || !people("X "+who) || strings.ContainsAny(who, ":") {
		return false
	}
	for w := range strings.FieldsSeq(where) {
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) && w != "and" && w != "in" && w != "the" {
			return false
		}
	}
	return true
}
