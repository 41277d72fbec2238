package server

import (
	"time"

	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// list shows the cases of every service the visitor may hold a key of, the ones
// nobody has read first.
func (h *safeScreens) list(c *fiber.Ctx) error {
	return h.showList(c, "")
}

func (h *safeScreens) showList(c *fiber.Ctx, wrong string) error {
	services, err := h.servicesOf(c)
	if err != nil {
		return err
	}
	page := views.Safe{Frame: h.frame(c, "safe.title"), All: c.Query("all") == "1", Done: doneKey(c)}
	page.Live, page.Shape = "/pages", h.frames.PagesShape(who(c).account.ID)
	page.Key = h.keyState(c, services[0].ID, "/safe")
	page.Key.Error = wrong
	for _, s := range services {
		one, err := h.serviceList(c, s, page.All)
		if err != nil {
			return err
		}
		page.Services = append(page.Services, one)
	}
	if wrong != "" {
		return h.again(c, page)
	}
	return h.show(c, page)
}

func (h *safeScreens) serviceList(c *fiber.Ctx, s *staff.Service, all bool) (views.SafeService, error) {
	ctx, w := c.UserContext(), insider(c)
	one := views.SafeService{ID: s.ID, Name: s.Name}
	ready, err := h.keys.Ready(ctx, s.ID)
	if err != nil {
		return one, err
	}
	one.Open, one.Why, one.Works = ready.Open, ready.Why, ready.Works
	cases, err := h.cases.List(ctx, w, s.ID, all)
	if err != nil {
		return one, err
	}
	for _, kept := range cases {
		one.Lines = append(one.Lines, h.lineOf(c, kept))
	}
	week, err := h.cases.Counts(ctx, w.Account, s.ID, monday(h.now(), s.Location()))
	if err != nil {
		return one, err
	}
	one.ByScreening, one.ByPeople, one.SentBack = week.ByScreening, week.ByPeople, week.SentBack
	carried, err := h.cases.CarryState(ctx, w, s.ID)
	one.Left = carried.Left
	return one, err
}

// monday is the midnight with which the week of an instant begins in a zone.
func monday(at time.Time, zone *time.Location) time.Time {
	day := at.In(zone)
	back := (int(day.Weekday()) + 6) % 7
	return time.Date(day.Year(), day.Month(), day.Day()-back, 0, 0, 0, 0, zone)
}

// doneKey is the sentence about what was just done; only ours can be asked for.
func doneKey(c *fiber.Ctx) string {
	switch done := c.Query("done"); done {
	case "noted", "decided", "shared", "replied", "closed", "back", "seen", "made", "locked", "unlocked", "marked", "handed", "kept":
		return "safe.done." + done
	}
	return ""
}

// unlock opens the visitor's key for ten minutes in this browser's session.
func (h *safeScreens) unlock(c *fiber.Ctx) error {
	s, _, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	if c.FormValue("do") == "lock" {
		h.keys.Lock(who(c).session)
		return seeOther(c, "/safe?done=locked")
	}
	next := safeInside(c.FormValue("next"))
	err = h.keys.Unlock(c.UserContext(), insider(c), s.ID, c.FormValue("passphrase"))
	switch {
	case err == nil:
		return seeOther(c, next)
	case !sayable(err) && !keyMissing(err):
		return err
	}
	return h.showList(c, h.sayingOf(c, err))
}

// safeInside lets a form lead only to the pages of this group.
func safeInside(to string) string {
	if to = inside(to); to == "/safe" || len(to) > 6 && to[:6] == "/safe/" {
		return to
	}
	return "/safe"
}
