package main

import (
	"context"

	"cairn/live/livebench"
)

// idlePhones is B2: memory the server holds for a phone that does nothing.
func idlePhones(ctx context.Context, _ *workshop) ([]figure, error) {
	r, err := livebench.B2(ctx, 4000, "board")
	if err != nil {
		return nil, err
	}
	return []figure{fromLive(r)}, nil
}
