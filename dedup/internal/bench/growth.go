package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A point is what was measured of a path at one size.
type point struct {
	path string
	n    int
	outcome
}

// beside returns the MB at the peak beside the texts.
func (p point) beside() float64 { return max(p.Peak-p.Before, 0.1) }

// errOneSize: one point has no slope.
var errOneSize = errors.New("growth takes two sizes")

// growths runs both paths at all sizes.
func (b *bench) growths() (string, error) {
	var points []point
	t := table{head: []string{"", "articles", "s", "articles/s", "MB beside texts", "KB an article", "KB kept", "pairs compared an article"}}
	for _, name := range []string{"copies", "Group"} {
		if b.only != "" && b.only != name {
			continue
		}
		for _, n := range b.growth {
			p, err := b.point(name, n, points)
			if errors.Is(err, errLimit) {
				t.add(name, count(float64(n)), cell(err))
				break
			}
			if err != nil {
				return "", err
			}
			points = append(points, p)
			t.add(name, count(float64(n)), figures(p.Seconds), count(p.rate()), count(p.beside()), figures(1000*p.beside()/float64(n)),
				figures(1000*max(0, p.Kept)/float64(n)), figures(float64(p.Candidates)/float64(n)))
		}
	}
	if len(points) < 2 {
		return "", errOneSize
	}
	if len(b.files) > 0 {
		if err := os.WriteFile(filepath.Join(filepath.Dir(b.files[0]), "growth.svg"), []byte(plot(points)), 0o666); err != nil {
			return "", err
		}
	}
	var text strings.Builder
	fmt.Fprintf(&text, "Invented articles of seed %d. %s. One core, processor time; `%s`.\n\n%s\n", b.seed, machine(), command("growth"), t.String())
	for _, name := range []string{"copies", "Group"} {
		if time, ok := exponent(points, name, func(p point) float64 { return p.Seconds }); ok {
			memory, _ := exponent(points, name, point.beside)
			fmt.Fprintf(&text, "%s: time grows as n^%.2f, memory as n^%.2f.\n", name, time, memory)
		}
	}
	text.WriteString("\n![growth of time and memory](growth.svg)\n")
	return text.String(), nil
}

// point measures one size, unless what was measured so far says that it would not fit: memory grows
// on as it did between the last two sizes.
func (b *bench) point(name string, n int, before []point) (point, error) {
	var own []point
	for _, p := range before {
		if p.path == name && p.n >= 1000 {
			own = append(own, p)
		}
	}
	if k := len(own); k > 0 {
		slope := 1.0
		if k > 1 {
			slope = math.Log(own[k-1].Peak/own[k-2].Peak) / math.Log(float64(own[k-1].n)/float64(own[k-2].n))
		}
		if need := own[k-1].Peak * math.Pow(float64(n)/float64(own[k-1].n), slope); need > b.memory {
			return point{}, fmt.Errorf("%w: would take %s MB", errLimit, count(need))
		}
	}
	progress("%s of %d", name, n)
	out, err := run(b.job("growth", name, n))
	return point{name, n, out}, err
}

// doGrowth searches invented articles.
func doGrowth(j job) (outcome, error) {
	articles, err := ordinary(j.Size, j.Seed)
	if err != nil {
		return outcome{}, err
	}
	if j.Name == "Group" {
		return group(j, articles, nil)
	}
	stop, err := profile(j.Profile)
	if err != nil {
		return outcome{}, err
	}
	m := newMeter()
	keys := ourKeys(articles)
	pairs := ourPairs(keys)
	out := outcome{figure: m.stop(), Candidates: len(pairs)}
	out.Articles, out.Bytes = len(articles), size(articles)
	runtime.KeepAlive(keys)
	return out, stop()
}

// exponent returns the slope of a figure over the number of articles, both as logarithms, by least
// squares, and whether there are points enough.
func exponent(points []point, path string, of func(point) float64) (float64, bool) {
	var n, x, y, xx, xy float64
	for _, p := range points {
		if p.path != path {
			continue
		}
		lx, ly := math.Log(float64(p.n)), math.Log(of(p))
		n, x, y, xx, xy = n+1, x+lx, y+ly, xx+lx*lx, xy+lx*ly
	}
	if n < 2 || n*xx == x*x {
		return 0, false
	}
	return (n*xy - x*y) / (n*xx - x*x), true
}
