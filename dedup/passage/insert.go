package passage

import "math"

// An insert is a row of words that two texts have in common and that belongs to
// neither: the teaser of another story, what a site says of itself, a notice. No
// phrase tells it, and it may stand in three articles of ten thousand. But what
// belongs to a text is of one matter with it, and half of its words come again
// there. Of the content stems of a paragraph of 25 to 110 words, in articles of five
// American papers, this share stands in the rest of the article, and in another
// article of the paper:
//
//	stems of       its own article            | another
//	the rest    1 in 20  1 in 10  median     | median  1 in 10  1 in 20
//	10 to 60      .11      .12     .26        |  .00      .07      .12
//	to 150        .13      .19     .37        |  .06      .16      .21
//	to 300        .19      .25     .44        |  .12      .24      .29
//	more          .27      .33     .51        |  .20      .38      .43
//
// Between the two runs the root of the number of stems, times insertShare. An
// insert is a stranger on both sides, by the product of how it stands to that: one
// that stands alone, for what two versions of a story have in common stands in
// several places, and they share more than that.
//
// Before, 27 articles of nbcnews in us-homepages-2016 were one story for what the
// page says below each, and 16, 14, 9, 9 and 8 of cbsnews for a teaser. Of all pairs
// scored .5 or more in six other corpora it undoes 13. Read by eye, eleven of them
// share a line-up, a rubric or a paragraph of background, one a dispatch that another
// paper prints below its own story, and one is two versions of a list; no labelled
// verdict changes. What the number buys: examples/benchmark/testdata/ablation.md, as
// row insertHome of table Deciding.
const (
	insertWords = 20    // words in a row; less is no paragraph
	insertLong  = 200   // more is a story, whatever stands beside it
	insertMost  = 0.75  // of the shorter text; more is the text itself
	insertRest  = 0.10  // of the rest of the shorter text that may stand in other runs
	insertStems = 8     // in it, and in the rest: of fewer nothing can be told
	insertShare = 0.012 // of the smaller part's stems, for the root of those of the larger
	insertHome  = 2     // product of both sides; 1 leaves two of the clusters above, 3 takes versions apart
)

// inserts marks the words of the one long row that both texts have, if it belongs
// to neither and is all they share.
func (s *seeds) inserts() {
	a, b := &s.a, &s.b
	first, n, others := s.longest()
	least := min(a.words, b.words)
	if n < insertWords || n > insertLong || float64(n) > insertMost*float64(least) || float64(others) > insertRest*float64(least-n) {
		return
	}
	to := int(a.fates[first].to)
	if s.home(a, first, first+n)*s.home(b, to, to+n) >= insertHome {
		return
	}
	for k := range n {
		a.fates[first+k].insert, b.fates[to+k].insert = true, true
	}
}

// longest returns the longest row of words that both texts have, by its first word
// in A and their number, and how many words stand in other runs.
func (s *seeds) longest() (first, n, others int) {
	fates := s.a.fates
	for i := 0; i < len(fates); i++ {
		from := i
		for i+1 < len(fates) && s.inRow(i) {
			i++
		}
		switch words := i + 1 - from; {
		case fates[from].to < 0:
		case words > n:
			first, n, words = from, words, n
			fallthrough
		default:
			if words >= minRun {
				others += words
			}
		}
	}
	return first, n, others
}

// inRow reports whether words i and i+1 of A are the same in B, one behind the
// other on either side.
func (s *seeds) inRow(i int) bool {
	p, q := s.a.fates[i].to, s.a.fates[i+1].to
	return p >= 0 && q == p+1 && s.same(i, int(p)) && s.same(i+1, int(q))
}

// home tells how much the words from first to last-1 of a text have in common
// with the others of it: 1 where that is as much as tells nothing.
func (s *seeds) home(x *side, first, last int) float64 {
	const outside, inside = 1, 2
	s.where = zeros(s.where, len(x.plain))
	var count [4]int // stems that stand there; of both, at the sum
	for i, id := range x.id {
		if id < 0 || x.plain[id] {
			continue
		}
		part := uint8(outside)
		if i >= first && i < last {
			part = inside
		}
		if s.where[id]&part != 0 {
			continue
		}
		count[part]++
		if s.where[id] |= part; s.where[id] == outside|inside {
			count[outside|inside]++
		}
	}
	less, more := min(count[inside], count[outside]), max(count[inside], count[outside])
	if less < insertStems {
		return math.Inf(1)
	}
	return (0.5 + float64(count[outside|inside])) / (insertShare * math.Sqrt(float64(more)) * float64(less))
}
