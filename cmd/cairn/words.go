package main

import (
	"context"

	"cairn/moderation"
	"cairn/polls"
	"cairn/server"
)

// liveWords lets a room hand texts to moderation; neither knows the other.
// second says whether a second member of staff has a session's held words open.
type liveWords struct {
	desk   *moderation.Desk
	second func(ctx context.Context, service, session string) bool
}

// Submit passes a text on. Where nobody reads beside the desk, a text that was
// to be shown as we go is collected like any other. A word approved once stands
// in every round, so items carry none.
func (w liveWords) Submit(ctx context.Context, t polls.LiveText) (polls.Heard, error) {
	heard, err := w.desk.Submit(ctx, moderation.NewText{
		ID: t.ID, Service: t.Service, Session: t.Session, Activity: t.Activity, Question: t.Question,
		Lang: t.Lang, Text: t.Text, Quote: t.Quote, Day: t.Day,
		AsWeGo: t.AsWeGo && w.second(ctx, t.Service, t.Session), Example: t.Example, Source: moderation.Live,
		Visibility: t.Seen,
	})
	return polls.Heard{Help: heard.Help}, err
}

// secondReader says whether somebody of the staff other than whoever is at the
// desk has a session's held words open. Who cannot be read counts as nobody.
func (a *app) secondReader(ctx context.Context, service, session string) bool {
	accounts, err := a.office.Accounts(ctx, service)
	if err != nil {
		return false
	}
	return server.SecondReader(a.board, session, server.RulersAmong(accounts, service))
}

// wordsChanged tells the room and the screens of staff that words changed.
func (a *app) wordsChanged(session, activity string) {
	a.rooms.WordsChanged(session, activity)
	a.frames.WordsChanged(session)
}

// Withdraw takes back what its author replaced.
func (w liveWords) Withdraw(ctx context.Context, id string) error { return w.desk.Withdraw(ctx, id) }

// Release hands staff what waited for the activity to close, and what came late.
func (w liveWords) Release(ctx context.Context, activity string) error {
	return w.desk.CloseActivity(ctx, activity)
}

// Shown gives the approved words of an activity.
func (w liveWords) Shown(ctx context.Context, activity string) ([]polls.ShownWord, error) {
	counted, err := w.desk.ApprovedWords(ctx, activity, 0)
	if err != nil {
		return nil, err
	}
	shown := make([]polls.ShownWord, 0, len(counted))
	for _, c := range counted {
		shown = append(shown, polls.ShownWord{Key: c.Word, Text: c.Text, N: c.N, Items: c.Items})
	}
	return shown, nil
}
