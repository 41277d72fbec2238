package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"cairn/e2e/stage"
)

// run is one whole run.
func run(ctx context.Context, p plan) (*result, error) {
	if p.code == "" {
		return nil, errors.New("say which session: -code")
	}
	t := newTally()
	r := &result{Pattern: p.pattern, Phones: p.phones, Errors: map[string]int{}, Lost: -1, Double: -1}
	phones := make([]*phone, p.phones)
	for i := range phones {
		phones[i] = newPhone(&p, t, i)
	}
	live, cancel := context.WithCancel(ctx)
	defer cancel()
	began := time.Now()
	coming := rhythm{crew: 256, over: p.within}
	if p.pattern == "join" {
		coming = rhythm{crew: p.phones}
	}
	seated := each(live, r, phones, coming, (*phone).join)
	r.Seated = len(seated)
	err := act(live, p, r, seated)
	r.Seconds = time.Since(began).Seconds()
	for _, ph := range seated {
		ph.hangUp()
	}
	cancel()
	t.readers.Wait()
	r.sum(t, seated)
	if err == nil && p.report != "" {
		err = r.compare(ctx, p, seated)
	}
	r.OK = err == nil && r.Seated == r.Phones && r.Refused == 0 && r.Unacked == 0 && r.Lost <= 0 && r.Double <= 0
	if !p.expect && p.report == "" {
		r.Sent = nil
	}
	return r, err
}

// act is what the pattern adds to joining.
func act(ctx context.Context, p plan, r *result, phones []*phone) error {
	switch p.pattern {
	case "wave", "reconnect":
		if err := question(ctx, p, r, phones); err != nil {
			return err
		}
		if err := p.ready(ctx); err != nil {
			return err
		}
		before := p.spent()
		for range p.votes {
			each(ctx, r, phones, rhythm{len(phones), p.within}, (*phone).vote)
		}
		r.CPU = (p.spent() - before).Seconds()
		if p.pattern == "reconnect" {
			cut := time.Now()
			storm(ctx, p, r, phones)
			r.Storm = time.Since(cut).Seconds()
		}
	case "join", "idle":
	default:
		return fmt.Errorf("no such pattern: %q", p.pattern)
	}
	rest(ctx, p.hold)
	return nil
}

// storm drops every line at once; the phones come back within the time of a wave and vote once more.
func storm(ctx context.Context, p plan, r *result, phones []*phone) {
	for _, ph := range phones {
		ph.hangUp()
	}
	each(ctx, r, phones, rhythm{len(phones), p.within}, func(ph *phone, ctx context.Context) error {
		began := time.Now()
		if err := ph.again(ctx); err != nil {
			return err
		}
		ph.tally.back(time.Since(began))
		return ph.vote(ctx)
	})
}

// question waits until one is open and sees to it that every phone has its form.
func question(ctx context.Context, p plan, r *result, phones []*phone) error {
	if len(phones) == 0 {
		return errors.New("nobody got a seat")
	}
	limit := time.Now().Add(p.wait)
	for phones[0].page.action == "" {
		if time.Now().After(limit) || ctx.Err() != nil {
			return fmt.Errorf("no question was open within %v", p.wait)
		}
		rest(ctx, 250*time.Millisecond)
		if err := phones[0].lookAgain(ctx); err != nil {
			return err
		}
	}
	var without []*phone
	for _, ph := range phones {
		if ph.page.activity != phones[0].page.activity {
			without = append(without, ph)
		}
	}
	each(ctx, r, without, rhythm{crew: 64}, (*phone).lookAgain)
	return nil
}

// rhythm is how a crowd does something: evenly spread over a time, and at most crew at once.
type rhythm struct {
	crew int
	over time.Duration
}

// each lets every phone do something and gives those that could.
func each(ctx context.Context, r *result, phones []*phone, at rhythm, do func(*phone, context.Context) error) []*phone {
	var mu sync.Mutex
	var could []*phone
	places := make(chan struct{}, max(1, at.crew))
	var all sync.WaitGroup
	began := time.Now()
	for i, ph := range phones {
		rest(ctx, time.Until(began.Add(at.over*time.Duration(i)/time.Duration(len(phones)))))
		places <- struct{}{}
		all.Go(func() {
			defer func() { <-places }()
			err := do(ph, ctx)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				r.Errors[kindOf(err)]++
				return
			}
			could = append(could, ph)
		})
	}
	all.Wait()
	return could
}

// kindOf shortens an error to what many phones have in common.
func kindOf(err error) string {
	text, _, _ := strings.Cut(err.Error(), "127.0.0.")
	return strings.TrimSpace(text)
}

func rest(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// sum fills in what the phones saw.
func (r *result) sum(t *tally, phones []*phone) {
	r.Join, r.Ack, r.Back = spreadOf(t.joins), spreadOf(t.acks), spreadOf(t.backs)
	r.Cast, r.Again, r.Frames = t.counts["cast"], t.counts["again"], t.counts["frames"]
	for what, n := range t.counts {
		if strings.HasPrefix(what, "refused_") {
			r.Refused += n
		}
	}
	newest := ""
	for v := range t.versions {
		if len(v) > len(newest) || len(v) == len(newest) && v > newest {
			newest = v
		}
	}
	r.Sent, r.Unsure = map[string]int{}, map[string]int{}
	muted := 0
	for _, ph := range phones {
		if ph.manner == mute {
			muted += ph.casts
			if ph.pick != "" {
				r.Unsure[ph.pick]++
			}
			continue
		}
		if ph.pick != "" {
			r.Sent[ph.pick]++
		}
		if ph.manner == proper && r.Frames > 0 && ph.by == "socket" {
			r.Missed += max(0, len(t.versions)-ph.frames)
			if ph.last != newest {
				r.Behind++
			}
		}
	}
	r.Unacked = max(0, r.Cast-r.Ack.N-r.Refused-muted)
}

// spent is the CPU the server has used; nought where it is not known.
func (p plan) spent() time.Duration {
	if p.process == 0 {
		return 0
	}
	used, err := stage.UseOf(p.process)
	if err != nil {
		return 0
	}
	return used.CPU
}
