package graph

import (
	"cmp"
	"slices"
)

// A source prints more than stories: the poll of a week, a list of its programmes,
// the teasers of a day. Where a page has little else, such a module makes it a copy of
// every other page with the same one, as far as two texts can tell. Many can tell more. Who
// has a module shares as many words with one page as with the next, and nothing besides
// ([Verdict].Block), and these share no more with each other; while of two versions of a story the one
// shares more with a third than the other does, and all three have much in common. So a text has a module
// if there are moduleTexts-1 such others of its source, and what two texts with modules share that is
// no larger than these is no reason to group them. A text that several sources have is of none.
//
// In us-homepages-2016 that undoes or divides 8 of 563 clusters, which had stood for a list of programmes (19
// and 5 articles), a poll (15), teasers (7, 6, 4, 2) and background (3): of their 61 articles 39 are in no cluster any
// more. What is left of the poll, 5, 4 and 3 articles, has it in versions that grow by the day. In six other
// corpora one article leaves a trial's cluster for background, and five clusters of forms filled in change; no
// score does (examples/benchmark/testdata/ablation.md, table Grouping). Not told are two pages with one module,
// and a module that an article of another source has whole: that may be its story.
const (
	moduleTexts = 3    // that have it
	moduleSlack = 0.05 // by which two sizes may differ, as words agree by chance,
	moduleWords = 3    // and so many words
	moduleSteps = 4    // a module may have modules for its parts, which are found first
	maxSharers  = 24   // that are looked at beside a text, the first among them
)

// A sharer is who shares a block with a text, and nothing else, by its place in the story, and the words of the block.
type sharer struct {
	with  int
	words int32
}

// noBlock stands for what two texts share if it is no block.
const noBlock = -1

// modules returns the sizes of the modules of the texts of a story, 0 for none, and what two texts of one source
// share.
func (g *Graph) modules(story []int32, place map[int32]int, source []uint64) (sizes []int32, shared map[[2]int]int32) {
	beside := make([][]sharer, len(story))
	shared = map[[2]int]int32{}
	for i, v := range story {
		for _, e := range g.texts[v].edges {
			l := g.link(e.link)
			j, ok := place[e.to]
			if !ok || !l.beside() || source[i] == 0 || source[i] != source[j] {
				continue
			}
			if shared[[2]int{i, j}] = int32(l.block); l.block == 0 {
				shared[[2]int{i, j}] = noBlock
				continue
			}
			beside[i] = append(beside[i], sharer{j, int32(l.block)})
		}
	}
	sizes = make([]int32, len(story))
	for _, own := range beside {
		slices.SortFunc(own, func(p, q sharer) int {
			return cmp.Or(cmp.Compare(q.words, p.words), cmp.Compare(p.with, q.with))
		})
	}
	for range moduleSteps {
		next := slices.Clone(sizes)
		for i, own := range beside {
			for k := 0; k <= len(own)-moduleTexts+1 && own[k].words > next[i]; k++ {
				next[i] = max(next[i], moduleOf(own[k:], sizes, shared))
			}
		}
		if slices.Equal(next, sizes) {
			break
		}
		sizes = next
	}
	return sizes, shared
}

// moduleOf returns the size of the module that a text has with the first of those beside it, which
// share no more of it from one to the next, and with others of them; 0 if there is none.
func moduleOf(beside []sharer, sizes []int32, shared map[[2]int]int32) int32 {
	size := beside[0].words
	have := []int{beside[0].with}
	for _, s := range beside[1:min(len(beside), maxSharers)] {
		if !within(size, s.words) {
			break
		}
		if slices.ContainsFunc(have, func(j int) bool {
			n := shared[[2]int{s.with, j}]
			return n == noBlock || !within(n, size) && !sameModule(sizes[s.with], sizes[j], n)
		}) {
			continue
		}
		if have = append(have, s.with); len(have) == moduleTexts-1 {
			return size
		}
	}
	return 0
}

// within reports whether a block is no larger than another, or hardly.
func within(block, other int32) bool {
	return block <= other+int32(moduleSlack*float64(other))+moduleWords
}

// sameModule reports whether two texts with modules of these sizes share no more than those.
func sameModule(a, b, block int32) bool {
	return block > 0 && a > 0 && b > 0 && within(block, min(a, b))
}
