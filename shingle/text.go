package shingle

import (
	"slices"
	"sync"
	"sync/atomic"
)

// A Text is a text with its layers. Do not change its fields; [Text.Ignore] and
// [Text.Quote] mark it. Any number of goroutines may read one.
type Text struct {
	Source    string // as given
	Language  string // two-letter code, as given or detected; "" if unknown
	Tokens    []Token
	Sentences []Sentence
	Quotes    []Span // quotations with their marks, in order, not nested
}

// A Sentence is a sentence's span and the range of its tokens, one at least and
// 80 at most.
type Sentence struct {
	Span
	First, Last int // Tokens[First:Last]
}

// Parse returns the layers of text. The language is a two-letter code (a
// longer tag such as "fr-CA" is cut); if it is empty it is detected. Time and
// memory are linear in the text: about 100 bytes and .2 µs a word, five times that
// while the words are new to the process: see [Parser].
func Parse(text, language string) *Text {
	p := parsers.Get().(*Parser)
	defer parsers.Put(p)
	return p.Parse(text, language)
}

// parsers are those that Parse has used and nobody uses now.
var parsers = sync.Pool{New: func() any { return new(Parser) }}

// Parse is like the function of that name.
func (p *Parser) Parse(text, language string) *Text {
	t := new(Text)
	p.ParseInto(t, text, language)
	return t
}

// ParseInto is like Parse, and makes t that Text in the memory of the one it
// was. No slice of the old one may be in use any more; its words may.
func (p *Parser) ParseInto(t *Text, text, language string) {
	*t = Text{Source: text, Language: baseLanguage(language), Tokens: t.Tokens[:0], Sentences: t.Sentences[:0], Quotes: t.Quotes[:0]}
	p.scan(t)
	if t.Language == "" {
		t.Language = t.detect()
	}
	t.sentences()
	t.quotes()
	p.stemAll(t)
	if stops()[t.Language] == nil {
		t.guessStops()
	}
}

// scan makes the tokens. A word that is its own folding is part of the source;
// the others are kept in one string.
func (p *Parser) scan(t *Text) {
	s := scanner{text: t.Source}
	t.Tokens = slices.Grow(t.Tokens, len(t.Source)/5+8) // English has 5.9 bytes a word, French 5.8
	buf, folded := p.buf[:0], p.folded[:0]
	for {
		if span, class, ok := s.plain(); ok {
			w := span.Of(t.Source)
			t.Tokens = append(t.Tokens, Token{Span: span, Word: w, Class: class})
			tok := &t.Tokens[len(t.Tokens)-1]
			tok.Hash = hashString(w)
			tok.Stem = tok.Hash // as written, till stemAll
			continue
		}
		start := len(buf)
		out, span, class, ok := s.next(buf)
		if !ok {
			break
		}
		buf = out
		w := buf[start:]
		tok := Token{Span: span, Word: span.Of(t.Source), Hash: hashBytes(w), Class: class}
		tok.Stem = tok.Hash
		if string(w) == tok.Word {
			buf = buf[:start]
		} else {
			tok.Stem = hashString(tok.Word)
			folded = append(folded, foldedWord{len(t.Tokens), start})
		}
		t.Tokens = append(t.Tokens, tok)
	}
	words, end := string(buf), len(buf)
	for _, f := range slices.Backward(folded) {
		t.Tokens[f.token].Word = words[f.start:end]
		end = f.start
	}
	if p.buf, p.folded = buf, folded; cap(buf) > maxScratch {
		p.buf, p.folded = nil, nil
	}
}

func (t *Text) detect() string {
	var p poll
	for i := range t.Tokens[:min(len(t.Tokens), polled)] {
		if t.Tokens[i].Class&Number == 0 {
			p.add(votes()[t.Tokens[i].Word])
		}
	}
	return p.result(t.Source)
}

func (t *Text) sentences() {
	c := splitter{text: t.Source, lang: t.Language, width: lineWidth(t.Source)}
	next := 0
	add := func(s Span) bool {
		first := next
		if next = t.tokensTo(next, s.End); next > first { // else punctuation only
			t.Tokens[first].Class |= First
			t.Sentences = append(t.Sentences, Sentence{s, first, next})
		}
		return true
	}
	c.split(func(s Span) bool {
		s = trim(t.Source, s)
		if t.tokensTo(next, s.End)-next <= maxSentence/2 { // and so, cut as it may be, it has no more than maxSentence
			return add(s)
		}
		return c.cut(s, add)
	})
}

// tokensTo returns the number of the first token from i on that begins at pos or
// behind it.
func (t *Text) tokensTo(i, pos int) int {
	for i < len(t.Tokens) && t.Tokens[i].Start < pos {
		i++
	}
	return i
}

func (t *Text) quotes() {
	t.Quotes = quotations(t.Source)
	t.mark(t.Quotes, Quoted)
}

// mark sets a class on the tokens that lie in one of the spans, which are in
// order.
func (t *Text) mark(spans []Span, c Class) {
	next := 0
	for _, s := range spans {
		i, _ := slices.BinarySearchFunc(t.Tokens[next:], s.Start, func(tok Token, pos int) int { return tok.Start - pos })
		next += i
		for next < len(t.Tokens) && t.Tokens[next].End <= s.End {
			t.Tokens[next].Class |= c
			next++
		}
	}
}

