package main

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"sync"
	"time"

	"cairn/fault"
	"cairn/moderation/screening"
	"cairn/panels"
	"cairn/polls"
	"cairn/staff"
	"cairn/store"
)

// teller writes the demo's invented story into an empty store, through the same
// rules a real session goes through.
type teller struct {
	engine  store.Engine
	secrets polls.Secrets
	now     func() time.Time
	office  *staff.Office
	panels  *panels.Register
	pepper  []byte // of receipts
	sam     *staff.Account
	ruth    *staff.Account
	wes     *staff.Account
	alex    *staff.Account
	priya   *staff.Account

	screener *screening.Screener
}

// tellStory writes the story where it is not written yet. The store is closed
// afterwards, which empties its log: what was passed on as a worry is then
// nowhere on the disk, as it would be after a night in a real house.
func tellStory(ctx context.Context, c config, now func() time.Time) error {
	secrets, err := loadSecrets(c.secrets, now())
	if err != nil {
		return err
	}
	engine, err := openEngine(ctx, c)
	if err != nil {
		return err
	}
	screener, err := screening.New()
	if err != nil {
		return errors.Join(err, engine.Close())
	}
	t := &teller{
		engine: engine, secrets: polls.Secrets{Current: secrets.Current, Previous: secrets.Previous}, now: now,
		pepper: secrets.Pepper,
		office: staff.Open(staff.Deps{Engine: engine, Now: now, Random: rand.Reader, Ended: func(string) {}}),
		panels: panels.Open(engine, now, rand.Reader), screener: screener,
	}
	if err = engine.Ensure(ctx, schemas()); err == nil {
		err = t.tell(ctx)
	}
	return errors.Join(err, engine.Close())
}

