package server

import (
	"sync"

	"cairn/polls"
)

// binKeeps is how many removed things can be put back at any one time.
const binKeeps = 500

// bin remembers what was taken off agendas and out of surveys, so that "put it
// back" works for a while. It lives in memory: after a restart there is nothing
// to put back.
type bin[T any] struct {
	mu    sync.Mutex
	kept  map[string]T
	order []string // oldest first
}

// removed is one activity and the place it stood at.
type removed struct {
	activity polls.Activity
	place    int
}

func newBin[T any]() *bin[T] { return &bin[T]{kept: map[string]T{}} }

// put keeps what was removed from a session or a survey, under its own id.
func (b *bin[T]) put(from, id string, gone T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := from + "/" + id
	if _, again := b.kept[key]; !again {
		b.order = append(b.order, key)
	}
	b.kept[key] = gone
	if len(b.order) > binKeeps {
		delete(b.kept, b.order[0])
		b.order = b.order[1:]
	}
}

// look finds what was removed without taking it out.
func (b *bin[T]) look(from, id string) (T, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	gone, ok := b.kept[from+"/"+id]
	return gone, ok
}

// take finds it and forgets it, so that it is put back once.
func (b *bin[T]) take(from, id string) (T, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := from + "/" + id
	gone, ok := b.kept[key]
	delete(b.kept, key)
	return gone, ok
}
