// Package passage compares two texts: which passages they share word for word,
// which were edited or rewritten, and which only one of them has.
package passage
