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
	service, services, err := h.service(c)
	if err != nil {
		return err
	}
	all, err := typedAcceptances(c, service)
	for i := 0; i < len(all) && err == nil; i++ { // a week's hours are said yes to at once; what was accepted before one failed stands
		_, err = h.rota.Accept(c.UserContext(), all[i])
	}
	switch {
	case err == nil:
		return h.back(c, service.ID, "accepted")
	case !sayable(err):
		return err
	}
	page, failed := h.weekPage(c, service, services)
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

// typedAcceptances reads days with two times of day each as instants in the
// service's zone: one of a form's own, or all that a week's plan has open.
func typedAcceptances(c *fiber.Ctx, service *staff.Service) ([]oncall.Acceptance, error) {
	dates, from, until := fields(c, "date"), fields(c, "from"), fields(c, "until")
	if len(dates) == 0 || len(dates) > mostAccepted || len(from) != len(dates) || len(until) != len(dates) {
		return nil, fault.New(fault.Invalid, "rota.date")
	}
	all := make([]oncall.Acceptance, len(dates))
	for i, date := range dates {
		day := typedDay(date)
		if day.IsZero() {
			return nil, fault.New(fault.Invalid, "rota.date")
		}
		begin, err := typedMinutes(from[i])
		if err != nil {
			return nil, err
		}
		end, err := typedMinutes(until[i])
		if err != nil {
			return nil, err
		}
		all[i] = oncall.Acceptance{Service: service.ID, Account: who(c).account.ID, Number: field(c, "number")}
		all[i].From, all[i].Until = oncall.Stretch(day, begin, end, service.Location())
	}
	return all, nil
}

// mostAccepted is more stretches of hours than a week's plan holds for one person.
const mostAccepted = 50

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
