package wire

import (
	"slices"
	"strings"
	"sync"
)

// A Sampler keeps the lines of the texts that Lines would ask for, with 256 of a source, so that whoever
// has the texts once need not have them again when it is time to learn. The zero value is ready; any number of
// goroutines may use one. It has no more than Lines has, and shares it.
type Sampler struct {
	mu      sync.Mutex
	sources map[string][]articleLines
}

// Add keeps the lines of a text of source, whose hash by xxh3 this is, if it is among those with the smallest. It
// costs a pass over the text then, and nothing otherwise.
func (s *Sampler) Add(source, text string, hash uint64) {
	if !s.wants(source, hash) {
		return
	}
	a := articleLines{hash, lineHashes(text)}
	s.mu.Lock()
	defer s.mu.Unlock()
	own := s.sources[source]
	at, ok := wanted(own, hash, defaultSample)
	if !ok {
		return // somebody was faster
	}
	if own == nil {
		source = strings.Clone(source)
	}
	if s.sources == nil {
		s.sources = make(map[string][]articleLines)
	}
	s.sources[source] = slices.Insert(own[:min(len(own), defaultSample-1)], at, a)
}

func (s *Sampler) wants(source string, hash uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := wanted(s.sources[source], hash, defaultSample)
	return ok
}

// AddFrom adds to l the text of source with this hash, if s has it, and reports that.
func (l *Lines) AddFrom(s *Sampler, source string, hash uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := s.sources[source]
	from, ok := find(own, hash)
	if !ok {
		return false
	}
	of := l.of(source)
	if at, ok := wanted(of.articles, hash, l.sample()); ok {
		of.insert(at, own[from], l.sample())
	}
	return true
}

// Reset has s forget all but what l has.
func (s *Sampler) Reset(l *Lines) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sources = make(map[string][]articleLines, len(l.sources))
	for source, own := range l.sources {
		s.sources[source] = slices.Clone(own.articles[:min(len(own.articles), defaultSample)])
	}
}
