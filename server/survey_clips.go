package server

import (
	"slices"

	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// placeClips shows the recordings of one question of a survey.
func (h *surveyScreens) placeClips(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, in string) error {
	page, err := h.placeClipsPage(c, s, p, in)
	if err != nil {
		return err
	}
	page.Saved = c.Query("done") == "saved"
	return h.show(c, page)
}

func (h *surveyScreens) placeClipsPage(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, in string) (views.Clips, error) {
	return h.clipsPage(c, views.Clips{
		Form: "/surveys/" + s.ID + "/edit/" + p.ID, Upload: "/surveys/" + s.ID + "/clips", Place: p.ID, Rev: s.Rev, In: in,
	}, p.Question, surveyLangs(s))
}

// surveyLangs are a survey's languages, the one it is written in first.
func surveyLangs(s *surveys.Survey) []string {
	if len(s.Languages) == 0 {
		return []string{authorTongue(s)}
	}
	return s.Languages
}

// placeClipsDo keeps recordings of a question of a survey, or takes one away.
func (h *surveyScreens) placeClipsDo(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	p, ok := s.Draft.Place(field(c, "activity"))
	lang := field(c, "in")
	if !ok || p.Measure != "" || !slices.Contains(surveyLangs(s), lang) {
		return missing()
	}
	var wrongs views.Wrongs
	if p.Question, wrongs, err = h.clipsTyped(c, s.Service, lang, p.Question); err != nil {
		return err
	}
	err = h.keepPlace(c, s, p)
	if err == nil && len(wrongs) == 0 {
		return seeOther(c, "/surveys/"+s.ID+"/edit/"+p.ID+"?clips="+lang+"&done=saved")
	}
	if err != nil {
		if !sayable(err) {
			return err
		}
		wrongs = append(wrongs, h.wrong(c, "main", err)...)
	}
	now, err := h.shelf.Survey(c.UserContext(), s.ID)
	if err != nil {
		return err
	}
	page, err := h.placeClipsPage(c, now, p, lang)
	if err != nil {
		return err
	}
	page.Errors = wrongs
	return h.again(c, page)
}
