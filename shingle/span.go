package shingle

// A Span is the half-open byte range text[Start:End] of a text. Spans made by
// this package lie on character boundaries of the caller's text.
type Span struct{ Start, End int }

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Of returns the part of text that s covers.
func (s Span) Of(text string) string { return text[s.Start:s.End] }
