package shingle

import (
	"math/bits"
	"slices"
	"strings"
	"sync"

	"github.com/abadojack/whatlanggo"
)

// stopWords are the commonest function words of each language. They
// vote on the language of a text and are no evidence of reuse by themselves.
var stopWords = map[string]string{
	"en": `the a an of to in and that is was for on with as by at from it its he him his she her they their them we our us you your i me my
		be been being are were has have had having do does did not no this these those there which who whom whose what when where why how
		will would can could may might shall should must or but if than then so such into out up down over under after before between
		about against during through within without since while because until also more most some any all each other same own only just very too both few
		here again once off nor per via`,
	"fr": `le la les l' un une des d' de du au aux et en a est son sa ses leur leurs ce cet cette ces c' qui que qu' quoi dont ou ne n' pas
		plus se s' sur sous dans par pour avec sans il elle ils elles on nous vous je j' tu me m' te t' lui y mais donc car ni si comme
		ete etre sont etait etaient fut ont avait avaient aura sera serait fait faire tout tous toute toutes meme aussi encore tres
		apres avant entre vers chez contre depuis pendant lors alors ainsi puis deux notre nos votre vos mon ma mes`,
	"es": `el la los las un una unos unas de del al a y e o u en que se no su sus lo le les por con para como mas pero este esta estos
		estas ese esa esos esas aquel aquella es son fue fueron era eran ser sido ha han habia hay sobre entre sin hasta desde tras
		durante contra segun donde cuando quien quienes cual cuales tambien muy ya si ni porque todo todos toda todas otro otra otros
		otras yo tu nos me te mi`,
	"de": `der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei beim mit nach von vom vor zu zum
		zur uber unter um fur durch gegen ohne bis seit wahrend wegen ist sind war waren wird werden wurde wurden worden hat haben hatte
		hatten sein seine seinen seiner seinem ihr ihre ihren ihrer ihrem er sie es wir ich man sich nicht kein keine auch noch nur
		schon so als wie wenn dass weil dieser diese dieses diesen diesem jedoch sowie zwischen kann konnen konnte soll sollen sollte`,
	"it": `il lo la i gli le l' un uno una un' di del dello della dell' dei degli delle a al allo alla all' ai agli alle da dal dalla
		dall' dai in nel nella nell' nei nelle con su sul sulla sull' per tra fra ed o ma che chi cui non si ne ci se come anche piu
		e sono era erano stato stata stati ha hanno aveva essere questo questa questi queste quello quella suo sua suoi sue loro dopo
		prima quando dove perche anno`,
	"pt": `o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas para com sem sobre entre ou mas que se
		nao mais como ao aos foi foram e sao era eram ser sido ter tem tinha ha seu sua seus suas este esta estes estas esse essa isso
		ele ela eles elas ja tambem muito quando onde quem porque ate apos desde segundo`,
	"nl": `de het een van en in is dat op te voor met zijn was er aan niet ook als door bij nog naar om uit maar dan over wordt werd zich
		dit die deze hij zij ze hun haar we ik je heeft hebben had worden kan zou moet meer geen tot na tegen onder tussen omdat`,
	"ru": `и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня о из ему при это для
		был была были быть или их до после также который которая которые этом этот этого`,
	"sv": `och i att det som en pa ar av for med den till inte har de om ett han men var sig fran vi sa kan nar efter enligt aven hon`,
	"no": `og i det er pa til som en a for av at med har de ikke den han om et fra men var seg vi sa kan nar etter ifolge ogsa hun`,
	"hu": `a az es hogy nem is egy ez azt meg volt van mint csak de el ki mar szerint`,
	"pl": `i w z na do nie to sie ze jest o jak za co po od a ale dla przez przy ktory ktora ktore ktorych oraz tym tego tej ten ta te
		jego jej ich byl byla bylo byli sa bedzie juz tylko takze jednak albo lub czy gdy przed pod nad miedzy we`,
	"cs": `a v na se ze je s z do o i to za po pro pri od k ve ktery ktera ktere kteri jak jako jeho jeji jejich byl byla bylo byli
		jsou bude uz jen take vsak ale nebo aby kdyz podle mezi pred pod nad ne by si`,
	"ro": `si in de la a cu pe din un o nu se sa ca care ce este sunt au fost pentru prin dupa dar sau mai al ale lui ei lor
		acest aceasta aceste acestui fi va vor era intre pana fara despre cand unde daca`,
	"ca": `i el la els les un una de del dels a al als en amb per que es no ho va van ha han son era eren com mes pero o si
		aquest aquesta aquests aquestes seu seva seus seves entre fins des sobre tambe quan on molt dins`,
	"tr": `ve bir bu da de icin ile olarak olan oldugu cok daha en gibi kadar sonra once ise ama veya ya ki ne her o diye gore
		kendi tarafindan arasinda uzerinde var yok degil etti dedi`,
	"fi": `ja on ei se etta oli ovat han mukaan myos kun tai mutta kuin joka jotka ole olla olleet hanen sen siita niin jos
		vain viela nyt jo sitten kanssa jalkeen ennen`,
	"id": `yang dan di ke dari untuk dengan pada adalah ini itu dalam tidak akan telah oleh juga sebagai karena atau kepada mereka
		ia dia kami bisa dapat saat para tersebut setelah antara hingga namun`,
	"uk": `і та в у на з із до що не за по про від для як але або чи це він вона воно вони його її їх який яка яке які був була було
		були є буде вже ще також після через між під над при коли де`,
	"bg": `и в на от за се да е с по не че ще са като към до си или но при след през това този тази тези който която което които
		бе беше били има няма още само между под над`,
	"el": `ο η το οι τα του της των τον την τους τις στο στη στην στον στα στις και να με σε για από που δεν θα είναι ήταν ότι αν
		ως κατά μετά πριν μεταξύ προς αλλά ή αυτό αυτή αυτός έχει έχουν`,
	"ar": `في من على الى إلى عن أن ان إن هذا هذه ذلك تلك التي الذي الذين و أو ثم لا ما لم لن قد كان كانت هو هي هم مع بعد قبل بين
		حتى عند كل كما بل غير منذ خلال حول ضد`,
	"fa": `و در به از که را با این آن برای است بود شد شده می ها های تا بر هم نیز یا اما اگر هر یک خود او آنها پس پیش بین باید کرد`,
	"he": `של את על לא כי הוא היא הם הן זה זו גם או אבל אם כל עם אל מן בין אחרי לפני כדי היה היתה היו אשר אך רק עד יותר מאוד לפי`,
	"hi": `के का की में है हैं से को और पर ने यह वह कि भी नहीं था थे थी लिए एक हो कर गया तो ही इस उस या जो साथ बाद तक`,
}

