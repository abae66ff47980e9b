package dedup_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/wirecopy/wirecopy/dedup"
)

var disguises = []struct {
	name string
	do   func(a dedup.Article) string
}{
	{"furniture", furnish},
	{"curly quotes", func(a dedup.Article) string { return requote(a.Text, "“", "”") }},
	{"guillemets", func(a dedup.Article) string { return requote(a.Text, "« ", " »") }},
	{"low quotes", func(a dedup.Article) string { return requote(a.Text, "„", "“") }},
	{"straight quotes", func(a dedup.Article) string { return requote(a.Text, `"`, `"`) }},
	{"upper case", func(a dedup.Article) string { return strings.ToUpper(a.Text) }},
	{"lower case", func(a dedup.Article) string { return strings.ToLower(a.Text) }},
	{"NFD", func(a dedup.Article) string { return norm.NFD.String(a.Text) }},
	{"NFC", func(a dedup.Article) string { return norm.NFC.String(a.Text) }},
	{"hard wrap", func(a dedup.Article) string { return wrap(a.Text, 60) }},
	{"one line", func(a dedup.Article) string { return strings.Join(strings.Fields(a.Text), " ") }},
	{"paragraphs reversed", func(a dedup.Article) string {
		ps := strings.Split(strings.TrimSpace(a.Text), "\n\n")
		slices.Reverse(ps)
		return strings.Join(ps, "\n\n")
	}},
}

// requote gives every double quotation other marks.
func requote(text, open, closing string) string {
	text = strings.NewReplacer("« ", `"`, "« ", `"`, "«", `"`, " »", `"`, " »", `"`, "»", `"`, "“", `"`, "”", `"`, "„", `"`).Replace(text)
	var b strings.Builder
	inside := false
	for _, r := range text {
		switch {
		case r == '\n':
			inside = false
			b.WriteRune(r)
		case r != '"':
			b.WriteRune(r)
		case inside:
			b.WriteString(closing)
			inside = false
		default:
			b.WriteString(open)
			inside = true
		}
	}
	return b.String()
}

// wrap breaks lines at width characters and keeps the paragraphs.
func wrap(text string, width int) string {
	var out []string
	for p := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		line := 0
		var b strings.Builder
		for w := range strings.FieldsSeq(p) {
			n := utf8.RuneCountInString(w)
			switch {
			case line == 0:
			case line+1+n > width:
				b.WriteByte('\n')
				line = 0
			default:
				b.WriteByte(' ')
				line++
			}
			b.WriteString(w)
			line += n
		}
		out = append(out, b.String())
	}
	return strings.Join(out, "\n\n")
}

// clutter is the furniture of a page, before, within and after the text.
var clutter = map[string][3]string{
	"en": {
		"Share on Facebook\nTweet\nEmail\n\n3 min read\n\nPhoto: Jane Roe / Reuters",
		"Sign up for our free newsletter\n\nRead more: Ten things to know about harbours",
		"Follow us on Twitter\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *\n\nName *\n\nEmail *\n\nPost Comment",
	},
	"fr": {
		"Partager sur Facebook\nTweeter\n\nTemps de lecture : 3 min\n\nCrédit photo : Jeanne Roux / AFP",
		"Inscrivez-vous à notre newsletter\n\nLire aussi : Dix choses à savoir sur les ports",
		"Suivez-nous sur Twitter\n\nLaisser un commentaire\n\nVotre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *\n\nNom *\n\nLaisser un commentaire",
	},
	"es": {
		"Compartir en Facebook\nTuitear\n\nFoto: Juana Ruiz / EFE",
		"Suscríbete a nuestra newsletter\n\nLea también: Diez cosas que hay que saber de los puertos",
		"Síguenos en Twitter\n\nDeja un comentario\n\nTu dirección de correo electrónico no será publicada. Los campos obligatorios están marcados con *",
	},
	"de": {
		"Auf Facebook teilen\nTwittern\n\nFoto: Jana Roth / dpa",
		"Newsletter abonnieren\n\nLesen Sie auch: Zehn Dinge, die man über Häfen wissen muss",
		"Folgen Sie uns auf Twitter\n\nSchreibe einen Kommentar\n\nDeine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind mit * markiert",
	},
}

func furnish(a dedup.Article) string {
	c, ok := clutter[a.Language]
	if !ok {
		panic("no furniture in " + a.Language)
	}
	ps := strings.Split(strings.TrimSpace(a.Text), "\n\n")
	ps = slices.Insert(ps, (len(ps)+1)/2, c[1])
	return c[0] + "\n\n" + strings.Join(ps, "\n\n") + "\n\n" + c[2]
}

func TestDisguises(t *testing.T) {
	n := loadNewsroom(t)
	for _, d := range disguises {
		moved := 0
		worst := 0.0
		for _, p := range n.labelled("copy", "derived") {
			a, b := n.byID[p.a], n.byID[p.b]
			base := compare(t, a, b, nil)
			x := a
			x.Text = d.do(a)
			y := b
			y.Text = d.do(b)
			for i, e := range []*dedup.Explanation{compare(t, x, b, nil), compare(t, a, y, nil)} {
				m := e.Score - base.Score
				worst = max(worst, math.Abs(m))
				if math.Abs(m) >= 0.1 {
					moved++
					fmt.Printf("%s: %s %s side %d: %.2f -> %.2f (%v -> %v)\n", d.name, p.a, p.b, i, base.Score, e.Score, base.Relation, e.Relation)
				}
			}
		}
		fmt.Printf("== %s: %d moved, worst %.2f\n", d.name, moved, worst)
	}
}
