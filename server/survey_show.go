package server

import (
	"encoding/json"
	"net/url"
	"slices"

	"cairn/fault"
	"cairn/server/views"
	"cairn/staff"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// survey is a survey's own page: where it stands, and what comes next.
func (h *surveyScreens) survey(c *fiber.Ctx) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	page, err := h.showPage(c, s)
	if err != nil {
		return err
	}
	if done := c.Query("done"); slices.Contains([]string{"published", "opened", "wave", "closed", "archived", "saved", "over"}, done) {
		page.Done = "surveys.done." + done
	}
	return h.show(c, page)
}

func (h *surveyScreens) showPage(c *fiber.Ctx, s *surveys.Survey) (views.SurveyShow, error) {
	account, lang := who(c).account, who(c).lang
	page := views.SurveyShow{
		SurveyFrame: h.surveyFrame(c, s, "surveys.show.title"), Service: s.Service, ServiceMay: staff.May(account, staff.ChangeSafety, s.Service),
		Band: "plan.band." + string(s.Band), Version: s.Version, Wave: s.Wave, Waves: s.Waves, Members: s.Members,
		Opens: h.dayText(lang, s.Opens), Closes: h.dayText(lang, s.Closes), AnswerBy: h.dayText(lang, s.AnswerBy), Who: s.WhoAnswers,
		Sealed: s.Sealed, MayReport: s.Version > 0 && s.State != surveys.Draft && staff.May(account, staff.ReadReport, s.Service),
		MayAnswer: staff.May(account, staff.AnswerBack, s.Service),
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return page, err
	}
	page.ServiceName = service.Name
	for _, tag := range s.Languages {
		page.Languages = append(page.Languages, h.texts.Language(tag).Name)
	}
	for _, q := range s.Draft.Questions() {
		if asks(q) {
			page.Questions++
		}
	}
	if page.MayEdit {
		problems := h.problems(c, s)
		page.ToDo, page.MayPublish = h.toDo(c, s, problems), len(formProblems(problems)) == 0
	}
	h.addressOf(c, s, &page)
	if s.State == surveys.Shut {
		page.Late = s.Late(h.now())
		if page.Answered, err = h.answered(c, s); err != nil {
			return page, err
		}
		page.Late = page.Late && !page.Answered
	}
	return page, h.versionsOf(c, s, &page)
}

// addressOf fills where phones find an open survey.
func (h *surveyScreens) addressOf(c *fiber.Ctx, s *surveys.Survey, page *views.SurveyShow) {
	if s.State != surveys.OpenNow {
		return
	}
	page.Link, page.Address = h.phoneAddress(c, "/q/"+s.Slug)
	if page.Link != "" {
		page.QR = qrOf(page.Link)
	}
}

// phoneAddress is an address as phones reach it, and as it is typed.
func (h *surveyScreens) phoneAddress(c *fiber.Ctx, path string) (link, typed string) {
	base := h.phoneBase(c)
	if base == "" {
		return "", ""
	}
	link, typed = base+path, base+path
	if u, err := url.Parse(link); err == nil {
		typed = u.Host + u.Path
	}
	return link, typed
}

// answered says whether a survey's answer-back is published.
func (h *surveyScreens) answered(c *fiber.Ctx, s *surveys.Survey) (bool, error) {
	if h.answers == nil {
		return false, nil
	}
	back, err := h.answers.Of(c.UserContext(), s.ID)
	return back != nil && !back.Published.IsZero(), err
}

// versionsOf lists the published versions, the newest first, and says whether the
// draft says something else.
func (h *surveyScreens) versionsOf(c *fiber.Ctx, s *surveys.Survey, page *views.SurveyShow) error {
	versions, err := h.shelf.Versions(c.UserContext(), s.ID)
	if err != nil {
		return err
	}
	for _, v := range versions {
		line := views.SurveyVersion{N: v.N, Day: h.dayText(who(c).lang, v.Day), Change: "surveys.change." + string(v.Change), Forks: len(v.Forks)}
		if account, err := h.staff.Account(c.UserContext(), v.By); err == nil {
			line.By = account.Name
		} else if !fault.Is(err, fault.NotFound) {
			return err
		}
		page.Versions = append([]views.SurveyVersion{line}, page.Versions...)
	}
	if n := len(versions); n > 0 {
		page.Changed = !sameForm(versions[n-1].Form, s.Draft)
	}
	return nil
}

// sameForm compares two forms as they are kept.
func sameForm(a, b surveys.Form) bool {
	one, err1 := json.Marshal(a)
	two, err2 := json.Marshal(b)
	return err1 == nil && err2 == nil && string(one) == string(two)
}

// press opens a survey, lets the next wave begin, closes it or puts it away.
func (h *surveyScreens) press(c *fiber.Ctx) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	done := ""
	switch c.FormValue("do") {
	case "open":
		done = "opened"
		_, err = h.shelf.Open(c.UserContext(), s.ID)
	case "wave":
		done = "wave"
		_, err = h.shelf.NextWave(c.UserContext(), s.ID)
	case "close":
		done = "closed"
		err = h.closeNow(c, s)
	case "archive":
		done = "archived"
		_, err = h.shelf.Archive(c.UserContext(), s.ID)
	default:
		return fault.New(fault.Invalid, "fault.badform")
	}
	if err == nil {
		return seeOther(c, "/surveys/"+s.ID+"?done="+done)
	}
	if !sayable(err) && !fault.Is(err, fault.Closed) {
		return err
	}
	page, showErr := h.showPage(c, s)
	if showErr != nil {
		return showErr
	}
	page.Errors = h.wrong(c, "main", err)
	return h.again(c, page)
}

// closing is the second look before a survey closes for good.
func (h *surveyScreens) closing(c *fiber.Ctx) error {
	s, err := h.surveyOf(c)
	if err != nil {
		return err
	}
	if s.State != surveys.OpenNow {
		return seeOther(c, "/surveys/"+s.ID)
	}
	return h.show(c, views.SurveyClose{
		SurveyFrame: h.surveyFrame(c, s, "surveys.close.title"), Who: s.WhoAnswers, By: h.dayText(who(c).lang, s.AnswerBy),
	})
}

// closeNow ends a survey and notes what its young people were promised.
func (h *surveyScreens) closeNow(c *fiber.Ctx, s *surveys.Survey) error {
	closed, err := h.shelf.Close(c.UserContext(), s.ID)
	if err != nil {
		return err
	}
	return h.promised(c, closed)
}