// languages of the vote, in the order that settles ties. The first have stems, or endings that are
// cut, and the say: one of the others must have more stop words that they have not.
var languages = []string{
	"en", "fr", "es", "de", "it", "pt", "nl", "ru", "sv", "no", "hu",
	"pl", "cs", "ro", "ca", "tr", "fi", "id", "uk", "bg", "el", "ar", "fa", "he", "hi",
}

const stemmable = 11

// ownScripts are those of them whose script tells them from a table of figures.
var ownScripts = []string{"el", "ar", "fa", "he", "hi"}

var stops = sync.OnceValue(func() map[string]map[string]bool {
	m := make(map[string]map[string]bool, len(stopWords))
	for lang, words := range stopWords {
		set := map[string]bool{}
		for w := range strings.FieldsSeq(words) {
			set[foldString(w)] = true
		}
		m[lang] = set
	}
	return m
})

// votes maps a stop word to the languages that have it, as bits.
var votes = sync.OnceValue(func() map[string]uint32 {
	m := map[string]uint32{}
	for i, lang := range languages {
		for w := range stops()[lang] {
			m[w] |= 1 << i
		}
	}
	return m
})

func isStop(lang, word string) bool { return stops()[lang][word] }

// codes maps to two letters what feeds give as a language: codes of three, the
// Norwegian written forms, and the first three letters of English names.
var codes = map[string]string{
	"eng": "en", "fra": "fr", "fre": "fr", "spa": "es", "deu": "de", "ger": "de", "ita": "it", "por": "pt", "nld": "nl",
	"dut": "nl", "rus": "ru", "swe": "sv", "nor": "no", "nob": "no", "nno": "no", "nb": "no", "nn": "no", "hun": "hu",
	"pol": "pl", "ces": "cs", "cze": "cs", "ron": "ro", "rum": "ro", "rom": "ro", "cat": "ca", "tur": "tr", "fin": "fi", "ind": "id", "in": "id",
	"ukr": "uk", "bul": "bg", "ell": "el", "gre": "el", "ara": "ar", "fas": "fa", "per": "fa", "heb": "he", "iw": "he", "hin": "hi",
	"und": "", "mul": "", "zxx": "",
}

