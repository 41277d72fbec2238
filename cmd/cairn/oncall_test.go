package main

import (
	"context"
	"crypto/rand"
	"sync"
	"testing"
	"time"

	"cairn/moderation"
	"cairn/moderation/oncall"
	"cairn/store"
)

// handClock is a clock the test moves.
type handClock struct {
	mu sync.Mutex
	at time.Time
}

func newClock(at time.Time) *handClock { return &handClock{at: at} }

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *handClock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// oneLead is a service with one lead, who has a key.
type oneLead struct{}

func (oneLead) Service(context.Context, string) (oncall.Service, error) {
	return oncall.Service{Zone: time.UTC, Accountable: true}, nil
}

func (oneLead) Members(context.Context, string) ([]oncall.Member, error) {
	return []oncall.Member{{Account: "ann", Name: "Ann", Email: "ann@example.org", Number: "07700 900123", Key: true}}, nil
}
func (oneLead) Keys(context.Context, string) (bool, string, error) { return true, "", nil }
func (oneLead) Reviewed(string) bool                               { return true }

// TestAWorryWakesWhoIsOnCallAndTheDeskRings goes the whole way: words in a live
// session, screening, sealing, the rota, and what the desk may say.
func TestAWorryWakesWhoIsOnCallAndTheDeskRings(t *testing.T) {
	h, at := storyHouse(t)
	must(t, h.makeSafe(t.Context(), at))
	before, err := h.rota.Waiting(t.Context(), at.alex.ID)
	must(t, err)
	heard, err := h.words.Submit(t.Context(), moderation.NewText{
		ID: store.NewID(rand.Reader), Service: at.link, Session: at.ready, Activity: "a", Lang: "en", Source: moderation.Live, Example: true,
		Text: "I am going to kill myself tonight",
	})
	must(t, err)
	if !heard.Help || !heard.Passed {
		t.Errorf("got %+v, want it passed on and its author shown who can help", heard)
	}
	after, err := h.rota.Waiting(t.Context(), at.alex.ID)
	must(t, err)
	if len(after) != len(before)+1 {
		t.Fatalf("got %d pages for the lead, want %d", len(after), len(before)+1)
	}
	page := after[len(after)-1]
	if !page.Now || page.Session != at.ready {
		t.Errorf("got %+v, want danger now in that session", page)
	}
	word, err := h.rota.DeskWord(t.Context(), at.link, at.ready)
	must(t, err)
	if !word.Ring || word.Who.Name != at.alex.Name || word.Who.Number == "" {
		t.Errorf("the desk: got %+v, want to ring %s", word, at.alex.Name)
	}
	must(t, h.rota.Acknowledge(t.Context(), page.ID, at.alex.ID))
	if word, err = h.rota.DeskWord(t.Context(), at.link, at.ready); err != nil || word.Ring || word.SeenBy != at.alex.Name {
		t.Errorf("once the lead has it: got %+v, %v, want their name and nobody to ring", word, err)
	}
}
