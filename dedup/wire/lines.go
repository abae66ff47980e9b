package wire

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"
)

// A page repeats its furniture in every article, so a line that stands in many
// articles of one source is furniture even if no pattern knows it. Three things
// stand in the way, and each has its rule.
//
// Memory: a source may print a million articles. Lines keeps a sample of each
// source, the articles with the smallest hashes of their text. Which articles
// those are does not depend on the order of Add, nor on how often one is added
// (a copy of an article within its source counts once). What stands in one
// article of a hundred stands in two or three of the sample.
//
// Copies: a portal prints many versions of one dispatch, and the lines of the
// dispatch recur like furniture. Two articles that share a paragraph, a line of
// more than 160 bytes, count as one. So a line's support is the number of
// articles that have it, taken in the order of their hashes, leaving out those
// that share a paragraph with one taken before.
//
// Sagas: a background sentence ("The protests began in ...") returns for weeks,
// in articles that share nothing else. A line that ends as a sentence and is
// longer than 80 bytes needs twice the support. A line so long that it is a
// paragraph itself is furniture only if more than 15 in 100 articles have it.
//
// Measured on 2026-11-24: of the lines repeated three times in a source in
// provenance, gilets-jaunes and us-homepages-2016, 485 pass and 396 are left,
// most of them lines of dispatches and captions; without the rule on copies 139
// of those would pass. Read by eye, 90 that pass: all are furniture. What is left
// of furniture is in sources of a handful of articles.
//
// A paragraph in three or six articles no two of which share another, such as a
// teaser, was tried as furniture on 2026-11-28 and left: a sample of 256 articles
// has too few of them to tell (a teaser below 16 of 975 articles stands in four), and
// one of 1,024 takes edited versions of a page for unlike articles (B³ F1 on
// wikipedia-versions .950 for .956). Package passage knows them by the two texts.
//
// Lines that recur across sources are not taken: in provenance the prose that
// most sources share is AP's dispatch, which is what the library is there to
// find. Furniture that many sites share is what the phrases of Find are for.
//
// What these lines and the phrases do to verdicts, and moving the numbers, stands in
// examples/benchmark/testdata/ablation.md, table Furniture.
const (
	lineSupport   = 3   // articles that must have a short line
	sagaSupport   = 6   // the same for a sentence
	sagaBytes     = 80  // a sentence longer than that may be background
	longLine      = 160 // a longer line is a paragraph
	commonShare   = 15  // in 100 articles: a paragraph in more is furniture
	commonFloor   = 20  // and in more articles than this
	linesKept     = 256 // of one article, those with the smallest hashes
	defaultSample = 256
)

// LinesVersion is the version of the hashes of Lines. It changes when the same
// line no longer has the same hash.
const LinesVersion = 1

// Lines learns the furniture of sources: whole lines that recur in the articles
// of one. The zero value is ready. Add must not run while another method does;
// Find may run in several goroutines at once.
//
// A source costs at most Sample times 2 KiB, and with the 25 lines of an
// ordinary page about 150 KiB. A page's design changes: start a new Lines for a
// new month and the old furniture is forgotten.
type Lines struct {
	// Sample is the number of articles kept of each source; 0 means 256.
	Sample  int
	sources map[string]*sourceLines
}

// sourceLines is the sample of one source.
type sourceLines struct {
	articles []articleLines    // by id
	seen     map[uint64]uint16 // line → articles of the sample that have it
	often    int               // paragraphs that more than commonFloor of the articles have
}

// articleLines holds the hashes of the distinct lines of an article, sorted.
// The lowest bit of a hash says that the line is a paragraph.
type articleLines struct {
	id    uint64
	lines []uint64
}

// Add counts the lines of an article of source. It costs a pass over the text,
// and for an article that enters the sample a few map writes a line.
func (l *Lines) Add(source, text string) {
	l.of(source).add(text, l.sample())
}

