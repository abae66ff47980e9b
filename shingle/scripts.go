package shingle

// Scripts tells how wide the shingles of a text are: some words, or twice as many characters in
// scripts without spaces. What most words of a text are decides, as a few characters in a text
// of words, or some words, names and numbers in a text of characters, are part of
// its sentences. But a translation below a summary, or a quotation, has shingles of its own:
// where a shingle's worth of each kind follows in a row, twice the words, the text goes over
// from one width to the other. Else the Chinese of a text with a long English summary
// has no shingle in common with the same Chinese alone.
//
// Words cost nothing: only characters of such scripts are told of.
type scripts struct {
	words      int
	solos      int    // characters of scripts without spaces
	from, next int    // the last of them in a row: the first, and the word behind them
	after      int    // the word behind the last long row of others
	first      int    // the width of the first long row of either kind
	turns      []turn // in order, each to another width
}

// A turn is where shingles of a width begin.
type turn struct{ at, width int }

// solo tells that word i is such a character.
func (x *scripts) solo(i int) {
	if x.solos++; x.solos == 1 || i != x.next {
		x.spaced(i)
		x.from = i
	}
	if x.next = i + 1; x.next-x.from == 2*x.words {
		x.turn(x.after, 2*x.words) // with the names and numbers between
	}
}

// spaced tells that the words from the last such character up to i are none.
func (x *scripts) spaced(i int) {
	if i-x.next >= 2*x.words {
		x.turn(x.next, x.words)
		x.after = i
	}
}

func (x *scripts) turn(at, width int) {
	last := x.first
	if n := len(x.turns); n > 0 {
		last = x.turns[n-1].width
	}
	switch {
	case last == 0:
		x.first = width
	case last != width:
		x.turns = append(x.turns, turn{at, width})
	}
}

// end returns the width with which a text of n words begins, and its turns, behind each of which are
// words enough for a shingle of either width.
func (x *scripts) end(n int) (width int, turns []turn) {
	x.spaced(n)
	switch {
	case len(x.turns) > 0:
		return x.first, x.turns
	case 2*x.solos > n: // most decide
		return 2 * x.words, nil
	}
	return x.words, nil
}

// windows turns the hashes of the words of a text into those of its shingles, and returns
// their number. A shingle stands where its first word stood.
func (x *scripts) windows(h []uint64) int {
	at := 0
	width, turns := x.end(len(h))
	for _, t := range turns {
		windows(h[at:t.at+width-1], width) // the last of which begins before it
		at, width = t.at, t.width
	}
	return at + windows(h[at:], width)
}
