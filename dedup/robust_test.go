package dedup_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/internal/invent"
	"github.com/wirecopy/wirecopy/shingle"
)

// disguises change a text and not what it says.
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
	{"NFD", func(a dedup.Article) string { return decomposed.Replace(a.Text) }},
	{"ligatures and full width", func(a dedup.Article) string { return compatible.Replace(a.Text) }},
	{"hard wrap", func(a dedup.Article) string { return wrap(a.Text, 60) }},
	{"one line", func(a dedup.Article) string { return strings.Join(strings.Fields(a.Text), " ") }},
	{"paragraphs reversed", func(a dedup.Article) string {
		ps := strings.Split(strings.TrimSpace(a.Text), "\n\n")
		slices.Reverse(ps)
		return strings.Join(ps, "\n\n")
	}},
}

// decomposed has marks as characters of their own, compatible other forms of
// letters and digits. The articles are in NFC.
var (
	decomposed = strings.NewReplacer(
		"á", "a\u0301", "é", "e\u0301", "í", "i\u0301", "ó", "o\u0301", "ú", "u\u0301", "É", "E\u0301",
		"à", "a\u0300", "è", "e\u0300", "ù", "u\u0300", "À", "A\u0300", "â", "a\u0302", "ê", "e\u0302", "î", "i\u0302",
		"ô", "o\u0302", "û", "u\u0302", "ë", "e\u0308", "ï", "i\u0308", "ä", "a\u0308", "ö", "o\u0308", "ü", "u\u0308",
		"Ä", "A\u0308", "Ö", "O\u0308", "Ü", "U\u0308", "ç", "c\u0327", "ñ", "n\u0303",
	)
	compatible = strings.NewReplacer("fi", "\ufb01", "fl", "\ufb02", "ffi", "\ufb03", "1", "\uff11", "2", "\uff12", "A", "\uff21")
)

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
		"Follow us on Twitter\n\nLeave a Reply\n\nYour email address will not be published.\n\nRequired fields are marked *",
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

// TestDisguises does to one text of a derived pair, then to the other, what no
// reader would notice, and holds the score to a move of less than .1.
func TestDisguises(t *testing.T) {
	n := loadNewsroom(t)
	pairs := n.derived(t)
	for _, d := range disguises {
		t.Run(d.name, func(t *testing.T) {
			for _, p := range pairs {
				if excused(p, d.name) {
					continue
				}
				a, b := p.First, p.Second
				a.Text = d.do(a)
				b.Text = d.do(b)
				for _, e := range []*dedup.Explanation{compare(t, a, p.Second, nil), compare(t, p.First, b, nil)} {
					if math.Abs(e.Score-p.Score) >= 0.1 {
						t.Errorf("%s %s: %.2f became %.2f", p.A, p.B, p.Score, e.Score)
					}
				}
			}
		})
	}
}

// derived returns the pairs of the newsroom that reuse text and are seen to, some
// of them with -short.
func (n *newsroom) derived(t *testing.T) (out []*dedup.Explanation) {
	for i, p := range n.labelled("copy", "derived") {
		if testing.Short() && i%4 > 0 {
			continue
		}
		if e := compare(t, n.byID[p.a], n.byID[p.b], nil); e.Relation >= dedup.Derived {
			out = append(out, e)
		}
	}
	require.NotEmpty(t, out)
	return out
}

// excuses are the pairs that a disguise moves by .1 or more, and why.
var excuses = map[string][]string{
	// Without capitals no sentence ends where none stands after a stop, and a
	// dateline is text.
	"lower case": {
		"02-drone-contract/brief 02-drone-contract/live",
		"03-earthquake/merged 03-earthquake/second",
		"21-silo-wandreloup/breve 21-silo-wandreloup/voix",
	},
	// The byline is no line any more and joins the first sentence.
	"one line": {"22-proces-merlande/depart 22-proces-merlande/national"},
	// What is rare is told from the sentences of both texts: with more of them one
	// of seven words is no longer aligned.
	"appended to the longer": {"03-earthquake/merged 03-earthquake/second"},
	// Half a sentence that now stands on the wrong side of its neighbours is not
	// aligned: 4 words of 55.
	"paragraphs reversed": {"06-transfer/agency 06-transfer/brief"},
}

