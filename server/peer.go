package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"cairn/bus"
	"cairn/fault"
	"cairn/polls"
)

// Peers is how this process speaks with the others of the same Cairn: it asks
// who owns a session, passes on what belongs to another, and tells and hears
// news (docs/adr/0013). Whoever is on the bus is taken for one of us.
type Peers struct {
	bus    bus.Bus
	holder string
	log    *slog.Logger
	bags   *bags

	mu    sync.Mutex
	stops []func() // what is answered and heard
	over  bool
}

// NewPeers makes them for the process that takes its leases as holder, which
// must be fit for a part of a bus subject.
func NewPeers(b bus.Bus, holder string, log *slog.Logger) *Peers {
	p := &Peers{bus: b, holder: holder, log: log}
	p.bags = newBags(func(ctx context.Context, to string, bag []byte) ([]byte, bool, error) {
		return p.ask(ctx, processSubject(to, askHeard), bag)
	})
	return p
}

// The subjects of the bus. A process answers under its own name; everybody hears news.
func processSubject(holder, what string) string { return "process." + holder + "." + what }

const (
	askRuns  = "runs"  // does it look after this session?
	askHTTP  = "http"  // a whole request
	askHeard = "said"  // what phones said on their sockets, in a bag
	askState = "state" // a session's newest frames

	newsWords = "news.words" // approved words changed: the owner reads them again
	newsHeld  = "news.held"  // staff see other words of a session
	newsEnded = "news.ended" // a staff session is over
)

// Runs asks a process whether it looks after a session; it is part of polls.Others.
func (p *Peers) Runs(ctx context.Context, holder, session string) (bool, error) {
	said, err := p.bus.Request(ctx, processSubject(holder, askRuns), []byte(session))
	if errors.Is(err, bus.ErrNobody) {
		return false, nil
	}
	return string(said) == "yes", err
}

// wordsNews names an activity whose words changed.
type wordsNews struct {
	Session  string `json:"session"`
	Activity string `json:"activity,omitempty"`
}

// WordsChanged tells the owner of a session; it is part of polls.Others.
func (p *Peers) WordsChanged(session, activity string) {
	p.publish(newsWords, wordsNews{session, activity})
}

// SignedOut tells all processes that a staff session is over, so that its
// sockets end and its keys are locked wherever they are. The teller hears it as well.
func (p *Peers) SignedOut(session string) { p.publish(newsEnded, session) }

// publish tells everybody; what is lost is healed by whoever asks again.
func (p *Peers) publish(subject string, news any) {
	if err := p.bus.Publish(context.Background(), subject, encoded(news)); err != nil && !errors.Is(err, bus.ErrClosed) {
		p.log.Warn("the other processes could not be told something; they will ask", slog.Any("error", err))
	}
}

// answer makes this process the one that answers a question asked of it.
func (p *Peers) answer(what string, answer func(context.Context, []byte) ([]byte, error)) error {
	stop, err := p.bus.Respond(processSubject(p.holder, what), answer)
	return p.keep(stop, err)
}

// whole lets a mistake of ours cost one answer instead of the process.
func (s *site) whole(answer func(context.Context, []byte) ([]byte, error)) func(context.Context, []byte) ([]byte, error) {
	return func(ctx context.Context, asked []byte) (said []byte, err error) {
		defer func() {
			if thrown := recover(); thrown != nil {
				err = s.panicked(thrown, slog.String("route", "another process"))
			}
		}()
		return answer(ctx, asked)
	}
}

// hear calls heard with each piece of news of a kind.
func hear[T any](p *Peers, subject string, heard func(T)) error {
	stop, err := p.bus.Subscribe(subject, func(raw []byte) {
		var news T
		if json.Unmarshal(raw, &news) == nil {
			heard(news)
		}
	})
	return p.keep(stop, err)
}

func (p *Peers) keep(stop func(), err error) error {
	if err != nil {
		return fault.Wrap(err, "server: join the other processes")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stops = append(p.stops, stop)
	return nil
}

// stop answers nothing any more; what is being answered is finished first.
func (p *Peers) stop() {
	if p == nil {
		return
	}
	p.mu.Lock()
	stops := p.stops
	p.stops, p.over = nil, true
	p.mu.Unlock()
	for _, stop := range stops {
		stop()
	}
}

// join connects the site to the others: what they ask of this process, and what they tell.
func (s *site) join(p Parts) error {
	s.mirror = newMirror(s, p)
	s.sockets.mirror = s.mirror
	if p.Keys != nil {
		s.unlocked = &holding{peers: s.peers, keys: p.Keys, stops: map[string]func(){}}
	}
	return errors.Join(
		s.peers.answer(askRuns, func(_ context.Context, session []byte) ([]byte, error) {
			if p.Rooms.Runs(string(session)) {
				return []byte("yes"), nil
			}
			return []byte("no"), nil
		}),
		s.peers.answer(askHTTP, s.whole(s.visited)),
		s.peers.answer(askHeard, s.whole(s.heardHere)),
		s.peers.answer(askState, s.mirror.state),
		hear(s.peers, newsWords, func(n wordsNews) { p.Rooms.HeardWords(n.Session, n.Activity) }),
		hear(s.peers, newsEnded, func(session string) { s.signedOut(p, session) }),
		s.peers.joinFrames(p.Frames, p.Rooms),
	)
}

// passTries is how often a request looks for the owner of its session.
const passTries = 3

// passPatience is how long an owner may take over a request.
const passPatience = 25 * time.Second

// ownerOf says whom a failed request is to be passed to; nil where it is to be answered here.
func (s *site) ownerOf(err error) *polls.Elsewhere {
	if s.peers == nil || err == nil {
		return nil
	}
	return polls.ElsewhereOf(err)
}

// ask puts a question to a process. nobody says that it is gone or that the
// answer was that it is not its business: look again.
func (p *Peers) ask(ctx context.Context, subject string, question []byte) (answer []byte, nobody bool, err error) {
	answer, err = p.bus.Request(ctx, subject, question)
	switch {
	case errors.Is(err, bus.ErrSize):
		return nil, false, fault.New(fault.Invalid, "fault.toolarge")
	case errors.Is(err, bus.ErrNobody):
		return nil, true, nil
	case err != nil:
		return nil, false, &fault.Error{Kind: fault.TooMany, Key: "vote.again", Cause: err}
	}
	return answer, bytes.Equal(answer, notOurs), nil
}

// notOurs is what a process answers that is asked for what another looks after.
var notOurs = []byte("not mine")
