package shingle

import "slices"

// A Text is a text with its layers. Do not change its fields; [Text.Ignore]
// is the one way to mark it. Any number of goroutines may read one.
type Text struct {
	Source    string // as given
	Language  string // two-letter code, as given or detected; "" if unknown
	Tokens    []Token
	Sentences []Sentence
	Quotes    []Span // quotations with their marks, in order, not nested

	folded []byte // the words, each with one space behind it
	starts []int  // where each word begins in folded
}

// A Sentence is a sentence's span and the range of its tokens.
type Sentence struct {
	Span
	First, Last int // Tokens[First:Last]
}

// Parse returns the layers of text. The language is a two-letter code (a
// longer tag such as "fr-CA" is cut); if it is empty it is detected. Time and
// memory are linear in the text: about 200 bytes and 0.5 µs a word, most of it
// for stems; see [Parser].
func Parse(text, language string) *Text {
	return new(Parser).Parse(text, language)
}

// Parse is like the function of that name.
func (p *Parser) Parse(text, language string) *Text {
	t := &Text{Source: text, Language: baseLanguage(language)}
	t.scan()
	if t.Language == "" {
		t.Language = Detect(text)
	}
	t.sentences()
	t.quotes()
	p.stemAll(t)
	return t
}

func baseLanguage(tag string) string {
	out := make([]byte, 0, 3)
	for i := 0; i < len(tag) && tag[i] != '-' && tag[i] != '_' && i < 3; i++ {
		out = append(out, tag[i]|0x20)
	}
	return string(out)
}

func (t *Text) scan() {
	s := scanner{text: t.Source}
	n := len(t.Source)/6 + 1
	t.Tokens = make([]Token, 0, n)
	t.starts = make([]int, 0, n)
	t.folded = make([]byte, 0, len(t.Source)+8)
	for {
		w, span, class, ok := s.next(t.folded)
		if !ok {
			break
		}
		start := len(t.folded)
		t.Tokens = append(t.Tokens, Token{Span: span, Hash: hashBytes(w[start:]), Class: class})
		t.starts = append(t.starts, start)
		t.folded = append(w, ' ')
	}
	words := string(t.folded)
	for i := range t.Tokens {
		end := len(words)
		if i+1 < len(t.starts) {
			end = t.starts[i+1]
		}
		t.Tokens[i].Word = words[t.starts[i] : end-1]
	}
}

func (t *Text) sentences() {
	next := 0
	for s := range Sentences(t.Source) {
		first := next
		for next < len(t.Tokens) && t.Tokens[next].Start < s.End {
			next++
		}
		if next == first { // punctuation only
			continue
		}
		t.Tokens[first].Class |= First
		t.Sentences = append(t.Sentences, Sentence{s, first, next})
	}
	if n := len(t.Sentences); n > 0 && next < len(t.Tokens) {
		t.Sentences[n-1].Last = len(t.Tokens)
	}
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

func (p *Parser) stemAll(t *Text) {
	for i := range t.Tokens {
		tok := &t.Tokens[i]
		if tok.Class&Solo != 0 {
			tok.Stem = t.pair(i)
			continue
		}
		s := p.stem(t.Language, tok.Of(t.Source), tok.Word)
		tok.Stem = s.stem
		if s.stop {
			tok.Class |= Stop
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
	end := len(t.folded)
	if last < len(t.starts) {
		end = t.starts[last]
	}
	return hashBytes(t.folded[t.starts[first] : end-1])
}

// Shingles returns the set of shingles of t without those that touch an
// ignored word. With no word ignored it is the set that s.Set(t.Source) gives.
func (s Shingler) Shingles(t *Text) Set {
	return NewSet(s.appendText(make([]uint64, 0, len(t.Tokens)), t))
}

func (s Shingler) appendText(dst []uint64, t *Text) []uint64 {
	w := s.words()
	if t.Unspaced() {
		w *= 2
	}
	kept := 0 // words since the last ignored one
	for i := range t.Tokens {
		if t.Tokens[i].Class&Ignored != 0 {
			dst = t.short(dst, i-kept, i, w)
			kept = 0
			continue
		}
		if kept++; kept >= w {
			dst = append(dst, t.Window(i+1-w, i+1))
		}
	}
	return t.short(dst, len(t.Tokens)-kept, len(t.Tokens), w)
}

// short appends a run of words that is too short for a shingle, as one, if it
// is all there is.
func (t *Text) short(dst []uint64, first, last, w int) []uint64 {
	if last == first || last-first >= w || len(dst) > 0 || last < len(t.Tokens) {
		return dst
	}
	return append(dst, t.Window(first, last))
}

// Unspaced reports whether most words of t are single characters of a script
// without spaces.
func (t *Text) Unspaced() bool {
	n := 0
	for i := range t.Tokens {
		if t.Tokens[i].Class&Solo != 0 {
			n++
		}
	}
	return 2*n > len(t.Tokens)
}
