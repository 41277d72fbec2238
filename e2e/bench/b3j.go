package main

import (
	"context"
	"time"
)

// joins is B3j: 5,000 phones come in at once.
func joins(ctx context.Context, w *workshop) ([]figure, error) {
	got, err := w.crowd(ctx, 5000, 10*time.Second)
	if err != nil {
		return nil, err
	}
	all := atMost("B3j", got.JoinMS/1000, "s until the last of 5,000 had a seat", 10)
	all.OK = all.OK && got.Joined == got.Phones
	all.More = map[string]any{"phones": got.Phones, "joined": got.Joined, "cpu_ms_a_phone": round(got.JoinCPU / float64(max(1, got.Joined)))}
	p95 := atMost("B3jp", got.JoinP95/1000, "s, p95 until a seat", 5)
	return []figure{all, p95}, nil
}
