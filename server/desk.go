package server

import (
	"cairn/live"
	"cairn/moderation"
	"cairn/polls"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// deskScreens are the room as staff see it: control desk, projector, held words.
type deskScreens struct {
	*site
	rooms  *polls.Rooms
	words  *moderation.Desk
	board  *live.Board
	frames *Frames
	rich   *richText
}

func newDesk(s *site, p Parts) *deskScreens {
	h := &deskScreens{
		site: s, rooms: p.Rooms, words: p.Words, board: p.Board, frames: p.Frames,
		rich: newRichText(),
	}
	if h.frames == nil {
		h.frames = NewFrames(p.Board)
	}
	return h
}

// sessionOf loads the session in the address for a member of staff who may do
// there what the route needs; for anybody else it does not exist.
func (h *deskScreens) sessionOf(c *fiber.Ctx) (*polls.Session, error) {
	session, err := h.rooms.Session(c.UserContext(), c.Params("id"))
	if err != nil || !staff.May(who(c).account, who(c).action, session.Service) {
		return nil, missing()
	}
	return session, nil
}

// room opens that session's room.
func (h *deskScreens) room(c *fiber.Ctx) (*polls.Room, error) {
	session, err := h.sessionOf(c)
	if err != nil {
		return nil, err
	}
	return h.rooms.Room(c.UserContext(), session.ID)
}

// actor is the signed-in person as the room knows them.
func actor(c *fiber.Ctx) polls.Actor {
	return polls.Actor{Kind: polls.ByStaff, ID: who(c).account.ID}
}

// may says whether the signed-in person may do something else in the session's service.
func may(c *fiber.Ctx, action staff.Action, s polls.Session) bool {
	return staff.May(who(c).account, action, s.Service)
}

// live is the desk's socket; it ends with the staff session.
func (h *deskScreens) live(c *fiber.Ctx) error { return h.watch(c, deskTopic, deskHandle) }

// wallLive is the projector's socket.
func (h *deskScreens) wallLive(c *fiber.Ctx) error { return h.watch(c, wallTopic, nil) }

// wordsLive is the socket of who reads the held words.
func (h *deskScreens) wordsLive(c *fiber.Ctx) error { return h.watch(c, wordsTopic, readingHandle) }

func (h *deskScreens) watch(c *fiber.Ctx, topic func(string) string, presence func(session, account string) string) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	v := who(c)
	w := watching{topic: topic(room.ID()), handles: []string{StaffHandle(v.session)}}
	if presence != nil {
		w.handles = append(w.handles, presence(room.ID(), v.account.ID))
	}
	return h.sockets.socket(c, w)
}

// poll is the desk's long poll.
func (h *deskScreens) poll(c *fiber.Ctx) error { return h.pollOf(c, deskTopic) }

// wallPoll is the projector's long poll.
func (h *deskScreens) wallPoll(c *fiber.Ctx) error { return h.pollOf(c, wallTopic) }

// wordsPoll is the long poll of who reads the held words.
func (h *deskScreens) wordsPoll(c *fiber.Ctx) error { return h.pollOf(c, wordsTopic) }

// pollOf answers a long poll, unless whoever asked was signed out while it hung.
func (h *deskScreens) pollOf(c *fiber.Ctx, topic func(string) string) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	token := readCookie(c, "staff")
	if err := h.sockets.poll(c, topic(room.ID())); err != nil {
		return err
	}
	if _, _, err := h.staff.Look(c.UserContext(), token); err != nil {
		return missing()
	}
	return nil
}