// nobodyReal refuses to write the story beside services of real people: its past
// is replayed with doors that a real service must never have.
func (t *teller) nobodyReal(ctx context.Context) error {
	services, err := t.office.Services(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(services, func(s *staff.Service) bool { return !s.Example }) {
		return errors.New("demo: this folder holds a real service; choose another one with --data")
	}
	return nil
}

// tell writes what is missing: the whole story in an empty store, and another
// session that is ready to open where the last one is over.
func (t *teller) tell(ctx context.Context) error {
	at, err := findStory(ctx, t.office, t.day(t.now()).rooms)
	switch {
	case fault.Is(err, fault.NotFound):
		if err := t.nobodyReal(ctx); err != nil {
			return err
		}
		return t.all(ctx)
	case err != nil || at.code != "":
		return err
	}
	t.sam = at.sam
	return t.ready(ctx, at.link, at.panel)
}

// all writes the story from its beginning.
func (t *teller) all(ctx context.Context) error {
	link, wild, err := t.services(ctx)
	if err != nil {
		return err
	}
	nine, err := t.panels.Create(ctx, link.ID, "Fellside young panel", "Nine young people, 11-15. They meet in the library hall.")
	if err != nil {
		return err
	}
	thursday, err := t.panels.Create(ctx, link.ID, "The Thursday group", "The drop-in on Thursdays.")
	if err != nil {
		return err
	}
	camp, err := t.panels.Create(ctx, wild.ID, "The night camp", "Three young people who were at the night camp.")
	if err != nil {
		return err
	}
	today := t.now()
	october := lastOctober(today)
	chapters := []chapter{
		{file: "october", service: link.ID, panel: nine.ID, area: "valley", on: october, by: october.AddDate(0, 0, 14), told: october.AddDate(0, 0, 10)},
		{file: "thursday", service: link.ID, panel: thursday.ID, area: "coast", on: today.AddDate(0, 0, -21), by: today.AddDate(0, 0, -7)},
		{file: "bwild", service: wild.ID, panel: camp.ID, on: today.AddDate(0, 0, -9), by: today.AddDate(0, 0, 5)},
	}
	failed := make([]error, len(chapters))
	var all sync.WaitGroup
	for i, past := range chapters {
		all.Go(func() { failed[i] = fault.Wrap(t.past(ctx, past), "demo: "+past.file) })
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	if err := t.toldInOctober(ctx, link.ID, october.AddDate(0, 0, 1)); err != nil {
		return err
	}
	if err := t.surveys(ctx, link.ID, wild.ID, camp.ID); err != nil {
		return err
	}
	if err := t.plan(ctx, link.ID, nine.ID); err != nil {
		return err
	}
	return t.ready(ctx, link.ID, nine.ID)
}

// plan plans the meeting after that, a week ahead: it waits for its consent and its start.
func (t *teller) plan(ctx context.Context, service, panel string) error {
	s, err := readScript("next")
	if err != nil {
		return err
	}
	now := t.now()
	_, err = t.day(now).rooms.PlanExample(ctx, service, s.details(now.AddDate(0, 0, 7), panel), s.activities())
	return err
}

// ready plans the session that can be run at once and opens its door.
func (t *teller) ready(ctx context.Context, service, panel string) error {
	s, err := readScript("ready")
	if err != nil {
		return err
	}
	day := t.day(t.now())
	details := s.details(t.now(), panel)
	planned, err := day.rooms.PlanExample(ctx, service, details, s.activities())
	if err != nil {
		return err
	}
	room, err := day.rooms.Room(ctx, planned.ID)
	if err != nil {
		return err
	}
	for _, c := range []polls.Command{{Do: polls.DoConsent, On: true}, {Do: polls.DoStart}} {
		if err := room.Do(ctx, polls.Actor{Kind: polls.ByStaff, ID: t.sam.ID}, c); err != nil {
			return err
		}
	}
	return day.rooms.Stop(ctx)
}

// lastOctober is the afternoon of the newest 29 October that is two weeks past.
func lastOctober(now time.Time) time.Time {
	day := time.Date(now.Year(), time.October, 29, 16, 30, 0, 0, now.Location())
	if day.After(now.AddDate(0, 0, -14)) {
		day = day.AddDate(-1, 0, 0)
	}
	return day
}

// demoAt is where the pieces of the story are, for the links.
type demoAt struct {
	sam    *staff.Account
	ruth   *staff.Account
	wes    *staff.Account
	alex   *staff.Account
	priya  *staff.Account
	link   string // the service
	panel  string
	ready  string // the session that is ready to open, "" where the last one is over
	closed string // October's
	code   string // join code of the ready one
}

// findStory finds the pieces again; NotFound where there is no story.
func findStory(ctx context.Context, office *staff.Office, rooms *polls.Rooms) (demoAt, error) {
	var at demoAt
	services, err := office.Services(ctx)
	if err != nil {
		return at, err
	}
	for _, s := range services {
		if s.Name == storyLink {
			at.link = s.ID
		}
	}
	if at.link == "" {
		return at, fault.New(fault.NotFound, "fault.notfound")
	}
	accounts, err := office.Accounts(ctx, at.link)
	if err != nil {
		return at, err
	}
	for _, a := range accounts {
		switch a.Email {
		case storySam:
			at.sam = a
		case storyRuth:
			at.ruth = a
		case storyWes:
			at.wes = a
		case storyAlex:
			at.alex = a
		case storyPriya:
			at.priya = a
		}
	}
	sessions, err := rooms.Sessions(ctx, at.link)
	if err != nil {
		return at, err
	}
	for _, s := range sessions {
		switch {
		case at.closed == "" && asksFor(s, "link-places"):
			at.closed, at.panel = s.ID, s.Panel
		case at.code == "" && asksFor(s, "ask-first") && s.State == polls.Live:
			at.ready, at.code = s.ID, s.Door.Code
		}
	}
	if slices.Contains([]*staff.Account{at.sam, at.ruth, at.wes, at.alex, at.priya}, nil) || at.closed == "" {
		return at, errors.New("this folder holds only a part of the demo's story: choose an empty one with --data")
	}
	return at, nil
}

func asksFor(s *polls.Session, question string) bool {
	for _, a := range s.Agenda {
		if a.Question.ID == question {
			return true
		}
	}
	return false
}
