package server

import (
	"slices"
	"strings"

	"cairn/fault"
	"cairn/figures"
	"cairn/polls"
	"cairn/server/views"
	"cairn/surveys"
	"cairn/surveys/results"

	"github.com/gofiber/fiber/v2"
)

// asker is a question of a session or survey as its own page of what is counted together looks at it.
type asker struct {
	page    views.Together
	service string
	own     results.Member
	over    bool // nobody answers it any more
}

// alike is what could be counted together with a question: one question of a survey, or one that several sessions asked.
type alike struct {
	key     string
	title   surveys.Words
	where   []views.TogetherPlace
	members func() ([]results.Member, error)
}

// surveyTogether shows a survey's question and the same one elsewhere.
func (h *resultScreens) surveyTogether(c *fiber.Ctx) error {
	a, err := h.surveyAsker(c)
	if err != nil {
		return err
	}
	return h.showTogether(c, a, fiber.StatusOK, "")
}

// surveyJoin counts a survey's question together with others.
func (h *resultScreens) surveyJoin(c *fiber.Ctx) error {
	a, err := h.surveyAsker(c)
	if err != nil {
		return err
	}
	return h.joinTogether(c, a)
}

// sessionTogether shows a session's question and the same one elsewhere.
func (h *resultScreens) sessionTogether(c *fiber.Ctx) error {
	a, err := h.sessionAsker(c)
	if err != nil {
		return err
	}
	return h.showTogether(c, a, fiber.StatusOK, "")
}

// sessionJoin counts a session's question together with others.
func (h *resultScreens) sessionJoin(c *fiber.Ctx) error {
	a, err := h.sessionAsker(c)
	if err != nil {
		return err
	}
	return h.joinTogether(c, a)
}

func (h *resultScreens) surveyAsker(c *fiber.Ctx) (*asker, error) {
	of, err := h.survey(c)
	if err != nil {
		return nil, err
	}
	q, ok := questionOf(of.asked.Columns, c.Params("question"))
	if !ok || surveys.Writes(q.Kind) {
		return nil, missing()
	}
	a := &asker{service: of.survey.Service, over: !of.asked.Open, own: results.Member{Key: results.KeyOfSurvey(of.survey.ID, q.ID), Question: q, Band: of.asked.Band}}
	if a.over {
		if a.own, err = h.desk.Member(c.UserContext(), of.asked, q.ID); err != nil {
			return nil, err
		}
	}
	frame := h.frameOf(c, of, "results.together.title")
	a.page = views.Together{
		Frame: frame.Frame, Heading: of.survey.Title, Title: unpiped(q), ServiceName: of.service.Name,
		Back: "/surveys/" + of.survey.ID + "/results", BackSay: "results.back", Form: "/surveys/" + of.survey.ID + "/together/" + q.ID,
	}
	return a, nil
}

func (h *resultScreens) sessionAsker(c *fiber.Ctx) (*asker, error) {
	if h.desk == nil {
		return nil, missing()
	}
	s, err := h.sessionOf(c)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(s.Agenda, func(a polls.Activity) bool { return a.ID == c.Params("activity") })
	if i < 0 || !s.Agenda[i].Asks() || surveys.Writes(s.Agenda[i].Question.Kind) {
		return nil, missing()
	}
	service, err := h.staff.Service(c.UserContext(), s.Service)
	if err != nil {
		return nil, err
	}
	a := &asker{service: s.Service}
	a.own, a.over = memberOf(s, s.Agenda[i])
	name, _ := s.Title.In(who(c).lang)
	f := h.frame(c, "results.together.title", "Survey", name)
	f.Example = h.example || s.Example
	a.page = views.Together{
		Frame: f, Heading: s.Title, Title: titleOfQuestion(s.Agenda[i].Question), ServiceName: service.Name,
		Back: "/sessions/" + s.ID + "/report", BackSay: "results.together.report", Form: "/sessions/" + s.ID + "/together/" + s.Agenda[i].ID,
	}
	return a, nil
}

// memberOf is a question of a session for a figure of several; false while the session goes on or nobody was asked.
func memberOf(s *polls.Session, a polls.Activity) (results.Member, bool) {
	last, asked := a.Last()
	m := results.Member{Key: results.KeyOfSession(s.ID, a.ID), Question: a.Question, Band: s.Band, Tally: last.Tally, Shown: last.Staff}
	return m, asked && s.State == polls.Ended
}

