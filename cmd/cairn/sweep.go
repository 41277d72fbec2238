package main

import (
	"context"
	"log/slog"
	"time"

	"cairn/store"
)

// sweepEvery is how often that is.
const sweepEvery = time.Hour

// sweepHourly deletes what has been kept long enough, seals what is overdue and
// turns the site secret, once at the start and then every hour. It looks every
// minute, so that what a crash of another process broke off is soon done here.
func (a *app) sweepHourly(ctx context.Context) {
	minute := time.NewTicker(time.Minute)
	defer minute.Stop()
	for past := time.Duration(0); ; past += time.Minute {
		if past%sweepEvery == 0 {
			a.sweepOwn(ctx)
		}
		if past%sweepEvery == 0 || a.config.bus != "" {
			a.inTurns(ctx, store.Job{Name: "sweep", Every: sweepEvery}, a.sweepStore)
		}
		select {
		case <-ctx.Done():
			return
		case <-minute.C:
		}
	}
}

// sweep is all of it at once.
func (a *app) sweep(ctx context.Context) {
	a.sweepOwn(ctx)
	a.sweepStore(ctx)
}

func (a *app) complain(ctx context.Context, what string, err error) {
	if err != nil && ctx.Err() == nil {
		a.log.Error(what, slog.Any("error", err))
	}
}

// sweepOwn is what every process does for itself: it follows the site secret,
// and has the live sessions that nobody looks after looked after.
func (a *app) sweepOwn(ctx context.Context) {
	a.complain(ctx, "the site secret could not be turned", a.freshSecrets(ctx))
	a.complain(ctx, "not every live session could be looked at", a.rooms.Recover(ctx))
}

// sweepStore is what one process does for all. Each step may be repeated.
func (a *app) sweepStore(ctx context.Context) {
	deleted, err := store.Sweep(ctx, a.engine, schemas(), a.now())
	a.complain(ctx, "sweeping stopped", err)
	for collection, n := range deleted {
		if n > 0 {
			a.log.Info("deleted what was kept long enough", slog.String("collection", collection), slog.Int("documents", n))
		}
	}
	a.complain(ctx, "plans of who is on call were not tidied", a.rota.Tidy(ctx))
	_, err = a.office.EndOver(ctx)
	a.complain(ctx, "ended staff sessions stayed", err)
	a.complain(ctx, "themes were not looked through", a.sweepThemes(ctx))
	a.complain(ctx, "not every queue could be looked at", a.sweepWords(ctx))
	a.complain(ctx, "not every survey could be looked at", a.sweepSurveys(ctx))
}
