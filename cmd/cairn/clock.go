package main

import (
	"context"
	"log/slog"
	"time"
)

// pageEvery is how often it is looked whether somebody is to be told.
const pageEvery = 3 * time.Second

// pageOften takes every page further that nobody has seen yet, until ctx ends.
// Every process runs it; the rota sees to it that one of them pages.
func (a *app) pageOften(ctx context.Context) {
	often := time.NewTicker(pageEvery)
	defer often.Stop()
	for {
		if err := a.rota.Tick(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("not every page could be sent; it is tried again", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-often.C:
		}
	}
}
