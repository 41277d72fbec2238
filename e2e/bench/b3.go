package main

import (
	"context"
	"time"
)

// votes is B3: 5,000 phones vote within one second, every vote durable before its phone says so.
func votes(ctx context.Context, w *workshop) ([]figure, error) {
	got, err := w.crowd(ctx, 5000, time.Second)
	if err != nil {
		return nil, err
	}
	p95 := atMost("B3", got.AckP95, "ms, p95 until the answer is in", 500)
	p95.OK = p95.OK && got.Acked == got.Votes && got.Votes == got.Phones && got.Lost+got.Double+got.Refused == 0
	p95.More = map[string]any{
		"phones": got.Phones, "acked": got.Acked, "lost": got.Lost, "double": got.Double, "refused": got.Refused,
		"p50_ms": round(got.AckP50), "p99_ms": round(got.AckP99),
	}
	cpu := atMost("B3c", got.VoteCPU/float64(max(1, got.Acked)), "ms of server CPU a vote", 0.12)
	return []figure{p95, cpu}, nil
}
