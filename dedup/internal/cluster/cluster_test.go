package cluster

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// graph draws scored pairs among few things, with repeats of scores, which is
// where order could show.
func graph(t *rapid.T) (n int, edges []Edge) {
	n = rapid.IntRange(1, 30).Draw(t, "n")
	seen := map[[2]int]bool{}
	for range rapid.IntRange(0, 3*n).Draw(t, "edges") {
		i, j := rapid.IntRange(0, n-1).Draw(t, "i"), rapid.IntRange(0, n-1).Draw(t, "j")
		if i != j && !seen[[2]int{min(i, j), max(i, j)}] {
			seen[[2]int{min(i, j), max(i, j)}] = true
			edges = append(edges, Edge{i, j, float64(rapid.IntRange(0, 10).Draw(t, "score")) / 10})
		}
	}
	return n, edges
}

// scores is the score function of a graph: 0 where there is no edge.
func scores(edges []Edge) func(i, j int) float64 {
	at := map[[2]int]float64{}
	for _, e := range edges {
		at[[2]int{min(e.I, e.J), max(e.I, e.J)}] = e.Score
	}
	return func(i, j int) float64 { return at[[2]int{min(i, j), max(i, j)}] }
}

// checkPartition holds that each of 0..n-1 is in one group, that members ascend
// and groups too, by their first.
func checkPartition(t require.TestingT, n int, groups [][]int) {
	var all []int
	for k, g := range groups {
		require.NotEmpty(t, g)
		require.True(t, slices.IsSorted(g))
		require.True(t, k == 0 || groups[k-1][0] < g[0])
		all = append(all, g...)
	}
	slices.Sort(all)
	require.Len(t, all, n)
	for i, x := range all {
		require.Equal(t, i, x)
	}
}

func shuffled(t *rapid.T, edges []Edge) []Edge {
	out := slices.Clone(rapid.Permutation(edges).Draw(t, "order"))
	for k, e := range out {
		if rapid.Bool().Draw(t, "turned") {
			out[k] = Edge{e.J, e.I, e.Score}
		}
	}
	return out
}

func TestGroupsPartitionInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := graph(t)
		before := slices.Clone(edges)
		got := Groups(n, edges, scores(edges))
		require.Equal(t, before, edges, "the edges of the caller stay")
		checkPartition(t, n, got)
		require.Equal(t, got, Groups(n, shuffled(t, edges), scores(edges)))
	})
}

// Groups are within components, and every group holds together by its edges.
func TestGroupsAreConnected(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := graph(t)
		for _, g := range Groups(n, edges, scores(edges)) {
			var own []Edge
			for _, e := range edges {
				if slices.Contains(g, e.I) && slices.Contains(g, e.J) {
					own = append(own, e)
				}
			}
			found := slices.ContainsFunc(Groups(n, own, func(int, int) float64 { return 1 }), func(c []int) bool { return slices.Equal(c, g) })
			require.True(t, found, "%v is in parts", g)
		}
	})
}

// plainGroups is the rule without the bookkeeping: the speakers of a group are
// elected from all its members each time.
func plainGroups(n int, edges []Edge, score func(i, j int) float64) [][]int {
	g := &groups{of: make([]int, n), members: make([][]int, n), speakers: make([][]int, n), score: score}
	for i := range n {
		g.of[i], g.members[i] = i, []int{i}
	}
	edges = slices.Clone(edges)
	for len(edges) > 0 {
		first := 0 // the best edge that is left
		for k, e := range edges {
			f := edges[first]
			if cmp.Or(cmp.Compare(f.Score, e.Score), cmp.Compare(min(e.I, e.J), min(f.I, f.J)), cmp.Compare(max(e.I, e.J), max(f.I, f.J))) < 0 {
				first = k
			}
		}
		a, b := g.of[min(edges[first].I, edges[first].J)], g.of[max(edges[first].I, edges[first].J)]
		edges = slices.Delete(edges, first, first+1)
		if a == b {
			continue
		}
		g.speakers[a], g.speakers[b] = elect(slices.Clone(g.members[a])), elect(slices.Clone(g.members[b]))
		if g.cohere(a, b) {
			for _, i := range g.members[b] {
				g.of[i] = a
			}
			g.members[a], g.members[b] = append(g.members[a], g.members[b]...), nil
		}
	}
	return g.list()
}

func TestGroupsAgainstPlainRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, edges := graph(t)
		for k := range edges {
			edges[k].Score = math.Round(8*edges[k].Score) / 8 // sums of eighths are exact in any order
		}
		require.Equal(t, plainGroups(n, edges, scores(edges)), Groups(n, edges, scores(edges)))
	})
}

func TestRule(t *testing.T) {
	clique := func(members ...int) (out []Edge) {
		for k, i := range members {
			for _, j := range members[k+1:] {
				out = append(out, Edge{i, j, .9})
			}
		}
		return out
	}
	for _, c := range []struct {
		why   string
		n     int
		edges []Edge
		want  [][]int
	}{
		{"nothing", 0, nil, nil},
		{"things without edges are alone", 2, nil, [][]int{{0}, {1}}},
		{"two that are sure", 2, []Edge{{0, 1, .6}}, [][]int{{0, 1}}},
		{"two that are not", 2, []Edge{{0, 1, .19}}, [][]int{{0}, {1}}},
		{"a chain A~B~C with A≁C, where C is not sure", 3, []Edge{{0, 1, .9}, {1, 2, .35}}, [][]int{{0, 1}, {2}}},
		{"a chain of six: its ends are too far from each other", 6, []Edge{{0, 1, .8}, {1, 2, .8}, {2, 3, .8}, {3, 4, .8}, {4, 5, .8}}, [][]int{{0, 1, 2, 3, 4}, {5}}},
		{
			"two stories that one wrong pair would chain", 6,
			append(append(clique(0, 1, 2), clique(3, 4, 5)...), Edge{2, 3, .8}),
			[][]int{{0, 1, 2}, {3, 4, 5}},
		},
		{
			"two halves of one source: like it, not like each other", 3,
			[]Edge{{0, 1, .8}, {0, 2, .8}},
			[][]int{{0, 1, 2}},
		},
		{
			"six parts of one source: it takes in four of them, then the mean is below a fifth", 7,
			[]Edge{{0, 1, .8}, {0, 2, .8}, {0, 3, .8}, {0, 4, .8}, {0, 5, .8}, {0, 6, .8}},
			[][]int{{0, 1, 2, 3, 4}, {5}, {6}},
		},
		{"four of a kind", 4, clique(0, 1, 2, 3), [][]int{{0, 1, 2, 3}}},
		{"an edge to itself", 2, []Edge{{0, 0, 1}}, [][]int{{0}, {1}}},
	} {
		t.Run(c.why, func(t *testing.T) {
			require.Equal(t, c.want, Groups(c.n, c.edges, scores(c.edges)))
		})
	}
}

// A million edges: at random, and from one thing to all others, whose
// group would be sorted anew a million times by a careless merge.
func TestMillionEdges(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const n = 1_000_000
	r := rand.New(rand.NewPCG(1, 2))
	for name, edge := range map[string]func(k int) Edge{
		"random": func(int) Edge { return Edge{r.IntN(n), r.IntN(n), r.Float64()} },
		"star":   func(k int) Edge { return Edge{0, k, .9} },
	} {
		edges := make([]Edge, n)
		for k := range edges {
			edges[k] = edge(k)
		}
		asked := 0
		start := time.Now()
		groups := Groups(n, edges, func(int, int) float64 { asked++; return .9 })
		require.Less(t, time.Since(start), 20*time.Second, name)
		require.LessOrEqual(t, asked, n*(maxSide*maxSide+1), name)
		checkTotal(t, n, groups)
	}
}

func checkTotal(t *testing.T, n int, groups [][]int) {
	total := 0
	for _, g := range groups {
		total += len(g)
	}
	require.Equal(t, n, total)
}

func BenchmarkGroups(b *testing.B) {
	const n = 100_000
	r := rand.New(rand.NewPCG(1, 2))
	edges := make([]Edge, n)
	for k := range edges {
		edges[k] = Edge{k, k - k%10, .5 + r.Float64()/2}
	}
	for b.Loop() {
		Groups(n, edges, func(int, int) float64 { return .5 })
	}
	b.ReportMetric(float64(n*b.N)/b.Elapsed().Seconds(), "edges/s")
}
