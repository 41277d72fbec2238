package moderation

import (
	"cmp"
	"slices"
	"sync"
)

// memory is what a Desk keeps out of the store: one lock per heap, the order on
// staff's screens, and who was shown what on pages that claim nothing.
type memory struct {
	mu     sync.Mutex
	locks  map[string]*sync.Mutex
	places map[string]int
	next   int
	seen   map[string][]string
}

func newMemory() *memory {
	return &memory{locks: map[string]*sync.Mutex{}, places: map[string]int{}, seen: map[string][]string{}}
}

// lock lets one change at a time through per heap, so that no group is let
// in twice; it returns what unlocks.
func (m *memory) lock(heap string) func() {
	m.mu.Lock()
	l := m.locks[heap]
	if l == nil {
		l = &sync.Mutex{}
		m.locks[heap] = l
	}
	m.mu.Unlock()
	l.Lock()
	return l.Unlock
}

// place puts an item behind all others, and gives what takes that back. It comes
// before the item is held: a page drawn in between would list it before what
// somebody is about to decide on.
func (m *memory) place(id string) (back func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	was, had := m.places[id]
	m.next++
	m.places[id] = m.next
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.places[id] = was; !had {
			delete(m.places, id)
		}
	}
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

// saw remembers that an account was shown an item on a page that claims nothing.
func (m *memory) saw(item, account string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[item] = join(m.seen[item], account)
}

func (m *memory) sawIt(item string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.seen[item])
}

func (m *memory) unsee(item string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.seen, item)
}

// forget drops all that is known of an item whose words are gone.
func (m *memory) forget(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.places, id)
	delete(m.seen, id)
}
