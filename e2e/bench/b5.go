package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"cairn/e2e/stage"
	"cairn/store/storebench"
)

// ballots is B5: durable ballots a second through the embedded store, over HTTP, and through MongoDB, each beside its yardstick.
func ballots(ctx context.Context, w *workshop) ([]figure, error) {
	var figures []figure
	var wrong error
	for _, part := range []func(context.Context, *workshop) (figure, error){embedded, overHTTP, onMongo} {
		f, err := part(ctx, w)
		if err != nil {
			wrong = errors.Join(wrong, err)
			continue
		}
		figures = append(figures, f)
	}
	return figures, wrong
}

func embedded(ctx context.Context, w *workshop) (figure, error) {
	folder, err := w.empty()
	if err != nil {
		return figure{}, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return figure{}, fmt.Errorf("making a data folder: %w", err)
	}
	ours, bare, err := storebench.Embedded(ctx, folder, 256, 100_000)
	if err != nil {
		return figure{}, fmt.Errorf("the embedded store: %w", err)
	}
	f := share("B5", ours, bare, "ballots/s through the embedded store", 0.5)
	f.Yardstick = fmt.Sprintf("%.0f/s: a bare keyed SQLite insert loop with group commit", bare)
	return f, nil
}

func onMongo(ctx context.Context, w *workshop) (figure, error) {
	folder, err := w.empty()
	if err != nil {
		return figure{}, err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return figure{}, fmt.Errorf("making a data folder: %w", err)
	}
	uri := os.Getenv("CAIRN_TEST_MONGODB")
	if uri == "" {
		started, stop, err := stage.Mongod(ctx, folder)
		if err != nil {
			return figure{}, err
		}
		defer stop()
		uri = started
	}
	ours, bare, err := storebench.Mongo(ctx, uri, 1024, 100_000)
	if err != nil {
		return figure{}, fmt.Errorf("MongoDB: %w", err)
	}
	f := share("B5m", ours, bare, "ballots/s through MongoDB", 0.6)
	f.Yardstick = fmt.Sprintf("%.0f/s: bare InsertMany of 1,000 by two writers", bare)
	return f, nil
}
