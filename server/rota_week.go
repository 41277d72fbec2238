package server

import (
	"strconv"
	"time"

	"cairn/moderation/oncall"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"

	"github.com/gofiber/fiber/v2"
)

// week shows seven days of who is on call.
func (h *rotaScreens) week(c *fiber.Ctx) error {
	service, all, err := h.service(c)
	if err != nil {
		return err
	}
	page, err := h.weekPage(c, service, all)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *rotaScreens) weekPage(c *fiber.Ctx, service *staff.Service, all []*staff.Service) (views.Rota, error) {
	v, zone := who(c), service.Location()
	page := views.Rota{
		Frame: h.frame(c, "rota.title"), ID: service.ID, Heading: service.Name, Done: rotaDone(c),
		Mine:    staff.May(v.account, staff.ReadDisclosure, service.ID),
		MayPlan: staff.May(v.account, staff.KeepRota, service.ID),
	}
	for _, s := range all {
		page.Services = append(page.Services, views.Choose{Value: s.ID, Say: s.Name, On: s.ID == service.ID})
	}
	now := h.now().In(zone)
	first := typedDay(c.FormValue("week", c.Query("week")))
	if first.IsZero() || first.Sub(now).Abs() > 400*24*time.Hour {
		first = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	}
	page.Week, page.Date = first.Format(time.DateOnly), first.Format(time.DateOnly)
	page.Before, page.After = first.AddDate(0, 0, -7).Format(time.DateOnly), first.AddDate(0, 0, 7).Format(time.DateOnly)
	noon := time.Date(first.Year(), first.Month(), first.Day(), 12, 0, 0, 0, zone)
	days, members, err := h.rota.Days(c.UserContext(), service.ID, noon, 7)
	if err != nil {
		return page, err
	}
	r := weekReader{site: h.site, lang: page.Lang, me: v.account.ID, zone: zone, now: now, members: members}
	for _, d := range days {
		page.Days = append(page.Days, r.day(d))
	}
	for _, m := range members {
		if m.Account != v.account.ID {
			page.Others = append(page.Others, views.Choose{Value: m.Account, Say: m.Name})
		}
	}
	if page.Mine {
		page.Number = h.rota.NumberOf(c.UserContext(), service.ID, v.account.ID)
	}
	if here, ok := h.rota.Who(c.UserContext(), service.ID, now); ok {
		page.Now = views.RotaPerson{Name: here.Name, Number: here.Number, Dial: dialable(here.Number)}
	}
	if verdict := h.gate.Setup(c.UserContext(), service.ID); verdict != "" {
		page.Shut = verdict
	}
	if page.Mine && h.gate.Offline() {
		page.Halls, err = h.halls(c, service)
	}
	return page, err
}

// halls lists the live sessions of a service and whether the visitor is in their hall.
func (h *rotaScreens) halls(c *fiber.Ctx, service *staff.Service) ([]views.RotaHall, error) {
	sessions, err := h.rooms.Sessions(c.UserContext(), service.ID)
	if err != nil {
		return nil, err
	}
	var out []views.RotaHall
	for _, s := range sessions {
		if s.State != polls.Live {
			continue
		}
		here, err := h.rota.WhoIsInHall(c.UserContext(), s.ID)
		if err != nil {
			return nil, err
		}
		title, _ := s.Title.In(who(c).lang)
		out = append(out, views.RotaHall{ID: s.ID, Title: title, Here: here == who(c).account.ID})
	}
	return out, nil
}

// weekReader turns the rota's days into what one reader sees.
type weekReader struct {
	*site
	lang    string
	me      string
	zone    *time.Location
	now     time.Time
	members []oncall.Member
}

func (r weekReader) name(account string) string {
	for _, m := range r.members {
		if m.Account == account {
			return m.Name
		}
	}
	return ""
}

// clock is an instant's time of day; one of another date carries its weekday.
func (r weekReader) clock(at time.Time, day time.Time) string {
	local := at.In(r.zone)
	if local.Day() == day.Day() {
		return local.Format("15:04")
	}
	if local.Hour()+local.Minute() == 0 && local.AddDate(0, 0, -1).Day() == day.Day() {
		return "24:00"
	}
	return r.texts.Text(r.lang, "weekday."+strconv.Itoa(int(local.Weekday()))) + " " + local.Format("15:04")
}

func (r weekReader) day(d oncall.Day) views.RotaDay {
	out := views.RotaDay{
		Date: d.Date.Format(time.DateOnly), Day: "weekday." + strconv.Itoa(int(d.Date.Weekday())), Says: r.dayText(r.lang, d.Date),
		Today: r.now.Format(time.DateOnly) == d.Date.Format(time.DateOnly), Holiday: d.Holiday, Empty: d.Empty,
	}
	for _, s := range d.Spans {
		span := views.RotaSpan{
			ID: s.ID, Who: views.RotaPerson{Name: r.name(s.Account), Number: s.Number, Dial: dialable(s.Number)},
			From: r.clock(s.From, d.Date), Until: r.clock(s.Until, d.Date),
			Offered: r.name(s.OfferedTo), ForMe: s.OfferedTo == r.me && s.Until.After(r.now),
		}
		span.Mine = s.Account == r.me && s.Until.After(r.now)
		out.Spans = append(out.Spans, span)
	}
	for _, s := range d.Open {
		if s.Until.After(r.now) {
			from, until := s.From.In(r.zone).Format("15:04"), s.Until.In(r.zone).Format("15:04")
			out.Open = append(out.Open, views.RotaShift{
				Name: r.name(s.Account), Date: s.From.In(r.zone).Format(time.DateOnly), From: from, Until: until, Mine: s.Account == r.me,
			})
		}
	}
	for _, g := range d.Gaps {
		if g.Until.After(r.now) {
			out.Gaps = append(out.Gaps, views.RotaGap{From: r.clock(g.From, d.Date), Until: r.clock(g.Until, d.Date)})
		}
	}
	return out
}

// rotaDone is the sentence about what was just done; only ours can be asked for.
func rotaDone(c *fiber.Ctx) string {
	switch done := c.Query("done"); done {
	case "accepted", "left", "offered", "taken", "test", "seen", "saved", "hall":
		return "rota.done." + done
	}
	return ""
}
