package shingle

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// Sentences are found in two passes. UAX #29 gives breaks that are right about
// punctuation and knows nothing of words; every break is then kept or undone
// by the rules below, and a stop with no space behind it breaks as well. On
// the 26 leads that this was first tried on UAX #29 alone split 14 English
// sentences into 24 and 11 French ones into 17.

// abbreviations, folded and without their stop, end no sentence. Lists: titles,
// months, ranks, units, company forms, as news agencies abbreviate them.
var abbreviations = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`
		mr mrs ms dr prof sen rep gov gen lt col maj capt sgt cpl adm cmdr hon rev fr pres supt det insp st ste mt ft jr sr
		inc ltd corp co bros llc plc dept univ assn ave blvd rd no nos vol vs etc al approx est cf eg ie viz ca fig pp ed eds
		jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun
		ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex
		va vt wash wis wyo
		m mm mme mmes mlle mlles me mgr pr vve janv fevr avr juil dept hab env av bd tel
		sr sra srta dn dna ud uds ee uu pag num art
		hr fr frl dipl ing mag abs nr str bzw ca evtl ggf inkl usw vgl zb sog mio mrd dr geb gest jh
		sig sigg sigra dott dottssa avv on egr
		exmo exma ilmo av`) {
		m[w] = true
	}
	return m
}()

// maxSentence bounds a sentence in words. A longer one, as in lists, tables
// and scripts without stops, is cut behind the last comma or the like.
const maxSentence = 80

// Sentences yields the spans of the sentences of text, without the white space
// around them. A line that ends without a stop is a sentence unless its
// paragraph is hard-wrapped. Time is linear in the text.
func Sentences(text string) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		wrapped := hardWrapped(text)
		start := 0
		emit := func(end int) bool {
			for s := range cuts(text, trim(text, Span{start, end})) {
				if s.Len() > 0 && !yield(s) {
					return false
				}
			}
			start = end
			return true
		}
		end := 0
		for it := sentences.FromString(text); it.Next(); {
			if end > start && breaks(text, start, end, wrapped) && !emit(end) {
				return
			}
			end = it.End()
		}
		emit(len(text))
	}
}

// trim drops white space, list bullets and dashes of dialogue stay.
func trim(text string, s Span) Span {
	part := s.Of(text)
	left := strings.TrimLeftFunc(part, unicode.IsSpace)
	s.Start = s.End - len(left)
	s.End = s.Start + len(strings.TrimRightFunc(left, unicode.IsSpace))
	return s
}

// breaks reports whether the break that UAX #29 sees at pos ends the sentence
// that began at start.
func breaks(text string, start, pos int, wrapped bool) bool {
	before := strings.TrimRightFunc(text[start:pos], unicode.IsSpace)
	gap := text[start+len(before) : pos]
	rest := strings.TrimLeftFunc(text[pos:], unicode.IsSpace)
	gapEnd := len(text) - len(rest)
	if rest == "" || before == "" {
		return before != ""
	}
	newlines := strings.Count(gap, "\n") + strings.Count(text[pos:gapEnd], "\n")
	if newlines > 1 {
		return true
	}
	next, size := utf8.DecodeRuneInString(rest)
	last, _ := utf8.DecodeLastRuneInString(before)
	if newlines == 1 || strings.ContainsAny(gap, "\r\u2028\u2029\u0085") {
		if !wrapped || endsSentence(before) {
			return !(unicode.IsLower(next) && last == ',')
		}
		return false
	}
	switch {
	case unicode.IsLower(next), strings.ContainsRune(",;:)]}”’»…", next):
		return false
	case strings.ContainsRune("([", next) && unicode.IsLower(runeAt(rest, size)):
		return false
	case strings.ContainsRune("\"'“«‘", next) && unicode.IsLower(runeAt(rest, size)):
		return false
	}
	return !abbreviated(before, next)
}

func runeAt(s string, pos int) rune {
	r, _ := utf8.DecodeRuneInString(s[min(pos, len(s)):])
	return r
}

// endsSentence reports whether s ends in a stop, closing marks aside.
func endsSentence(s string) bool {
	s = strings.TrimRight(s, "\"'”’»)]")
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(s, unicode.IsSpace))
	return strings.ContainsRune(".!?…。！？:", r)
}