// Ignore marks the words inside the given spans, which must be in order: they
// stay in the text and count neither as shared nor as text to be shared. It is
// for credits and page furniture, and must not run while others read t.
func (t *Text) Ignore(spans ...Span) { t.mark(spans, Ignored) }

// Quote marks the words inside the given spans, which must be in order, as
// [Quoted]: what others said in public, without quotation marks. Like Ignore,
// it must not run while others read t.
func (t *Text) Quote(spans ...Span) { t.mark(spans, Quoted) }

// stemAll sets the stems, which were the hashes of the words as written. It goes
// through the memory of a batch of words before it asks for their stems: fetched
// one by one, while the processor waits, they take twice the time.
func (p *Parser) stemAll(t *Text) {
	lang := stemmedAs(t.Language)
	m := p.table(lang)
	for first := 0; first < len(t.Tokens); first += 64 {
		batch, slots := t.Tokens[first:min(first+64, len(t.Tokens))], *m.slots.Load()
		for i := range batch {
			p.touched += atomic.LoadUint64(&slotOf(slots, batch[i].Stem).form[0])
		}
		for i := range batch {
			tok := &batch[i]
			switch {
			case tok.Class&Solo != 0:
				tok.Stem = t.pair(first + i)
			case tok.Class&Number != 0 || tok.Len() > maxStemmed:
				tok.Stem = tok.Hash
			default:
				var stop bool
				if tok.Stem, stop = m.stem(slots, lang, t.Source, tok); stop {
					tok.Class |= Stop
				}
			}
		}
	}
}

// pair returns the hash of the character at i and its right neighbour: single
// characters of scripts without spaces say too little.
func (t *Text) pair(i int) uint64 {
	if i+1 < len(t.Tokens) && t.Tokens[i+1].Class&Solo != 0 && t.Tokens[i+1].Start == t.Tokens[i].End {
		return t.Window(i, i+2)
	}
	return t.Tokens[i].Hash
}

// Window returns the hash of the shingle of the words first to last-1. It
// panics if the range is empty or outside the text.
func (t *Text) Window(first, last int) uint64 {
	_ = t.Tokens[first:len(t.Tokens)][last-first-1]
	run := uint64(0)
	for i := range t.Tokens[first:last] {
		run = join(run, t.Tokens[first+i].Hash)
	}
	return run
}

// Shingles returns the set of shingles of t without those that touch an
// ignored word. With no word ignored it is the set that s.Set(t.Source) gives.
// If no run of words is long enough for a shingle, the longest, the first of
// equals, is one.
func (s Shingler) Shingles(t *Text) Set {
	return NewSet(s.AppendShingles(make([]uint64, 0, len(t.Tokens)), t))
}

// AppendShingles appends the hashes of the shingles that Shingles returns to dst,
// in the order of the text and with repeats.
func (s Shingler) AppendShingles(dst []uint64, t *Text) []uint64 {
	n := len(dst)
	if w, turns := t.widths(s.words()); len(turns) > 0 {
		dst = t.appendTurning(dst, w, turns)
	} else {
		dst = t.appendShingles(dst, w)
	}
	if len(dst) > n {
		return dst
	}
	if longest := t.longest(); longest.Len() > 0 {
		dst = append(dst, t.Window(longest.Start, longest.End))
	}
	return dst
}

// widths returns the width of the first shingles of t, of which so many words make one, and where it changes.
func (t *Text) widths(words int) (width int, turns []turn) {
	x := scripts{words: words}
	for i := range t.Tokens {
		if t.Tokens[i].Class&Solo != 0 {
			x.solo(i)
		}
	}
	return x.end(len(t.Tokens))
}

// appendShingles appends the shingles of one width.
func (t *Text) appendShingles(dst []uint64, w int) []uint64 {
	kept := 0 // words since the last ignored one
	for i := range t.Tokens {
		if t.Tokens[i].Class&Ignored != 0 {
			kept = 0
			continue
		}
		if kept++; kept >= w {
			dst = append(dst, t.Window(i+1-w, i+1))
		}
	}
	return dst
}

// appendTurning appends the shingles of a text of several.
func (t *Text) appendTurning(dst []uint64, w int, turns []turn) []uint64 {
	first := 0 // the word that the next begins with
	for i := range t.Tokens {
		if t.Tokens[i].Class&Ignored != 0 {
			first = i + 1
			continue
		}
		for ; ; first++ {
			for len(turns) > 0 && turns[0].at <= first {
				w, turns = turns[0].width, turns[1:]
			}
			if first+w > i+1 {
				break
			}
			dst = append(dst, t.Window(first, first+w))
		}
	}
	return dst
}

// longest returns the longest row of words that are not ignored, the first of equals.
func (t *Text) longest() (longest Span) {
	kept := 0
	for i := range t.Tokens {
		if t.Tokens[i].Class&Ignored != 0 {
			kept = 0
			continue
		}
		if kept++; kept > longest.Len() {
			longest = Span{i + 1 - kept, i + 1}
		}
	}
	return longest
}
