package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	mathrand "math/rand/v2"
	"net"
	"net/url"
	"sync/atomic"
	"testing"
	"time"

	"cairn/fault"
	"cairn/live"
	"cairn/locales"
	"cairn/moderation"
	"cairn/panels"
	"cairn/polls"
	"cairn/staff"
	"cairn/static"
	"cairn/store"
	"cairn/store/storetest"
	"cairn/surveys"
	"cairn/themes"
)

// hall is a session under way on the whole site, with a real store, real rooms
// and a real board, and what the tests of young people's pages need of it.
type hall struct {
	*officeSite
	site  *Server
	board *live.Board
	words *paperWords
	disk  *fullDisk
	room  *polls.Room
	code  string
	begun bool        // the first activity is behind
	gate  atomic.Bool // text boxes are shut meanwhile
}

// hallPlan says what is different from an ordinary session of eleven-year-olds with its door open.
type hallPlan struct {
	band    surveys.Band
	planned bool // not started yet
	noText  bool // text boxes stay shut
	set     Settings
	ask     []surveys.Question // the agenda; a choice of three where there is none
}

// openHall opens a session; its room stands before the first activity.
func openHall(t *testing.T, plan hallPlan) *hall {
	t.Helper()
	schemas := []store.Schema{store.LeaseSchema()}
	for _, some := range [][]store.Schema{
		staff.Schemas(), panels.Schemas(), surveys.Schemas(), polls.Schemas(), moderation.Schemas(), themes.Schemas(),
	} {
		schemas = append(schemas, some...)
	}
	h := &hall{words: &paperWords{items: map[string]polls.LiveText{}}, disk: &fullDisk{Engine: storetest.Memory(t, schemas...)}}
	h.board = live.NewBoard(time.Now())
	h.officeSite = &officeSite{t: t, office: staff.Open(staff.Deps{Engine: h.disk, Now: time.Now, Random: rand.Reader})}
	h.panels = panels.Open(h.disk, time.Now, rand.Reader)
	var err error
	h.rooms, err = polls.Build(polls.Parts{
		Engine: h.disk, Now: time.Now, Random: rand.Reader, Holder: store.NewID(rand.Reader),
		Secrets: polls.Secrets{Current: bytes.Repeat([]byte{7}, 32)}, Announce: Announcer(h.board), Words: h.words,
		TextGate: func(context.Context, polls.Session) polls.TextGate {
			return polls.TextGate{Open: !plan.noText && !h.gate.Load()}
		},
	})
	must(t, err)
	t.Cleanup(func() { must(t, h.rooms.Stop(context.Background())) })
	h.build(plan.set)
	h.begin(plan)
	return h
}

// build makes the site around the hall's parts.
func (h *hall) build(set Settings) {
	h.t.Helper()
	texts, err := locales.Load()
	must(h.t, err)
	assets, err := static.Load()
	must(h.t, err)
	h.site, err = New(Parts{
		Texts: texts, Static: assets, Board: h.board, Rooms: h.rooms, Staff: h.office, Panels: h.panels,
		Words:   moderation.Open(moderation.Deps{Engine: h.disk, Now: time.Now, Shuffle: mathrand.Shuffle}),
		Answers: themes.Open(h.disk, time.Now), Pictures: surveys.OpenPictures(h.disk),
		Log: slog.New(slog.NewTextHandler(testLog{h.t}, &slog.HandlerOptions{Level: slog.LevelError})), Now: time.Now,
		Ready: func(context.Context) []string { return nil }, FormKey: bytes.Repeat([]byte{9}, 32), Settings: set,
	})
	must(h.t, err)
	h.app, h.table = h.site.App(), h.site.Routes()
}

// begin plans the session and starts it.
func (h *hall) begin(plan hallPlan) {
	h.t.Helper()
	ctx, service := h.t.Context(), h.found()
	panel, err := h.panels.Create(ctx, service.ID, "Nine", "Nine young people.")
	must(h.t, err)
	if plan.band == "" {
		plan.band = surveys.Band11to15
	}
	if len(plan.ask) == 0 {
		plan.ask = []surveys.Question{choiceQuestion()}
	}
	var agenda []polls.Activity
	for _, q := range plan.ask {
		agenda = append(agenda, polls.Activity{Question: q})
	}
	session, err := h.rooms.Plan(ctx, service.ID, polls.Details{
		Title: surveys.Words{"en": "Where shall we meet?"}, Panel: panel.ID, Band: plan.band, Lang: "en", Day: time.Now(),
	}, agenda)
	must(h.t, err)
	h.room, err = h.rooms.Room(ctx, session.ID)
	must(h.t, err)
	h.press(polls.Command{Do: polls.DoConsent, On: true})
	if !plan.planned {
		h.press(polls.Command{Do: polls.DoStart})
	}
	h.code = h.room.View().Session.Door.Code
}

