package main

import (
	"fmt"
	"math"
	"strings"
)

// plot draws time and memory over the number of articles, both axes logarithmic, as an SVG that
// reads on light and on dark pages.
func plot(points []point) string {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 820 340" width="820" height="340" font-family="system-ui, sans-serif" font-size="12">
<style>
  text { fill: #24292f } .axis { stroke: #57606a } .grid { stroke: #d0d7de } .copies { stroke: #0969da; fill: #0969da } .Group { stroke: #bc4c00; fill: #bc4c00 }
  .line { fill: none; stroke-width: 2 } .copies-text { fill: #0969da } .Group-text { fill: #bc4c00 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .axis { stroke: #8d96a0 } .grid { stroke: #30363d } .copies { stroke: #58a6ff; fill: #58a6ff } .Group { stroke: #f0883e; fill: #f0883e }
    .line { fill: none } .copies-text { fill: #58a6ff } .Group-text { fill: #f0883e }
  }
</style>
`)
	newPanel(70, "seconds of one core", points, func(p point) float64 { return p.Seconds }).draw(&b)
	newPanel(480, "MB beside the texts", points, point.beside).draw(&b)
	b.WriteString("</svg>\n")
	return b.String()
}

// A panel is one diagram. Limits are whole powers of ten.
type panel struct {
	left                   float64
	title                  string
	points                 []point
	of                     func(point) float64
	low, high, floor, roof int // powers of ten: articles from and to, figure from and to
}

const (
	panelTop    = 40.0
	panelWidth  = 310.0
	panelHeight = 250.0
)

func newPanel(left float64, title string, points []point, of func(point) float64) panel {
	p := panel{left: left, title: title, points: points, of: of, low: math.MaxInt, high: math.MinInt, floor: math.MaxInt, roof: math.MinInt}
	for _, x := range points {
		n, y := math.Log10(float64(x.n)), math.Log10(of(x))
		p.low, p.high = min(p.low, int(math.Floor(n))), max(p.high, int(math.Ceil(n)))
		p.floor, p.roof = min(p.floor, int(math.Floor(y))), max(p.roof, int(math.Ceil(y)))
	}
	p.high, p.roof = max(p.high, p.low+1), max(p.roof, p.floor+1)
	return p
}

func (p panel) x(log float64) float64 {
	return p.left + panelWidth*(log-float64(p.low))/float64(p.high-p.low)
}

func (p panel) y(log float64) float64 {
	return panelTop + panelHeight*(1-(log-float64(p.floor))/float64(p.roof-p.floor))
}

func (p panel) draw(b *strings.Builder) {
	bottom, right := panelTop+panelHeight, p.left+panelWidth
	fmt.Fprintf(b, "<text x=\"%.0f\" y=\"22\" font-weight=\"600\">%s</text>\n", p.left, p.title)
	for k := p.low; k <= p.high; k++ {
		x := p.x(float64(k))
		fmt.Fprintf(b, "<line class=\"grid\" x1=\"%.1f\" y1=\"%.0f\" x2=\"%.1f\" y2=\"%.0f\"/><text x=\"%.1f\" y=\"%.0f\" text-anchor=\"middle\">%s</text>\n",
			x, panelTop, x, bottom, x, bottom+18, power(k))
	}
	for k := p.floor; k <= p.roof; k++ {
		y := p.y(float64(k))
		fmt.Fprintf(b, "<line class=\"grid\" x1=\"%.0f\" y1=\"%.1f\" x2=\"%.0f\" y2=\"%.1f\"/><text x=\"%.0f\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
			p.left, y, right, y, p.left-6, y+4, power(k))
	}
	fmt.Fprintf(b, "<path class=\"axis\" fill=\"none\" d=\"M%.0f %.0fV%.0fH%.0f\"/>\n<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"middle\">articles</text>\n",
		p.left, panelTop, bottom, right, p.left+panelWidth/2, bottom+38)
	for i, path := range []string{"copies", "Group"} {
		p.series(b, path, i)
	}
}

// series draws the points of a path, joined, and names it with its exponent.
func (p panel) series(b *strings.Builder, path string, row int) {
	var line []string
	for _, x := range p.points {
		if x.path != path {
			continue
		}
		cx, cy := p.x(math.Log10(float64(x.n))), p.y(math.Log10(p.of(x)))
		line = append(line, fmt.Sprintf("%.1f,%.1f", cx, cy))
		fmt.Fprintf(b, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n", path, cx, cy)
	}
	if len(line) == 0 {
		return
	}
	fmt.Fprintf(b, "<polyline class=\"%s line\" points=\"%s\"/>\n", path, strings.Join(line, " "))
	label := path
	if e, ok := exponent(p.points, path, p.of); ok {
		label = fmt.Sprintf("%s, n^%.2f", path, e)
	}
	fmt.Fprintf(b, "<text class=\"%s-text\" x=\"%.0f\" y=\"%.0f\">%s</text>\n", path, p.left+10, panelTop+18+float64(18*row), label)
}

// power writes 10^k: .01, 1, 100, 10k, 1M.
func power(k int) string {
	switch {
	case k >= 6:
		return fmt.Sprintf("%.0fM", math.Pow10(k-6))
	case k >= 3:
		return fmt.Sprintf("%.0fk", math.Pow10(k-3))
	default:
		return fmt.Sprintf("%.*f", max(0, -k), math.Pow10(k))
	}
}
