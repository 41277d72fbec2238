package main

import (
	"context"
	"fmt"
	"time"
)

// projector is B4: how long after the last ack of a wave the projector shows the count, and whether the tally is exact.
func projector(ctx context.Context, w *workshop) ([]figure, error) {
	got, err := w.crowd(ctx, 500, time.Second, "--waves", "20")
	if err != nil {
		return nil, err
	}
	if got.Shown99 == 0 {
		return nil, fmt.Errorf("cairnload saw no count on the projector")
	}
	f := atMost("B4", got.Shown99, "ms, p99 from the last ack of a wave to the projector", 300)
	f.OK = f.OK && got.Exact
	f.More = map[string]any{"phones": got.Phones, "exact": got.Exact}
	return []figure{f}, nil
}
