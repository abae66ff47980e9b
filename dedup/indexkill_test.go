package dedup_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/store"
)

// killed is the environment variable that makes this test's process the one that is killed. Its value is a folder
// and a seed.
const killed = "WIRECOPY_TEST_KILLED"

// version returns a version of an article.
func version(a dedup.Article, v int) dedup.Article {
	if v > 0 {
		a.Text += fmt.Sprintf("\n\nCorrection: version %d of this article named another harbour.", v)
	}
	return a
}

// TestIndexKilled kills a process that adds, corrects and removes articles, again and again, at any moment. What it
// said was done is done, what it had begun is done or not, and the events are those that lead to
// the clusters. (TestCrash of package store kills two hundred times.)
func TestIndexKilled(t *testing.T) {
	if where := os.Getenv(killed); where != "" {
		beKilled(t, where)
		return
	}
	rounds := 40
	if testing.Short() {
		rounds = 6
	}
	articles := loadNewsroom(t).articles
	folder := t.TempDir()
	x := &tested{live: map[string]dedup.Article{}, told: map[string]string{}}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	done := 0
	for round := range rounds {
		cmd := exec.Command(os.Args[0], "-test.run=^TestIndexKilled$")
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d", killed, folder, round))
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		begun := map[string]string{} // operations that were not acknowledged
		timer := (*time.Timer)(nil)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var word, op string
			var i, v int
			if n, _ := fmt.Sscan(lines.Text(), &word, &op, &i, &v); n != 4 || i >= len(articles) {
				continue // cut short
			}
			if timer == nil && (round%2 == 0 || word == "done") { // it is up, and in every other round has come to something
				timer = time.AfterFunc(time.Duration(r.IntN(60))*time.Millisecond, func() { _ = cmd.Process.Kill() })
			}
			id := articles[i].ID
			switch {
			case word == "begin":
				begun[id] = fmt.Sprint(op, " ", v)
			case op == "remove":
				delete(x.live, id)
				delete(begun, id)
				done++
			default:
				x.live[id] = version(articles[i], v)
				delete(begun, id)
				done++
			}
		}
		_ = cmd.Wait() // killed
		s, err := store.Open(folder, &store.Options{Wait: 5 * time.Second})
		require.NoError(t, err)
		x.store = s
		x.reopen(t)
		for id, what := range begun { // done or not
			a, err := x.Article(context.Background(), id)
			var op string
			var v int
			_, _ = fmt.Sscan(what, &op, &v)
			switch {
			case op == "remove" && err != nil:
				delete(x.live, id)
			case op == "add" && err == nil && strings.HasSuffix(a.Text, version(dedup.Article{}, v).Text):
				x.live[id] = a
			}
		}
		require.Equal(t, len(x.live), x.Len())
		for id, want := range x.live {
			got, err := x.Article(context.Background(), id)
			require.NoError(t, err)
			require.Equal(t, want.Text, got.Text)
		}
		x.follow(t)
		if round == rounds-1 {
			x.sameAsGroup(t)
		}
		if round%3 == 0 {
			x.MinImage(1) // from which the next are opened
		}
		require.NoError(t, x.Close())
		require.NoError(t, s.Close())
	}
	require.GreaterOrEqual(t, done, rounds/2)
	t.Logf("%d changes acknowledged, %d articles left", done, len(x.live))
}

// beKilled changes an index, and says before and after each change what it is.
func beKilled(t *testing.T, where string) {
	var folder string
	var seed uint64
	_, err := fmt.Sscan(where, &folder, &seed)
	require.NoError(t, err)
	s, err := store.Open(folder, &store.Options{Wait: 5 * time.Second})
	require.NoError(t, err)
	x, err := dedup.OpenIndex(t.Context(), s, nil)
	require.NoError(t, err)
	articles := loadNewsroom(t).articles
	r := rand.New(rand.NewPCG(seed, 2))
	for range 100_000 { // it is killed long before
		i, v, op := r.IntN(len(articles)), r.IntN(3), "add"
		if r.IntN(5) == 0 {
			op = "remove"
		}
		fmt.Println("begin", op, i, v)
		if op == "remove" {
			_, err = x.Remove(t.Context(), articles[i].ID)
		} else {
			_, err = x.Add(t.Context(), version(articles[i], v))
		}
		require.NoError(t, err)
		fmt.Println("done", op, i, v)
	}
}
