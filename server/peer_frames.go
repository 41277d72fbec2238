package server

import (
	"sync"
	"time"

	"cairn/live"
	"cairn/polls"
)

// outward is how frames reach the boards of other processes. Its zero value
// reaches none.
type outward struct {
	peers *Peers
	runs  func(session string) bool

	mu     sync.Mutex
	wanted map[string]time.Time // until when another process follows a session
}

// joinFrames lets the frames of sessions owned here be seen elsewhere, and those
// elsewhere be told here.
func (p *Peers) joinFrames(f *Frames, rooms *polls.Rooms) error {
	f.out.mu.Lock()
	f.out.peers, f.out.runs, f.out.wanted = p, rooms.Runs, map[string]time.Time{}
	f.out.mu.Unlock()
	if err := hear(p, newsMarks, f.heardMark); err != nil {
		return err
	}
	return hear(p, newsHeld, func(session string) {
		if rooms.Runs(session) {
			f.wordsChanged(session)
		}
	})
}

// wanted notes that another process follows a session, for as long as it goes on asking.
func (f *Frames) wanted(session string) {
	f.out.mu.Lock()
	defer f.out.mu.Unlock()
	f.out.wanted[session] = time.Now().Add(watchersLast)
}

// tell passes a new frame on to the processes that follow its session.
func (o *outward) tell(topic string, v live.Version, frame []byte) {
	session := sessionOf(topic)
	o.mu.Lock()
	peers, until := o.peers, o.wanted[session]
	if !until.IsZero() && time.Now().After(until) {
		delete(o.wanted, session)
		until = time.Time{}
	}
	o.mu.Unlock()
	if session == "" || until.IsZero() {
		return
	}
	peers.publish(framesSubject(session), farFrame{From: peers.holder, Topic: topic, V: v.String(), Frame: string(frame)})
}

// elsewhere says whether a session is another process's or nobody's, and gives
// who can be told then.
func (o *outward) elsewhere(session string) *Peers {
	o.mu.Lock()
	peers, runs := o.peers, o.runs
	o.mu.Unlock()
	if peers == nil || runs(session) {
		return nil
	}
	return peers
}

// repeat puts all frames of a session once more; it has just become ours.
func (f *Frames) repeat(v *polls.View) {
	if v == nil {
		return
	}
	f.Announce(v, polls.Phones)
	f.Announce(v, polls.Screens)
	f.wordsChanged(v.Session.ID)
}
