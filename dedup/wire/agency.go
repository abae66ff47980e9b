package wire

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// agencies gives, by spelling, the canonical name of every news agency that the
// package knows. Case counts: "afp" closes a Swiss dispatch, "Afp" does not,
// and "pa" is a word. A spelling is at most three words.
var agencies = map[string]string{
	"AFP": "AFP", "afp": "AFP", "Agence France-Presse": "AFP", "Agence France Presse": "AFP",
	"AGENCE FRANCE-PRESSE": "AFP", "AFP.com": "AFP",
	"AP": "AP", "ap": "AP", "Associated Press": "AP", "ASSOCIATED PRESS": "AP",
	"Reuters": "Reuters", "REUTERS": "Reuters", "reuters": "Reuters", "Reuter": "Reuters", "REUTER": "Reuters", "Thomson Reuters": "Reuters",
	"dpa": "dpa", "DPA": "dpa", "dpa-infocom": "dpa", "dpa-AFX": "dpa", "Deutsche Presse-Agentur": "dpa",
	"EFE": "EFE", "efe": "EFE", "Efe": "EFE", "Agencia EFE": "EFE",
	"Europa Press": "Europa Press", "EUROPA PRESS": "Europa Press",
	"ANSA": "ANSA", "Ansa": "ANSA", "Adnkronos": "Adnkronos", "AGI": "AGI",
	"Belga": "Belga", "BELGA": "Belga", "belga": "Belga",
	"ats": "ATS", "ATS": "ATS", "Keystone-ATS": "ATS", "KEYSTONE-ATS": "ATS", "sda": "ATS", "SDA": "ATS",
	"Keystone-SDA": "ATS", "awp": "AWP", "AWP": "AWP",
	"PA": "PA", "PA Media": "PA", "Press Association": "PA",
	"UPI": "UPI", "United Press International": "UPI",
	"Bloomberg": "Bloomberg", "Bloomberg News": "Bloomberg", "BLOOMBERG": "Bloomberg",
	"TASS": "TASS", "Tass": "TASS", "ITAR-TASS": "TASS", "Interfax": "Interfax", "RIA Novosti": "RIA Novosti",
	"Xinhua": "Xinhua", "XINHUA": "Xinhua", "Kyodo": "Kyodo", "Kyodo News": "Kyodo", "Jiji": "Jiji",
	"Yonhap": "Yonhap", "APA": "APA", "ANP": "ANP", "Lusa": "Lusa", "LUSA": "Lusa",
	"IANS": "IANS", "PTI": "PTI", "Press Trust of": "PTI", "ANI": "ANI",
	"TT": "TT", "NTB": "NTB", "Ritzau": "Ritzau", "STT": "STT", "PAP": "PAP", "CTK": "CTK", "ČTK": "CTK", "MTI": "MTI",
	"AAP": "AAP", "Australian Associated Press": "AAP", "Canadian Press": "CP", "CANADIAN PRESS": "CP",
	"Presse Canadienne": "CP", "Anadolu": "Anadolu", "Anadolu Agency": "Anadolu", "Anadolu Ajansi": "Anadolu",
	"Notimex": "Notimex", "Télam": "Télam", "epd": "epd", "KNA": "KNA", "SID": "SID",
	"CNN": "CNN", "CNN NewSource": "CNN", "CNN Newsource": "CNN", "CNN Wire": "CNN", "CNN Wires": "CNN",
}

// services are the words for agencies that are not named.
var services = map[string]bool{
	"agences": true, "agencies": true, "agenturen": true, "agencias": true, "agenzie": true, "agências": true,
	"agentschappen": true, "wires": true, "wire services": true, "wire reports": true, "news services": true,
	"news agencies": true, "ag": true, "red": true, "réd": true,
}

// agency returns the canonical name of the agency that s spells, or "". An
// article before it does not count.
func agency(s string) string {
	if len(s) > 40 || !mayName(s) {
		return ""
	}
	s = strings.Trim(s, " \u00a0.,;:*")
	for _, the := range [...]string{"The ", "the ", "THE ", "La ", "L'", "l'", "L’", "l’", "Agence ", "Agentur ", "Agencia "} {
		if rest, ok := strings.CutPrefix(s, the); ok {
			if name := agencies[rest]; name != "" {
				return name
			}
		}
	}
	return agencies[s]
}

// Agency returns the canonical name of the news agency that name spells
// ("Agence France-Presse" is "AFP"), and whether the package knows it.
func Agency(name string) (string, bool) {
	a := agency(name)
	return a, a != ""
}

// firstRuns has the first run of ASCII letters of every agency's and service's
// spelling, in lower case, and shapes, for the first byte of such a run, a bit
// for each length. They turn nearly all lines away before anything is parsed.
var firstRuns, shapes = func() (runs map[string]bool, shapes [256]uint64) {
	runs = make(map[string]bool)
	add := func(spelling string) {
		w := strings.FieldsFunc(spelling, func(r rune) bool { return r >= utf8.RuneSelf || !asciiLetter[byte(r)] })[0]
		shapes[w[0]] |= 1 << len(w)
		runs[strings.ToLower(w)] = true
	}
	for spelling := range agencies {
		add(spelling)
	}
	for service := range services {
		add(service)
		add(strings.ToUpper(service[:1]) + service[1:])
	}
	return runs, shapes
}()

// mayName reports whether s may name an agency: no agency is in s if not.
func mayName(s string) bool {
	ascii, shaped := true, false
	var b [64]byte
	for i := 0; i < len(s); {
		start := i
		for i < len(s) && asciiLetter[s[i]] {
			i++
		}
		if n := i - start; n > 0 && n < 64 && shapes[s[start]]&(1<<n) != 0 {
			shaped = true
			if firstRuns[string(fold(b[:0], s[start:i]))] {
				return true
			}
		}
		ascii = ascii && (i == len(s) || s[i] < utf8.RuneSelf)
		i++
	}
	return shaped && !ascii // İ and the Kelvin sign become letters of ASCII
}

var asciiLetter = func() (is [256]bool) {
	for c := 'a'; c <= 'z'; c++ {
		is[c], is[c-'a'+'A'] = true, true
	}
	return is
}()

// named returns the agencies that stand anywhere in s, each once.
func named(s string) []string {
	var names []string
	words := strings.FieldsFunc(s, func(r rune) bool {
		return blank(r) || strings.ContainsRune("/,;:()|&©+–—[]", r)
	})
	for i := 0; i < len(words); i++ {
		for n := min(3, len(words)-i); n > 0; n-- {
			name := agencies[strings.Trim(strings.Join(words[i:i+n], " "), ".*\"”’'")]
			if name == "" {
				continue
			}
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
			i += n - 1
			break
		}
	}
	return names
}
