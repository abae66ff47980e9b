// Package wire finds what stands in a news text and is not its prose: credits of
// agencies, datelines, desk marks, bylines and page furniture.
//
// Into it goes the text of an article as an extractor left it, with or without
// line breaks, and its language if that is known. Out of it come marks, spans of
// the text with what they are:
//
//	OSLO, May 5 (Reuters) - The bridge is shut.     dateline, Reuters, place OSLO
//	Le pont est fermé. (Avec AFP)                   credit, AFP, partly
//	(Reporting by Ida Marsh; editing by Bo Lind)    credit, Reuters
//	Read more: Nine bridges                         furniture
//	abc/def/ghi-jk                                  desk
//
// Two uses follow. Marked text never counts as shared when two articles are
// compared: two articles of one site share a caption, a share bar and a newsletter
// prompt and have nothing to do with each other. And [Credits] says whose text it
// is, which is the best evidence of where a cluster of copies comes from.
//
// # Terms
//
// A credit says that a text is an agency's, whole ("(AFP)", "By The Associated
// Press", "Source: ANSA") or partly ("avec AFP", "Reuters contributed to this
// report"). Prose that cites an agency ("told Reuters", "selon l'AFP") is evidence
// of nothing and is not marked. A dateline is the place a dispatch opens with.
// A desk mark is the initials of its editors. Furniture is the rest of the page:
// links, forms, notices, captions and the credits of pictures.
//
// # Promises
//
// Marks come in order, do not overlap, and lie on character boundaries. Any bytes
// are text. [Find] is linear in the text: every look around a position is bounded
// by a constant. Nothing here keeps state but [Lines].
//
// # Precision
//
// Real prose must not be marked, so a pattern that could begin a sentence asks for
// more: brackets after a full stop, a line of its own, a title's missing stop, the
// name of a thing of the page. Read by eye on 2026-11-24, marks drawn at random
// from provenance, gilets-jaunes and us-homepages-2016 (go test -sample), prose
// among them:
//
//	credit     0 of 150
//	dateline   0 of 150
//	desk       0 of 29, all there are
//	byline     0 of 159
//	furniture  0 of 162
//
// The patterns had been mended on other draws from the same corpora, so on news
// unseen they will do a little worse. Of the 150 credits, 14 name the agency of
// a caption or of a linked article instead of the text's: a bare name within the
// text, or brackets that more than half of the text follows. Those are Partly,
// which 12 of the 14 are.
// Outside news prose it is worse: in reuters-21578, fixtures and price tables of
// 1987, some rows of months and numbers read as dates; in French text given
// without its language, a rubric in capitals before a dash reads as a dateline.
//
// Share of bytes marked: seeds 1.1 %, provenance 8.2 %, gilets-jaunes 0.8 %,
// us-homepages-2016 2.7 %, basil-triplets 0.1 %; with Lines, us-homepages-2016
// 5.7 %. Speed, one core of an EPYC, Go 1.26, go test -bench Find: 54 MB/s
// on provenance, 74 on us-homepages-2016, 97 on gilets-jaunes.
//
// # Reading the source
//
// wire.go (the walk over lines), line.go (folding, ends of sentences), prose.go (lines that are
// not asked about), agency.go, credit.go and tail.go, dateline.go with months.go, desk.go, byline.go, picture.go, post.go
// (embedded posts), furniture.go (shapes), phrases.go and phraselist.go (what pages say), sentence.go (texts
// without line breaks), credits.go, lines.go (what one source repeats),
// sampler.go (lines kept as texts come by), keep.go (lines as they are stored).
package wire
