package server

import (
	"strings"

	"cairn/fault"
	"cairn/server/views"

	"github.com/gofiber/fiber/v2"
)

// language keeps the language a person chose, on their phone alone.
func (h *phoneScreens) language(c *fiber.Ctx) error {
	chosen := c.FormValue("lang")
	if h.texts.Language(chosen).Tag != chosen {
		return fault.New(fault.Invalid, "fault.badform")
	}
	setCookie(c, "lang", chosen, 365*24*3600)
	return seeOther(c, local(c.FormValue("back")))
}

// quiet switches how pages look on this phone: quiet mode (no motion, no
// countdown, dim) and large text, each by "1" for on and "0" for off.
func (h *phoneScreens) quiet(c *fiber.Ctx) error {
	for _, look := range []string{"quiet", "large"} {
		switch c.FormValue(look) {
		case "1":
			setCookie(c, look, "1", 365*24*3600)
		case "0":
			dropCookie(c, look)
		}
	}
	return seeOther(c, local(c.FormValue("back")))
}

// local is an address on this site, or the start page where it is none.
func local(address string) string {
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n") {
		return "/"
	}
	return address
}

// leaveOf is the address by which the pages of a service are left.
func leaveOf(service string) string { return "/leave?of=" + service }

// leave empties this browser of what it kept of the site and goes somewhere
// else: where the service of the page said (?of=), else where the operator said,
// else to a page of our own that says nothing of Cairn. It works by link and by
// form, without a script, from any page, and never fails: whatever is wrong with
// the service, the next place is taken.
func (h *phoneScreens) leave(c *fiber.Ctx) error {
	c.Set("Clear-Site-Data", `"cache", "storage"`)
	forgetAll(c)
	to := h.set.LeaveTo
	if of := c.Query("of"); of != "" {
		if service, err := h.staff.Service(c.UserContext(), of); err == nil && service.LeaveTo != "" {
			to = service.LeaveTo
		}
	}
	if to != "" {
		return seeOther(c, to)
	}
	if c.Method() == fiber.MethodPost { // so that a reload does not ask whether to send again
		return seeOther(c, "/leave")
	}
	return h.show(c, views.PhoneAway{Frame: h.frame(c, "phone.away.title")})
}
