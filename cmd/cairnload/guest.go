package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"
)

// guest is a phone that stays for a whole hall and finds out by itself what is asked.
type guest struct {
	*phone
	hall *hall
	way  string // as the mix names it
	done string // the round it has answered
}

func newGuest(h *hall, index int, way string) *guest {
	p := newPhone(&h.plan, h.tally, index)
	p.dice = rand.New(rand.NewPCG(h.plan.seed, uint64(index)))
	p.told, p.down = make(chan string, 1), make(chan struct{}, 1)
	switch way {
	case "poll", "plain":
		p.by = way
	case "mute", "slow", "drop", "double":
		p.manner = manner(way)
	}
	return &guest{phone: p, hall: h, way: way}
}

// stay is a guest's time in the hall: in by the code, then every question that comes.
func (g *guest) stay(ctx context.Context) {
	for g.join(ctx) != nil && ctx.Err() == nil {
		g.pause(ctx, 500)
	}
	for ctx.Err() == nil {
		if at := g.page.activity + "." + g.page.round; g.page.action != "" && at != g.done {
			g.hall.seen(g)
			if err := g.play(ctx); err != nil && ctx.Err() == nil {
				g.hall.report.wrong(fmt.Sprintf("%s phone %d: %v", g.way, g.index, err))
			}
			g.done = at
		}
		g.news(ctx)
		for g.lookAgain(ctx) != nil && ctx.Err() == nil {
			g.pause(ctx, 500)
		}
	}
}

// pause waits up to twice so many milliseconds.
func (g *guest) pause(ctx context.Context, ms int) {
	rest(ctx, time.Duration(ms/2+g.dice.IntN(ms+1))*time.Millisecond)
}

// news waits until the page may have changed, each phone by the means it has.
func (g *guest) news(ctx context.Context) {
	switch {
	case g.by == "plain" || g.manner == mute: // somebody loads the page again
		g.pause(ctx, 1000)
	case g.by == "poll":
		g.polled(ctx)
	default:
		g.followed(ctx)
	}
}

// followed reads frames until one names another shape; a line that ended is opened again.
func (g *guest) followed(ctx context.Context) {
	for ctx.Err() == nil {
		select {
		case shape := <-g.told:
			if shape != g.page.shape {
				return
			}
		case <-g.down:
			g.hangUp()
			for g.pause(ctx, 500); g.again(ctx) != nil && ctx.Err() == nil; {
				g.pause(ctx, 500)
			}
		case <-ctx.Done():
		}
	}
}

// polled asks for the newest frame until one names another shape.
func (g *guest) polled(ctx context.Context) {
	for version := g.page.version; ctx.Err() == nil; {
		said, err := g.askOnce(ctx, g.page.poll+"?v="+url.QueryEscape(version))
		var m message
		switch {
		case err != nil || said.status != http.StatusOK && said.status != http.StatusNoContent:
			g.pause(ctx, 500)
		case said.status == http.StatusOK && json.Unmarshal(said.body, &m) == nil:
			if version = m.V; m.S != g.page.shape {
				return
			}
		}
	}
}

func (g *guest) askOnce(ctx context.Context, path string) (answer, error) {
	l, err := g.dial(ctx)
	if err != nil {
		return answer{}, err
	}
	defer l.Close()
	gone := context.AfterFunc(ctx, func() { _ = l.Close() }) // a long poll ends with the hall
	defer gone()
	return g.ask(ctx, l, http.MethodGet, path, nil)
}

// play answers the open question and changes its mind up to twice.
func (g *guest) play(ctx context.Context) error {
	times := 1 + g.dice.IntN(3)
	for i := range times {
		rest(ctx, time.Duration(g.dice.Int64N(int64(g.hall.set.spread)))/time.Duration(times))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if i > 0 {
			if err := g.change(ctx); err != nil {
				return err
			}
		}
		if err := g.vote(ctx); err != nil {
			return err
		}
	}
	if g.manner == mute {
		if err := g.settle(ctx); err != nil {
			return err
		}
	}
	g.hall.kept(g)
	return nil
}

// change makes ready for another answer: a fresh key, and without scripts a fresh form.
func (g *guest) change(ctx context.Context) error {
	if g.by != "plain" {
		g.page.key = fmt.Sprintf("again%016x", g.dice.Uint64())
		return nil
	}
	was, says := g.page, g.page.says
	for end := time.Now().Add(g.plan.timeout); ; g.pause(ctx, 300) {
		said, err := g.askOnce(ctx, "/s/"+g.plan.code+"?change="+url.QueryEscape(was.activity+"."+was.round+".0.0"))
		if err == nil && said.status == http.StatusOK {
			g.page = readPage(string(said.body))
			if g.page.activity == was.activity && g.page.round == was.round {
				g.page.says = says
				return nil
			}
			return errors.New("the page to change an answer asks nothing")
		}
		if ctx.Err() != nil || time.Now().After(end) {
			return errors.Join(errors.New("the page to change an answer never came"), err)
		}
	}
}

// settle finds out by post whether the last ballot of a phone that never reads is in, by sending it once more.
func (g *guest) settle(ctx context.Context) error {
	g.manner = proper
	was := g.by
	g.by = "poll"
	defer func() { g.manner, g.by = mute, was }()
	for end := time.Now().Add(g.plan.timeout); ; g.pause(ctx, 300) {
		got, err := g.post(ctx)
		switch {
		case err == nil && got.kept:
			return nil
		case err == nil && got.why != "try":
			return fmt.Errorf("sent again by post: refused, %q", got.why)
		case ctx.Err() != nil || time.Now().After(end):
			return errors.Join(errors.New("sent again by post, never answered"), err)
		}
	}
}
