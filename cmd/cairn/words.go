package main

import (
	"context"

	"cairn/moderation"
	"cairn/polls"
)

// liveWords lets a room hand texts to moderation; neither knows the other.
type liveWords struct{ desk *moderation.Desk }

// Submit passes a text on.
func (w liveWords) Submit(ctx context.Context, t polls.LiveText) (polls.Heard, error) {
	return polls.Heard{}, w.desk.Submit(ctx, moderation.NewText{
		ID: t.ID, Service: t.Service, Session: t.Session, Activity: t.Activity,
		Lang: t.Lang, Text: t.Text, Quote: t.Quote,
	})
}

// Withdraw takes back what its author replaced.
func (w liveWords) Withdraw(ctx context.Context, id string) error { return w.desk.Withdraw(ctx, id) }

// Release hands staff what waited for the activity to close.
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
		shown = append(shown, polls.ShownWord{Text: c.Text, N: c.N})
	}
	return shown, nil
}
