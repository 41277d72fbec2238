package server

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"time"

	"cairn/live"
	"cairn/polls"
)

// mirror keeps the board of this process up to date about sessions that are
// watched here and owned elsewhere.
type mirror struct {
	peers  *Peers
	board  *live.Board
	rooms  *polls.Rooms
	frames *Frames
	life   context.Context

	mu       sync.Mutex
	sessions map[string]*mirrored
	over     bool
	running  sync.WaitGroup
}

// mirrored is one session that is watched here.
type mirrored struct {
	session string
	wake    chan struct{} // room for one: look at once

	mu      sync.Mutex
	handles map[string]bool // what is watched here beside the topics, and whether it was seen to be
	holder  string          // who owns it, as far as is known; "" where nobody else does
	stop    func()          // of the news; nil while it is owned here
	watched time.Time       // when somebody watched last
}

// mirrorEvery is how often the owner of a watched session is asked for its frames.
const mirrorEvery = time.Second

// watchersLast is how long an owner believes what it was told of another's watchers.
const watchersLast = 4 * mirrorEvery

func newMirror(s *site, p Parts) *mirror {
	return &mirror{
		peers: s.peers, board: p.Board, rooms: p.Rooms, frames: p.Frames, life: s.life,
		sessions: map[string]*mirrored{},
	}
}

// wait returns when nothing is mirrored any more; the site's life must have ended.
func (m *mirror) wait() {
	if m == nil {
		return
	}
	m.mu.Lock()
	m.over = true
	m.mu.Unlock()
	m.running.Wait()
}

// topicsOf are the topics of a session's frames.
func topicsOf(session string) []string {
	return []string{phoneTopic(session), wallTopic(session), deskTopic(session), wordsTopic(session), remoteTopic(session)}
}

// sessionOf is the session a topic is about; "" for topics of no session.
func sessionOf(topic string) string {
	kind, session, _ := strings.Cut(topic, "/")
	switch kind {
	case "s", "wall", "desk", "words", "remote":
		return session
	}
	return ""
}

// watch is told that somebody is about to watch a topic here. The first one of
// a session sets its mirror going.
func (m *mirror) watch(topic string, handles []string) {
	session := sessionOf(topic)
	if m == nil || session == "" {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.over {
		return
	}
	w := m.sessions[session]
	if w == nil {
		w = &mirrored{session: session, wake: make(chan struct{}, 1), handles: map[string]bool{}}
		m.sessions[session] = w
		m.running.Go(func() { m.follow(w) })
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watched = time.Now()
	for _, handle := range handles {
		if strings.HasPrefix(handle, "at/") || strings.HasPrefix(handle, "reading/") { // who is at a desk counts in all processes
			w.handles[handle] = false // until it has been seen: the socket is opened after this
		}
	}
}

// follow looks at one session until nobody watches it any more.
func (m *mirror) follow(w *mirrored) {
	tick := time.NewTicker(mirrorEvery)
	defer tick.Stop()
	for {
		m.look(w)
		select {
		case <-m.life.Done():
			w.unhear()
			return
		case <-w.wake:
		case <-tick.C:
		}
		if m.forget(w) {
			return
		}
	}
}

// forget ends the mirror of a session nobody has watched for a while, and with
// it what stands here of it.
func (m *mirror) forget(w *mirrored) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	w.mu.Lock()
	for _, topic := range topicsOf(w.session) {
		if m.board.WatchingHere(topic) > 0 {
			w.watched = time.Now()
		}
	}
	idle, foreign := time.Since(w.watched) > watchGrace, w.stop != nil
	w.mu.Unlock()
	if !idle {
		return false
	}
	delete(m.sessions, w.session)
	w.unhear()
	for _, topic := range topicsOf(w.session) {
		if foreign && !m.rooms.Runs(w.session) {
			m.board.Forget(topic)
		}
	}
	return true
}

// look brings the board up to date once.
func (m *mirror) look(w *mirrored) {
	if m.rooms.Runs(w.session) {
		if w.unhear() { // it became ours: what others said last must not stay
			m.frames.repeat(m.rooms.Here(w.session))
		}
		return
	}
	if holder := w.owner(); holder != "" && m.ask(w, holder) {
		return
	}
	holder, err := m.rooms.Owner(m.life, w.session)
	if err != nil || holder == "" {
		return // given back, or the store is away: whoever asks next opens it
	}
	if m.listen(w, holder) != nil || m.ask(w, holder) {
		return
	}
	// Its owner is gone without a word. Somebody has to take the session over, or
	// the phones that are here would wait for somebody to press something.
	m.rooms.NotThere(&polls.Elsewhere{Session: w.session, Holder: holder})
	if _, err := m.rooms.Room(m.life, w.session); err == nil {
		w.poke()
	} // else another took it: the next look finds out
}

func (w *mirrored) owner() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.holder
}

// listen hears the owner's frames from now on.
func (m *mirror) listen(w *mirrored, holder string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.holder = holder
	if w.stop != nil {
		return nil
	}
	stop, err := m.peers.bus.Subscribe(framesSubject(w.session), func(raw []byte) {
		var f farFrame
		if json.Unmarshal(raw, &f) == nil {
			m.heard(w, f)
		}
	})
	w.stop = stop
	return err
}

// unhear stops hearing the owner's frames; true where they were heard.
func (w *mirrored) unhear() bool {
	w.mu.Lock()
	stop := w.stop
	w.stop, w.holder = nil, ""
	w.mu.Unlock()
	if stop == nil {
		return false
	}
	stop()
	return true
}

func (w *mirrored) poke() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// heard takes a frame somebody published. One that is not the owner's is not
// shown: perhaps there is a new owner, or an old one that slept.
func (m *mirror) heard(w *mirrored, f farFrame) {
	w.mu.Lock()
	theirs := f.From == w.holder && w.stop != nil
	w.mu.Unlock()
	if !theirs || m.rooms.Runs(w.session) {
		w.poke()
		return
	}
	m.board.PutAs(f.Topic, f.version(), []byte(f.Frame))
}
