package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	mathrand "math/rand/v2"
	"sync"
	"testing"
	"time"

	"cairn/fault"
	"cairn/live"
	"cairn/locales"
	"cairn/moderation"
	"cairn/moderation/oncall"
	"cairn/panels"
	"cairn/polls"
	"cairn/staff"
	"cairn/static"
	"cairn/store"
	"cairn/store/storetest"
	"cairn/surveys"
	"cairn/themes"
)

// rotaSite is the whole site with a rota and the gate, on a Monday afternoon
// whose clock tests turn: ann leads, bob is deputy, fay runs sessions.
type rotaSite struct {
	*officeSite
	rota *oncall.Rota
	gate *oncall.Gate
	ann  *caller
	bob  *caller
	fay  *caller
	keys bool

	mu sync.Mutex
	at time.Time
}

func (s *rotaSite) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

func (s *rotaSite) later(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(d)
}

func (s *rotaSite) Service(ctx context.Context, id string) (oncall.Service, error) {
	service, err := s.office.Service(ctx, id)
	if err != nil {
		return oncall.Service{}, err
	}
	return oncall.Service{Zone: service.Location(), Accountable: true, TellOpen: true}, nil
}

func (s *rotaSite) Members(ctx context.Context, service string) ([]oncall.Member, error) {
	accounts, err := s.office.Accounts(ctx, service)
	var out []oncall.Member
	for _, a := range accounts {
		if staff.May(a, staff.ReadDisclosure, service) {
			out = append(out, oncall.Member{Account: a.ID, Name: a.Email, Email: a.Email, Key: true})
		}
	}
	return out, err
}

func (s *rotaSite) Keys(context.Context, string) (bool, string, error) { return s.keys, "", nil }
func (s *rotaSite) Reviewed(lang string) bool                          { return lang == "en" }

func openRota(t *testing.T, offline bool) *rotaSite {
	t.Helper()
	schemas := []store.Schema{store.LeaseSchema()}
	for _, some := range [][]store.Schema{
		staff.Schemas(), panels.Schemas(), surveys.Schemas(), polls.Schemas(), moderation.Schemas(), themes.Schemas(), oncall.Schemas(),
	} {
		schemas = append(schemas, some...)
	}
	engine := storetest.Memory(t, schemas...)
	s := &rotaSite{officeSite: &officeSite{t: t}, at: time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC), keys: true}
	s.office = staff.Open(staff.Deps{Engine: engine, Now: s.now, Random: rand.Reader})
	s.panels = panels.Open(engine, s.now, rand.Reader)
	board := live.NewBoard(time.Now())
	frames := NewFrames(board)
	s.rota = oncall.Open(oncall.Deps{
		Engine: engine, Now: s.now, Random: rand.Reader, House: s, Holder: "one", OfflineHall: offline,
		DeskChanged: frames.WordsChanged, PagesChanged: frames.PagesChanged,
	})
	s.gate = oncall.NewGate(s.rota)
	words := &paperWords{items: map[string]polls.LiveText{}}
	var err error
	s.rooms, err = polls.Build(polls.Parts{
		Engine: engine, Now: s.now, Random: rand.Reader, Holder: store.NewID(rand.Reader), Words: words, Announce: frames.Announce,
		Secrets: polls.Secrets{Current: bytes.Repeat([]byte{7}, 32)},
		TextGate: func(ctx context.Context, session polls.Session) polls.TextGate {
			v := s.gate.TextOpen(ctx, AskOf(&session))
			return polls.TextGate{Open: v.Open, Why: v.Why}
		},
	})
	must(t, err)
	t.Cleanup(func() { must(t, s.rooms.Stop(context.Background())) })
	texts, err := locales.Load()
	must(t, err)
	assets, err := static.Load()
	must(t, err)
	site, err := New(Parts{
		Texts: texts, Static: assets, Board: board, Frames: frames, Rooms: s.rooms, Staff: s.office, Panels: s.panels, Rota: s.rota, Gate: s.gate,
		Words:   moderation.Open(moderation.Deps{Engine: engine, Now: s.now, Shuffle: mathrand.Shuffle}),
		Answers: themes.Open(engine, s.now), Pictures: surveys.OpenPictures(engine),
		Log: slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelError})), Now: s.now,
		Ready: func(context.Context) []string { return nil }, FormKey: bytes.Repeat([]byte{9}, 32),
	})
	must(t, err)
	s.app, s.table = site.App(), site.Routes()
	s.found()
	s.ann = s.hire("ann@link.example", s.link.ID, staff.Lead)
	s.bob = s.hire("bob@link.example", s.link.ID, staff.Deputy)
	s.fay = s.hire("fay@link.example", s.link.ID, staff.Facilitator)
	for _, c := range []*caller{s.ann, s.bob, s.fay} {
		c.get("/home").wants(200)
	}
	return s
}

// session plans one with a choice and a text box, for today.
func (s *rotaSite) session() *polls.Session {
	s.t.Helper()
	panel, err := s.panels.Create(s.t.Context(), s.link.ID, "Nine", "Nine young people.")
	must(s.t, err)
	session, err := s.rooms.Plan(s.t.Context(), s.link.ID, polls.Details{
		Title: surveys.Words{"en": "Where shall we meet?"}, Panel: panel.ID, Band: surveys.Band11to15, Lang: "en", Day: s.now(),
	}, []polls.Activity{{Question: textQuestion()}, {Question: choiceQuestion()}})
	must(s.t, err)
	return session
}

// accepts lets somebody accept hours of today by form.
func (s *rotaSite) accepts(c *caller, from, until string) *answer {
	s.t.Helper()
	return c.post("/rota/accept", form("service", s.link.ID, "date", s.now().Format(time.DateOnly), "from", from, "until", until, "number", "07700 900123"))
}

// see reads the gate again once the room has looked, which it does every second.
func (s *rotaSite) see(room *polls.Room, open bool) {
	s.t.Helper()
	s.later(2 * time.Second)
	end := time.After(10 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for room.View().Text != open {
		select {
		case <-tick.C:
		case <-end:
			s.t.Fatalf("text boxes: got open %v (%s), want %v", room.View().Text, room.View().TextWhy, open)
		}
	}
}

// page is a call of the session's that a sealed worry would make.
func (s *rotaSite) page(of string, session *polls.Session, c oncall.Call) {
	s.t.Helper()
	c.Case, c.Service, c.Session = of, s.link.ID, session.ID
	must(s.t, s.rota.Page(s.t.Context(), c))
}

func (s *rotaSite) room(session *polls.Session) *polls.Room {
	s.t.Helper()
	room, err := s.rooms.Room(s.t.Context(), session.ID)
	if fault.Is(err, fault.NotFound) {
		s.t.Fatal("the session is gone")
	}
	must(s.t, err)
	return room
}
