package wire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// furnitureShape reports whether the line s is furniture by its shape alone,
// whatever its language: no letters, nothing but a date and an hour, nothing but
// the names of share buttons, one address, a signed tweet, a path through the site, a script. It may be prose.
func furnitureShape(s string, prose bool) bool {
	if bare(s) || address(s) {
		return true
	}
	if len(s) <= 140 && (!prose && dateLine(s) || shareBar(s) || tweetSign(s) || breadcrumb(s)) {
		return true
	}
	return script(s)
}

// bare reports whether s has neither letters nor digits, or digits alone:
// rules, bullets, counters ("1 / 19").
func bare(s string) bool {
	digits := 0
	for i, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
		if i > 40 || digits > 6 || (r == '.' || r == ',') && digits > 0 || unicode.IsLetter(r) || strings.ContainsRune("%$€£\"«»“”", r) {
			return false
		}
	}
	return utf8.ValidString(s)
}

// address reports whether s is one word and a web or mail address.
func address(s string) bool {
	if len(s) > 300 || strings.IndexByte(s, ' ') >= 0 || strings.Contains(s, "\u00a0") {
		return false
	}
	return strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.HasPrefix(s, "pic.twitter.com") ||
		strings.Contains(s, "@") || strings.HasSuffix(strings.ToLower(s), ".com") || strings.Contains(s, ".com/")
}

// dateLine reports whether s is nothing but the time of an article.
func dateLine(s string) bool {
	if strings.Contains(s, "   ") {
		return false // a row of a table
	}
	digits, dates, n := 0, 0, 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return blank(r) || strings.ContainsRune("|•@·/,;()[]–—-", r) }) {
		n++
		w = strings.Trim(w, ".:")
		if w == "" {
			continue
		}
		if digit(w) {
			digits++
			if !dateNumber(w) {
				return false
			}
			continue
		}
		var b [24]byte
		if len(w) > 14 || !calendar[string(fold(b[:0], w))] {
			return false
		}
		dates++
	}
	return digits > 0 && digits <= 7 && n <= 16 && (dates > 0 || strings.ContainsAny(s, ":/-"))
}

// dateNumber reports whether w is a number with what may be glued to it in a
// date or an hour: "15th", "10:09", "7h30", "4pm", "16.07.2018".
func dateNumber(w string) bool {
	if i := strings.IndexByte(w, '.'); i > 0 && strings.Count(w, ".") == 1 && (i > 2 || len(w)-i > 3) {
		return false // a price
	}
	rest := strings.Trim(w, "0123456789:./hH")
	switch strings.ToLower(rest) {
	case "", "am", "pm", "a.m", "p.m", "st", "nd", "rd", "th", "er", "min", "m", "d", "s", "hr", "hrs":
		return len(w) <= 12
	}
	return false
}

var shareWords = func() map[string]bool {
	m := make(map[string]bool)
	for w := range strings.FieldsSeq(`
share shares shared tweet tweets retweet facebook twitter email e-mail mail print pin pinit pinterest linkedin whatsapp
reddit google google+ gplus tumblr flipboard messenger telegram instagram youtube snapchat skype viber pocket buffer
fbshare gshare facebookemail gmail stumbleupon digg delicious xing comment comments commentaires commenter connect
partager partagez imprimer envoyer teilen drucken compartir imprimir enviar condividi stampa delen afdrukken
copy link commentemailmore plus rss fullscreen replay embed permalink bookmark favorite like flip sms save
`) {
		m[w] = true
	}
	return m
}()

// shareBar reports whether every word of s is on a share button.
func shareBar(s string) bool {
	var b [200]byte
	first, _, _ := strings.Cut(s, " ")
	if len(first) > 24 || !shareWords[strings.Trim(string(fold(b[:0], first)), ",|•·:;.!()[]/")] {
		return false
	}
	words := strings.FieldsFunc(string(fold(b[:0], s)), func(r rune) bool { return r == ' ' || strings.ContainsRune(",|•·:;.!()[]/", r) })
	shares := 0
	for _, w := range words {
		switch {
		case shareWords[w]:
			shares++
		case w == "on", w == "to", w == "via", w == "this", w == "sur", w == "auf", w == "en", w == "par", w == "by", w == "su", w == "op",
			w == "0", w == "a", w == "your", w == "us", w == "article", w == "story", w == "more", w == "page",
			w == "cet", w == "cette", w == "artikel", w == "artículo", w == "diesen", w == "seite", w == "or", w == "and", w == "et", w == "und":
		default:
			return false
		}
	}
	return shares > 0 && len(words) <= 14
}

// tweetSign reports whether s signs a tweet: "— Jane Doe (@jane) July 15, 2018".
func tweetSign(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if r != '—' && r != '-' && r != '–' && r != '―' {
		return false
	}
	return strings.Contains(s, "(@") && strings.Contains(s, ")")
}

// breadcrumb reports whether s says where in a site the page stands: "Home > World > Trade",
// "Accueil » Monde". The last step may be the title.
func breadcrumb(s string) bool {
	for _, sign := range [...]string{" > ", " › ", " » ", " / ", " | "} {
		if strings.Contains(s, sign) {
			return path(strings.Split(s, sign), sign == " / " || sign == " | ")
		}
	}
	return false
}

// homes are what sites call the first step, folded.
var homes = map[string]bool{"home": true, "homepage": true, "accueil": true, "startseite": true, "start": true, "inicio": true, "portada": true, "início": true}

// path reports whether steps lead through a site: three or more, or two from its home. Where other lines are
// written with the same sign, as choices and names are with a stroke, they are three from its home.
func path(steps []string, common bool) bool {
	const longStep = 40
	var b [24]byte
	home := len(steps[0]) < 12 && homes[string(fold(b[:0], steps[0]))]
	if len(steps) < 2 || len(steps) == 2 && (!home || common) || common && !home {
		return false
	}
	for i, s := range steps {
		r, _ := utf8.DecodeRuneInString(s)
		if unicode.IsLower(r) || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
		if i < len(steps)-1 && (len(s) > longStep || ended(s) || strings.Contains(s, ",")) { // "A > B, and B > C"
			return false
		}
	}
	return !ended(steps[len(steps)-1]) && !strings.ContainsAny(strings.Join(steps, " "), "<«")
}

// script reports whether s is program text that an extractor left in.
func script(s string) bool {
	if strings.HasPrefix(s, "window.") || strings.HasPrefix(s, "function(") || strings.HasPrefix(s, "function (") || strings.HasPrefix(s, "googletag.") {
		return true
	}
	return strings.HasSuffix(s, ";") && (strings.Contains(s, ".push({") || strings.Contains(s, " = document.") || strings.Contains(s, " || [];"))
}
