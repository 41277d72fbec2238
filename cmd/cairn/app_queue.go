package main

import (
	"context"
	"errors"
	mathrand "math/rand/v2"
	"sync"
	"time"

	"cairn/fault"
	"cairn/moderation"
	"cairn/moderation/screening"
	"cairn/server"
	"cairn/staff"
)

// openWords builds the one door for all words and what staff decide behind it.
func (a *app) openWords() error {
	screener, err := screening.New()
	if err != nil {
		return err
	}
	a.screener = screener
	a.words = moderation.Open(moderation.Deps{
		Engine: a.engine, Now: a.now, Shuffle: mathrand.Shuffle, Zone: a.zoneOf, Changed: a.wordsChanged,
		Screener: screener, Lists: a.screenLists, Receiver: safeDoor{a}, Forgotten: a.wordsGone,
		Team: a.wordsTeam, Queue: a.frames.QueueChanged,
	})
	return nil
}

// listsLast is how long the names of a service are kept before they are asked for
// again: a room of thousands writes at once, and a new member of staff may wait.
const listsLast = 30 * time.Second

// namesOf keeps what screening looks for in each service.
type namesOf struct {
	mu    sync.Mutex
	lists map[string]screening.Lists
	until map[string]time.Time
}

// screenLists are the names, schools and places of a service's settings.
func (a *app) screenLists(ctx context.Context, service string) screening.Lists {
	now := a.now()
	a.names.mu.Lock()
	defer a.names.mu.Unlock()
	if now.Before(a.names.until[service]) {
		return a.names.lists[service]
	}
	lists := screening.Lists{}
	s, err := a.office.Service(ctx, service)
	if err == nil {
		lists.Names, lists.Schools, lists.Places = s.ScreenLists.Names, s.ScreenLists.Schools, s.ScreenLists.Places
		lists.Staff, err = a.office.StaffNames(ctx, service)
	}
	if err == nil { // else they are asked for again with the next text
		if a.names.lists == nil {
			a.names.lists, a.names.until = map[string]screening.Lists{}, map[string]time.Time{}
		}
		a.names.lists[service], a.names.until[service] = lists, now.Add(listsLast)
	}
	return lists
}

// wordsTeam says who may rule on a service's appeals, at home and in the service
// it named as its partner.
func (a *app) wordsTeam(ctx context.Context, service string) (moderation.Team, error) {
	s, err := a.office.Service(ctx, service)
	if err != nil {
		return moderation.Team{}, err
	}
	here, err := a.office.Accounts(ctx, service)
	if err != nil {
		return moderation.Team{}, err
	}
	free, err := a.rota.Holidays(ctx, service)
	if err != nil {
		return moderation.Team{}, err
	}
	team := moderation.Team{Here: server.HearersAmong(here, service), Holidays: free, Days: s.DaysToAppeal()}
	if s.Partner == "" {
		return team, nil
	}
	there, err := a.office.Accounts(ctx, s.Partner)
	team.Partner = server.HearersAmong(there, s.Partner)
	return team, err
}

// queueWaits counts what waits for one person in a service, and the appeals of services that named it as their partner, as far as they may
// hear them today.
func (a *app) queueWaits(ctx context.Context, service string, me *staff.Account) (int, error) {
	w, err := a.words.WaitsOf(ctx, service)
	if err != nil {
		return 0, err
	}
	all, err := a.office.Services(ctx)
	if err != nil {
		return 0, err
	}
	n, reader := 0, moderation.Reader{Account: me.ID, Reads: me.ReadsIn}
	if staff.May(me, staff.Moderate, service) {
		n = w.Held
	}
	for _, s := range all {
		if s.ID != service && (s.Partner != service || staff.May(me, staff.TakeAppeals, s.ID)) {
			continue
		}
		appeals, err := a.words.AppealsFor(ctx, s.ID, reader)
		if err != nil {
			return 0, err
		}
		n += appeals
	}
	return n, nil
}

// sweepWords hands staff the feedback that waited a day for others to come, and
// writes down the numbers of months that are over.
func (a *app) sweepWords(ctx context.Context) error {
	services, err := a.office.Services(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, s := range services {
		failed = append(failed, a.words.ReleaseDue(ctx, s.ID), a.words.Freeze(ctx, s.ID))
	}
	return errors.Join(failed...)
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
