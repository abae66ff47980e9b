package dedup

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestAgesOfUpdates: versions of an article that are gone do not gather while the window is open.
func TestAgesOfUpdates(t *testing.T) {
	l := &live{docs: map[string]*doc{}}
	for i := range 20 * minAges {
		d := &doc{Article: Article{ID: strconv.Itoa(i % 100), Published: time.Unix(int64(i%7), 0)}, body: new(body)}
		l.docs[d.ID] = d
		l.grow(d)
		require.LessOrEqual(t, len(l.dated.docs), 2*len(l.docs)+minAges+1)
	}
}
