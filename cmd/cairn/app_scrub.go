package main

import (
	"context"
	"log/slog"
	"time"

	"cairn/fault"
)

// How long after words are gone the files are scrubbed again at most, and how
// long a scrub waits that somebody's reading kept off.
const (
	scrubPause = 5 * time.Second
	scrubAgain = time.Second
)

// wordsGone is told when an item's words are gone or may no longer be shown:
// every copy elsewhere goes too, and then what the files still hold of it.
func (a *app) wordsGone(ctx context.Context, item string) {
	a.forgetItem(ctx, item)
	a.scrubSoon()
}

// scrubSoon asks for a scrub; a second time before it began changes nothing.
func (a *app) scrubSoon() {
	select {
	case a.safety.scrubs <- struct{}{}:
	default:
	}
}

// scrubOften scrubs the files soon after words are gone, until ctx ends; the
// first time at the start, for what a crash left.
func (a *app) scrubOften(ctx context.Context) {
	for {
		wait := scrubPause
		err := a.engine.Scrub(ctx)
		switch {
		case err == nil:
		case fault.Is(err, fault.TooMany):
			wait = scrubAgain
			a.scrubSoon()
		case ctx.Err() == nil:
			a.log.Error("words that are gone may still stand in the files", slog.Any("error", err))
		}
		pause := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			pause.Stop()
			return
		case <-pause.C:
		}
		select {
		case <-ctx.Done():
			return
		case <-a.safety.scrubs:
		}
	}
}
