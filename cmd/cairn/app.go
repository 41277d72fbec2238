package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"cairn/live"
	"cairn/locales"
	"cairn/meter"
	"cairn/moderation"
	"cairn/moderation/disclosure"
	"cairn/moderation/oncall"
	"cairn/moderation/receipts"
	"cairn/moderation/screening"
	"cairn/panels"
	"cairn/polls"
	"cairn/server"
	"cairn/staff"
	"cairn/static"
	"cairn/store"
	"cairn/surveys"
	"cairn/surveys/responses"
	"cairn/surveys/results"
	"cairn/themes"
)

// app is the whole program: everything is built here, by plain assignment, and
// the subjects are joined here, since they do not know each other.
type app struct {
	config   config
	log      *slog.Logger
	now      func() time.Time
	secrets  secretFile
	engine   store.Engine
	peers    *server.Peers // the other processes
	board    *live.Board
	frames   *server.Frames
	office   *staff.Office
	panels   *panels.Register
	answers  *themes.Answers
	themes   *themes.Board
	words    *moderation.Desk
	names    namesOf
	rooms    *polls.Rooms
	safety   safety
	threads  *receipts.Threads
	surveys  answering
	counting counting
	behind   sync.WaitGroup // what goes on behind the pages: files that are written
	screener *screening.Screener
	rota     *oncall.Rota
	gate     *oncall.Gate
	texts    *locales.Catalogues
	pictures *surveys.Pictures
	meter    *meter.Meter // nil where nobody asked for metrics
	queued   queued
	others   together
	pulse    *pulse
	site     *server.Server
	example  bool // the demo: nobody real writes here
}

// choices are what a subcommand decides, beside what the operator configured.
type choices struct {
	example   bool            // "Example. Nobody real wrote this." on every page
	addresses func() []string // where phones can reach the listener
	now       func() time.Time
}

// schemas is every collection there is.
func schemas() []store.Schema {
	all := []store.Schema{store.LeaseSchema(), store.ProcessSchema()}
	all = append(all, staff.Schemas()...)
	all = append(all, panels.Schemas()...)
	all = append(all, surveys.Schemas()...)
	all = append(all, responses.Schemas()...)
	all = append(all, results.Schemas()...)
	all = append(all, polls.Schemas()...)
	all = append(all, moderation.Schemas()...)
	all = append(all, oncall.Schemas()...)
	all = append(all, disclosure.Schemas()...)
	all = append(all, receipts.Schemas()...)
	return append(all, themes.Schemas()...)
}

// build makes the program ready to answer; nothing listens yet.
func build(ctx context.Context, c config, log *slog.Logger, ch choices) (*app, error) {
	engine, err := openEngine(ctx, c)
	if err != nil {
		return nil, err
	}
	a := &app{config: c, log: log, now: ch.now, board: live.NewBoard(ch.now()), engine: engine}
	if err := a.assemble(ctx, ch); err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	return a, nil
}

// assemble makes a whole program of an engine, a log and a clock. The folder is
// held before the secrets are read, so that a second process turns none.
func (a *app) assemble(ctx context.Context, ch choices) (err error) {
	a.example = ch.example
	a.meter = a.config.numbered()
	a.engine = a.meter.Engine(a.engine)
	if err := a.engine.Ensure(ctx, schemas()); err != nil {
		return err
	}
	if a.secrets, err = loadSecrets(a.config.secrets, a.now()); err != nil {
		return err
	}
	if err := a.gather(ctx); err != nil {
		return err
	}
	if err := a.join(ch); err != nil {
		return errors.Join(err, a.ungather(ctx))
	}
	return nil
}

// join builds the subjects and ties them to each other and to the site.
func (a *app) join(ch choices) error {
	a.peers = server.NewPeers(a.others.bus, a.others.holder, a.log)
	a.office = staff.Open(staff.Deps{
		Engine: a.engine, Now: a.now, Random: rand.Reader,
		Ended: func(session string) {
			a.board.End(server.StaffHandle(session), live.CloseGone, "signed out")
			a.safety.keys.Lock(session)
			a.peers.SignedOut(session)
		},
	})
	a.panels = panels.Open(a.engine, a.now, rand.Reader)
	a.openThemes()
	a.pictures = surveys.OpenPictures(a.engine)
	a.frames = server.NewFrames(a.board)
	a.openSafe()
	if err := a.openWords(); err != nil {
		return err
	}
	var err error
	if a.texts, err = locales.Load(); err != nil {
		return err
	}
	if err = a.openOnCall(); err != nil {
		return err
	}
	if err = a.openReceipts(); err != nil {
		return err
	}
	if err = a.openAnswering(); err != nil {
		return err
	}
	if err = a.openCounting(); err != nil {
		return err
	}
	if err = a.openRooms(); err != nil {
		return err
	}
	a.pulse = newPulse(a.engine, a.now, a.ready)
	a.countOutside()
	if err := a.watchBus(); err != nil {
		return err
	}
	assets, err := static.Load()
	if err != nil {
		return err
	}
	settings, err := a.siteSettings(ch)
	if err != nil {
		return err
	}
	a.site, err = server.New(server.Parts{
		Texts: a.texts, Rota: a.rota, Gate: a.gate, Static: assets, Board: a.board, Frames: a.frames, Rooms: a.rooms, Peers: a.peers, Staff: a.office, Panels: a.panels,
		Keys: a.safety.keys, Cases: a.safety.cases, Words: a.words, ReportWords: reportWords{a.words}, Answers: a.answers, Themes: a.themes, Log: a.log, Now: a.now, Pictures: a.pictures,
		Ready: a.pulse.troubles, Meter: a.meter, FormKey: a.secrets.FormKey, Settings: settings, Telling: a.telling(), Filling: a.filling(), Counting: a.countingParts(),
		Waiting: server.Waiting{Safe: a.safeWaits, Queue: a.queueWaits, Replies: a.repliesWait, Complaints: a.complaintsWait},
	})
	return err
}

