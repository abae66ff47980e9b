package wire

import (
	"strings"
	"unicode/utf8"
)

// Credits of photographs are furniture: they say where a picture comes from, and
// the same picture stands beside unrelated articles. They differ from credits of
// text by a house that sells pictures, or by a person's name before the agency.

// houses sell pictures and no text, or are written so under pictures only.
var houses = []string{
	"Getty", "EPA-EFE", "EPA/", "/EPA", " EPA", "Shutterstock", "AP Photo", "AP photo", "AFP Photo", "AFP PHOTO", "via AP",
	"via Reuters", "/ AP", "| AFP", "/ Reuters", "/ REUTERS", "/ Getty", "via REUTERS", "via AFP", "via EPA", "Lehtikuva", "Pool Photo", "Pool photo", "/Pool", "Handout", "picture alliance",
	"Picture Alliance", "picture-alliance", "imago", "Imago", "Sipa", "SIPA", "MAXPPP", "Maxppp", "ImageForum", "Newscom",
	"ZUMA", "Photo/", "Photo /", "/AP", "/AFP", "/ AFP", "/REUTERS", "/Reuters", "| AP", "Alamy", "iStock", "Keystone/", "KEYSTONE/",
	"AP File", "AP/", "Photoshot", "Belgaimage", "BELGAIMAGE", "via Imago", "File Photo", "file photo",
}

// house reports whether s names a house that sells pictures.
func house(s string) bool {
	for _, h := range houses {
		if strings.Contains(s, h) {
			return true
		}
	}
	return false
}

// pictureLeads open the credit of a picture, folded.
var pictureLeads = []string{
	"photo: ", "photos: ", "photo : ", "photo by ", "photos by ", "photo credit", "photo courtesy", "photo illustration",
	"photograph by ", "(photo: ", "(photo by ", "(photo credit", "image: ", "image credit", "images: ", "credit: ", "crédit: ",
	"crédit : ", "crédits : ", "crédit photo", "illustration : ", "illustration: ", "illustration by ", "foto: ", "fotos: ",
	"bild: ", "bilder: ", "foto de ", "(foto: ", "fotografía: ", "imagen: ", "foto : ", "pool photo", "pool photo by ",
	"bildquelle: ", "media: ", "video: ", "courtesy of ", "image source: ", "video provided by ", "images provided by ",
	"photo provided by ", "imagen de ", "photo ©", "photo d'illustration", "photo prétexte", "archivbild", "symbolbild",
}

// leadsFrom has the pictureLeads by their first byte.
var leadsFrom = func() (t [256][]string) {
	for _, lead := range pictureLeads {
		t[lead[0]] = append(t[lead[0]], lead)
	}
	return t
}()

// pictureCredit reports whether the line s is nothing but the credit of a
// picture. It may be prose.
func pictureCredit(s string, prose bool) bool {
	if len(s) > 130 || len(s) < 4 {
		return false
	}
	if pictureLead(s) {
		return strings.Count(s, " ") < 14
	}
	if prose {
		return false
	}
	body := strings.TrimPrefix(s, "Credit")
	glued := len(body) < len(s) && initialUpper(body) // "CreditJane Doe/Reuters"
	if !namesOnly(body) || onlyAgencies(s) {
		return false
	}
	return glued || house(s) || personAgency(s) || agencyPerson(s)
}

func pictureLead(s string) bool {
	var b [64]byte
	f := fold(b[:0], head(s, 32))
	if len(f) == 0 {
		return false
	}
	for _, lead := range leadsFrom[f[0]] {
		if len(f) >= len(lead) && string(f[:len(lead)]) == lead {
			return true
		}
	}
	return false
}

// personAgency reports whether s is a person's name, a comma or stroke, and the
// short name of an agency: "Jane Doe, AP". Newspapers have an article or one
// word ("Le Monde", "Spiegel").
func personAgency(s string) bool {
	at := strings.LastIndexAny(s, ",/|")
	if at <= 0 {
		return false
	}
	name, by := strings.TrimSpace(s[:at]), strings.TrimSpace(s[at+1:])
	switch by {
	case "Associated Press", "The Associated Press":
		if s[at] != '/' {
			return false // a byline
		}
	case "AP", "AFP", "EPA", "Reuters", "REUTERS", "Bloomberg", "TASS", "ANSA", "dpa", "Belga", "EFE":
	default:
		return false
	}
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 4 || !properName(name) {
		return false
	}
	return !articles[words[0]]
}

// namesOnly reports whether every word of s is a name, a particle, or a word of
// picture credits.
func namesOnly(s string) bool {
	n := 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return blank(r) || strings.ContainsRune("/,|()—–-•:;©", r) }) {
		n++
		w = strings.Trim(w, ".\"'")
		if w == "" || initialUpper(w) || particle(w) || w[0] >= '0' && w[0] <= '9' {
			continue
		}
		if !creditWords[strings.ToLower(w)] {
			return false
		}
	}
	return n > 0 && n <= 12
}

// creditWords are the words of picture credits that are no names.
var creditWords = map[string]bool{
	"via": true, "for": true, "by": true, "file": true, "photo": true, "photos": true, "pool": true, "images": true, "image": true, "the": true,
	"with": true, "dpa": true, "imago": true, "photographer": true, "getty": true, "pour": true, "für": true,
}

