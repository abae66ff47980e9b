package wire

import (
	"slices"
	"strings"

	"github.com/wirecopy/wirecopy/shingle"
)

// tail returns the mark that ends a line after its prose: a sign-off, a desk
// mark, a credit after a dash or a full stop.
func (f *finder) tail(line shingle.Span) (Mark, bool) {
	s := line.Of(f.text)
	low := boundary(s, max(0, len(s)-maxTail))
	if at := signOffStart(s[low:]); at > 0 {
		return Mark{Span: shingle.Span{Start: line.Start + low + at, End: line.End}, Kind: Credit, Agencies: []string{"Reuters"}}, true
	}
	if at := lastGap(s); at > 0 && line.End == f.last && ended(s[:at]) && deskMarks(s[at:], true) {
		return Mark{Span: shingle.Span{Start: line.Start + at, End: line.End}, Kind: Desk}, true
	}
	return dashed(s, line, line.End == f.last)
}

// signOffStart returns where "Reporting by X; Editing by Y" begins in s, or -1.
// It runs to the end of s.
func signOffStart(s string) int {
	edit := strings.Index(s, "diting by ")
	if edit < 0 {
		return -1
	}
	edit += strings.LastIndex(s[edit:], "diting by ")
	for _, sign := range [...]string{"Reporting by ", "Additional reporting by ", "Writing by "} {
		at := strings.Index(s, sign)
		if at <= 0 || at > edit {
			continue
		}
		if s[at-1] == '(' {
			at--
		}
		if ended(strings.TrimRight(s[:at], " \u00a0")) {
			return at
		}
	}
	return -1
}

// lastGap returns the offset after the last white space among the last 60 bytes
// of s, or 0.
func lastGap(s string) int {
	low := max(0, len(s)-60)
	return low + strings.LastIndexAny(s[low:], " \t") + 1
}

// dashed finds a credit at the end of a line: "text. – AFP", "text. Reuters",
// "text. (c) 2019 AFP". After a dash or a sign it is a credit phrase; after a full
// stop alone it is the bare name of an agency, on the last line of the text.
func dashed(s string, line shingle.Span, last bool) (Mark, bool) {
	if stopped(s) && agency(s[lastGap(s):]) == "" {
		return Mark{}, false
	}
	low := boundary(s, max(0, len(s)-80))
	for _, dash := range [...]string{" – ", " — ", " - ", " -- ", "©", " / "} {
		if strings.IndexByte(s[low:], dash[len(dash)/2]) < 0 {
			continue // as most: a tenth of the time of LastIndex
		}
		at := strings.LastIndex(s[low:], dash)
		if at < 0 || low+at == 0 || !ended(s[:low+at]) {
			continue
		}
		credit := s[low+at+len(dash):]
		m, ok := parseCredit(strings.TrimLeft(credit, "- 0123456789"))
		if ok && len(m.Agencies) > 0 {
			if dash == "©" && !last && !strings.ContainsAny(credit, "0123456789") {
				m = Mark{Kind: Furniture}
			}
			m.Span = shingle.Span{Start: line.Start + low + at, End: line.End}
			return m, true
		}
	}
	at := lastGap(s)
	name := agency(s[at:])
	if !last || at == 0 || name == "" || !ended(s[:at]) {
		return Mark{}, false
	}
	return Mark{Span: shingle.Span{Start: line.Start + at, End: line.End}, Kind: Credit, Agencies: []string{name}}, true
}

// group reads what stands between "(" and ")" at s[open:]. Before is the text
// before it: an agency in brackets after a name explains the name's letters
// ("Australian Federal Police (AFP)"); after the end of a sentence it is a
// credit.
func group(s string, open, end int) (Mark, bool) {
	inner := s[open+1 : end]
	if len(inner) < 2 {
		return Mark{}, false
	}
	if m, ok := signOff(s[open : end+1]); ok {
		return m, true
	}
	if pictureGroup(inner) {
		return Mark{Kind: Furniture}, true
	}
	if m, ok := frenchSignOff(inner); ok {
		return m, true
	}
	m, ok := parseCredit(inner)
	if !ok {
		return m, false
	}
	before := strings.TrimRight(s[:open], " \u00a0\t")
	if ended(before) && before != "" {
		return m, true
	}
	// At the end of a line the stop may be forgotten; then only a list of
	// agencies and desks will do.
	atEnd := strings.TrimLeft(s[end+1:], " .") == "" && strings.Contains(inner, "/") && !m.Partly
	return m, atEnd
}

// frenchSignOff reads "(Prénom Nom, édité par Prénom Nom)" and its Spanish and
// German sisters.
func frenchSignOff(inner string) (Mark, bool) {
	if len(inner) < 12 || len(inner) > 300 {
		return Mark{}, false
	}
	var b [320]byte
	f := string(fold(b[:0], inner))
	if !slices.ContainsFunc(editors, func(e string) bool { return strings.Contains(f, e) }) {
		return Mark{}, false
	}
	first, _, _ := strings.Cut(inner, ",")
	if !properName(strings.TrimSpace(first)) && !hasFold(inner, "edit") && !hasFold(inner, "report") && !hasFold(inner, "writ") {
		return Mark{}, false
	}
	return Mark{Kind: Credit, Agencies: []string{"Reuters"}}, true
}
