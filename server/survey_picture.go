package server

import (
	"strings"

	"cairn/fault"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// placePicture shows the set to choose a picture from for a question of a survey.
func (h *surveyScreens) placePicture(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, target string) error {
	page, err := h.placePicturePage(c, s, p, target)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *surveyScreens) placePicturePage(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, target string) (views.PictureChoice, error) {
	return h.pictureFor(c, views.PictureChoice{
		Form: "/surveys/" + s.ID + "/edit/" + p.ID, Upload: "/surveys/" + s.ID + "/pictures", Place: p.ID, Rev: s.Rev, Target: target,
	}, authorTongue(s), p.Question)
}

// placePictureUse sets the chosen picture of the set.
func (h *surveyScreens) placePictureUse(c *fiber.Ctx, s *surveys.Survey, p surveys.Place) error {
	chosen, known := h.static.Picture(strings.TrimPrefix(field(c, "picture"), "set:"))
	if !known {
		return h.placePictureAgain(c, s, p, views.Wrongs{{ID: "set", Say: h.texts.Text(who(c).lang, "plan.picture.choose")}})
	}
	return h.placePictureSet(c, s, p, "set:"+chosen.Code, chosen.Names)
}

// placePictureSet keeps a new picture and leads back to the form.
func (h *surveyScreens) placePictureSet(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, ref string, alt surveys.Words) error {
	target := field(c, "target")
	if _, _, _, ok := pictureOf(p.Question, target); !ok {
		return missing()
	}
	p.Question = withPicture(p.Question, target, ref, alt)
	err := h.keepPlace(c, s, p)
	switch {
	case err == nil:
		return seeOther(c, "/surveys/"+s.ID+"/edit/"+p.ID+"#picture-"+target)
	case !sayable(err):
		return err
	}
	now, readErr := h.shelf.Survey(c.UserContext(), s.ID)
	if readErr != nil {
		return readErr
	}
	return h.placePictureAgain(c, now, p, h.wrong(c, "set", err))
}

func (h *surveyScreens) placePictureAgain(c *fiber.Ctx, s *surveys.Survey, p surveys.Place, wrongs views.Wrongs) error {
	page, err := h.placePicturePage(c, s, p, field(c, "target"))
	if err != nil {
		return err
	}
	page.Errors = wrongs
	if typed := field(c, "alt"); typed != "" {
		page.Alt = typed
	}
	return h.again(c, page)
}

// placeUpload draws an uploaded picture anew and sets it; its words are demanded.
func (h *surveyScreens) placeUpload(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	p, ok := s.Draft.Place(field(c, "activity"))
	if !ok || p.Measure != "" {
		return missing()
	}
	alt := field(c, "alt")
	if alt == "" {
		return h.placePictureAgain(c, s, p, h.wrong(c, "alt", fault.New(fault.Invalid, "question.alt")))
	}
	kept, err := h.uploaded(c, s.Service)
	if err != nil {
		if !sayable(err) {
			return err
		}
		return h.placePictureAgain(c, s, p, h.wrong(c, "file", err))
	}
	return h.placePictureSet(c, s, p, kept.Ref(), surveys.Words{authorTongue(s): alt})
}
