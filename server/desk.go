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
	rooms *polls.Rooms
	words *moderation.Desk
	board *live.Board
}

func newDesk(s *site, p Parts) *deskScreens {
	return &deskScreens{site: s, rooms: p.Rooms, words: p.Words, board: p.Board}
}

// room opens the session in the address for a member of staff who may do there
// what the route needs; for anybody else it does not exist.
func (h *deskScreens) room(c *fiber.Ctx) (*polls.Room, error) {
	session, err := h.rooms.Session(c.Context(), c.Params("id"))
	if err != nil {
		return nil, missing()
	}
	v := who(c)
	if !staff.May(v.account, v.action, session.Service) {
		return nil, missing()
	}
	return h.rooms.Room(c.Context(), session.ID)
}

// actor is the signed-in person as the room knows them.
func actor(c *fiber.Ctx) polls.Actor {
	return polls.Actor{Kind: polls.ByStaff, ID: who(c).account.ID}
}

// live is the desk's socket; it ends with the staff session.
func (h *deskScreens) live(c *fiber.Ctx) error { return h.watch(c, deskTopic) }

// wallLive is the projector's socket.
func (h *deskScreens) wallLive(c *fiber.Ctx) error { return h.watch(c, wallTopic) }

func (h *deskScreens) watch(c *fiber.Ctx, topic func(string) string) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	return h.sockets.socket(c, watching{topic: topic(room.ID()), handles: []string{StaffHandle(who(c).session)}})
}

// poll is the desk's long poll.
func (h *deskScreens) poll(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	return h.sockets.poll(c, deskTopic(room.ID()))
}

// wallPoll is the projector's long poll.
func (h *deskScreens) wallPoll(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	return h.sockets.poll(c, wallTopic(room.ID()))
}
