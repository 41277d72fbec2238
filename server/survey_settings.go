package server

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"
	"cairn/surveys/measures"

	"github.com/gofiber/fiber/v2"
)

// settings is the form of all that is not a question: what it is called, for
// whom, what is kept, until when, and who answers.
func (h *surveyScreens) settings(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	page, err := h.settingsPage(c, s)
	if err != nil {
		return err
	}
	page.Saved = c.Query("done") == "saved"
	for _, p := range h.problems(c, s) {
		if page.Saved && !inForm(p.Field) {
			page.Errors = append(page.Errors, views.Wrong{ID: p.Field, Say: h.say(c, p)})
		}
	}
	return h.show(c, page)
}

// inForm says whether a problem is put right among the questions, or elsewhere
// than in the settings.
func inForm(field string) bool {
	_, place := placeOfField(field)
	return place || field == "form" || field == "service" || len(field) > 8 && field[:8] == "section."
}

func (h *surveyScreens) settingsPage(c *fiber.Ctx, s *surveys.Survey) (views.SurveySettings, error) {
	lang, in := who(c).lang, authorTongue(s)
	page := views.SurveySettings{
		SurveyFrame: h.surveyFrame(c, s, "surveys.settings.title"), Fixed: s.State != surveys.Draft,
		Title: h.wordsIn(in, "title", s.Title), About: h.wordsIn(in, "about", s.About),
		Bands: h.bandChoices(c, s.Band), Members: s.Members, Who: s.WhoAnswers,
		Opens: dayField(s.Opens), Closes: dayField(s.Closes), AnswerBy: dayField(s.AnswerBy),
	}
	page.Others = h.othersIn(c, in, h.texts.Text(lang, "surveys.this"), views.PictureIn{},
		named{"plan.title", 0, page.Title}, named{"surveys.about", 3, page.About})
	page.Others = onlyIn(s, page.Others)
	for _, mode := range surveys.Identities() {
		if mode == surveys.NamedPanel {
			continue // members answer by a card alone: no survey knows who answered what
		}
		one := views.SurveyIdentity{Value: string(mode), On: mode == s.Identity}
		for _, line := range mode.Notice() {
			one.Keeps = append(one.Keeps, line.Key)
		}
		page.Identities = append(page.Identities, one)
	}
	for _, seen := range []surveys.Visibility{surveys.StaffOnly, surveys.PublicAfter} {
		key := "visibility.tell." + string(seen)
		page.Seen = append(page.Seen, views.Choice{
			Value: string(seen), Say: h.texts.Text(lang, key), Hint: h.texts.Text(lang, key+".hint"), On: seen == s.Visibility,
		})
	}
	for _, tag := range surveys.Languages() {
		page.Languages = append(page.Languages, views.Choice{Value: tag, Say: h.texts.Language(tag).Name, On: slices.Contains(s.Languages, tag)})
	}
	for _, n := range []int{0, 2, 3} {
		page.Waves = append(page.Waves, views.Choice{Value: strconv.Itoa(n), Say: h.texts.Text(lang, "surveys.waves."+strconv.Itoa(n)), On: n == s.Waves})
	}
	for _, m := range measures.All() {
		if m.NeedsReference {
			page.Licences = append(page.Licences, views.SurveyLicence{ID: "licence-" + m.ID, Name: m.Name, About: m.Licence, Value: s.Reference(m.ID)})
		}
	}
	if err := h.panelChoices(c, s, &page); err != nil {
		return page, err
	}
	return page, h.youChoices(c, s, &page)
}

// youChoices fills in what may be asked of the young people themselves.
func (h *surveyScreens) youChoices(c *fiber.Ctx, s *surveys.Survey, page *views.SurveySettings) error {
	page.AskBand, page.AskArea = s.AskBand, len(s.Areas) > 0
	names := make([]string, len(s.Areas))
	for i, a := range s.Areas {
		names[i] = a.Name
	}
	if len(names) == 0 {
		service, err := h.staff.Service(c.UserContext(), s.Service)
		if err != nil {
			return err
		}
		for _, a := range areasAsked(service) {
			names = append(names, a.Name)
		}
	}
	page.Areas = strings.Join(names, ", ")
	return nil
}

// areasAsked are a service's areas as young people choose from them; none where
// there is nothing to choose.
func areasAsked(service *staff.Service) []surveys.Area {
	var list []surveys.Area
	for _, a := range service.Areas {
		list = append(list, surveys.Area{ID: a.ID, Name: a.Name})
	}
	if len(list) < 2 || len(list) > surveys.MaxAreas {
		return nil
	}
	return list
}

