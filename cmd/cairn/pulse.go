package main

import (
	"context"
	"crypto/rand"
	"sync"
	"time"

	"cairn/fault"
	"cairn/store"
)

// The pulse's times: between two beats when all is well and when it is not, how
// long one may take, and after how long without one the store counts as stuck.
const (
	beatEvery  = 10 * time.Second
	beatSooner = 2 * time.Second
	beatWithin = 5 * time.Second
	beatStuck  = 30 * time.Second
)

// pulse knows whether this process can be given work. That the store keeps what
// it is given is tried by a line of our own every few seconds, so that asking
// /readyz never writes anything; that it answers is asked each time.
type pulse struct {
	now    func() time.Time
	answer func(context.Context) error // asks the store for something small
	keep   func(context.Context) error // writes a line of our own
	others []another

	mu       sync.Mutex
	beaten   time.Time // when a beat last ended; zero before the first
	trouble  string    // why the last one failed, "" where it did not
	stopping bool
}

// another is a part beside the store that the process needs.
type another struct {
	name string
	well func(context.Context) error
}

// newPulse makes the pulse of a process on its store.
func newPulse(engine store.Engine, now func() time.Time, answer func(context.Context) error) *pulse {
	leases, holder := store.NewLeases(engine), store.NewID(rand.Reader)
	return &pulse{now: now, answer: answer, keep: func(ctx context.Context) error {
		_, err := leases.Take(ctx, "pulse/"+holder, holder, now())
		return err
	}}
}

// also adds a part that must be well too, such as the bus; call it before the first beat.
func (p *pulse) also(name string, well func(context.Context) error) {
	p.others = append(p.others, another{name, well})
}

// watchBus makes readiness ask over the bus too, where several processes have
// one: a question of this process's own, to itself.
func (a *app) watchBus() error {
	if a.config.bus == "" {
		return nil
	}
	subject := "pulse." + a.others.holder
	stop, err := a.others.bus.Respond(subject, func(_ context.Context, question []byte) ([]byte, error) { return question, nil })
	if err != nil {
		return err
	}
	a.others.stops = append(a.others.stops, stop)
	a.pulse.also("bus", func(ctx context.Context) error {
		_, err := a.others.bus.Request(ctx, subject, []byte("well"))
		return err
	})
	return nil
}

// beat tries once whether the store keeps something.
func (p *pulse) beat(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, beatWithin)
	defer cancel()
	trouble := inWords(p.keep(ctx), "keeps nothing")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.beaten, p.trouble = p.now(), trouble
}

// beatOften beats until ctx ends.
func (p *pulse) beatOften(ctx context.Context) {
	p.mu.Lock()
	p.beaten = p.now() // a first beat that never ends is to be noticed too
	p.mu.Unlock()
	for {
		p.beat(ctx)
		next := time.NewTimer(p.rest())
		select {
		case <-ctx.Done():
			next.Stop()
			return
		case <-next.C:
		}
	}
}

// rest is how long to wait for the next beat: less where the last one failed.
func (p *pulse) rest() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.trouble != "" {
		return beatSooner
	}
	return beatEvery
}

// stop makes the process say that it is going, before anything else of it ends.
func (p *pulse) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopping = true
}

// troubles says what is in the way of giving this process work, one line each;
// none when all is well.
func (p *pulse) troubles(ctx context.Context) []string {
	p.mu.Lock()
	trouble, stopping := p.trouble, p.stopping
	stuck := !p.beaten.IsZero() && p.now().Sub(p.beaten) > beatStuck
	p.mu.Unlock()
	var out []string
	if stopping {
		out = append(out, "process: is stopping")
	}
	if stuck {
		return append(out, "store: has kept nothing for a while") // asking it would only wait as well
	}
	if now := inWords(p.answer(ctx), "does not answer"); now != "" {
		trouble = now
	}
	if trouble != "" {
		out = append(out, "store: "+trouble)
	}
	for _, o := range p.others {
		if o.well(ctx) != nil {
			out = append(out, o.name+": does not answer")
		}
	}
	return out
}

// inWords says what is wrong with the store and never how it said so itself: its
// own words may hold an address or a password. Being busy is nothing wrong.
func inWords(err error, otherwise string) string {
	switch known := fault.Of(err); {
	case known == nil, known.Key == "store.busy":
		return ""
	case known.Key == "store.full":
		return "has no room to keep more"
	case known.Key == "store.away":
		return "cannot be reached"
	}
	return otherwise
}
