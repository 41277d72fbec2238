package server

import (
	"net/url"
	"time"

	"cairn/fault"
	"cairn/moderation/oncall"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// accept keeps "I accept to be reachable from … to …".
func (h *rotaScreens) accept(c *fiber.Ctx) error {
	service, all, err := h.service(c)
	if err != nil {
		return err
	}
	acceptance, err := typedAcceptance(c, service)
	if err == nil {
		_, err = h.rota.Accept(c.UserContext(), acceptance)
	}
	switch {
	case err == nil:
		return h.back(c, service.ID, "accepted")
	case !sayable(err):
		return err
	}
	page, failed := h.weekPage(c, service, all)
	if failed != nil {
		return failed
	}
	id := "from"
	switch fault.Of(err).Key {
	case "rota.number":
		id = "number"
	case "rota.date", "rota.past", "rota.far":
		id = "date"
	}
	page.Date, page.From, page.Until, page.Number = field(c, "date"), field(c, "from"), field(c, "until"), field(c, "number")
	page.Errors = h.wrong(c, id, err)
	return h.again(c, page)
}

// typedAcceptance reads a day and two times of day as instants in the service's zone.
func typedAcceptance(c *fiber.Ctx, service *staff.Service) (oncall.Acceptance, error) {
	a := oncall.Acceptance{Service: service.ID, Account: who(c).account.ID, Number: field(c, "number")}
	day := typedDay(field(c, "date"))
	if day.IsZero() {
		return a, fault.New(fault.Invalid, "rota.date")
	}
	from, until, err := typedStretch(c)
	if err != nil {
		return a, err
	}
	a.From, a.Until = oncall.Stretch(day, from, until, service.Location())
	return a, nil
}

// back leads to the week the visitor came from, with a sentence about what was done.
func (h *rotaScreens) back(c *fiber.Ctx, service, done string) error {
	h.gate.Forget()
	to := url.Values{"service": {service}, "done": {done}}
	if week := typedDay(field(c, "week")); !week.IsZero() {
		to.Set("week", week.Format(time.DateOnly))
	}
	return seeOther(c, "/rota?"+to.Encode())
}

// span changes hours somebody accepted: "I can't any more", asking a colleague
// to take them over, taking the question back, and saying yes to it.
func (h *rotaScreens) span(c *fiber.Ctx) error {
	if _, err := h.services(c); err != nil {
		return err
	}
	ctx, me, id := c.UserContext(), who(c).account, c.Params("span")
	span, err := h.rota.Span(ctx, id)
	if err != nil || !staff.May(me, who(c).action, span.Service) {
		return missing()
	}
	done := "saved"
	switch c.FormValue("do") {
	case "leave":
		err, done = h.rota.Leave(ctx, id, me.ID), "left"
	case "offer":
		err, done = h.rota.Offer(ctx, id, me.ID, field(c, "to")), "offered"
	case "back":
		err = h.rota.Offer(ctx, id, me.ID, "")
	case "take":
		err, done = h.rota.Take(ctx, id, me.ID, field(c, "number")), "taken"
	default:
		err = fault.New(fault.Invalid, "fault.badform")
	}
	switch {
	case err == nil:
		return h.back(c, span.Service, done)
	case !sayable(err):
		return err
	}
	service, err2 := h.staff.Service(ctx, span.Service)
	if err2 != nil {
		return err2
	}
	all, err2 := h.services(c)
	if err2 != nil {
		return err2
	}
	page, err2 := h.weekPage(c, service, all)
	if err2 != nil {
		return err2
	}
	page.Errors = h.wrong(c, "number", err)
	return h.again(c, page)
}

// hall notes that the visitor is in the hall of a session on a laptop without
// internet, or has left it.
func (h *rotaScreens) hall(c *fiber.Ctx) error {
	session, err := h.rooms.Session(c.UserContext(), c.Params("id"))
	if err != nil || h.rota == nil || !staff.May(who(c).account, who(c).action, session.Service) {
		return missing()
	}
	if err := h.rota.InHall(c.UserContext(), session.Service, session.ID, who(c).account.ID, ticked(c, "here")); err != nil {
		return err
	}
	return h.back(c, session.Service, "hall")
}
