package shingle

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	x := Parse("The envoy said “we will not go.” Mr. Orr, of Dunmore, left the talks.\n«Non», they heard.", "en-GB")
	require.Equal(t, "en", x.Language)
	require.Equal(t, "we will not go", classed(x, Quoted, "Non"))
	require.Equal(t, "The Mr Non", classed(x, First, ""))
	require.Equal(t, "The we will not of the they", classed(x, Stop, ""))
}

// classed returns the words of x that have a class, but for one.
func classed(x *Text, c Class, but string) string {
	var words []string
	for _, tok := range x.Tokens {
		if w := tok.Of(x.Source); tok.Has(c) && w != but {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

func TestQuotations(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{"curly", "He said “go” and “stay”.", "“go”|“stay”"},
		{"guillemets", "Il dit « non » et «oui».", "« non »|«oui»"},
		{"German", "Er sagte „nein“ und »ja«.", "„nein“|»ja«"},
		{"Swedish", "Han sade ”nej” och gick.", "”nej”"},
		{"Japanese", "彼は「はい」と言った", "「はい」"},
		{"plain", `He said "go" and "stay".`, `"go"|"stay"`},
		{"single", "He said ‘go’ to O’Brien’s men.", "‘go’"},
		{"nested", "“He said ‘go’ twice.” Yes.", "“He said ‘go’ twice.”"},
		{"apostrophes open nothing", "the players’ dog’s ‘90s", ""},
		{"inches", `a 5" pipe and a 6" pipe`, ""},
		{"not closed", "He said “go. She left.", ""},
		{"not closed before an empty line", "He said “go.\n\nShe said” no.", ""},
		{"a stray closing mark opens nothing", "went away. » Le maire, puis «oui»", "«oui»"},
		{"goes on in the next paragraph", "“We go.\n“We stay,” she said.", "“We go.|“We stay,”"},
		{"the same, plain", "\"We go.\n\n\"We stay,\" she said.", "\"We go.|\"We stay,\""},
		{"too long", "“" + strings.Repeat("word ", 400) + "”", ""},
	} {
		x := Parse(c.text, "")
		var got []string
		for _, q := range x.Quotes {
			got = append(got, q.Of(c.text))
		}
		require.Equal(t, c.want, strings.Join(got, "|"), c.why)
	}
}

func TestIgnore(t *testing.T) {
	text := "one two three four five six seven eight"
	x := Parse(text, "en")
	at := strings.Index(text, "four")
	x.Ignore(Span{at, at + len("four five")})
	require.Equal(t, "four five", classed(x, Ignored, ""))
	var s Shingler
	require.Equal(t, NewSet(append(s.Append(nil, "one two three"), s.Append(nil, "six seven eight")...)), s.Shingles(x))

	for _, c := range []struct{ ignore, want string }{ // where no run is long enough, the longest is one
		{"three four five six", "one two"},
		{"one two three four five six", "seven eight"},
		{"two three four five six", "seven eight"},
		{text, ""},
	} {
		x := Parse(text, "en")
		at := strings.Index(text, c.ignore)
		x.Ignore(Span{at, at + len(c.ignore)})
		require.Equal(t, NewSet(s.Append([]uint64{}, c.want)), s.Shingles(x), c.ignore)
	}

	x = Parse(text, "en")
	x.Quote(Span{0, 7})
	require.Equal(t, "one two", classed(x, Quoted, ""))
}

// TestTwoScripts: a text keeps its shingles below a summary in another script, whatever there is more of, and
// above one; names and numbers between its characters do not part them, nor do a few characters the words of a text.
func TestTwoScripts(t *testing.T) {
	const zh = "青石市3月4日电，图书馆星期一宣布，Velmora Public Library 的旧楼将于2031年关闭，新楼在港口旁。"
	en := strings.Repeat("The library of the town will shut its old house by the harbour. ", 4)
	var s Shingler
	own, words := s.Set(zh), s.Set(en)
	for n := range 4 {
		for _, text := range []string{strings.Repeat(en, n) + zh, zh + strings.Repeat(en, n), zh + strings.Repeat(en, n) + zh} {
			require.GreaterOrEqual(t, own.Containment(s.Set(text)), 0.8, "%d times", n) // but for those that run into the English
			require.True(t, n == 0 || words.Containment(s.Set(text)) == 1)
			require.Equal(t, s.Set(text), s.Shingles(Parse(text, "")))
		}
		require.EqualValues(t, 1, own.Containment(s.Set(strings.Repeat(en, n)+zh)))
	}
	width := func(text string) int { return len(tokensOf(text)) - len(s.Append(nil, text)) + 1 }
	require.Equal(t, 6, width(zh))
	require.Equal(t, 3, width(en+"The town is 青石 by name. "+en))
	require.Equal(t, 6, width("青石 a 青石 b 青石 c 青石 d"), "no long row of either: most decide")
	require.Equal(t, 3, width("青石 a b c d e"))
}

func tokensOf(text string) []Token { return slices.Collect(Tokens(text)) }

// TestNumbersAreTheirStems: 3.5 is not 35.
func TestNumbersAreTheirStems(t *testing.T) {
	x := Parse("3.5 and 35 and 2,000 in G7", "en")
	require.NotEqual(t, x.Tokens[0].Stem, x.Tokens[2].Stem)
	require.Equal(t, hashString("2000"), x.Tokens[4].Stem)
}

func TestStem(t *testing.T) {
	for _, c := range []struct{ lang, words, stem string }{
		{"en", "attack attacks attacked attacking Attack’s attack's", "attack"},
		{"fr", "négociation négociations Ne\u0301gociations", "negoci"},
		{"es", "canciones canción", "cancion"},
		{"ru", "переговоры переговоров", "переговор"},
		{"de", "Verhandlung Verhandlungen", "verhandl"},
		{"it", "trattativa trattative", "trattativ"},
		{"pt", "informações informação", "informa"},
		{"fi", "Talo talo", "talo"},
		{"", "Talo’s", "talo"},
		{"en-GB", "attacks", "attack"},
	} {
		for w := range strings.FieldsSeq(c.words) {
			got := Stem(w, c.lang)
			if c.lang == "de" { // Verhandlung keeps its ending: no more than inflections are cut
				require.True(t, strings.HasPrefix(got, c.stem), got)
				continue
			}
			require.Equal(t, c.stem, got, "%s %s", c.lang, w)
		}
	}
	long := strings.Repeat("ß", 1000)
	require.Equal(t, strings.Repeat("ss", 1000), Stem(long, "en"))
	p := &Parser{memory: new(memory)}
	p.Parse(long, "en")
	require.Zero(t, p.memory.now().size, "long words are not remembered")
}

func TestDetect(t *testing.T) {
	for lang, text := range map[string]string{
		"en": "The ferry that sank off the northern coast on Monday had more than forty people on board, police said.",
		"fr": "Le bac qui a coulé lundi au large de la côte nord avait plus de quarante personnes à son bord, selon la police.",
		"es": "El transbordador que se hundió el lunes frente a la costa norte llevaba más de cuarenta personas, según la policía.",
		"de": "Die Fähre, die am Montag vor der nördlichen Küste gesunken ist, hatte nach Angaben der Polizei mehr als vierzig Menschen an Bord.",
		"it": "Il traghetto che è affondato lunedì al largo della costa settentrionale aveva a bordo più di quaranta persone, dice la polizia.",
		"pt": "A balsa que afundou na segunda-feira ao largo da costa norte levava mais de quarenta pessoas, segundo a polícia.",
		"nl": "De veerboot die maandag voor de noordelijke kust is gezonken had volgens de politie meer dan veertig mensen aan boord.",
		"ru": "Паром, который затонул в понедельник у северного побережья, вёз более сорока человек, как сообщила полиция.",
		"sv": "Färjan som sjönk på måndagen utanför den norra kusten hade enligt polisen mer än fyrtio personer ombord.",
		"no": "Fergen som sank mandag utenfor den nordlige kysten hadde ifølge politiet mer enn førti personer om bord.",
		"hu": "A komp, amely hétfőn az északi partoknál elsüllyedt, a rendőrség szerint több mint negyven embert szállított, és nem volt elég mentőcsónak.",
		"zh": "周一在北部海岸沉没的渡轮上有四十多人。",
		"ja": "月曜日に北の海岸で沈んだフェリーには四十人以上が乗っていた。",
		"ar": "كانت العبارة التي غرقت يوم الاثنين قبالة الساحل الشمالي تقل أكثر من أربعين شخصا.",
		"pl": "Prom, który zatonął w poniedziałek u północnych wybrzeży, miał na pokładzie ponad czterdzieści osób, podała policja.",
		"cs": "Trajekt, který se v pondělí potopil u severního pobřeží, vezl podle policie více než čtyřicet lidí.",
		"ro": "Feribotul care s-a scufundat luni în largul coastei de nord avea la bord peste patruzeci de persoane, a spus poliția.",
		"ca": "El transbordador que es va enfonsar dilluns amb més de quaranta persones a bord no era del port, però els equips van arribar als nàufrags.",
		"tr": "Pazartesi günü kuzey kıyısı açıklarında batan feribotta kırktan fazla kişi olduğu ve bir çok yolcunun kurtarıldığı bildirildi.",
		"fi": "Maanantaina pohjoisrannikon edustalla uponnut lautta kuljetti yli neljääkymmentä ihmistä, mutta poliisin mukaan se ei ollut täynnä.",
		"id": "Feri yang tenggelam pada hari Senin di lepas pantai utara membawa lebih dari empat puluh orang, menurut polisi.",
		"uk": "Пором, який затонув у понеділок біля північного узбережжя, віз понад сорок людей, як повідомила поліція.",
		"bg": "Фериботът, който потъна в понеделник край северния бряг, е превозвал над четиридесет души, съобщи полицията.",
		"el": "Το πλοίο που βυθίστηκε τη Δευτέρα ανοιχτά της βόρειας ακτής μετέφερε πάνω από σαράντα άτομα, είπε η αστυνομία.",
		"fa": "کشتی که روز دوشنبه در نزدیکی ساحل شمالی غرق شد بیش از چهل نفر را با خود می برد، پلیس این را گفت.",
		"he": "המעבורת שטבעה ביום שני מול החוף הצפוני נשאה יותר מארבעים איש, אבל לא היו בה סירות הצלה, לפי המשטרה.",
		"hi": "सोमवार को उत्तरी तट के पास डूबी नाव में चालीस से अधिक लोग सवार थे, पुलिस ने कहा।",
		"th": "เรือข้ามฟากที่จมลงเมื่อวันจันทร์มีผู้โดยสารมากกว่าสี่สิบคน",
		"":   "12.50 13.75 +4 -2 AAA BBB",
	} {
		require.Equal(t, lang, Detect(text), text)
	}
	for text, lang := range map[string]string{ // near relatives do not take them, and a script of its own tells much
		"Полиция задержала двух подозреваемых в краже. Они не признали вину и отказались от показаний.": "ru",
		"El gobierno no ha dado una respuesta a la oposición": "es",
		"La ville de Nice va se doter d'un plan":              "fr",
		"الرئيس يوقع قانون الموازنة الجديد":                   "ar",
		"ראש הממשלה נפגש בירושלים היום":                       "he",
		"Ισχυρός σεισμός ταρακούνησε Κρήτη":                   "el",
	} {
		require.Equal(t, lang, Detect(text), text)
	}
	require.Empty(t, Detect(""))
	require.Empty(t, Detect("\xff\x00 …"))
}

func TestLanguageTags(t *testing.T) {
	for tag, want := range map[string]string{
		"fr": "fr", "fr-CA": "fr", "FR_ca": "fr", "fra": "fr", "French": "fr", "english": "en", "nb": "no", "nn-NO": "no",
		"deu": "de", "und": "", "": "", "x": "", "7": "", "é": "", "pl": "pl", "gsw": "gsw",
		"pol": "pl", "Polish": "pl", "Czech": "cs", "ukr": "uk", "Arabic": "ar", "iw": "he",
	} {
		require.Equal(t, want, baseLanguage(tag), tag)
	}
}

// TestStopWords: the lists have words as the scanner makes them, each once.
func TestStopWords(t *testing.T) {
	for lang, list := range stopWords {
		seen := map[string]bool{}
		for w := range strings.FieldsSeq(list) {
			require.False(t, seen[w], "%s: %s stands twice", lang, w)
			seen[w] = true
			got := wordsOf(strings.ReplaceAll(w, "'", "'a"))
			require.True(t, isStop(lang, got[0]), "%s: %s", lang, w)
		}
	}
}

// TestGuessedStops: where a language has no list, short and common words are stop words, and names and numbers
// are none.
func TestGuessedStops(t *testing.T) {
	text := Parse("La urbo Ur estas tre malnova. "+strings.Repeat("Sed kelkaj homoj diras al 12 aliaj, ke Lin estas tie. ", 9), "eo")
	var stops []string
	for _, tok := range text.Tokens {
		if tok.Has(Stop) && !slices.Contains(stops, tok.Word) {
			stops = append(stops, tok.Word)
		}
	}
	require.Equal(t, strings.Fields("la estas tre sed kelkaj homoj diras al aliaj ke tie"), stops)
	require.False(t, Parse("kelkaj kelkaj kelkaj kelkaj", "en").Tokens[0].Has(Stop), "there is a list")
}

// TestHashes holds the hashes against testdata/hashes.txt: if one changes,
// [Version] must, for stored sets would no longer be compared aright.
func TestHashes(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "version %d\n", Version)
	for _, text := range []string{
		"Police said", "The ferry sank on Monday, police said.", "L’accord signé à 16h30 vaut 2 000 euros", "Straße ΟΔΟΣ ёлка İstanbul",
		"Abdel-Rahman’s 3.5 percent, ½ of 1,234,567.89", "战争与和平的故事", "The old ferry sank in the port 渡轮周一在旧港沉没", "한국 ガ กำลัง", "har\u00adbor \xff e\u0301",
	} {
		fmt.Fprintf(&b, "\n%+q\n", text)
		for _, s := range []Shingler{{}, {Words: 1}} {
			for _, h := range s.Append(nil, text) {
				fmt.Fprintf(&b, " %016x", h)
			}
			b.WriteByte('\n')
		}
		for _, tok := range Parse(text, "en").Tokens {
			fmt.Fprintf(&b, " %+q:%016x", tok.Word, tok.Stem)
		}
		b.WriteByte('\n')
	}
	golden(t, "testdata/hashes.txt", b.String())
}

// A character of a script without spaces is a word, its stem the pair with the next, and shingles have twice as many of them.
func TestCharacters(t *testing.T) {
	x := Parse("战争与和平的故事", "")
	require.Equal(t, "zh", x.Language)
	require.Equal(t, x.Window(0, 2), x.Tokens[0].Stem, "the stem is the pair")
	require.Equal(t, x.Tokens[7].Hash, x.Tokens[7].Stem, "the last has no right neighbour")
	require.Len(t, Shingler{}.Set(x.Source), 8-6+1, "shingles have twice the words")
	require.Equal(t, Shingler{Words: 3}.Append(nil, "one two three")[0], Parse("Two, one two three", "").Window(1, 4))
	require.Panics(t, func() { x.Window(0, 9) })
}
