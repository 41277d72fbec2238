package server

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"cairn/polls"
)

// paperWords is moderation as far as these tests go: it keeps what comes, and
// takes "help me" for a cry for help.
type paperWords struct {
	mu    sync.Mutex
	items map[string]polls.LiveText
	shown map[string]bool // texts a person approved
	fail  error
}

func (w *paperWords) Submit(_ context.Context, item polls.LiveText) (polls.Heard, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail != nil {
		return polls.Heard{}, w.fail
	}
	w.items[item.ID] = item
	return polls.Heard{Help: strings.Contains(item.Text, "help me")}, nil
}

func (w *paperWords) Withdraw(_ context.Context, id string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.items, id)
	return nil
}

func (w *paperWords) Release(context.Context, string) error { return nil }

func (w *paperWords) Shown(_ context.Context, activity string) ([]polls.ShownWord, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var shown []polls.ShownWord
	for _, item := range w.items {
		if item.Activity == activity && w.shown[item.Text] {
			shown = append(shown, polls.ShownWord{Key: item.Text, Text: item.Text, N: 1, Items: []string{item.ID}})
		}
	}
	return shown, nil
}

// approves lets the room see a text, and waits until it does.
func (h *hall) approves(texts ...string) {
	h.t.Helper()
	h.words.mu.Lock()
	h.words.shown = map[string]bool{}
	for _, text := range texts {
		h.words.shown[text] = true
	}
	h.words.mu.Unlock()
	h.rooms.WordsChanged(h.room.ID(), "")
	want := slices.Sorted(slices.Values(texts))
	h.until("the approved texts", func(v *polls.View) bool { return slices.Equal(slices.Sorted(maps.Values(v.Labels)), want) })
}

// until waits for a view of the room.
func (h *hall) until(what string, is func(*polls.View) bool) {
	h.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); <-tick.C {
		if is(h.room.View()) {
			return
		}
	}
	h.t.Fatalf("got %+v, want %s", h.room.View().Ideas, what)
}

// texts are the words held, in any order.
func (w *paperWords) texts() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []string
	for _, item := range w.items {
		all = append(all, item.Text)
	}
	return all
}
