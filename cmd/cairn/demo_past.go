package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"strings"
	"sync"
	"time"

	"cairn/moderation"
	"cairn/polls"
	"cairn/staff"
	"cairn/store"
	"cairn/surveys"
	"cairn/themes"
)

// chapter is one session of the past: when it was, by when an answer was
// promised, and when it was told (zero: not yet).
type chapter struct {
	file    string
	service string
	panel   string
	area    string
	on      time.Time
	by      time.Time
	told    time.Time
}

// day is the house on one day: rooms, words and answers whose clock stands at
// that afternoon, so that what is kept carries the dates it would have.
type day struct {
	rooms   *polls.Rooms
	words   *moderation.Desk
	answers *themes.Answers
	err     error
}

// day opens the house on a day. A failure shows when the rooms are used.
func (t *teller) day(at time.Time) day {
	now := func() time.Time { return at }
	d := day{answers: themes.Open(t.engine, now)}
	d.words = moderation.Open(moderation.Deps{
		Engine: t.engine, Now: now, Shuffle: mathrand.Shuffle, Screener: t.screener, Receiver: examplesOnly{},
		Changed: func(session, activity string) { d.rooms.WordsChanged(session, activity) },
	})
	nobody := func(context.Context, string, string) bool { return false }
	d.rooms, d.err = polls.Build(polls.Parts{
		Engine: t.engine, Now: now, Random: rand.Reader, Holder: store.NewID(rand.Reader), Secrets: t.secrets,
		Words:    liveWords{d.words, nobody},
		TextGate: func(_ context.Context, s polls.Session) polls.TextGate { return polls.TextGate{Open: s.Example} },
	})
	return d
}

// past runs a session of the past from its plan to its end.
func (t *teller) past(ctx context.Context, ch chapter) error {
	s, err := readScript(ch.file)
	if err != nil {
		return err
	}
	d := t.day(ch.on)
	if d.err != nil {
		return d.err
	}
	details := s.details(ch.on, ch.panel)
	details.Area = ch.area
	planned, err := d.rooms.PlanExample(ctx, ch.service, details, s.activities())
	if err != nil {
		return err
	}
	room, err := d.rooms.Room(ctx, planned.ID)
	if err != nil {
		return err
	}
	p := play{room: room, day: d, sam: t.sam.ID, reader: t.ruth.ID}
	if err := p.run(ctx, s); err != nil {
		return err
	}
	zone := staff.Service{}.Location()
	pledge := themes.Pledge{
		Session: planned.ID, Service: ch.service, Title: s.Title, Who: whoAnswers(ch.file), By: themes.DayOf(ch.by, zone),
	}
	if _, err := d.answers.Promise(ctx, pledge, zone); err != nil {
		return err
	}
	end := polls.Command{Do: polls.DoEnd, Promise: polls.Promise{Who: pledge.Who, By: ch.by}}
	if err := p.do(ctx, end); err != nil {
		return err
	}
	if !ch.told.IsZero() {
		if _, err := t.day(ch.told).answers.Publish(ctx, planned.ID, s.lines()); err != nil {
			return err
		}
	}
	return d.rooms.Stop(ctx)
}

func whoAnswers(file string) string {
	if file == "bwild" {
		return "Sam and the B-Wild team"
	}
	return "Sam and the LINK team"
}

// play is a session while it is being run.
type play struct {
	room   *polls.Room
	day    day
	sam    string
	reader string // who reads the texts
	seats  []polls.Seat
	count  int64
}

func (p *play) do(ctx context.Context, c polls.Command) error {
	return p.room.Do(ctx, polls.Actor{Kind: polls.ByStaff, ID: p.sam}, c)
}

// run opens the door, lets the young people in, and goes through the agenda.
func (p *play) run(ctx context.Context, s script) error {
	for _, c := range []polls.Command{{Do: polls.DoConsent, On: true}, {Do: polls.DoStart}, {Do: polls.DoHeads, N: s.Heads}} {
		if err := p.do(ctx, c); err != nil {
			return err
		}
	}
	for range s.Seats {
		token, err := p.room.Sit(ctx, p.room.View().Session.Door.Code)
		if err != nil {
			return err
		}
		seat, err := p.room.Seat(token)
		if err != nil {
			return err
		}
		p.seats = append(p.seats, seat)
	}
	for i, sc := range s.Agenda {
		activity := p.room.View().Session.Agenda[i].ID
		for nth, answers := range sc.answers() {
			if err := p.round(ctx, activity, nth, answers); err != nil {
				return err
			}
			if err := p.read(ctx, activity, sc.Texts); err != nil {
				return err
			}
			// Nobody is there to stop it, so it is the system that reveals, and at once.
			reveal := polls.Command{Do: polls.DoReveal, Activity: activity}
			if err := p.room.Do(ctx, polls.Actor{Kind: polls.BySystem}, reveal); err != nil {
				return err
			}
		}
	}
	return nil
}

// round opens a round, lets every seat answer, and closes it.
func (p *play) round(ctx context.Context, activity string, nth int, answers []surveys.Answer) error {
	open := polls.Command{Do: polls.DoOpen, Activity: activity}
	if nth > 0 {
		open.Do = polls.DoSecondRound
	}
	if err := p.do(ctx, open); err != nil {
		return err
	}
	now := p.room.View().Now
	failed := make([]error, len(answers)) // all at once, as in a room: they share the writes to disk
	var all sync.WaitGroup
	for i, answer := range answers {
		p.count++
		cast := polls.Cast{
			Activity: activity, Round: now.Round, Key: fmt.Sprintf("story-%s-%d", activity[:8], p.count),
			Counter: p.count, Answer: answer,
		}
		all.Go(func() { _, failed[i] = p.room.Cast(ctx, p.seats[i], cast) })
	}
	all.Wait()
	if err := errors.Join(failed...); err != nil {
		return fmt.Errorf("answers to %s: %w", now.Question.ID, err)
	}
	return p.do(ctx, polls.Command{Do: polls.DoClose, Activity: activity})
}

// read does with each text what the story says a moderator did.
func (p *play) read(ctx context.Context, activity string, texts []writing) error {
	if len(texts) == 0 {
		return nil
	}
	held, err := p.day.words.HeldItems(ctx, activity)
	if err != nil {
		return err
	}
	worries := 0 // screening may have passed these on already
	for _, w := range texts {
		if w.Then == "worry" {
			worries++
		}
	}
	if len(held) > len(texts) || len(held) < len(texts)-worries {
		return fmt.Errorf("got %d texts held, want %d", len(held), len(texts))
	}
	for _, item := range held {
		for _, w := range texts {
			if w.Text != item.Text {
				continue
			}
			if err := p.decide(ctx, item, w); err != nil {
				return err
			}
			break
		}
	}
	return nil
}

func (p *play) decide(ctx context.Context, item *moderation.Item, w writing) error {
	ruling := moderation.Ruling{Item: item.ID, By: p.reader}
	var err error
	switch w.Then {
	case "show":
		_, err = p.day.words.Show(ctx, ruling, nil)
	case "mask":
		at := strings.Index(item.Text, w.Mask)
		_, err = p.day.words.Show(ctx, ruling, []moderation.Mask{{Start: at, End: at + len(w.Mask), Label: w.Label}})
	case "keep":
		_, err = p.day.words.KeepBack(ctx, ruling, w.Reason)
	case "worry":
		_, err = p.day.words.Worry(ctx, ruling)
	default:
		err = fmt.Errorf("the story does not say what became of %q", item.Text)
	}
	return err
}
