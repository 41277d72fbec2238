package server

import (
	"slices"
	"time"

	"cairn/fault"
	"cairn/panels"
	"cairn/polls"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// sessionNew asks what a new session of a panel is to be; without a panel it
// asks which one first.
func (h *planScreens) sessionNew(c *fiber.Ctx) error {
	id := c.Query("panel")
	if id == "" {
		return h.panelChoice(c)
	}
	panel, service, err := h.panelOf(c, id)
	if err != nil {
		return err
	}
	page := h.newSessionPage(c, panel, service)
	lang := who(c).lang
	page.Details = h.detailsForm(c, service, polls.Details{
		Band: surveys.Band11to15, Lang: lang, Day: polls.Day(h.now().In(service.Location())),
	})
	page.Start = "nothing"
	return h.show(c, page)
}

// panelChoice lists the panels a new session can belong to.
func (h *planScreens) panelChoice(c *fiber.Ctx) error {
	services, err := h.servicesFor(c, who(c).action)
	if err != nil {
		return err
	}
	if len(services) == 0 {
		return missing()
	}
	page := views.PanelChoice{Frame: h.frame(c, "plan.session.new")}
	for _, service := range services {
		list, err := h.panels.OfService(c.UserContext(), service.ID)
		if err != nil {
			return err
		}
		shown := views.HomeService{ID: service.ID, Name: service.Name, MayPanels: true}
		for _, panel := range list {
			if !panel.Archived() {
				shown.Panels = append(shown.Panels, views.PanelLine{ID: panel.ID, Name: panel.Name, About: panel.About})
			}
		}
		page.Services = append(page.Services, shown)
	}
	if len(page.Services) == 1 && len(page.Services[0].Panels) == 1 {
		return seeOther(c, "/sessions/new?panel="+page.Services[0].Panels[0].ID)
	}
	return h.show(c, page)
}

func (h *planScreens) newSessionPage(c *fiber.Ctx, panel *panels.Panel, service *staff.Service) views.SessionNew {
	page := views.SessionNew{
		Frame: h.frame(c, "plan.session.new"), Panel: panel.ID, PanelName: panel.Name, Service: service.Name,
	}
	for _, name := range polls.TemplateNames() {
		page.Templates = append(page.Templates, name)
	}
	return page
}

// sessionCreate plans a session from a template or from nothing.
func (h *planScreens) sessionCreate(c *fiber.Ctx) error {
	panel, service, err := h.panelOf(c, field(c, "panel"))
	if err != nil {
		return err
	}
	start := field(c, "start")
	details, err := typedDetails(c, polls.Details{Panel: panel.ID})
	var agenda []polls.Activity
	if err == nil && slices.Contains(polls.TemplateNames(), start) {
		var file polls.File
		if file, err = polls.Template(start); err == nil {
			agenda = file.Activities()
			details = fill(file, details)
		}
	}
	if err == nil {
		err = panel.TakesSessions(service.ID)
	}
	if err == nil {
		err = areaFits(service, details.Area)
	}
	if err == nil {
		var made *polls.Session
		if made, err = h.plan(c.UserContext(), service.ID, details, agenda); err == nil {
			return seeOther(c, "/sessions/"+made.ID)
		}
	}
	if !sayable(err) {
		return err
	}
	page := h.newSessionPage(c, panel, service)
	page.Start, page.Details = start, h.detailsForm(c, service, details)
	page.Details.Errors = h.wrong(c, detailField(err), err)
	page.Errors = page.Details.Errors
	return h.again(c, page)
}

// areaFits refuses an area the service does not have, and none where it has several.
func areaFits(service *staff.Service, area string) error {
	if _, known := service.Area(area); known || area == "" && len(service.Areas) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "plan.area.choose")
}

// typedDetails reads the details form: texts go into the session's language,
// what it says in other languages stays.
func typedDetails(c *fiber.Ctx, kept polls.Details) (polls.Details, error) {
	d := kept
	d.Lang, d.Band, d.Area = field(c, "lang"), surveys.Band(field(c, "band")), field(c, "area")
	d.Title = inLang(kept.Title, d.Lang, field(c, "title"))
	d.WhoListens = inLang(kept.WhoListens, d.Lang, field(c, "listens"))
	d.WhatCanChange = inLang(kept.WhatCanChange, d.Lang, field(c, "change"))
	day, err := time.Parse(time.DateOnly, field(c, "day"))
	if err != nil {
		return d, fault.New(fault.Invalid, "plan.day.unread")
	}
	d.Day = day
	return d, nil
}

// inLang sets a text in one language; an empty one takes it away.
func inLang(kept surveys.Words, lang, text string) surveys.Words {
	out := surveys.Words{}
	for tag, old := range kept {
		out[tag] = old
	}
	delete(out, lang)
	if text != "" {
		out[lang] = text
	}
	return out
}

// detailField finds the field of the details form that a failure is about.
func detailField(err error) string {
	switch fault.Of(err).Key {
	case "plan.day.unread":
		return "day"
	case "plan.area.choose":
		return "area"
	case "session.band", "session.fixed":
		return "band"
	case "session.lang":
		return "lang"
	default:
		return "title"
	}
}

// detailsForm fills the details form with what is kept or was typed.
func (h *planScreens) detailsForm(c *fiber.Ctx, service *staff.Service, d polls.Details) views.Details {
	lang := who(c).lang
	form := views.Details{Title: d.Title[d.Lang], Listens: d.WhoListens[d.Lang], Change: d.WhatCanChange[d.Lang]}
	if !d.Day.IsZero() {
		form.Day = d.Day.Format(time.DateOnly)
	}
	for _, band := range []surveys.Band{surveys.Band5to7, surveys.Band8to10, surveys.Band11to15, surveys.Band16to19, surveys.BandMixed} {
		form.Bands = append(form.Bands, views.Choice{
			Value: string(band), Say: h.texts.Text(lang, "plan.band."+string(band)), On: band == d.Band,
		})
	}
	for _, tag := range surveys.Languages() {
		form.Langs = append(form.Langs, views.Choice{Value: tag, Say: h.texts.Language(tag).Name, On: tag == d.Lang})
	}
	for _, area := range service.Areas {
		form.Areas = append(form.Areas, views.Choice{Value: area.ID, Say: area.Name, On: area.ID == d.Area})
	}
	return form
}
