package main

import (
	"context"

	"cairn/live/livebench"
)

// silent is B7: what phones that never read their socket do to the others.
func silent(ctx context.Context, _ *workshop) ([]figure, error) {
	r, err := livebench.B7(ctx, 1000, 0.2, "board")
	if err != nil {
		return nil, err
	}
	f := fromLive(r)
	f.Ratio, f.Yardstick = round(r.Value), "the same room without the phones that never read"
	return []figure{f}, nil
}
