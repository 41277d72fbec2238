package main

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"cairn/e2e/stage"
)

const hall = 5000

// votes is B3: 5,000 phones vote within one second, every vote durable before its phone says so.
func votes(ctx context.Context, w *workshop) ([]figure, error) {
	once, err := wave(ctx, w, 1)
	if err != nil {
		return nil, err
	}
	p95 := atMost("B3", once.Ack.P95, "ms, p95 until the answer is in", 500)
	p95.OK = p95.OK && once.Seated == hall && once.Cast == hall && once.Refused+once.Unacked == 0 && once.exact
	p95.More = map[string]any{
		"phones": once.Seated, "cast": once.Cast, "refused": once.Refused, "unacked": once.Unacked, "exact": once.exact,
		"p50_ms": round(once.Ack.P50), "p99_ms": round(once.Ack.P99), "errors": once.Errors,
	}
	// Four waves, counted from the first ballot to the last ack, so that joining is not in it.
	again, err := wave(ctx, w, 4)
	if err != nil {
		return []figure{p95}, err
	}
	cpu := atMost("B3c", again.CPU*1000/float64(max(1, again.Cast)), "ms of server CPU a vote", 0.12)
	cpu.More = map[string]any{
		"votes": again.Cast, "p95_ms": round(again.Ack.P95), "first_wave": round(once.CPU * 1000 / float64(max(1, once.Cast))),
		"first_wave_with": "the frames that tell 5,000 phones of the count four times a second",
	}
	return []figure{p95, cpu}, nil
}

type waved struct {
	loaded
	exact bool // the wall shows what the phones sent
}

// wave lets the hall join and vote so many times.
func wave(ctx context.Context, w *workshop, times int) (got waved, err error) {
	house, err := w.demo(ctx)
	if err != nil {
		return got, err
	}
	defer func() { err = errors.Join(err, house.Stop()) }()
	facilitator, err := stage.SitDown(ctx, house)
	if err != nil {
		return got, err
	}
	if err := facilitator.Press(ctx, "o"); err != nil {
		return got, err
	}
	got.loaded, err = w.phones(ctx, house, hall, "-pattern", "wave", "-within", "1s", "-votes", strconv.Itoa(times))
	if err != nil {
		return got, err
	}
	shown, err := facilitator.Reveal(ctx)
	got.exact = slices.Equal(sorted(shown), sorted(got.Sent))
	return got, err
}
