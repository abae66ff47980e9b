package ladder

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A figure is a number, or a count of so many.
type figure struct {
	x  float64
	of string // "" for a plain number
}

// timePath names the processor time, which the program does not print.
const timePath = "time"

// of finds the figure of a column in an answer.
func (c Column) of(a *answer) (f figure, err error) {
	if c.Path == timePath {
		return figure{x: a.Seconds}, nil
	}
	var v any = a.Figures
	for key := range strings.SplitSeq(c.Path, ".") {
		m, ok := v.(map[string]any)
		if !ok || m[key] == nil {
			return f, fmt.Errorf("%s: the program prints no %s", c.Corpus, c.Path)
		}
		v = m[key]
	}
	switch v := v.(type) {
	case float64:
		return figure{x: v}, nil
	case string:
		so, of, ok := strings.Cut(v, "/")
		if x, err := strconv.ParseFloat(so, 64); err == nil && ok {
			return figure{x, of}, nil
		}
	}
	return f, fmt.Errorf("%s: %s is no figure: %v", c.Corpus, c.Path, v)
}

// cell gives a figure of the base as it is, and one of a row as the difference to it, of what is printed: "" for none.
// Of times it gives the ratio.
func (c Column) cell(f, base figure, isBase bool) string {
	switch {
	case c.Path == timePath && isBase:
		return fmt.Sprintf(c.Format, 1.)
	case c.Path == timePath:
		if s := fmt.Sprintf(c.Format, f.x/math.Max(base.x, 1e-9)); s != fmt.Sprintf(c.Format, 1.) {
			return s
		}
		return ""
	case isBase:
		return c.plain(f)
	case c.plain(f) == c.plain(base):
		return ""
	case f.of != base.of:
		return c.plain(f)
	}
	return signed(c.number(f.x-base.x), f.x-base.x)
}

func (c Column) plain(f figure) string {
	if f.of != "" {
		return c.number(f.x) + "/" + f.of
	}
	return c.number(f.x)
}

func (c Column) number(x float64) string {
	if c.Format == "%s" {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprintf(c.Format, x)
}

// signed sets a + before what is more. Differences too small to print count as none.
func signed(s string, x float64) string {
	switch {
	case !strings.ContainsAny(s, "123456789"):
		return ""
	case x > 0:
		return "+" + s
	}
	return strings.Replace(s, "-", "−", 1)
}
