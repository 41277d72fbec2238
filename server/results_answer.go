package server

import (
	"cairn/fault"
	"cairn/staff"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// surveyOf loads the survey of the path with its service, for somebody who may do there what the route needs.
func (h *readScreens) surveyOf(c *fiber.Ctx) (*staff.Service, *surveys.Survey, error) {
	if h.shelf == nil {
		return nil, nil, missing()
	}
	s, err := h.shelf.Survey(c.UserContext(), c.Params("id"))
	if fault.Is(err, fault.NotFound) || err == nil && (s.Version == 0 || !staff.May(who(c).account, who(c).action, s.Service)) {
		return nil, nil, missing()
	}
	if err != nil {
		return nil, nil, err
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	return service, s, err
}

// promiseSurvey writes down who answers those who filled in a survey, and by when.
func (h *readScreens) promiseSurvey(c *fiber.Ctx, s *surveys.Survey, service *staff.Service, name string, by themes.Day) error {
	_, err := h.answers.Promise(c.UserContext(), themes.Pledge{
		Session: s.ID, About: themes.AboutSurvey, Service: service.ID, Title: s.Title, Who: name, By: by,
	}, service.Location())
	return err
}
