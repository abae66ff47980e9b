package main

import "slices"

// SpanScores measure an alignment by characters, both ways, over the pairs of the gold that have spans.
//
// A predicted span sends each character of one side to the other side in proportion. That is right if it lands in a
// gold counterpart of that character, give or take slack. Precision is over the characters of all predicted spans, on
// both sides (those of overlapping spans count each time); recall over the characters that gold spans hold. So one span
// over two whole texts is right only where the texts run in step.
//
// A gold span is found when half of its characters were sent right. KindAccuracy is the part of the found spans whose
// kind most of those characters carried; of kinds with as many the one met first.
type spanScores struct {
	Precision    float64           `json:"precision"`
	Recall       float64           `json:"recall"`
	F1           float64           `json:"f1"`
	KindAccuracy float64           `json:"kind_accuracy"`
	Gold         int               `json:"gold"`
	Found        int               `json:"found"`
	Predicted    int               `json:"predicted"`
	RecallByKind map[string]string `json:"recall_by_kind"` // found spans of each gold kind, as "x/n"
}

// slack is how many characters past a gold span's ends a character may be sent: sentences of unequal rhythm do not map
// in proportion.
const slack = 25

// A goldSpan is a span to be found, and how many of its characters were sent right by predicted spans of each kind, in
// the order the kinds were met.
type goldSpan struct {
	detection
	right []kindCount
}

type kindCount struct {
	kind string
	n    int
}

func (g *goldSpan) count(kind string) {
	for i := range g.right {
		if g.right[i].kind == kind {
			g.right[i].n++
			return
		}
	}
	g.right = append(g.right, kindCount{kind, 1})
}

// found says whether half of g's characters were sent right, and if so, by predicted spans of which kind mostly.
func (g *goldSpan) found() (kind string, ok bool) {
	sum, most := 0, 0
	for _, c := range g.right {
		sum += c.n
		if c.n > most {
			kind, most = c.kind, c.n
		}
	}
	return kind, 2*sum >= g.len()
}

// An alignment adds up the scores of the pairs seen so far.
type alignment struct {
	sent      tally // predicted characters, right ones among them
	covered   tally // gold characters, those sent right among them
	kinds     tally // found gold spans, those of the right kind among them
	predicted int
	byKind    tallies // gold spans of each kind, found ones among them
}

// scoreSpans scores over the gold passages that give spans, nil if none does.
func scoreSpans(gold []goldPassage, predicted []passageLine, r *rulers) (*spanScores, error) {
	if !slices.ContainsFunc(gold, func(g goldPassage) bool { return g.Spans != nil }) {
		return nil, nil
	}
	found, err := detect(predicted, (*passageLine).spans, r)
	if err != nil {
		return nil, err
	}
	a := alignment{byKind: tallies{}}
	for i := range gold {
		g := &gold[i]
		if g.Spans == nil {
			continue
		}
		spans, err := goldSpans(g, r)
		if err != nil {
			return nil, err
		}
		a.add(spans, found[[2]string{g.A, g.B}])
	}
	return a.scores(), nil
}

// goldSpans converts a pair's gold spans to code points.
func goldSpans(g *goldPassage, r *rulers) ([]goldSpan, error) {
	var spans []goldSpan
	for at, kind := range g.spans() {
		s, err := r.stretch(g.A, g.B, at)
		if err != nil {
			return nil, err
		}
		spans = append(spans, goldSpan{detection: detection{s, kind}})
	}
	return spans, nil
}

// add counts one pair of articles.
func (a *alignment) add(gold []goldSpan, found []detection) {
	a.predicted += len(found)
	for side := range 2 {
		a.addSide(gold, found, side)
	}
	for i := range gold {
		g := &gold[i]
		kind, ok := g.found()
		a.byKind.add(g.kind, ok)
		if ok {
			a.kinds.add(kind == g.kind)
		}
	}
}

// addSide counts the characters of one side. Time is that of the predicted spans' lengths times the gold spans that
// hold one character, of which there are few.
func (a *alignment) addSide(gold []goldSpan, found []detection, side int) {
	targets := hold(gold, side)
	for _, d := range found {
		a.sent.of += d.stretch[side].len()
		for at := d.stretch[side].start; at < min(d.stretch[side].end, len(targets)); at++ {
			if send(gold, targets[at], d, side, at) {
				a.sent.so++
			}
		}
	}
	for _, t := range targets {
		if len(t) > 0 {
			a.covered.add(slices.ContainsFunc(t, func(x target) bool { return x.done }))
		}
	}
}

// A target is a gold span that holds a character, and whether that character was sent right for it already.
type target struct {
	span int
	done bool
}

// hold lists, for each character of one side up to the end of the last gold span, the gold spans that hold it.
func hold(gold []goldSpan, side int) [][]target {
	end := 0
	for i := range gold {
		end = max(end, gold[i].stretch[side].end)
	}
	targets := make([][]target, end)
	for i := range gold {
		e := gold[i].stretch[side]
		for at := e.start; at < e.end; at++ {
			targets[at] = append(targets[at], target{span: i})
		}
	}
	return targets
}

// send follows d from the character at of one side, tells the gold spans for which that is right for the first time,
// and says whether it is right for any.
func send(gold []goldSpan, targets []target, d detection, side, at int) (right bool) {
	from, to := d.stretch[side], d.stretch[1-side]
	lands := float64(to.start) + (float64(at-from.start)+.5)*float64(to.len())/float64(from.len())
	for i := range targets {
		t := &targets[i]
		g := &gold[t.span]
		want := g.stretch[1-side]
		if lands < float64(want.start-slack) || lands > float64(want.end+slack) {
			continue
		}
		right = true
		if !t.done {
			t.done = true
			g.count(d.kind)
		}
	}
	return right
}

func (a *alignment) scores() *spanScores {
	nothing := float64(1 - min(1, a.covered.of)) // precision without predictions: 1 where there was nothing to find
	s := &spanScores{
		Precision:    ratio(a.sent.so, a.sent.of, nothing),
		Recall:       ratio(a.covered.so, a.covered.of, 1),
		KindAccuracy: ratio(a.kinds.so, a.kinds.of, 0),
		Found:        a.kinds.of,
		Predicted:    a.predicted,
		RecallByKind: a.byKind.strings(),
	}
	for _, t := range a.byKind {
		s.Gold += t.of
	}
	s.F1 = f1(s.Precision, s.Recall)
	return s
}