// joinTogether counts what was ticked together with the page's own question.
func (h *resultScreens) joinTogether(c *fiber.Ctx, a *asker) error {
	if !a.over {
		return h.showTogether(c, a, fiber.StatusUnprocessableEntity, "results.together.open")
	}
	offered, err := h.alikeTo(c, a)
	if err != nil {
		return err
	}
	members := []results.Member{a.own}
	for _, one := range offered {
		if !slices.Contains(ticks(c, "with"), one.key) {
			continue
		}
		more, err := one.members()
		if err != nil {
			return err
		}
		members = append(members, more...)
	}
	if len(members) == 1 {
		return h.showTogether(c, a, fiber.StatusUnprocessableEntity, "results.together.pick")
	}
	_, err = h.desk.Join(c.UserContext(), a.service, h.now(), members)
	if key, said := exportSays(err); said {
		return h.showTogether(c, a, fiber.StatusUnprocessableEntity, key)
	}
	if err != nil {
		return err
	}
	return seeOther(c, a.page.Form)
}

// ticks are all values of a name in a form.
func ticks(c *fiber.Ctx, name string) (values []string) {
	for _, v := range c.Context().PostArgs().PeekMulti(name) {
		values = append(values, string(v))
	}
	return values
}

// showTogether is the page: the figure, what it is counted from, and what may join it.
func (h *resultScreens) showTogether(c *fiber.Ctx, a *asker, status int, wrong string) error {
	page := a.page
	page.Wrong = wrong
	if !a.over {
		page.Why = "results.together.open"
		c.Status(status)
		return h.show(c, page)
	}
	is, err := h.desk.TogetherOf(c.UserContext(), a.service, a.own.Key)
	if err != nil {
		return err
	}
	if is != nil {
		if err := h.togetherNow(c, a, is, &page); err != nil {
			return err
		}
	}
	if page.Why == "" {
		offered, err := h.alikeTo(c, a)
		if err != nil {
			return err
		}
		for _, one := range offered {
			page.Offered = append(page.Offered, views.TogetherOffer{Key: one.key, Title: one.title, Where: one.where})
		}
	}
	c.Status(status)
	return h.show(c, page)
}

// togetherNow fills in the figure that a question is in, and its members.
func (h *resultScreens) togetherNow(c *fiber.Ctx, a *asker, is *results.Together, page *views.Together) error {
	if is.Ended {
		page.Why = "results.together.ended"
		return nil
	}
	f, shown, _ := is.Figure()
	q, band := is.Question()
	subject := figures.SubjectOf(q, band)
	subject.Title = a.page.Title
	chart := figures.Draw(f, subject)
	page.Chart, page.Of = &chart, shown
	for i, key := range is.Keys() {
		place, err := h.placeOf(c, a.service, key)
		if err != nil {
			return err
		}
		place.Waits, place.Here = i >= shown, key == a.own.Key
		page.Members = append(page.Members, place)
	}
	return nil
}

// placeOf is where a member was asked; one that cannot be read any more has no title.
func (h *resultScreens) placeOf(c *fiber.Ctx, service, key string) (views.TogetherPlace, error) {
	kind, rest, _ := strings.Cut(key, "/")
	id, _, _ := strings.Cut(rest, "/")
	lang := who(c).lang
	if kind == "survey" {
		s, err := h.shelf.Survey(c.UserContext(), id)
		if err == nil && s.Service == service {
			return views.TogetherPlace{Address: "/surveys/" + id + "/results", Title: s.Title, Day: h.dayText(lang, s.Ended)}, nil
		}
		return views.TogetherPlace{}, onlyMissing(err)
	}
	s, err := h.rooms.Session(c.UserContext(), id)
	if err == nil && s.Service == service {
		return views.TogetherPlace{Address: "/sessions/" + id + "/report", Title: s.Title, Day: h.dayText(lang, s.Day)}, nil
	}
	return views.TogetherPlace{}, onlyMissing(err)
}

// onlyMissing lets pass that something is not there.
func onlyMissing(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
