package report

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/wirecopy/wirecopy/dedup"
	"github.com/wirecopy/wirecopy/dedup/passage"
)

// The data of a page, as JSON in script elements that no browser runs:
//
//	id="index"  the stories and their members, without a text; read at once
//	id="t7"     the text of article 7; read when it is shown
//	id="p3"     the pairs of story 3; read when the family is shown
//	id="p-1"    the pairs that made no story
//
// Articles are named by their place in the index. Offsets count UTF-16 units of
// the text as the browser has it, where every byte that is not UTF-8 is one
// U+FFFD.
type (
	pageIndex struct {
		Title    string        `json:"title"`
		Articles int           `json:"articles"` // that went in
		In       int           `json:"in"`       // that are in stories
		Texts    []pageArticle `json:"texts"`
		Stories  []pageStory   `json:"stories"`
		Related  int           `json:"related"` // pairs that are alike and no story
		More     int           `json:"more"`    // pairs that are left out
		Pair     bool          `json:"pair"`    // it is the page of one pair, of articles 0 and 1
	}
	pageArticle struct {
		ID       string `json:"id"`
		Key      string `json:"key"`   // as it stands in addresses: unlike ID, it is unique when shown
		Title    string `json:"title"` // else its opening
		Source   string `json:"source,omitempty"`
		Language string `json:"language,omitempty"`
		Date     *int64 `json:"date,omitempty"` // seconds since 1970
		Credit   string `json:"credit,omitempty"`
		Agency   string `json:"agency,omitempty"`
		Bytes    int    `json:"bytes"`
	}
	pageStory struct {
		Title      string       `json:"title"`
		Origin     int          `json:"origin"` // article, -1 if none of the members, or if nothing tells
		Reason     string       `json:"reason"`
		Confidence float64      `json:"confidence"`
		Members    []pageMember `json:"members"` // the base first, then by date
	}
	pageMember struct {
		Article  int     `json:"article"`
		From     int     `json:"from"` // what it is set beside; -1 for the base
		Relation string  `json:"relation,omitempty"`
		Score    float64 `json:"score,omitempty"`
		Share    []int   `json:"share,omitempty"` // words verbatim, edited, rewritten, only here
	}
)

// source is what a page asks of a result beside its lists.
type source interface {
	articles
	Reasons(p *dedup.Pair) []string
}

// A page is gathered first, then written.
type page struct {
	Options
	in       source
	index    pageIndex
	number   map[string]int // ID, place in index.Texts
	keys     map[string]int // of keys: how many IDs are shown as it
	articles []dedup.Article
	stories  []*story
	inside   [][]dedup.Pair // by story
	across   []dedup.Pair
	diff     differ
	err      error // the first: an unknown article, a comparison that failed
}

func newPage(in source, o Options) *page {
	p := &page{Options: o, in: in, number: map[string]int{}, keys: map[string]int{}}
	p.index.Title = clean(o.Title)
	p.index.Texts, p.index.Stories = []pageArticle{}, []pageStory{}
	return p
}

// result gathers the stories and the pairs that made none, the closest first.
func (p *page) result(r *dedup.Result) error {
	p.index.Articles = r.Articles
	inside, across := divide(r)
	for i := range r.Clusters {
		pairs := derived(inside[i])
		s := tell(&r.Clusters[i], pairs, p.in)
		if err := p.story(s); err != nil {
			return err
		}
		p.inside = append(p.inside, chart(s, pairs))
	}
	p.index.In = len(p.articles)
	slices.SortStableFunc(across, func(x, y dedup.Pair) int {
		return cmp.Or(cmp.Compare(y.Relation, x.Relation), cmp.Compare(y.Score, x.Score))
	})
	if n := len(across) - maxAcross; n > 0 && !p.Full {
		p.index.More, across = n, across[:maxAcross]
	}
	p.related(across)
	return p.err
}

func (p *page) related(across []dedup.Pair) {
	p.across, p.index.Related = across, len(across)
	for _, x := range across {
		p.article(x.A)
		p.article(x.B)
	}
}

