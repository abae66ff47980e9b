package report

import (
	"unicode/utf8"

	"github.com/wirecopy/wirecopy/shingle"
)

// Units tells where a byte of a text stands for a browser, which counts UTF-16
// units: one a character up to U+FFFF, two beyond, and one for every byte that is
// not UTF-8, since encoding/json writes U+FFFD for each. A text of ASCII takes no
// memory, another 16 bytes for each 256; a look-up decodes fewer than 260.
type units struct {
	text  string
	stops []stop // nil if text is ASCII
}

type stop struct{ byte, unit int }

const stopEvery = 256

func newUnits(text string) *units {
	u := &units{text: text}
	ascii := true
	for i := 0; i < len(text) && ascii; i++ {
		ascii = text[i] < utf8.RuneSelf
	}
	if ascii {
		return u
	}
	unit := 0
	for i, r := range text {
		if i >= len(u.stops)*stopEvery {
			u.stops = append(u.stops, stop{i, unit})
		}
		unit += width16(r)
	}
	return u
}

// at returns the unit of a byte; that of the character for a byte within one.
func (u *units) at(offset int) int {
	if u.stops == nil {
		return offset
	}
	k := min(offset/stopEvery, len(u.stops)-1)
	for k > 0 && u.stops[k].byte > offset {
		k--
	}
	s := u.stops[k]
	for i := s.byte; i < offset; {
		r, n := utf8.DecodeRuneInString(u.text[i:])
		if i += n; i > offset {
			break
		}
		s.unit += width16(r)
	}
	return s.unit
}

func (u *units) span(s shingle.Span) shingle.Span {
	return shingle.Span{Start: u.at(s.Start), End: u.at(s.End)}
}

func width16(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}
