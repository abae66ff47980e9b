package wire

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"
)

// A phrase is written folded, with "*" for any text:
//
//	keep reading            the whole line
//	related: *              a line that begins so and goes on like a title:
//	                        without a full stop at its end
//	sign up * newsletter**  a line that begins and goes on so; "**" at the end
//	                        allows a full stop
//	* newsletter            a line that ends so
//	! follow * on twitter** the same, and a sentence inside a line too
//
// Marks at the ends of the line (bullets, arrows, colons, full stops) do not
// count, quotes do: a quotation is never furniture.
type phrase struct {
	begin, end string
	middles    []string // between stars, in order
	open, stop bool     // ends with "*"; may end with a full stop
}

// phrases are the phrases of some languages, by their first or last word.
type phrases struct {
	whole     map[string]bool
	begins    map[string][]phrase
	ends      map[string][]phrase
	sentences map[string][]phrase // by first word
	first     map[string]bool     // first words of whole and begins
}

// phrasesFor returns the phrases of a language, or of all if it is not known.
func phrasesFor(language string) *phrases {
	tables := compiled()
	tag, _, _ := strings.Cut(strings.ToLower(language), "-")
	tag, _, _ = strings.Cut(tag, "_")
	if p := tables[tag]; p != nil {
		return p
	}
	return tables[""]
}

// compiled returns the tables of every language, made at the first use and never
// changed. English is part of each: sites everywhere speak it on their buttons.
var compiled = sync.OnceValue(func() map[string]*phrases {
	tables := map[string]*phrases{"": newPhrases()}
	for language, list := range phraseLists {
		p := newPhrases()
		p.addAll(list)
		if language != "en" {
			p.addAll(phraseLists["en"])
		}
		tables[language] = p
		tables[""].addAll(list)
	}
	return tables
})

func newPhrases() *phrases {
	return &phrases{make(map[string]bool), make(map[string][]phrase), make(map[string][]phrase), make(map[string][]phrase), make(map[string]bool)}
}

func (p *phrases) addAll(list string) {
	for line := range strings.SplitSeq(list, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			p.add(line)
		}
	}
}

func (p *phrases) add(line string) {
	line, inside := strings.CutPrefix(line, "! ")
	if !strings.Contains(line, "*") && !inside {
		p.whole[line] = true
		p.first[firstWord(line)] = true
		return
	}
	q := phrase{stop: strings.HasSuffix(line, "**") || inside && !strings.HasSuffix(line, "*")}
	q.open = strings.HasSuffix(line, "*")
	parts := strings.Split(strings.TrimRight(line, "*"), "*")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	q.begin, q.middles = parts[0], parts[1:]
	if n := len(q.middles); n > 0 && !q.open {
		q.middles, q.end = q.middles[:n-1], q.middles[n-1]
	}
	if q.begin == "" {
		w := lastWord(q.end)
		p.ends[w] = append(p.ends[w], q)
		return
	}
	w := firstWord(q.begin)
	p.begins[w] = append(p.begins[w], q)
	p.first[w] = true
	if inside {
		p.sentences[w] = append(p.sentences[w], q)
	}
}

// edge cuts off a folded line what does not count at its ends.
func edge(folded []byte) []byte {
	if n := len(folded); n > 0 && alnum(folded[0]) && alnum(folded[n-1]) {
		return folded // as of most lines
	}
	folded = endMarks.trimRight(tailMarks.trimRight(folded))
	if len(folded) > 0 && alnum(folded[0]) {
		return folded
	}
	return bytes.TrimLeft(folded, endMarks.chars)
}

// tailMarks and endMarks are what edge cuts off.
var tailMarks, endMarks = newCutset(" .:!?*|>-»›→←+#"), newCutset(" •·▪►▶›→|*-#>+←×")

// A cutset is characters to be cut off.
type cutset struct {
	chars string
	ascii [utf8.RuneSelf]bool // of them
}

