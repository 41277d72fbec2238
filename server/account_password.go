package server

import (
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// password lets the holder of a password link choose a new one.
func (h *peopleScreens) password(c *fiber.Ctx) error {
	return h.show(c, views.Password{Frame: h.frame(c, "account.password.title"), Token: c.Params("token")})
}

// passwordSave uses the link; the person then signs in with the new password.
func (h *peopleScreens) passwordSave(c *fiber.Ctx) error {
	err := h.staff.PasswordByLink(c.UserContext(), c.Params("token"), c.FormValue("password"))
	switch {
	case err == nil:
		return seeOther(c, "/sign-in")
	case !sayable(err):
		return err
	}
	return h.again(c, views.Password{
		Frame: h.frame(c, "account.password.title"), Token: c.Params("token"), Errors: h.wrong(c, "password", err),
	})
}
