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
	"github.com/wirecopy/wirecopy/shingle"
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
		"Follow us on Twitter\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *",
	},
	"fr": {
		"Partager sur Facebook\n\nTemps de lecture : 3 min\n\nCrédit photo : Jeanne Roux / AFP",
		"Inscrivez-vous à notre newsletter\n\nLire aussi : Dix choses à savoir sur les ports",
		"Suivez-nous sur Twitter\n\nLaisser un commentaire\n\nVotre adresse e-mail ne sera pas publiée. Les champs obligatoires sont indiqués avec *",
	},
	"es": {
		"Compartir en Facebook\n\nFoto: Juana Ruiz / EFE",
		"Suscríbete a nuestra newsletter\n\nLea también: Diez cosas que hay que saber de los puertos",
		"Síguenos en Twitter\n\nDeja un comentario",
	},
	"de": {
		"Foto: Jana Roth / dpa",
		"Newsletter abonnieren\n\nLesen Sie auch: Zehn Dinge, die man über Häfen wissen muss",
		"Folgen Sie uns auf Twitter\n\nSchreibe einen Kommentar",
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

func TestAppended(t *testing.T) {
	n := loadNewsroom(t)
	for _, p := range n.labelled("copy", "derived") {
		a, b := n.byID[p.a], n.byID[p.b]
		base := compare(t, a, b, nil)
		if base.Relation < dedup.Derived {
			continue
		}
		other := n.unrelated(a)
		x, y := a, b
		x.Text = a.Text + "\n\n" + lengthOf(other.Text, a.Text)
		y.Text = b.Text + "\n\n" + lengthOf(other.Text, b.Text)
		_, shortIsA := base.Evidence.Shorter()
		for i, e := range []*dedup.Explanation{compare(t, x, b, nil), compare(t, a, y, nil)} {
			fmt.Printf("APP %s %s short=%v: %.2f -> %.2f %v %v\n", p.a, p.b, (i == 0) == shortIsA, base.Score, e.Score, base.Relation, e.Relation)
		}
	}
}

// unrelated returns an article of another story, in the language of a if there
// is one.
func (n *newsroom) unrelated(a dedup.Article) dedup.Article {
	story, _, _ := strings.Cut(a.ID, "/")
	var other dedup.Article
	for _, b := range n.articles {
		if !strings.HasPrefix(b.ID, story+"/") && (other.ID == "" || b.Language == a.Language && other.Language != a.Language) {
			other = b
		}
	}
	return other
}

// lengthOf returns as many words of text, over and over, as like has.
func lengthOf(text, like string) string {
	words := strings.Fields(text)
	var out []string
	for len(out) < len(strings.Fields(like)) {
		out = append(out, words...)
	}
	return strings.Join(out[:len(strings.Fields(like))], " ")
}

func TestTemplate(t *testing.T) {
	n := loadNewsroom(t)
	for _, a := range n.articles {
		b := a
		b.ID += "-again"
		b.Text = refill(a)
		e := compare(t, a, b, nil)
		fmt.Printf("TPL %s %.2f %v res %.2f %+v\n", a.ID, e.Score, e.Relation, e.Resemblance, e.Evidence.A)
	}
	fmt.Println(refill(n.articles[0]))
}

// refill returns the text with every name and number replaced by another of the
// same shape, the same by the same: a template filled anew. Names are the words
// that stand with a capital somewhere but at the beginning of a sentence.
func refill(a dedup.Article) string {
	text := shingle.Parse(a.Text, a.Language)
	names := map[string]bool{}
	for _, tok := range text.Tokens {
		if tok.Has(shingle.Upper) && !tok.Has(shingle.First) && !tok.Has(shingle.Stop) {
			names[tok.Word] = true
		}
	}
	var b strings.Builder
	at := 0
	for _, tok := range text.Tokens {
		b.WriteString(a.Text[at:tok.Start])
		w := tok.Of(a.Text)
		at = tok.End
		if tok.Has(shingle.Number) || tok.Has(shingle.Upper) && names[tok.Word] {
			w = strings.Map(other, w)
		}
		b.WriteString(w)
	}
	return b.String() + a.Text[at:]
}

// other maps vowels to vowels, consonants to consonants and digits to digits,
// none to itself.
func other(r rune) rune {
	for _, ring := range []string{"aeiou", "AEIOU", "bdgklmnprstvz", "BDGKLMNPRSTVZ", "cfhjqwxy", "CFHJQWXY", "éèê", "áíó", "äöü", "3917482605"} {
		runes := []rune(ring)
		if i := slices.Index(runes, r); i >= 0 {
			return runes[(i+1)%len(runes)]
		}
	}
	return r
}

func TestDisguises(t *testing.T) {
	n := loadNewsroom(t)
	for _, d := range disguises {
		moved := 0
		worst := 0.0
		for _, p := range n.labelled("copy", "derived") {
			a, b := n.byID[p.a], n.byID[p.b]
			base := compare(t, a, b, nil)
			if base.Relation < dedup.Derived {
				continue
			}
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
