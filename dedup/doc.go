// Package dedup tells which articles are the same story in other clothes: copies,
// abridged copies, and texts that another desk reworded or merged, two translations of one
// dispatch into the same language among them. It says which article a story comes
// from and why, and why two articles were, or were not, linked.
//
// In go articles, as a feed has them. Only ID and Text are needed; Source, Published
// and Language are worth giving. Out come pairs, clusters and, on request, reasons:
//
//	result, err := dedup.Group(ctx, articles, nil)
//	if err != nil {
//		return err
//	}
//	for _, c := range result.Clusters {
//		fmt.Println(len(c.Members), "articles from", c.Origin, "because", c.OriginReason)
//	}
//	why, err := result.Explain("metro-7", "npa-12")
//
// [Compare] does the same for two articles at hand. A pipeline, into which articles come one at
// a time, late, corrected, and out of which some are withdrawn, has an [Index], over a store in a folder:
//
//	changes, err := index.Add(ctx, article) // durable, with what followed from it
//	...
//	for _, p := range changes[0].Pairs {
//		fmt.Println(p.A, "and", p.B, "are", p.Relation)
//	}
//	for e, err := range index.Events(seen) { // clusters created, joined, merged, split, left
//
// Package dedup/input reads articles from files, dedup/store keeps an index, dedup/report shows a
// result to people and programs.
//
// # Terms
//
//	shingle         three words in a row, as a hash; six characters where words have no spaces between
//	resemblance     of two sets of shingles: |A∩B| / |A∪B|
//	containment     of A in B: |A∩B| / |A|
//	sketch          128 numbers that stand for a set of shingles: the share in which two sketches agree
//	                estimates the resemblance
//	band            three of those numbers: articles that have a band in common are candidates for copies
//	rare feature    two content words that are neighbours, or next but one, in at most a hundred
//	                articles, one in four of them by hash: articles that share some are candidates for rewrites
//	candidate       a pair worth a comparison. No verdict rests on having been a candidate
//	representative  one of a group of copies, which stands for all of them in the search for rewrites
//	furniture       what is the page's, not the article's: links, forms, captions. It is no evidence,
//	                nor are credits, datelines and what a source prints under all its articles
//	insert          one row of words that two articles share and that has nothing to do with the rest
//	                of either: a teaser, a notice. It is no evidence
//	module          a block that three articles of a source have, and each two of them nothing else: a poll,
//	                a list of programmes. They are in no cluster for it, as Explain says; [Compare], which sees two, cannot tell
//	form            words that a source fills in anew, as three articles tell of which each has other facts than
//	                each: a report of a market, a weather warning. Two that were filled in otherwise are not
//	                grouped for it
//	affair          several events that share background, as three articles of a source tell of which each shares
//	                little with each, or the days between two. They are not grouped for it, though the pairs are derived
//	passage         a stretch of both texts that aligns: verbatim, edited, rewritten; or of one text alone
//	relation        the verdict on a pair: Unrelated, Related, Derived, NearDuplicate, Identical
//	cluster         articles that reuse one text: a group whose members are alike in the mean, not whatever
//	                is connected
//	origin          the member that the others come from, or the word that it is none of them, or that
//	                nothing tells: of copies without dates no one is the first
//
// A quotation is public: independent reports of one event share it, as they share
// names and numbers. A verdict rests on what two texts have in common outside
// quotations, and the model that weighs it (judge.go) has few numbers, each with a name.
//
// # Promises
//
//   - Resemblance, containment and the counts of [Evidence] are exact, never estimates.
//     Score is a model's probability.
//   - The result is the same for any order of the articles, any number of workers, and on every
//     machine. Clusters are disjoint; lists are sorted, ties by ID.
//   - Any bytes are text. Spans are half-open ranges of bytes of the Text that was given.
//   - Articles without words are linked to nothing, not even to each other.
//   - No goroutine outlives the call that began it, and an index's none its Close. Results may be
//     read by many at once, and so may an index.
//   - At every moment an index has the clusters that Group makes of the articles that are there,
//     whatever came before and whatever crashed in between ([Index], and [Index.Learn] for one condition).
//   - A disguise does not help: furniture, other quotation marks, capitals, Unicode forms, line breaks
//     and another order of paragraphs move the score of a derived pair by less than .1
//     (TestDisguises, which names the exceptions). Nor does a template deceive: a text in which all
//     names and numbers are others is not derived from the first, if it has five (TestTemplate).
//
// # Cost
//
// Preparing an article is linear in its text. The search takes a few candidates for each
// article, one or two among unlike ones and seventeen in a corpus of one affair, and each is compared in
// time bounded by both lengths. On one core of an EPYC Group takes .4 ms for an article of
// 430 words, among ten thousand and among a million (time grows as n^1.05); an index .5 to .6, as
// it reads the texts that it compares with from its store. Two cores take .54 of the time of one. [Compare] takes
// .08 ms for two briefs, and .15 to .23 for two articles of 400 words, the most for a rewrite. Memory is 2 KB an article, texts aside, and
// 300 MB of texts that are compared; internal/bench/results.md has more.
//
// # What is weak
//
//   - A translation is not linked to its original. Two translations of one text into the same
//     language often are.
//   - Very short texts: a brief of 60 words that was told anew has few runs of three words left.
//   - A text of more than 50,000 words: its copies are found and other such texts, not the articles that stand in it.
//   - A little reuse in much text: a verdict goes by the shorter text. If half of that is about
//     something else, only what scored .9 without that half is sure to be derived.
//   - Reports of one affair that repeat its background from week to week are derived from each other, and may
//     stand in one cluster. [Options.Window] is for that: of the twenty largest clusters of us-homepages-2016 seven
//     mix two events, and three with a window of 72 hours; of those of orangesum-fr ten, and two.
//     Without dates nothing tells, as in gilets-jaunes, where six do and five have a foreign member.
//   - German, Italian, Portuguese and Dutch have endings cut instead of stems; other languages but
//     those of Snowball (English, French, Spanish, Russian, Swedish, Norwegian, Hungarian) have
//     neither, so that inflected words differ. Where there is no list of stop words either, short and
//     common words stand in for one: as if English and French had none, gilets-jaunes' precision is .92 for
//     .94 and the spans' F1 .865 for .859, provenance's average precision .974 for .985.
//   - In Chinese, Japanese and Thai characters stand for words: runs of three are short, and
//     scores of independent reports come out higher than elsewhere, most of all in Thai. There
//     capitals do not tell names, so that a template is known by its numbers alone; in German every
//     noun counts as a name.
//   - Text without any capitals: sentences are told by them, and datelines.
//   - Credits, datelines and furniture are known in English, French, Spanish and German, less well in
//     Italian, Portuguese and Dutch.
//   - Related says little: it is not sought beyond the candidates.
//
// # The flow
//
//	text ─► tokens ─► shingles ─► sketch ─► candidates ─► pairs ─► clusters ─► passages ─► report
//	shingle                       minhash   internal/     dedup    internal/   passage     report
//	                                        candidate              cluster
//
// wire marks credits, datelines and furniture before anything is counted.
//
// # Reading the source
//
//	article.go    what comes in, and the errors
//	options.go    the choices
//	pair.go       relations and pairs: what comes out for two
//	cluster.go    clusters: what comes out for many
//	group.go      Group: the result, and its lists
//	corpus.go     the articles that are compared with each other, and who compares them;
//	              which pairs that are is internal/graph's
//	prepare.go    an article made ready: words, sketch, features, furniture
//	ready.go      a text made ready to be compared
//	gist.go       what tells that a comparison is hopeless
//	cache.go      the texts and gists that are kept
//	judge.go      the verdict: the model and its weights
//	origin.go     where a cluster comes from
//	explain.go    the reasons in words; Compare
//	marks.go      what of a text is no evidence; reasons again
//
//	index.go      Index: what may be asked of it, and how requests become batches
//	batch.go      what a batch of changes does
//	event.go      what becomes of clusters, and their names; events.go: reading them
//	learn.go      the furniture of sources, learned anew
//	stats.go      counters and histograms
//	storage.go    what an index asks of a store
//	open.go       an index out of a store
//	image.go      what it had in memory when it was closed
//	state.go      what is kept of an article; ledger.go: of verdicts
package dedup
