package server

import (
	"cairn/moderation"

	"github.com/gofiber/fiber/v2"
)

// worry passes a text on to safeguarding that moderation let through and a
// reader sees to tell of harm. Whoever may read may do it; nobody can take it back.
func (h *readScreens) worry(c *fiber.Ctx) error {
	service, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	back := deskBack(c, service.ID)
	r, err := h.board.One(c.UserContext(), service.ID, field(c, "item"))
	if err != nil {
		return err
	}
	ruling := moderation.Ruling{Item: r.ID, By: who(c).account.ID, Adult: ticked(c, "adult")}
	if _, err := h.words.Worry(c.UserContext(), ruling); err != nil {
		back.item = r.ID
		return h.deskAgain(c, service, back, "worry", err)
	}
	back.item = ""
	v := back.values()
	v.Set("done", "passed")
	return seeOther(c, "/read/"+service.ID+"?"+v.Encode())
}
