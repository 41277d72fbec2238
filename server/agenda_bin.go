package server

import (
	"sync"

	"cairn/polls"
)

// binKeeps is how many removed activities can be put back at any one time.
const binKeeps = 500

// agendaBin remembers what was taken off agendas, so that "put it back" works
// for a while. It lives in memory: after a restart there is nothing to put back.
type agendaBin struct {
	mu    sync.Mutex
	kept  map[string]removed
	order []string // oldest first
}

// removed is one activity and the place it stood at.
type removed struct {
	activity polls.Activity
	place    int
}

func newAgendaBin() *agendaBin { return &agendaBin{kept: map[string]removed{}} }

func (b *agendaBin) put(session string, r removed) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := session + "/" + r.activity.ID
	if _, again := b.kept[key]; !again {
		b.order = append(b.order, key)
	}
	b.kept[key] = r
	if len(b.order) > binKeeps {
		delete(b.kept, b.order[0])
		b.order = b.order[1:]
	}
}

// look finds a removed activity without taking it out.
func (b *agendaBin) look(session, activity string) (removed, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	r, ok := b.kept[session+"/"+activity]
	return r, ok
}

// take finds it and forgets it, so that it is put back once.
func (b *agendaBin) take(session, activity string) (removed, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := session + "/" + activity
	r, ok := b.kept[key]
	delete(b.kept, key)
	return r, ok
}
