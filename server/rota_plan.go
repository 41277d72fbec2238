package server

import (
	"strconv"
	"time"

	"cairn/fault"
	"cairn/moderation/oncall"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// plan shows the hours of every week, single days, days off and bank holidays.
func (h *rotaScreens) plan(c *fiber.Ctx) error {
	service, _, err := h.service(c)
	if err != nil {
		return err
	}
	page, err := h.planPage(c, service)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *rotaScreens) planPage(c *fiber.Ctx, service *staff.Service) (views.RotaPlan, error) {
	page := views.RotaPlan{
		Frame: h.frame(c, "rota.plan.title"), ID: service.ID, Heading: service.Name, Done: rotaDone(c), Known: oncall.HolidaysUntil,
		Typed: views.RotaTyped{From: "09:00", Until: "17:00"},
	}
	plan, err := h.rota.Plan(c.UserContext(), service.ID)
	if err != nil {
		return page, err
	}
	members, err := h.rota.Members(c.UserContext(), service.ID)
	if err != nil {
		return page, err
	}
	names := map[string]string{}
	for _, m := range members {
		names[m.Account] = m.Name
		page.People = append(page.People, views.Choose{Value: m.Account, Say: m.Name, On: m.Account == who(c).account.ID})
	}
	say := func(key string) string { return h.texts.Text(page.Lang, key) }
	for i := range 7 {
		day := strconv.Itoa((i + 1) % 7) // the week begins on Monday
		page.Days = append(page.Days, views.Choose{Value: day, Say: say("weekday." + day)})
	}
	for _, r := range oncall.Regions() {
		page.Regions = append(page.Regions, views.Choose{Value: string(r), Say: say("region." + string(r)), On: r == plan.Region})
	}
	for _, w := range plan.Weekly {
		page.Weekly = append(page.Weekly, views.RotaRow{
			ID: w.ID, Name: nameOr(names, w.Account), Day: "weekday." + strconv.Itoa(int(w.Day)), From: minutesText(w.From), To: minutesText(w.Until),
		})
	}
	for _, s := range plan.Single {
		page.Single = append(page.Single, views.RotaRow{
			ID: s.ID, Name: nameOr(names, s.Account), Says: h.dayText(page.Lang, s.Date), From: minutesText(s.From), To: minutesText(s.Until),
		})
	}
	for _, o := range plan.Off {
		says := h.dayText(page.Lang, o.First)
		if !o.Last.Equal(o.First) {
			says += " – " + h.dayText(page.Lang, o.Last)
		}
		page.Off = append(page.Off, views.RotaRow{ID: o.ID, Name: nameOr(names, o.Account), Says: says})
	}
	return page, nil
}

// nameOr is somebody's name; a dash for who has left, "" for everybody.
func nameOr(names map[string]string, account string) string {
	if name := names[account]; name != "" || account == "" {
		return name
	}
	return "–"
}

// planSave adds a row to the plan, takes one out, or sets the bank holidays.
func (h *rotaScreens) planSave(c *fiber.Ctx) error {
	service, _, err := h.service(c)
	if err != nil {
		return err
	}
	at, err := h.planChange(c, service.ID)
	switch {
	case err == nil:
		h.gate.Forget()
		return seeOther(c, "/rota/plan?done=saved&service="+service.ID)
	case !sayable(err):
		return err
	}
	page, failed := h.planPage(c, service)
	if failed != nil {
		return failed
	}
	page.Typed = views.RotaTyped{
		From: field(c, "from"), Until: field(c, "until"), Date: field(c, "date"), First: field(c, "first"), Last: field(c, "last"),
	}
	page.Errors = h.wrong(c, at, err)
	return h.again(c, page)
}

// planChange does one thing to the plan; at is the field a failure is about.
func (h *rotaScreens) planChange(c *fiber.Ctx, service string) (at string, err error) {
	ctx, person := c.UserContext(), field(c, "who")
	switch c.FormValue("do") {
	case "weekly":
		day, bad := strconv.Atoi(field(c, "day"))
		from, until, err := typedStretch(c)
		if err == nil && bad != nil {
			err = fault.New(fault.Invalid, "rota.day")
		}
		if err == nil {
			err = h.rota.AddWeekly(ctx, service, oncall.Weekly{Account: person, Day: time.Weekday(day), From: from, Until: until})
		}
		return "weekly-from", err
	case "single":
		day := typedDay(field(c, "date"))
		if day.IsZero() {
			return "single-date", fault.New(fault.Invalid, "rota.date")
		}
		from, until, err := typedStretch(c)
		if err == nil {
			err = h.rota.AddSingle(ctx, service, oncall.Single{Account: person, Date: day, From: from, Until: until})
		}
		return "single-from", err
	case "off":
		first, last := typedDay(field(c, "first")), typedDay(field(c, "last"))
		if last.IsZero() {
			last = first // one day
		}
		return "off-first", h.rota.AddOff(ctx, service, oncall.Off{Account: person, First: first, Last: last})
	case "region":
		return "region", h.rota.SetRegion(ctx, service, oncall.Region(field(c, "region")))
	case "remove":
		return "weekly", h.rota.Remove(ctx, service, field(c, "row"))
	}
	return "weekly", fault.New(fault.Invalid, "fault.badform")
}
