package pipeline

import (
	"context"
	"fmt"
	"time"

	"github.com/wirecopy/wirecopy/dedup"
)

const positionKey = "position/" // and the name of a source

// maxBatchBytes bounds the texts of a batch, but for its last.
const maxBatchBytes = 8 << 20

// take takes the items that a source sends, batch by batch, until there are no more.
func (p *pipeline) take(ctx context.Context, items <-chan Item) error {
	if err := p.learn(ctx); err != nil {
		return err
	}
	for next, more := receive(items); more; {
		var batch []Item
		batch, next, more = p.collect(next, items)
		if err := p.put(context.WithoutCancel(ctx), batch); err != nil {
			return err
		}
		if err := p.learn(ctx); err != nil {
			return err
		}
		if next == nil && more {
			next, more = receive(items)
		}
	}
	return nil
}

func receive(items <-chan Item) (*Item, bool) {
	i, ok := <-items
	return &i, ok
}

// collect returns a batch that begins with an item: those who come before it is full or has waited for long
// enough. The next item, unless nil, is one that may not be in this batch, another version of an
// article that is. More says that there may be more.
func (p *pipeline) collect(first *Item, items <-chan Item) (batch []Item, next *Item, more bool) {
	late := time.NewTimer(p.Wait)
	defer late.Stop()
	seen := map[string]bool{}
	bytes := 0
	for i := first; ; {
		if id := i.Article.ID; id != "" && seen[id] {
			return batch, i, true
		}
		seen[i.Article.ID] = true
		batch = append(batch, *i)
		if bytes += len(i.Article.Text); len(batch) == p.Batch || bytes >= maxBatchBytes {
			return batch, nil, true
		}
		select {
		case item, ok := <-items:
			if !ok {
				return batch, nil, false
			}
			i = &item
		case <-late.C:
			return batch, nil, true
		}
	}
}

// put puts the articles of a batch into the index, and with them into the store how far the source
// has come. Then it acknowledges them.
func (p *pipeline) put(ctx context.Context, batch []Item) error {
	var articles []dedup.Article
	for _, i := range batch {
		if i.Err != nil {
			p.bad.Add(1)
			p.Logger.Error("bad article", "error", i.Err)
		}
		if i.Article.ID != "" {
			articles = append(articles, i.Article)
		}
		if i.Position != nil {
			p.notes.set(positionKey+p.source.Name, i.Position)
		}
	}
	if _, err := p.index.Add(ctx, articles...); err != nil {
		return fmt.Errorf("adding %d articles: %w", len(articles), err)
	}
	if p.notes.waits(positionKey + p.source.Name) { // nothing was new, so the store was not written
		if err := p.notes.flush(ctx, positionKey+p.source.Name); err != nil {
			return err
		}
	}
	for _, i := range batch {
		if i.Done != nil {
			i.Done()
		}
	}
	return nil
}
