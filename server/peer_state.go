package server

import (
	"context"
	"encoding/json"
	"errors"

	"cairn/live"
)

// ask asks the owner for its newest frames and says how many watch here; false
// where it does not look after the session.
func (m *mirror) ask(w *mirrored, holder string) bool {
	question := stateAsked{Session: w.session, From: m.peers.holder, Watching: m.watchers(w)}
	ctx, done := context.WithTimeout(m.life, mirrorEvery)
	defer done()
	raw, nobody, err := m.peers.ask(ctx, processSubject(holder, askState), encoded(question))
	if nobody || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var frames []farFrame
	if err != nil || json.Unmarshal(raw, &frames) != nil {
		return true // the bus is away: it comes back by itself
	}
	for _, f := range frames {
		m.heard(w, f)
	}
	return true
}

// watchers counts who watches a session in this process.
func (m *mirror) watchers(w *mirrored) map[string]int {
	w.mu.Lock()
	defer w.mu.Unlock()
	counts := map[string]int{}
	for _, topic := range topicsOf(w.session) {
		if n := m.board.WatchingHere(topic); n > 0 {
			counts[topic] = n
		}
	}
	for handle, seen := range w.handles {
		n := m.board.WatchingHere(handle)
		counts[handle] = n
		switch {
		case n > 0:
			w.handles[handle] = true
		case seen:
			delete(w.handles, handle)
		}
	}
	return counts
}

// stateAsked is what a process asks that mirrors a session.
type stateAsked struct {
	Session  string         `json:"session"`
	From     string         `json:"from"`
	Watching map[string]int `json:"watching"`
}

// state answers it: the session's newest frames.
func (m *mirror) state(_ context.Context, asked []byte) ([]byte, error) {
	var q stateAsked
	if err := json.Unmarshal(asked, &q); err != nil {
		return nil, err
	}
	if !m.rooms.Runs(q.Session) {
		return notOurs, nil
	}
	m.board.WatchingElsewhere(q.From, q.Watching, watchersLast)
	m.frames.wanted(q.Session)
	frames := []farFrame{}
	for _, topic := range topicsOf(q.Session) {
		if f, ok := m.board.Latest(topic); ok {
			frames = append(frames, farFrame{From: m.peers.holder, Topic: topic, V: f.Version.String(), Frame: string(f.Bytes)})
		}
	}
	return encoded(frames), nil
}

// farFrame is a frame on its way between processes.
type farFrame struct {
	From  string `json:"from"`
	Topic string `json:"topic"`
	V     string `json:"v"`
	Frame string `json:"frame"`
}

func (f farFrame) version() live.Version {
	v, _ := live.ParseVersion(f.V) // one that cannot be read is older than any
	return v
}

func framesSubject(session string) string { return "frames." + session }
