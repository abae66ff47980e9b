// Package invent makes corpora of news that never happened, of any size, for tests and benchmarks of
// what finds copies and rewrites, with the truth about every article:
//
//	for a := range (invent.Corpus{Seed: 1, Articles: 10_000}).All() {
//		fmt.Println(a.ID, a.Story, a.Kind, a.Text)
//	}
//
// An article has what the stages of a deduplication look at: sentences with function words and
// subordinate clauses, inflected content words drawn by the law of Zipf and Mandelbrot with
// favourites for each of 60 topics, stock phrases that everybody uses, people, places and companies
// (some always in the news, some of this event alone), numbers, quotations with their speakers,
// datelines, credits, and the furniture of 200 publishers' pages. All words but the function words
// are invented; a text can be parsed and means nothing:
//
//	After he would have timamokhed a leladin, Sino Govubus would have bekarikhed its kesivy benin
//	of the sihubir under the danaled.
//
// # Terms
//
//	event    what is told of. Its articles share names, numbers and two quotations; nine in ten
//	         events are told once, the others two or three times, independently
//	story    an original text about an event and all that was made of it
//	kind     what was made of it: Copy, Edited, Abridged, Rewritten (half, a seventh, a fifth, a seventh)
//
// Of the word 3-shingles of a page and that of the original, in the mean and between which bounds nine in
// ten lie (invent_test.go holds them):
//
//	             resemblance     containment of the shorter
//	Copy         .96  .90–1      (what differs is the page)
//	Edited       .84  .70–.95
//	Abridged     .33  .18–.50    .90  .70–1
//	Rewritten    .21  .12–.33
//	Independent  .04  .01–.10    (of the first text of its event)
//
// # Promises
//
//   - The same seed gives the same bytes on every machine: whole numbers only, and a source whose
//     algorithm is specified.
//   - A corpus begins with the smaller ones of its seed.
//   - Memory does not grow with the corpus: a million articles, 2.8 GB of text, are made one by one.
//   - Nothing is global; any number of goroutines may range over corpora at once.
//
// # What it is not
//
// News repeats itself in more ways: phrases, templates, reports that grow over days. Rewriting here
// is word by word and clause by clause, and has no translation in it. Speed and growth measured on an
// invented corpus hold for real ones; recall and precision need not.
//
// # Reading the source
//
//	corpus.go    Corpus, Article, the stream
//	event.go     what an event is; how many articles a story has
//	sentence.go  the grammar
//	rewrite.go   what desks do to a text
//	page.go      from sentences to a page of a publisher
//	words.go     the vocabulary
//	dice.go      chance in whole numbers
package invent
