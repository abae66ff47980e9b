// Package passage compares two texts sentence by sentence: what both have word
// for word, what was edited or rewritten, and what only one of them has.
//
// In go two texts, with their languages where these are known. Out comes a
// report, whose passages cover both texts:
//
//	r := passage.Compare(a, b, nil)
//	for _, p := range r.Passages {
//		fmt.Println(p.Kind, p.A.Of(a), p.B.Of(b))
//	}
//	regions := r.Regions()   // neighbouring passages merged
//	ca, cb := r.Coverage()   // words of a and of b by what became of them
//
// Who compares many texts parses each once; words marked by
// [shingle.Text.Ignore], such as page furniture, are then no evidence, and
// [Shown] gives a reader those that both texts have. He prepares each once, too,
// and each of his workers has an [Aligner]:
//
//	p, q := passage.Prepare(x), passage.Prepare(y) // of *shingle.Text
//	var l passage.Aligner
//	ca, cb := l.Coverage(p, q) // all that a verdict needs
//	r := l.Align(p, q)         // the report, where somebody wants to see it
//
// # Terms
//
//	unit     what is compared: a sentence, with those before it that are too short to stand alone
//	link     two units, one of each text, whose bags of stems have a cosine that is worth a look
//	match    words of a unit aligned with words of another, cut down to the window where they are dense
//	passage  an accepted match, or a stretch of one text that is in none
//	echo     a further match of words that have their passage already: a sentence that the
//	         one text has once and the other twice
//	region   a stretch of reuse: neighbouring links and passages merged, as for plagiarism
//	coverage the words of one text counted by what became of them
//	insert   a row of words that belongs to neither text, such as a teaser; it is no evidence
//
// A word is one of package shingle: folded, so that case, diacritics, and the
// forms of quotation marks and dashes do not count. A passage is verbatim if
// its words are the same in the same order. Otherwise Alike decides between
// edited and rewritten: the share of words that agree, rare words counting more,
// a word of the same stem, or a name in another spelling, a little less than
// the same word.
//
// # How
//
// Units are linked by an inverted index. Of the best links of each, those that may
// come to something, as a bound of what they share tells, are aligned word by
// word: chains of words that agree in order, as by Smith and Waterman
// (J. Mol. Biol. 147, 1981), one after another, since who rewords a sentence
// moves its parts. A match is accepted by its odds: how much agrees, whether the
// units have better counterparts elsewhere, whether the sentences beside them
// match too. Matches that compete for the same words are taken by falling
// score, in any order of the texts: a paragraph may move. Regions are found after
// Sanchez-Perez, Gelbukh and Sidorov (CLEF 2015), except where much was kept word
// for word; region.go says what was changed.
//
// # Promises
//
// Every span is a half-open range of bytes of the text as given. It lies on
// character boundaries where the text is valid UTF-8, and never cuts a word.
// The spans of one side tile its text: without gap or overlap they cover all of
// it. So every word is in one passage; echoes may overlap passages.
//
// Compare(a, a) is one verbatim passage for every a that has a word. Texts
// without words share nothing, not even with themselves: each is one passage
// that only it has, and an empty text has none.
//
// The report depends on the texts alone. Compare(b, a) finds what Compare(a, b)
// does, but may choose otherwise among equally good matches. Any bytes are
// accepted as text. A report is read by any number of goroutines.
//
// # Cost
//
// Time and memory grow with the length of the texts and hardly faster, whatever
// is in them: links, postings and steps of the aligner have budgets by the word
// (constants.go). Texts that repeat a few words in changing order exceed them,
// and less is found there than is shared. Of 5,800 pairs of our corpora one used
// up its steps, none its postings. A sentence a hundred thousand times against
// the same once more takes 2 s.
//
// What [Prepare] does is done once for a text, and scratch space is kept by the
// [Aligner]: a comparison allocates its report alone, or nothing. Real articles,
// parsed and prepared, take a fifth of the time they took when every text was
// prepared for every comparison and all links were aligned: of the same event
// .21, rewritten .22, copied .22, without anything in common .15, Reuters briefs
// that are candidates .2 to .3; to prepare two texts takes about as long as to
// compare them (go test -bench 'Corpus|Align|Prepare').
//
// # Quality
//
// As of 2026-11-28. Spans, against pairs aligned by readers: F1 .888 on English
// wire copy (provenance), .859 on French (gilets-jaunes). Regions, PAN 2013 by
// its own measure, plagdet: .917 over all, .994 of verbatim copies, .906 of
// random obfuscation, .895 of texts translated to and fro, .639 of summaries;
// in .7 % of the pairs that share nothing something is found.
//
// What is weak: sentences rewritten with few of their words left; texts in two
// languages, which share names and numbers only; texts of two or three sentences,
// where a name that both have once is taken for a passage.
//
// # Reading the source
//
// passage.go is the interface, constants.go every number and what moving it did.
// Then in the order of the flow: prepare.go (units, stems, bags of one text), dict.go
// (numbers for hashes), near.go (spellings of names), seeds.go (two texts meet:
// weights), link.go (which units to look at), align.go (which of them are aligned,
// and which matches accepted), chain.go (words of two units), window.go (where a
// match ends), tile.go (choice, echoes, passages), insert.go, region.go, coverage.go, shown.go (what a
// reader is shown beside), swap.go (the same with the texts changed about). sieve.go tells which rows of words a
// text may have.
package passage
