package server

import (
	"time"

	"cairn/live"

	"github.com/gofiber/fiber/v2"
)

// watchNote is what an owner says a socket or a long poll is about, for the
// process that has the connection.
type watchNote struct {
	Poll    bool     `json:"poll,omitempty"`
	Topic   string   `json:"topic"`
	Handles []string `json:"handles,omitempty"`
	Phone   *phoneAt `json:"phone,omitempty"` // who sends on it; nil where nothing is to be sent
}

// phoneAt is a seat on a socket: what is needed to answer its messages anywhere.
type phoneAt struct {
	Session string `json:"session"`
	Token   string `json:"token"` // of its seat
	Lang    string `json:"lang"`
}

// note keeps what a socket would be about for the process that has it; false
// where the request came from outside and is to be answered.
func (w watching) note(c *fiber.Ctx, poll bool) bool {
	v := visitOf(c)
	if v == nil {
		return false
	}
	v.watch = &watchNote{Poll: poll, Topic: w.topic, Handles: w.handles, Phone: w.phone}
	return true
}

// watchHere answers a request for live news of a session that is elsewhere.
func (s *site) watchHere(c *fiber.Ctx, n *watchNote) error {
	if !n.Poll {
		return s.sockets.socket(c, watching{topic: n.Topic, handles: n.Handles, phone: n.Phone})
	}
	token := readCookie(c, "staff")
	if err := s.sockets.poll(c, n.Topic); err != nil || who(c).session == "" {
		return err
	}
	if _, _, err := s.staff.Look(c.UserContext(), token); err != nil { // signed out while it hung
		return missing()
	}
	return nil
}

// phoneSaid is what a phone sent on its socket, on its way to the owner of its session.
type phoneSaid struct {
	phoneAt
	Message []byte
}

// heardPatience is how long an owner may take over what phones said; then they
// send again.
const heardPatience = 8 * time.Second

// nilIfEmpty: an answer of no bytes is none.
func nilIfEmpty(raw []byte) []byte {
	if len(raw) == 0 {
		return nil
	}
	return raw
}

// signedOut ends what a staff session still has in this process.
func (s *site) signedOut(p Parts, session string) {
	p.Board.End(StaffHandle(session), live.CloseGone, "signed out")
	s.unlocked.ended(session)
}

// watchGrace is how long a session is followed after the last one who watched
// it here: a phone that has only long polls is away for a moment after each.
const watchGrace = 30 * time.Second
