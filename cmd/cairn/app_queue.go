package main

import (
	"context"
	mathrand "math/rand/v2"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/screening"
)

// openWords builds the one door for all words and what staff decide behind it.
func (a *app) openWords() error {
	screener, err := screening.New()
	if err != nil {
		return err
	}
	a.words = moderation.Open(moderation.Deps{
		Engine: a.engine, Now: a.now, Shuffle: mathrand.Shuffle, Zone: a.zoneOf, Changed: a.wordsChanged,
		Screener: screener, Lists: a.screenLists, Receiver: safeDoor{a},
	})
	return nil
}

// screenLists are the names, schools and places of a service's settings.
func (a *app) screenLists(ctx context.Context, service string) screening.Lists {
	lists := screening.Lists{}
	if s, err := a.office.Service(ctx, service); err == nil {
		lists.Names, lists.Schools, lists.Places = s.ScreenLists.Names, s.ScreenLists.Schools, s.ScreenLists.Places
	}
	if names, err := a.office.StaffNames(ctx, service); err == nil {
		lists.Staff = names
	}
	return lists
}

// examplesOnly takes worries of the example, whose words nobody real wrote, and
// drops them; it refuses every other one.
type examplesOnly struct{}

func (examplesOnly) Receive(_ context.Context, a moderation.Arrival) error {
	if a.Example {
		return nil
	}
	return fault.New(fault.Closed, "moderation.unsealed")
}
