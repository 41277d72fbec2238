package main

import (
	"context"
	"sync"
	"time"

	"cairn/moderation/oncall"
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