// abbreviated reports whether the stop that ends before is that of an
// abbreviation, an initial or an ordinal.
func abbreviated(before string, next rune) bool {
	if strings.HasSuffix(before, "(...)") || strings.HasSuffix(before, "[...]") || strings.HasSuffix(before, "(…)") || strings.HasSuffix(before, "[…]") {
		return true
	}
	if !strings.HasSuffix(before, ".") || strings.HasSuffix(before, "..") {
		return false
	}
	w := before[:len(before)-1]
	i := strings.LastIndexFunc(w, func(r rune) bool { return !isWord(r) && r != '.' && r != '\'' && r != '’' })
	if i >= 0 {
		_, n := utf8.DecodeRuneInString(w[i:])
		w = w[i+n:]
	}
	if len(w) > 24 || w == "" {
		return false
	}
	f := foldString(w)
	switch {
	case abbreviations[strings.ReplaceAll(f, ".", "")]:
		return !strings.Contains(w, ".") || !unicode.IsUpper(next)
	case utf8.RuneCountInString(w) == 1:
		return unicode.IsUpper([]rune(w)[0]) // an initial: J. Doe
	case unicode.IsDigit(rune(w[0])):
		return unicode.IsLetter(next) && len(w) <= 2 && germanOrdinal(next, before) // 3. Oktober
	}
	return dotted(w)
}

// dotted reports whether w is a row of initials: U.S, J.F, z.B. Whether one
// ends its sentence too cannot be told without a grammar; it seldom does.
func dotted(w string) bool {
	for part := range strings.SplitSeq(w, ".") {
		if utf8.RuneCountInString(part) != 1 {
			return false
		}
	}
	return strings.Contains(w, ".")
}

// germanOrdinal tells "am 3. Oktober" from "on page 3. October was": the word
// before the number begins with a small letter and is short.
func germanOrdinal(_ rune, before string) bool {
	f := strings.Fields(before)
	if len(f) < 2 {
		return false
	}
	switch f[len(f)-2] {
	case "am", "der", "dem", "den", "vom", "zum", "bis", "ab", "des", "das", "die", "seit", "und":
		return true
	}
	return false
}

// hardWrapped reports whether the lines of text are broken by width, as in old
// mail and wire archives: few lines are long, most are of middling length and
// end without a stop.
func hardWrapped(text string) bool {
	lines, middling, open := 0, 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		n := len(line)
		if n == 0 {
			continue
		}
		lines++
		if n > 140 {
			return false
		}
		if n >= 40 {
			middling++
			if !endsSentence(line) {
				open++
			}
		}
	}
	return lines >= 3 && middling*5 >= lines*3 && open*2 >= middling
}

// cuts yields the parts of one sentence: at stops without a space behind them
// ("in Moscow.The minister"), at bullets between spaces, and where it is
// longer than maxSentence words.
func cuts(text string, s Span) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		start, words, comma := s.Start, 0, 0
		for pos := s.Start; pos < s.End; {
			r, n := decodeRune(text, pos)
			next := pos + n
			switch {
			case r == ' ' || r == '\n' || next < s.End && isSolo(r):
				words++
			case r == ',' || r == ';' || r == '、' || r == '，':
				comma = next
			}
			cut := 0
			switch {
			case (r == '.' || r == '!' || r == '?') && jammed(text, pos, next):
				cut = next
			case (r == '•' || r == '|') && pos > s.Start && text[pos-1] == ' ':
				cut = pos
			case words >= maxSentence && comma > start:
				cut = comma
			case words >= maxSentence && (r == ' ' || isSolo(r)):
				cut = next
			}
			if cut > start {
				if !yield(trim(text, Span{start, cut})) {
					return
				}
				start, words, comma = cut, 0, 0
				next = max(next, cut)
			}
			pos = next
		}
		yield(trim(text, Span{start, s.End}))
	}
}

// jammed reports whether the stop text[pos:next] ends a sentence although no
// space follows: three small letters before it, perhaps closing marks behind
// it, then a capital with a small letter or an elision: "Moscow.Iran’s".
// Names of sites ("Booking.com", "Yahoo.Com") do not look so or are rarer.
func jammed(text string, pos, next int) bool {
	if pos < 3 || next >= len(text) {
		return false
	}
	for i := pos - 3; i < pos; i++ {
		if b := text[i]; b < 'a' || b > 'z' {
			if b < utf8.RuneSelf {
				return false
			}
		}
	}
	r, n := decodeRune(text, next)
	if !unicode.IsUpper(r) {
		return false
	}
	r2 := runeAt(text, next+n)
	return unicode.IsLower(r2) || unicode.IsSpace(r2) && (r == 'A' || r == 'I') || r2 == '\'' || r2 == '’'
}
