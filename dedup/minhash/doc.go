// Package minhash turns the set of shingle hashes of an article into a sketch of fixed size, from which the resemblance of two
// articles can be estimated and candidates for being copies be looked up, without the sets.
//
// In go 64-bit hashes of shingles, in any order, repeats and all:
//
//	var scheme minhash.Scheme                   // the zero value is the recommended one
//	s, t := scheme.Sketch(a), scheme.Sketch(b)
//	j, err := s.Similarity(t)                   // about the resemblance of a and b
//	keys := s.AppendBands(nil, 42, 3)           // a and b are candidates if they share a key
//
// Terms used below and in the comments:
//
//	n           hashes of a set
//	J           resemblance of two sets: elements in both, divided by elements in either
//	k           slots of a sketch, 64 bits each: Scheme.Size, 128 unless said otherwise
//	scheme      size, seed and family of a sketch: the hash functions in use
//	band        r neighbouring slots, hashed to one key; b bands of r rows take b*r slots
//
// # Promises
//
// A sketch is a function of the scheme and the set alone: the same on every machine, in every process, for every order and any
// repeats. Nothing is random but the choice of the seed. The slotwise minimum of two sketches is the sketch of the union.
//
// Similarity has no bias. Its standard deviation is at most sqrt(J(1-J)/k), the error of k independent draws: .044 at J = .5
// and k = 128. [MinWise] has that error; that of [FastSimilarity] is smaller, the more so the fewer elements for the slots
// (k = 128, by TestFastIsMoreAccurate):
//
//	n             2    20    60   200   600  2000
//	of the bound .71   .71   .72   .80   .92   .98
//
// Sets may be as small as one element. A set without any resembles nothing, not even another empty one, and has no bands.
// An estimate is for finding pairs; figures for users are computed from the sets.
//
// b bands of r rows make candidates with probability about 1-(1-J^r)^b. 42x3: .13 at J = .15, .68 at .3, .996 at .5.
// Reworded articles (J about .05) are out of reach of every banding.
//
// Sketches of different schemes are refused with [ErrScheme], never compared. Stored ones carry version, scheme and checksum;
// damaged ones are refused with [ErrFormat], those of unknown versions with [ErrVersion].
//
// # Cost
//
// Microseconds, best of five, two-core AMD EPYC VM shared with other work, Go 1.26.8; no allocation with FastSimilarity
// (go test -bench size=128 -count 5):
//
//	n                24    60   300   600   2000
//	FastSimilarity  2.0   1.7   1.8   2.8    4.3
//	MinWise         5.1   8.9    30    51    150
//
// Similarity 0.09, Merge 0.5, AppendBands 42x3 0.20, AppendBinary 0.12, UnmarshalBinary 0.6. A sketch takes 8k bytes.
//
// # Reading the source
//
// scheme.go and sketch.go are the interface. fast.go and minwise.go fill the slots; each begins with an essay on its algorithm.
// hash.go has all constants that stored sketches depend on, encode.go their format.
package minhash
