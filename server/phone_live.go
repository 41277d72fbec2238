package server

import (
	"cairn/fault"
	"cairn/polls"

	"github.com/gofiber/fiber/v2"
)

// live is a phone's socket: frames of its session, and answers sent over it.
// A phone without a seat may watch the door and send nothing.
func (h *phoneScreens) live(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	w := watching{topic: phoneTopic(room.ID())}
	if sit := seated(c, room); sit.any() {
		w.receive = h.hearing(room.ID(), sit.seat(), who(c).lang)
	}
	return h.sockets.socket(c, w)
}

// poll is the long poll of a phone whose socket does not get through.
func (h *phoneScreens) poll(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	return h.sockets.poll(c, phoneTopic(room.ID()))
}

// signal tells the facilitator alone that somebody is lost, that it goes too
// fast, or that a break is needed.
func (h *phoneScreens) signal(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	sit := seated(c, room)
	if !sit.any() {
		return fault.New(fault.Forbidden, "join.noseat")
	}
	if err := room.Signal(sit.seat(), polls.Signal(c.FormValue("is"))); err != nil {
		return err
	}
	return seeOther(c, "/s/"+c.Params("code"))
}
