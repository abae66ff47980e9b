// Package candidate finds the texts that are worth a close look: copies by
// banding their sketches, abridged and reworded copies by counting the rare
// features they share. Both tables take in and give back texts at any time, and
// what they answer depends on what is in them alone.
package candidate
