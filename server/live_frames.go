package server

import (
	"encoding/json"
	"strconv"
	"sync"

	"cairn/live"
	"cairn/polls"
)

// Topics of a session's frames. What each audience may know is decided in
// polls.View; a frame only carries it.
func phoneTopic(session string) string  { return "s/" + session }
func wallTopic(session string) string   { return "wall/" + session }
func deskTopic(session string) string   { return "desk/" + session }
func wordsTopic(session string) string  { return "words/" + session }
func remoteTopic(session string) string { return "remote/" + session }

// StaffHandle is a topic without frames: ending a staff session ends what watches it.
func StaffHandle(session string) string { return "staff/" + session }

// frame is what every live page gets, at most 200 bytes: which shape <main> must
// have, and the numbers that change within one shape.
type frame struct {
	V        string `json:"v"`
	Shape    string `json:"s"`
	N        *int   `json:"n,omitempty"`        // answered, where this audience may know it
	Of       *int   `json:"of,omitempty"`       // seats, likewise
	Stones   int    `json:"stones"`             // unmarked stones to draw, by threes
	Seats    *int   `json:"seats,omitempty"`    // desk
	Lost     *int   `json:"lost,omitempty"`     // desk
	Fast     *int   `json:"fast,omitempty"`     // desk
	Break    *int   `json:"break,omitempty"`    // desk
	Watching *int   `json:"watching,omitempty"` // desk: phones connected

	listed *polls.View // phones: whose list carries support, put behind the rest
}

// Frames puts the newest frames of every session on the board. It is told of
// new views by the rooms and of changed words by moderation, and may be told
// from any goroutine.
type Frames struct {
	board *live.Board

	mu    sync.Mutex
	views map[string]*polls.View // the newest of each session that is not over
	at    map[string]int64       // when a list last changed (peer_marks.go)

	queues map[string]*queueWatch // by account
	out    outward                // to the boards of other processes
}

// NewFrames makes the frames of a board.
func NewFrames(board *live.Board) *Frames {
	return &Frames{
		board: board, views: map[string]*polls.View{}, at: map[string]int64{}, queues: map[string]*queueWatch{},
	}
}

// Announcer is NewFrames for who needs no words: what polls.Parts.Announce wants.
func Announcer(board *live.Board) func(*polls.View, polls.Reach) { return NewFrames(board).Announce }

// Announce is told of a new view; it is what polls.Parts.Announce wants.
func (f *Frames) Announce(v *polls.View, to polls.Reach) {
	session := v.Session.ID
	if to == polls.Phones {
		f.put(phoneTopic(session), phoneFrame(v))
		f.put(remoteTopic(session), frame{Shape: remoteShape(v)})
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if before := f.views[session]; before != nil && remoteShape(before) != remoteShape(v) {
		f.put(remoteTopic(session), frame{Shape: remoteShape(v)}) // phones see nothing of this, the remote does
	}
	f.views[session] = v
	if v.Session.State == polls.Ended {
		delete(f.views, session)
	}
	f.put(wallTopic(session), wallFrame(v))
	f.putDesk(v)
}

// WordsChanged is told when staff see other words of a session than before, so
// that the desk and whoever reads beside it ask for their page again.
func (f *Frames) WordsChanged(session string) {
	if owner := f.out.elsewhere(session); owner != nil {
		owner.publish(newsHeld, session)
		return
	}
	f.wordsChanged(session)
}

func (f *Frames) wordsChanged(session string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.marked(wordsTopic(session))
	f.put(wordsTopic(session), frame{Shape: f.wordsShape(session)})
	if v := f.views[session]; v != nil {
		f.putDesk(v)
	}
}

// DeskShape is the shape of the desk's page: what the view shows, and the held words.
func (f *Frames) DeskShape(v *polls.View) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.deskShape(v)
}

// WordsShape is the shape of the page of held words. Whoever asks finds a frame
// on the board, since a page takes its socket for proven at the first one.
func (f *Frames) WordsShape(session string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.board.Latest(wordsTopic(session)); !ok {
		f.put(wordsTopic(session), frame{Shape: f.wordsShape(session)})
	}
	return f.wordsShape(session)
}

func (f *Frames) deskShape(v *polls.View) string {
	return v.DeskShape + "." + strconv.FormatInt(f.heldMark(v.Session.ID), 36)
}

// remoteShape changes with the phones' and when the remote changes hands, so that
// a phone it was taken from asks for its page again and reads so.
func remoteShape(v *polls.View) string {
	held := v.Session.Remote.Held
	return v.PhoneShape + "." + held[:min(6, len(held))]
}

func (f *Frames) wordsShape(session string) string { return markText("w", f.heldMark(session)) }

// heldMark is the mark of a session's words as staff see them. It begins with
// the moment somebody first asks, so that no two owners of a session share one.
func (f *Frames) heldMark(session string) int64 {
	if at := f.at[wordsTopic(session)]; at > 0 {
		return at
	}
	return f.marked(wordsTopic(session))
}

// putDesk puts the desk's frame; mu is held.
func (f *Frames) putDesk(v *polls.View) {
	session := v.Session.ID
	out := deskFrame(v, f.board.Watching(phoneTopic(session)))
	out.Shape = f.deskShape(v)
	f.put(deskTopic(session), out)
}

func (f *Frames) put(topic string, out frame) {
	var bytes []byte
	v := f.board.PutVersion(topic, func(version live.Version) []byte {
		out.V = version.String()
		raw, err := json.Marshal(out)
		if err != nil {
			return nil // a struct of strings and numbers always encodes
		}
		bytes = liveSupport(raw, out.listed)
		return bytes
	})
	if bytes != nil {
		f.out.tell(topic, v, bytes)
	}
}

func phoneFrame(v *polls.View) frame {
	f := frame{Shape: v.PhoneShape, Stones: v.Progress.Stones, listed: v}
	if v.Progress.Numbered {
		f.N, f.Of = &v.Progress.Answered, &v.Progress.Seats
	}
	return f
}

func wallFrame(v *polls.View) frame {
	f := phoneFrame(v)
	f.Shape, f.listed = v.RoomShape, nil // the wall draws support as a chart
	return f
}

func deskFrame(v *polls.View, watching int) frame {
	d := v.Desk
	return frame{
		Stones: d.Answered, N: &d.Answered, Of: &d.Seats, Seats: &d.Seats,
		Lost: &d.Signals.Lost, Fast: &d.Signals.Fast, Break: &d.Signals.Break, Watching: &watching,
	}
}
