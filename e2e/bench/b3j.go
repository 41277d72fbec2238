package main

import (
	"context"
	"errors"
)

// joins is B3j: 5,000 phones come in at once.
func joins(ctx context.Context, w *workshop) (figures []figure, err error) {
	house, err := w.demo(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, house.Stop()) }()
	got, err := w.phones(ctx, house, hall, "-pattern", "join")
	if err != nil {
		return nil, err
	}
	all := atMost("B3j", got.Join.Max/1000, "s until the last of 5,000 had a seat", 10)
	all.OK = all.OK && got.Seated == hall
	all.More = map[string]any{"phones": got.Phones, "seated": got.Seated, "errors": got.Errors}
	p95 := atMost("B3jp", got.Join.P95/1000, "s, p95 until a seat", 5)
	return []figure{all, p95}, nil
}
