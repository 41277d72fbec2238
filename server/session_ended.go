package server

import (
	"time"

	"cairn/figures"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// endedPage is what a code leads to after its session: what passed the public
// gate, who answers and by when, and the answer once it is there.
func (h *phoneScreens) endedPage(c *fiber.Ctx, v *polls.View, f views.Frame) (views.Page, error) {
	s := v.Session
	f.Live = "" // nothing changes here any more but the answer-back
	page := views.PhoneEnded{Frame: f, Title: s.Title}
	report, err := polls.BuildReport(c.UserContext(), s, figures.Public, nil)
	if err != nil {
		return nil, err
	}
	for _, item := range report.Items {
		if len(item.Rounds) == 0 || surveys.Writes(item.Question.Kind) {
			continue
		}
		last := item.Rounds[len(item.Rounds)-1].Figure
		page.Charts = append(page.Charts, figures.Draw(last, figures.SubjectOf(item.Question, s.Band)))
	}
	back, err := h.answers.Of(c.UserContext(), s.ID)
	if err != nil {
		return nil, err
	}
	if back == nil { // promised when the session ended, and nothing written yet
		back = &themes.AnswerBack{Promise: themes.Promise{Who: s.Promise.Who, By: themes.DayOf(s.Promise.By, time.UTC)}}
	}
	if back.Promise.Who == "" {
		return page, nil
	}
	h.fillAnswer(c, &page, s, *back)
	return page, nil
}

// fillAnswer says who answers and by when, that it is late, or what changed.
func (h *phoneScreens) fillAnswer(c *fiber.Ctx, page *views.PhoneEnded, s polls.Session, back themes.AnswerBack) {
	zone := h.zoneOf(c, s.Service)
	standing, days := themes.Stand(back, themes.DayOf(h.now(), zone), zone)
	page.Who, page.Standing, page.Days = back.Promise.Who, "standing."+string(standing), days
	if day, err := time.Parse(time.DateOnly, string(back.Promise.By)); err == nil {
		page.By = h.dayText(page.Lang, day)
	}
	for _, line := range back.Shown() {
		said := views.AnswerLine{Said: line.Said, Outcome: "outcome." + string(line.Outcome), Words: line.Did}
		if line.Outcome == themes.CouldNot {
			said.Words = line.Why
		}
		page.Lines = append(page.Lines, said)
	}
}

// readPage shows an information page or a break.
func (h *phoneScreens) readPage(f views.Frame, v *polls.View) views.PhoneRead {
	q := v.Now.Question
	body, tag := q.Body.In(f.Lang)
	return views.PhoneRead{
		Frame: f, Title: q.Full, Break: q.Kind == "break", Body: h.rich.HTML(body), BodyLang: tag,
		Picture: h.pictureURL(q.Picture), Alt: h.altOf(f.Lang, q.Picture, q.Alt), Clip: clipFor(q.Clips, q.Full, q.Full, f.Lang),
	}
}
