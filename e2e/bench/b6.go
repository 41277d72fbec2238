package main

import (
	"context"
	"errors"
	"slices"

	"cairn/e2e/stage"
)

// storm is B6: 5,000 phones have voted, lose their lines at once, come back within a second, as their scripts' dice have it, and vote again.
func storm(ctx context.Context, w *workshop) (figures []figure, err error) {
	house, err := w.demo(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, house.Stop()) }()
	facilitator, err := stage.SitDown(ctx, house)
	if err == nil {
		err = facilitator.Press(ctx, "o")
	}
	if err != nil {
		return nil, err
	}
	got, err := w.phones(ctx, house, hall, "-pattern", "reconnect", "-within", "1s")
	if err != nil {
		return nil, err
	}
	shown, err := facilitator.Reveal(ctx)
	if err != nil {
		return nil, err
	}
	exact := slices.Equal(sorted(shown), sorted(got.Sent))
	f := atMost("B6", got.Storm, "s from the cut until all 5,000 were live again and their next answer was in", 10)
	f.OK = f.OK && exact && got.Seated == hall && got.Cast == 2*hall && got.Refused+got.Unacked == 0 && got.Back.N == hall
	f.More = map[string]any{
		"back": got.Back.N, "back_p50_ms": round(got.Back.P50), "back_p95_ms": round(got.Back.P95), "cast": got.Cast,
		"refused": got.Refused, "unacked": got.Unacked, "exact": exact, "errors": got.Errors,
	}
	return []figure{f}, nil
}
