package shingle

import "unicode/utf8"

// maxQuote bounds a quotation in bytes. A mark that is not closed within it,
// or before an empty line, opens none: news has stray marks.
const maxQuote = 1500

// closers gives for each opening mark the marks that may close it: “English”,
// „deutsch“, «français», »deutsch«, ‹…›, 「…」, ‘nested’, "plain".
func closers(r rune) string {
	switch r {
	case '“', '‟':
		return "”\""
	case '„':
		return "“”\""
	case '«':
		return "»"
	case '»':
		return "«"
	case '‹':
		return "›"
	case '「':
		return "」"
	case '『':
		return "』"
	case '‘', '‚':
		return "’‘"
	case '"':
		return "\"”"
	}
	return ""
}

// quotations returns the spans between quotation marks, the marks included, in
// order; of nested ones the outermost. Single marks count only where they
// cannot be apostrophes: the opening one after, the closing one before
// something that is no letter or digit.
func quotations(text string) (out []Span) {
	for pos := 0; pos < len(text); {
		r, n := decodeRune(text, pos)
		c := closers(r)
		if c == "" || (r == '‘' || r == '‚' || r == '"') && wordBefore(text, pos) {
			pos += n
			continue
		}
		if end := closing(text, pos+n, c, r == '‘' || r == '‚'); end > 0 {
			out = append(out, Span{pos, end})
			pos = end
			continue
		}
		pos += n
	}
	return out
}

// closing returns the end of the first mark of set at or after pos, or 0.
func closing(text string, pos int, set string, single bool) int {
	limit := min(len(text), pos+maxQuote)
	for pos < limit {
		r, n := decodeRune(text, pos)
		if r == '\n' && pos+1 < len(text) && (text[pos+1] == '\n' || text[pos+1] == '\r') {
			return 0
		}
		for _, c := range set {
			if r == c && !(single && wordAt(text, pos+n)) {
				return pos + n
			}
		}
		pos += n
	}
	return 0
}

func decodeRune(text string, pos int) (rune, int) {
	if b := text[pos]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(text[pos:])
}

func isWord(r rune) bool {
	c := fold(r).class
	return c == letter || c == digit
}

func wordAt(text string, pos int) bool {
	if pos >= len(text) {
		return false
	}
	r, _ := decodeRune(text, pos)
	return isWord(r)
}

func wordBefore(text string, pos int) bool {
	r, n := utf8.DecodeLastRuneInString(text[:pos])
	return n > 0 && isWord(r)
}
