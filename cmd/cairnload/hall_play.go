package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"cairn/e2e/stage"
)

// play plays one hall after the other until the time is over.
func (s hallSet) play(ctx context.Context, shares []share, r *hallReport) error {
	folder, err := os.MkdirTemp("", "cairn-hall-")
	if err != nil {
		return fmt.Errorf("making a folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }() // in the system's temporary folder, which sweeps itself
	if s.program == "" {
		if s.program, err = stage.Build(ctx, "./cmd/cairn", folder, s.race); err != nil {
			return err
		}
	}
	over := time.Now().Add(time.Duration(s.minutes * float64(time.Minute)))
	dice := rand.New(rand.NewPCG(s.seed, 0))
	cut := time.Now().Add(s.every)
	for n := 0; n == 0 || time.Now().Before(over); n++ {
		h := &hall{set: s, report: r, dice: dice, nextCut: cut, data: filepath.Join(folder, fmt.Sprint("hall", n), "data")}
		if err := h.run(ctx, deal(shares, s.phones), n); err != nil {
			return fmt.Errorf("hall %d: %w", n+1, err)
		}
		cut = h.nextCut
		r.Halls++
		fmt.Fprintf(os.Stderr, "cairnload: hall %d is over, %d rounds compared, %d power cuts, %d things wrong\n", r.Halls, r.Rounds, r.Cuts, len(r.Wrong))
	}
	return nil
}

// hall is one session from the first phone to the last round.
type hall struct {
	set     hallSet
	report  *hallReport
	dice    *rand.Rand
	data    string
	house   *stage.House
	desk    *stage.Desk
	plan    plan
	tally   *tally
	guests  []*guest
	nextCut time.Time

	mu      sync.Mutex
	place   string    // of the round that is open
	opened  time.Time // when it was
	missing map[int]bool
	picked  map[string]int
	says    map[string]string
	all     chan struct{} // closed when nobody is missing
}

// run lets everybody in, plays the rounds, and sees everybody out.
func (h *hall) run(ctx context.Context, manners []string, n int) (err error) {
	if err := h.start(ctx, ""); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.house.Stop(), os.RemoveAll(filepath.Dir(h.data))) }()
	h.plan = plan{addr: h.house.Addr, code: h.house.Code, by: "socket", sources: 200, timeout: h.set.wait, seed: h.set.seed + uint64(n)}
	h.tally = newTally()
	live, leave := context.WithCancel(ctx)
	var inside sync.WaitGroup
	for i, how := range manners {
		g := newGuest(h, i, how)
		h.guests = append(h.guests, g)
		inside.Go(func() { g.stay(live) })
	}
	for round := range h.set.rounds {
		if err = h.round(live, round); err != nil {
			break
		}
	}
	h.memory()
	leave()
	for _, g := range h.guests {
		g.hangUp()
	}
	inside.Wait()
	for _, g := range h.guests {
		g.hangUp() // who was just coming back
	}
	h.tally.readers.Wait()
	h.report.add(h.tally)
	return err
}

// start starts the program on the hall's folder, at an address where it stood before.
func (h *hall) start(ctx context.Context, addr string) error {
	var more []string
	if addr != "" {
		more = []string{"--addr", addr}
	}
	house, err := stage.Demo(ctx, h.set.program, h.data, more...)
	if err != nil {
		return err
	}
	h.house = house
	h.desk, err = stage.SitDown(ctx, house)
	return err
}

// powerCut ends the program as a power cut does and starts it again.
func (h *hall) powerCut(ctx context.Context) error {
	h.memory()
	if err := h.house.Kill(); err != nil {
		return err
	}
	h.report.Cuts++
	return h.start(ctx, h.plan.addr)
}

// round opens the question, waits until every phone was told that its answer is in, and compares what the wall shows.
func (h *hall) round(ctx context.Context, n int) error {
	key := "o"
	if n > 0 {
		key = "2"
	}
	h.expect()
	if err := h.desk.Press(ctx, key); err != nil {
		return err
	}
	if h.set.storm > 0 && n%h.set.storm == h.set.storm-1 {
		rest(ctx, time.Duration(h.dice.Int64N(int64(h.set.spread))))
		for _, g := range h.guests {
			g.hangUp()
		}
		h.report.Storms++
	}
	if h.set.every > 0 && time.Now().After(h.nextCut) {
		rest(ctx, time.Duration(h.dice.Int64N(int64(h.set.spread))))
		if err := h.powerCut(ctx); err != nil {
			return err
		}
		h.nextCut = time.Now().Add(h.set.every)
	}
	limit := time.NewTimer(h.set.wait)
	defer limit.Stop()
	select {
	case <-h.all:
	case <-limit.C:
		return fmt.Errorf("round %d: after %v still no word that an answer is in, for %s", n+1, h.set.wait, h.lagging())
	case <-ctx.Done():
		return ctx.Err()
	}
	shown, err := h.desk.Reveal(ctx)
	if err != nil {
		return err
	}
	h.report.Rounds++
	for _, d := range h.differences(shown) {
		h.report.wrong(fmt.Sprintf("hall %d, round %d: %s", h.report.Halls+1, n+1, d))
	}
	return nil
}
