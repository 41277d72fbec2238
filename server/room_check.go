package server

import (
	"context"

	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// check is "Check the room": opened on one phone, it says that the site can be
// reached, whether the live line gets through, and whether the line is private.
func (h *phoneScreens) check(c *fiber.Ctx) error {
	return h.show(c, views.PhoneCheck{Frame: h.frame(c, "check.title"), Private: who(c).secure})
}

// checkLive answers whatever it hears, so that a phone knows its socket works.
func (h *phoneScreens) checkLive(c *fiber.Ctx) error {
	return h.sockets.socket(c, watching{
		topic:   "check",
		receive: func(context.Context, []byte) []byte { return []byte(`{"t":"here"}`) },
	})
}
