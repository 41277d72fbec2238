package main

import (
	"context"
	"crypto/rand"
	"errors"
	"sync"
	"time"

	"cairn/fault"
	"cairn/moderation/screening"
	"cairn/panels"
	"cairn/polls"
	"cairn/staff"
	"cairn/store"
)

// The adults of the story. Sam holds two roles; Ruth reads words beside the desk.
const (
	storySam  = "sam@fellside.example"
	storyRuth = "ruth@fellside.example"
	storyLink = "Fellside LINK"
	storyWild = "Fellside B-Wild"
)

// teller writes the demo's invented story into an empty store, through the same
// rules a real session goes through.
type teller struct {
	engine  store.Engine
	secrets polls.Secrets
	now     func() time.Time
	office  *staff.Office
	panels  *panels.Register
	sam     *staff.Account
	ruth    *staff.Account

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
		office: staff.Open(staff.Deps{Engine: engine, Now: now, Random: rand.Reader, Ended: func(string) {}}),
		panels: panels.Open(engine, now, rand.Reader), screener: screener,
	}
	if err = engine.Ensure(ctx, schemas()); err == nil {
		err = t.tell(ctx)
	}
	return errors.Join(err, engine.Close())
}

// tell writes what is missing: the whole story in an empty store, and another
// session that is ready to open where the last one is over.
func (t *teller) tell(ctx context.Context) error {
	at, err := findStory(ctx, t.office, t.day(t.now()).rooms)
	switch {
	case fault.Is(err, fault.NotFound):
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

// services makes the two services and the adults in them.
func (t *teller) services(ctx context.Context) (link, wild *staff.Service, err error) {
	l := staff.NewService(storyLink, "Fellside LINK")
	l.Areas = []staff.Area{{ID: "fells", Name: "North Fells"}, {ID: "valley", Name: "Long Valley"}, {ID: "coast", Name: "West Coast"}, {ID: "town", Name: "Market Town"}}
	l.WhoAnswers = "Sam and the LINK team"
	l.RingFirst = staff.Contact{Name: "Alex Reid, safeguarding lead", Number: "01632 960 017"} // a number kept for stories
	if link, err = t.office.FoundService(ctx, l); err != nil {
		return nil, nil, err
	}
	w := staff.NewService(storyWild, "B-Wild")
	w.WhoAnswers, w.RingFirst = "Sam and the B-Wild team", l.RingFirst
	if wild, err = t.office.FoundService(ctx, w); err != nil {
		return nil, nil, err
	}
	t.sam, err = t.office.Enrol(ctx, staff.NewAccount{Email: storySam, Name: "Sam Okafor", Password: "stones beside the path"}, []staff.Grant{
		{Service: link.ID, Role: staff.Facilitator}, {Service: link.ID, Role: staff.Administrator}, {Service: wild.ID, Role: staff.Facilitator},
	})
	if err != nil {
		return nil, nil, err
	}
	t.ruth, err = t.office.Enrol(ctx, staff.NewAccount{Email: storyRuth, Name: "Ruth Bell", Password: "a kettle in the hall"}, []staff.Grant{
		{Service: link.ID, Role: staff.Moderator},
	})
	return link, wild, err
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
		if a.Email == storySam {
			at.sam = a
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
	if at.sam == nil || at.closed == "" {
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
