package main

import (
	"context"

	"cairn/live/livebench"
)

// growth is B9: how server CPU a frame grows from a room of 500 phones to one of 8,000.
func growth(ctx context.Context, _ *workshop) ([]figure, error) {
	r, err := livebench.B9(ctx, []int{500, 1000, 2000, 4000, 8000})
	if err != nil {
		return nil, err
	}
	f := fromLive(r)
	f.Ratio, f.Yardstick = round(r.Value), "the same with 500 phones"
	return []figure{f}, nil
}