// baseLanguage returns the language of a tag: "fr" of "fr-CA", "FR_fr", "fra"
// and "French"; "" if the tag does not begin with two letters.
func baseLanguage(tag string) string {
	out := make([]byte, 0, 3)
	for _, b := range []byte(strings.TrimSpace(tag)) {
		if c := ascii[b]; c > '9' && len(out) < 3 {
			out = append(out, c)
			continue
		}
		break
	}
	if code, ok := codes[string(out)]; ok {
		return code
	}
	if len(out) < 2 {
		return ""
	}
	return string(out)
}

// polled is the number of words that vote on the language of a text.
const polled = 400

// Detect returns the two-letter code of the language of text, or "" where it
// cannot tell. The stop words among the first 400 words vote, which takes 20 to 60 µs;
// where they do not decide, whatlanggo looks at up to 4,000 bytes, in a millisecond.
func Detect(text string) string {
	var p poll
	s := scanner{text: text}
	var buf [128]byte
	for range polled {
		w, _, class, ok := s.next(buf[:0])
		if !ok {
			break
		}
		if class&Number == 0 {
			p.add(votes()[string(w)])
		}
	}
	return p.result(text)
}

// A poll counts the stop words of each language.
type poll struct {
	votes [32]int
	words int
	all   [polled]uint32 // the languages of each word
}

func (p *poll) add(vote uint32) {
	p.all[p.words] = vote
	p.words++
	for ; vote != 0; vote &= vote - 1 {
		p.votes[bits.TrailingZeros32(vote)]++
	}
}

// first returns the two of some languages that have the most votes.
func (p *poll) first(from, to int) (best, second int) {
	best, second = from, -1
	for i := from + 1; i < to; i++ {
		switch {
		case p.votes[i] > p.votes[best]:
			best, second = i, best
		case second < 0 || p.votes[i] > p.votes[second]:
			second = i
		}
	}
	return best, second
}

// alone counts the stop words of one language that another does not have.
func (p *poll) alone(l, other int) (n int) {
	for _, vote := range p.all[:p.words] {
		n += int(vote >> l & 1 &^ (vote >> other))
	}
	return n
}

func (p *poll) result(text string) string {
	best, second := p.first(0, stemmable)
	n, next := p.votes[best], p.votes[second]
	if other, _ := p.first(stemmable, len(languages)); p.votes[other] >= n && p.votes[other]*8 >= p.words {
		// what only one of them has tells near relatives apart, as Russian and Bulgarian
		if one := p.alone(other, best); one >= 3 && one >= 2*p.alone(best, other) {
			return languages[other]
		}
	}
	switch {
	case n >= 3 && n*4 >= next*5 && n*8 >= p.words,
		n >= 8 && n >= next*2,
		n >= 2 && next == 0 && p.words < 40:
		return languages[best]
	}
	if p.words == 0 {
		return ""
	}
	if len(text) > 4000 {
		text = strings.ToValidUTF8(text[:4000], " ")
	}
	info := whatlanggo.Detect(text)
	if !info.IsReliable() {
		return ""
	}
	lang := baseLanguage(info.Lang.Iso6391())
	if i := slices.Index(languages, lang); i >= 0 && p.votes[i] == 0 && !slices.Contains(ownScripts, lang) {
		return "" // a table of figures: its trigrams are like those of any language
	}
	return lang
}
