package main

import (
	"context"
	"crypto/rand"
	"log/slog"

	"cairn/moderation"
	"cairn/moderation/receipts"
	"cairn/moderation/workdays"
	"cairn/server"
	"cairn/staff"
)

// openReceipts builds what young people come back to, and gives the
// safeguarding lead's answers a way there.
func (a *app) openReceipts() (err error) {
	a.threads, err = receipts.Open(receipts.Deps{
		Engine: a.engine, Now: a.now, Random: rand.Reader, Pepper: a.secrets.Pepper, Zone: a.zoneOf,
		Holidays: func(ctx context.Context, service string) (workdays.Holidays, error) {
			return a.rota.Holidays(ctx, service)
		},
	})
	if err == nil {
		a.safety.replies = a.threads
	}
	return err
}

// telling is what the pages of telling and coming back are made of.
func (a *app) telling() server.Telling {
	return server.Telling{
		Threads: a.threads, Complaint: a.lookAtComplaint, Themes: a.themes.Standing,
	}
}

// forgetBeside drops what receipts keep beside a text whose words are gone. What
// a failure leaves is only what was tapped, with no words.
func (a *app) forgetBeside(ctx context.Context, item string) {
	state, err := a.words.StateOf(ctx, item)
	if err == nil && state.State != moderation.Worried && state.State != moderation.Withdrawn {
		return // kept back or held again: its author may still be answered
	}
	if err := a.threads.Forget(ctx, item); err != nil {
		a.log.Error("what was tapped with a text could not be dropped", slog.Any("error", err))
	}
}

// repliesWait counts drafts of others that this member of staff could check.
func (a *app) repliesWait(ctx context.Context, service string, me *staff.Account) (int, error) {
	open, err := a.threads.OpenReplies(ctx, service)
	n := 0
	for _, r := range open {
		if (r.State == receipts.ReplyDraft) != (r.By == me.ID) {
			n++
		}
	}
	return n, err
}
