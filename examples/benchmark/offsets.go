package main

import (
	"fmt"
	"iter"
	"unicode/utf8"
)

// Gold and predictions give offsets in bytes; PAN's measures, and ours, count code points. Everything past this file is
// in code points.

// An extent is a half-open range of code points of one text.
type extent struct{ start, end int }

func (e extent) len() int { return e.end - e.start }

// meets says whether e and f have a character in common.
func (e extent) meets(f extent) bool { return min(e.end, f.end) > max(e.start, f.start) }

// clip is what e and f have in common, which must be something.
func (e extent) clip(f extent) extent { return extent{max(e.start, f.start), min(e.end, f.end)} }

// A stretch is an extent of each of two texts.
type stretch [2]extent

func (s stretch) len() int             { return s[0].len() + s[1].len() }
func (s stretch) meets(t stretch) bool { return s[0].meets(t[0]) && s[1].meets(t[1]) }
func (s stretch) turned() stretch      { return stretch{s[1], s[0]} }
func (s stretch) emptyOnOneSide() bool { return s[0].len() <= 0 || s[1].len() <= 0 }

// markEvery is the number of bytes between two marks of a ruler: a mark costs 4 bytes, a look up to markEvery steps.
const markEvery = 64

// A ruler turns byte offsets of one text into code points. marks[i] is the number of characters that begin before byte
// i*markEvery.
type ruler struct {
	text  string
	marks []int32
}

func newRuler(text string) *ruler {
	r := &ruler{text, make([]int32, 0, len(text)/markEvery+1)}
	n := int32(0)
	for i := 0; i <= len(text); i += markEvery {
		r.marks = append(r.marks, n)
		n += int32(starts(text[i:min(i+markEvery, len(text))]))
	}
	return r
}

// starts counts the bytes of s at which a character begins, also where s begins inside one.
func starts(s string) int {
	n := 0
	for i := range len(s) {
		if utf8.RuneStart(s[i]) {
			n++
		}
	}
	return n
}

// at returns the code points before a byte offset, and false if that is not on a character boundary of the text.
func (r *ruler) at(offset int) (int, bool) {
	if offset < 0 || offset > len(r.text) || offset < len(r.text) && !utf8.RuneStart(r.text[offset]) {
		return 0, false
	}
	mark := offset / markEvery
	return int(r.marks[mark]) + starts(r.text[mark*markEvery:offset]), true
}

// rulers hold a ruler for each article asked about so far. Not for concurrent use.
type rulers struct {
	texts map[string]string
	made  map[string]*ruler
}

func newRulers(texts map[string]string) *rulers {
	return &rulers{texts, make(map[string]*ruler)}
}

// ruler returns the ruler of an article, made at the first call in time linear in its text.
func (r *rulers) ruler(id string) (*ruler, error) {
	if x, ok := r.made[id]; ok {
		return x, nil
	}
	text, ok := r.texts[id]
	if !ok {
		return nil, fmt.Errorf("no article has the id %q", id)
	}
	r.made[id] = newRuler(text)
	return r.made[id], nil
}

// extent converts bytes of an article.
func (r *rulers) extent(id string, bytes [2]int) (e extent, err error) {
	x, err := r.ruler(id)
	if err != nil {
		return e, err
	}
	for i, to := range []*int{&e.start, &e.end} {
		var ok bool
		if *to, ok = x.at(bytes[i]); !ok {
			return e, fmt.Errorf("offset %d of %s is not a character boundary", bytes[i], id)
		}
	}
	return e, nil
}

// stretch converts a region of the articles a and b.
func (r *rulers) stretch(a, b string, at region) (s stretch, err error) {
	if s[0], err = r.extent(a, at.A); err != nil {
		return s, err
	}
	s[1], err = r.extent(b, at.B)
	return s, err
}

// A detection is a predicted stretch; its kind is "" for a region.
type detection struct {
	stretch
	kind string
}

// A detections table holds what was predicted for two articles under both orders of their ids.
type detections map[[2]string][]detection

// detect tabulates the predicted stretches that of yields for each passage. As in PAN, those with an empty side are
// dropped and those that are equal count once: at the place of the first, with the kind of the last.
func detect(predicted []passageLine, of func(*passageLine) iter.Seq2[region, string], r *rulers) (detections, error) {
	type key struct {
		pair [2]string
		at   stretch
	}
	found, place := make(detections), make(map[key]int)
	add := func(a, b string, s stretch, kind string) {
		k := key{[2]string{a, b}, s}
		if i, twice := place[k]; twice {
			found[k.pair][i].kind = kind
			return
		}
		place[k] = len(found[k.pair])
		found[k.pair] = append(found[k.pair], detection{s, kind})
	}
	for i := range predicted {
		p := &predicted[i]
		for at, kind := range of(p) {
			s, err := r.stretch(p.A, p.B, at)
			if err != nil {
				return nil, err
			}
			if !s.emptyOnOneSide() {
				add(p.A, p.B, s, kind)
				add(p.B, p.A, s.turned(), kind)
			}
		}
	}
	return found, nil
}
