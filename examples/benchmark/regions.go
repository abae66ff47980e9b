package main

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
)

// RegionScores are PAN's measures over the pairs of the gold that have regions (Potthast, Stein, Barrón-Cedeño and
// Rosso, "An evaluation framework for plagiarism detection", COLING 2010), macro: each case and each detection weighs
// the same whatever its length. ByCategory has "all" too, and nothing for the category "none".
type regionScores struct {
	ByCategory map[string]plagdetScores
	Clean      *cleanScores // nil where every pair has a case
}

// PlagdetScores: Precision is the mean part of a detection that lies in cases, Recall the mean part of a case that lies
// in detections, Granularity the mean number of detections that meet a case that any meets, and
// Plagdet = F1 / log2(1 + Granularity).
type plagdetScores struct {
	Precision   float64 `json:"precision"`
	Recall      float64 `json:"recall"`
	Granularity float64 `json:"granularity"`
	Plagdet     float64 `json:"plagdet"`
	Cases       int     `json:"cases"`
	Detections  int     `json:"detections"`
}

// CleanScores count, over the pairs with nothing to find, those in which something was.
type cleanScores struct {
	Pairs       int     `json:"pairs"`
	FalseAlarms float64 `json:"false_alarms"` // their part of Pairs
}

// MarshalJSON puts "clean" among the categories, as score.py does.
func (s regionScores) MarshalJSON() ([]byte, error) {
	m := make(map[string]any, len(s.ByCategory)+1)
	for category, p := range s.ByCategory {
		m[category] = p
	}
	if s.Clean != nil {
		m["clean"] = s.Clean
	}
	return json.Marshal(m)
}

// A trial is a pair of articles: the cases it has and the detections made in it. All stretches have the same order of
// the two articles.
type trial struct{ cases, detections []stretch }

// scoreRegions scores over the gold passages that give regions, nil if none does.
func scoreRegions(gold []goldPassage, predicted []passageLine, r *rulers) (*regionScores, error) {
	if !slices.ContainsFunc(gold, func(g goldPassage) bool { return g.Regions != nil }) {
		return nil, nil
	}
	found, err := detect(predicted, (*passageLine).regions, r)
	if err != nil {
		return nil, err
	}
	trials, clean := make(map[string][]trial), tally{}
	for i := range gold {
		g := &gold[i]
		if g.Regions == nil {
			continue
		}
		t, err := newTrial(g, found, r)
		if err != nil {
			return nil, err
		}
		trials["all"] = append(trials["all"], t)
		if g.Category != "" {
			trials[g.Category] = append(trials[g.Category], t)
		}
		if len(t.cases) == 0 {
			clean.add(len(t.detections) > 0)
		}
	}
	return sumUp(trials, clean), nil
}

// newTrial sets a gold pair beside what was detected in it.
func newTrial(g *goldPassage, found detections, r *rulers) (t trial, err error) {
	for _, at := range g.Regions {
		c, err := r.stretch(g.A, g.B, at)
		if err != nil {
			return t, err
		}
		t.cases = append(t.cases, c)
	}
	for _, d := range found[[2]string{g.A, g.B}] {
		t.detections = append(t.detections, d.stretch)
	}
	return t, nil
}

// sumUp scores each category's trials. clean counts the trials without a case, and among them those with a detection.
func sumUp(trials map[string][]trial, clean tally) *regionScores {
	s := &regionScores{ByCategory: make(map[string]plagdetScores)}
	for category, t := range trials {
		if category != "none" {
			s.ByCategory[category] = plagdet(t)
		}
	}
	if clean.of > 0 {
		s.Clean = &cleanScores{clean.of, ratio(clean.so, clean.of, 0)}
	}
	return s
}

// plagdet scores a set of trials, each in time cases × detections. Without any case recall is 1; without any detection
// precision is 1 if there was no case and else 0.
func plagdet(trials []trial) plagdetScores {
	var s plagdetScores
	met, meetings := 0, 0 // cases that a detection meets, and how many meet them
	for _, t := range trials {
		for _, c := range t.cases {
			part, n := covered(c, t.detections)
			s.Recall += part
			s.Cases++
			if n > 0 {
				met++
				meetings += n
			}
		}
		for _, d := range t.detections {
			part, _ := covered(d, t.cases)
			s.Precision += part
			s.Detections++
		}
	}
	s.Granularity = ratio(meetings, met, 1)
	s.Recall = mean(s.Recall, s.Cases, 1)
	s.Precision = mean(s.Precision, s.Detections, float64(1-min(1, s.Cases)))
	s.Plagdet = f1(s.Precision, s.Recall) / math.Log2(1+s.Granularity)
	return s
}

// mean is sum/n, or otherwise where n is 0.
func mean(sum float64, n int, otherwise float64) float64 {
	if n == 0 {
		return otherwise
	}
	return sum / float64(n)
}

// covered returns the part of s, over both sides, that lies in those of others that meet s on both, and their number.
func covered(s stretch, others []stretch) (part float64, n int) {
	var in [2][]extent
	for _, o := range others {
		if s.meets(o) {
			n++
			in[0] = append(in[0], s[0].clip(o[0]))
			in[1] = append(in[1], s[1].clip(o[1]))
		}
	}
	return float64(union(in[0])+union(in[1])) / float64(s.len()), n
}

// union counts the characters that lie in any of the extents, none of which may be empty. It sorts them.
func union(extents []extent) int {
	slices.SortFunc(extents, func(x, y extent) int { return cmp.Compare(x.start, y.start) })
	n, end := 0, 0
	for _, e := range extents {
		n += max(0, e.end-max(e.start, end))
		end = max(end, e.end)
	}
	return n
}
