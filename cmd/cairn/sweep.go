package main

import (
	"context"
	"log/slog"
	"time"

	"cairn/polls"
	"cairn/store"
)

// sweepHourly deletes what has been kept long enough, seals what is overdue and
// turns the site secret, once at the start and then every hour.
func (a *app) sweepHourly(ctx context.Context) {
	hour := time.NewTicker(time.Hour)
	defer hour.Stop()
	for {
		a.sweep(ctx)
		select {
		case <-ctx.Done():
			return
		case <-hour.C:
		}
	}
}

func (a *app) sweep(ctx context.Context) {
	complain := func(what string, err error) {
		if err != nil && ctx.Err() == nil {
			a.log.Error(what, slog.Any("error", err))
		}
	}
	deleted, err := store.Sweep(ctx, a.engine, schemas(), a.now())
	complain("sweeping stopped", err)
	for collection, n := range deleted {
		if n > 0 {
			a.log.Info("deleted what was kept long enough", slog.String("collection", collection), slog.Int("documents", n))
		}
	}
	complain("plans of who is on call were not tidied", a.rota.Tidy(ctx))
	_, err = a.office.EndOver(ctx)
	complain("ended staff sessions stayed", err)
	complain("themes were not looked through", a.sweepThemes(ctx))
	complain("not every queue could be looked at", a.sweepWords(ctx))
	complain("not every live session could be looked at", a.rooms.Recover(ctx))
	turned, err := loadSecrets(a.config.secrets, a.now())
	complain("the site secret could not be turned", err)
	if err == nil {
		complain("the rooms kept the old secret", a.rooms.Rotate(polls.Secrets{Current: turned.Current, Previous: turned.Previous}))
		complain("surveys kept the old secret", a.surveys.desk.Rotate(turned.Current, turned.Previous))
	}
	complain("not every survey could be looked at", a.sweepSurveys(ctx))
}