// press is one key of the desk.
func (h *hall) press(cmd polls.Command) {
	h.t.Helper()
	must(h.t, h.room.Do(h.t.Context(), polls.Actor{Kind: polls.ByStaff, ID: "sam"}, cmd))
}

// asks goes on to the next activity that has not been asked, and opens a question.
func (h *hall) asks() polls.Activity {
	h.t.Helper()
	if now := h.room.View().Now; now.State != polls.Draft || h.begun {
		h.press(polls.Command{Do: polls.DoNext})
	}
	h.begun = true
	if now := h.room.View().Now; now.Asks() {
		h.press(polls.Command{Do: polls.DoOpen, Activity: now.ID})
	}
	return h.room.View().Now
}

// reveals closes the present question and lets the room see it, as soon as the
// three seconds in which it can be stopped are over.
func (h *hall) reveals() {
	h.t.Helper()
	now := h.room.View().Now
	h.press(polls.Command{Do: polls.DoClose, Activity: now.ID})
	h.press(polls.Command{Do: polls.DoReveal, Activity: now.ID, Seen: h.room.View().Desk.Seen})
	for newest := (live.Version{}); h.room.View().Now.State != polls.Revealed; {
		frame, err := h.board.Wait(h.t.Context(), wallTopic(h.room.ID()), newest)
		must(h.t, err)
		newest = frame.Version
	}
}

// path is an address under the session's.
func (h *hall) path(more string) string { return "/s/" + h.code + more }

// sits is a young person who has come in by the code and taken a seat.
func (h *hall) sits() *caller {
	h.t.Helper()
	c := h.stranger()
	c.get(h.path("")).wants(200)
	if to := c.post(h.path("/seat"), url.Values{}).leads(); to != h.path("") {
		h.t.Errorf("got %s after taking a seat, want the session's page", to)
	}
	return c
}

// answers sends the form that stands on the page now, with these fields over it.
func (c *caller) answers(h *hall, fields url.Values) *answer {
	h.t.Helper()
	form := c.formOn(c.get(h.path("")))
	for name, values := range fields {
		form[name] = values
	}
	return c.post(h.path("/answer"), form)
}

// formOn reads the hidden fields of the answer form on a page.
func (c *caller) formOn(a *answer) url.Values {
	a.t.Helper()
	form := url.Values{}
	for _, name := range []string{"csrf", "activity", "round", "key", "counter"} {
		form.Set(name, a.first(`<form[^>]*data-answer[\s\S]*?name="`+name+`" value="([^"]*)"`))
	}
	return form
}

// votes is what the room holds of the present question: by cell, once closed and read by staff.
func (h *hall) votes() int { return h.room.View().Desk.Answered }

// listens puts the site on a real port and gives its address.
func (h *hall) listens() string {
	h.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(h.t, err)
	done := make(chan error, 1)
	go func() { done <- h.site.Serve(listener) }()
	h.t.Cleanup(func() {
		must(h.t, h.site.Close(context.Background()))
		must(h.t, <-done)
	})
	return listener.Addr().String()
}

// choiceQuestion has three answers, a, b and c.
func choiceQuestion() surveys.Question {
	q := surveys.Question{ID: "place", Kind: "choice", Private: surveys.PrivateNo, Full: surveys.Words{"en": "Which place is best?"}}
	for i, place := range []string{"The library", "The park", "The school hall"} {
		q.Options = append(q.Options, surveys.Option{ID: string(rune('a' + i)), Full: surveys.Words{"en": place}})
	}
	return q
}

// textQuestion asks for words, to be shown later.
func textQuestion() surveys.Question {
	return surveys.Question{
		ID: "words", Kind: "text", Private: surveys.PrivateNo, Mode: surveys.CollectNow, Full: surveys.Words{"en": "What would you change?"},
	}
}

// fullDisk is a store whose disk can be full.
type fullDisk struct {
	store.Engine
	full atomic.Bool
}

func (d *fullDisk) Insert(ctx context.Context, collection string, records []store.Record) ([]error, error) {
	if d.full.Load() {
		return nil, fault.New(fault.TooMany, "store.full")
	}
	return d.Engine.Insert(ctx, collection, records)
}

// inJSON reads an answer's body.
func inJSON[T any](a *answer) T {
	a.t.Helper()
	var into T
	if err := json.Unmarshal([]byte(a.body), &into); err != nil {
		a.t.Errorf("%s: got %q, want JSON", a.what, a.body)
	}
	return into
}
