package shingle

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestParsersShareAMemory has many parsers meet the same words in different orders, while the
// generations of their memory end: every stem is what it is without one.
func TestParsersShareAMemory(t *testing.T) {
	endings := []string{"", "s", "ing", "ed", "ness", "ation"}
	var words []string
	for i := range 3000 {
		words = append(words, fmt.Sprintf("%c%c%c%c%s", 'a'+i%26, 'e'+i/26%20, 'k'+i%7, 'm'+i/520, endings[i%len(endings)]))
	}
	words = append(words, "a", "the", "Donaudampfschifffahrtsgesellschaften", strings.Repeat("b", maxForm), strings.Repeat("b", maxForm+1))
	m := new(memory)
	first := m.now()
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(worker)))
			p := &Parser{memory: m}
			for round := range 40 {
				lang := []string{"en", "fr", "de"}[round%3]
				var text []string
				for range 300 {
					text = append(text, words[r.IntN(len(words))])
				}
				for _, tok := range p.Parse(strings.Join(text, " "), lang).Tokens {
					if tok.Stem != hashString(Stem(tok.Word, lang)) || tok.Class&Stop != 0 != isStop(lang, tok.Word) {
						t.Errorf("%s: stem or class of %q", lang, tok.Word)
					}
				}
				if round%10 == 9 {
					g := m.now()
					g.mu.Lock()
					g.size = maxStems - 200 // and a text or two later it is full
					g.mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	require.NotSame(t, first, m.now(), "no generation ended")

	// And with nobody else about: the one that is full is kept, none before it.
	p := &Parser{memory: m}
	p.Parse("kept", "en")
	g := m.now()
	g.size = maxStems - 1
	p.Parse("unheard", "en")
	require.Same(t, g, m.now().old)
	require.Nil(t, g.old, "more than two generations are kept")
	old := g.lookUp("en")
	require.NotNil(t, old)
	require.Nil(t, old.old.Load())
	p.Parse("kept", "en")
	require.Equal(t, 1, m.now().size, "the count begins anew")
}

// TestMemoryHasFewLanguages parses texts in languages that nobody knows: they have one table.
func TestMemoryHasFewLanguages(t *testing.T) {
	p := &Parser{memory: new(memory)}
	for i := range 500 {
		text := p.Parse("Bergens hus’s tak", fmt.Sprintf("q%c%c", 'a'+i%26, 'a'+i/26))
		require.Equal(t, hashString("hus"), text.Tokens[1].Stem)
	}
	p.Parse("Bergens hus", "no")
	require.Len(t, p.memory.now().tables, 2)
}

// TestSlotsAreNotReadTwice has parsers that began at one time meet the same new words, each from another on, so that they find
// slots empty which others fill: no word has another's stem. A slot is looked at once.
func TestSlotsAreNotReadTwice(t *testing.T) {
	var wg sync.WaitGroup
	for round := range 300 {
		m := new(memory)
		for worker := range 4 {
			wg.Go(func() {
				table := m.now().table("en")
				for i := range 480 {
					w := fmt.Sprintf("w%dx%dq", (7*i+worker)%480, round)
					tok := Token{Span: Span{0, len(w)}, Word: w, Stem: hashString(w)}
					if stem, _ := table.stem(*table.slots.Load(), "en", w, &tok); stem != tok.Stem {
						t.Errorf("the stem of %s is another's", w)
					}
				}
			})
		}
		wg.Wait()
	}
}

// TestLongForms has words of every length, whose table doubles again and again: each is stemmed as it is without a memory,
// and a long one is no more stemmed twice than a short one.
func TestLongForms(t *testing.T) {
	p := &Parser{memory: new(memory)}
	var words []string
	for n := range maxStemmed/2 + 2 {
		for i := range 100 {
			words = append(words, strings.Repeat("ж", n)+string(rune('а'+i%32))+string(rune('а'+i/32))+"ами")
		}
	}
	for range 2 {
		for i, tok := range p.Parse(strings.Join(words, " "), "ru").Tokens {
			require.Equal(t, hashString(Stem(words[i], "ru")), tok.Stem, words[i])
		}
	}
	kept := 0
	for _, w := range words {
		if len(w) <= maxStemmed {
			kept++
		}
	}
	require.InDelta(t, kept, p.memory.now().size, 5, "but for those that found no place")
}
