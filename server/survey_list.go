package server

import (
	"bytes"
	"slices"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// list shows the surveys of a service; without one it asks which.
func (h *surveyScreens) list(c *fiber.Ctx) error {
	if c.Query("service") == "" {
		return h.listChoice(c)
	}
	service, err := h.serviceFor(c, c.Query("service"))
	if err != nil {
		return err
	}
	page := views.Surveys{
		Frame: h.frame(c, "surveys.title"), Service: service.ID, ServiceName: service.Name,
		MayPlan: staff.May(who(c).account, staff.PlanSession, service.ID),
	}
	all, err := h.shelf.OfService(c.UserContext(), service.ID)
	if err != nil {
		return err
	}
	for _, s := range all {
		page.List = append(page.List, views.SurveyLine{
			ID: s.ID, Title: s.Title, State: string(s.State), Day: h.dayText(who(c).lang, s.Made), Late: s.Late(h.now()),
			Example: s.Example && !h.example, MayPlan: page.MayPlan, MayReport: s.Version > 0 && s.State != surveys.Draft,
			MayAnswer: (s.State == surveys.Shut || s.State == surveys.Archived) && staff.May(who(c).account, staff.AnswerBack, service.ID),
		})
	}
	return h.show(c, page)
}

// listChoice asks which service's surveys; with one alone it leads there.
func (h *surveyScreens) listChoice(c *fiber.Ctx) error {
	services, err := h.servicesFor(c, who(c).action)
	if err != nil {
		return err
	}
	switch {
	case len(services) == 0 || h.shelf == nil:
		return missing()
	case len(services) == 1:
		return seeOther(c, "/surveys?service="+services[0].ID)
	}
	page := views.Surveys{Frame: h.frame(c, "surveys.title")}
	for _, s := range services {
		page.Services = append(page.Services, views.SurveyService{ID: s.ID, Name: s.Name})
	}
	return h.show(c, page)
}

// surveyNew asks what a new survey begins as.
func (h *surveyScreens) surveyNew(c *fiber.Ctx) error {
	service, err := h.serviceFor(c, c.Query("service"))
	if err != nil {
		return err
	}
	page, err := h.newPage(c, service)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

// newPage fills the form of a new survey with what was typed, if anything was.
func (h *surveyScreens) newPage(c *fiber.Ctx, service *staff.Service) (views.SurveyNew, error) {
	lang, start := who(c).lang, field(c, "start")
	page := views.SurveyNew{
		Frame: h.frame(c, "surveys.new"), Service: service.ID, ServiceName: service.Name, Title: field(c, "title"),
		Bands: h.bandChoices(c, surveys.Band(field(c, "band"))),
	}
	offer := func(value, say, about string) {
		page.Starts = append(page.Starts, views.SurveyStart{Value: value, Say: say, About: about, On: start == value})
	}
	offer("nothing", h.texts.Text(lang, "surveys.start.nothing"), h.texts.Text(lang, "surveys.start.nothing.for"))
	for _, t := range surveys.TemplatesOf() {
		offer(t.Name, h.texts.Text(lang, "surveytemplate."+t.Name), h.texts.Text(lang, "surveytemplate."+t.Name+".for"))
	}
	all, err := h.shelf.OfService(c.UserContext(), service.ID)
	if err != nil {
		return page, err
	}
	if len(all) > 0 {
		offer("copy", h.texts.Text(lang, "surveys.start.copy"), h.texts.Text(lang, "surveys.start.copy.for"))
	}
	for _, s := range all {
		name, _ := s.Title.In(lang)
		page.Copies = append(page.Copies, views.Choice{Value: s.ID, Say: name, On: s.ID == field(c, "copy")})
	}
	if start == "" {
		page.Starts[0].On = true
	}
	for _, tag := range surveys.Languages() {
		page.Langs = append(page.Langs, views.Choice{Value: tag, Say: h.texts.Language(tag).Name, On: tag == lang})
	}
	return page, nil
}

// bandChoices are the bands with one of them chosen.
func (h *surveyScreens) bandChoices(c *fiber.Ctx, chosen surveys.Band) []views.Choice {
	if chosen == "" {
		chosen = surveys.Band11to15
	}
	var list []views.Choice
	for _, band := range []surveys.Band{surveys.Band5to7, surveys.Band8to10, surveys.Band11to15, surveys.Band16to19, surveys.BandMixed} {
		list = append(list, views.Choice{Value: string(band), Say: h.texts.Text(who(c).lang, "plan.band."+string(band)), On: band == chosen})
	}
	return list
}

// surveyCreate makes a survey from nothing, a template or one of the service's own.
func (h *surveyScreens) surveyCreate(c *fiber.Ctx) error {
	service, err := h.serviceFor(c, field(c, "service"))
	if err != nil {
		return err
	}
	made, err := h.begun(c, service)
	if err == nil {
		err = h.make(c, service, made)
	}
	switch {
	case err == nil:
		return seeOther(c, "/surveys/"+made.ID+"/edit")
	case !sayable(err):
		return err
	}
	return h.newAgain(c, service, "title", err)
}

func (h *surveyScreens) newAgain(c *fiber.Ctx, service *staff.Service, at string, why error) error {
	page, err := h.newPage(c, service)
	if err != nil {
		return err
	}
	page.Errors = h.wrong(c, at, why)
	return h.again(c, page)
}

// begun is the survey that the form asks for, not yet kept.
func (h *surveyScreens) begun(c *fiber.Ctx, service *staff.Service) (*surveys.Survey, error) {
	start, title, lang := field(c, "start"), field(c, "title"), field(c, "lang")
	if !slices.Contains(surveys.Languages(), lang) {
		lang = "en"
	}
	var s surveys.Survey
	switch start {
	case "", "nothing":
		if title == "" {
			return nil, fault.New(fault.Invalid, "survey.title")
		}
		s = surveys.Survey{
			Band: surveys.Band(field(c, "band")), Identity: surveys.CodeOnly, Languages: []string{lang}, Visibility: surveys.StaffOnly,
			Draft: surveys.Form{Sections: []surveys.Section{{ID: freshName()}}},
		}
	case "copy":
		from, err := h.surveyBy(c, field(c, "copy"))
		if err != nil {
			return nil, err
		}
		if s = surveys.Copied(*from); from.Service != service.ID {
			s.Panel, s.Members, s.Licences = "", false, nil
		}
	default:
		file, err := surveys.TemplateSurvey(start)
		if err != nil {
			return nil, err
		}
		s = file.Survey()
		s.CopyOf = start
	}
	if title != "" {
		s.Title = inLang(s.Title, authorTongue(&s), title)
	}
	return &s, nil
}

// make keeps a new survey; everything made in the demo is invented, and says so.
func (h *surveyScreens) make(c *fiber.Ctx, service *staff.Service, s *surveys.Survey) error {
	s.Service, s.Example = service.ID, h.example
	return h.shelf.Make(c.UserContext(), s)
}

// surveyLoad makes a survey of a file somebody shared.
func (h *surveyScreens) surveyLoad(c *fiber.Ctx) error {
	service, err := h.serviceFor(c, field(c, "service"))
	if err != nil {
		return err
	}
	made, lost, err := h.fromFile(c, service)
	switch {
	case err == nil:
		return seeOther(c, h.cameTo("/surveys/"+made.ID+"/edit", made.ID, lost))
	case !sayable(err):
		return err
	}
	return h.newAgain(c, service, "file", err)
}

func (h *surveyScreens) fromFile(c *fiber.Ctx, service *staff.Service) (*surveys.Survey, []left, error) {
	upload, err := c.FormFile("file")
	if err != nil {
		return nil, nil, fault.New(fault.Invalid, "plan.file.none")
	}
	raw, err := readUpload(upload, mostFile)
	if err != nil {
		return nil, nil, err
	}
	file, err := surveys.ReadSurveyFile(bytes.NewReader(raw))
	if err != nil {
		return nil, nil, err
	}
	lost, err := h.unpackSurvey(c, &file, service.ID)
	if err != nil {
		return nil, nil, err
	}
	made := file.Survey()
	return &made, lost, h.make(c, service, &made)
}
