package main

import (
	"context"

	"cairn/live/livebench"
)

// framesDelivered is B1: server CPU a frame delivered to 4,000 phones, beside a bare loop of prepared frames and, without a
// bar, beside a plain hub with a goroutine and a channel for each phone.
func framesDelivered(ctx context.Context, _ *workshop) ([]figure, error) {
	r, err := livebench.B1(ctx, 4000, 5, "loop")
	if err != nil {
		return nil, err
	}
	f := fromLive(r)
	f.Ratio, f.Yardstick = round(r.Value), "a loop of prepared frames on the same connections"
	r, err = livebench.B1(ctx, 4000, 3, "hub")
	if err != nil {
		return []figure{f}, err
	}
	hub := fromLive(r)
	hub.ID, hub.Ratio, hub.Yardstick = "B1h", round(r.Value), "a plain gorilla hub, a goroutine and a channel for each phone"
	return []figure{f, hub}, nil
}

func fromLive(r livebench.Row) figure {
	return figure{ID: r.ID, Value: round(r.Value), Unit: r.Unit, Bar: r.Bar, OK: r.OK, More: r.More}
}
