package main

import (
	"context"
	"log/slog"
	"time"

	"cairn/moderation/disclosure"
	"cairn/moderation/oncall"
)

// onCallFor is how long the demo's lead accepts at a time, and how long before
// the end the next hours are accepted: the demo has somebody on call as long as
// it runs, by the same rules as any service.
const (
	onCallFor   = 24 * time.Hour
	onCallAhead = 6 * time.Hour
)

// makeSafe makes the demo's keys and its hours on call, as a lead and a deputy
// would: each makes a key and opens a test item, and so does the recovery key.
// Then the words of the last days are told.
func (a *app) makeSafe(ctx context.Context, at demoAt) error {
	if err := a.storyKeys(ctx, at); err != nil {
		return err
	}
	if err := a.stayOnCall(ctx, at); err != nil {
		return err
	}
	a.gate.Forget()
	return a.tellLately(ctx, at)
}

// storyKeys makes the keys where there are none, and lets each open its test
// item again when that is due.
func (a *app) storyKeys(ctx context.Context, at demoAt) error {
	ready, err := a.safety.keys.Ready(ctx, at.link)
	if err != nil {
		return err
	}
	made := false
	for _, k := range ready.Holders {
		if k.Account == "" || k.Standing == disclosure.NoKey {
			continue
		}
		made = true
		if k.DueIn > int(disclosure.TestSoon.Hours()/24) {
			continue
		}
		if _, err := a.safety.keys.OpenTest(ctx, disclosure.Who{Account: k.Account}, at.link, storyPassphrase); err != nil {
			a.log.Warn("a key of the demo has another passphrase now and was not tested", slog.Any("error", err))
		}
	}
	if made {
		return nil
	}
	_, err = disclosure.Ceremony(ctx, a.safety.keys, at.link, storyPassphrase, at.alex.ID, at.priya.ID)
	return err
}

// stayOnCall lets Alex accept the next hours where they end soon.
func (a *app) stayOnCall(ctx context.Context, at demoAt) error {
	now := a.now()
	if _, covered := a.rota.Covers(ctx, at.link, now, now.Add(onCallAhead)); covered {
		return nil
	}
	_, err := a.rota.Accept(ctx, oncall.Acceptance{
		Service: at.link, Account: at.alex.ID, Number: at.alex.OnCallNumber, From: now, Until: now.Add(onCallFor),
	})
	return err
}

// keepOnCall accepts again as long as the demo runs.
func (a *app) keepOnCall(ctx context.Context, at demoAt) {
	hour := time.NewTicker(time.Hour)
	defer hour.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hour.C:
			if err := a.stayOnCall(ctx, at); err != nil && ctx.Err() == nil {
				a.log.Error("nobody accepted the demo's next hours on call", slog.Any("error", err))
			}
		}
	}
}