func newCutset(chars string) *cutset {
	c := &cutset{chars: chars}
	for _, r := range chars {
		if r < utf8.RuneSelf {
			c.ascii[r] = true
		}
	}
	return c
}

// trimRight is bytes.TrimRight, in a tenth of the time where the last characters are ASCII.
func (c *cutset) trimRight(s []byte) []byte {
	for len(s) > 0 && s[len(s)-1] < utf8.RuneSelf {
		if !c.ascii[s[len(s)-1]] {
			return s
		}
		s = s[:len(s)-1]
	}
	return bytes.TrimRight(s, c.chars)
}

// line reports whether a folded line, raw before folding, is furniture.
func (p *phrases) line(folded []byte, raw string) bool {
	folded = bytes.TrimRight(folded, " ")
	body := edge(folded)
	if len(body) == 0 || len(body) > 300 {
		return false
	}
	if p.whole[string(body)] {
		return true
	}
	stopped := ended(raw) && !strings.HasSuffix(raw, "?") && !strings.HasSuffix(raw, "…") && !strings.HasSuffix(raw, "...")
	return match(p.begins[firstWord(string(body))], body, stopped) || match(p.ends[lastWord(string(body))], body, stopped)
}

// mayBe reports cheaply whether a line begins or ends like a phrase. It may err
// on the side of yes only.
func (p *phrases) mayBe(s string) bool {
	var b [64]byte
	start := head(s, 40)
	if !alnum(start[0] | 0x20) {
		start = strings.TrimLeft(start, " •·▪►▶›→|*->#+←×–—")
	}
	if start == "" {
		return true
	}
	w := firstWord(string(fold(b[:0], head(start, 16))))
	if p.first[w] || len(w) >= 14 || w == "" {
		return true
	}
	tail := s[boundary(s, max(0, len(s)-24)):]
	return len(p.ends[lastWord(string(edge(fold(b[:0], tail))))]) > 0
}

// maySay reports cheaply whether a sentence begins like a phrase.
func (p *phrases) maySay(s string) bool {
	var b [24]byte
	n := 0
	for n < len(s) && n < 16 && s[n] != ' ' {
		n++
	}
	return len(p.sentences[firstWord(string(fold(b[:0], head(s, n))))]) > 0
}

// sentence reports whether a folded sentence inside a line is furniture.
func (p *phrases) sentence(folded []byte) bool {
	body := edge(folded)
	return match(p.sentences[firstWord(string(body))], body, false)
}

func match(list []phrase, body []byte, stopped bool) bool {
	for _, q := range list {
		if q.matches(body, stopped) {
			return true
		}
	}
	return false
}

func (q phrase) matches(body []byte, stopped bool) bool {
	if stopped && q.open && !q.stop {
		return false
	}
	rest, ok := bytes.CutPrefix(body, []byte(q.begin))
	if !ok || q.begin != "" && !wordBreak(q.begin, rest) {
		return false
	}
	for _, middle := range q.middles {
		if _, rest, ok = bytes.Cut(rest, []byte(middle)); !ok {
			return false
		}
	}
	if q.end != "" {
		return bytes.HasSuffix(rest, []byte(q.end))
	}
	return q.open || len(rest) == 0
}

// wordBreak reports whether a word may end between the end of s and rest.
func wordBreak(s string, rest []byte) bool {
	if len(rest) == 0 || !letter(s[len(s)-1]) {
		return true
	}
	return !letter(rest[0])
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || c >= utf8.RuneSelf || c == '0' }

// alnum reports whether c is a folded letter or digit of ASCII.
func alnum(c byte) bool { return 'a' <= c && c <= 'z' || c == '0' }

func firstWord(s string) string {
	for i := range len(s) {
		if !letter(s[i]) && s[i] != '\'' {
			return s[:i]
		}
	}
	return s
}

func lastWord(s string) string {
	for i := len(s); i > 0; i-- {
		if !letter(s[i-1]) && s[i-1] != '\'' {
			return s[i:]
		}
	}
	return s
}
