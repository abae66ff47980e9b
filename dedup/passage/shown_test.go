package passage

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/wirecopy/wirecopy/shingle"
)

// TestShown: brackets mark what is ignored. Passages are shown as = verbatim, ~ edited
// or rewritten, - and + in one text only.
func TestShown(t *testing.T) {
	const (
		told    = "The northern pier of Velmora is closed since Monday, engineers said after they found cracks in eleven of its pillars. "
		changed = "The northern pier of Velmora has been closed on Monday, engineers said when they found cracks in eleven pillars. "
	)
	for _, c := range []struct{ reason, a, b, want string }{
		{"a copy is one passage", "[VELMORA (NPA)] - " + told + "[hvd/tos]", "[VELMORA (NPA)] - " + told + "[hvd/tos]", "="},
		{"marked in one text alone", "[VELMORA (NPA)] - " + told, "VELMORA (NPA) - " + told, "="},
		{"another dateline", "[OSLO (NPA)] - " + told, "[VELMORA (DNB)] - " + told, "+-="},
		{"as far as it is the same", "[OSLO (NPA)] - " + told, "[VELMORA (NPA)] - " + told, "+-="},
		{"a passage of its own beside an edited one", "[VELMORA (NPA)] - " + told, "[VELMORA (NPA)] - " + changed, "=~"},
		{"half of a mark is none", "[OSLO, May 5 (NPA)] - " + told, "[VELMORA, May 6 (NPA)] - " + changed, "+-~"},
		{"not where it stands elsewhere", "[VELMORA (NPA)] - " + told, told + "The mayor is on holiday. [VELMORA (NPA)]", "-=+"},
		{"a line amid a copy", told + "[Keep reading:] Why [bananas cost more] " + told[4:], told + "[Keep reading:] Why [bananas cost more] " + told[4:], "="},
		{"at both beginnings", "[VELMORA (NPA)] - " + told, "[VELMORA (NPA)] - The mayor is on holiday. " + changed, "=+~"},
		{"at both ends", told + "[hvd/tos]", changed + "The mayor is on holiday. [hvd/tos]", "~+="},
		{"nothing beside what is not shared", "[VELMORA (NPA)] Barley is late this year.", "[VELMORA (NPA)] Nobody saw the eclipse.", "+-"},
	} {
		x, y := bracketed(c.a), bracketed(c.b)
		r := Align(x, y)
		ca, cb := r.Coverage()
		r.Passages = Shown(r.Passages, Prepare(x), Prepare(y))
		checkLaws(t, r)
		got := ""
		for _, p := range r.Passages {
			got += "=~~-+"[p.Kind : p.Kind+1]
		}
		require.Equal(t, c.want, got, c.reason)
		da, db := r.Coverage()
		require.Equal(t, []Coverage{ca, cb}, []Coverage{da, db}, "what is shown is no evidence")
	}
}

// bracketed parses a text in which what stands in brackets is ignored, without them.
func bracketed(text string) *shingle.Text {
	var plain strings.Builder
	var spans []shingle.Span
	for i, part := range strings.FieldsFunc(text, func(r rune) bool { return r == '[' || r == ']' }) {
		from := plain.Len()
		plain.WriteString(part)
		if (i%2 == 0) == strings.HasPrefix(text, "[") {
			spans = append(spans, shingle.Span{Start: from, End: plain.Len()})
		}
	}
	t := shingle.Parse(plain.String(), "en")
	t.Ignore(spans...)
	return t
}
