package moderation

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// memory is what a Desk keeps out of the store: one lock per activity, the
// order on staff's screens, and decisions that can still be taken back.
type memory struct {
	mu     sync.Mutex
	locks  map[string]*sync.Mutex
	places map[string]int
	next   int
	undo   map[string]undoable
}

// undoable is a decision for its ten seconds; moves[0] is the item decided on.
type undoable struct {
	by    string
	at    time.Time
	moves []move
}

// move is one item that went from what it was to a state.
type move struct {
	was Item
	to  State
	by  string
}

func newMemory() *memory {
	return &memory{locks: map[string]*sync.Mutex{}, places: map[string]int{}, undo: map[string]undoable{}}
}

// lock lets one change at a time through per activity, so that no group is let
// in twice; it returns what unlocks.
func (m *memory) lock(activity string) func() {
	m.mu.Lock()
	l := m.locks[activity]
	if l == nil {
		l = &sync.Mutex{}
		m.locks[activity] = l
	}
	m.mu.Unlock()
	l.Lock()
	return l.Unlock
}

// place puts an item behind all others.
func (m *memory) place(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next++
	m.places[id] = m.next
}

// sort orders items by place; those placed before this process started come
// first, by id.
func (m *memory) sort(items []*Item) {
	m.mu.Lock()
	defer m.mu.Unlock()
	slices.SortStableFunc(items, func(a, b *Item) int {
		return cmp.Or(cmp.Compare(m.places[a.ID], m.places[b.ID]), cmp.Compare(a.ID, b.ID))
	})
}

// remember keeps a decision and drops those whose ten seconds are over, with
// the copies of words in them.
func (m *memory) remember(u undoable) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for id, old := range m.undo {
		if u.at.Sub(old.at) >= UndoLasts {
			delete(m.undo, id)
		}
	}
	m.undo[u.moves[0].was.ID] = u
}

// take hands out by's decision on an item, once, while it can be taken back.
func (m *memory) take(item, by string, now time.Time) (undoable, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	u, ok := m.undo[item]
	if !ok || u.by != by || now.Sub(u.at) >= UndoLasts {
		return undoable{}, false
	}
	delete(m.undo, item)
	return u, true
}

// forget drops every readable copy of an item.
func (m *memory) forget(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.places, id)
	delete(m.undo, id)
	for key, u := range m.undo {
		u.moves = slices.DeleteFunc(u.moves, func(v move) bool { return v.was.ID == id })
		m.undo[key] = u
	}
}