// of returns what is known of a source.
func (l *Lines) of(source string) *sourceLines {
	if l.sources == nil {
		l.sources = make(map[string]*sourceLines)
	}
	s := l.sources[source]
	if s == nil {
		s = &sourceLines{seen: make(map[uint64]uint16)}
		l.sources[strings.Clone(source)] = s
	}
	return s
}

func (l *Lines) sample() int {
	if l.Sample > 0 {
		return min(l.Sample, math.MaxUint16)
	}
	return defaultSample
}

// Wants reports whether Add would take an article of source into the sample whose text has this hash, by
// xxh3. Who has the hashes adds those of a source in ascending order, and as many as are wanted.
func (l *Lines) Wants(source string, hash uint64) bool {
	_, ok := wanted(l.articles(source), hash, l.sample())
	return ok
}

// articles returns the sample of a source.
func (l *Lines) articles(source string) []articleLines {
	if s := l.sources[source]; s != nil {
		return s.articles
	}
	return nil
}

// find returns the place of a text among articles by its hash, and whether it is there.
func find(articles []articleLines, id uint64) (at int, found bool) {
	return slices.BinarySearchFunc(articles, id, func(a articleLines, id uint64) int { return cmp.Compare(a.id, id) })
}

// wanted returns the place of a text by its hash among the most that have the smallest, and whether it belongs there and is
// not there yet.
func wanted(articles []articleLines, id uint64, most int) (at int, ok bool) {
	at, found := find(articles, id)
	return at, !found && at < most
}

func (s *sourceLines) add(text string, sample int) {
	id := xxh3.HashString(text)
	if at, ok := wanted(s.articles, id, sample); ok {
		s.insert(at, articleLines{id, lineHashes(text)}, sample)
	}
}

func (s *sourceLines) insert(at int, a articleLines, sample int) {
	if len(s.articles) >= sample {
		s.forget(s.articles[len(s.articles)-1])
		s.articles = s.articles[:len(s.articles)-1]
	}
	s.articles = slices.Insert(s.articles, at, a)
	s.count(a)
}

func (s *sourceLines) count(a articleLines) {
	for _, h := range a.lines {
		if s.seen[h]++; s.seen[h] == commonFloor+1 {
			s.often += int(h & 1)
		}
	}
}

func (s *sourceLines) forget(a articleLines) {
	for _, h := range a.lines {
		switch s.seen[h]--; s.seen[h] {
		case 0:
			delete(s.seen, h)
		case commonFloor:
			s.often -= int(h & 1)
		}
	}
}

// lineHashes returns the hashes of the distinct lines of text, sorted.
func lineHashes(text string) []uint64 {
	var hashes []uint64
	var buf []byte
	for line := range lines(text) {
		if len(hashes) >= 2*linesKept {
			hashes = smallest(hashes)
		}
		var h uint64
		if h, buf = lineHash(buf, line.Of(text)); h != 0 {
			hashes = append(hashes, h)
		}
	}
	return slices.Clip(smallest(hashes))
}

func smallest(hashes []uint64) []uint64 {
	slices.Sort(hashes)
	hashes = slices.Compact(hashes)
	return hashes[:min(len(hashes), linesKept)]
}

// lineHash returns the hash of a folded line, its lowest bit set for a
// paragraph. Of a long line the first 2,048 bytes count.
func lineHash(buf []byte, line string) (uint64, []byte) {
	buf = fold(buf[:0], head(line, 2048))
	h := xxh3.Hash(buf) &^ 1
	if len(buf) > longLine {
		h |= 1
	}
	return h, buf
}

// Find marks, in an article of source, the lines that are furniture of that
// source. The article need not have been added. It costs a pass over the text,
// and for each line that is in the sample three times or more a look at the
// articles that have it, most often at the first three.
func (l *Lines) Find(source, text string) []Mark {
	s := l.sources[source]
	if s == nil {
		return nil
	}
	var marks []Mark
	var buf []byte
	for line := range lines(text) {
		if s.often == 0 && line.Len() > longLine {
			// No paragraph is furniture, and a line is one if the beginning of it is long enough.
			if buf = fold(buf[:0], head(line.Of(text), 2*longLine)); len(buf) > longLine {
				continue
			}
		}
		var h uint64
		h, buf = lineHash(buf, line.Of(text))
		if s.furniture(h, line.Of(text)) {
			marks = append(marks, Mark{Span: line, Kind: Furniture})
		}
	}
	return marks
}