// pictureGroup reports whether inner, the text between brackets, credits a
// picture: "AP Photo/Jane Doe", "Jane Doe / AFP", "Photo by Jane Doe".
func pictureGroup(inner string) bool {
	if len(inner) > 200 {
		return false
	}
	if pictureLead(inner) {
		return true
	}
	if onlyAgencies(inner) {
		return false
	}
	return namesOnly(inner) && (house(inner) || personAgency(inner) || agencyPerson(inner))
}

// onlyAgencies reports whether s is a credit with no other name in it:
// "Belga/AFP" credits a text, "Doe/AFP" a picture.
func onlyAgencies(s string) bool {
	m, ok := parseCredit(s)
	return ok && len(m.Agencies) > 0 && !m.Partly
}

// agencyPerson reports whether s is an agency in capitals, a stroke or dash, and
// a person: "REUTERS/Jane Doe".
func agencyPerson(s string) bool {
	for _, by := range [...]string{"REUTERS", "Reuters", "AFP", "AP", "EPA", "EFE"} {
		rest, ok := strings.CutPrefix(s, by)
		if !ok {
			continue
		}
		person := strings.TrimLeft(rest, " /–-")
		words := strings.Fields(person)
		return len(person) < len(rest) && len(words) >= 2 && !articles[words[0]]
	}
	return false
}

// articles begin the names of newspapers, and leads those of credits.
var articles = map[string]bool{
	"The": true, "Le": true, "La": true, "Les": true, "Die": true, "Der": true, "Das": true, "El": true, "Il": true,
	"By": true, "Par": true, "Por": true, "Von": true, "Avec": true, "With": true, "Mit": true, "Con": true,
}

// caption reports whether the whole line s is the caption of a picture: it ends
// with the credit of one, or with a word for showing it.
func caption(s string) bool {
	if strings.HasSuffix(s, " hide caption") || strings.HasSuffix(s, " toggle caption") || strings.HasPrefix(s, "FILE - ") || strings.HasPrefix(s, "FILE – ") {
		return true
	}
	low, last := boundary(s, max(0, len(s)-200)), max(0, len(s)-60)
	for end := last + strings.LastIndexByte(s[last:], ')'); end >= 0 && end > len(s)-60; {
		open := strings.LastIndexByte(s[:end], '(')
		if open < low {
			return false
		}
		inner := s[open+1 : end]
		if open > 0 && pictureGroup(inner) && afterCredit(s[end+1:]) || shotDate(inner) && agency(s[end+1:]) != "" ||
			open > 0 && end == len(s)-1 && agency(inner) != "" && captionLike(s) {
			return true
		}
		end = strings.LastIndexByte(s[:open], ')')
	}
	return creditedSentence(s) || len(s) <= 300 && signed(s)
}

// signed reports whether s ends with "© AFP": a sign and a name but no year.
func signed(s string) bool {
	low := boundary(s, max(0, len(s)-40))
	at := strings.Index(s[low:], "©")
	if at < 0 || low+at == 0 {
		return false
	}
	name := strings.TrimSpace(s[low+at+len("©"):])
	return name != "" && !strings.ContainsAny(name, "0123456789") && namesOnly(name)
}

// afterCredit reports whether s may follow the credit that ends a caption: the
// photographer once more, or a word to fold the caption up.
func afterCredit(s string) bool {
	s = strings.Trim(s, " .,(\u00a0")
	return s == "" || s == "less" || s == "more" || !strings.ContainsAny(s, ".!?") && namesOnly(s)
}

// shotDate reports whether s is the date of a film: "Nov. 14", in brackets.
func shotDate(s string) bool {
	first, second, ok := strings.Cut(s, " ")
	return ok && month(first) && len(second) <= 2
}

// creditedSentence reports whether s ends with "... by a wall. Jane Doe/AP" or
// "by a wall. Jane Doe, AFP/Getty Images".
func creditedSentence(s string) bool {
	if stopped(s) {
		return false
	}
	low := boundary(s, max(0, len(s)-80))
	at := strings.LastIndex(s[low:], ". ")
	if at < 0 || low+at < 30 {
		return false
	}
	credit := s[low+at+2:]
	return utf8.ValidString(credit) && len(credit) > 5 && (house(credit) || personAgency(credit)) && strings.ContainsAny(credit, "/,|") && namesOnly(credit)
}

// captionLike reports whether s, beside the credit of a picture, is its caption:
// one paragraph, dated or with someone to the left.
func captionLike(s string) bool {
	if len(s) > 480 || len(s) < 30 {
		return false
	}
	for _, sign := range [...]string{"(L)", "(R)", "(left)", "(right)", ", left,", ", right,", ", center,", " (C)", "file photo", "FILE"} {
		if strings.Contains(s, sign) {
			return true
		}
	}
	return fullDate(s)
}

// fullDate reports whether s has a day, a month and a year side by side.
func fullDate(s string) bool {
	words := strings.Fields(s)
	for i := 0; i+2 < len(words); i++ {
		if year(words[i+2]) && (month(words[i]) && digit(words[i+1]) || month(words[i+1]) && digit(words[i])) {
			return true
		}
	}
	return false
}

func digit(w string) bool { return w[0] >= '0' && w[0] <= '9' }

func year(w string) bool {
	return len(w) >= 4 && len(w) <= 6 && (w[:2] == "19" || w[:2] == "20") && digit(w[2:]) && digit(w[3:])
}
