package themes

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"cairn/store"
)

// shelf is a service's pieces in memory, newest day first, with the themes they
// were tagged with. A service of 100,000 texts takes about 60 MB.
type shelf struct {
	mu    sync.RWMutex
	order []*entry
	byID  map[string]*entry
	tags  map[string]map[string]bool // piece → themes it was tagged with, merged ones as they were
	since time.Time                  // when it was read
	took  time.Duration              // how long reading it took
}

// entry is a piece with the words a search looks through.
type entry struct {
	Piece
	hay string
}

// A shelf is read again when it is older than freshFor, or than freshTimes as
// long as reading it took, so that a large service is not read all the time.
const (
	freshFor   = 15 * time.Second
	freshTimes = 20
)

func (s *shelf) fresh(now time.Time) bool {
	return now.Sub(s.since) < max(freshFor, freshTimes*s.took)
}

// shelfOf gives a service's shelf, read again where it is too old. One caller
// reads, the others wait for it.
func (b *Board) shelfOf(ctx context.Context, service string) (*shelf, error) {
	room := b.roomFor(service)
	room.reading.Lock()
	defer room.reading.Unlock()
	if room.shelf != nil && room.shelf.fresh(b.d.Now()) {
		return room.shelf, nil
	}
	b.mu.Lock()
	room.filling = true // from now on what changes is noted: its place may have been read already
	b.mu.Unlock()
	s, err := b.fill(ctx, service)
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		for _, change := range room.late {
			change(s)
		}
		room.shelf = s
	}
	room.filling, room.late = false, nil
	return s, err
}

// place is where a service's shelf stands.
type place struct {
	reading sync.Mutex
	shelf   *shelf // nil before it was first read; set under both locks
	filling bool
	late    []func(*shelf) // what changed while it is being read
}

// change alters a service's shelf, the one that is being read too.
func (p *place) change(do func(*shelf)) {
	if p.filling {
		p.late = append(p.late, do)
	}
	if p.shelf != nil {
		do(p.shelf)
	}
}

// shelve alters a service's shelf in memory after the store was changed.
func (b *Board) shelve(service string, do func(*shelf)) {
	room := b.roomFor(service)
	b.mu.Lock()
	defer b.mu.Unlock()
	room.change(do)
}

func (b *Board) roomFor(service string) *place {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.places[service] == nil {
		b.places[service] = &place{}
	}
	return b.places[service]
}

// fill reads a service's pieces and then their tags.
func (b *Board) fill(ctx context.Context, service string) (*shelf, error) {
	began := b.d.Now()
	s := &shelf{byID: map[string]*entry{}, tags: map[string]map[string]bool{}, since: began}
	for piece, err := range b.d.Pieces.Of(ctx, service) {
		if err != nil {
			return nil, err
		}
		if piece.Service != service {
			continue
		}
		var words []string
		for _, bit := range piece.Bits {
			words = append(words, bit.Text)
		}
		e := &entry{Piece: piece, hay: hay(strings.Join(words, " "), piece.Lang)}
		s.order = append(s.order, e)
		s.byID[piece.ID] = e
	}
	slices.SortFunc(s.order, func(a, b *entry) int {
		return cmp.Or(strings.Compare(string(b.Day), string(a.Day)), strings.Compare(a.ID, b.ID))
	})
	for tag, err := range b.tags.Find(ctx, store.Query{Index: "service", Equal: []any{service}}) {
		if err != nil {
			return nil, err
		}
		s.tag(tag.Item, tag.Theme)
	}
	s.took = b.d.Now().Sub(began)
	return s, nil
}

// tag puts a piece under a theme.
func (s *shelf) tag(item, theme string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tags[item] == nil {
		s.tags[item] = map[string]bool{}
	}
	s.tags[item][theme] = true
}

// untag takes a piece out from under some themes.
func (s *shelf) untag(item string, themes []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range themes {
		delete(s.tags[item], t)
	}
}

// tagged lists the themes a piece was tagged with, in no order that means anything.
func (s *shelf) tagged(item string) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.tags[item]))
}

// remove takes a piece and all that is known of it out of the shelf.
func (s *shelf) remove(item string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.tags, item)
	if s.byID[item] == nil {
		return
	}
	delete(s.byID, item)
	s.order = slices.DeleteFunc(slices.Clone(s.order), func(e *entry) bool { return e.ID == item })
}

// takeDown removes a piece from memory, wherever it lies.
func (b *Board) takeDown(item string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, room := range b.places {
		room.change(func(s *shelf) { s.remove(item) })
	}
	for _, was := range b.counted {
		delete(was.in, item)
	}
}
