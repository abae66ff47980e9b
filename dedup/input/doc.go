// Package input reads articles from files, folders and streams, in the forms that
// news comes in.
//
// Into it go paths, out of it come articles, one at a time, and an error for
// each thing that is broken. An error ends nothing but the line, record or file
// it names:
//
//	var articles []dedup.Article
//	for a, err := range input.Read([]string{"news"}, nil) {
//		if err != nil {
//			log.Print(err) // news/monday.jsonl:7: broken JSON: unexpected end of JSON input
//			continue
//		}
//		articles = append(articles, a)
//	}
//	result, err := dedup.Group(ctx, articles, nil)
//
// [Object] reads one article that is at hand, as a line of jsonl has it.
//
// # Forms
//
//	txt      one article, with or without a head                                       .txt
//	txtar    an archive: each member *.txt is such an article; others are passed over  .txtar
//	jsonl    one JSON object a line                                                    .jsonl, .ndjson
//	json     one such object, several, or a list of them                               .json, .ninjs
//	csv      a header row, then a row an article                                       .csv, .tsv
//	html     a page: its main text                                                     .html, .htm, .xhtml
//	xml      a feed, RSS or Atom; NewsML-G2; NITF: the first element tells             .xml, .rss, .atom, .rdf, .newsml, .nitf
//	parquet  a row an article                                                          .parquet
//	warc     a web archive: the pages of its response records                          .warc
//
// Each may be compressed by gzip or zstd (page.html.gz), which is told by the bytes
// and not by the name. A byte order mark is removed, and UTF-16 that has one is
// decoded. A path "-" is standard input; one that there is not, with * ? or [ in it,
// is a pattern.
//
// Content tells the form where it can: Parquet and web archives begin with a mark of
// their own, whatever the name; between pages and XML the first element decides; and
// standard input and files of other names are looked at for all of them, or else
// taken for a text, which of a name with an unknown extension is an error. What is
// named .txt, .txtar, .jsonl or .csv is nothing else. In folders only files with one
// of the extensions above are read. [Options].Form overrules all of it.
//
// # Objects, rows and columns
//
// In json, jsonl, csv and parquet these fields are read, of which only "text" must be
// there; [Options].Fields gives them other names:
//
//	{"id": "a1",                          in rows without this column: the file's ID and the row, "day.csv:7"
//	 "title": "Port workers walk out",
//	 "text": "Dockers walked off …",
//	 "source": "Northern Press Agency",
//	 "lang": "en",                        or "language"
//	 "published": "2024-03-04T07:12:00Z"}
//
// Others are ignored. Names that differ in case only will do, and "a.b" is the field b
// of the object, or of the column group, a. In csv the delimiter is a comma, semicolon,
// tab or bar, the one met most often in the header; a line "sep=;" before that says so.
// Quotes are those of RFC 4180, and with tabs any.
//
// An object with a "uri" and without a text is an item of the IPTC's ninjs, versions
// 1 to 3: uri, headline or headlines, body_text, body_xhtml or bodies, language,
// versioncreated, infosource or copyrightholder.
//
// # Text files
//
// A head is lines of "Key: value", each key one of Title, Source, Published,
// Language and ID and none twice, and an empty line after them:
//
//	Title: Port workers walk out
//	Source: Northern Press Agency
//	Published: 2024-03-04T07:12:00Z
//	Language: en
//
//	VELMAR, March 4 (NPA) - Dockers walked off the job on Monday.
//
// Anything else at the beginning of a file is text.
//
// # Pages, feeds and what agencies send
//
//	         ID                  title             text                        source                    date
//	html     the path            <title>, og:      the main text, without      og:site_name, JSON-LD;    <meta>, JSON-LD, <time>
//	                                               menus, forms, lists of      else the host of the
//	                                               links (go-readability)      canonical address
//	warc     WARC-Target-URI     as of a page      as of a page                … else its own host       as of a page
//	RSS      guid, else link     title             content:encoded, else       <source>, else the        pubDate, dc:date
//	                                               description                 feed's title
//	Atom     id                  title             content, else summary       source/title, else that   published, else updated
//	NewsML   guid                headline, else    inlineXML (NITF, XHTML),    provider                  versionCreated
//	                             itemMeta/title    else inlineData
//	NITF     doc-id, else path   hl1, else title   body.content, without       pubdata, else             date.issue, date.release,
//	                                               media                       distributor, holder       date.publication
//
// The language is that of the page, item or feed. Of every language tag the first
// part is kept: "en" of "en-GB". Items of other classes (pictures, videos, events) are
// passed over, as are packages, and in web archives requests, redirects, errors and
// what is no page. Responses are freed of chunks, gzip, zstd, zlib and Brotli.
//
// Encodings: what is valid UTF-8 and not only ASCII is UTF-8, whatever a page, a
// server or an XML declaration say of it. Otherwise these are believed, and where they
// cannot be right or say nothing it is Windows-1252. Entities are those of HTML; a
// document type can define none, and nothing is fetched.
//
// # Text and its bytes
//
// In txt, txtar and the plain fields of the others the text is the file's own, valid
// UTF-8 or not: the file after its head, the decoded "text", the cell. So offsets into
// [dedup.Article].Text, which all later stages give, are offsets into what was read.
// Text that is taken out of HTML or XML is another text: words with one space between
// them, lines, and empty lines between paragraphs. Offsets are into that, and the file
// knows nothing of them; keep the article if they are to mean something.
//
// # Dates
//
// Dates are those of RFC 3339, whole or cut after the minutes or the day, with a
// space for the T or without a zone (then UTC); those of RSS ("Mon, 04 Mar 2024
// 07:12:00 GMT"); and Unix seconds or milliseconds. Columns of times are read as such.
// An article whose date is none of these is reported and read without it; a page has
// so many dates that those which cannot be read are no error.
//
// # IDs
//
// An object or row brings its own ID, and so do items of feeds and agencies; a head
// may. Else a file is called by its path: below the folder, if one folder was all that
// was asked for, else as it was given. A member of an archive is called by the archive
// and its own name: "01-harbour-strike/agency" is agency.txt in 01-harbour-strike.txtar.
// The second article of an ID is an error that names both places.
//
// # Promises
//
// Folders are walked in lexical order, so the same files give the same articles
// in the same order. A file reached twice, by a symbolic link or a path given
// twice, is read once. Time is linear in the bytes, whatever they are.
//
// Memory is one text, line, row, record or item and the IDs so far: what is longer
// than [Options].MaxBytes, after decompression, is refused by name and the rest goes
// on. What parsers make of it may be some ten times that. Pages have at most 50,000
// elements, XML 256 within each other. A .parquet is read page by page, each up to
// four times MaxBytes; through standard input, or compressed as a whole, all of it
// must fit into MaxBytes.
//
// No bytes make it panic, and no page, item or row that packs much into little costs
// more than MaxBytes: there are tests for each of both.
//
// # What it brings
//
// Package dedup imports none of this. Whoever imports this package has parquet-go,
// gofeed, go-readability and what these need compiled in, sixteen modules of which
// protobuf is the largest: a command that reads and groups is of 24 MB, one that only
// groups of 5. They stay in the main module nevertheless. A module of its own could
// not be used by go run ./examples/wirecopy without a replace directive; and the go
// command downloads for a program the modules whose packages it imports and no others,
// so that those who use package dedup alone get none of them.
//
// # What is weak
//
//   - The main text of a page is a guess. Front pages and lists have none, and give a
//     text nevertheless.
//   - JSON that is broken, in a file that is not of lines, ends that file. In csv a
//     quotation without an end takes up to MaxBytes of rows with it.
//   - NewsML before G2 is read for the NITF in it alone. JSON Feed is not read.
//   - Zstandard dictionaries, which some web archives are compressed with, are not known.
//   - parquet-go prints a line to standard error for some broken pages.
//
// # Reading the source
//
// input.go (from paths to articles), walk.go (from paths to files), open.go
// (compression and byte order marks), gzip.go, form.go (which reader), fields.go
// (names), text.go (.txt and heads), archive.go, lines.go (lines of bounded length),
// jsonl.go, json.go, ninjs.go, csv.go; markup.go (from HTML and XML to text),
// charset.go, html.go; xml.go, scanner.go (items of XML), feed.go, iptc.go; warc.go,
// http.go; parquet.go, parquetvalue.go, thrift.go, parquetpage.go and parquetrun.go
// (looking before parquet-go leaps); date.go, error.go.
package input
