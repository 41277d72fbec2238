package server

import (
	"slices"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// start is the first page of a survey: what it is about, who answers, what is
// kept. Looking at it takes nothing and keeps nothing.
func (h *fillScreens) start(c *fiber.Ctx) error {
	s, service, err := h.survey(c)
	if err != nil {
		return err
	}
	if !takesAnswers(s) {
		return h.over(c, s, service, nil)
	}
	page, err := h.startPage(c, s, service)
	if err != nil {
		return err
	}
	if !page.Again && !page.Card {
		c.Set("Cairn-Keep", "page")
	}
	return h.show(c, page)
}

// startPage fills the first page for this browser.
func (h *fillScreens) startPage(c *fiber.Ctx, s *surveys.Survey, service *staff.Service) (views.FillStart, error) {
	form, err := h.form(c, s)
	if err != nil {
		return views.FillStart{}, err
	}
	mine, err := h.mineOf(c, s)
	if err != nil {
		return views.FillStart{}, err
	}
	page := views.FillStart{
		Fill: h.frameOf(c, s, service), About: s.About, Asks: asksOf(form), Who: s.WhoAnswers, Key: freshKey(),
		Again: mine != nil, Card: s.Members && h.held(c, s) == "", Saves: saves(s),
	}
	page.By, page.Closes = h.dayText(page.Lang, s.AnswerBy), h.dayText(page.Lang, s.Closes)
	page.Likes = h.likes(c, form)
	for _, p := range s.Identity.Notice() {
		page.Keeps = append(page.Keeps, p.Key)
	}
	if s.AsksAboutYou() {
		page.Keeps = append(page.Keeps, "fill.keeps.you")
	}
	page.Words = slices.ContainsFunc(form.Questions(), func(q surveys.Question) bool { return surveys.Writes(q.Kind) })
	if page.Words {
		v := h.wordsVerdict(c, s, service)
		page.Reads = noticeOf(v)
		if !v.Open {
			page.Shut = v.Why
		}
	}
	return page, nil
}

// likes are the ways a form can be read, where its author made more than one.
func (h *fillScreens) likes(c *fiber.Ctx, form surveys.Form) []views.Choice {
	easy := slices.ContainsFunc(form.Questions(), func(q surveys.Question) bool {
		return len(q.Short) > 0 || slices.ContainsFunc(q.Options, func(o surveys.Option) bool { return len(o.Short) > 0 || o.Picture != "" })
	})
	if !easy {
		return nil
	}
	var list []views.Choice
	for _, like := range []string{"pictures", "short", "full"} {
		on := layer(c)
		list = append(list, views.Choice{Value: like, Say: h.texts.Text(who(c).lang, "join.like."+like), On: like == on || on == "" && like == "full"})
	}
	return list
}

// like notes how somebody likes a survey, on their phone alone.
func (h *fillScreens) like(c *fiber.Ctx, s *surveys.Survey, what string) error {
	if !slices.Contains(layers(), what) {
		return fault.New(fault.Invalid, "fault.badform")
	}
	setCookie(c, "layer", what, 0)
	return seeOther(c, "/q/"+s.Slug)
}

// asksOf is about how many questions somebody is asked: those everybody is.
func asksOf(form surveys.Form) int {
	n := 0
	for _, p := range form.Path(surveys.Answers{}) {
		if k, ok := surveys.KindOf(p.Question.Kind); ok && k.Asks() {
			n++
		}
	}
	return n
}

// all is every question at once, for the script that steps through them on the
// phone, without the line.
func (h *fillScreens) all(c *fiber.Ctx) error {
	s, service, err := h.survey(c)
	if err != nil {
		return err
	}
	if !takesAnswers(s) {
		return h.over(c, s, service, nil)
	}
	if s.Members && h.held(c, s) == "" {
		return seeOther(c, "/q/"+s.Slug)
	}
	f, err := h.filling(c, s, service)
	if err != nil {
		return err
	}
	mine, err := h.mineOf(c, s)
	if err != nil {
		return err
	}
	if mine != nil {
		f.wrote = mine
	} else {
		c.Set("Cairn-Keep", "page")
	}
	page := views.FillAll{Fill: h.frameOf(c, s, service), Key: freshKey(), Version: s.Version, Saves: saves(s)}
	for _, section := range f.form.Sections {
		for _, p := range section.Places {
			page.Places = append(page.Places, h.placeView(f, p))
		}
	}
	if s.Waves > 0 {
		page.Parts = partsOf(nil)
	}
	if page.Form, err = formForScript(f, s.Version, mine); err != nil {
		return err
	}
	return h.show(c, page)
}

// filling is what the places of a form need to be drawn for this reader.
func (h *fillScreens) filling(c *fiber.Ctx, s *surveys.Survey, service *staff.Service) (filling, error) {
	form, err := h.form(c, s)
	if err != nil {
		return filling{}, err
	}
	f := filling{survey: s, form: form, lang: who(c).lang, layer: layer(c), plain: !who(c).secure, answers: surveys.Answers{}}
	if slices.ContainsFunc(form.Questions(), func(q surveys.Question) bool { return surveys.Writes(q.Kind) }) {
		v := h.wordsVerdict(c, s, service)
		if f.reads = noticeOf(v); !v.Open {
			f.shut = v.Why
		}
	}
	return f, nil
}
