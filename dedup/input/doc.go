// Package input reads articles from files, folders and streams.
//
// Into it go paths, out of it come articles, one at a time, and an error for
// each thing that is broken. An error ends nothing but the line, member or file
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
// # Forms
//
//	.txt     one article, with or without a head
//	.txtar   an archive: each member *.txt is an article, with or without a head; others are passed over
//	.jsonl   one JSON object a line (.ndjson too): "id" and "text", and where known "title",
//	         "source", "lang" or "language", "published"; other fields are ignored
//
// Each may be compressed by gzip or zstd, which is told by the bytes and not by
// the name. A path "-" is standard input; that, and a file without an extension,
// is JSON lines if it begins with an object, and one text otherwise. A byte order
// mark is removed, and UTF-16 that has one is decoded. Other bytes are the text's
// own, valid UTF-8 or not, so that offsets into [dedup.Article].Text are offsets
// into what was read: the file after its head, or the decoded "text".
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
// Dates are those of RFC 3339, whole or cut after the minutes or the day, with a
// space for the T or without a zone (then UTC); those of RSS ("Mon, 04 Mar 2024
// 07:12:00 GMT"); and Unix seconds or milliseconds. An article whose date is none
// of these is reported and read without it.
//
// # IDs
//
// A JSON object brings its own ID; a head may. Else a .txt file is called by its
// path: below the folder, if one folder was all that was asked for, else as it was
// given. A member of an archive is called by the archive and its own name:
// "01-harbour-strike/agency" is agency.txt in 01-harbour-strike.txtar. The second
// article of an ID is an error that names both places.
//
// # Promises
//
// Folders are walked in lexical order, so the same files give the same articles
// in the same order. A file reached twice, by a symbolic link or a path given
// twice, is read once. Memory is one article and the IDs so far: a line, text or
// archive longer than [Options].MaxBytes is refused by name and the rest goes on.
// No bytes make it panic.
//
// # Reading the source
//
// input.go (from paths to articles), walk.go (from paths to files), open.go
// (compression and byte order marks), form.go (which reader), text.go (.txt and
// heads), archive.go, jsonl.go, lines.go (lines of bounded length), date.go,
// error.go.
package input
