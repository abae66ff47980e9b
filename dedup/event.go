package dedup

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// An Event says what became of a cluster of an [Index]. Whoever applies all events to an empty
// map, in their order, has the clusters ([Event.Apply]).
type Event struct {
	Seq      uint64    `json:"seq"` // from 1 on, without gaps
	Kind     EventKind `json:"kind"`
	Cluster  string    `json:"cluster"`
	Other    string    `json:"other,omitempty"`    // Merged: the cluster that is no more; Split: where the articles went
	Articles []string  `json:"articles,omitempty"` // IDs, ascending: those who came, or went

	// Of Created and OriginChanged, as in [Cluster].
	Origin           string  `json:"origin,omitempty"`
	OriginReason     string  `json:"origin_reason,omitempty"`
	OriginConfidence float64 `json:"origin_confidence,omitempty"`
}

// An EventKind says what happened.
type EventKind uint8

const (
	Left          EventKind = iota // articles are in the cluster no more, nor in another; one without articles is no more
	Split                          // articles went from Cluster to Other, which may be new
	Merged                         // all articles of Other went to Cluster; Other is no more
	Created                        // articles that were in no cluster are one
	Joined                         // articles that were in no cluster came
	OriginChanged                  // another origin, or the same for another reason
)

var eventKinds = [...]string{"left", "split", "merged", "created", "joined", "origin-changed"}

// String returns the kind in lower case: "origin-changed".
func (k EventKind) String() string {
	if int(k) < len(eventKinds) {
		return eventKinds[k]
	}
	return fmt.Sprintf("event(%d)", uint8(k))
}

// MarshalText returns what String does.
func (k EventKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *EventKind) UnmarshalText(text []byte) error {
	return unmarshal(k, "kind of event", eventKinds[:], text)
}

// Apply makes the change in clusters, a map from an article's ID to its cluster's.
func (e *Event) Apply(clusters map[string]string) {
	switch e.Kind {
	case Left:
		for _, id := range e.Articles {
			delete(clusters, id)
		}
	case Split:
		for _, id := range e.Articles {
			clusters[id] = e.Other
		}
	case Merged:
		for id, c := range clusters {
			if c == e.Other {
				clusters[id] = e.Cluster
			}
		}
	case Created, Joined:
		for _, id := range e.Articles {
			clusters[id] = e.Cluster
		}
	}
}

// A story is a cluster of an index. It keeps its name as long as it can: of the groups among which
// its articles are divided the one with most of them keeps it (of equals the one with the first ID), and a group that could keep
// several names keeps the oldest.
type story struct {
	number  uint64 // names are given in order
	members []*doc // by ID
	origin  origin
	seen    witness
}

func (s *story) name() string { return storyName(s.number) }

func storyName(n uint64) string { return fmt.Sprintf("c%d", n) }

// storyNumber returns the number in a name, 0 if it is none.
func storyNumber(name string) uint64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(name, "c"), 10, 64)
	if err != nil || storyName(n) != name {
		return 0
	}
	return n
}

// retell gives the new groups of articles, each by ID and of two at least, their names and returns the
// events that lead to them. Was has, for every article of them and every other that may have been
// in one of the stories concerned, its story's number: 0 is none. Next is the number of the
// next new story.
func retell(groups [][]*doc, was map[string]uint64, next uint64) (stories []*story, events []Event) {
	stories = make([]*story, len(groups))
	awarded := map[uint64]int{} // old story → its heir
	shares := make([]map[uint64][]string, len(groups))
	for i, docs := range groups {
		stories[i] = &story{members: docs}
		shares[i] = map[uint64][]string{}
		for _, d := range docs {
			shares[i][was[d.ID]] = append(shares[i][was[d.ID]], d.ID)
		}
		for old, ids := range shares[i] {
			j, ok := awarded[old]
			if old > 0 && (!ok || cmp.Or(cmp.Compare(len(ids), len(shares[j][old])), strings.Compare(groups[j][0].ID, docs[0].ID)) > 0) {
				awarded[old] = i
			}
		}
	}
	for old, i := range awarded {
		if n := stories[i].number; n == 0 || old < n {
			stories[i].number = old
		}
	}
	order := make([]int, len(groups)) // new names go by the first article
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(groups[i][0].ID, groups[j][0].ID) })
	stays := map[string]bool{}
	for _, i := range order {
		fresh := stories[i].number == 0
		if fresh {
			stories[i].number = next
			next++
		}
		s := stories[i]
		for _, d := range s.members {
			stays[d.ID] = true
		}
		for _, old := range sortedKeys(shares[i]) {
			ids := shares[i][old]
			heir, ok := awarded[old]
			switch {
			case old == s.number:
			case old > 0 && ok && heir == i:
				events = append(events, Event{Kind: Merged, Cluster: s.name(), Other: storyName(old)})
			case old > 0:
				events = append(events, Event{Kind: Split, Cluster: storyName(old), Other: s.name(), Articles: ids})
			case fresh && len(ids) == len(s.members):
				events = append(events, Event{Kind: Created, Cluster: s.name(), Articles: ids})
			default:
				events = append(events, Event{Kind: Joined, Cluster: s.name(), Articles: ids})
			}
		}
	}
	gone := map[uint64][]string{}
	for id, old := range was {
		if old > 0 && !stays[id] {
			gone[old] = append(gone[old], id)
		}
	}
	for _, old := range sortedKeys(gone) {
		slices.Sort(gone[old])
		events = append(events, Event{Kind: Left, Cluster: storyName(old), Articles: gone[old]})
	}
	slices.SortStableFunc(events, func(p, q Event) int { return cmp.Compare(p.Kind, q.Kind) })
	return stories, events
}

func sortedKeys[V any](m map[uint64]V) []uint64 {
	keys := make([]uint64, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
