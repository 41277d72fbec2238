package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"cairn/e2e/stage"

	"github.com/gorilla/websocket"
	"github.com/valyala/fasthttp"
)

const (
	waves   = 200
	perWave = 10
)

// projector is B4: how long after the last ack of a wave the projector shows the count, and whether the tally is exact.
func projector(ctx context.Context, w *workshop) (figures []figure, err error) {
	house, err := w.demo(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, house.Stop()) }()
	facilitator, err := stage.SitDown(ctx, house)
	if err != nil {
		return nil, err
	}
	if err := facilitator.Press(ctx, "o"); err != nil {
		return nil, err
	}
	voters, err := seatVoters(ctx, house, waves*perWave)
	if err != nil {
		return nil, err
	}
	wall, err := watchWall(ctx, facilitator)
	if err != nil {
		return nil, err
	}
	defer wall.Close()
	client := &fasthttp.Client{MaxConnsPerHost: perWave}
	var late []float64
	sent := map[string]int{}
	for i := range waves {
		lag, err := oneWave(client, wall, voters[i*perWave:(i+1)*perWave], (i+1)*perWave)
		if err != nil {
			return nil, fmt.Errorf("wave %d: %w", i+1, err)
		}
		late = append(late, float64(lag.Microseconds())/1000)
	}
	for _, v := range voters {
		sent[v.fields.Get("pick")]++
	}
	shown, err := facilitator.Reveal(ctx)
	if err != nil {
		return nil, err
	}
	f := atMost("B4", slices.Sorted(slices.Values(late))[waves*99/100], "ms, p99 of 200 waves, from a wave's last ack to the projector", 300)
	exact := slices.Equal(sorted(shown), sorted(sent))
	f.OK, f.More = f.OK && exact, map[string]any{"answers": len(voters), "waves": waves, "median_ms": round(middle(late)), "max_ms": round(slices.Max(late)), "exact": exact}
	return []figure{f}, nil
}

// watchWall opens the projector's socket as its page does.
func watchWall(ctx context.Context, d *stage.Desk) (*websocket.Conn, error) {
	page, err := d.Open(ctx, d.Wall)
	if err != nil {
		return nil, err
	}
	live, found := page.Attribute("main", "data-live")
	if !found {
		return nil, fmt.Errorf("the projector at %s is not live", page.At)
	}
	to, err := page.At.Parse(live)
	if err != nil {
		return nil, fmt.Errorf("the projector's socket %q: %w", live, err)
	}
	origin := url.URL{Scheme: to.Scheme, Host: to.Host}
	to.Scheme = "ws"
	socket, _, err := websocket.DefaultDialer.DialContext(ctx, to.String(), http.Header{
		"Cookie": {d.Cookies(page.At.String())}, "Origin": {origin.String()},
	})
	if err != nil {
		return nil, fmt.Errorf("opening the projector's socket: %w", err)
	}
	return socket, nil
}

// oneWave lets the voters vote at once and gives how long after the last ack the wall knew of total answers.
func oneWave(client *fasthttp.Client, wall *websocket.Conn, voters []*voter, total int) (time.Duration, error) {
	type told struct {
		at  time.Time
		err error
	}
	seen := make(chan told, 1)
	go func() {
		_ = wall.SetReadDeadline(time.Now().Add(10 * time.Second)) // the read after it reports
		for {
			var frame struct{ N int }
			if err := wall.ReadJSON(&frame); err != nil {
				seen <- told{err: fmt.Errorf("waiting for %d answers on the wall: %w", total, err)}
				return
			}
			if frame.N >= total {
				seen <- told{at: time.Now()}
				return
			}
		}
	}()
	failures := make([]error, len(voters))
	var all sync.WaitGroup
	for i, v := range voters {
		all.Go(func() { failures[i] = v.cast(client) })
	}
	all.Wait()
	last := time.Now()
	wallSaw := <-seen
	return max(0, wallSaw.at.Sub(last)), errors.Join(append(failures, wallSaw.err)...)
}