func excused(p *dedup.Explanation, disguise string) bool {
	return slices.Contains(excuses[disguise], p.A+" "+p.B)
}

// TestAppended sets an unrelated article of the same length behind one of two
// texts. Behind the longer it changes nothing that the verdict rests on. Behind
// the shorter, half of the text that the verdict goes by is now foreign: what
// was sure stays derived.
func TestAppended(t *testing.T) {
	n := loadNewsroom(t)
	for _, p := range n.derived(t) {
		for _, side := range []string{"longer", "shorter"} {
			a, b := p.First, p.Second
			_, shortIsA := p.Evidence.Shorter()
			x := &b
			if shortIsA == (side == "shorter") {
				x = &a
			}
			appendTo(x, n.unrelated(*x).Text)
			e := compare(t, a, b, nil)
			if side == "shorter" && p.Score < sure || excused(p, "appended to the "+side) {
				continue
			}
			if e.Relation < dedup.Derived {
				t.Errorf("appended to the %s of %s %s: %.2f became %.2f", side, p.A, p.B, p.Score, e.Score)
			}
		}
	}
}

// sure is a score that half a text of something else does not bring down to .5.
const sure = 0.9

// appendTo appends as many words of text, over and over, as a has.
func appendTo(a *dedup.Article, text string) {
	words := strings.Fields(text)
	n := len(strings.Fields(a.Text))
	for len(words) < n {
		words = append(words, words...)
	}
	a.Text += "\n\n" + strings.Join(words[:n], " ")
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

// TestTemplate fills a text anew: all its names and numbers become others. A text
// with hardly any is a copy of the old one in every eye, so that five are asked
// for.
func TestTemplate(t *testing.T) {
	n := loadNewsroom(t)
	told := 0
	for _, a := range n.articles {
		b := a
		b.ID += "-refilled"
		b.Text = refill(a)
		e := compare(t, a, b, nil)
		if c, _ := e.Evidence.Shorter(); c.Replaced < 5 {
			continue
		}
		told++
		if e.Relation >= dedup.Derived {
			t.Errorf("%s: %v, score %.2f", a.ID, e.Relation, e.Score)
		}
	}
	require.Greater(t, told, len(n.articles)*9/10)
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

// TestVolume has a digest in which other articles stand: they are found to, unless it is so long that it is none
// of an article's length; then its copies are, and nothing else.
func TestVolume(t *testing.T) {
	var parts []string
	var articles []dedup.Article
	words := 0
	for a := range (invent.Corpus{Seed: 3, Articles: 300}).All() {
		articles = append(articles, dedup.Article{ID: a.ID, Text: a.Text, Language: a.Language})
		if n := len(strings.Fields(a.Text)); words < 60_000 && n > 100 {
			parts, words = append(parts, a.Text), words+n
		}
	}
	require.Greater(t, words, 60_000)
	of := func(id string, parts []string) dedup.Article {
		return dedup.Article{ID: id, Text: strings.Join(parts, "\n\n"), Language: "en"}
	}
	all := of("volume", parts)
	again := of("volume again", append([]string{"Volume two."}, parts...))
	some := of("digest", parts[:10])
	found := map[string]int{}
	for _, p := range group(t, append(articles, all, again, some), nil).Pairs {
		for _, id := range []string{p.A, p.B} {
			found[id]++
		}
	}
	require.Equal(t, 1, found["volume"], "its copy alone")
	require.Equal(t, 1, found["volume again"])
	require.GreaterOrEqual(t, found["digest"], 8)
}
