package dedup

import (
	"errors"
	"fmt"
	"time"
)

// An Article is what comes in.
type Article struct {
	ID        string    // unique and not empty
	Title     string    // headline; shown, not compared
	Text      string    // any bytes; the body, plain text
	Source    string    // who published it; "" if unknown
	Language  string    // two-letter code; "" to detect it
	Published time.Time // zero if unknown
}

// Errors of this package, for errors.Is.
var (
	ErrNoID      = errors.New("dedup: article without an ID")
	ErrDuplicate = errors.New("dedup: two articles with the same ID")
	ErrUnknown   = errors.New("dedup: no article with this ID")
	ErrOptions   = errors.New("dedup: impossible options")
)

// check returns an error if the IDs of the articles do not tell them apart.
func check(articles []Article) error {
	seen := make(map[string]int, len(articles))
	for i, a := range articles {
		if a.ID == "" {
			return fmt.Errorf("%w: number %d", ErrNoID, i+1)
		}
		if j, ok := seen[a.ID]; ok {
			return fmt.Errorf("%w: %q is number %d and number %d", ErrDuplicate, a.ID, j+1, i+1)
		}
		seen[a.ID] = i
	}
	return nil
}
