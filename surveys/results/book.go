package results

import (
	"context"
	"fmt"
	"iter"
	"sync"
)

// Kept is a stored response as a Book reads it: its id and revision, by which a correction replaces it and never the other way
// round, and what is counted.
type Kept struct {
	ID  string
	Rev int64
	Row
}

// Source reads all responses of a survey; the same id may come twice.
type Source interface {
	Responses(ctx context.Context, survey string) iter.Seq2[Kept, error]
}

// Book holds the tables of the surveys somebody looks at. A table is read from the store at the first look and follows from then
// on what comes in; Forget drops it, so that the next look reads anew. Safe for many callers.
type Book struct {
	source Source
	mu     sync.Mutex
	open   map[string]*page
}

// page is one survey's table and where each response lies in it.
type page struct {
	mu     sync.RWMutex
	table  *Table
	places map[string]where

	early   sync.Mutex
	loading bool
	waiting []Kept // what came in while the store was read
	ready   chan struct{}
	failed  error
}

// where a response lies in the table, and at which revision.
type where struct {
	place int
	rev   int64
}

// OpenBook makes a Book over a source.
func OpenBook(s Source) *Book { return &Book{source: s, open: map[string]*page{}} }

// Came tells the book of a response that the store has taken, new or corrected. It never waits for a table that is being read.
func (b *Book) Came(survey string, k Kept) {
	b.mu.Lock()
	p := b.open[survey]
	b.mu.Unlock()
	if p == nil {
		return
	}
	p.early.Lock()
	if p.loading {
		p.waiting = append(p.waiting, k)
		p.early.Unlock()
		return
	}
	p.early.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.put(k)
}

// Forget drops a survey's table.
func (b *Book) Forget(survey string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.open, survey)
}

// Look calls do with the survey's table, which do must not keep. It fails where the store cannot be read.
func (b *Book) Look(ctx context.Context, survey string, do func(*Table) error) error {
	p, mine := b.page(survey)
	if mine {
		b.read(ctx, survey, p)
	}
	select {
	case <-p.ready:
	case <-ctx.Done():
		return fmt.Errorf("waiting for the answers of a survey: %w", ctx.Err())
	}
	if p.failed != nil {
		return p.failed
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	return do(p.table)
}

func (b *Book) page(survey string) (p *page, mine bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p := b.open[survey]; p != nil {
		return p, false
	}
	p = &page{table: NewTable(), places: map[string]where{}, loading: true, ready: make(chan struct{})}
	b.open[survey] = p
	return p, true
}

// read fills a page from the store, then with what came in meanwhile; a page that could not be read is dropped.
func (b *Book) read(ctx context.Context, survey string, p *page) {
	defer close(p.ready)
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, err := range b.source.Responses(ctx, survey) {
		if err != nil {
			p.failed = fmt.Errorf("read the answers of a survey: %w", err)
			b.Forget(survey)
			return
		}
		p.put(k)
		if p.table.failed != nil {
			p.failed = fmt.Errorf("read the answers of a survey: %w", p.table.failed)
			b.Forget(survey)
			return
		}
	}
	p.early.Lock()
	defer p.early.Unlock()
	for _, k := range p.waiting {
		p.put(k)
	}
	p.waiting, p.loading = nil, false
}

func (p *page) put(k Kept) {
	switch old, known := p.places[k.ID]; {
	case !known:
		p.places[k.ID] = where{p.table.Add(k.Row), k.Rev}
	case k.Rev >= old.rev:
		p.table.Replace(old.place, k.Row)
		p.places[k.ID] = where{old.place, k.Rev}
	}
}
