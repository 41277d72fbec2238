package server

import (
	"net/url"

	"cairn/fault"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// confirm asks somebody who is signed in for their password once more, before
// what a browser left open must not show. Afterwards it leads to a page of ours.
func (h *peopleScreens) confirm(c *fiber.Ctx) error {
	to := inside(c.Query("to"))
	fresh, err := h.fresh(c)
	if err != nil {
		return err
	}
	if fresh {
		return seeOther(c, to)
	}
	return h.show(c, views.Confirm{Frame: h.frame(c, "account.confirm.title"), Email: who(c).account.Email, To: to})
}

// confirmCheck makes this session fresh for ten minutes when the password is right.
func (h *peopleScreens) confirmCheck(c *fiber.Ctx) error {
	v, to := who(c), inside(c.FormValue("to"))
	err := h.staff.Confirm(c.UserContext(), v.session, v.account, c.FormValue("password"))
	switch {
	case err == nil:
		return seeOther(c, to)
	case !sayable(err):
		return err
	}
	page := views.Confirm{
		Frame: h.frame(c, "account.confirm.title"), Email: v.account.Email, To: to, Errors: h.wrong(c, "password", err),
	}
	if fault.Is(err, fault.TooMany) {
		c.Set(fiber.HeaderRetryAfter, "5")
		c.Status(fiber.StatusTooManyRequests)
		return h.show(c, page)
	}
	return h.again(c, page)
}

// fresh says whether the visitor gave their password within the last ten minutes.
func (s *site) fresh(c *fiber.Ctx) (bool, error) {
	return s.staff.Fresh(c.UserContext(), who(c).session)
}

// confirmFirst leads to the page that asks for the password, and from there to
// the address given, which must be a page of ours that a GET may show.
func confirmFirst(c *fiber.Ctx, to string) error {
	return seeOther(c, "/me/confirm?to="+url.QueryEscape(to))
}
