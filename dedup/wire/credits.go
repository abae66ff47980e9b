package wire

import (
	"cmp"
	"slices"
)

// An Attribution says that a text credits an agency, and where.
type Attribution struct {
	Agency string // canonical name
	Partly bool   // only a part of the text is credited
	Mark   Mark   // the first mark that says the stronger of the two
}

// Credits returns the agencies that text credits, each once: those credited with
// the whole before those credited with a part, then by the place of their marks.
// An agency that the prose cites ("told Reuters") and the agency of a picture
// are not credited. It costs what Find does.
func Credits(text, language string) []Attribution {
	return Attributions(Find(text, language))
}

// Attributions is Credits for marks already found.
func Attributions(marks []Mark) []Attribution {
	var found []Attribution
	for _, m := range marks {
		for _, name := range m.Agencies {
			i := slices.IndexFunc(found, func(a Attribution) bool { return a.Agency == name })
			switch {
			case i < 0:
				found = append(found, Attribution{name, m.Partly, m})
			case found[i].Partly && !m.Partly:
				found[i] = Attribution{name, false, m}
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Attribution) int {
		return cmp.Or(cmp.Compare(part(a), part(b)), cmp.Compare(a.Mark.Start, b.Mark.Start))
	})
	return found
}

func part(a Attribution) int {
	if a.Partly {
		return 1
	}
	return 0
}
