package server

import (
	"cairn/moderation/oncall"
	"cairn/server/views"
	"cairn/staff"
	"time"

	"github.com/gofiber/fiber/v2"
)

// pagesShown is how long a page that was seen stays on the list.
const pagesShown = 14 * 24 * time.Hour

// pages shows what waits for the visitor, and what they had lately.
func (h *rotaScreens) pages(c *fiber.Ctx) error {
	page, err := h.pagesPage(c)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *rotaScreens) pagesPage(c *fiber.Ctx) (views.Pages, error) {
	all, err := h.services(c)
	if err != nil {
		return views.Pages{}, err
	}
	me := who(c).account.ID
	page := views.Pages{Frame: h.frame(c, "rota.pages.title"), Test: all[0].ID, Done: rotaDone(c)}
	page.Live, page.Shape = "/pages", h.frames.PagesShape(me)
	names := map[string]string{}
	for _, s := range all {
		names[s.ID] = s.Name
	}
	lately, err := h.rota.Lately(c.UserContext(), me, h.now().Add(-pagesShown))
	if err != nil {
		return page, err
	}
	waiting, err := h.rota.Waiting(c.UserContext(), me)
	if err != nil {
		return page, err
	}
	for _, p := range waiting {
		page.Waiting = append(page.Waiting, h.pageLine(c, p, names[p.Service]))
	}
	for _, p := range lately {
		if p.State == oncall.PageSeen && len(page.Lately) < 20 {
			page.Lately = append(page.Lately, h.pageLine(c, p, names[p.Service]))
		}
	}
	return page, nil
}

func (h *rotaScreens) pageLine(c *fiber.Ctx, p oncall.Page, service string) views.PageLine {
	lang := who(c).lang
	line := views.PageLine{ID: p.ID, Service: service, When: h.minuteText(lang, p.At), Now: p.Now, Test: p.Test != ""}
	if p.State == oncall.PageSeen {
		line.SeenAt = h.minuteText(lang, p.SeenAt)
		if a, err := h.staff.Account(c.UserContext(), p.SeenBy); err == nil {
			line.SeenBy = a.Name
		}
	}
	return line
}

// pageSeen notes that the visitor has a page; "look" leads on to what waits.
func (h *rotaScreens) pageSeen(c *fiber.Ctx) error {
	if _, err := h.services(c); err != nil {
		return err
	}
	if err := h.rota.Acknowledge(c.UserContext(), c.Params("page"), who(c).account.ID); err != nil {
		return err
	}
	if c.FormValue("do") == "look" {
		return seeOther(c, "/safe")
	}
	return seeOther(c, "/pages?done=seen")
}

// pageTest sends the visitor a test page.
func (h *rotaScreens) pageTest(c *fiber.Ctx) error {
	service, _, err := h.service(c)
	if err != nil {
		return err
	}
	err = h.rota.TestPage(c.UserContext(), service.ID, who(c).account.ID)
	switch {
	case err == nil:
		return seeOther(c, "/pages?done=test")
	case !sayable(err):
		return err
	}
	page, failed := h.pagesPage(c)
	if failed != nil {
		return failed
	}
	page.Errors = h.wrong(c, "send", err)
	return h.again(c, page)
}

// pagesCount is how many pages wait, for the banner of every staff page.
func (h *rotaScreens) pagesCount(c *fiber.Ctx) error {
	return c.JSON(struct {
		N int `json:"n"`
	}{h.pagesFor(c, who(c).account)})
}

// pagesLive is the socket of the list of pages.
func (h *rotaScreens) pagesLive(c *fiber.Ctx) error {
	if _, err := h.services(c); err != nil {
		return err
	}
	v := who(c)
	return h.sockets.socket(c, watching{topic: pagesTopic(v.account.ID), handles: []string{StaffHandle(v.session)}})
}

// pagesPoll is its long poll.
func (h *rotaScreens) pagesPoll(c *fiber.Ctx) error {
	if _, err := h.services(c); err != nil {
		return err
	}
	token := readCookie(c, "staff")
	if err := h.sockets.poll(c, pagesTopic(who(c).account.ID)); err != nil {
		return err
	}
	if _, _, err := h.staff.Look(c.UserContext(), token); err != nil {
		return missing()
	}
	return nil
}

// pagesFor counts what waits for somebody; a store that does not answer counts
// as nothing here, since their pages say so themselves.
func (s *site) pagesFor(c *fiber.Ctx, a *staff.Account) int {
	if s.rota == nil || !safeguards(a) {
		return 0
	}
	waiting, err := s.rota.Waiting(c.UserContext(), a.ID)
	if err != nil {
		return 0
	}
	return len(waiting)
}
