package server

import (
	"cairn/fault"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/responses"

	"github.com/gofiber/fiber/v2"
)

// save keeps a begun survey under six pictures, to be gone on with elsewhere.
func (h *fillScreens) save(w *walk) error {
	if !saves(w.survey) {
		return missing()
	}
	token, err := h.tokenOr(w.c, w.survey, w.filled.Key)
	if err != nil {
		return err
	}
	pictures, err := h.desk.SaveFor(w.c.UserContext(), w.survey.ID, w.filled.Key, responses.Unfinished{
		Token: token, Version: w.filled.Version, Answers: w.filled.Answers, At: w.filled.At,
	})
	if err != nil {
		return err
	}
	holdToken(w.c, w.survey, token)
	page := views.FillSaved{
		Fill: h.frameOf(w.c, w.survey, w.service), Pics: h.pics(pictures), Address: h.shortAddress(w.c, w.survey),
		Key: freshKey(), Version: w.survey.Version, Given: w.filled.text(w.form), At: w.filled.At,
	}
	page.Step = true
	return h.show(w.c, page)
}

// shortAddress is where the survey is, as somebody types it.
func (h *fillScreens) shortAddress(c *fiber.Ctx, s *surveys.Survey) string {
	base := h.backAddress(c)
	if len(base) < len("/back") {
		return ""
	}
	return base[:len(base)-len("/back")] + "/q/" + s.Slug + "/code"
}

// code asks for the six pictures.
func (h *fillScreens) code(c *fiber.Ctx) error {
	s, service, err := h.survey(c)
	if err != nil {
		return err
	}
	if !takesAnswers(s) {
		return h.over(c, s, service, nil)
	}
	if !saves(s) {
		return seeOther(c, "/q/"+s.Slug)
	}
	page := views.FillCode{Fill: h.frameOf(c, s, service)}
	page.Picker = h.picker(c, picking{}, "/q/"+s.Slug+"/code", "fill.code.open")
	return h.show(c, page)
}

// codeTry goes on with choosing them, and opens what they open.
func (h *fillScreens) codeTry(c *fiber.Ctx) error {
	s, service, err := h.survey(c)
	if err != nil {
		return err
	}
	if !takesAnswers(s) {
		return h.over(c, s, service, nil)
	}
	if c.FormValue("do") == "" {
		return fault.New(fault.Invalid, "fault.badform") // no button of ours
	}
	p := h.readPicking(c)
	page := views.FillCode{Fill: h.frameOf(c, s, service)}
	if !p.open {
		page.Picker = h.picker(c, p, "/q/"+s.Slug+"/code", "fill.code.open")
		return h.show(c, page)
	}
	var found responses.Unfinished
	err = h.guess(c, func() error {
		found, err = h.desk.Resume(c.UserContext(), s.ID, p.codes())
		return err
	})
	if err != nil {
		p.wrong = "responses.nosave"
		if known := sayable(err); known {
			p.wrong = "receipt.busy"
		}
		page.Picker = h.picker(c, p, "/q/"+s.Slug+"/code", "fill.code.open")
		return h.again(c, page)
	}
	holdToken(c, s, found.Token)
	f := filled{Key: freshKey(), Version: found.Version, At: found.At, Answers: found.Answers}
	w, err := h.walking(c, s, service, f)
	if err != nil {
		return err
	}
	path := w.form.Path(f.Answers)
	if at := placeAt(path, found.At); at >= 0 {
		return w.place(path[at], "")
	}
	return w.review()
}