// story adds a story to the index.
func (p *page) story(s *story) error {
	p.stories = append(p.stories, s)
	x := pageStory{Title: clean(s.title), Origin: -1, Reason: clean(s.OriginReason), Confidence: round(s.OriginConfidence)}
	if strings.TrimSpace(x.Title) == "" {
		x.Title = p.headline(&s.base)
	}
	for i := range s.members {
		y := p.member(&s.members[i])
		if p.err != nil {
			return p.err
		}
		if s.members[i].ID == s.Origin {
			x.Origin = y.Article
		}
		x.Members = append(x.Members, y)
	}
	p.index.Stories = append(p.index.Stories, x)
	return nil
}

func (p *page) member(m *member) pageMember {
	x := pageMember{Article: p.article(m.ID), From: -1}
	a := &p.index.Texts[x.Article]
	a.Credit, a.Agency = clean(m.Credit), clean(m.Agency)
	if m.from == "" || p.err != nil {
		return x
	}
	x.From = p.article(m.from)
	var ps []passage.Passage
	if ps, p.err = m.passages(p.in); p.err != nil {
		return x
	}
	x.Share = parts(shareOf(ps, p.articles[x.Article].Text))
	x.Relation, x.Score = m.pair.Relation.String(), round(m.pair.Score)
	return x
}

// article returns the number of an article, a new one if it has none.
func (p *page) article(id string) int {
	if n, ok := p.number[id]; ok {
		return n
	}
	n := len(p.articles)
	p.number[id] = n
	a, ok := p.in.Article(id)
	if !ok && p.err == nil {
		p.err = fmt.Errorf("report: %w: %q", dedup.ErrUnknown, id)
	}
	x := pageArticle{
		ID: clean(id), Key: p.key(clean(id)),
		Title: p.headline(&a), Source: clean(a.Source), Language: clean(a.Language), Bytes: len(a.Text),
	}
	if !a.Published.IsZero() {
		at := a.Published.Unix()
		x.Date = &at
	}
	p.articles = append(p.articles, a)
	p.index.Texts = append(p.index.Texts, x)
	return n
}

// headline returns what stands for an article where there is room for a line.
func (p *page) headline(a *dedup.Article) string {
	title := strings.TrimSpace(clean(a.Title))
	if title == "" {
		title = cmp.Or(opening(a.Text, p.in.Marks(a.ID)), strings.TrimSpace(clean(a.ID)))
	}
	return shortenTo(title, maxHeadline)
}

// key makes the ID unique that is shown of an article: what clean does to odd
// bytes may make two of them the same.
func (p *page) key(id string) string {
	key := id
	for n := p.keys[id]; p.keys[key] > 0; n++ {
		key = id + "~" + strconv.Itoa(n)
	}
	p.keys[id]++
	if key != id {
		p.keys[key]++
	}
	return key
}

// texts yields the texts by the numbers of their articles.
func (p *page) texts() iter.Seq2[int, pageText] {
	return func(yield func(int, pageText) bool) {
		for i, a := range p.articles {
			if !yield(i, newPageText(a.Text, p.in.Marks(a.ID))) {
				return
			}
		}
	}
}

// chart returns the pairs of a story that its page shows: those by which it is
// told, and all among the first maxChart members, which make the heat map. That
// bounds them by a multiple of the members, where all pairs may be their square.
func chart(s *story, pairs []dedup.Pair) []dedup.Pair {
	var out []dedup.Pair
	told := map[[2]string]bool{}
	inChart := map[string]bool{}
	for i, m := range s.members {
		if i < maxChart {
			inChart[m.ID] = true
		}
		if m.pair != nil {
			told[[2]string{m.pair.A, m.pair.B}] = true
			out = append(out, *m.pair)
		}
	}
	for _, x := range pairs {
		if !told[[2]string{x.A, x.B}] && inChart[x.A] && inChart[x.B] {
			out = append(out, x)
		}
	}
	return out
}

const (
	maxHeadline = 300 // bytes

	maxChart  = 40 // members in a heat map
	maxAcross = 40 // pairs that made no story, unless Full: each takes a comparison
)

// parts drops the kind that a text alone cannot have.
func parts(s share) []int {
	return []int{s[passage.Verbatim], s[passage.Edited], s[passage.Rewritten], s[passage.OnlyB]}
}
