package server

import (
	"slices"

	"cairn/fault"
	"cairn/server/views"
	"cairn/surveys"

	"github.com/gofiber/fiber/v2"
)

// publish shows what a new version would change: which questions become others,
// and how the edit is to be marked.
func (h *surveyScreens) publish(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	page, err := h.publishPage(c, s)
	if err != nil {
		return err
	}
	return h.show(c, page)
}

func (h *surveyScreens) publishPage(c *fiber.Ctx, s *surveys.Survey) (views.SurveyPublish, error) {
	page := views.SurveyPublish{
		SurveyFrame: h.surveyFrame(c, s, "surveys.publish.title"), Next: s.Version + 1, First: s.Version == 0, Mark: field(c, "mark"),
	}
	page.ToDo = h.toDo(c, s, formProblems(h.problems(c, s)))
	versions, err := h.shelf.Versions(c.UserContext(), s.ID)
	if err != nil || len(versions) == 0 {
		return page, err
	}
	page.Same = sameForm(versions[len(versions)-1].Form, s.Draft)
	page.Forks = forksOf(surveys.LastSaid(versions), s.Draft)
	return page, nil
}

// formProblems are the problems that keep a form from being published; days and
// promises are asked for when it opens.
func formProblems(all []surveys.Problem) []surveys.Problem {
	later := []string{"whoanswers", "answerby", "closes", "service"}
	return slices.DeleteFunc(slices.Clone(all), func(p surveys.Problem) bool { return slices.Contains(later, p.Field) })
}

// forksOf lists the questions that become others: surely, or where the author
// says that the meaning changed.
func forksOf(last, draft surveys.Form) []views.SurveyFork {
	sure := surveys.Changed(last, draft)
	n := 0
	_, forks := surveys.Fork(last, draft, surveys.MeaningChange, func() string {
		n++
		return "fork-" + itoa(n)
	})
	var list []views.SurveyFork
	for _, q := range draft.Questions() {
		if slices.ContainsFunc(forks, func(f surveys.Forked) bool { return f.From == q.ID }) {
			list = append(list, views.SurveyFork{Title: titleOfQuestion(q), Sure: slices.Contains(sure, q.ID)})
		}
	}
	return list
}

// publishNow freezes the form as the next version.
func (h *surveyScreens) publishNow(c *fiber.Ctx) error {
	s, err := h.editableOf(c)
	if err != nil {
		return err
	}
	if typed := asTyped(c, s); typed.Rev != s.Rev { // somebody changed what was looked at
		err = fault.New(fault.Conflict, "survey.changed")
	} else {
		_, err = h.shelf.Publish(c.UserContext(), s.ID, surveys.Change(field(c, "mark")), who(c).account.ID)
	}
	switch {
	case err == nil:
		return seeOther(c, "/surveys/"+s.ID+"?done=published")
	case !sayable(err):
		return err
	}
	page, showErr := h.publishPage(c, s)
	if showErr != nil {
		return showErr
	}
	page.Errors = h.wrong(c, "mark", err)
	return h.again(c, page)
}
