package server

import (
	"strconv"

	"cairn/fault"
	"cairn/polls"

	"github.com/gofiber/fiber/v2"
)

// press is one key of the desk. What cannot be done is said on the desk itself,
// which stays as it is.
func (h *deskScreens) press(c *fiber.Ctx) error {
	room, err := h.room(c)
	if err != nil {
		return err
	}
	err = room.Do(c.Context(), actor(c), commandOf(c))
	if fault.Is(err, fault.Internal) || fault.Is(err, fault.NotFound) {
		return err
	}
	if err != nil {
		known := fault.Of(err)
		c.Status(statusOf(known.Kind))
		return h.showDesk(c, room, known.Key, known.Args...)
	}
	if wantsPart(c) {
		return h.showDesk(c, room, "")
	}
	return seeOther(c, "/sessions/"+room.ID()+"/desk")
}

// commandOf reads the pressed key's form.
func commandOf(c *fiber.Ctx) polls.Command {
	n, _ := strconv.Atoi(c.FormValue("n"))
	return polls.Command{
		Do: polls.Verb(c.FormValue("do")), Activity: c.FormValue("activity"), Seen: c.FormValue("seen"),
		On: c.FormValue("on") == "1", N: n,
	}
}