// openRooms builds the live sessions, which ask the words and the rota.
func (a *app) openRooms() (err error) {
	a.rooms, err = polls.Build(polls.Parts{
		Engine: a.engine, Now: a.now, Random: rand.Reader, Holder: a.others.holder, Others: a.peers,
		Secrets:  polls.Secrets{Current: a.secrets.Current, Previous: a.secrets.Previous},
		Announce: a.frames.Announce,
		Words:    liveWords{a.words, a.secondReader},
		TextGate: a.textGate,
		MayStart: func(ctx context.Context, s polls.Session) error { return a.mayPublish(ctx, s.Service) },
		Trouble:  func(err error) { a.log.Error("a live session had trouble; it tries again", slog.Any("error", err)) },
	})
	return err
}

func (a *app) siteSettings(ch choices) (server.Settings, error) {
	s := server.Settings{
		Example: ch.example, PublicURL: a.config.publicURL, LeaveTo: a.config.leaveTo,
		Addresses: ch.addresses,
	}
	if a.config.trustedProxies != "" {
		for p := range strings.SplitSeq(a.config.trustedProxies, ",") {
			s.TrustedProxies = append(s.TrustedProxies, strings.TrimSpace(p))
		}
	}
	if a.config.tls() {
		pair, err := tls.LoadX509KeyPair(a.config.tlsCert, a.config.tlsKey)
		if err != nil {
			return s, fmt.Errorf("the certificate cannot be used: %w", err)
		}
		s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	}
	return s, nil
}

// ready says whether the store answers.
func (a *app) ready(ctx context.Context) error {
	_, err := a.office.Services(ctx)
	return err
}

// zoneOf is a service's time zone; London where it is not known.
func (a *app) zoneOf(ctx context.Context, service string) *time.Location {
	s, err := a.office.Service(ctx, service)
	if err != nil {
		return nil
	}
	return s.Location()
}

// run answers on the listener until ctx ends, with the sweeper beside it.
func (a *app) run(ctx context.Context, listener net.Listener) error {
	if err := a.rooms.Recover(ctx); err != nil {
		a.log.Warn("not every live session could be opened again", slog.Any("error", err))
	}
	sweeping, stop := context.WithCancel(ctx)
	defer stop()
	go a.sweepHourly(sweeping)
	go a.keepTogether(sweeping)
	go a.pageOften(sweeping)
	go a.pageWaiting(sweeping)
	go a.scrubOften(sweeping)
	a.behind.Go(func() {
		if err := a.site.Resume(sweeping); err != nil && sweeping.Err() == nil {
			a.log.Warn("not every file that was broken off can be written again", slog.Any("error", err))
		}
	})
	outside, err := a.showOutside(ctx)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer outside()
	go a.pulse.beatOften(sweeping)
	if a.meter != nil {
		go a.countQueueOften(sweeping)
	}
	debug.FreeOSMemory() // half of what the start needed is needed no more
	failed := make(chan error, 1)
	go func() { failed <- a.site.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	return a.drain(failed)
}

// drain says on /readyz that this process is going, and goes on answering for as
// long as the operator chose, so that a load balancer sends nobody new meanwhile.
func (a *app) drain(failed <-chan error) error {
	a.pulse.stop()
	rest := time.NewTimer(a.config.draining())
	defer rest.Stop()
	select {
	case err := <-failed:
		return err
	case <-rest.C:
		return nil
	}
}

// close ends live connections, drains the rooms and closes the store.
func (a *app) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	site := a.site.Close(ctx)
	rooms := a.rooms.Stop(ctx)
	a.behind.Wait() // the site has ended what they work with
	return errors.Join(site, rooms, a.ungather(ctx), a.engine.Close())
}
