package server

import (
	"context"
	"time"

	"cairn/fault"
	"cairn/server/views"
	"cairn/store"
	"cairn/surveys"
	"cairn/themes"

	"github.com/gofiber/fiber/v2"
)

// promised writes down, when a survey closes, who answers its young people and by when.
func (h *surveyScreens) promised(c *fiber.Ctx, s *surveys.Survey) error {
	if h.answers == nil {
		return nil
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return err
	}
	return PromiseAnswer(c.UserContext(), h.answers, s, themes.DayOf(h.now(), service.Location()))
}

// PromiseAnswer writes down who answers the young people of a closed survey and
// by when, so that a late answer says so where they can see it. What is written
// down already stays; a day that is past is written as it is.
func PromiseAnswer(ctx context.Context, answers *themes.Answers, s *surveys.Survey, today themes.Day) error {
	back, err := answers.Of(ctx, s.ID)
	if err != nil || back != nil {
		return err
	}
	by := themes.Day(dayField(s.AnswerBy))
	pledge := themes.Pledge{Session: s.ID, Service: s.Service, Title: s.Title, Who: s.WhoAnswers, By: max(by, today), About: themes.AboutSurvey}
	if _, err := answers.Promise(ctx, pledge, time.UTC); err != nil || by >= today || by == "" {
		return err
	}
	_, err = answers.Backdate(ctx, s.ID, by) // it closed by itself, and its day is past
	return err
}

// backOfSurvey loads a closed survey and its answer-back, or one not yet begun.
func (h *surveyScreens) backOfSurvey(c *fiber.Ctx) (*surveys.Survey, *themes.AnswerBack, error) {
	s, err := h.surveyOf(c)
	if err != nil {
		return nil, nil, err
	}
	if h.answers == nil || s.State != surveys.Shut && s.State != surveys.Archived {
		return nil, nil, fault.New(fault.Closed, "survey.notclosed")
	}
	back, err := h.answers.Of(c.UserContext(), s.ID)
	if err == nil && back == nil {
		by := themes.Day(dayField(s.AnswerBy))
		back = &themes.AnswerBack{
			Meta: store.Meta{ID: s.ID}, Service: s.Service, Title: s.Title, Promise: themes.Promise{Who: s.WhoAnswers, By: by, First: by},
		}
	}
	return s, back, err
}

func (h *surveyScreens) answerPage(c *fiber.Ctx, s *surveys.Survey, back *themes.AnswerBack, lines []themes.Line) (views.AnswerBack, error) {
	page, err := h.after.backForm(c, authorTongue(s), back, lines)
	page.Form, page.Back, page.BackSay = "/surveys/"+s.ID+"/answer-back", "/surveys/"+s.ID, "surveys.back"
	page.Example = h.example || s.Example
	return page, err
}

// answer is the form of "you said, we did" of one survey.
func (h *surveyScreens) answer(c *fiber.Ctx) error {
	s, back, err := h.backOfSurvey(c)
	if err != nil {
		return err
	}
	page, err := h.answerPage(c, s, back, back.Lines)
	if err != nil {
		return err
	}
	if done := c.Query("done"); done == "draft" || done == "published" {
		page.Saved = done
	}
	return h.show(c, page)
}

// answerSave keeps the lines as a draft, or shows them to the young people.
func (h *surveyScreens) answerSave(c *fiber.Ctx) error {
	s, back, err := h.backOfSurvey(c)
	if err != nil {
		return err
	}
	if err := h.promised(c, s); err != nil {
		return err
	}
	lines, at := typedLines(c, authorTongue(s), back.Lines)
	wrongs, done := h.after.wrongLines(c, lines, at), "draft"
	if field(c, "do") == "publish" {
		done = "published"
		if len(wrongs) == 0 {
			_, err = h.answers.Publish(c.UserContext(), s.ID, lines)
		}
	} else {
		wrongs = nil
		_, err = h.answers.Draft(c.UserContext(), s.ID, lines)
	}
	if err == nil && len(wrongs) == 0 {
		return seeOther(c, "/surveys/"+s.ID+"/answer-back?done="+done)
	}
	if err != nil {
		if !fault.Is(err, fault.Invalid) {
			return err
		}
		wrongs = h.wrong(c, "said-0", err)
	}
	page, err := h.answerPage(c, s, back, formLines(lines, at))
	if err != nil {
		return err
	}
	page.Errors = wrongs
	return h.again(c, page)
}
