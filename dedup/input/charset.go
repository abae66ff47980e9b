package input

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// toUTF8 decodes a page or document, whose header or first line may name an
// encoding, wrongly or not at all. Text that is valid UTF-8 and not only ASCII is
// UTF-8 whatever is said of it: in another encoding it would be gibberish. Text
// that is said to be UTF-8 and is so but for a few bytes has these replaced. What
// nothing is said of is Windows-1252, as in browsers.
func toUTF8(b []byte, label string) string {
	e, name := charset.Lookup(label)
	if e == nil || name == "utf-8" {
		e, name = encodingOf(b)
	}
	switch {
	case escapes(name):
		return decoded(b, e)
	case utf8.Valid(b):
		return string(b)
	case name == "utf-8" && mostlyUTF8(b), name == "":
		return string(bytes.ToValidUTF8(b, []byte("\ufffd")))
	case name == "utf-8", name == "replacement", e == nil:
		e = charmap.Windows1252
	}
	return decoded(b, e)
}

// encodingOf returns the encoding that a page names in its first KB, or UTF-8.
func encodingOf(b []byte) (encoding.Encoding, string) {
	e, name, certain := charset.DetermineEncoding(b, "")
	if !certain && mostlyUTF8(b) {
		return encoding.Nop, "utf-8"
	}
	return e, name
}

// escapes are encodings in which text is other than ASCII though its bytes are not.
func escapes(name string) bool {
	return name == "iso-2022-jp" || name == "utf-16le" || name == "utf-16be"
}

// mostlyUTF8 reports whether the characters beyond ASCII are rather UTF-8 than not.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		c, n := utf8.DecodeRune(b)
		switch {
		case c == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good > bad
}

// decoded never fails: what an encoding does not have becomes U+FFFD.
func decoded(b []byte, e encoding.Encoding) string {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		out = bytes.ToValidUTF8(b, []byte("\ufffd"))
	}
	return string(out)
}
