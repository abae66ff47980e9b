// Package report shows what package dedup found: to a person in a terminal or in
// a browser, to programs as JSON or JSON lines, to a spreadsheet as CSV.
//
// Into it goes a result, made with the passages kept, or an explanation of one
// pair:
//
//	r, err := dedup.Group(ctx, articles, &dedup.Options{Passages: true})
//	...
//	err = report.Text(os.Stdout, r, &report.Options{Width: 120, Color: true, Passages: true})
//	err = report.HTML(file, r, &report.Options{Title: "Monday"})
//
// # Text
//
// First comes how many articles tell how many stories. Then the clusters, the
// largest first: a headline, the origin and why, and the members by date with
// a bar, which says what became of their words.
//
//	Origin: agency, Northern Press
//	* agency   Northern Press  2024-03-04 07:12 UTC
//	  brief    Metro Osten     +3 h 18 min
//	           [====~~~~::::::::++++]  20 % verbatim, 20 % edited, 40 % rewritten,
//	                                   20 % only here; credits NPA
//
// A bar is 100 % of the member's words, those of page furniture among them,
// beside the origin; "only here" is what that has not. A member that was not linked
// to the origin is beside another, which is then named, and so are all if no member
// is the origin: but for one, the most like all others, each stands beside another,
// so that all together find the largest shares of their words there. What stands
// beside what is a tree.
//
// With passages, the two texts follow in the order of the first:
//
//	= verbatim           the same words, shown once
//	~ edited             words changed; [went] only the first text has, {came} only the second
//	: rewritten          the same content, mostly in other words; marked in the same way
//	- + only in one      the first, the second
//	(moved up)           the second text has it earlier than the first
//
// Short pieces of a sentence that one text alone has stand in the row of the
// edited or rewritten passage they touch. Long stretches are shown by their first
// and last words and the number of words between, unless Options.Full. From 100
// columns on, the texts stand side by side, but for scripts written from right
// to left: terminals would turn both columns round together.
//
// # Promises
//
// Text of articles, IDs and sources cannot command the terminal: control
// characters and overrides of direction are shown as Go escapes, other invisible
// characters are dropped. The only escape sequences are those of Options.Color.
// No line is wider than Options.Width, East Asian characters counted as two
// columns and combining marks as none. Colour never says what no sign says.
//
// # HTML
//
// One file that needs no other and no network: open it from disk, send it, print
// it. It has three kinds of views, and each has an address to send:
//
//	#/                 the stories: search, filters, order
//	#/story/ID         a story's family: who came when and from what, and, from four members on,
//	                   how much of each stands in each other
//	#/pair/ID/ID       two texts side by side: what stayed, went and came, and the reasons of the verdict
//	#/pair/ID/ID/3     a passage of them
//
// Kinds have colours that any eye tells apart, in light and dark, and line styles
// too; words that went are struck out, those that came are bold. Keys: / searches,
// j and k go through passages, left and right through the pairs of a story, Esc
// goes up. Times are UTC.
//
// What is in an article is text and nothing else. A Content-Security-Policy
// in the file allows its own style and script, by their hashes, and no request.
// Of the pairs of a large story those are there that link its members and those
// among the first forty; of related ones the forty closest, unless Options.Full.
// Browsers of 2023 and later show it; without scripts it is a list of the stories.
// Package browser, a module of its own, tests it in Chromium.
//
// A page takes 70 KB and then, for each article it shows, the text and as much
// again for its pairs: 0.2 MB for testdata/newsroom, 3.6 MB for 372 articles in 84
// stories of English wire copy. Writing it takes under half the time of Group,
// most of that for the related pairs (go test -bench HTML).
//
// # JSON
//
// One object, here with line breaks added:
//
//	{"articles": 7,                       number of articles that went in
//	 "clusters": [                        largest first, then by id
//	  {"id": "agency",                    ID of the first member, by ID
//	   "origin": "agency",                ID of the member the others come from; "" if that is none of them, or unknown
//	   "origin_reason": "…",              why, in words; "" if there is nothing to say
//	   "members": [                       by id
//	    {"id": "agency",
//	     "source": "Northern Press",      "" if unknown
//	     "published": "2024-03-04T07:12:00Z",  RFC 3339; absent if unknown
//	     "credit": "NPA"}],               agencies it credits, joined by ", "; "" if none
//	   "pairs": [ … ]}],                  pairs of this cluster, by a, then b
//	 "related": [ … ]}                    pairs in no cluster together, by a, then b
//
// The relation of a pair tells how close it is: two articles of one cluster may be
// related and no more, if a third holds them together, and derived ones may have
// made no cluster. A pair:
//
//	{"a": "agency", "b": "brief",         IDs, a before b in byte order
//	 "relation": "derived",               related, derived, near-duplicate or identical
//	 "score": 0.84,                       confidence that text was reused, 0 to 1
//	 "resemblance": 0.12,                 of the sets of 3-word shingles, 0 to 1
//	 "a_in_b": 0.14, "b_in_a": 0.5,       containment: the share of a's shingles that b has, and the reverse
//	 "passages": [                        absent unless dedup.Options.Passages kept them
//	  {"kind": "edited",                  verbatim, edited, rewritten, only-a or only-b
//	   "alike": 0.81,                     share of the words that agree, 0 to 1
//	   "a": {"start": 0, "end": 120},     bytes of a's text, half open; absent in only-b
//	   "b": {"start": 9, "end": 101}}]}   bytes of b's text, half open; absent in only-a
//
// Every other key is always there, and lists are [] where they are empty. Numbers
// have at most six decimals. Spans count bytes of the text that went in. Bytes of
// IDs and sources that are not UTF-8 are replaced by U+FFFD. [ExplainJSON] writes
// a pair with its passages and "reasons", a list of sentences. Keys may be added
// in later versions; none will change its meaning.
//
// # JSON lines
//
// [JSONL] writes the same as objects of one line each, in this order:
//
//	{"type": "cluster",                   and "id", "origin", "origin_reason", "members" as above;
//	{"type": "pair", "cluster": "agency", and what a pair has above: one of that cluster, behind it;
//	{"type": "pair", "cluster": "",       last, the pairs in no cluster together.
//
// # CSV
//
// [ClustersCSV] writes a row for every member of a cluster, [PairsCSV] one for every
// pair; without clusters or pairs there is the header alone. The columns of a member:
//
//	cluster    ID of the cluster
//	size       number of its members
//	role       origin; base, where the others begin if none of them is the origin, or nothing tells; or member
//	id, source, published, credit, title
//	beside     ID of the member it is set beside; this and all that follows is empty for origin and base
//	relation, score      of these two
//	verbatim, edited, rewritten, own  the words of this member by what became of them; own
//	           are those that the article it is set beside has not
//
// Those of a pair are cluster ("" if its articles are in none together), a, b,
// source_a, source_b, published_a, published_b, relation, score, resemblance, a_in_b
// and b_in_a, as in JSON. Times are in UTC, lines end with a newline. So that no spreadsheet computes
// it, text that begins with one of = + - @, a tab or a line break has an apostrophe
// before it; programs that must have IDs as they are should read JSON lines.
//
// # Reading the source
//
// options.go; text.go (summary, clusters, related pairs), opening.go (headlines of
// articles without one), story.go and tree.go (what is set beside what), table.go and share.go (members and bars); explain.go; aligned.go
// (two texts), rows.go and absorb.go (passages in reading order), diff.go (words
// that stayed), elide.go, words.go; printer.go, flow.go (lines), cells.go
// (columns), clean.go (what may reach a terminal); pairs.go, json.go, jsonl.go,
// csv.go. Of the page: html.go, page.go (its data), pagepair.go, units.go,
// explainhtml.go, and in the folder page base.js, overview.js, family.js, pair.js,
// text.js, which lead to the others, and style.css.
package report