// panelChoices offers the service's panels, and none.
func (h *surveyScreens) panelChoices(c *fiber.Ctx, s *surveys.Survey, page *views.SurveySettings) error {
	page.Panels = []views.Choice{{Say: h.texts.Text(who(c).lang, "surveys.panel.none"), On: s.Panel == ""}}
	list, err := h.panels.OfService(c.UserContext(), s.Service)
	for _, panel := range list {
		if !panel.Archived() || panel.ID == s.Panel {
			page.Panels = append(page.Panels, views.Choice{Value: panel.ID, Say: panel.Name, On: panel.ID == s.Panel})
		}
	}
	return err
}

// dayField is a day as a date field has it, "" for none.
func dayField(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

// settingsSave keeps what was typed; what young people were told already stays.
func (h *surveyScreens) settingsSave(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	typed, at, err := h.typedSettings(c, asTyped(c, s))
	if err == nil {
		err = h.shelf.Change(c.UserContext(), typed)
	}
	switch {
	case err == nil:
		return seeOther(c, "/surveys/"+s.ID+"/settings?done=saved")
	case !sayable(err) && !fault.Is(err, fault.Closed):
		return err
	}
	shown := *typed
	shown.Rev = s.Rev
	page, showErr := h.settingsPage(c, &shown)
	if showErr != nil {
		return showErr
	}
	page.Opens, page.Closes, page.AnswerBy = field(c, "opens"), field(c, "closes"), field(c, "answerby")
	page.Errors = h.wrong(c, at, err)
	return h.again(c, page)
}

// typedSettings reads the form on top of what is kept; at is the field a
// refusal is about.
func (h *surveyScreens) typedSettings(c *fiber.Ctx, s *surveys.Survey) (typed *surveys.Survey, at string, err error) {
	s.Title, s.About = typedWords(c, "title", s.Title), typedWords(c, "about", s.About)
	s.WhoAnswers = field(c, "whoanswers")
	s.Languages = slices.DeleteFunc(surveys.Languages(), func(tag string) bool { return !slices.Contains(fields(c, "languages"), tag) })
	s.Licences = typedLicences(c, s.Licences)
	days := map[string]*time.Time{"opens": &s.Opens, "closes": &s.Closes}
	if s.State == surveys.Draft {
		days["answerby"] = &s.AnswerBy
		s.Band, s.Identity = surveys.Band(field(c, "band")), surveys.Identity(field(c, "identity"))
		s.Visibility, s.Members = surveys.Visibility(field(c, "visibility")), ticked(c, "members")
		s.Waves, _ = strconv.Atoi(field(c, "waves"))
		if err := h.typedYou(c, s); err != nil {
			return s, "askarea", err
		}
		if s.Panel = field(c, "panel"); s.Panel != "" {
			if panel, err := h.panels.Panel(c.UserContext(), s.Panel); err != nil || panel.Service != s.Service {
				return s, "panel", fault.New(fault.Invalid, "surveys.panel.choose")
			}
		}
	}
	for _, name := range []string{"opens", "closes", "answerby"} {
		into, asked := days[name]
		if !asked {
			continue
		}
		*into = time.Time{}
		if text := field(c, name); text != "" {
			if *into, err = time.Parse(time.DateOnly, text); err != nil {
				return s, name, fault.New(fault.Invalid, "plan.day.unread")
			}
		}
	}
	return s, "title", nil
}

// typedYou reads what is asked of the young people themselves.
func (h *surveyScreens) typedYou(c *fiber.Ctx, s *surveys.Survey) error {
	s.AskBand, s.Areas = ticked(c, "askband"), nil
	if !ticked(c, "askarea") {
		return nil
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err == nil {
		s.Areas = areasAsked(service)
	}
	return err
}

// typedLicences reads the references of licences for measures.
func typedLicences(c *fiber.Ctx, kept []surveys.Licence) []surveys.Licence {
	list := slices.Clone(kept)
	for _, m := range measures.All() {
		if !m.NeedsReference {
			continue
		}
		list = slices.DeleteFunc(list, func(l surveys.Licence) bool { return l.Measure == m.ID })
		if text := field(c, "licence-"+m.ID); text != "" {
			list = append(list, surveys.Licence{Measure: m.ID, Reference: text})
		}
	}
	return list
}
