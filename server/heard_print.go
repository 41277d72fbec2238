package server

import (
	"slices"
	"strings"
	"time"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// heardChoice asks which period and area to print.
func (h *readScreens) heardChoice(c *fiber.Ctx) error {
	service, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	page, err := h.heardChoicePage(c, service)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *readScreens) heardChoicePage(c *fiber.Ctx, service *staff.Service) (views.HeardChoice, error) {
	lang := who(c).lang
	page := views.HeardChoice{
		Frame: h.frame(c, "read.heard.title", "Service", shortName(service)), ID: service.ID, ServiceName: service.Name,
		MayMake: mayDo(c, staff.MakeThemes, service.ID),
	}
	today := themes.DayOf(h.now(), service.Location())
	for _, p := range themes.Periods(today) {
		page.Periods = append(page.Periods, views.Choice{Value: p.Key, Say: h.periodText(lang, p), On: p.Key == field(c, "period")})
	}
	if len(service.Areas) > 0 {
		page.Areas = append(page.Areas, views.Choice{Say: h.texts.Text(lang, "read.heard.whole")})
	}
	for _, a := range service.Areas {
		page.Areas = append(page.Areas, views.Choice{Value: a.ID, Say: a.Name, On: a.ID == field(c, "area")})
	}
	made, err := h.board.HeardPages(c.UserContext(), service.ID)
	for _, m := range made {
		p, ok := themes.ParsePeriod(m.Period)
		if !ok {
			continue
		}
		line := views.HeardLine{
			Href: "/read/" + service.ID + "/heard/" + m.ID, Period: h.periodText(lang, p), Made: h.after.promisedDay(lang, m.Made),
		}
		if a, ok := service.Area(m.Area); ok {
			line.Area = a.Name
		}
		page.Pages = append(page.Pages, line)
	}
	return page, err
}

// heardMake makes the page, or makes it again, and leads to it.
func (h *readScreens) heardMake(c *fiber.Ctx) error {
	service, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	period, known := themes.ParsePeriod(field(c, "period"))
	area := field(c, "area")
	if _, ok := service.Area(area); area != "" && !ok {
		known = false
	}
	if !known || period.First() > themes.DayOf(h.now(), service.Location()) {
		page, err := h.heardChoicePage(c, service)
		if err != nil {
			return err
		}
		page.Errors = h.wrong(c, "period", fault.New(fault.Invalid, "themes.heard.period"))
		return h.again(c, page)
	}
	made, err := h.board.MakeHeard(c.UserContext(), service.ID, period, area)
	if err != nil {
		return err
	}
	return seeOther(c, "/read/"+service.ID+"/heard/"+made.ID)
}

// heard is one page "What we heard and what changed".
func (h *readScreens) heard(c *fiber.Ctx) error {
	service, err := h.serviceOf(c)
	if err != nil {
		return err
	}
	made, err := h.board.HeardOf(c.UserContext(), c.Params("page"))
	if err != nil {
		return err
	}
	period, ok := themes.ParsePeriod(made.Period)
	if made.Service != service.ID || !ok {
		return missing()
	}
	lang := who(c).lang
	page := views.HeardPrint{
		Frame: h.frame(c, "read.heard.title", "Service", shortName(service)), ID: service.ID, ServiceName: service.Name,
		Period: h.periodText(lang, period), Made: h.after.promisedDay(lang, made.Made), Took: made.Took, Why: made.Why,
		Lines: helpLines(service.HelpLines), Address: strings.TrimPrefix(strings.TrimPrefix(h.phoneBase(c)+saidAddress(service), "https://"), "http://"),
	}
	if a, ok := service.Area(made.Area); ok {
		page.Area = a.Name
	}
	answered, err := h.changed(c, &page, service, heardWhen{period, made.Area, made})
	if err != nil {
		return err
	}
	for _, row := range made.Listed(answered) {
		shown := views.HeardRow{Title: row.Title}
		if n, ok := row.Number(); ok {
			shown.Number = n
		}
		if t, err := h.board.Theme(c.UserContext(), row.Theme); err == nil {
			shown.About = t.About
		}
		page.Rows = append(page.Rows, shown)
	}
	return h.show(c, page)
}

// heardWhen is what a printed page is about.
type heardWhen struct {
	period themes.Period
	area   string
	made   *themes.Heard
}

// answers says whether an answer-back was given in the period, or was due by its end and is not there.
func (w heardWhen) answers(back *themes.AnswerBack, zone *time.Location) bool {
	if back.Published.IsZero() {
		return back.Promise.By <= w.period.Last()
	}
	return w.period.Holds(themes.DayOf(back.Published, zone))
}

// changed fills in what changed: the answers to the page's themes, to the
// feedback page, and to the sessions of the period in the area; late ones say so.
func (h *readScreens) changed(c *fiber.Ctx, page *views.HeardPrint, service *staff.Service, w heardWhen) (func(theme string) bool, error) {
	backs, err := h.answers.OfService(c.UserContext(), service.ID)
	if err != nil {
		return nil, err
	}
	published := map[string]bool{}
	for _, back := range backs {
		here, err := h.concerns(c, back, w)
		if err != nil {
			return nil, err
		}
		if here {
			page.Changed = append(page.Changed, h.saidBack(who(c).lang, back, service))
			published[back.ID] = !back.Published.IsZero()
		}
	}
	return func(theme string) bool { return published[themes.ThemeBack(theme)] }, nil
}

// concerns says whether an answer-back belongs on a page.
func (h *readScreens) concerns(c *fiber.Ctx, back *themes.AnswerBack, w heardWhen) (bool, error) {
	switch back.About {
	case themes.AboutTheme:
		return w.answers(back, h.zoneOf(c, back.Service)) || slices.ContainsFunc(w.made.Rows, func(r themes.HeardRow) bool {
			_, numbered := r.Number()
			return numbered && themes.ThemeBack(r.Theme) == back.ID
		}), nil
	case themes.AboutPage, themes.AboutSurvey:
		return w.area == "" && w.answers(back, h.zoneOf(c, back.Service)), nil
	}
	session, err := h.rooms.Session(c.UserContext(), back.ID)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return w.period.Holds(themes.Day(session.Day.Format("2006-01-02"))) && (w.area == "" || session.Area == w.area), nil
}
