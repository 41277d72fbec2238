package server

import (
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// poster is the sheet that says where young people answer a survey, in one of
// its languages. Members get cards instead: theirs says so.
func (h *surveyScreens) poster(c *fiber.Ctx) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	if s.State != surveys.OpenNow {
		return seeOther(c, "/surveys/"+s.ID)
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return err
	}
	v := who(c)
	if asked := c.Query("lang"); asked != "" && h.texts.Language(asked).Tag == asked {
		v.lang = asked
	}
	name, _ := s.Title.In(v.lang)
	page := views.SurveyPoster{
		Frame: h.frame(c, "surveys.poster.title", "Survey", name), ID: s.ID, ServiceName: service.Name, Heading: s.Title, About: s.About,
		Closes: h.dayText(v.lang, s.Closes), Members: s.Members, Lines: helpLines(service.HelpLines),
	}
	page.Example = h.example || s.Example
	page.Link, page.Address = h.phoneAddress(c, "/q/"+s.Slug)
	if page.Link != "" {
		page.QR = qrPicture(qrOf(page.Link))
	}
	for _, tag := range s.Languages {
		page.Languages = append(page.Languages, views.Choice{Value: tag, Say: h.texts.Language(tag).Name, On: tag == v.lang})
	}
	return h.show(c, page)
}
