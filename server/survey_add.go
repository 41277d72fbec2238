package server

import (
	"slices"
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/measures"

	"github.com/gofiber/fiber/v2"
)

// addShow offers what can be added to a section: a question of any kind that works
// without a room, or a measure.
func (h *surveyScreens) addShow(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	return h.show(c, h.addPage(c, s, c.Query("section")))
}

func (h *surveyScreens) addPage(c *fiber.Ctx, s *surveys.Survey, section string) views.SurveyAdd {
	page := views.SurveyAdd{SurveyFrame: h.surveyFrame(c, s, "surveys.add"), Section: section}
	for _, one := range s.Draft.Sections {
		if one.ID == section {
			page.Name = one.Title
		}
	}
	for _, a := range addable() {
		if addsTo(a.Value) {
			if a.Value == "text" {
				a.About = "surveys.add.text.about"
			}
			page.Kinds = append(page.Kinds, a)
		}
	}
	lang := who(c).lang
	for _, m := range measures.All() {
		one := views.SurveyMeasure{ID: m.ID, Name: m.Name, About: m.About, Licence: m.Licence}
		if err := h.mayMeasure(s, m); err != nil {
			why := fault.Of(err)
			one.Why = h.texts.Text(lang, why.Key, why.Args...)
			if why.Key == "measure.reference" {
				one.Link = "/surveys/" + s.ID + "/settings#licence-" + m.ID
			}
		}
		page.Measures = append(page.Measures, one)
	}
	return page
}

// addsTo says whether a start can stand in a survey: a break and what lives off
// a room cannot.
func addsTo(start string) bool {
	return start != "break" && !surveys.Supported(start)
}

// mayMeasure is why a measure cannot be put into a survey; nil where it can.
func (h *surveyScreens) mayMeasure(s *surveys.Survey, m measures.Measure) error {
	for _, q := range s.Draft.Questions() {
		if slices.ContainsFunc(m.Questions, func(of surveys.Question) bool { return of.ID == q.ID }) {
			return fault.New(fault.Invalid, "surveys.measure.there")
		}
	}
	return measures.May(m, s.Band, s.Reference(m.ID))
}

// addDo adds a question and opens its form, or a measure, which has none.
func (h *surveyScreens) addDo(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	typed, section := asTyped(c, s), field(c, "section")
	places, err := h.asked(s, field(c, "kind"))
	if err == nil {
		typed.Draft = added(s.Draft, section, places)
		err = h.shelf.Change(c.UserContext(), typed)
	}
	switch {
	case err == nil && places[0].Measure == "":
		return seeOther(c, "/surveys/"+s.ID+"/edit/"+places[0].ID)
	case err == nil:
		return seeOther(c, "/surveys/"+s.ID+"/edit#p-"+places[0].ID)
	case !sayable(err):
		return err
	}
	page := h.addPage(c, s, section)
	page.Errors = h.wrong(c, "main", err)
	return h.again(c, page)
}

// asked are the places behind what was pressed: "choice", "measure:goals".
func (h *surveyScreens) asked(s *surveys.Survey, what string) ([]surveys.Place, error) {
	if id, of := strings.CutPrefix(what, "measure:"); of {
		m, known := measures.Of(id)
		if !known {
			return nil, fault.New(fault.Invalid, "measure.unknown")
		}
		if err := h.mayMeasure(s, m); err != nil {
			return nil, err
		}
		places := measures.Places(m, s.Band, s.Waves > 0, freshName)
		if len(places) == 0 {
			return nil, fault.New(fault.Invalid, "measure.ages", "From", m.Ages[0], "To", m.Ages[1])
		}
		return places, nil
	}
	if !addsTo(what) {
		return nil, fault.New(fault.Invalid, "activity.kind")
	}
	q, err := newQuestion(what, freshOption)
	if err != nil {
		return nil, err
	}
	q.ID = freshName()
	return []surveys.Place{{ID: freshName(), Question: q}}, nil
}
