package graph

import "slices"

// A source fills in forms: the shortage in a money market and what the central bank did about it, the terms of a bond,
// how many counties have a storm warning. Two that were filled in on two days agree in their words, and by chance in some
// of what stands between these, so that as far as two texts can tell one is often derived from the other. Many can tell
// more, as they can of modules: of three versions of a story one may have another figure than both others, while of three
// forms each has another than each. So a text is of a form if there are formTexts-1 others of its source, and all of
// these, two and two, are the same words filled in otherwise ([Verdict.Form]). That two texts of one source are filled
// in otherwise is then no reason to group them, if one of them is of a form. What several sources have is of none: it may
// be an agency's, whose figures change from lead to lead.
//
// In reuters-21578, one source and no dates, that undoes or divides 101 of 1,580 clusters: the one of 30 articles leaves
// groups of 4 and 3, and 367 articles are in groups of six and more for 791. In orangesum-fr it is four, of weather warnings
// and traffic forecasts. Those of up to five articles were read by their titles: all were of forms; of two bonds the
// changed terms were parted from the first ones, and of three markets the reports of one day. In five other corpora, those
// of examples/benchmark/testdata/ablation.md, table Grouping, among them, no cluster changes. What is left of reuters are
// forms of which two share no more than their words, and those of a line or two: dividends, of which most is furniture.
//
// Tried: four texts (511 articles in groups of six and more); who has two others that are filled in otherwise, whether or
// not these agree (takes pages of wikipedia-versions apart where a figure was corrected); only if both are of a form
// (427); two of a form only as near copies (35 less, and a rule more); any sources (nothing changes, but then the leads of
// several agencies, each with a higher toll, may be a form).
const formTexts = 3

// forms tells which of the texts of a story are of a form, by their places in the story.
func (g *Graph) forms(story []int32, place map[int32]int, source []uint64) []bool {
	beside := make([][]int, len(story)) // filled in otherwise
	for i, v := range story {
		for _, e := range g.texts[v].edges {
			l := g.link(e.link)
			if j, ok := place[e.to]; ok && l.is&form != 0 && l.alive() && source[i] != 0 && source[i] == source[j] {
				beside[i] = append(beside[i], j)
			}
		}
	}
	for _, own := range beside {
		slices.Sort(own)
	}
	of := make([]bool, len(story))
	for i, own := range beside {
		of[i] = clique(beside, own[:min(len(own), maxSharers)], formTexts-1)
	}
	return of
}

// clique reports whether n of these, which ascend, are each beside each.
func clique(beside [][]int, these []int, n int) bool {
	if n <= 0 {
		return true
	}
	for k, j := range these {
		var rest []int
		for _, m := range these[k+1:] {
			if _, ok := slices.BinarySearch(beside[j], m); ok {
				rest = append(rest, m)
			}
		}
		if len(rest) >= n-1 && clique(beside, rest, n-1) {
			return true
		}
	}
	return false
}
