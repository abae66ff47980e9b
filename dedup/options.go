package dedup

import (
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/wirecopy/wirecopy/dedup/minhash"
)

// Options are the choices of a run. Nil and the zero value mean the defaults,
// which were measured on English and French news; most users need no other.
type Options struct {
	// Threshold is the score from which a pair counts as derived, in (0,1];
	// zero means 0.5. Scores are meant as probabilities.
	Threshold float64

	// Window is the longest time between two articles that may be linked.
	// Zero means any, and a negative one is ErrOptions; 72 hours keep reports of one affair apart that only repeat
	// its background. Articles without a date are in every window. A cluster
	// may span more: a chain of articles each of which is linked to others.
	// An Index drops articles older by more than this than the newest that
	// it has had, and lets none in ([Expired]); those without a date by when they came.
	// A date in the future makes no other article old.
	Window time.Duration

	// Sketch is the scheme of the sketches; zero means 128 slots of
	// minhash.FastSimilarity with the default seed. Fewer slots find fewer
	// copies in the first step; what they miss the search for rewrites finds.
	// An invalid scheme panics.
	Sketch minhash.Scheme

	// Workers is the number of goroutines; zero means GOMAXPROCS. The result
	// does not depend on it.
	Workers int

	// Progress, unless nil, is told how far Group has come: that done of all
	// "articles" are prepared, and then, in several rounds, that done of some
	// "pairs" are compared, between which, once the copies are known, the relatives of
	// all articles are sought ("searches"). A round of no pairs is not told of. The workers call it, several at a time.
	Progress func(what string, done, all int)

	// Logger is told what the operator of an Index must know; nil means nobody.
	Logger *slog.Logger

	// Passages keeps the aligned passages of every pair that is derived or closer; an Index keeps none.
	Passages bool
}

// check returns an error if there is no such choice.
func (o *Options) check() error {
	switch {
	case o == nil:
		return nil
	case o.Window < 0:
		return fmt.Errorf("%w: Window %v is negative", ErrOptions, o.Window)
	case o.Threshold >= 0 && o.Threshold <= 1:
		return nil
	}
	return fmt.Errorf("%w: Threshold %v is not in (0,1]", ErrOptions, o.Threshold)
}

func (o *Options) orDefault() Options {
	var d Options
	if o != nil {
		d = *o
	}
	if d.Threshold == 0 {
		d.Threshold = 0.5
	}
	if d.Workers <= 0 {
		d.Workers = runtime.GOMAXPROCS(0)
	}
	if d.Logger == nil {
		d.Logger = slog.New(slog.DiscardHandler)
	}
	d.Sketch.Sketch(nil) // panics here, if it must, and not in a worker
	return d
}