// furniture reports whether the line with hash h is furniture of the source.
func (s *sourceLines) furniture(h uint64, line string) bool {
	need := lineSupport
	if h&1 == 0 && len(line) > sagaBytes && ended(line) {
		need = sagaSupport
	}
	return s.enough(h, need)
}

// enough reports whether need articles have the line with hash h, or if it is a paragraph, more than common, whatever need is.
func (s *sourceLines) enough(h uint64, need int) bool {
	seen := int(s.seen[h])
	if h&1 != 0 {
		return seen > s.common()
	}
	return seen >= need && s.supported(h, need)
}

// Changed returns a function that reports whether the article of source whose text has this hash, by xxh3, may have other
// furniture by l than by other; nil if none may. An article of l's sample is known by its lines; of another the answer is yes. It
// costs a millisecond.
func (l *Lines) Changed(other *Lines, source string) func(hash uint64) bool {
	is, was := l.sources[source].needs(), other.sources[source].needs()
	changed := map[uint64]bool{}
	for _, lines := range []map[uint64]int{is, was} {
		for h := range lines {
			if is[h] != was[h] {
				changed[h] = true
			}
		}
	}
	if len(changed) == 0 {
		return nil
	}
	articles := l.articles(source)
	return func(hash uint64) bool {
		at, ok := find(articles, hash)
		if !ok || len(articles[at].lines) == linesKept { // it may have more
			return true
		}
		return slices.ContainsFunc(articles[at].lines, func(h uint64) bool { return changed[h] })
	}
}

// needs has the lines of the sample that are furniture, each with the most that it has enough of.
func (s *sourceLines) needs() map[uint64]int {
	needs := map[uint64]int{}
	if s == nil {
		return needs
	}
	for h := range s.seen {
		switch {
		case s.enough(h, sagaSupport):
			needs[h] = sagaSupport
		case s.enough(h, lineSupport):
			needs[h] = lineSupport
		}
	}
	return needs
}

// common is the number of articles that a paragraph of an article, rather than
// of the page, may stand in.
func (s *sourceLines) common() int {
	return max(commonFloor, len(s.articles)*commonShare/100)
}

// supported reports whether need articles have the line h, no two of which
// share a paragraph.
func (s *sourceLines) supported(h uint64, need int) bool {
	taken := make([]int, 0, sagaSupport)
	for i := range s.articles {
		if _, ok := slices.BinarySearch(s.articles[i].lines, h); !ok {
			continue
		}
		if slices.ContainsFunc(taken, func(j int) bool { return s.related(i, j) }) {
			continue
		}
		if taken = append(taken, i); len(taken) == need {
			return true
		}
	}
	return false
}

// related reports whether two articles share a paragraph of their own.
func (s *sourceLines) related(i, j int) bool {
	a, b := s.articles[i].lines, s.articles[j].lines
	common := s.common()
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			if a[0]&1 != 0 && int(s.seen[a[0]]) <= common {
				return true
			}
			a, b = a[1:], b[1:]
		}
	}
	return false
}

// Merge returns the marks of two lists as one: in order of Start, without
// overlaps. Where two overlap, that of a stays. Both must be in order, as Find
// returns them; a is not changed.
func Merge(a, b []Mark) []Mark {
	merged := make([]Mark, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].Start <= b[0].Start:
			merged, a = append(merged, a[0]), a[1:]
		default:
			if len(a) == 0 || b[0].End <= a[0].Start {
				if n := len(merged); n == 0 || merged[n-1].End <= b[0].Start {
					merged = append(merged, b[0])
				}
			}
			b = b[1:]
		}
	}
	return merged
}
